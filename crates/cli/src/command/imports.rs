//! `imports`: what was imported before, its files, and taking it back.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::domain::key::{ImportBatchId, ImportMappingId};
use branchbook_contract::import::{
    ImportList, ImportMappingForget, ImportMappingList, ImportMappingRow, ImportRow, ImportSave, ImportShow,
};
use branchbook_contract::intake::RowState;
use clap::{Args, Subcommand};

use crate::output;
use crate::session::{Failure, Session};

/// `imports`
#[derive(Debug, Subcommand)]
pub enum Imports {
    /// 列出没有撤销的导入
    List,
    /// 查看一次导入：行数、经办人、能不能撤销
    Show(Which),
    /// 另存当时的文件，或退回的行
    Save(Save),
    /// 撤销一次导入，多久以前的都可以
    Undo(Which),
    /// 列出记住的栏目对应
    Mappings,
    /// 不再沿用一份记住的栏目对应
    Forget(Which),
}

/// An import.
#[derive(Debug, Args)]
pub struct Which {
    /// 编号，见 imports list 或 imports mappings
    #[arg(value_name = "编号")]
    pub import: i64,
}

/// `imports save`
#[derive(Debug, Args)]
pub struct Save {
    /// 编号，见 imports list
    #[arg(value_name = "编号")]
    pub import: i64,
    /// 存到这个文件或文件夹
    #[arg(long, value_name = "文件")]
    pub out: String,
    /// 存退回的行，不存原文件
    #[arg(long)]
    pub refused: bool,
}

/// Lists, shows, hands out or takes back.
pub fn run(session: &mut Session, imports: Imports) -> Result<(), Failure> {
    match imports {
        Imports::List => session.answer(&ImportList {}, |rows| {
            let rows: Vec<Vec<String>> = rows.iter().map(line).collect();
            output::table(&["编号", "时间", "种类", "文件", "行数", "经办人", "不能撤销的原因"], &rows);
        }),
        Imports::Show(which) => session.answer(&ImportShow { import: ImportBatchId(which.import) }, show),
        Imports::Save(save) => {
            let Save { import, out, refused } = save;
            let command = ImportSave { import: ImportBatchId(import), refused, out };
            session.answer(&command, |saved| output::line(format!("已存到 {}", saved.path)))
        }
        Imports::Mappings => session.answer(&ImportMappingList {}, |rows| {
            let rows: Vec<Vec<String>> = rows.iter().map(mapping).collect();
            output::table(&["编号", "种类", "对应", "文件里的标题"], &rows);
        }),
        Imports::Forget(which) => {
            let command = ImportMappingForget { mapping: ImportMappingId(which.import) };
            session.answer(&command, |()| output::line("不再沿用，下次按标题和内容重新识别。"))
        }
        Imports::Undo(which) => undo(session, ImportBatchId(which.import)),
    }
}

fn undo(session: &mut Session, import: ImportBatchId) -> Result<(), Failure> {
    session.open()?;
    let change = session.call(&ImportShow { import })?.change;
    let undone = session.call(&HistoryUndo { change: Some(change) })?;
    session.print(&undone, |undone| output::line(format!("已撤销：{}", undone.title)));
    Ok(())
}

fn mapping(row: &ImportMappingRow) -> Vec<String> {
    let titles = row.titles.join("、");
    vec![row.mapping.to_string(), row.kind.label().to_owned(), row.assigned.join("，"), titles]
}

fn line(row: &ImportRow) -> Vec<String> {
    vec![
        row.import.to_string(),
        row.at.to_string(),
        row.kind.label().to_owned(),
        row.file_name.clone(),
        row.counts.total.to_string(),
        row.operator.clone(),
        row.refusal.clone().unwrap_or_default(),
    ]
}

fn show(row: &ImportRow) {
    output::line(format!("导入{}：{}，{}，经办人 {}", row.kind.label(), row.file_name, row.at, row.operator));
    // A row that was left out is nothing that an import keeps.
    let states = RowState::ALL.iter().filter(|state| **state != RowState::Left);
    let counts: Vec<String> =
        states.map(|state| format!("{} {}", state.label(), row.counts.count(*state))).collect();
    output::line(format!("共 {} 行，{}", row.counts.total, counts.join("，")));
    output::line(format!("文件校验码 {}", row.sha256));
    match &row.refusal {
        Some(refusal) => output::line(format!("不能撤销：{refusal}")),
        None => output::line("可以撤销。"),
    }
}
