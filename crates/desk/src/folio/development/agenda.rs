//! What can be done next in all cases, the most urgent first. Every row opens its case.

use branchbook_contract::folio::{FolioCell, FolioLink, FolioPage, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::development::{NextStep, NextStepState};
use branchbook_domain::due_day::DueDay;
use branchbook_ledger::Reading;

use super::CASE;
use super::case::HEAD;
use super::file::CaseFile;
use super::place::{Place, is_overdue, is_reminder};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, cell, tagged};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 7), ("党支部", 12), ("事项", 0), ("最早", 13), ("最晚", 13), ("状态", 8)];

/// The agenda as of a day.
pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .chip("overdue", "逾期")
        .chip("open", "可办理")
        .chip("waiting", "未到时间")
        .empty("没有要办理的事项。请从“发展党员”里打开或新建一份档案。");
    let mut all = Vec::new();
    for file in CaseFile::all_open(reading, asked.on)? {
        let next = Place::of(&file, asked.on).next;
        all.extend(next.into_iter().map(|next| line(&file, &next)));
    }
    all.sort_by_key(|(rank, _)| *rank);
    for (row, (_, line)) in (1..).zip(all) {
        sheet.push(Line { row, ..line });
    }
    Ok(sheet.finish(asked))
}

fn line(file: &CaseFile, next: &NextStep) -> ((u8, Day), Line) {
    let (rank, mark, words, tone) = match next.state {
        _ if is_overdue(next) => (0, "overdue", "逾期", FolioTone::Late),
        _ if is_reminder(next) => (3, "open", "提醒", FolioTone::Info),
        NextStepState::NotYet => (2, "waiting", "未到时间", FolioTone::Info),
        NextStepState::Open | NextStepState::Overdue => (1, "open", "可办理", FolioTone::Due),
    };
    let due = |due: Option<DueDay>| cell(due.map(|due| due.to_string()).unwrap_or_default());
    let opens = Some(FolioLink::Folio(CASE.to_owned(), Some(file.stored.id.0)));
    let person = &file.person;
    let line = Line {
        cells: vec![
            FolioCell { text: person.name.clone(), opens, ..FolioCell::default() },
            cell(&file.branch),
            cell(next.sentence()),
            due(next.not_before),
            due(next.until),
            tagged(words, tone),
        ],
        marks: vec![mark],
        words: format!("{} {} {} {}", person.name, person.initials, file.branch, next.label).to_lowercase(),
        ..Line::default()
    };
    let day = next.until.or(next.not_before).map_or(Day::MAX, |due| due.day);
    ((rank, day), line)
}
