//! Folios (台账分册): kinds of record that are declared, not programmed page by page. Each is a type that says what its
//! rows are, which form an act asks for, and what the act does; list, filter, search, paging, the command line and the
//! window are the same for all of them. A new folio is a file here and a line in [`FOLIOS`].

mod account;
mod care;
mod catalogue;
mod community;
mod condition;
mod contact;
mod development;
mod duplicates;
mod duty;
mod fields;
mod handle;
mod letter;
mod lists;
mod look;
mod lost;
mod masked;
mod meeting;
mod mobility;
mod movement;
mod named;
mod newcomer;
mod operate;
mod operation;
mod organisation;
mod outsiders;
mod own;
mod page;
mod parcel;
mod post_held;
mod ranking;
mod record;
mod report_in;
mod roles;
mod service_post;
mod structure;
mod tag;
mod unit;
mod value;
mod way;
mod whose;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::home::FallsDue;
use branchbook_contract::keyed::Keyed;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::{LedgerError, Reading};

use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};

pub(crate) use development::tracked_probations;
pub(crate) use look::in_order;
pub(crate) use operate::{done, operate, operate_saying};
pub(crate) use page::{
    Line, Rows, Sheet, button, cell, counted, dated, folio_chip, found_by, held_group, hours, linked, noted,
    tagged,
};
pub(crate) use value::{Filled, Values, choice, coded_choices, field};
pub(crate) use whose::{Known, People, asked_person, person_of, saved, seen_in, subject_of};

/// All folios, in the order in which they are offered; those of a group stand together.
static FOLIOS: &[&dyn Folio] = &[
    &movement::Movements,
    &letter::Letters,
    &condition::Conditions,
    &roles::Roles,
    &duty::Duties,
    &catalogue::Catalogue,
    &structure::Structure,
    &duplicates::Duplicates,
    &outsiders::Outsiders,
    &own::OwnRecord,
    &lists::Lists,
    &fields::OwnFields,
    &care::KeyPeople,
    &contact::Contacts,
    &mobility::Mobilities,
    &lost::Missing,
    &tag::PersonTags,
    &development::Cases,
    &development::OneCase,
    &unit::Units,
    &service_post::ServicePosts,
    &report_in::unit::UnitFigures,
    &report_in::person::ReportIns,
    &report_in::activity::Activities,
    &organisation::tree::Organisations,
    &organisation::term::Terms,
    &organisation::vacancy::Vacancies,
    &post_held::PostsHeld,
    &organisation::participant::Participants,
    &organisation::place::Places,
    &own::looks::Looks,
    &community::Communities,
    &parcel::Parcels,
    &ranking::Ranking,
    &account::Account,
    &meeting::Meetings,
    &operation::Operations,
];

/// What a folio is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// Its name in requests.
    pub folio: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// What it belongs to.
    pub group: &'static str,
}

/// What a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// What it is narrowed to.
    pub subject: Option<i64>,
    /// The filter.
    pub chip: Option<&'a str>,
    /// Words to find.
    pub words: &'a str,
    /// The day of everything.
    pub on: Day,
    /// Today: a list of a day that is past knows nothing that began after it.
    pub today: Day,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
    /// Further filters, by name.
    pub more: &'a Keyed<String, String>,
}

impl Asked<'_> {
    /// Whether a row that begins on this day stands in the list: on a past day not before its time, today as what is
    /// still to come.
    pub fn lists(&self, from_on: Option<Day>) -> bool {
        self.on >= self.today || from_on.is_none_or(|from| from <= self.on)
    }
}

/// An act, before it is filled in or with what was filled in.
#[derive(Debug)]
pub(crate) struct Deed<'a> {
    /// Its name.
    pub act: &'a str,
    /// The row that it is done with.
    pub row: Option<i64>,
    /// What the folio is narrowed to.
    pub subject: Option<i64>,
    /// Today.
    pub today: Day,
    /// What the form was opened with, or what was filled in.
    pub given: &'a BTreeMap<String, String>,
}

impl Deed<'_> {
    /// The row; an act of a row without one is a fault of the shell.
    pub fn need_row(&self) -> Result<i64> {
        self.row.ok_or_else(|| DeskError::refused("请先选中一行再操作。"))
    }

    /// The refusal of an act that the folio does not have.
    pub fn unknown<T>(&self) -> Result<T> {
        Err(DeskError::refused(format!("这个分册没有“{}”这项操作。", self.act)))
    }
}

/// Which keys of a folio are those of people, and follow a record that gave way to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PeopleKeys {
    /// None: organisations, places, cases, pairs.
    None,
    /// What it is narrowed to.
    Subject,
    /// That, and its rows.
    SubjectAndRow,
}

/// A kind of record as a declaration.
pub(crate) trait Folio: Sync {
    /// What it is called.
    fn head(&self) -> Head;

    /// In whose book it is kept.
    fn office(&self) -> Office {
        Office::Community
    }

    /// Whether this office keeps it.
    fn is_of(&self, office: Office) -> bool {
        self.office() == office
    }

    /// Whether its list stands on a page of its own, where what is done with it is done: then it is none of those that are
    /// offered.
    fn has_page(&self) -> bool {
        false
    }

    /// Which keys that it is told are those of people.
    fn people(&self) -> PeopleKeys {
        PeopleKeys::Subject
    }

    /// Its rows as of a day.
    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage>;

    /// The form of an act, with what is known already.
    fn entry(&self, _reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        deed.unknown()
    }

    /// Does an act with what was filled in: wholly, or not at all.
    fn act(&self, _desk: &mut Desk, deed: &Deed<'_>, _values: Values) -> Result<Outcome<FolioDone>> {
        deed.unknown()
    }

    /// The record that a row stands for, narrowed to a subject or not: its history is offered with the row. None where a
    /// row is made of several, or of nothing that is kept.
    fn record_of(&self, _row: i64, _subject: Option<i64>) -> Option<record::RowRecord> {
        None
    }

    /// The records whose histories are offered with a row: the one that it stands for, or each of several.
    fn records_of(&self, row: i64, subject: Option<i64>) -> Vec<record::RowRecord> {
        self.record_of(row, subject).into_iter().collect()
    }

    /// Whether its papers are for the person alone and say ID numbers and phones in full. All others are for posting:
    /// whatever looks like one is masked in them.
    fn shows_in_full(&self) -> bool {
        false
    }

    /// Whom a form is about: who is seen when it opens. As its keys say, unless its rows have keys of their own.
    fn seen(&self, _reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        let key = match self.people() {
            PeopleKeys::None => None,
            PeopleKeys::Subject => deed.subject,
            PeopleKeys::SubjectAndRow => deed.row.or(deed.subject),
        };
        Ok(key.map(PersonId))
    }

    /// Rows that want attention.
    fn attention(&self, _reading: &Reading<'_>, _today: Day) -> Result<u32, LedgerError> {
        Ok(0)
    }

    /// Rows of one person; `None` if it says nothing of single people.
    fn count_of(&self, _reading: &Reading<'_>, _person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(None)
    }

    /// What falls due, for the first page.
    fn falls_due(&self, _reading: &Reading<'_>, _today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        Ok(Vec::new())
    }

    /// What does not fit, for the check of a month.
    fn findings(&self, _reading: &Reading<'_>, _today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        Ok(Vec::new())
    }
}

/// What falls due in all folios.
pub(crate) fn falls_due(reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
    let each = FOLIOS.iter().map(|folio| folio.falls_due(reading, today)).collect::<Result<Vec<_>, _>>()?;
    Ok(each.into_iter().flatten().collect())
}

/// What does not fit in all folios.
pub(crate) fn findings(reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
    let each = FOLIOS.iter().map(|folio| folio.findings(reading, today)).collect::<Result<Vec<_>, _>>()?;
    Ok(each.into_iter().flatten().collect())
}
