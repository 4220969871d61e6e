//! `import`: files from outside, shown first or taken in.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::intake::{
    About, ColumnChoice, Confidence, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowChoice,
    RowCounts, RowState, Skipped, SourceColumn, SourceRowView,
};
use clap::{Args, ValueEnum};

use crate::output;
use crate::session::{Failure, Session};

/// Places that are not read which are told at most.
const MOST_SKIPPED: usize = 50;

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// 文件里是什么
    #[arg(value_enum, value_name = "种类")]
    pub kind: Kind,
    /// 文件：.xlsx .xls .et .ods .csv .txt .html .xml
    #[arg(value_name = "文件")]
    pub file: String,
    /// 只看会怎样，不写入
    #[arg(long)]
    pub preview: bool,
    /// 没有导入的行连同原因写到这个工作簿
    #[arg(long, value_name = "文件.xlsx")]
    pub refused: Option<String>,
    /// 所属月份，供没有年份的日期使用
    #[arg(long, value_name = "2026-10")]
    pub month: Option<Month>,
    /// 登记表的填报日期，文件里没有写时用
    #[arg(long, value_name = "2026-10-31")]
    pub register_on: Option<Day>,
    /// 指定一栏的内容：标题=栏目，栏目留空表示不读
    #[arg(long = "column", value_name = "标题=栏目", value_parser = column)]
    pub columns: Vec<ColumnChoice>,
    /// 选定的处理，可以写多次：12=leave（第 12 行）、名册!12=move@2026-10-03（工作表和日期）、12.phone=keep（保留台账的电话）、
    /// 12=take+person:5+move（一行的几样处理用 + 连起来）、conflict=keep（所有冲突的行）、member:8=death/3@2026-10-03（文件里没有的党员）；能选什么见 --preview
    #[arg(long = "decide", value_name = "对象=处理", value_parser = decision)]
    pub decisions: Vec<Decision>,
}

/// `标题=栏目`
fn column(text: &str) -> Result<ColumnChoice, String> {
    let (title, field) = text.rsplit_once('=').ok_or("请写成 标题=栏目。")?;
    Ok(ColumnChoice {
        title: title.to_owned(),
        field: Some(field.to_owned()).filter(|field| !field.is_empty()),
    })
}

/// `12=leave`, `名册!12=move@2026-10-03`, `12.phone=keep`, `conflict=keep`, `member:8=death`
fn decision(text: &str) -> Result<Decision, String> {
    let (about, choice) = text.rsplit_once('=').ok_or("请写成 对象=处理，例如 12=leave。")?;
    let (choice, day) = match choice.split_once('@') {
        None => (choice, None),
        Some((choice, day)) => {
            (choice, Some(day.parse::<Day>().map_err(|_| "日期请写成 2026-10-03 这样。".to_owned())?))
        }
    };
    Ok(Decision { about: about_of(about)?, choice: choice.to_owned(), day })
}

fn about_of(text: &str) -> Result<About, String> {
    let wrong = || format!("「{text}」不是行号、情况或党员编号。");
    if let Some(state) = RowState::ALL.iter().find(|state| state.code() == text || state.label() == text) {
        return Ok(About::State(*state));
    }
    if let Some(member) = text.strip_prefix("member:") {
        return Ok(About::Member(PersonId(member.parse().map_err(|_| wrong())?)));
    }
    let (sheet, row) = text.rsplit_once('!').unwrap_or(("", text));
    let sheet = sheet.to_owned();
    let number = |row: &str| row.parse::<u32>().map_err(|_| wrong());
    match row.split_once('.') {
        Some((row, field)) => Ok(About::Field { sheet, row: number(row)?, field: field.to_owned() }),
        None => Ok(About::Row { sheet, row: number(row)? }),
    }
}

/// What a file holds.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// 党员花名册
    Roster,
    /// 驻区单位应报到数
    Units,
    /// 在职党员报到名册
    ReportIns,
    /// 组织生活登记
    Meetings,
    /// 积分登记
    Points,
}

impl Kind {
    fn kind(self) -> ImportKind {
        match self {
            Self::Roster => ImportKind::Roster,
            Self::Units => ImportKind::Units,
            Self::ReportIns => ImportKind::ReportIns,
            Self::Meetings => ImportKind::Meetings,
            Self::Points => ImportKind::Points,
        }
    }
}

/// Previews or imports.
pub fn run(session: &mut Session, import: Import) -> Result<(), Failure> {
    let Import { kind, file, month, register_on, columns, decisions, refused, preview } = import;
    let kind = kind.kind();
    if preview {
        let asked = IntakePreview::of(kind, file);
        let ask = IntakePreview { month, register_on, columns, decisions, ..asked };
        return session.answer(&ask, show_preview);
    }
    let asked = IntakeApply::of(kind, file);
    let apply = IntakeApply { month, register_on, columns, decisions, refused_out: refused, ..asked };
    session.answer(&apply, |applied| {
        output::line(&applied.message);
        show_lists(&applied.new_organisations, &applied.findings);
        show_rows(&applied.attention);
        if let Some(file) = &applied.refused_file {
            output::line(format!("没有导入的行已写到 {file}，改好后可以再导入。"));
        }
    })
}

fn show_preview(preview: &Preview) {
    for sheet in &preview.sheets {
        let header = match sheet.header_row {
            0 => "没有标题行".to_owned(),
            row => format!("表头在第 {row} 行"),
        };
        output::line(format!("工作表“{}”：{header}，{} 行记录", sheet.name, sheet.row_count));
        sheet.columns.iter().filter(|column| is_told(column)).for_each(show_column);
    }
    show_counts("预览", &preview.counts);
    output::line(&preview.sentence);
    show_lists(&preview.new_organisations, &preview.findings);
    for kind in &preview.kinds {
        output::line(format!(
            "所有{}的行可选（{}）：{}",
            kind.state.label(),
            kind.state.code(),
            keys(&kind.choices)
        ));
    }
    show_rows(&preview.attention);
    show_missing(preview);
    show_skipped(&preview.skipped);
}

/// Sheets and rows that are not read, the first of them.
fn show_skipped(skipped: &[Skipped]) {
    for one in skipped.iter().take(MOST_SKIPPED) {
        let row = one.row.map_or_else(String::new, |row| format!("第 {row} 行"));
        output::line(format!("没有读取：工作表“{}”{row}：{}", one.sheet, one.reason));
    }
    if skipped.len() > MOST_SKIPPED {
        output::line(format!("……没有读取的一共 {} 处。", skipped.len()));
    }
}

/// Columns that a person should look at.
fn is_told(column: &SourceColumn) -> bool {
    column.confidence != Confidence::Certain
}

fn show_column(column: &SourceColumn) {
    output::line(format!(
        "  {} 栏“{}” → {} [{}] {}；{}",
        column.letters,
        column.title,
        column.field_title.as_deref().unwrap_or("不导入"),
        column.confidence.label(),
        column.reason,
        column.samples.join("、")
    ));
}

fn show_missing(preview: &Preview) {
    if preview.missing.is_empty() {
        return;
    }
    output::line(format!("文件里没有写到的党员 {} 人：", preview.missing_count));
    for missing in &preview.missing {
        let chosen = preview.missing_choices.iter().find(|choice| choice.key == missing.chosen);
        let chosen = chosen.map_or("未定，不改动", |choice| choice.label.as_str());
        output::line(format!("  member:{} {} {} [{chosen}]", missing.member, missing.who, missing.branch));
    }
    output::line(format!("可选：{}", keys(&preview.missing_choices)));
}

/// `leave 不导入，keep 以台账为准`
fn keys(choices: &[RowChoice]) -> String {
    let each = choices.iter().map(|choice| format!("{} {}", choice.key, choice.label));
    each.collect::<Vec<_>>().join("，")
}

fn show_counts(word: &str, counts: &RowCounts) {
    let states: Vec<String> =
        RowState::ALL.iter().map(|state| format!("{} {}", state.label(), counts.count(*state))).collect();
    output::line(format!("{word}：共 {} 行，{}", counts.total, states.join("，")));
}

fn show_lists(organisations: &[String], findings: &[String]) {
    if !organisations.is_empty() {
        output::line(format!("新增组织：{}", organisations.join("、")));
    }
    findings.iter().for_each(|finding| output::line(format!("· {finding}")));
}

fn show_rows(rows: &[SourceRowView]) {
    for row in rows {
        output::line(format!(
            "  第 {} 行 {} [{}] {}",
            row.row,
            row.who,
            row.state.label(),
            row.notes.join(" ")
        ));
        row.changes.iter().for_each(|change| output::line(format!("    {}", change.sentence())));
        if row.choices.iter().any(|choice| choice.key != "leave") {
            output::line(format!("    可选：{}", keys(&row.choices)));
        }
    }
}
