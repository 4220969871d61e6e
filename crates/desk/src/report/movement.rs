//! 党员增减明细: the movements behind the numbers of 党员队伍. Names only: no ID number, no telephone.

use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::mask::masked_text;
use branchbook_ledger::table::membership::{MovementKind, standing_of};
use branchbook_ledger::table::month::flow::FlowLine;
use branchbook_workbook::{Body, Column, Out, Sheet};

use crate::member::word::reason_in_words;

use super::frame::{Frame, flat_heads, nothing, running};

const TITLES: [&str; 11] = [
    "序号",
    "党支部",
    "姓名",
    "性别",
    "类别",
    "增减类别",
    "增减原因",
    "日期",
    "去向（来源）",
    "介绍信号",
    "备注",
];

/// A movement with its branches by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MovementRow {
    /// The movement.
    pub line: FlowLine,
    /// The branch.
    pub branch: String,
    /// The branch left.
    pub from_branch: Option<String>,
}

/// The sheet. `day` is the last day of the statistics: the class is that of the movement's own day, or of this one.
pub(crate) fn sheet<'a>(frame: &Frame, rows: &[MovementRow]) -> Sheet<'a> {
    let mut ordered: Vec<&MovementRow> = rows.iter().collect();
    ordered.sort_by_key(|row| (order_of(row.line.kind), row.line.occurred_on, row.line.movement));
    let mut rows: Vec<Vec<Out>> =
        ordered.iter().enumerate().map(|(at, moved)| row(frame, at, moved)).collect();
    if rows.is_empty() {
        rows.push(nothing(TITLES.len(), "本月没有增减"));
    }
    Sheet {
        columns: vec![
            Column::centered(6),
            Column::new(20),
            Column::centered(12),
            Column::centered(6),
            Column::centered(10),
            Column::centered(12),
            Column::new(20),
            Column::centered(13),
            Column::new(26),
            Column::new(16),
            Column::new(26),
        ],
        heads: flat_heads(&TITLES),
        body: Body::Held(rows),
        ..frame.sheet("党员增减明细", "党员增减明细表", "")
    }
}

/// Gains, losses, moves between branches, 转正.
pub(crate) fn order_of(kind: MovementKind) -> u8 {
    match (kind.direction(), kind) {
        (1, _) => 0,
        (-1, _) => 1,
        (_, MovementKind::BranchMove) => 2,
        _ => 3,
    }
}

fn row(frame: &Frame, at: usize, moved: &MovementRow) -> Vec<Out> {
    let line = &moved.line;
    let text = |text: Option<&str>| text.filter(|t| !t.trim().is_empty()).map_or(Out::Dash, Out::text);
    let sex = line.sex.as_deref().and_then(|code| Sex::ALL.into_iter().find(|sex| sex.code() == code));
    let counterpart = match line.kind {
        MovementKind::BranchMove => moved.from_branch.as_ref().map(|from| format!("由{from}调入")),
        _ => line.counterpart.clone().map(masked_text),
    };
    vec![
        running(at),
        Out::text(&moved.branch),
        Out::text(&line.name),
        sex.map_or(Out::Dash, |sex| Out::text(sex.label())),
        text(class_of(line, frame.last_on)),
        Out::text(line.kind.label()),
        text(line.reason.as_deref().map(reason_in_words).as_deref()),
        line.occurred_on.map_or(Out::Dash, day_out),
        text(counterpart.as_deref()),
        text(line.letter_number.as_deref()),
        text(remark(line, frame.month).as_deref()),
    ]
}

fn class_of(line: &FlowLine, last_on: Day) -> Option<&'static str> {
    let day = line.occurred_on.and_then(PartialDay::day).unwrap_or(last_on);
    let class = standing_of(day, line.joined_on, line.became_full_on).class?;
    Some(class.label().trim_end_matches("党员"))
}

/// A day as a date, one that is known in part as text.
pub(crate) fn day_out(day: PartialDay) -> Out {
    match day {
        PartialDay::Day(day) => Out::Day(day),
        partial => Out::text(partial.to_string()),
    }
}

/// What was booked later than it happened says so.
pub(crate) fn lateness(is_correction: bool, occurred_on: Option<PartialDay>, month: Month) -> Option<String> {
    let is_late = occurred_on.is_some_and(|day| day.latest() < month.first_day());
    let words = match (is_correction, is_late) {
        (true, _) => "更正以前月份",
        (false, true) => "以前月份发生，本月登记",
        (false, false) => return None,
    };
    Some(words.to_owned())
}

fn remark(line: &FlowLine, month: Month) -> Option<String> {
    let marks = [lateness(line.is_correction, line.occurred_on, month), line.note.clone()];
    let words: Vec<String> = marks.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| masked_text(words.join("；")))
}
