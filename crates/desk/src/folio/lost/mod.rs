//! The lost (失联查找): who cannot be found, since when and why, how often they were searched, whose membership was
//! stopped for it. A row is a person with the last time.

mod act;
mod spell;
mod standing;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioButton, FolioCell, FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_domain::rule::Finding;
use branchbook_ledger::table::membership::{ConditionKind, conditions_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading};

use super::care::findings_of_lost;
use super::contact::{Try, log_of, save, try_form};
use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Folio, Head, Known, Line, PeopleKeys, Sheet, Values, button, cell, noted, subject_of, tagged,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;

use spell::{LostState, Spell, spells};

/// The folio.
pub(crate) struct Missing;

const HEAD: Head = Head {
    folio: "lost",
    title: "失联查找",
    about: "失去联系的党员：从何时起、原因、查找了几次、是否找到。失联满六个月的按规定研究停止党籍，停止和恢复都由党组织决定。",
    group: "关怀",
};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 8),
    ("党支部", 12),
    ("失联起始", 10),
    ("原因", 0),
    ("查找记录", 10),
    ("结束", 10),
    ("状态", 9),
];

impl Folio for Missing {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::SubjectAndRow
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::MEMBER.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut all: Vec<(PersonId, Spell)> = spells(reading, asked.on)?.into_iter().collect();
        all.retain(|(person, _)| asked.subject.is_none_or(|subject| subject == person.0));
        all.sort_by_key(|(_, spell)| (spell.state(asked.on), spell.since()));
        let ids: Vec<PersonId> = all.iter().map(|(person, _)| *person).collect();
        let known = Known::of(reading, &ids, asked.on)?;
        let found = findings_of_lost(reading, asked.on)?;
        let mut sheet = sheet(&all, asked.on);
        for (person, spell) in &all {
            let own = found.get(person).map(|(tries, findings)| (*tries, findings.as_slice()));
            let (tries, findings) = own.unwrap_or_default();
            sheet.findings.extend(findings.iter().cloned());
            sheet.push(line((*person, spell), &known, (tries, findings), asked.on));
        }
        sheet.subject = subject_of(reading, asked.subject)?;
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "lost" => act::lost_form(reading, deed),
            "found" => act::found_form(reading, deed),
            "search" => {
                let person = reading.require::<Person>(PersonId(deed.need_row()?))?;
                let title = format!("登记查找：{}", person.name);
                try_form(reading, (&title, Vec::new()), &Try::search(deed.today))
            }
            _ => standing::form(reading, deed),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "lost" => act::register(desk, deed, values),
            "found" => act::found(desk, deed, values),
            "search" => {
                let person = PersonId(deed.need_row()?);
                save(desk, (None, person), values, deed.today)
            }
            _ => standing::act(desk, deed, values),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        let found = findings_of_lost(reading, today)?;
        let long = found.values().filter(|(_, findings)| findings.iter().any(is_must));
        Ok(u32::try_from(long.count()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        let is_lost = conditions_of(reading, person)?.iter().any(|held| held.kind == ConditionKind::Lost);
        Ok(Some(u32::from(is_lost)))
    }
}

fn is_must(finding: &Finding) -> bool {
    finding.level == branchbook_domain::rule::Level::Must
}

fn sheet(all: &[(PersonId, Spell)], on: Day) -> Sheet {
    let sheet = Sheet::new(HEAD, COLUMNS)
        .act("lost", "登记失联")
        .chip("long", "满六个月")
        .empty("没有失联的党员。联系不上的，从最后一次联系上的日期起登记，以后逐次登记查找的过程。");
    let mut sheet = LostState::ALL.iter().fold(sheet, |sheet, state| sheet.chip(state.mark(), state.label()));
    let count = |state: LostState| all.iter().filter(|(_, spell)| spell.state(on) == state).count();
    sheet.fact("失联中", format!("{} 人", count(LostState::Lost)));
    sheet.fact("停止党籍", format!("{} 人", count(LostState::Stopped)));
    sheet
}

fn line(
    (person, spell): (PersonId, &Spell),
    known: &Known,
    (tries, findings): (usize, &[Finding]),
    on: Day,
) -> Line {
    let state = spell.state(on);
    let is_long = findings.iter().any(is_must);
    let tone = match state {
        LostState::Lost if is_long => FolioTone::Late,
        LostState::Lost => FolioTone::Due,
        LostState::Stopped => FolioTone::Info,
        LostState::Restored | LostState::Found => FolioTone::Plain,
    };
    let since = spell.since().map(|since| since.to_string()).unwrap_or_default();
    let times = if spell.times > 1 { format!("第 {} 次失联", spell.times) } else { String::new() };
    let searched = FolioCell { opens: Some(log_of(person)), ..cell(format!("{tries} 次")) };
    Line {
        row: person.0,
        words: format!("{} {}", known.words(person), spell.reason()),
        cells: vec![
            known.linked(person),
            cell(known.branch(person)),
            noted(since, times),
            cell(spell.reason()),
            if state == LostState::Lost {
                searched
            } else {
                FolioCell { opens: Some(log_of(person)), ..cell("查看") }
            },
            cell(over(spell, state)),
            tagged(if is_long { "满六个月" } else { state.label() }, tone),
        ],
        acts: acts(state),
        marks: [Some(state.mark()), is_long.then_some("long")].into_iter().flatten().collect(),
    }
}

/// The day on which it ended, or on which the membership was stopped.
fn over(spell: &Spell, state: LostState) -> String {
    let stopped = || spell.stopped.as_ref().and_then(|stopped| stopped.occurred_on);
    let day = match state {
        LostState::Lost => None,
        LostState::Stopped => stopped(),
        LostState::Restored => spell.stopped_until,
        LostState::Found => spell.lost.as_ref().and_then(|lost| lost.to_on).map(PartialDay::from),
    };
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn acts(state: LostState) -> Vec<FolioButton> {
    match state {
        LostState::Lost => {
            vec![button("search", "登记查找"), button("found", "登记找到"), button("stop", "停止党籍")]
        }
        LostState::Stopped => vec![button("restore", "恢复党籍"), button("search", "登记查找")],
        LostState::Restored | LostState::Found => Vec::new(),
    }
}
