//! Members through the desk, and the small office that the tests work in.

pub(crate) mod acts;
mod as_sent;
mod asks;
mod fields;
mod figures;
mod full;
mod grouping;
mod newcomer;
mod order;
mod periods;
mod reasons;

use std::sync::Arc;

use branchbook_contract::Command;
use branchbook_contract::member::{MemberAdd, MemberDraft, MemberList, MemberPage};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::organisation::Level;

use crate::Desk;
use crate::fresh::{Fresh, SetClock, fresh};

/// A community with two branches, on 31 October 2026.
pub(crate) struct Office {
    pub desk: Desk,
    clock: Arc<SetClock>,
    pub first: OrganisationId,
    pub second: OrganisationId,
    _dir: tempfile::TempDir,
}

impl Office {
    pub fn new() -> Self {
        Self::begun_on("2026-10-31")
    }

    /// The same on another day.
    pub fn begun_on(day: &str) -> Self {
        let Fresh { mut desk, clock, dir } = fresh(day, Some("周经办"));
        let mut branch = |name: &str| {
            let command = OrganisationAdd {
                parent: None,
                level: Level::Branch,
                name: name.into(),
                position: None,
                from_on: None,
                note: None,
            };
            desk.call(&command).unwrap().body.organisation
        };
        let (first, second) = (branch("第一党支部"), branch("第二党支部"));
        Self { desk, clock, first, second, _dir: dir }
    }

    /// It is another day.
    pub fn on(&self, day: &str) {
        self.clock.set(day);
    }

    pub fn group(&mut self, branch: OrganisationId) -> OrganisationId {
        self.group_named(branch, "第一党小组")
    }

    pub fn group_named(&mut self, branch: OrganisationId, name: &str) -> OrganisationId {
        let command = OrganisationAdd {
            parent: Some(branch),
            level: Level::Group,
            name: name.into(),
            position: None,
            from_on: None,
            note: None,
        };
        self.call(&command).organisation
    }

    pub fn call<C: Command>(&mut self, command: &C) -> C::Reply {
        self.desk.call(command).unwrap().body
    }

    /// The words of a refusal, with those of its fields.
    pub fn refused<C: Command>(&mut self, command: &C) -> String
    where
        C::Reply: std::fmt::Debug,
    {
        self.desk.call(command).unwrap_err().to_string()
    }

    pub fn member(&mut self, name: &str, change: impl FnOnce(&mut MemberAdd)) -> PersonId {
        let mut command = self.adding(name);
        change(&mut command);
        self.call(&command).member
    }

    pub fn adding(&self, name: &str) -> MemberAdd {
        MemberAdd {
            draft: MemberDraft {
                name: name.into(),
                joined_on: Some("2000-07-01".parse().unwrap()),
                became_full_on: Some("2001-07-01".parse().unwrap()),
                ..MemberDraft::default()
            },
            branch: self.first,
            group: None,
            entry: None,
            values: Default::default(),
            confirm_duplicate: false,
        }
    }

    pub fn list(&mut self, change: impl FnOnce(&mut MemberList)) -> MemberPage {
        let mut command = MemberList::default();
        change(&mut command);
        self.call(&command)
    }

    pub fn names(&mut self, change: impl FnOnce(&mut MemberList)) -> Vec<String> {
        self.list(change).rows.into_iter().map(|row| row.name).collect()
    }
}
