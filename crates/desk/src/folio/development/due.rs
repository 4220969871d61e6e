//! What falls due in the cases, and what does not fit in them. Of a probation with an open case the case speaks, with
//! its extension; the first page and the check of the month leave it to the case.

use std::collections::BTreeSet;

use branchbook_contract::Kind;
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::development::{NextStep, NextStepState, RulePacks, Step, check_case, probation_ends};
use branchbook_domain::due_day::DueDay;
use branchbook_domain::key::PersonId;
use branchbook_domain::rule::{Finding, Level};
use branchbook_domain::work_day::WorkCalendar;
use branchbook_ledger::table::development::cases_with_step;
use branchbook_ledger::{LedgerError, Reading};

use super::file::CaseFile;
use super::place::{Place, is_reminder};
use super::register::{self, Spans};
use crate::month::finding::with_record;

/// What does not fit in a case and should be answered. Of a case that is complete only that the register does not
/// know it yet; of one that was ended nothing.
pub(super) fn pressing(file: &CaseFile, spans: &Spans, on: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    if file.is_open(on) {
        let checked = check_case(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), on);
        found.extend(checked.into_iter().filter(|finding| finding.level > Level::Note));
    }
    if !file.is_dropped(on) {
        found.extend(register::gap(file, spans, on));
    }
    found
}

/// The same of all cases, with the record that each leads to.
pub(super) fn findings(reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
    let files = CaseFile::all(reading, today)?;
    let (mut all, spans) = (Vec::new(), Spans::of(reading, &files)?);
    for file in files {
        let found = pressing(&file, &spans, today);
        all.extend(found.into_iter().map(|each| with_record(each, Kind::Member, file.person.id.0)));
    }
    Ok(all)
}

/// Deadlines, publicity and probations that end.
pub(super) fn falls_due(reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
    let files = CaseFile::all_open(reading, today)?;
    Ok(files.iter().filter(|file| file.is_open(today)).flat_map(|file| of_case(file, today)).collect())
}

/// Members on probation of whom an open case speaks: only the cases that have come so far are read. Whose 转正 is in
/// the register is on probation no more, whatever the case says.
pub(crate) fn tracked_probations(
    reading: &Reading<'_>,
    today: Day,
) -> Result<BTreeSet<PersonId>, LedgerError> {
    let admitted = cases_with_step(reading, Step::AdmissionAssembly.code())?;
    let files = CaseFile::all_of(reading, admitted, today)?;
    let is_tracked = |file: &&CaseFile| {
        file.is_open(today)
            && file.case.is_done(Step::AdmissionAssembly, today)
            && file.person.became_full_on.is_none()
    };
    Ok(files.iter().filter(is_tracked).map(|file| file.person.id).collect())
}

fn of_case(file: &CaseFile, today: Day) -> Vec<FallsDue> {
    let next = Place::of(file, today).next;
    let stated = next.iter().filter(|next| !is_reminder(next)).filter_map(deadline);
    let probation = probation(file, today);
    stated.chain(probation).map(|(due, words)| falling(file, due, &words, today)).collect()
}

type Due = (DueDay, String);

fn deadline(next: &NextStep) -> Option<Due> {
    if let Some(until) = next.until {
        let over = if next.state == NextStepState::Overdue { "，已经超过" } else { "" };
        return Some((until, format!("{}应在{}以前办理{over}", next.label, until.label())));
    }
    let ends = next.not_before.filter(|_| next.step == Step::PublicityEnded)?;
    Some((ends, "发展对象公示期满，请登记公示结束".to_owned()))
}

fn probation(file: &CaseFile, today: Day) -> Option<Due> {
    let ends = probation_ends(&file.case, RulePacks::shipped(), today)
        .filter(|_| !file.case.is_done(Step::FullAssembly, today))?;
    let words = if ends.day < today {
        "预备期已满，还没有登记支部大会讨论转正"
    } else {
        "预备期满，支部大会应讨论转正"
    };
    Some((ends, words.to_owned()))
}

fn falling(file: &CaseFile, due: DueDay, words: &str, today: Day) -> FallsDue {
    FallsDue {
        on: due.day,
        is_about: due.is_about,
        label: "发展党员".to_owned(),
        is_late: due.day < today,
        sentence: format!("{}：{words}", file.person.name),
        opens: format!("folio/case?subject={}", file.stored.id),
    }
}
