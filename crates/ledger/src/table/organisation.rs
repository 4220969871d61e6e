//! Organisations of all levels and the places that they look after, each over a span of days.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PlaceId};
use uuid::Uuid;

use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;
use crate::{code_field, entity};

/// Level of an organisation (decisions 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 街道党工委.
    Street,
    /// 社区党委.
    Committee,
    /// 党总支.
    GeneralBranch,
    /// 党支部; a courtyard branch is one.
    Branch,
    /// 临时党支部: a participation, never the home branch.
    TemporaryBranch,
    /// 党小组.
    Group,
}

impl Level {
    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Committee => "committee",
            Self::GeneralBranch => "general_branch",
            Self::Branch => "branch",
            Self::TemporaryBranch => "temporary_branch",
            Self::Group => "group",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Street, Self::Committee, Self::GeneralBranch, Self::Branch, Self::TemporaryBranch, Self::Group]
            .into_iter()
            .find(|level| level.code() == code)
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Street => "街道党工委",
            Self::Committee => "社区党委",
            Self::GeneralBranch => "党总支",
            Self::Branch => "党支部",
            Self::TemporaryBranch => "临时党支部",
            Self::Group => "党小组",
        }
    }
}

code_field!(Level);

entity! {
    /// A Party organisation.
    pub struct Organisation: OrganisationId, "organisation", 5 {
        uid: Uuid,
        parent_id: Option<OrganisationId>,
        level: Level,
        name: String,
        position: i64,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }

    /// A grid, courtyard, building or stairwell.
    pub struct Place: PlaceId, "place", 6 {
        parent_id: Option<PlaceId>,
        kind: String,
        name: String,
        organisation_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }
}

/// The root of the office's own tree.
pub fn root(reading: &Reading<'_>) -> Result<Option<Stored<Organisation>>> {
    reading.entity("WHERE parent_id IS NULL ORDER BY id", &[])
}

/// All organisations that exist on a day, parents first, in the order of lists.
pub fn list_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let day = crate::field::day_text(day);
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) \
         ORDER BY CASE level WHEN 'street' THEN 0 WHEN 'committee' THEN 1 WHEN 'general_branch' THEN 2 \
         WHEN 'branch' THEN 3 WHEN 'temporary_branch' THEN 4 ELSE 5 END, position, id",
        &[&day],
    )
}

/// All organisations that ever were.
pub fn list(reading: &Reading<'_>) -> Result<Vec<Stored<Organisation>>> {
    reading.entities("ORDER BY position, id", &[])
}
