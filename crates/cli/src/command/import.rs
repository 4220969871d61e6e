//! `import`: files from outside, shown first or taken in.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::intake::{
    ImportKind, IntakeApply, IntakePreview, RowCounts, RowState, SourceRowView,
};
use clap::{Args, ValueEnum};

use crate::output;
use crate::session::{Failure, Session};

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// 文件里是什么
    #[arg(value_enum, value_name = "种类")]
    pub kind: Kind,
    /// 文件：.xlsx .xls .ods .csv
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
    let (kind, path, month) = (import.kind.kind(), import.file, import.month);
    let register_on = import.register_on;
    if import.preview {
        let ask = IntakePreview { kind, path, month, register_on, columns: Vec::new() };
        return session.answer(&ask, |preview| {
            preview.sheets.iter().for_each(|sheet| {
                output::line(format!(
                    "工作表“{}”：表头在第 {} 行，{} 行记录",
                    sheet.name, sheet.header_row, sheet.row_count
                ));
            });
            show_counts("预览", &preview.counts);
            output::line(&preview.sentence);
            show_lists(&preview.new_organisations, &preview.findings);
            show_rows(&preview.attention);
        });
    }
    let (columns, refused_out) = (Vec::new(), import.refused);
    let apply = IntakeApply { kind, path, month, register_on, columns, refused_out };
    session.answer(&apply, |applied| {
        output::line(&applied.message);
        show_lists(&applied.new_organisations, &applied.findings);
        show_rows(&applied.attention);
        if let Some(file) = &applied.refused_file {
            output::line(format!("没有导入的行已写到 {file}，改好后可以再导入。"));
        }
    })
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
    }
}
