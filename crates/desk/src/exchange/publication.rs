//! The rows of a publication: what a street gives to all its communities. Described in `PARTS.md`.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::points::Scheme;
use serde::{Deserialize, Serialize};

/// A community of the street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunityRow {
    /// Name.
    pub name: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// The points scheme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchemeRow {
    /// From when it holds at the street; `None`: always.
    pub from_on: Option<Day>,
    /// The rules.
    pub scheme: Scheme,
}

/// A service post of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostRow {
    /// Title.
    pub title: String,
    /// Code of the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Duties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// The theme of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThemeRow {
    /// The month.
    pub month: Month,
    /// The theme.
    pub theme: String,
}
