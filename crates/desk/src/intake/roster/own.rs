//! Fields of the office's own in a roster: their titles are recognised like the others, and what stands in them is read by
//! their kind. What is blank says nothing.

use std::sync::{Mutex, PoisonError};

use branchbook_contract::intake::FieldChange;
use branchbook_domain::day::Day;
use branchbook_domain::key::{CustomFieldId, PersonId};
use branchbook_domain::mask::unmask_text;
use branchbook_domain::member::CustomKind;
use branchbook_domain::text::tidy;
use branchbook_ledger::table::custom;
use branchbook_ledger::{Reading, Writing};

use super::draft::Draft;
use super::field::FIELDS;
use crate::error::Result;
use crate::intake::field::fold_title;
use crate::intake::{FieldSpec, change};
use crate::member::extra;
use crate::member::field::{own_choices, own_key};

/// A field of the office's own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OwnField {
    id: CustomFieldId,
    /// Key in the form.
    pub key: String,
    label: String,
    pub kind: CustomKind,
    choices: Vec<String>,
}

impl OwnField {
    /// What is stored for a text.
    ///
    /// # Errors
    /// A sentence that says what may stand there.
    pub fn stored(&self, text: &str, today: Day) -> Result<Option<(CustomFieldId, String)>, String> {
        Ok(self.kind.stored(text, &self.choices, today)?.map(|stored| (self.id, stored)))
    }
}

/// The fields of a form together with those of the office.
struct OwnForm {
    own: Vec<OwnField>,
    fields: &'static [FieldSpec],
}

/// The forms that were met. A form names its fields for as long as the program runs; an office changes its fields a few
/// times a year, so that there are few, and each is kept once.
static FORMS: Mutex<Vec<&'static OwnForm>> = Mutex::new(Vec::new());

/// The fields of a roster in this book.
pub(super) fn fields_in(reading: &Reading<'_>) -> Result<&'static [FieldSpec]> {
    let stored = custom::fields(reading)?.into_iter().filter(|own| own.to_on.is_none());
    let own: Vec<OwnField> = stored
        .filter_map(|own| {
            Some(OwnField {
                id: own.id,
                key: own_key(own.id),
                kind: CustomKind::from_code(&own.kind)?,
                choices: own_choices(&own),
                label: own.value.label,
            })
        })
        .collect();
    if own.is_empty() {
        return Ok(FIELDS);
    }
    let mut forms = FORMS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = forms.iter().find(|form| form.own == own) {
        return Ok(known.fields);
    }
    let form: &'static OwnForm = Box::leak(Box::new(OwnForm { fields: kept(&own), own }));
    forms.push(form);
    Ok(form.fields)
}

fn kept(own: &[OwnField]) -> &'static [FieldSpec] {
    let keep = |text: &str| -> &'static str { text.to_owned().leak() };
    // Titles of a file are compared folded: 党费档次（元） is 党费档次(元) there.
    let spec = |own: &OwnField| {
        FieldSpec::new(keep(&own.key), keep(&own.label), vec![keep(&fold_title(&own.label))].leak())
    };
    FIELDS.iter().copied().chain(own.iter().map(spec)).collect::<Vec<_>>().leak()
}

/// The office's own fields among those of a sheet.
pub(super) fn own_of(fields: &'static [FieldSpec]) -> &'static [OwnField] {
    if fields.len() <= FIELDS.len() {
        return &[];
    }
    let forms = FORMS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = forms.iter().find(|form| std::ptr::eq(form.fields, fields));
    match known {
        Some(form) => form.own.as_slice(),
        None => &[],
    }
}

/// What a row says otherwise than the book, in words.
pub(super) fn changes(reading: &Reading<'_>, person: PersonId, draft: &Draft) -> Result<Vec<FieldChange>> {
    let mut changes = Vec::new();
    for (id, said) in &draft.extra {
        let known = custom::value_of(reading, person, *id)?.and_then(|row| row.value.value);
        if let Some(said) = news(said, known.as_deref()) {
            let field = reading.require::<custom::CustomField>(*id)?;
            let words = |stored: &String| extra::in_words(&field, stored);
            changes.push(change::plain(&own_key(*id), &field.label, known.as_ref().map(words), words(&said)));
        }
    }
    Ok(changes)
}

/// What a cell says otherwise than the book, if it does. Its stars stand for what the book says, as a masked list has them,
/// and signs of another width are no other words.
fn news(said: &str, known: Option<&str>) -> Option<String> {
    let said = known.map_or_else(|| said.to_owned(), |known| unmask_text(said, known));
    (known.map(tidy) != Some(tidy(&said))).then_some(said)
}

/// Writes what a row says, but for the fields that the book keeps.
pub(super) fn write(
    writing: &mut Writing<'_>,
    person: PersonId,
    draft: &Draft,
    kept: &[String],
) -> Result<()> {
    let taken = draft.extra.iter().filter(|(id, _)| !kept.contains(&own_key(*id)));
    let mut filled: Vec<extra::Filled> = Vec::new();
    for (id, said) in taken {
        let known = custom::value_of(writing, person, *id)?.and_then(|row| row.value.value);
        filled.extend(news(said, known.as_deref()).map(|said| (*id, Some(said))));
    }
    extra::write(writing, person, &filled)?;
    Ok(())
}
