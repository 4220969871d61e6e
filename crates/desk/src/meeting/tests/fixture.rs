//! A small community for the tests of meetings: one branch with two groups, one with none.

use branchbook_contract::meeting::{
    GatheringDraft, MeetingRecord, MeetingRecorded, NamedRoll, RecordDraft, Roll,
};
use branchbook_contract::{CallError, Command};
use branchbook_domain::day::{Day, FixedClock};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{Condition, ConditionKind, Membership, PostHeld};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing, book::new_uid};

use crate::Desk;
use crate::fresh::{Fresh, fresh};

/// The first branch has ten members: 甲一 … 甲五 in its first group, 乙一 … 乙五 in its second. 甲五 is on
/// probation, 乙五 is exempt with all papers. 甲一, 甲二, 乙一 are its committee. The second branch has 丙一, and
/// two people named 丁同.
pub(super) struct Town {
    pub desk: Desk,
    pub branch: OrganisationId,
    pub groups: [OrganisationId; 2],
    pub second: OrganisationId,
    pub dir: tempfile::TempDir,
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn town(today: &str) -> Town {
    let Fresh { mut desk, dir, .. } = fresh(today, None);
    let operation = Operation::new(OperationKind::RosterImport, "建账");
    let (branch, groups, second) = desk.book_mut().unwrap().write(&operation, fill).unwrap().value;
    Town { desk, branch, groups, second, dir }
}

type Organisations = (OrganisationId, [OrganisationId; 2], OrganisationId);

fn fill(writing: &mut Writing<'_>) -> Result<Organisations, LedgerError> {
    let root = Some(OrganisationId(1));
    let branch = organisation(writing, root, Level::Branch, "第一党支部")?;
    let one = organisation(writing, Some(branch), Level::Group, "第一党小组")?;
    let two = organisation(writing, Some(branch), Level::Group, "第二党小组")?;
    let second = organisation(writing, root, Level::Branch, "第二党支部")?;
    for (stem, group) in [("甲", one), ("乙", two)] {
        for (number, at) in ["一", "二", "三", "四", "五"].into_iter().zip(0..) {
            let name = format!("{stem}{number}");
            let full = (name != "甲五").then_some("2001-07-01");
            let person = member(writing, &name, full, branch, Some(group))?;
            if at == 0 || name == "甲二" {
                let title = if name == "甲一" { "secretary" } else { "organisation_member" };
                post(writing, person, branch, title)?;
            }
            if name == "乙五" {
                exempt(writing, person)?;
            }
        }
    }
    for name in ["丙一", "丁同", "丁同"] {
        member(writing, name, Some("2001-07-01"), second, None)?;
    }
    Ok((branch, [one, two], second))
}

fn organisation(
    writing: &mut Writing<'_>,
    parent_id: Option<OrganisationId>,
    level: Level,
    name: &str,
) -> Result<OrganisationId, LedgerError> {
    let uid = new_uid(&FixedClock(writing.at()));
    let (name, from_on, to_on, note) = (name.to_owned(), None, None, None);
    let (project, planned_end_on) = (None, None);
    writing.insert(&Organisation {
        uid,
        parent_id,
        level,
        name,
        position: 0,
        from_on,
        to_on,
        note,
        project,
        planned_end_on,
    })
}

fn member(
    writing: &mut Writing<'_>,
    name: &str,
    full: Option<&str>,
    branch_id: OrganisationId,
    group_id: Option<OrganisationId>,
) -> Result<PersonId, LedgerError> {
    let joined = if full.is_some() { "2000-07-01" } else { "2026-03-01" };
    let uid = new_uid(&FixedClock(writing.at()));
    let person_id = writing.insert(&Person {
        joined_on: joined.parse().ok(),
        became_full_on: full.and_then(|text| text.parse().ok()),
        ..Person::named(uid, name)
    })?;
    writing.insert(&Membership { person_id, branch_id, group_id, from_on: None, to_on: None })?;
    Ok(person_id)
}

fn post(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    organisation_id: OrganisationId,
    title: &str,
) -> Result<(), LedgerError> {
    let (title, from_on, to_on, note) = (title.to_owned(), None, None, None);
    let is_full_time = false;
    let held = PostHeld { person_id, organisation_id, title, is_full_time, from_on, to_on, note };
    writing.insert(&held).map(|_| ())
}

fn exempt(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), LedgerError> {
    let condition = Condition {
        person_id,
        kind: ConditionKind::QuorumExempt,
        reason: Some("bedridden_or_long_ill".into()),
        from_on: Some(day("2026-01-01")),
        to_on: None,
        approved_by: Some("街道党工委".into()),
        approved_on: Some(day("2026-01-01")),
        reference: Some("2025年12月党员大会".into()),
        note: None,
    };
    writing.insert(&condition).map(|_| ())
}

impl Town {
    pub(super) fn ask<C: Command>(&mut self, command: &C) -> C::Reply {
        self.desk.call(command).unwrap().body
    }

    pub(super) fn record(&mut self, gathering: GatheringDraft) -> Result<MeetingRecorded, CallError> {
        self.desk.call(&MeetingRecord { gathering }).map(|reply| reply.body)
    }

    pub(super) fn sums(&self) -> (i64, i64) {
        self.desk
            .book()
            .unwrap()
            .read(|reading| {
                let entries = reading.all::<branchbook_ledger::table::points::PointsEntry>()?;
                let sum = entries.iter().map(|entry| entry.raw).sum();
                Ok::<_, LedgerError>((i64::try_from(entries.len()).unwrap(), sum))
            })
            .unwrap()
    }
}

pub(super) fn record_of(kind: RecordKind, organisation: OrganisationId) -> RecordDraft {
    let (theme, lecturer, stated, note) = (Some("学习".to_owned()), None, None, None);
    RecordDraft { kind, organisation, theme, lecturer, stated, topics: Vec::new(), note }
}

pub(super) fn draft(on: &str, records: Vec<RecordDraft>) -> GatheringDraft {
    GatheringDraft {
        day: day(on),
        start: None,
        end: None,
        place: Some("党群服务中心".into()),
        host: None,
        recorder: None,
        roll: Roll::Names(NamedRoll::default()),
        records,
        late_reason: None,
        register_on: None,
        note: None,
    }
}
