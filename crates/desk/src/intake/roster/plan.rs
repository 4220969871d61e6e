//! What an import of a roster writes. It keeps of the rows only what is needed: the cells are read again when their
//! turn to be written comes. Must not decide anything.

use std::collections::HashSet;

use branchbook_contract::member::MemberMove;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ConditionId, MembershipId, OrganisationId, PersonId, PlaceId};
use branchbook_domain::member::{ConditionKind, MovementKind, MovementReason, PostTitle};

use super::draft::{self, Draft};
use super::place::{NewOrganisation, Place};
use crate::intake::decide::Decisions;
use crate::intake::form::Absent;
use crate::intake::{Context, SourceRows};

/// What an import of a roster writes.
#[derive(Debug)]
pub struct Plan {
    /// The month in which the members are counted as there.
    pub(super) month: Month,
    /// The day of the roster.
    pub(super) as_of: Day,
    pub(super) organisations: Vec<NewOrganisation>,
    pub(super) joiners: Vec<Joiner>,
    pub(super) changes: Vec<Change>,
    /// Movements of members whom the file does not name, or of whom it says that they left.
    pub(super) steps: Vec<Step>,
    /// Who they are.
    pub(super) absent: Absent,
    pub(super) rows: SourceRows,
    pub(super) today: Day,
    asked_month: Option<Month>,
}

impl Plan {
    pub(super) fn new(month: Month, rows: &SourceRows, context: &Context<'_>) -> Self {
        Self {
            month,
            as_of: context.as_of(),
            organisations: Vec::new(),
            joiners: Vec::new(),
            changes: Vec::new(),
            steps: Vec::new(),
            absent: Absent::default(),
            rows: rows.clone(),
            today: context.today,
            asked_month: context.month,
        }
    }

    /// Organisations that somebody is in.
    pub(super) fn places(&self) -> HashSet<Place> {
        let joined = self.joiners.iter().flat_map(|joiner| [Some(joiner.branch), joiner.group]);
        let grouped = self.changes.iter().map(|change| change.group.as_ref().map(|group| group.group));
        let moved = self.changes.iter().filter_map(|change| change.moved.as_ref());
        let moved = moved.flat_map(|moved| [Some(moved.branch), moved.group]);
        let posts = self.joiners.iter().flat_map(|joiner| &joiner.more().posts);
        let posts = posts.chain(self.changes.iter().flat_map(|change| &change.posts));
        joined.chain(grouped).chain(moved).flatten().chain(posts.map(|post| post.place)).collect()
    }

    /// What the row at a position says.
    pub(super) fn draft(&self, at: u32) -> Draft {
        let (decisions, left) = (Decisions::default(), SourceRows::default());
        let context = Context {
            unread: &left,
            today: self.today,
            month: self.asked_month,
            register_on: Some(self.as_of),
            file_name: "",
            decisions: &decisions,
            left: &left,
        };
        self.rows.get(at as usize).map(|row| draft::read(&row, &context)).unwrap_or_default()
    }
}

/// A member to be entered.
#[derive(Debug)]
pub(super) struct Joiner {
    /// Position of the row.
    pub at: u32,
    /// The person if the book knows them already, as one who reported in.
    pub known: Option<PersonId>,
    pub branch: Place,
    pub group: Option<Place>,
    /// What few rows say; the many that say nothing of it take no room.
    pub more: Option<Box<More>>,
    /// How they came, if they were not there from the beginning.
    pub arrival: Option<Arrival>,
}

impl Joiner {
    /// What begins with them besides their membership.
    pub fn more(&self) -> &More {
        static NOTHING: More = More { begun: Vec::new(), posts: Vec::new(), place: None };
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// What begins with a member besides the membership.
#[derive(Debug)]
pub(super) struct More {
    pub begun: Vec<Begun>,
    pub posts: Vec<NewPost>,
    /// Where they live.
    pub place: Option<PlaceId>,
}

impl More {
    /// Nothing if there is nothing in it.
    pub fn boxed(self) -> Option<Box<Self>> {
        let is_empty = self.begun.is_empty() && self.posts.is_empty() && self.place.is_none();
        (!is_empty).then(|| Box::new(self))
    }
}

/// How somebody came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub kind: MovementKind,
    pub reason: Option<MovementReason>,
    pub on: Day,
}

/// A movement of somebody who is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub person: PersonId,
    pub kind: MovementKind,
    pub reason: Option<MovementReason>,
    pub on: Day,
    /// Where to, for a move between branches.
    pub branch: Option<OrganisationId>,
}

impl Step {
    /// The movement as the register records it.
    pub fn command(&self) -> MemberMove {
        with_reason(movement(self.person, self.kind, self.on, (self.branch, None)), self.reason)
    }
}

/// The movement with why it happened: the register judges both together.
pub(super) fn with_reason(command: MemberMove, reason: Option<MovementReason>) -> MemberMove {
    MemberMove { reason: reason.map(|reason| reason.code().to_owned()), ..command }
}

/// A movement as the register records it.
pub(super) fn movement(
    member: PersonId,
    kind: MovementKind,
    on: Day,
    (branch, group): (Option<OrganisationId>, Option<OrganisationId>),
) -> MemberMove {
    MemberMove { branch, group, ..MemberMove::of(member, kind, on.into()) }
}

/// A member whose record changes.
#[derive(Debug)]
pub(super) struct Change {
    pub person: PersonId,
    /// Position of the row, if it says something new of the person.
    pub news: Option<u32>,
    /// Fields in which the book keeps what it says.
    pub kept: Vec<String>,
    /// The name, where that of the file is right.
    pub renamed: Option<String>,
    pub group: Option<GroupMove>,
    pub moved: Option<BranchMove>,
    pub begun: Vec<Begun>,
    /// What ends that held of them.
    pub ended: Vec<Ended>,
    pub posts: Vec<NewPost>,
    /// Where they live, if it is new.
    pub place: Option<PlaceId>,
}

/// Something that begins to hold of a member.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub kind: ConditionKind,
    /// Since when; nothing for those of whom it held from the beginning.
    pub from: Option<Day>,
    /// Where somebody went who is away.
    pub went: Option<String>,
}

/// Something that holds of a member no longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub condition: ConditionId,
    pub kind: ConditionKind,
    /// The first day on which it does not hold.
    pub to: Day,
}

/// A post that begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewPost {
    pub title: PostTitle,
    /// The branch or group in which it is held.
    pub place: Place,
    pub from: Day,
}

/// A member who changes the branch.
#[derive(Debug)]
pub(super) struct BranchMove {
    pub branch: Place,
    pub group: Option<Place>,
    pub on: Day,
}

/// A member who changes the group within the branch.
#[derive(Debug)]
pub(super) struct GroupMove {
    pub membership: MembershipId,
    pub group: Place,
}
