//! Which vote belongs to which meeting, and whose rule says whether a meeting may open. Reckons nothing.

use super::VoteKind;
use crate::gathering::RecordKind;

/// The kind of vote whose rule says whether a meeting may open; kinds without one open with any number.
pub const fn opening_kind(record: RecordKind) -> Option<VoteKind> {
    match record {
        RecordKind::MemberAssembly => Some(VoteKind::Ordinary),
        RecordKind::CommitteeMeeting => Some(VoteKind::CommitteeDecision),
        _ => None,
    }
}

/// Whether such a vote may be taken at such a meeting.
pub const fn suits(record: RecordKind, vote: VoteKind) -> bool {
    match vote {
        VoteKind::CommitteeDecision => matches!(record, RecordKind::CommitteeMeeting),
        VoteKind::Ordinary => !matches!(record, RecordKind::CommitteeMeeting),
        VoteKind::AdmitMember | VoteKind::BecomeFull | VoteKind::Election => {
            matches!(record, RecordKind::MemberAssembly)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_that_opens_a_meeting_is_that_of_a_vote_it_may_take() {
        for record in RecordKind::ALL {
            assert!(opening_kind(record).is_none_or(|vote| suits(record, vote)), "{record:?}");
            assert!(VoteKind::ALL.into_iter().any(|vote| suits(record, vote)), "{record:?}");
        }
    }
}
