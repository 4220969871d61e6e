//! Which column title stands for which field, as a person assigned it. Must not guess.

use std::collections::BTreeMap;

use branchbook_contract::intake::ColumnChoice;
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
