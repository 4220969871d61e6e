//! What folios about people share: the person that a list is narrowed to, the field that asks for one, what a row is found
//! by, names with their branch, and the answer of a use case of the register as a folio says it. Must not write.

use std::collections::{BTreeSet, HashMap};

use branchbook_contract::folio::{
    FolioCell, FolioChoice, FolioControl, FolioDone, FolioEntry, FolioField, FolioLink, FolioSubject,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::{MemberOnDay, members_among, people, person_columns};
use branchbook_ledger::table::organisation;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::value::choice;
use super::{Deed, Filled as _, Line, Rows, Values, dated, done, field, linked};
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::organisation::{Names, exists_on};

/// The person that a list is narrowed to.
pub(crate) fn subject_of(
    reading: &Reading<'_>,
    subject: Option<i64>,
) -> Result<Option<FolioSubject>, LedgerError> {
    let Some(id) = subject else { return Ok(None) };
    let person = reading.require::<Person>(PersonId(id))?;
    Ok(Some(FolioSubject { label: person.value.name, opens: Some(FolioLink::Member(id)), is_only: false }))
}

/// Whom a form is about whose rows have keys of their own: the person of the row, else the one whose list it is.
pub(crate) fn seen_in(
    deed: &Deed<'_>,
    of_row: impl FnOnce(i64) -> Result<PersonId, LedgerError>,
) -> Result<Option<PersonId>, LedgerError> {
    match deed.row {
        Some(row) => of_row(row).map(Some),
        None => Ok(deed.subject.map(PersonId)),
    }
}

/// What stands behind the title of a form, `：单冠松`, and the field that asks for somebody where nobody is meant yet.
pub(crate) fn asked_person(
    reading: &Reading<'_>,
    person: Option<i64>,
) -> Result<(String, Vec<FolioField>), LedgerError> {
    match person {
        Some(id) => Ok((format!("：{}", reading.require::<Person>(PersonId(id))?.name), Vec::new())),
        None => {
            let ask = field("person", "姓名", FolioControl::Person(String::new()), 2).required();
            Ok((String::new(), vec![ask]))
        }
    }
}

/// Whom an act is about: whom the folio is narrowed to, or who was chosen.
pub(crate) fn person_of(deed: &Deed<'_>, values: &mut Values) -> PersonId {
    let person = deed.subject.map(PersonId).or_else(|| values.person("person"));
    if person.is_none() {
        values.refuse("person", "请选择人员。");
    }
    person.unwrap_or(PersonId(0))
}

/// What a line about a person is found by.
pub(crate) fn words_of(person: &Person, others: &[&str]) -> String {
    let known = [person.name.as_str(), person.initials.as_str(), person.pinyin.as_str()];
    known.into_iter().chain(others.iter().copied()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The form that ends something that runs, by its title and its button.
pub(crate) fn end_form((title, button): (&str, &str), about: &str, today: Day) -> FolioEntry {
    FolioEntry {
        title: title.to_owned(),
        about: about.to_owned(),
        fields: vec![field("to_on", "结束日期", FolioControl::Day, 2).holding(today).required()],
        button: button.to_owned(),
        is_danger: false,
    }
}

/// How something that holds from one day to another stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Running {
    /// It begins later.
    Ahead,
    /// It holds.
    Now,
    /// It is over.
    Ended,
}

impl Running {
    /// How it stands on a day.
    pub fn on(from_on: Option<Day>, to_on: Option<Day>, on: Day) -> Self {
        if to_on.is_some_and(|to| to <= on) {
            Self::Ended
        } else if from_on.is_some_and(|from| from > on) {
            Self::Ahead
        } else {
            Self::Now
        }
    }

    /// The filter that finds it.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Now => "now",
            Self::Ended => "ended",
        }
    }

    /// Its first day as a cell, which says so if it is still to come.
    pub fn begun(self, from_on: Option<Day>) -> FolioCell {
        let note = if self == Self::Ahead { AHEAD } else { "" };
        FolioCell { note: note.to_owned(), ..dated(from_on) }
    }
}

/// What is said of a row that is still to come.
pub(crate) const AHEAD: &str = "未开始";

/// What a command of the register answers, as a folio says it.
pub(crate) fn saved<T>(
    outcome: Outcome<T>,
    sentence: impl Into<String>,
    warnings: impl FnOnce(T) -> Vec<String>,
) -> Outcome<FolioDone> {
    let Outcome { body, changed } = outcome;
    let body = FolioDone { warnings: warnings(body), ..done(sentence) };
    Outcome { body, changed }
}

/// Everybody that rows speak of, with those who are members on a day.
pub(crate) struct Known {
    people: HashMap<PersonId, Stored<Person>>,
    members: HashMap<PersonId, MemberOnDay>,
    /// Names of organisations.
    pub names: Names,
}

impl Known {
    /// Reads the people of some rows, and what they are as members on a day: a few queries, however many they are, and
    /// never the whole register for a few.
    pub fn of(reading: &Reading<'_>, ids: &[PersonId], on: Day) -> Result<Self, LedgerError> {
        let ids = distinct(ids);
        let members = members_among(reading, &ids, on)?.into_iter();
        Ok(Self {
            people: people(reading, &ids)?,
            members: members.map(|member| (member.person, member)).collect(),
            names: Names::on(reading, on)?,
        })
    }

    /// The person.
    pub fn get(&self, id: PersonId) -> Option<&Stored<Person>> {
        self.people.get(&id)
    }

    /// The member of that day.
    pub fn member(&self, id: PersonId) -> Option<&MemberOnDay> {
        self.members.get(&id)
    }

    /// The name.
    pub fn name(&self, id: PersonId) -> String {
        self.get(id).map(|person| person.name.clone()).unwrap_or_default()
    }

    /// The name as a cell that leads to the record.
    pub fn linked(&self, id: PersonId) -> FolioCell {
        linked(self.name(id), id)
    }

    /// What a row is found by.
    pub fn words(&self, id: PersonId) -> String {
        self.get(id).map(|person| words_of(person, &[])).unwrap_or_default()
    }

    /// The branch of that day; said to be outside for who is no member then.
    pub fn branch(&self, id: PersonId) -> String {
        self.member(id).map_or_else(|| "不在册".to_owned(), |member| self.names.distinct(member.branch_id))
    }
}

/// Each person once.
fn distinct(ids: &[PersonId]) -> Vec<PersonId> {
    ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// The names of some people, and nothing else of them.
pub(crate) fn names_among(
    reading: &Reading<'_>,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, String>, LedgerError> {
    let named = |(person, texts): (PersonId, Vec<Option<String>>)| (person, joined(texts));
    Ok(person_columns(reading, &["name"], &distinct(ids))?.into_iter().map(named).collect())
}

/// What people are found by: their names with the readings, and further columns. The index of the search holds all that is
/// read.
pub(crate) fn words_among(
    reading: &Reading<'_>,
    ids: &[PersonId],
    more: &[&str],
) -> Result<HashMap<PersonId, String>, LedgerError> {
    let columns: Vec<&str> = ["name", "initials", "pinyin"].iter().chain(more).copied().collect();
    let worded = |(person, texts): (PersonId, Vec<Option<String>>)| (person, joined(texts).to_lowercase());
    Ok(person_columns(reading, &columns, &distinct(ids))?.into_iter().map(worded).collect())
}

fn joined(texts: Vec<Option<String>>) -> String {
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Rows that are each about one person, and become lines only on the page.
pub(crate) struct People<'r, R> {
    /// Where they stand.
    pub reading: &'r Reading<'r>,
    /// The day of the list.
    pub on: Day,
    /// The key of a row.
    pub key: fn(&R) -> i64,
    /// Whom it is about.
    pub person: fn(&R) -> PersonId,
    /// The filters that find it.
    pub marks: &'r dyn Fn(&R) -> Vec<&'static str>,
    /// What it is found by beside the names of the person.
    pub words: &'r dyn Fn(&R) -> String,
    /// Its cells and acts.
    pub line: &'r dyn Fn(&R, &Known) -> Line,
}

impl<R> People<'_, R> {
    fn ids(&self, rows: &[R]) -> Vec<PersonId> {
        rows.iter().map(self.person).collect()
    }
}

impl<R> Rows for People<'_, R> {
    type Row = R;

    fn key(&self, row: &R) -> i64 {
        (self.key)(row)
    }

    fn marks(&self, row: &R) -> Vec<&'static str> {
        (self.marks)(row)
    }

    fn words(&self, rows: &[R]) -> Result<Vec<String>, LedgerError> {
        let names = words_among(self.reading, &self.ids(rows), &[])?;
        let words = |row: &R| {
            let of_person = names.get(&(self.person)(row)).map_or("", String::as_str);
            format!("{of_person} {}", (self.words)(row).to_lowercase())
        };
        Ok(rows.iter().map(words).collect())
    }

    fn lines(&self, rows: &[R]) -> Result<Vec<Line>> {
        let known = Known::of(self.reading, &self.ids(rows), self.on)?;
        let line = |row: &R| Line { row: (self.key)(row), ..(self.line)(row, &known) };
        Ok(rows.iter().map(line).collect())
    }
}

/// The home branches of a day to choose from.
pub(crate) fn branch_choices(reading: &Reading<'_>, on: Day) -> Result<Vec<FolioChoice>, LedgerError> {
    let names = Names::on(reading, on)?;
    let homes = organisation::list(reading)?.into_iter();
    let homes = homes.filter(|home| home.level.is_home_branch() && exists_on(home, on));
    Ok(homes.map(|home| choice(home.id, names.distinct(home.id))).collect())
}
