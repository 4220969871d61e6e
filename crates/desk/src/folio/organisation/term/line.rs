//! How a term is shown: the present one of an organisation, or one of its history.

use branchbook_contract::folio::{FolioButton, FolioCell, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::term::TermMark;
use branchbook_ledger::Stored;
use branchbook_ledger::table::term::TermHeld;

use super::super::leading;
use super::{runs_on, term_on};
use crate::folio::{Line, button, cell, found_by, noted, tagged};

/// The line of an organisation with its present term, if it has one on the day.
pub(super) fn of_organisation(
    id: OrganisationId,
    name: &str,
    held: Option<&Stored<TermHeld>>,
    terms: &[Stored<TermHeld>],
    on: Day,
) -> Line {
    let first = leading(name, "terms", id.0);
    let Some(held) = held else {
        let dash = || cell("");
        let state = tagged("没有登记届期", FolioTone::Due);
        return Line {
            row: id.0,
            cells: vec![first, dash(), dash(), dash(), dash(), dash(), dash(), state],
            acts: vec![button("add", "登记届期")],
            marks: vec!["none"],
            words: found_by(&[name], &[]),
        };
    };
    let is_newest = terms.first().is_some_and(|newest| newest.id == held.id && newest.ended_by_on.is_none());
    let mut acts = vec![button("add", "登记新一届")];
    acts.extend(
        is_newest.then(|| [button("extend", "登记延期"), button("edit", "更正")]).into_iter().flatten(),
    );
    line(id.0, first, name, held, acts, on)
}

/// The line of a term in the history of its organisation.
pub(super) fn of_term(name: &str, held: &Stored<TermHeld>, on: Day) -> Line {
    let mut acts: Vec<FolioButton> = Vec::new();
    acts.extend(held.ended_by_on.is_none().then(|| button("extend", "登记延期")));
    acts.push(button("edit", "更正"));
    line(held.id.0, cell(name), name, held, acts, on)
}

fn line(row: i64, first: FolioCell, name: &str, held: &TermHeld, acts: Vec<FolioButton>, on: Day) -> Line {
    let (state, mark) = state(held, on);
    Line {
        row,
        cells: vec![
            first,
            cell(held.number.map(|number| format!("第{number}届")).unwrap_or_default()),
            cell(held.elected_on.to_string()),
            cell(format!("{} 年", held.years)),
            cell(held.way.clone().unwrap_or_default()),
            due(held, on),
            extension(held, on),
            state,
        ],
        acts,
        marks: vec![mark],
        words: found_by(&[name], &[held.way.as_deref().unwrap_or_default()]),
    }
}

fn due(held: &TermHeld, on: Day) -> FolioCell {
    let due = term_on(held, on).due_on();
    let left = (due.day - on).num_days();
    let note = match () {
        () if !runs_on(held, on) => String::new(),
        () if left < 0 => format!("已过 {} 天", -left),
        () => format!("还有 {left} 天"),
    };
    noted(due.to_string(), note)
}

fn extension(held: &TermHeld, on: Day) -> FolioCell {
    let Some(extension) = term_on(held, on).extension else { return cell("") };
    let note = match (&extension.approved_by, extension.approved_on) {
        (Some(by), Some(day)) => format!("{by} {day} 批准"),
        _ => "没有登记批准".to_owned(),
    };
    noted(format!("到 {}", extension.until), note)
}

fn state(held: &TermHeld, on: Day) -> (FolioCell, &'static str) {
    if let Some(ended) = held.ended_by_on.filter(|ended| *ended <= on) {
        let state = FolioCell { note: format!("到 {ended}"), ..tagged("已换届", FolioTone::Plain) };
        return (state, "ended");
    }
    let mark = term_on(held, on).mark(on);
    let tone = match mark {
        TermMark::Running => FolioTone::Ok,
        TermMark::TwelveMonths => FolioTone::Info,
        TermMark::SixMonths | TermMark::ThreeMonths | TermMark::OneMonth => FolioTone::Due,
        TermMark::Over => FolioTone::Late,
    };
    (tagged(mark.label(), tone), mark.code())
}
