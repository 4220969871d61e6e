//! Which meetings were held. Months are driven from the index on `booked_month`, duties from the index on
//! organisation, kind and day: the cost follows what is asked, never the age of the book.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{GatheringId, MeetingRecordId, OrganisationId, TopicId};

use super::{Gathering, MeetingRecord, Topic, Vote};
use crate::entity::{Entity as _, Stored, read_row_at};
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;

/// A record with the gathering that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordLine {
    /// The record.
    pub record: Stored<MeetingRecord>,
    /// Its gathering.
    pub gathering: Stored<Gathering>,
}

/// All records booked in a month, cancelled ones too, by day and time.
pub fn records_of_month(reading: &Reading<'_>, month: Month) -> Result<Vec<RecordLine>> {
    let month = month.to_string();
    let mut lines = lines(reading, "r.booked_month = ?1", &[&month])?;
    lines.sort_by_key(|line| (line.record.occurred_on, line.gathering.start_minute, line.record.id));
    Ok(lines)
}

/// The records that an organisation held of a kind from the first to the last day, both included; cancelled ones
/// are left out.
pub fn records_held(
    reading: &Reading<'_>,
    organisation: OrganisationId,
    kind: RecordKind,
    first: Day,
    last: Day,
) -> Result<Vec<RecordLine>> {
    let (first, last) = (day_text(first), day_text(last));
    let held = "r.organisation_id = ?1 AND r.kind = ?2 AND r.occurred_on BETWEEN ?3 AND ?4 \
                AND r.cancelled_on IS NULL";
    lines(reading, held, &[&organisation.0, &kind.code(), &first, &last])
}

/// The same of many organisations at once, by organisation and day: one query however many they are.
pub fn records_held_by(
    reading: &Reading<'_>,
    organisations: &[OrganisationId],
    kind: RecordKind,
    first: Day,
    last: Day,
) -> Result<Vec<RecordLine>> {
    let (first, last) = (day_text(first), day_text(last));
    let held = "r.organisation_id IN (SELECT value FROM json_each(?1)) AND r.kind = ?2 \
                AND r.occurred_on BETWEEN ?3 AND ?4 AND r.cancelled_on IS NULL \
                ORDER BY r.organisation_id, r.occurred_on, r.id";
    lines(reading, held, &[&key_list(organisations), &kind.code(), &first, &last])
}

/// The records of a gathering in the order of entry.
pub fn records_of(reading: &Reading<'_>, gathering: GatheringId) -> Result<Vec<Stored<MeetingRecord>>> {
    reading.entities("WHERE gathering_id = ? ORDER BY id", &[&gathering.0])
}

/// The topics of a record in their order.
pub fn topics_of(reading: &Reading<'_>, record: MeetingRecordId) -> Result<Vec<Stored<Topic>>> {
    reading.entities("WHERE record_id = ? ORDER BY position, id", &[&record.0])
}

/// The votes on a topic in the order of entry.
pub fn votes_of(reading: &Reading<'_>, topic: TopicId) -> Result<Vec<Stored<Vote>>> {
    reading.entities("WHERE topic_id = ? ORDER BY id", &[&topic.0])
}

/// The gatherings of a day that were not cancelled.
pub fn gatherings_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Gathering>>> {
    reading.entities("WHERE occurred_on = ? AND cancelled_on IS NULL ORDER BY id", &[&day_text(day)])
}

/// The gathering that was recorded in place of this one.
pub fn replacement_of(reading: &Reading<'_>, gathering: GatheringId) -> Result<Option<Stored<Gathering>>> {
    reading.entity("WHERE replaces_id = ? ORDER BY id DESC", &[&gathering.0])
}

fn lines(
    reading: &Reading<'_>,
    condition: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> Result<Vec<RecordLine>> {
    let sql = format!(
        "SELECT {}, {} FROM meeting_record r CROSS JOIN gathering g ON g.id = r.gathering_id WHERE {condition}",
        MeetingRecord::TABLE.selection_as("r."),
        Gathering::TABLE.selection_as("g."),
    );
    let second = MeetingRecord::TABLE.columns.len() + 2;
    reading.rows(&sql, parameters, |row| {
        Ok(RecordLine { record: read_row_at(row, 0)?, gathering: read_row_at(row, second)? })
    })
}
