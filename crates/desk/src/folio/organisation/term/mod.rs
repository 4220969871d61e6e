//! Terms of office (届期): the present term of every committee, general branch and branch on a day, and all terms of one
//! of them. In the list a row is an organisation; of one organisation it is a term.

mod form;
mod line;

use std::collections::HashMap;

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::term::{Term, TermExtension, TermMark, check_term, term_length};
use branchbook_ledger::table::organisation::{Organisation, list_on};
use branchbook_ledger::table::term::{TermHeld, terms, terms_of};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{GROUP, count, is_community, subject};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::record::{self, RowRecord};
use crate::folio::{Asked, Deed, Folio, Head, PeopleKeys, Sheet, Values};
use crate::month::finding::with_record;
use crate::organisation::{Names, tree_on};

/// The folio.
pub(crate) struct Terms;

const HEAD: Head = Head {
    folio: "terms",
    title: "届期",
    about: "党委、党总支、党支部本届的选举、任期和届满日期；届满前 12、6、3、1 个月提醒，延期须经上级党组织批准。",
    group: GROUP,
};

const COLUMNS: &[(&str, u8)] = &[
    ("党组织", 0),
    ("届次", 6),
    ("选举产生", 11),
    ("任期", 5),
    ("产生方式", 12),
    ("届满日期", 13),
    ("延期", 13),
    ("状态", 12),
];

impl Folio for Terms {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    /// A row is an organisation, or one term of the organisation that the list is narrowed to.
    fn record_of(&self, row: i64, subject: Option<i64>) -> Option<RowRecord> {
        Some(record::ORGANISATION.of(subject.unwrap_or(row)))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS).act("add", "登记届期");
        for mark in TermMark::ALL {
            sheet = sheet.chip(mark.code(), mark.label());
        }
        let sheet = match asked.subject {
            Some(id) => of_one(reading, sheet.chip("ended", "已换届"), asked, OrganisationId(id))?,
            None => of_all(reading, sheet.chip("none", "没有登记届期"), asked)?,
        };
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => form::add(reading, deed),
            "extend" => form::extend(reading, deed),
            "edit" => form::edit(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" | "extend" | "edit" => form::done_with(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        let near = present(reading, today)?.into_iter().filter(|(_, held)| {
            let mark = term_on(held, today).mark(today);
            matches!(mark, TermMark::Over | TermMark::OneMonth | TermMark::ThreeMonths)
        });
        Ok(count(near.count()))
    }

    fn falls_due(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        let names = Names::on(reading, today)?;
        let due = |(organisation, held): (OrganisationId, Stored<TermHeld>)| {
            let end = term_on(&held, today).due_on();
            FallsDue {
                on: end.day,
                is_about: end.is_about,
                label: "换届".to_owned(),
                is_late: end.day < today,
                sentence: format!("{}本届任期届满，还没有登记换届", names.distinct(organisation)),
                opens: format!("folio/terms?subject={organisation}"),
            }
        };
        Ok(present(reading, today)?.into_iter().map(due).collect())
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        let names = Names::on(reading, today)?;
        let mut found = Vec::new();
        for (organisation, held) in present(reading, today)? {
            let checked = check_term(&names.distinct(organisation), &term_on(&held, today), today);
            let with_link = |each| with_record(each, Kind::Organisation, organisation.0);
            found.extend(checked.into_iter().map(with_link));
        }
        Ok(found)
    }
}

/// The present term of every organisation that has one on a day.
fn present(reading: &Reading<'_>, day: Day) -> Result<Vec<(OrganisationId, Stored<TermHeld>)>, LedgerError> {
    let is_community = is_community(reading)?;
    let has_terms = |each: &Stored<Organisation>| term_length(each.level, is_community).is_some();
    let mut terms = by_organisation(reading)?;
    let with_term = |each: Stored<Organisation>| {
        let held = terms.remove(&each.id)?.into_iter().find(|held| runs_on(held, day))?;
        Some((each.id, held))
    };
    Ok(list_on(reading, day)?.into_iter().filter(has_terms).filter_map(with_term).collect())
}

/// All terms, the newest of each organisation first: one query, however many organisations there are.
fn by_organisation(
    reading: &Reading<'_>,
) -> Result<HashMap<OrganisationId, Vec<Stored<TermHeld>>>, LedgerError> {
    let mut found: HashMap<OrganisationId, Vec<Stored<TermHeld>>> = HashMap::new();
    for held in terms(reading)? {
        found.entry(held.organisation_id).or_default().push(held);
    }
    Ok(found)
}

/// Whether it is the present term on a day, over its years or not.
fn runs_on(held: &TermHeld, day: Day) -> bool {
    held.elected_on.earliest() <= day && held.ended_by_on.is_none_or(|ended| ended > day)
}

/// The term as the rules saw it on a day: what was approved later was not known yet.
fn term_on(held: &TermHeld, day: Day) -> Term {
    let known = held.extended_to.filter(|_| held.approved_on.is_none_or(|approved| approved <= day));
    Term {
        elected_on: held.elected_on,
        years: u32::try_from(held.years).unwrap_or_default(),
        extension: known.map(|until| TermExtension {
            until,
            approved_by: held.approved_by.clone(),
            approved_on: held.approved_on,
        }),
    }
}

fn of_all(reading: &Reading<'_>, mut sheet: Sheet, asked: &Asked<'_>) -> Result<Sheet> {
    let (is_community, names) = (is_community(reading)?, Names::on(reading, asked.on)?);
    let (mut all, mut without, mut terms) = (0, 0, by_organisation(reading)?);
    for row in tree_on(reading, asked.on)? {
        if term_length(row.level, is_community).is_none() {
            continue;
        }
        let (id, name) = (row.organisation, names.distinct(row.organisation));
        let terms = terms.remove(&id).unwrap_or_default();
        let held = terms.iter().find(|held| runs_on(held, asked.on));
        sheet.findings.extend(
            held.map(|held| check_term(&name, &term_on(held, asked.on), asked.on)).unwrap_or_default(),
        );
        all += 1;
        without += usize::from(held.is_none());
        sheet.push(line::of_organisation(id, &name, held, &terms, asked.on));
    }
    sheet.fact("应按期换届的党组织", format!("{all} 个（{}）", asked.on));
    sheet.fact("没有登记届期", format!("{without} 个"));
    Ok(sheet.empty("还没有需要换届的党组织。请先在组织台账里登记党支部。"))
}

fn of_one(
    reading: &Reading<'_>,
    mut sheet: Sheet,
    asked: &Asked<'_>,
    organisation: OrganisationId,
) -> Result<Sheet> {
    let name = Names::on(reading, asked.on)?.distinct(organisation);
    sheet.subject = subject(reading, asked.subject)?;
    for held in terms_of(reading, organisation)? {
        if held.elected_on.earliest() > asked.on {
            continue;
        }
        if runs_on(&held, asked.on) {
            sheet.findings.extend(check_term(&name, &term_on(&held, asked.on), asked.on));
        }
        sheet.push(line::of_term(&name, &held, asked.on));
    }
    Ok(sheet.empty("还没有登记这个党组织的届期。登记选举日期后，会按任期推算届满日期并提前提醒。"))
}
