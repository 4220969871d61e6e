//! Queries of schemes and their items. A book holds one version per few years: all are read at once.

use branchbook_domain::key::PointsSchemeId;

use super::{PointsItem, PointsScheme};
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;

/// All versions of the scheme for a kind of subject, oldest first.
pub fn schemes(reading: &Reading<'_>, subject_kind: &str) -> Result<Vec<Stored<PointsScheme>>> {
    reading.entities("WHERE subject_kind = ? ORDER BY version", &[&subject_kind])
}

/// The items of a version, in the order of the forms.
pub fn items_of(reading: &Reading<'_>, scheme: PointsSchemeId) -> Result<Vec<Stored<PointsItem>>> {
    reading.entities("WHERE scheme_id = ? ORDER BY position", &[&scheme.0])
}

/// The highest version number for a kind of subject, 0 if there is none.
pub fn newest_version(reading: &Reading<'_>, subject_kind: &str) -> Result<i64> {
    reading
        .count("SELECT coalesce(max(version), 0) FROM points_scheme WHERE subject_kind = ?", &[&subject_kind])
}

/// The version that follows all others.
pub fn newest_scheme(reading: &Reading<'_>, subject_kind: &str) -> Result<Option<Stored<PointsScheme>>> {
    reading.entity("WHERE subject_kind = ? ORDER BY version DESC", &[&subject_kind])
}
