//! Key people (重点对象): everybody who is to be kept in touch with on a day, with the last contact and the next one
//! due. A row is a person; the log itself is the folio of contacts.

mod cycle;
mod round;
mod row;
mod soon;
mod watch;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::care::{CareKind, check_care, check_suspended};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::ConditionKind;
use branchbook_domain::rule::Finding;
use branchbook_ledger::table::care::suspensions;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading};

use super::contact::{Try, save, try_form};
use super::record::{self, RowRecord};
use super::whose::names_among;
use super::{Asked, Deed, Folio, Head, PeopleKeys, Values, subject_of};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::month::finding::with_record;

use cycle::Cycles;
use watch::{State, watched};

/// The folio.
pub(crate) struct KeyPeople;

const HEAD: Head = Head {
    folio: "care",
    title: "重点对象",
    about: "要经常联系、查找、走访的党员：流动、出国（境）、失联、离退休、年老体弱、困难、独居。按最近一次联系推算下一次。",
    group: "关怀",
};

impl Folio for KeyPeople {
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
        let cycles = Cycles::of(reading)?;
        let (mut all, known) = watched(reading, &cycles, asked.on)?;
        if let Some(person) = asked.subject {
            all.retain(|each| each.person == PersonId(person));
        }
        let mut sheet = row::sheet();
        row::facts(&mut sheet, &all, asked.on);
        for each in &all {
            sheet.findings.extend(each.findings(&cycles, asked.on));
            sheet.push(row::line(each, &known, asked.on));
        }
        sheet.subject = subject_of(reading, asked.subject)?;
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "cycle" => cycle::form(reading),
            "round" => round::form(reading, deed.today),
            "contact" | "visit" => {
                let person = reading.require::<Person>(PersonId(deed.need_row()?))?;
                let (words, at_first) = at_first(reading, deed, person.id)?;
                try_form(reading, (&format!("{words}：{}", person.name), Vec::new()), &at_first)
            }
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "cycle" => cycle::act(desk, values),
            "round" => round::act(desk, values, deed.today),
            "contact" | "visit" => {
                let person = PersonId(deed.need_row()?);
                save(desk, (None, person), values, deed.today)
            }
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        let (all, _) = watched(reading, &Cycles::of(reading)?, today)?;
        let late = all.iter().filter(|each| each.state(today) == State::Late);
        Ok(u32::try_from(late.count()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::from(watch::is_watched(reading, person)?)))
    }

    fn falls_due(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        let (all, _) = watched(reading, &Cycles::of(reading)?, today)?;
        Ok(soon::falls_due(&all, today))
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        let cycles = Cycles::of(reading)?;
        let (all, _) = watched(reading, &cycles, today)?;
        let mut findings = Vec::new();
        for each in &all {
            let found = each.findings(&cycles, today).into_iter();
            findings.extend(found.map(|one| with_record(one, Kind::Member, each.person.0)));
        }
        findings.extend(stopped(reading, today)?);
        Ok(findings)
    }
}

/// A search for who is lost, a call for others; what stands on the button says which.
fn at_first(reading: &Reading<'_>, deed: &Deed<'_>, person: PersonId) -> Result<(&'static str, Try)> {
    let member = member_on(reading, person, deed.today)?;
    let is_lost = member.is_some_and(|member| member.has(ConditionKind::Lost));
    Ok(match deed.act {
        "visit" => ("登记走访", Try::visit(deed.today)),
        _ if is_lost => ("登记查找", Try::search(deed.today)),
        _ => ("登记联系", Try::on(deed.today)),
    })
}

/// Memberships that were stopped two years ago and of which nothing was decided since.
fn stopped(reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
    let mut findings = Vec::new();
    let running = suspensions(reading)?.into_iter().filter(|(_, over)| over.is_none());
    let running: Vec<_> =
        running.filter_map(|(movement, _)| Some((movement.person_id, movement.occurred_on?))).collect();
    let names = names_among(reading, &running.iter().map(|(person, _)| *person).collect::<Vec<_>>())?;
    for (person, since) in running {
        let found = check_suspended(names.get(&person).map_or("", String::as_str), since, today);
        findings.extend(found.map(|one| with_record(one, Kind::Member, person.0)));
    }
    Ok(findings)
}

/// Everybody who is lost on a day, with how often they were searched and what does not fit.
pub(super) fn findings_of_lost(
    reading: &Reading<'_>,
    on: Day,
) -> Result<HashMap<PersonId, (usize, Vec<Finding>)>, LedgerError> {
    let cycles = Cycles::of(reading)?;
    let all = watch::lost(reading, &cycles, on)?;
    let lost = |each: &watch::Watched| {
        let reason = each.cares.iter().find(|reason| reason.care.kind == CareKind::Lost)?;
        let since = reason.care.since;
        let tries = reason.care.contacts.iter().filter(|contact| contact.on >= since).count();
        let setting = cycles.get(CareKind::Lost)?;
        Some((each.person, (tries, check_care(&reason.care, setting, on))))
    };
    Ok(all.iter().filter_map(lost).collect())
}
