//! What is looked for in a file, by titles and by content. Must not read one.

use std::collections::{BTreeMap, HashSet};

use branchbook_contract::intake::ImportKind;
use branchbook_domain::office_day::DayContext;

use super::field::FieldSpec;
use super::mapping::Mapping;

/// What is looked for in a file.
pub(crate) struct Wanted<'a> {
    /// Fields of the form.
    pub fields: &'static [FieldSpec],
    /// What the file should hold.
    pub kind: ImportKind,
    /// What a person assigned.
    pub chosen: &'a Mapping,
    /// What was saved.
    pub saved: &'a BTreeMap<String, Mapping>,
    /// Names of the branches of the book, without spaces.
    pub branches: &'a HashSet<String>,
    /// Today and the month, for dates.
    pub days: DayContext,
}
