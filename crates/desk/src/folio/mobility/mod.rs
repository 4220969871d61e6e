//! Where mobile members are (流动去向): gone out, abroad, come in; with whom to speak there. Whoever goes out is mobile
//! from that day, and no longer from the day of the return.

mod act;
mod entry;
mod guest;
mod row;

#[cfg(test)]
mod tests;

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::month::MonthFinding;
use branchbook_domain::care::MobilityWay;
use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::{MobilityId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::rule::{Finding, Level, Rule, Source};
use branchbook_ledger::table::care::{Mobility, mobilities, mobilities_of, mobilities_on};
use branchbook_ledger::table::membership::{conditions_on, members_among};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, People, Sheet, Values, seen_in, subject_of};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::month::finding::{said, with_record};

/// The folio.
pub(crate) struct Mobilities;

const HEAD: Head = Head {
    folio: "mobility",
    title: "流动去向",
    about: "流出、出国（境）和流入的党员：去了哪里、从哪里来、对方党组织和联系人、活动证号。登记流出同时登记为流动党员。",
    group: "关怀",
};

const UNKNOWN: Rule = Rule::new("T02", "流动党员去向", Source::OfficeDefault);

impl Folio for Mobilities {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::MOBILITY.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut all = match asked.subject {
            Some(person) => mobilities_of(reading, PersonId(person))?,
            None => mobilities(reading)?,
        };
        all.retain(|each| each.from_on.is_none_or(|from| from <= asked.on));
        // Who is away stands before who is back.
        all.sort_by_key(|each| !is_now(each, asked.on));
        let mut sheet = row::sheet();
        facts(&mut sheet, &all, asked.on);
        let unknown = unknown(reading, asked.on)?.into_iter();
        let is_asked = |person: PersonId| asked.subject.is_none_or(|subject| subject == person.0);
        sheet.findings =
            unknown.filter(|(person, _)| is_asked(*person)).map(|(_, finding)| finding).collect();
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |each: &Stored<Mobility>| each.id.0,
            person: |each| each.person_id,
            marks: &|each| {
                vec![if is_now(each, asked.on) { "now" } else { "over" }, row::way_of(each).code()]
            },
            words: &|each| {
                let others = [each.where_to.as_deref(), each.card_number.as_deref()];
                others.map(Option::unwrap_or_default).join(" ")
            },
            line: &|each, known| row::line(each, known, asked.on),
        };
        sheet.finish_rows(asked, &rows, all)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "out" => entry::out_form(reading, deed),
            "in" => entry::in_form(reading, deed),
            "return" => entry::return_form(reading, &stored(reading, deed)?, deed.today),
            "edit" => entry::edit_form(reading, &stored(reading, deed)?),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "out" => act::go_out(desk, deed, values),
            "in" => act::come_in(desk, deed, values),
            "return" | "edit" => {
                let stored = desk.book()?.read(|reading| stored(reading, deed))?;
                let act = if deed.act == "return" { act::come_back } else { act::put_right };
                act(desk, &stored, values)
            }
            _ => deed.unknown(),
        }
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        seen_in(deed, |row| Ok(reading.require::<Mobility>(MobilityId(row))?.person_id))
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        Ok(u32::try_from(unknown(reading, today)?.len()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(mobilities_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        let unknown = unknown(reading, today)?.into_iter();
        Ok(unknown.map(|(person, finding)| with_record(finding, Kind::Member, person.0)).collect())
    }
}

fn stored(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<Mobility>> {
    Ok(reading.require::<Mobility>(MobilityId(deed.need_row()?))?)
}

fn is_now(mobility: &Mobility, on: Day) -> bool {
    Span { from: mobility.from_on, to: mobility.to_on }.contains(on)
}

fn facts(sheet: &mut Sheet, all: &[Stored<Mobility>], on: Day) {
    for &way in MobilityWay::ALL {
        let now = all.iter().filter(|each| row::way_of(each) == way && is_now(each, on));
        sheet.fact(&format!("现{}", way.label()), format!("{} 人", now.count()));
    }
}

/// Members who are registered as mobile on a day, and nobody wrote down where they are.
fn unknown(reading: &Reading<'_>, on: Day) -> Result<Vec<(PersonId, Finding)>, LedgerError> {
    let known: std::collections::HashSet<PersonId> =
        mobilities_on(reading, on)?.into_iter().map(|each| each.person_id).collect();
    let mobile = conditions_on(reading, on)?.into_iter().filter(|held| held.kind == ConditionKind::Mobile);
    let unknown: Vec<PersonId> =
        mobile.map(|held| held.person_id).filter(|person| !known.contains(person)).collect();
    let members = members_among(reading, &unknown, on)?.into_iter();
    let finding = |name: String| {
        let gap = "登记为流动党员，没有登记去向。".to_owned();
        said(UNKNOWN, Level::Note, name, gap, "请在“流动去向”里补登去往何地、对方党组织和联系人。")
    };
    Ok(members.map(|member| (member.person, finding(member.name))).collect())
}
