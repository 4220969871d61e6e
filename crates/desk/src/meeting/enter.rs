//! Writes a prepared gathering: its rows, its records, its people, and the points that follow.
//! Shared by recording, correcting and importing; it opens no operation of its own.

use branchbook_contract::meeting::{GatheringDraft, MeetingRecorded};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{EntryMark, EntryPath, entry_mark};
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::{AttendanceId, GatheringId, MeetingRecordId};
use branchbook_domain::quorum::Attendance as Voters;
use branchbook_ledger::table::gathering::{Attendance, Gathering, MeetingRecord, Origin, Topic, Vote};
use branchbook_ledger::{Reading, Writing};

use super::prepare::{Entry, Prepared, PreparedRecord, PreparedTopic, kept, prepare};
use super::register::Register;
use super::{conflict, holiday, shown, tally};
use crate::error::{DeskError, Result};
use crate::month::{Booking, booking_month};
use crate::points::automatic::{AttendanceFact, award_attendance};
use crate::setting::preference::LATE_AFTER;

/// What was written, and what points follow from.
pub(crate) struct Entered {
    pub gathering: GatheringId,
    pub facts: Vec<AttendanceFact>,
}

/// Checks, reckons and writes a draft, and says what should be looked at.
pub(crate) fn record(
    writing: &mut Writing<'_>,
    draft: &GatheringDraft,
    replaces: Option<GatheringId>,
) -> Result<MeetingRecorded> {
    let register = Register::on(writing, draft.day)?;
    let entry = entry_of(writing, draft, replaces)?;
    let mut prepared = prepare(writing, &register, draft, entry)?;
    prepared.warnings = warnings(writing, &register, &prepared)?;
    let entered = write(writing, &prepared)?;
    let points_awarded = award_attendance(writing, &entered.facts)?.awarded;
    Ok(MeetingRecorded {
        gathering: entered.gathering,
        booked_month: prepared.booked_month,
        mark: prepared.origin.mark().map(|mark| mark.label().to_owned()),
        records: shown::records(writing, entered.gathering, draft.day)?,
        points_awarded,
        points_taken_back: 0,
        warnings: prepared.warnings,
    })
}

/// How a day comes into the book today: its month and its mark (decisions 6, 18).
pub(crate) fn entry_at(
    reading: &Reading<'_>,
    day: Day,
    today: Day,
    register_on: Option<Day>,
) -> Result<(Month, Origin)> {
    let path = match register_on {
        Some(dated) => EntryPath::FromRegister { dated, on: today },
        None => EntryPath::Typed { on: today },
    };
    let origin = match entry_mark(day, path, LATE_AFTER.get(reading)?) {
        EntryMark::InTime => Origin::Typed,
        EntryMark::ByRegister => Origin::Register,
        EntryMark::Late => Origin::Late,
    };
    Ok((booking_month(reading, day)?, origin))
}

/// Writes a prepared gathering and gives the facts that points follow from; awarding is the caller's, once for all.
pub(crate) fn write(writing: &mut Writing<'_>, prepared: &Prepared) -> Result<Entered> {
    let gathering = writing.insert(&gathering_row(writing, prepared))?;
    for record in &prepared.records {
        write_record(writing, prepared, gathering, record)?;
    }
    let facts = write_attendance(writing, prepared, gathering)?;
    Ok(Entered { gathering, facts })
}

fn entry_of(reading: &Writing<'_>, draft: &GatheringDraft, replaces: Option<GatheringId>) -> Result<Entry> {
    let today = reading.at().beijing_day();
    if let Some(dated) = draft.register_on.filter(|dated| *dated > today || *dated < draft.day) {
        let sentence = format!("登记表日期 {dated} 应在会议日期和今天之间，请核对。");
        return Err(DeskError::field("register_on", sentence));
    }
    let (booked_month, origin) = entry_at(reading, draft.day, today, draft.register_on)?;
    let dated = draft.register_on.map(|dated| dated.to_string());
    Ok(Entry {
        today,
        origin,
        origin_note: dated.or_else(|| kept(draft.late_reason.as_deref())),
        booked_month,
        replaces,
    })
}

fn warnings(reading: &Reading<'_>, register: &Register, prepared: &Prepared) -> Result<Vec<String>> {
    let mut warnings: Vec<String> = holiday::holiday_warning(prepared.day).into_iter().collect();
    warnings.extend(Booking::of(reading)?.note(prepared.day));
    if prepared.origin == Origin::Late && prepared.origin_note.is_none() {
        warnings.push("登记时间已晚于规定，显示为“补录”；请在补录原因里写明情况。".to_owned());
    }
    for record in &prepared.records {
        let subject = format!("{}{}", record.organisation_name, record.kind.label());
        let opening = super::verdict::opening(record.kind, record.tally.voting);
        let failed = opening.filter(|verdict| !verdict.holds);
        warnings.extend(failed.map(|verdict| format!("{subject}：{}", verdict.sentence)));
        warnings.extend(record.tally.unexplained_note().map(|sentence| format!("{subject}：{sentence}")));
    }
    warnings.extend(conflict::conflicts(reading, register, prepared)?);
    Ok(warnings)
}

fn gathering_row(writing: &Writing<'_>, prepared: &Prepared) -> Gathering {
    Gathering {
        uid: writing.new_uid(),
        occurred_on: prepared.day,
        booked_month: prepared.booked_month,
        start_minute: prepared.minutes.0,
        end_minute: prepared.minutes.1,
        place: prepared.place.clone(),
        host_id: prepared.host.id,
        host_name: prepared.host.name.clone(),
        recorder_id: prepared.recorder.id,
        recorder_name: prepared.recorder.name.clone(),
        entered_at: writing.at(),
        origin: prepared.origin,
        origin_note: prepared.origin_note.clone(),
        is_numbers_only: prepared.is_numbers_only,
        cancelled_on: None,
        replaces_id: prepared.replaces,
        note: prepared.note.clone(),
    }
}

fn write_record(
    writing: &mut Writing<'_>,
    prepared: &Prepared,
    gathering: GatheringId,
    record: &PreparedRecord,
) -> Result<()> {
    let tally = &record.tally;
    let voting = tally.voting.unwrap_or(Voters { due: 0, present: 0 });
    let row = MeetingRecord {
        uid: writing.new_uid(),
        gathering_id: gathering,
        kind: record.kind,
        organisation_id: record.organisation,
        occurred_on: prepared.day,
        booked_month: prepared.booked_month,
        theme: record.theme.clone(),
        lecturer: record.lecturer.clone(),
        due_count: tally.due.into(),
        due_voting_count: voting.due.into(),
        present_count: tally.present.into(),
        present_voting_count: voting.present.into(),
        leave_count: tally.leave.into(),
        absent_count: tally.absent.into(),
        exempt_count: tally.exempt.into(),
        cancelled_on: None,
        note: record.note.clone(),
    };
    let id = writing.insert(&row)?;
    for (topic, position) in record.topics.iter().zip(0..) {
        write_topic(writing, id, topic, position)?;
    }
    Ok(())
}

fn write_topic(
    writing: &mut Writing<'_>,
    record: MeetingRecordId,
    topic: &PreparedTopic,
    position: i64,
) -> Result<()> {
    let draft = &topic.draft;
    let row = Topic {
        record_id: record,
        position,
        title: draft.title.trim().to_owned(),
        discussion: kept(draft.discussion.as_deref()),
        resolution: kept(draft.resolution.as_deref()),
        owner: kept(draft.owner.as_deref()),
        due_on: draft.due_on,
    };
    let topic_id = writing.insert(&row)?;
    for vote in &topic.votes {
        writing.insert(&Vote {
            topic_id,
            kind: vote.draft.kind,
            due_voting: vote.attendance.due.into(),
            present_voting: vote.attendance.present.into(),
            written_opinions: vote.draft.written.into(),
            ballots_issued: vote.draft.ballots_issued.map(i64::from),
            ballots_returned: vote.draft.ballots_returned.map(i64::from),
            yes_count: vote.draft.yes.into(),
            no_count: vote.draft.no.into(),
            abstain_count: vote.draft.abstain.into(),
            is_passed: vote.is_passed,
            rule_text: vote.rule_text.clone(),
        })?;
    }
    Ok(())
}

/// Writes one row for everybody and gives the facts that points follow from: one for each record at which the
/// person was due, for an observer one for each record, none for who is no member here.
fn write_attendance(
    writing: &mut Writing<'_>,
    prepared: &Prepared,
    gathering: GatheringId,
) -> Result<Vec<AttendanceFact>> {
    let mut facts = Vec::new();
    for &person in &prepared.people {
        let state = tally::state_of(&prepared.states, person);
        let reason = prepared.states.get(&person).and_then(|(_, reason)| reason.clone());
        let row = Attendance {
            gathering_id: gathering,
            person_id: person,
            state,
            reason,
            occurred_on: prepared.day,
            booked_month: prepared.booked_month,
        };
        let attendance: AttendanceId = writing.insert(&row)?;
        let is_scored = !prepared.guests.contains(&person);
        let counts = |record: &&PreparedRecord| {
            is_scored && (state == AttendanceState::Observer || record.due.contains(&person))
        };
        facts.extend(prepared.records.iter().filter(counts).map(|record| AttendanceFact {
            attendance,
            person,
            kind: record.kind,
            state,
            occurred_on: prepared.day,
            booked_month: prepared.booked_month,
        }));
    }
    Ok(facts)
}
