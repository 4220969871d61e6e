//! Gatherings, what they count as, what was decided and who was there (decisions 15).

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::key::{GatheringId, MeetingRecordId, OrganisationId, PersonId, TopicId};
use uuid::Uuid;

use crate::entity;

entity! {
    /// One coming-together: day, time, place, host.
    pub struct Gathering: GatheringId, "gathering", 19 {
        uid: Uuid,
        occurred_on: Day,
        booked_month: Month,
        start_minute: Option<i64>,
        end_minute: Option<i64>,
        place: Option<String>,
        host_id: Option<PersonId>,
        host_name: Option<String>,
        recorder_id: Option<PersonId>,
        recorder_name: Option<String>,
        entered_at: Instant,
        origin: String,
        origin_note: Option<String>,
        is_numbers_only: bool,
        cancelled_on: Option<Day>,
        replaces_id: Option<GatheringId>,
        note: Option<String>,
    }

    /// What a gathering counts as for one organisation, with the numbers of that day.
    pub struct MeetingRecord: MeetingRecordId, "meeting_record", 20 {
        uid: Uuid,
        gathering_id: GatheringId,
        kind: String,
        organisation_id: OrganisationId,
        occurred_on: Day,
        booked_month: Month,
        theme: Option<String>,
        lecturer: Option<String>,
        due_count: i64,
        due_voting_count: i64,
        present_count: i64,
        present_voting_count: i64,
        leave_count: i64,
        absent_count: i64,
        exempt_count: i64,
        cancelled_on: Option<Day>,
        note: Option<String>,
    }

    /// A topic of a record.
    pub struct Topic: TopicId, "topic", 21 {
        record_id: MeetingRecordId,
        position: i64,
        title: String,
        discussion: Option<String>,
        resolution: Option<String>,
        owner: Option<String>,
        due_on: Option<Day>,
    }

    /// A vote on a topic, with the rule as it was shown.
    pub struct Vote: VoteId, "vote", 22 {
        topic_id: TopicId,
        kind: String,
        due_voting: i64,
        present_voting: i64,
        written_opinions: i64,
        ballots_issued: Option<i64>,
        ballots_returned: Option<i64>,
        yes_count: i64,
        no_count: i64,
        abstain_count: i64,
        is_passed: bool,
        rule_text: String,
    }

    /// A person's attendance of a gathering.
    pub struct Attendance: AttendanceId, "attendance", 23 {
        gathering_id: GatheringId,
        person_id: PersonId,
        state: String,
        reason: Option<String>,
        occurred_on: Day,
        booked_month: Month,
    }
}
