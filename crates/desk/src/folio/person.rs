//! What folios about people share: whose rows, what they are found by, the field that asks for somebody.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioField, FolioLink, FolioSubject};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::person::Person;

use super::{Deed, Filled as _, Values, field};
use crate::dispatch::Outcome;
use crate::error::Result;

/// The person that a folio is narrowed to.
pub(crate) fn person_subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Option<FolioSubject>> {
    let Some(id) = subject else { return Ok(None) };
    let person = reading.require::<Person>(PersonId(id))?;
    Ok(Some(FolioSubject { label: person.value.name, opens: Some(FolioLink::Member(id)) }))
}

/// What a line about a person is found by.
pub(crate) fn words_of(person: &Person, others: &[&str]) -> String {
    let known = [person.name.as_str(), person.initials.as_str(), person.pinyin.as_str()];
    known.into_iter().chain(others.iter().copied()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The end of a title that names the person, or else the field that asks for one.
pub(crate) fn whose(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<(String, Vec<FolioField>)> {
    Ok(match deed.subject {
        Some(person) => (format!("：{}", reading.require::<Person>(PersonId(person))?.name), Vec::new()),
        None => {
            let person = field("person", "党员", FolioControl::Person(String::new()), 4).required();
            (String::new(), vec![person])
        }
    })
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

impl Values {
    /// Whom an act is about: the subject, or who was chosen. What stands for nobody is never used: `finish` refuses.
    pub fn whose(&mut self, deed: &Deed<'_>) -> PersonId {
        let person = deed.subject.map(PersonId).or_else(|| self.person("person"));
        if person.is_none() {
            self.refuse("person", "请选择党员。");
        }
        person.unwrap_or(PersonId(0))
    }
}
