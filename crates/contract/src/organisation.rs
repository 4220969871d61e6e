//! Organisations and places: the tree on a day, and what is added to it or ended.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PlaceId};
use branchbook_domain::organisation::{Level, PlaceKind};
use serde::{Deserialize, Serialize};

/// Asks for the tree of organisations on a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OrganisationList {
    /// The day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// An organisation in the tree: parents come before their children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRow {
    /// Key.
    pub organisation: OrganisationId,
    /// The one above.
    pub parent: Option<OrganisationId>,
    /// How deep it stands; 0 for the root.
    pub depth: u32,
    /// Level.
    pub level: Level,
    /// Name.
    pub name: String,
    /// Order among its neighbours.
    pub position: i64,
    /// Since when, if known.
    pub from_on: Option<Day>,
    /// First day it is no more.
    pub to_on: Option<Day>,
    /// Remark.
    pub note: Option<String>,
    /// Members on the day, those of the organisations below included.
    pub member_count: u32,
    /// Full members among them.
    pub full_member_count: u32,
    /// The day of the tree and of its counts.
    pub counted_on: Day,
}

/// Adds an organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrganisationAdd {
    /// The one above; the root if not given.
    #[serde(default)]
    pub parent: Option<OrganisationId>,
    /// Level.
    pub level: Level,
    /// Name.
    pub name: String,
    /// Order among its neighbours; the last if not given.
    #[serde(default)]
    pub position: Option<i64>,
    /// Founded on; unknown if not given.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// Renames, reorders or ends an organisation. What is absent stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrganisationEdit {
    /// The organisation.
    pub organisation: OrganisationId,
    /// New name; what is ended keeps its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The first day of the new name, today if not given: before it the old name stays.
    #[serde(default)]
    pub named_on: Option<Day>,
    /// The name was written wrongly and is put right on every day on which it stood.
    #[serde(default)]
    pub is_correction: bool,
    /// New order.
    #[serde(default)]
    pub position: Option<i64>,
    /// First day it is no more; it must have neither members nor organisations below on that day.
    #[serde(default)]
    pub to_on: Option<Day>,
    /// Remark; empty text clears it.
    #[serde(default)]
    pub note: Option<String>,
}

/// An organisation that was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationSaved {
    /// The organisation.
    pub organisation: OrganisationId,
}

/// Asks for the places on a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PlaceList {
    /// The day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// Key.
    pub place: PlaceId,
    /// The one above.
    pub parent: Option<PlaceId>,
    /// Kind.
    pub kind: PlaceKind,
    /// Name.
    pub name: String,
    /// The organisation that looks after it.
    pub organisation: Option<OrganisationId>,
}

/// Adds a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceAdd {
    /// The one above.
    #[serde(default)]
    pub parent: Option<PlaceId>,
    /// Kind.
    pub kind: PlaceKind,
    /// Name.
    pub name: String,
    /// The organisation that looks after it.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// Since when, if known.
    #[serde(default)]
    pub from_on: Option<Day>,
}

/// A place that was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceSaved {
    /// The place.
    pub place: PlaceId,
}
