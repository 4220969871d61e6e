//! The folio of all cases: who stands where, what was done last, what is due next.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioCell, FolioDone, FolioEntry, FolioLink, FolioPage};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::development::{NextStep, Stage};
use branchbook_domain::due_day::DueDay;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::development::cases_of;
use branchbook_ledger::{LedgerError, Reading};

use super::file::CaseFile;
use super::place::{Place, last_step};
use super::register::Spans;
use super::{CASE, CASES, due, open, paper};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::record::{self, RowRecord};
use crate::folio::{Asked, Deed, Folio, Head, Line, Sheet, Values, cell, noted, subject_of, tagged};

/// The folio.
pub(crate) struct Cases;

const HEAD: Head = Head {
    folio: CASES,
    title: "发展党员",
    about: "从递交入党申请书到转正的每一步。日期和结论由党组织研究后登记，程序只按规则提示先后和期限，不作决定。",
    group: "发展党员",
};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 7),
    ("党支部", 10),
    ("阶段", 9),
    ("最近一步", 10),
    ("下一步", 0),
    ("最早", 9),
    ("最晚", 9),
    ("状态", 7),
];

impl Folio for Cases {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::CASE.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = sheet();
        let files = match asked.subject {
            Some(person) => CaseFile::all_of(reading, cases_of(reading, PersonId(person))?, asked.on)?,
            None => CaseFile::all(reading, asked.on)?,
        };
        let spans = Spans::of(reading, &files)?;
        let mut seen: Vec<(CaseFile, Place)> = Vec::with_capacity(files.len());
        for file in files {
            sheet.findings.extend(due::pressing(&file, &spans, asked.on));
            let place = Place::of(&file, asked.on);
            seen.push((file, place));
        }
        seen.sort_by_key(|(file, place)| (rank(place), file.stored.id));
        facts(&mut sheet, &seen, asked.on);
        seen.iter().for_each(|(file, place)| sheet.push(line(file, place)));
        sheet.subject = subject_of(reading, asked.subject)?;
        if seen.is_empty() && asked.subject.is_some() && !can_open(reading, asked) {
            sheet.empty = "没有此人的发展党员档案。".to_owned();
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "open" => open::entry(reading, deed),
            "print" => paper::activists_entry(reading, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "open" => open::act(desk, deed, values),
            "print" => paper::activists(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        let files = CaseFile::all_open(reading, today)?;
        let overdue = files.iter().filter(|file| Place::of(file, today).is_overdue());
        Ok(u32::try_from(overdue.count()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(cases_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }

    fn falls_due(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        due::falls_due(reading, today)
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        due::findings(reading, today)
    }
}

fn sheet() -> Sheet {
    let chips = Stage::ALL
        .iter()
        .fold(Sheet::new(HEAD, COLUMNS), |sheet, stage| sheet.chip(stage.code(), stage.label()));
    chips
        .chip("overdue", "逾期")
        .chip("open", "可办理")
        .chip("waiting", "未到时间")
        .chip("ended", "已结束")
        .act("open", "新建档案")
        .act("print", "打印积极分子名单")
        .empty("还没有发展党员档案。收到入党申请书后点“新建档案”，以后的每一步都会按规则提示先后和期限。")
}

/// Whether a case can be opened for whom the list is narrowed to: a full member has none, and needs none.
fn can_open(reading: &Reading<'_>, asked: &Asked<'_>) -> bool {
    let given = BTreeMap::new();
    let deed = Deed { act: "open", row: None, subject: asked.subject, today: asked.today, given: &given };
    open::entry(reading, &deed).is_ok()
}

/// What wants attention stands first, what is over last.
fn rank(place: &Place) -> u8 {
    match place.mark {
        "overdue" => 0,
        "open" => 1,
        "waiting" => 2,
        _ => 3,
    }
}

fn facts(sheet: &mut Sheet, seen: &[(CaseFile, Place)], on: Day) {
    for stage in Stage::ALL.iter().take(4) {
        let here = |(file, place): &&(CaseFile, Place)| file.is_open(on) && place.stage == Some(*stage);
        sheet.fact(stage.label(), format!("{} 人", seen.iter().filter(here).count()));
    }
    let overdue = seen.iter().filter(|(_, place)| place.is_overdue()).count();
    sheet.fact("有逾期事项", format!("{overdue} 份"));
}

fn line(file: &CaseFile, place: &Place) -> Line {
    let (person, id) = (&file.person, file.stored.id.0);
    let opens = Some(FolioLink::Folio(CASE.to_owned(), Some(id)));
    let day = |due: Option<DueDay>| cell(due.map(|due| due.to_string()).unwrap_or_default());
    let first = place.next.first();
    let stage = place.stage.map(Stage::code);
    Line {
        row: id,
        cells: vec![
            FolioCell { text: person.name.clone(), opens, ..FolioCell::default() },
            cell(&file.branch),
            cell(place.stage_label()),
            last_step(file).map_or_else(|| cell(""), |(label, day)| noted(label, day.to_string())),
            next_cell(file, &place.next),
            day(first.and_then(|next| next.not_before)),
            day(first.and_then(|next| next.until)),
            tagged(place.tag, place.tone),
        ],
        acts: Vec::new(),
        marks: stage.into_iter().chain([place.mark]).collect(),
        words: format!("{} {} {}", person.name, person.initials, file.branch).to_lowercase(),
    }
}

/// The sentence of what comes first, with how much else there is; of a case that is over, why.
fn next_cell(file: &CaseFile, next: &[NextStep]) -> FolioCell {
    match (next.split_first(), file.case.end) {
        (Some((first, [])), _) => cell(first.sentence()),
        (Some((first, more)), _) => noted(first.sentence(), format!("另有 {} 项", more.len())),
        (None, Some(end)) => noted(end.reason.label(), end.on.to_string()),
        (None, None) => cell(""),
    }
}
