//! What stands in the office's own fields of a member: shown, checked, written. Must not define the fields.

use std::collections::{BTreeMap, HashMap};

use branchbook_contract::FieldError;
use branchbook_contract::member::ExtraField;
use branchbook_domain::day::Day;
use branchbook_domain::key::{CustomFieldId, PersonId};
use branchbook_domain::member::CustomKind;
use branchbook_ledger::table::custom::{CustomField, PersonField, fields, value_of, values_among, values_of};
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::field::{is_open, own_choices, own_key};
use crate::error::{DeskError, Result};

/// A field and what is to stand in it; nothing clears it.
pub(crate) type Filled = (CustomFieldId, Option<String>);

/// What is stored of a person, by the key of the field.
pub(crate) fn stored_of(reading: &Reading<'_>, person: PersonId) -> Result<BTreeMap<String, String>> {
    let values = values_of(reading, person)?.into_iter();
    Ok(values.filter_map(|row| Some((own_key(row.field_id), row.value.value?))).collect())
}

/// The same of many, at once; who has nothing in such a field is left out.
pub(crate) fn stored_among(
    reading: &Reading<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, BTreeMap<String, String>>> {
    let mut stored: HashMap<PersonId, BTreeMap<String, String>> = HashMap::new();
    for row in values_among(reading, people)? {
        if let Some(value) = row.value.value {
            stored.entry(row.value.person_id).or_default().insert(own_key(row.value.field_id), value);
        }
    }
    Ok(stored)
}

/// The fields in use with what stands in them; fields out of use only where something does.
pub(crate) fn shown(
    reading: &Reading<'_>,
    stored: &BTreeMap<String, String>,
    today: Day,
) -> Result<Vec<ExtraField>> {
    let shown = |own: Stored<CustomField>| {
        let key = own_key(own.id);
        let words = stored.get(&key).map(|value| in_words(&own, value));
        let is_shown = words.is_some() || is_open(&own, today);
        is_shown.then(|| ExtraField { key, label: own.value.label, words: words.unwrap_or_default() })
    };
    Ok(fields(reading)?.into_iter().filter_map(shown).collect())
}

/// What is stored in a field, as a person reads it.
pub(crate) fn in_words(own: &CustomField, stored: &str) -> String {
    CustomKind::from_code(&own.kind).map_or_else(|| stored.to_owned(), |kind| kind.words(stored))
}

/// What is to be written, or what is wrong with it as fields of the form.
pub(crate) fn checked(
    reading: &Reading<'_>,
    given: &BTreeMap<String, String>,
    today: Day,
) -> Result<Vec<Filled>> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let known = fields(reading)?;
    let (mut filled, mut wrong) = (Vec::new(), Vec::new());
    for (key, text) in given {
        match read(&known, key, text, today) {
            Ok(one) => filled.push(one),
            Err(message) => wrong.push(FieldError { field: format!("draft.extra.{key}"), message }),
        }
    }
    if wrong.is_empty() { Ok(filled) } else { Err(DeskError::Invalid(wrong)) }
}

fn read(known: &[Stored<CustomField>], key: &str, text: &str, today: Day) -> Result<Filled, String> {
    let own = known.iter().find(|own| own_key(own.id) == key || own.label == key);
    let own = own.ok_or_else(|| format!("没有“{key}”这个自定义栏目。"))?;
    let kind = CustomKind::from_code(&own.kind).ok_or_else(|| "这个栏目的类型不认识。".to_owned())?;
    if !text.is_empty() && !is_open(own, today) {
        return Err(format!("“{}”已经停用，不能再填写。", own.label));
    }
    Ok((own.id, kind.stored(text, &own_choices(own), today)?))
}

/// Writes what is new; says whether anything was.
pub(crate) fn write(
    writing: &mut Writing<'_>,
    person: PersonId,
    filled: &[Filled],
) -> Result<bool, LedgerError> {
    let mut is_changed = false;
    for (field, value) in filled {
        let row = PersonField { person_id: person, field_id: *field, value: value.clone() };
        is_changed |= match value_of(writing, person, *field)? {
            Some(known) if known.value == row => false,
            Some(known) => writing.update(known.id, &row)?,
            None if value.is_none() => false,
            None => writing.insert(&row).map(|_| true)?,
        };
    }
    Ok(is_changed)
}
