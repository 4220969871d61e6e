//! Which personal fields travel (decisions 33): as the street asked last, or the few that every report needs.
//! Must not decide what a street asks for.

use std::collections::BTreeMap;

use branchbook_domain::day::PartialDay;
use branchbook_ledger::table::office;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Writing};
use serde::{Deserialize, Serialize};

use super::mark::Secret;

/// Setting of a community: the policy that it took.
const TAKEN: &str = "report.policy";
/// Setting: the secret of the marks. What begins with `secret.` is never exported in the open.
pub(crate) const SECRET: &str = "secret.marks";

type Read = fn(&Person) -> Option<String>;

/// Fields that can be asked for: code, words, where they stand.
const FIELDS: &[(&str, &str, Read)] = &[
    ("sex", "性别", |person| person.sex.clone()),
    ("nation", "民族", |person| person.nation.clone()),
    ("birth_month", "出生年月", |person| person.birth_on.map(month_of)),
    ("birth_on", "出生日期", |person| person.birth_on.map(|birth| birth.to_string())),
    ("education", "学历", |person| person.education.clone()),
    ("joined_on", "入党时间", |person| person.joined_on.map(|day| day.to_string())),
    ("became_full_on", "转正时间", |person| person.became_full_on.map(|day| day.to_string())),
    ("phone", "联系电话", |person| person.phone.clone()),
    ("address", "住址", |person| person.address.clone()),
    ("employer", "工作单位", |person| person.employer.clone()),
    ("id_number", "身份证号", |person| person.id_number.clone()),
];

/// Without a policy of the street.
pub(crate) const DEFAULT: [&str; 3] = ["sex", "birth_month", "joined_on"];

/// Which fields travel, and with which secret ID numbers are marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// Codes of the fields.
    pub fields: Vec<String>,
    /// The secret, in hex; none before a street has given one.
    pub secret: Option<String>,
}

impl Policy {
    /// The policy that the community goes by.
    pub(crate) fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        let fields = office::setting::<Vec<String>>(reading, TAKEN)?;
        let fields = fields.unwrap_or_else(|| DEFAULT.map(str::to_owned).to_vec());
        Ok(Self { fields, secret: office::setting(reading, SECRET)? })
    }

    /// Keeps a policy.
    pub(crate) fn keep(&self, writing: &mut Writing<'_>) -> Result<(), LedgerError> {
        office::set_setting(writing, TAKEN, &self.fields)?;
        match &self.secret {
            Some(secret) => office::set_setting(writing, SECRET, secret),
            None => Ok(()),
        }
    }

    /// The fields of a person that travel; a blank one does not.
    pub(crate) fn fields_of(&self, person: &Person) -> BTreeMap<String, String> {
        let asked = FIELDS.iter().filter(|(code, ..)| self.fields.iter().any(|field| field == code));
        asked.filter_map(|(code, _, read)| Some(((*code).to_owned(), read(person)?))).collect()
    }

    /// The mark of a person, where there is a secret and an ID number.
    pub(crate) fn mark_of(&self, person: &Person) -> Option<String> {
        let secret = Secret::read(self.secret.as_deref()?)?;
        Some(secret.mark(person.id_number.as_deref()?))
    }

    /// The fields in words.
    pub(crate) fn in_words(&self) -> String {
        let words: Vec<&str> = self.fields.iter().map(|field| label(field).unwrap_or(field)).collect();
        words.join("、")
    }
}

/// What a person calls a field; `None` for one that does not exist.
pub(crate) fn label(code: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(known, ..)| *known == code).map(|(_, label, _)| *label)
}

/// The code of the field with these words.
pub(crate) fn code_of(label: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(_, known, _)| *known == label).map(|(code, ..)| *code)
}

/// The stated fields in the order of reading: code, words, value. What nobody here knows is not shown: it could be
/// anything, and a row with it is not taken.
pub(crate) fn in_order(stated: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str, &str)> {
    FIELDS.iter().filter_map(|(code, label, _)| Some((*code, *label, stated.get(*code)?.as_str())))
}

/// Codes and words of all fields.
pub(crate) fn all() -> String {
    FIELDS.iter().map(|(code, label, _)| format!("{code}（{label}）")).collect::<Vec<_>>().join("、")
}

fn month_of(birth: PartialDay) -> String {
    birth.to_string().chars().take("YYYY-MM".len()).collect()
}
