//! The matrix of organisation life: branch × kind, as of a month. The reckoning is that of the month's check.

use std::collections::BTreeMap;

use branchbook_contract::home::{CellState, HomeBranch, HomeCell, HomeColumn};
use branchbook_domain::day::{Day, Month, short_label};
use branchbook_domain::frequency::{Duty, DutyState, Per};
use branchbook_domain::gathering::RecordKind;
use branchbook_ledger::{LedgerError, Reading};
use chrono::Datelike as _;

use crate::month::duty::BranchDuties;
use crate::setting::preference::FREQUENCIES;

/// The kinds in the order of the columns, with their short words.
const KINDS: [(RecordKind, &str); 5] = [
    (RecordKind::CommitteeMeeting, "支委会"),
    (RecordKind::GroupMeeting, "党小组会"),
    (RecordKind::ThemeDay, "主题党日"),
    (RecordKind::MemberAssembly, "党员大会"),
    (RecordKind::Lecture, "党课"),
];

/// The columns: what the settings ask for.
pub(super) fn columns(reading: &Reading<'_>) -> Result<Vec<HomeColumn>, LedgerError> {
    let settings = FREQUENCIES.get(reading)?;
    let column = |(kind, label): (RecordKind, &str)| {
        let asked = settings.iter().find(|setting| setting.kind == kind && setting.times > 0)?;
        Some(HomeColumn { kind, label: label.to_owned(), per: per(asked.per).to_owned() })
    };
    Ok(KINDS.into_iter().filter_map(column).collect())
}

/// The articles behind the columns, each regulation once.
pub(super) fn basis(branches: &[BranchDuties], columns: &[HomeColumn]) -> String {
    let mut articles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let duties = branches.iter().flat_map(|branch| &branch.duties);
    for duty in duties.filter(|duty| columns.iter().any(|column| column.kind == duty.kind)) {
        if let branchbook_domain::rule::Source::Regulation { regulation, article, .. } = &duty.rule.source {
            let known = articles.entry(regulation.to_string()).or_default();
            if !known.iter().any(|other| other == article) {
                known.push(article.to_string());
            }
        }
    }
    let said =
        articles.iter().map(|(regulation, articles)| format!("《{regulation}》{}", articles.join("、")));
    said.collect::<Vec<_>>().join("；")
}

/// A branch: its cells, and who came to the month's meetings of those due, from the first day of the month's statistics.
pub(super) fn branch(
    duties: &BranchDuties,
    columns: &[HomeColumn],
    month: Month,
    (first, until): (Day, Day),
) -> HomeBranch {
    let held = || columns.iter().flat_map(|column| duties.held_of(column.kind, first, until));
    HomeBranch {
        branch: duties.branch,
        name: duties.facts.name.clone(),
        cells: columns.iter().map(|column| cell(duties, column.kind, (month, until))).collect(),
        due: held().map(|held| held.due).sum(),
        present: held().map(|held| held.present).sum(),
    }
}

fn cell(branch: &BranchDuties, kind: RecordKind, (month, until): (Month, Day)) -> HomeCell {
    let duties: Vec<&Duty> = branch.duties.iter().filter(|duty| duty.kind == kind).collect();
    let Some(first) = duties.first() else { return nothing_due(kind) };
    let state = worst(&duties);
    let sentence = duties.iter().map(|duty| duty.sentence()).collect::<Vec<_>>().join("\n");
    let sentence = format!("{sentence}\n依据：{}", first.rule.source);
    let done = duties.iter().filter(|duty| duty.state == DutyState::Done).count();
    let open_until = duties.iter().find_map(|duty| match duty.state {
        DutyState::StillOpen { until } => Some(until),
        _ => None,
    });
    let text = match (state, first.group) {
        (CellState::Done, None) => held_on(branch, first, until, month),
        (CellState::Done, Some(_)) => format!("{done}/{}", duties.len()),
        (CellState::Open, None) => before(open_until, month),
        (CellState::Open, Some(_)) => format!("{done}/{} · {}", duties.len(), before(open_until, month)),
        (_, None) => format!("缺 {} 次", first.missing),
        (_, Some(_)) => format!("{done}/{} · 缺", duties.len()),
    };
    HomeCell { state, text, sentence }
}

/// The only kind that some branches do not owe is that of groups and committees.
fn nothing_due(kind: RecordKind) -> HomeCell {
    let text = if kind == RecordKind::GroupMeeting { "未设小组" } else { "未设支委会" };
    HomeCell {
        state: CellState::NotDue,
        text: text.to_owned(),
        sentence: "本支部没有设支委会或两个以上党小组，不作要求。".to_owned(),
    }
}

fn worst(duties: &[&Duty]) -> CellState {
    let any = |wanted: fn(&DutyState) -> bool| duties.iter().any(|duty| wanted(&duty.state));
    if any(|state| *state == DutyState::Missing) {
        CellState::Missing
    } else if any(|state| matches!(state, DutyState::StillOpen { .. })) {
        CellState::Open
    } else {
        CellState::Done
    }
}

/// The last day on which it was held in its window: `12日` in the month itself, `10月24日` before it.
fn held_on(branch: &BranchDuties, duty: &Duty, until: Day, month: Month) -> String {
    let held = branch.held_of(duty.kind, duty.window.first, duty.window.last.min(until));
    let day = held.map(|held| held.record.held_on).max();
    day.map_or_else(|| "已完成".to_owned(), |day| day_in(day, month))
}

fn before(until: Option<Day>, month: Month) -> String {
    until.map_or_else(|| "未到期".to_owned(), |day| format!("{}前", day_in(day, month)))
}

fn day_in(day: Day, month: Month) -> String {
    if month.contains(day) { format!("{}日", day.day()) } else { short_label(day) }
}

const fn per(per: Per) -> &'static str {
    match per {
        Per::Month => "每月",
        Per::Quarter => "本季",
        Per::HalfYear => "半年",
        Per::Year => "本年",
    }
}
