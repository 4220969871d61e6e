//! Stored meetings as a shell sees them: names, marks, verdicts. Reads only.

use branchbook_contract::meeting::{
    AttachmentRow, AttendanceRow, Meeting, RecordShown, TimeOfDay, TopicShown, VoteShown,
};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::GatheringMark;
use branchbook_domain::key::{GatheringId, OrganisationId, TopicId};
use branchbook_ledger::table::gathering::attached::{AttachedFile, attachments_of};
use branchbook_ledger::table::gathering::held::{records_of, replacement_of, topics_of, votes_of};
use branchbook_ledger::table::gathering::presence::attendance_at;
use branchbook_ledger::table::gathering::{Gathering, MeetingRecord, Topic};
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{Reading, Result, Stored};

use super::register::name_among;
use super::verdict;

/// A gathering with everything that is known of it.
pub(crate) fn meeting(reading: &Reading<'_>, id: GatheringId) -> Result<Meeting> {
    let gathering = reading.require::<Gathering>(id)?.value;
    let replaced_by = replacement_of(reading, id)?.map(|stored| stored.id);
    Ok(Meeting {
        gathering: id,
        day: gathering.occurred_on,
        start: time(gathering.start_minute),
        end: time(gathering.end_minute),
        marks: marks(&gathering),
        place: gathering.place,
        host: gathering.host_name,
        recorder: gathering.recorder_name,
        booked_month: gathering.booked_month,
        entered_at: gathering.entered_at,
        origin_note: gathering.origin_note,
        replaces: gathering.replaces_id,
        replaced_by,
        records: records(reading, id, gathering.occurred_on)?,
        attendance: attendance(reading, id)?,
        attachments: attachments(reading, id)?,
        note: gathering.note,
    })
}

/// The records of a gathering with numbers, verdicts, topics and votes.
pub(crate) fn records(reading: &Reading<'_>, gathering: GatheringId, day: Day) -> Result<Vec<RecordShown>> {
    let organisations = organisation::all_as_on(reading, day)?;
    records_of(reading, gathering)?
        .into_iter()
        .map(|stored| record(reading, &organisations, stored))
        .collect()
}

/// Everybody at a gathering.
pub(crate) fn attendance(reading: &Reading<'_>, gathering: GatheringId) -> Result<Vec<AttendanceRow>> {
    let row = |named: branchbook_ledger::table::gathering::presence::NamedAttendance| {
        let attendance = named.attendance.value;
        AttendanceRow {
            person: attendance.person_id,
            name: named.name,
            state: attendance.state,
            state_label: attendance.state.label().to_owned(),
            reason: attendance.reason,
        }
    };
    Ok(attendance_at(reading, gathering)?.into_iter().map(row).collect())
}

/// The files attached to a gathering.
pub(crate) fn attachments(reading: &Reading<'_>, gathering: GatheringId) -> Result<Vec<AttachmentRow>> {
    let row = |AttachedFile { attachment, file }| AttachmentRow {
        attachment: attachment.id,
        size: u64::try_from(file.size).unwrap_or(0),
        added_at: attachment.added_at,
        name: attachment.value.name,
    };
    Ok(attachments_of(reading, gathering)?.into_iter().map(row).collect())
}

/// A gathering in a title of the history: 「10月17日 第一党支部主题党日、党课」.
pub(crate) fn words(reading: &Reading<'_>, gathering: &Stored<Gathering>) -> Result<String> {
    let organisations = organisation::all_as_on(reading, gathering.occurred_on)?;
    let records = records_of(reading, gathering.id)?;
    let first = records.first().map(|record| organisation_name(&organisations, record.organisation_id));
    let kinds: Vec<&str> = records.iter().map(|record| record.kind.label()).collect();
    let day = day_label(gathering.occurred_on);
    Ok(format!("{day} {}{}", first.unwrap_or_default(), kinds.join("、")))
}

/// Marks of a gathering: 补录, 按登记表补入, 只有人数, 已取消.
pub(crate) fn marks(gathering: &Gathering) -> Vec<GatheringMark> {
    let marks = [
        gathering.origin.mark(),
        gathering.is_numbers_only.then_some(GatheringMark::NumbersOnly),
        gathering.cancelled_on.map(|_| GatheringMark::Cancelled),
    ];
    marks.into_iter().flatten().collect()
}

/// Stored minutes as a time of day.
pub(crate) fn time(minutes: Option<i64>) -> Option<TimeOfDay> {
    minutes.and_then(TimeOfDay::from_minutes)
}

/// The name of an organisation whenever it existed.
pub(crate) fn organisation_name(organisations: &[Stored<Organisation>], id: OrganisationId) -> String {
    name_among(organisations, id)
}

fn record(
    reading: &Reading<'_>,
    organisations: &[Stored<Organisation>],
    stored: Stored<MeetingRecord>,
) -> Result<RecordShown> {
    let topics = topics_of(reading, stored.id)?;
    let record = stored.value;
    let opening = verdict::opening(record.kind, verdict::voters(&record));
    Ok(RecordShown {
        record: stored.id,
        kind: record.kind,
        kind_label: record.kind.label().to_owned(),
        organisation: record.organisation_id,
        organisation_name: organisation_name(organisations, record.organisation_id),
        theme: record.theme,
        lecturer: record.lecturer,
        due: record.due_count,
        due_voting: record.due_voting_count,
        present: record.present_count,
        present_voting: record.present_voting_count,
        leave: record.leave_count,
        absent: record.absent_count,
        exempt: record.exempt_count,
        opening: opening.as_ref().map(verdict::shown),
        topics: topics.into_iter().map(|topic| topic_shown(reading, topic)).collect::<Result<_>>()?,
        note: record.note,
    })
}

fn topic_shown(reading: &Reading<'_>, stored: Stored<Topic>) -> Result<TopicShown> {
    let votes = votes(reading, stored.id)?;
    let topic = stored.value;
    Ok(TopicShown {
        title: topic.title,
        discussion: topic.discussion,
        resolution: topic.resolution,
        owner: topic.owner,
        due_on: topic.due_on,
        votes,
    })
}

fn votes(reading: &Reading<'_>, topic: TopicId) -> Result<Vec<VoteShown>> {
    let stored = votes_of(reading, topic)?;
    let shown = stored.into_iter().map(|vote| VoteShown {
        kind: vote.kind,
        kind_label: vote.kind.label().to_owned(),
        due_voting: vote.due_voting,
        present_voting: vote.present_voting,
        written: vote.written_opinions,
        ballots_issued: vote.ballots_issued,
        ballots_returned: vote.ballots_returned,
        yes: vote.yes_count,
        no: vote.no_count,
        abstain: vote.abstain_count,
        is_passed: vote.is_passed,
        rule_text: vote.value.rule_text,
    });
    Ok(shown.collect())
}
