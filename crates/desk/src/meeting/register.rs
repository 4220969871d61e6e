//! The register as meetings see it: on one day, who is due at which kind of meeting and who has a vote.
//! Reads the book once for the day; decides nothing about who came.

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::Day;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{PostTitle, has_committee};
use branchbook_domain::organisation::writing::Community;
use branchbook_domain::quorum::{Exemption, NoVoteReason, Voter, has_vote, is_due};
use branchbook_ledger::table::gathering::presence::{PostOnDay, posts_held_on};
use branchbook_ledger::table::membership::{self, ConditionKind, MemberOnDay, members_on};
use branchbook_ledger::table::organisation::{self, Level, Organisation};
use branchbook_ledger::table::role::{RoleHeld, roles_on};
use branchbook_ledger::{Reading, Result, Stored};

use crate::organisation::{PARTICIPANT, community};

/// The register of one day.
pub(crate) struct Register {
    pub day: Day,
    pub organisations: Vec<Stored<Organisation>>,
    /// What organisations were called before or are called since: lists of that day may be written later.
    pub also_called: Vec<(OrganisationId, String)>,
    /// Whose branches these are.
    pub community: Community,
    people: Vec<OnRoll>,
    /// Who takes part in a temporary branch and is no member here: called to its meetings and to no other.
    guests: Vec<OnRoll>,
    posts: Vec<PostOnDay>,
    /// Who takes part in which temporary branch, and in which group of one.
    participants: HashSet<(OrganisationId, PersonId)>,
}

/// A member as meetings see one.
#[derive(Debug, Clone)]
pub(crate) struct OnRoll {
    pub person: PersonId,
    pub name: String,
    pub branch: OrganisationId,
    pub group: Option<OrganisationId>,
    /// Whether there is a vote, or why not.
    pub vote: std::result::Result<(), NoVoteReason>,
    pub exemption: Option<Exemption>,
    /// Counted among those due at any meeting but an election.
    pub is_due: bool,
    /// Counted among those due at an election.
    pub is_due_in_election: bool,
    /// No member of this community: called to a temporary branch, without a vote and without points.
    pub is_guest: bool,
}

impl Register {
    /// The register of a day.
    pub(crate) fn on(reading: &Reading<'_>, day: Day) -> Result<Self> {
        let people: Vec<OnRoll> =
            members_on(reading, day)?.iter().map(|member| on_roll(day, member)).collect();
        let organisations = organisation::list_on(reading, day)?;
        let roles = participations_on(reading, day)?;
        Ok(Self {
            day,
            guests: guests(reading, &roles, &people)?,
            participants: roles.iter().flat_map(|role| places(role, &organisations)).collect(),
            people,
            posts: posts_held_on(reading, day)?,
            organisations,
            also_called: organisation::names_ever(reading)?,
            community: community(reading)?,
        })
    }

    /// The organisation, if it exists on the day.
    pub(crate) fn organisation(&self, id: OrganisationId) -> Option<&Stored<Organisation>> {
        self.organisations.iter().find(|organisation| organisation.id == id)
    }

    /// The name as shown: a group with its branch.
    pub(crate) fn name(&self, id: OrganisationId) -> String {
        name_among(&self.organisations, id)
    }

    /// Everybody on the roll of a kind of meeting of an organisation, those exempt among them.
    pub(crate) fn roll(&self, kind: RecordKind, organisation: OrganisationId) -> Vec<&OnRoll> {
        let level = self.organisation(organisation).map(|organisation| organisation.level);
        if kind == RecordKind::CommitteeMeeting {
            let committee = self.committee(organisation);
            return self.everybody(|person| committee.contains(&person.person));
        }
        match level {
            Some(Level::Group) if !self.is_temporary(organisation) => {
                self.of(|person| person.group == Some(organisation))
            }
            Some(Level::TemporaryBranch | Level::Group) => {
                self.everybody(|person| self.participants.contains(&(organisation, person.person)))
            }
            Some(_) => {
                let branches = self.branches_below(organisation);
                self.of(|person| branches.contains(&person.branch))
            }
            None => Vec::new(),
        }
    }

    /// Those who sit in the committee of an organisation. A secretary alone is no committee.
    pub(crate) fn committee(&self, organisation: OrganisationId) -> HashSet<PersonId> {
        let posts = || self.posts.iter().filter(|post| post.organisation == organisation);
        if !has_committee(posts().map(|post| post.title.as_str())) {
            return HashSet::new();
        }
        let sits = |title: &str| PostTitle::from_code(title).is_some_and(PostTitle::sits_in_committee);
        posts().filter(|post| sits(&post.title)).map(|post| post.person).collect()
    }

    /// Everybody on the register with this name.
    pub(crate) fn named(&self, name: &str) -> Vec<&OnRoll> {
        self.of(|person| person.name == name)
    }

    /// Somebody on the register, or who takes part in a temporary branch.
    pub(crate) fn person(&self, id: PersonId) -> Option<&OnRoll> {
        self.people.iter().chain(&self.guests).find(|person| person.person == id)
    }

    /// Whether a group is one of a temporary branch: its people belong to groups of their own at home.
    fn is_temporary(&self, group: OrganisationId) -> bool {
        let branch = self.organisation(group).and_then(|group| self.organisation(group.parent_id?));
        branch.is_some_and(|branch| branch.level == Level::TemporaryBranch)
    }

    fn everybody(&self, wanted: impl Fn(&OnRoll) -> bool) -> Vec<&OnRoll> {
        self.people.iter().chain(&self.guests).filter(|person| wanted(person)).collect()
    }

    fn of(&self, wanted: impl Fn(&OnRoll) -> bool) -> Vec<&OnRoll> {
        self.people.iter().filter(|person| wanted(person)).collect()
    }

    /// The organisation itself and all below it.
    fn branches_below(&self, top: OrganisationId) -> HashSet<OrganisationId> {
        let parents: HashMap<_, _> =
            self.organisations.iter().map(|each| (each.id, each.parent_id)).collect();
        let is_below = |id: OrganisationId| {
            let mut at = Some(id);
            // A tree has no more levels than there are kinds of organisation.
            (0..8).any(|_| match at {
                Some(here) if here == top => true,
                Some(here) => {
                    at = parents.get(&here).copied().flatten();
                    false
                }
                None => false,
            })
        };
        self.organisations.iter().map(|each| each.id).filter(|id| is_below(*id)).collect()
    }
}

/// Who takes part in temporary branches on a day.
fn participations_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<RoleHeld>>> {
    let mut roles = roles_on(reading, day)?;
    roles.retain(|role| role.kind == PARTICIPANT && role.organisation_id.is_some());
    Ok(roles)
}

/// Where a participation counts: whoever is in a group of a temporary branch is in the branch, too.
fn places(role: &RoleHeld, organisations: &[Stored<Organisation>]) -> Vec<(OrganisationId, PersonId)> {
    let own = role.organisation_id;
    let found = organisations.iter().find(|each| Some(each.id) == own && each.level == Level::Group);
    let above = found.and_then(|group| group.parent_id);
    own.into_iter().chain(above).map(|place| (place, role.person_id)).collect()
}

/// Those who take part and stand on no register here: members of other communities, members in service who report in.
fn guests(reading: &Reading<'_>, roles: &[Stored<RoleHeld>], members: &[OnRoll]) -> Result<Vec<OnRoll>> {
    let known: HashSet<PersonId> = members.iter().map(|member| member.person).collect();
    let mut ids: Vec<PersonId> = roles.iter().map(|role| role.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| !known.contains(id));
    let named = membership::people(reading, &ids)?;
    let guest = |id: &PersonId| {
        let role = roles.iter().find(|role| role.person_id == *id)?;
        Some(OnRoll {
            person: *id,
            name: named.get(id)?.name.clone(),
            branch: role.organisation_id?,
            group: None,
            vote: Err(NoVoteReason::HomeElsewhere),
            exemption: None,
            is_due: true,
            is_due_in_election: true,
            is_guest: true,
        })
    };
    Ok(ids.iter().filter_map(guest).collect())
}

/// The name of an organisation as shown: a group with its branch.
pub(crate) fn name_among(organisations: &[Stored<Organisation>], id: OrganisationId) -> String {
    let find = |id| organisations.iter().find(|each| each.id == id);
    let Some(found) = find(id) else { return "（当日不存在的组织）".to_owned() };
    match (found.level, found.parent_id.and_then(find)) {
        (Level::Group, Some(branch)) => format!("{}{}", branch.name, found.name),
        _ => found.name.clone(),
    }
}

/// Whoever is there with a 流动党员活动证 is not on the register and cannot be asked here. 停止党籍 ends the membership. A
/// member who is away (流动) stays due and keeps the vote at home: being away exempts only with its papers, as one of the
/// six reasons (domain.md 1.3).
fn on_roll(day: Day, member: &MemberOnDay) -> OnRoll {
    let exemption = member.exemption();
    let voter = Voter {
        class: member.class(),
        is_under_observation: member.has(ConditionKind::PartyProbation),
        is_suspended: member.has(ConditionKind::RightsSuspended),
        ..Voter::default()
    };
    OnRoll {
        person: member.person,
        name: member.name.clone(),
        branch: member.branch_id,
        group: member.group_id,
        vote: has_vote(voter),
        is_due: is_due(day, false, exemption.as_ref()),
        is_due_in_election: is_due(day, true, exemption.as_ref()),
        exemption,
        is_guest: false,
    }
}
