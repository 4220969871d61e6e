//! Roles (身份): what somebody is besides a member, and everything that people are on a day. Must not write.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId, UnitId};
use branchbook_ledger::table::development::cases;
use branchbook_ledger::table::membership::listed_on;
use branchbook_ledger::table::organisation::{Place, places};
use branchbook_ledger::table::role::{RoleHeld, left_before, reporting_on, roles_on};
use branchbook_ledger::table::unit::{Unit, units};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::organisation::Names;

/// Kinds of roles. The codes stand in books and are frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoleKind {
    /// Part-time member of the joint committee.
    JointCommittee,
    /// Grid worker.
    GridWorker,
    /// Head of a building.
    BuildingHead,
    /// Volunteer.
    Volunteer,
    /// Takes part in a temporary organisation.
    Participant,
    /// Anything else; its title says what.
    Other,
}

impl RoleKind {
    /// All.
    pub const ALL: [Self; 6] = [
        Self::JointCommittee,
        Self::GridWorker,
        Self::BuildingHead,
        Self::Volunteer,
        Self::Participant,
        Self::Other,
    ];

    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::JointCommittee => "joint_committee",
            Self::GridWorker => "grid_worker",
            Self::BuildingHead => "building_head",
            Self::Volunteer => "volunteer",
            Self::Participant => "participant",
            Self::Other => "other",
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::JointCommittee => "联合党委兼职委员",
            Self::GridWorker => "网格员",
            Self::BuildingHead => "楼栋长",
            Self::Volunteer => "志愿者",
            Self::Participant => "临时党组织成员",
            Self::Other => "其他身份",
        }
    }

    /// What a person calls the kind with a code; a code that nobody knows is some other role.
    pub fn label_of(code: &str) -> &'static str {
        Self::from_code(code).unwrap_or(Self::Other).label()
    }

    /// The kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Everything that people are on a day.
pub(crate) struct Standing {
    names: Names,
    places: HashMap<PlaceId, String>,
    offices: HashMap<UnitId, String>,
    branches: HashMap<PersonId, OrganisationId>,
    units: HashMap<PersonId, String>,
    roles: BTreeMap<PersonId, Vec<Stored<RoleHeld>>>,
    cases: BTreeSet<PersonId>,
    left: HashMap<PersonId, Day>,
}

impl Standing {
    /// Reads it: a few queries, whatever the number of people.
    pub fn on(reading: &Reading<'_>, day: Day) -> Result<Self, LedgerError> {
        let mut roles: BTreeMap<PersonId, Vec<Stored<RoleHeld>>> = BTreeMap::new();
        for role in roles_on(reading, day)? {
            roles.entry(role.person_id).or_default().push(role);
        }
        let members = listed_on(reading, day, false)?;
        let running = cases(reading)?.into_iter().filter(|case| case.ended_by_on.is_none());
        Ok(Self {
            names: Names::on(reading, day)?,
            places: places(reading)?.into_iter().map(|place| (place.id, place.value.name)).collect(),
            offices: units(reading)?.into_iter().map(|unit| (unit.id, unit.value.name)).collect(),
            branches: members.into_iter().map(|member| (member.person, member.branch_id)).collect(),
            units: reporting_on(reading, day)?.into_iter().collect(),
            roles,
            cases: running.map(|case| case.person_id).collect(),
            left: left_before(reading, day)?.into_iter().collect(),
        })
    }

    /// Who holds a role or reports in.
    pub fn people(&self) -> BTreeSet<PersonId> {
        self.roles.keys().chain(self.units.keys()).copied().collect()
    }

    /// The branch of a member.
    pub fn branch(&self, person: PersonId) -> Option<String> {
        self.branches.get(&person).map(|branch| self.names.distinct(*branch))
    }

    /// The unit from which somebody reports in.
    pub fn unit(&self, person: PersonId) -> Option<&str> {
        self.units.get(&person).map(String::as_str)
    }

    /// The roles of somebody.
    pub fn roles(&self, person: PersonId) -> &[Stored<RoleHeld>] {
        self.roles.get(&person).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether somebody is on the way into the Party.
    pub fn has_case(&self, person: PersonId) -> bool {
        self.cases.contains(&person) && !self.branches.contains_key(&person)
    }

    /// Since when somebody is a member no longer.
    pub fn left(&self, person: PersonId) -> Option<Day> {
        self.left.get(&person).copied()
    }

    /// The filters that find somebody.
    pub fn marks(&self, person: PersonId) -> Vec<&'static str> {
        let mut marks: Vec<&'static str> = Vec::new();
        let held = self.roles(person).iter().filter_map(|role| RoleKind::from_code(&role.kind));
        let kinds: BTreeSet<RoleKind> = held.collect();
        marks.extend(kinds.into_iter().map(RoleKind::code));
        let more = [
            (self.branches.contains_key(&person), "member"),
            (self.units.contains_key(&person), "reporting"),
            (self.has_case(person), "case"),
        ];
        marks.extend(more.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark));
        if marks.len() > 1 {
            marks.push("several");
        }
        if self.left(person).is_some() {
            marks.push("former");
        }
        marks
    }

    /// How many things somebody is.
    pub fn count(&self, person: PersonId) -> usize {
        self.roles(person).len()
            + usize::from(self.branches.contains_key(&person))
            + usize::from(self.units.contains_key(&person))
    }

    /// The roles of somebody in words: 「网格员（第三网格）」.
    pub fn role_words(&self, person: PersonId) -> Vec<String> {
        let words = |role: &Stored<RoleHeld>| {
            let unit = role.unit_id.and_then(|unit| self.offices.get(&unit)).cloned();
            let place = role.place_id.and_then(|place| self.places.get(&place)).cloned();
            in_words(&self.names, role, unit, place)
        };
        self.roles(person).iter().map(words).collect()
    }
}

/// A role in words.
pub(crate) fn role_words(
    reading: &Reading<'_>,
    names: &Names,
    role: &RoleHeld,
) -> Result<String, LedgerError> {
    let unit = role.unit_id.map(|unit| reading.get::<Unit>(unit)).transpose()?.flatten();
    let place = role.place_id.map(|place| reading.get::<Place>(place)).transpose()?.flatten();
    Ok(in_words(names, role, unit.map(|unit| unit.value.name), place.map(|place| place.value.name)))
}

fn in_words(names: &Names, role: &RoleHeld, unit: Option<String>, place: Option<String>) -> String {
    let told = [role.organisation_id.map(|id| names.distinct(id)), unit, place, role.title.clone()];
    let told: Vec<String> = told.into_iter().flatten().collect();
    let label = RoleKind::label_of(&role.kind);
    if told.is_empty() { label.to_owned() } else { format!("{label}（{}）", told.join("，")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_kind() {
        for kind in RoleKind::ALL {
            assert_eq!(RoleKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(RoleKind::from_code("志愿者"), None);
    }
}
