//! What folios about people share: the person that a list is narrowed to, the field that asks for one, what a row is found
//! by, names with their branch, and the answer of a use case of the register as a folio says it. Must not write.

use std::collections::HashMap;

use branchbook_contract::folio::{FolioChoice, FolioControl, FolioDone, FolioField, FolioLink, FolioSubject};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::{MemberOnDay, member_on, members_on, people};
use branchbook_ledger::table::organisation;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::value::choice;
use super::{Deed, Filled as _, Values, field};
use crate::dispatch::Outcome;
use crate::organisation::{Names, exists_on};

/// The person that a list is narrowed to.
pub(crate) fn subject_of(
    reading: &Reading<'_>,
    subject: Option<i64>,
) -> Result<Option<FolioSubject>, LedgerError> {
    let Some(id) = subject else { return Ok(None) };
    let person = reading.require::<Person>(PersonId(id))?;
    Ok(Some(FolioSubject { label: person.value.name, opens: Some(FolioLink::Member(id)) }))
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

/// The field of the day on which something ends.
pub(crate) fn ends_after(today: Day) -> FolioField {
    field("to_on", "结束日期", FolioControl::Day, 2).holding(today).required()
}

/// What a command of the register answers, as a folio says it.
pub(crate) fn saved<T>(
    done: Outcome<T>,
    sentence: impl Into<String>,
    warnings: impl FnOnce(T) -> Vec<String>,
) -> Outcome<FolioDone> {
    let Outcome { body, changed } = done;
    let body = FolioDone {
        sentence: sentence.into(),
        is_undoable: true,
        warnings: warnings(body),
        ..FolioDone::default()
    };
    Outcome { body, changed }
}

/// Everybody that rows speak of, with those who are members on a day.
pub(crate) struct Known {
    people: HashMap<PersonId, Stored<Person>>,
    members: HashMap<PersonId, MemberOnDay>,
    names: Names,
}

impl Known {
    /// Reads the people of some rows, and what they are as members on a day: never the whole register for a few rows.
    pub fn of(reading: &Reading<'_>, ids: &[PersonId], on: Day) -> Result<Self, LedgerError> {
        Ok(Self {
            people: people(reading, ids)?,
            members: members_among(reading, ids, on)?,
            names: Names::of(reading)?,
        })
    }

    /// The member of that day.
    pub fn member(&self, id: PersonId) -> Option<&MemberOnDay> {
        self.members.get(&id)
    }

    /// The name.
    pub fn name(&self, id: PersonId) -> String {
        self.people.get(&id).map(|person| person.name.clone()).unwrap_or_default()
    }

    /// What a row is found by.
    pub fn words(&self, id: PersonId) -> String {
        self.people.get(&id).map(|person| words_of(person, &[])).unwrap_or_default()
    }

    /// The branch of that day; said to be outside for who is no member then.
    pub fn branch(&self, id: PersonId) -> String {
        self.member(id).map_or_else(|| "不在册".to_owned(), |member| self.names.distinct(member.branch_id))
    }
}

/// Up to so many people are asked for one by one; more are found in one reading of the register.
const FEW: usize = 100;

/// What people are as members on a day. The first page asks it for a handful among thousands.
pub(crate) fn members_among(
    reading: &Reading<'_>,
    ids: &[PersonId],
    on: Day,
) -> Result<HashMap<PersonId, MemberOnDay>, LedgerError> {
    let keyed = |member: MemberOnDay| (member.person, member);
    if ids.len() > FEW {
        return Ok(members_on(reading, on)?.into_iter().map(keyed).collect());
    }
    let asked = ids.iter().map(|&id| member_on(reading, id, on));
    Ok(asked.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().map(keyed).collect())
}

/// The home branches of a day to choose from.
pub(crate) fn branch_choices(reading: &Reading<'_>, on: Day) -> Result<Vec<FolioChoice>, LedgerError> {
    let names = Names::of(reading)?;
    let homes = organisation::list(reading)?.into_iter();
    let homes = homes.filter(|home| home.level.is_home_branch() && exists_on(home, on));
    Ok(homes.map(|home| choice(home.id, names.distinct(home.id))).collect())
}
