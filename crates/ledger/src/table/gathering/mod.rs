//! Gatherings, what they count as, what was decided and who was there (decisions 15).
//! [`held`] asks for meetings, [`presence`] for people at them, [`attached`] for the files of one, [`figures`] for the
//! numbers of a month, [`span`] for meetings by their true days.

pub mod attached;
pub mod figures;
pub mod held;
pub mod person_year;
pub mod presence;
pub mod span;

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::gathering::{AttendanceState, GatheringMark, RecordKind};
use branchbook_domain::key::{FileId, GatheringId, MeetingRecordId, OrganisationId, PersonId, TopicId};
use branchbook_domain::quorum::VoteKind;
use uuid::Uuid;

use crate::{code_field, entity};

code_field!(RecordKind, AttendanceState, VoteKind, Origin);

/// How a gathering came into the book (decisions 18), as reckoned when it was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Entered in time.
    Typed,
    /// Entered late: 补录.
    Late,
    /// Taken late from a register that was kept in time: 按登记表补入.
    Register,
}

impl Origin {
    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Late => "late",
            Self::Register => "register",
        }
    }

    /// The origin with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Typed, Self::Late, Self::Register].into_iter().find(|origin| origin.code() == code)
    }

    /// The mark of it; none for an entry in time.
    pub const fn mark(self) -> Option<GatheringMark> {
        match self {
            Self::Typed => None,
            Self::Late => Some(GatheringMark::Late),
            Self::Register => Some(GatheringMark::Register),
        }
    }
}

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
        origin: Origin,
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
        kind: RecordKind,
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
        kind: VoteKind,
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
        state: AttendanceState,
        reason: Option<String>,
        occurred_on: Day,
        booked_month: Month,
    }

    /// A file attached to a gathering. It belongs to no month and is no part of any report.
    pub struct Attachment: AttachmentId, "attachment", 40 {
        gathering_id: GatheringId,
        file_id: FileId,
        name: String,
        added_at: Instant,
        removed_at: Option<Instant>,
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn every_origin_has_its_own_code() {
        for origin in [Origin::Typed, Origin::Late, Origin::Register] {
            assert_eq!(Origin::from_code(origin.code()), Some(origin));
        }
        assert_eq!(Origin::from_code("补录"), None);
    }
}
