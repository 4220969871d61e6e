//! Adds people to an activity, and takes one out. Members earn points for their hours; people who only report in
//! have hours, but no points account: the scheme scores members of the community.

use std::collections::{HashMap, HashSet};

use branchbook_contract::activity::{
    ActivityAddParticipants, ActivityRecorded, ActivityRemoveParticipant, ActivityTakenBack, Participant,
};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, PersonId};
use branchbook_ledger::table::activity::{self, Activity, Participation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::cancel::take_out;
use super::record::DAY_MINUTES;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::person::follow::Merged;
use crate::points::automatic::{HoursFact, award_hours};
use crate::progress::Progress;
use crate::unit::entry::Wrong;

impl Handle<ActivityAddParticipants> for Desk {
    fn handle(
        &mut self,
        command: ActivityAddParticipants,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ActivityRecorded>> {
        let book = self.book_mut()?;
        let activity = book.read(|reading| standing(reading, command.activity))?;
        check(&command.participants, length(&activity))?;
        let title = format!("补登参加人：{}（{} 人）", activity.title, command.participants.len());
        let operation = Operation::new(OperationKind::ActivityEdit, title);
        let written = book.write(&operation, |writing| {
            let booking = Booking::of(writing)?;
            let month = booking.month(activity.occurred_on).max(activity.booked_month);
            let mut warnings: Vec<String> = booking.note(activity.occurred_on).into_iter().collect();
            let added = add(writing, activity.id, &activity, &command.participants, month, &mut warnings)?;
            Ok::<_, DeskError>(ActivityRecorded { activity: activity.id, added, warnings })
        })?;
        Ok(outcome_of(written, |recorded| recorded))
    }
}

impl Handle<ActivityRemoveParticipant> for Desk {
    fn handle(
        &mut self,
        command: ActivityRemoveParticipant,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ActivityTakenBack>> {
        let book = self.book_mut()?;
        let (activity, part, name) = book.read(|reading| part_of(reading, &command))?;
        let title = format!("移除参加人：{name}（{}）", activity.title);
        let operation = Operation::new(OperationKind::ActivityEdit, title);
        let written = book.write(&operation, |writing| take_out(writing, vec![part]))?;
        Ok(outcome_of(written, |participations| ActivityTakenBack { participations }))
    }
}

/// The activity, unless it is cancelled.
pub(crate) fn standing(reading: &Reading<'_>, id: ActivityId) -> Result<Stored<Activity>> {
    let activity = reading.require::<Activity>(id)?;
    match activity.cancelled_on {
        None => Ok(activity),
        Some(day) => {
            Err(DeskError::refused(format!("活动「{}」已于 {day} 取消，不能再改动。", activity.title)))
        }
    }
}

/// Each has minutes of its own or those of the activity, and none is named twice.
pub(crate) fn check(participants: &[Participant], length: Option<i64>) -> Result<()> {
    let mut wrong = Wrong::default();
    let minutes = participants.iter().map(|one| one.minutes.or(length));
    let is_known = minutes.clone().all(|minutes| minutes.is_some());
    wrong.unless(is_known, "participants", "活动没有起止时间，请填写每个人的服务时长。");
    let is_possible = minutes.flatten().all(|minutes| (1..=DAY_MINUTES).contains(&minutes));
    wrong.unless(is_possible, "participants", "每人的服务时长要在 1 分钟到 24 小时之间。");
    let different: HashSet<PersonId> = participants.iter().map(|one| one.person).collect();
    wrong.unless(different.len() == participants.len(), "participants", "同一个人只能登记一次。");
    wrong.finish()
}

/// Adds those who are not in it yet, with their points. Gives how many.
pub(crate) fn add(
    writing: &mut Writing<'_>,
    id: ActivityId,
    activity: &Activity,
    participants: &[Participant],
    month: Month,
    warnings: &mut Vec<String>,
) -> Result<i64> {
    let merged = Merged::of(writing)?;
    let there = activity::participations(writing, id)?;
    let there: HashSet<PersonId> = there.into_iter().map(|row| merged.standing(row.person_id)).collect();
    let day = activity.occurred_on;
    let members: HashSet<PersonId> = unit::member_ids_on(writing, day)?.into_iter().collect();
    let mut strangers = Vec::new();
    let mut facts = Vec::new();
    let mut added = 0;
    for one in participants {
        let name = writing.require::<Person>(one.person)?.value.name;
        if there.contains(&one.person) {
            warnings.push(format!("「{name}」已在参加人中，未重复登记。"));
            continue;
        }
        let row = participation(id, activity, one, month);
        let participation = writing.insert(&row)?;
        added += 1;
        if members.contains(&one.person) {
            let minutes = u32::try_from(row.minutes).unwrap_or_default();
            let (person, occurred_on, booked_month) = (one.person, day, month);
            facts.push(HoursFact { participation, person, minutes, occurred_on, booked_month });
        } else if !is_reported_in(writing, one.person, day)? {
            strangers.push(name);
        }
    }
    award_hours(writing, &facts)?;
    warnings.extend(stranger_warning(&strangers));
    Ok(added)
}

fn participation(id: ActivityId, activity: &Activity, one: &Participant, month: Month) -> Participation {
    Participation {
        activity_id: id,
        person_id: one.person,
        minutes: one.minutes.or(length(activity)).unwrap_or_default(),
        occurred_on: activity.occurred_on,
        booked_month: month,
        cancelled_on: None,
        note: None,
    }
}

fn length(activity: &Activity) -> Option<i64> {
    activity.start_minute.zip(activity.end_minute).map(|(start, end)| end - start)
}

fn is_reported_in(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<bool> {
    let known = unit::report_ins_of(reading, person)?;
    Ok(known.iter().any(|row| {
        row.reported_on.earliest() <= day && row.returned_on.is_none_or(|returned| returned > day)
    }))
}

fn stranger_warning(names: &[String]) -> Option<String> {
    let several = names.join("、");
    (!names.is_empty())
        .then(|| format!("活动当日既不是在册党员、也未报到：{several}。时长只计入活动，不计入单位。"))
}

fn part_of(
    reading: &Reading<'_>,
    command: &ActivityRemoveParticipant,
) -> Result<(Stored<Activity>, Stored<Participation>, String)> {
    let activity = standing(reading, command.activity)?;
    let name = reading.require::<Person>(command.person)?.value.name;
    // Rows of closed months stay with the record that gave way.
    let merged = Merged::of(reading)?;
    let rows = activity::participations(reading, activity.id)?.into_iter();
    let mut by_person: HashMap<PersonId, Stored<Participation>> =
        rows.map(|row| (merged.standing(row.person_id), row)).collect();
    match by_person.remove(&command.person) {
        Some(part) => Ok((activity, part, name)),
        None => {
            Err(DeskError::refused(format!("「{name}」不在活动「{}」的参加人中，没有改动。", activity.title)))
        }
    }
}
