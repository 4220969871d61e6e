//! 组织生活: branch by branch, for each kind how often it was due and held, who was due and who came, how much was
//! entered late.

use std::collections::BTreeMap;

use branchbook_domain::gathering::RecordKind;
use branchbook_workbook::{Body, Column, Out, Sheet};

use super::frame::{Frame, flat_heads, rate};

/// The kinds of every month, with their words.
pub(crate) const KINDS: [(RecordKind, &str); 5] = [
    (RecordKind::MemberAssembly, "党员大会"),
    (RecordKind::CommitteeMeeting, "支委会"),
    (RecordKind::GroupMeeting, "党小组会"),
    (RecordKind::Lecture, "党课"),
    (RecordKind::ThemeDay, "主题党日"),
];
/// The kinds of the year, shown where one is due or was held.
const YEARLY: [(RecordKind, &str); 2] =
    [(RecordKind::OrganisationLifeMeeting, "组织生活会"), (RecordKind::DemocraticAppraisal, "民主评议")];
const TITLES: [&str; 7] = ["类别", "应开", "已开", "应到", "实到", "出席率", "补录"];

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

/// The sheet: one row for each branch and kind, so that it can be read on paper and filtered on a screen.
pub(crate) fn sheet<'a>(frame: &Frame, what: &str, rows: &[MeetingRow]) -> Sheet<'a> {
    let mut columns = vec![Column::new(32), Column::centered(18)];
    columns.extend([10, 10, 10, 10, 12, 10].map(Column::centered));
    Sheet {
        columns,
        heads: flat_heads(&[&[what], &TITLES[..]].concat()),
        column_numbers: true,
        body: Body::Held(rows.iter().flat_map(lines).collect()),
        totals: lines(&total(rows)),
        notes: vec![
            "说明：应开为截至本月末本期尚应召开的次数，按季、按年计的在期末当月列出，其余月份记“—”；应到、实到为各次会议之和；补录为超过规定时间才录入的次数；本月没有召开的按年计的会议不列。"
                .to_owned(),
        ],
        ..frame.sheet("组织生活", "组织生活情况表", "次、人次")
    }
}

fn lines(row: &MeetingRow) -> Vec<Vec<Out>> {
    let of = |kind: RecordKind| row.kinds.get(&kind).copied().unwrap_or_default();
    let monthly = KINDS.into_iter();
    let yearly = YEARLY.into_iter().filter(|(kind, _)| of(*kind).owed.is_some() || of(*kind).held > 0);
    monthly.chain(yearly).map(|(kind, words)| line(&row.name, words, of(kind))).collect()
}

fn line(branch: &str, kind: &str, numbers: KindNumbers) -> Vec<Out> {
    vec![
        Out::text(branch),
        Out::text(kind),
        numbers.owed.map_or(Out::Dash, Out::Int),
        Out::Int(numbers.held),
        Out::Int(numbers.due),
        Out::Int(numbers.present),
        rate(numbers.present, numbers.due, 1),
        Out::Int(numbers.late),
    ]
}
