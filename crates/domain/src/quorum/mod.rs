//! Who counts among those due, how many must be there, how many votes it takes. Three denominators are used:
//! those due with a vote, those present with a vote, and the whole committee. 以上 includes the number, 超过 does
//! not. Decides nothing for an organisation: it reckons and says why.

mod election;
mod kind;
mod meeting;
mod suit;
mod voter;

pub use election::{
    Ballots, Candidate, ElectionResult, ballots_are_valid, candidates_suffice, elect, is_valid_ballot,
};
pub use kind::VoteKind;
pub use meeting::{Attendance, Decision, NumbersError, Verdict, Votes, decide, may_open, passes};
pub use suit::{opening_kind, suits};
pub use voter::{ExemptReason, Exemption, NoVoteReason, Voter, check_exemption, has_vote, is_due};
