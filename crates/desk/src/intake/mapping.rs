//! Which column title stands for which field, as a person assigned it: for this file and saved for the next.
//! Must not guess.

use std::collections::BTreeMap;

use branchbook_contract::intake::{ColumnChoice, ImportKind};
use branchbook_ledger::table::import::{self, ImportMapping};
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};
use serde::{Deserialize, Serialize};

use super::field::fold_title;

/// Folded title → field; `None` leaves the column unread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Mapping(BTreeMap<String, Option<String>>);

impl Mapping {
    /// What a person assigned in a request.
    pub fn of_choices(choices: &[ColumnChoice]) -> Self {
        let mut mapping = Self::default();
        for choice in choices {
            mapping.put(&choice.title, choice.field.as_deref());
        }
        mapping
    }

    /// Assigns one title.
    pub fn put(&mut self, title: &str, field: Option<&str>) {
        self.0.insert(fold_title(title), field.map(str::to_owned));
    }

    /// What was assigned to a title; the outer `None` means nothing.
    pub fn of(&self, title: &str) -> Option<&Option<String>> {
        self.0.get(&fold_title(title))
    }

    /// What was assigned: title and key of the field.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(title, field)| (title.as_str(), field.as_deref()))
    }

    /// Whether nothing was assigned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Saved assignments of a kind by the key of their titles.
pub(crate) fn saved(
    reading: &Reading<'_>,
    kind: ImportKind,
) -> Result<BTreeMap<String, Mapping>, LedgerError> {
    let rows = import::mappings(reading, kind.code())?;
    let rows = rows.into_iter().map(|row| Ok::<_, LedgerError>((row.header_key.clone(), parsed(&row)?)));
    let mut saved: BTreeMap<String, Mapping> = rows.collect::<Result<_, _>>()?;
    // What was forgotten is an assignment of nothing.
    saved.retain(|_, mapping| !mapping.is_empty());
    Ok(saved)
}

/// A saved assignment as it was written.
pub(crate) fn parsed(row: &Stored<ImportMapping>) -> Result<Mapping, LedgerError> {
    let corrupt = LedgerError::Corrupt { table: "import_mapping", id: row.id.0, column: "mapping" };
    serde_json::from_str(&row.mapping).map_err(|_| corrupt)
}

/// Saves an assignment for files with the same titles.
pub(crate) fn save(
    writing: &mut Writing<'_>,
    kind: ImportKind,
    header_key: &str,
    mapping: &Mapping,
) -> Result<(), LedgerError> {
    let text = serde_json::to_string(mapping)
        .map_err(|error| LedgerError::Refused(format!("栏目对应无法保存：{error}。")))?;
    import::save_mapping(writing, kind.code(), header_key, text)
}
