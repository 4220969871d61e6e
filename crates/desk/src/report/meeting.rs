//! 组织生活: branch by branch, for each kind how often it was due and held, who was due and who came, how much was
//! entered late.

use std::collections::BTreeMap;

use branchbook_domain::gathering::RecordKind;
use branchbook_workbook::{Body, Column, Head, Out, Sheet};

use super::frame::{Frame, rate};

/// The kinds that have a full block, with the words above it.
pub(crate) const KINDS: [(RecordKind, &str); 5] = [
    (RecordKind::MemberAssembly, "党员大会"),
    (RecordKind::CommitteeMeeting, "支委会"),
    (RecordKind::GroupMeeting, "党小组会"),
    (RecordKind::Lecture, "党课"),
    (RecordKind::ThemeDay, "主题党日"),
];
/// The kinds of the year, only counted.
const YEARLY: [(RecordKind, &str); 2] =
    [(RecordKind::OrganisationLifeMeeting, "组织生活会"), (RecordKind::DemocraticAppraisal, "民主评议")];
const BLOCK: [&str; 6] = ["应开", "已开", "应到", "实到", "出席率", "补录"];

/// The numbers of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct KindNumbers {
    /// 应开 in this month; `None` where nothing is due by its end.
    pub owed: Option<i64>,
    /// 已开.
    pub held: i64,
    /// 应到, summed.
    pub due: i64,
    /// 实到, summed.
    pub present: i64,
    /// 补录.
    pub late: i64,
}

/// A branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MeetingRow {
    /// Its name.
    pub name: String,
    /// Its numbers by kind.
    pub kinds: BTreeMap<RecordKind, KindNumbers>,
}

/// The whole of all branches.
pub(crate) fn total(rows: &[MeetingRow]) -> MeetingRow {
    let mut total = MeetingRow { name: "合计".to_owned(), ..MeetingRow::default() };
    for (kind, numbers) in rows.iter().flat_map(|row| &row.kinds) {
        let sum = total.kinds.entry(*kind).or_default();
        sum.owed = match (sum.owed, numbers.owed) {
            (None, None) => None,
            (left, right) => Some(left.unwrap_or(0) + right.unwrap_or(0)),
        };
        sum.held += numbers.held;
        sum.due += numbers.due;
        sum.present += numbers.present;
        sum.late += numbers.late;
    }
    total
}

/// The sheet.
pub(crate) fn sheet<'a>(frame: &Frame, rows: &[MeetingRow]) -> Sheet<'a> {
    let mut columns = vec![Column::new(18)];
    for _ in KINDS {
        columns.extend([5, 5, 6, 6, 8, 5].map(Column::centered));
    }
    columns.extend(YEARLY.map(|_| Column::centered(6)));
    Sheet {
        columns,
        heads: heads(),
        column_numbers: true,
        body: Body::Held(rows.iter().map(row).collect()),
        totals: vec![row(&total(rows))],
        notes: vec![
            "说明：应开为截至本月末本期尚应召开的次数，按季、按年计的在期末当月列出，其余月份记“—”；应到、实到为各次会议之和；补录为超过规定时间才录入的次数。"
                .to_owned(),
        ],
        page: branchbook_workbook::Page { freeze_columns: 1, ..frame.sheet("", "", "").page },
        ..frame.sheet("组织生活", "组织生活情况表", "次、人次")
    }
}

fn heads() -> Vec<Head> {
    let head =
        |text: &str, row, column, rows, columns| Head { text: text.to_owned(), row, column, rows, columns };
    let mut heads = vec![head("党支部", 0, 0, 2, 1)];
    let mut column = 1;
    for (_, words) in KINDS {
        heads.push(head(words, 0, column, 1, 6));
        for (below, title) in (column..).zip(BLOCK) {
            heads.push(head(title, 1, below, 1, 1));
        }
        column += 6;
    }
    for (_, words) in YEARLY {
        heads.push(head(words, 0, column, 1, 1));
        heads.push(head("已开", 1, column, 1, 1));
        column += 1;
    }
    heads
}

fn row(row: &MeetingRow) -> Vec<Out> {
    let of = |kind: RecordKind| row.kinds.get(&kind).copied().unwrap_or_default();
    let mut cells = vec![Out::text(&row.name)];
    for (kind, _) in KINDS {
        let numbers = of(kind);
        cells.extend([
            numbers.owed.map_or(Out::Dash, Out::Int),
            Out::Int(numbers.held),
            Out::Int(numbers.due),
            Out::Int(numbers.present),
            rate(numbers.present, numbers.due, 1),
            Out::Int(numbers.late),
        ]);
    }
    cells.extend(YEARLY.map(|(kind, _)| Out::Int(of(kind).held)));
    cells
}
