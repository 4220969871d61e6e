//! The numbers of a record while it is typed, from the roll and what each person was. Thresholds and verdicts come
//! from the domain, the same that the desk asks.

use branchbook_contract::domain::gathering::{AttendanceState, RecordKind};
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::domain::quorum::{
    Attendance, Ballots, NumbersError, Verdict, VoteKind, Votes, ballots_are_valid, decide, may_open,
    opening_kind,
};
use branchbook_contract::meeting::{RollRow, RollSheet, VoteDraft};

use super::sheet::Mark;
use crate::sort::{Keyed, Keys};

/// The numbers of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub due: u32,
    pub present: u32,
    pub leave: u32,
    pub absent: u32,
    pub exempt: u32,
    /// Those with a vote; nothing where they are not known.
    pub voting: Option<Attendance>,
    /// Those who may vote in an election.
    pub electing: Option<Attendance>,
}

/// Counts a roll.
pub fn of_roll(roll: &RollSheet, marks: &Keyed<PersonId, Mark>) -> Count {
    let state = |row: &RollRow| marks.get(&row.person).map_or(AttendanceState::Present, |mark| mark.state);
    let with = |states: &[AttendanceState]| {
        number(roll.due.iter().filter(|row| states.contains(&state(row))).count())
    };
    let among = |is_due: fn(&RollRow) -> bool| {
        let voters = || roll.due.iter().filter(|row| row.has_vote && is_due(row));
        let present = voters().filter(|row| state(row) == AttendanceState::Present).count();
        Some(Attendance { due: number(voters().count()), present: number(present) })
    };
    Count {
        due: number(roll.due.len()),
        present: with(&[AttendanceState::Present]),
        leave: with(&[AttendanceState::Leave, AttendanceState::MadeUp]),
        absent: with(&[AttendanceState::Absent]),
        exempt: number(roll.exempt.len()),
        voting: among(|_| true),
        electing: among(|row| row.is_due_in_election),
    }
}

/// Numbers as stated: 应到, 实到, 请假, 缺席, 应到有表决权, 实到有表决权.
pub fn of_stated(kind: Option<RecordKind>, stated: [Option<i64>; 6]) -> Count {
    let [due, present, leave, absent, due_voting, present_voting] =
        stated.map(|number| number.and_then(|number| u32::try_from(number).ok()));
    let (due, present) = (due.unwrap_or(0), present.unwrap_or(0));
    let stated = due_voting.zip(present_voting).map(|(due, present)| Attendance { due, present });
    // Every member of a committee has a vote.
    let all = Attendance { due, present };
    let voting = stated.or_else(|| Some(all).filter(|_| kind == Some(RecordKind::CommitteeMeeting)));
    let (leave, absent) = (leave.unwrap_or(0), absent.unwrap_or(0));
    Count { due, present, leave, absent, exempt: 0, voting, electing: voting }
}

impl Count {
    /// Those who count for this kind of vote.
    pub fn voters(&self, kind: VoteKind) -> Option<Attendance> {
        if kind == VoteKind::Election { self.electing } else { self.voting }
    }
}

/// The strictest rule that must be met for the meeting to open and to take its votes.
pub fn opening(kind: RecordKind, votes: &Keys<VoteKind>, count: &Count) -> Option<(VoteKind, Verdict)> {
    let asked = opening_kind(kind).into_iter().chain(votes.iter().map(|(kind, ())| *kind));
    let verdicts = asked.filter_map(|kind| Some((kind, may_open(kind, count.voters(kind)?).ok()?)));
    verdicts.max_by_key(|(_, verdict)| verdict.needed)
}

/// How a vote stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It passed, or not; why, and by which article.
    Decided { is_passed: bool, sentence: String, source: String },
    /// The numbers cannot be true together.
    Wrong(String),
    /// Who may vote is not known yet.
    Unknown,
}

/// How a vote stands as it is typed.
pub fn standing(count: &Count, draft: VoteDraft) -> Standing {
    let Some(attendance) = count.voters(draft.kind) else { return Standing::Unknown };
    let VoteDraft { written, yes, no, abstain, .. } = draft;
    let votes = Votes { attendance, written, yes, no, abstain };
    match decide(draft.kind, votes) {
        Err(error) => Standing::Wrong(wrong(error)),
        Ok(decision) => match void(&draft) {
            Some(sentence) => Standing::Wrong(sentence),
            None if decision.opened.holds => decided(decision.stands(), &decision.passed),
            None => decided(false, &decision.opened),
        },
    }
}

fn decided(is_passed: bool, verdict: &Verdict) -> Standing {
    let (sentence, source) = (verdict.sentence.clone(), verdict.rule.source.to_string());
    Standing::Decided { is_passed, sentence, source }
}

#[allow(clippy::needless_pass_by_value, reason = "the error is used up in its sentence")]
fn wrong(error: NumbersError) -> String {
    error.to_string()
}

/// Why ballots do not add up. Written opinions are votes without a ballot.
fn void(draft: &VoteDraft) -> Option<String> {
    let issued = draft.ballots_issued?;
    let counted = draft.yes.saturating_add(draft.no).saturating_add(draft.abstain);
    let valid = counted.saturating_sub(draft.written);
    let verdict = ballots_are_valid(Ballots { issued, returned: draft.ballots_returned.unwrap_or(0), valid });
    (!verdict.holds).then_some(verdict.sentence)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
