//! What both records hold at a time and a person holds once: a condition, a post, a tag, a role. The row of the record
//! that stands stays, with the earlier beginning; the other one stays behind.

use branchbook_domain::key::PersonId;
use branchbook_ledger::table::care::{TagHeld, tags_of};
use branchbook_ledger::table::membership::{Condition, PostHeld, conditions_of, posts_of};
use branchbook_ledger::table::role::{RoleHeld, roles_of};
use branchbook_ledger::{Entity, LedgerError, Reading, Stored, Writing};

/// What runs twice: rows that stay behind, by table and key.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    /// Rows that stay behind.
    pub behind: Vec<(&'static str, i64)>,
    conditions: Vec<Stored<Condition>>,
    posts: Vec<Stored<PostHeld>>,
    tags: Vec<Stored<TagHeld>>,
    roles: Vec<Stored<RoleHeld>>,
}

impl Doubles {
    /// What both hold.
    pub fn of(reading: &Reading<'_>, into: PersonId, from: PersonId) -> Result<Self, LedgerError> {
        let mut doubles = Self::default();
        doubles.conditions = doubles.earlier(
            conditions_of(reading, into)?,
            &conditions_of(reading, from)?,
            |one, other| one.to_on.is_none() && other.to_on.is_none() && one.kind == other.kind,
            |row, other| row.from_on = row.from_on.min(other.from_on),
        );
        doubles.posts = doubles.earlier(
            posts_of(reading, into)?,
            &posts_of(reading, from)?,
            |one, other| {
                one.to_on.is_none()
                    && other.to_on.is_none()
                    && (one.organisation_id, &one.title) == (other.organisation_id, &other.title)
            },
            |row, other| row.from_on = row.from_on.min(other.from_on),
        );
        doubles.tags = doubles.earlier(
            tags_of(reading, into)?,
            &tags_of(reading, from)?,
            |one, other| one.to_on.is_none() && other.to_on.is_none() && one.tag == other.tag,
            |row, other| row.from_on = row.from_on.min(other.from_on),
        );
        doubles.roles = doubles.earlier(
            roles_of(reading, into)?,
            &roles_of(reading, from)?,
            |one, other| one.to_on.is_none() && other.to_on.is_none() && is_same_role(one, other),
            |row, other| row.from_on = row.from_on.min(other.from_on),
        );
        Ok(doubles)
    }

    /// The rows that stay, with the earlier beginning; those that stay behind are noted.
    fn earlier<E: Entity + Clone>(
        &mut self,
        own: Vec<Stored<E>>,
        others: &[Stored<E>],
        is_same: impl Fn(&E, &E) -> bool,
        join: impl Fn(&mut E, &E),
    ) -> Vec<Stored<E>> {
        let mut kept = Vec::new();
        for mut row in own {
            let same: Vec<&Stored<E>> =
                others.iter().filter(|other| is_same(&row.value, &other.value)).collect();
            for other in &same {
                join(&mut row.value, &other.value);
                self.behind.push((E::TABLE.name, other.id.into()));
            }
            if !same.is_empty() {
                kept.push(row);
            }
        }
        kept
    }

    /// Writes the earlier beginnings.
    pub fn write(&self, writing: &mut Writing<'_>) -> Result<(), LedgerError> {
        write_all(writing, &self.conditions)?;
        write_all(writing, &self.posts)?;
        write_all(writing, &self.tags)?;
        write_all(writing, &self.roles)
    }
}

fn write_all<E: Entity>(writing: &mut Writing<'_>, rows: &[Stored<E>]) -> Result<(), LedgerError> {
    rows.iter().try_for_each(|row| writing.update(row.id, &row.value).map(|_| ()))
}

fn is_same_role(one: &RoleHeld, other: &RoleHeld) -> bool {
    (&one.kind, one.organisation_id, one.unit_id, one.place_id, &one.title)
        == (&other.kind, other.organisation_id, other.unit_id, other.place_id, &other.title)
}
