//! Quorum and votes of a record, reckoned by the rules of the domain and put into the words that are kept.

use branchbook_contract::meeting::{VerdictShown, VoteDraft};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::quorum::{
    Attendance, Ballots, Verdict, VoteKind, Votes, ballots_are_valid, decide, may_open, opening_kind, suits,
};
use branchbook_ledger::table::gathering::MeetingRecord;

use super::tally::Tally;

/// Whether enough were there; `None` where no rule asks or the numbers are not known.
pub(crate) fn opening(kind: RecordKind, present: Option<Attendance>) -> Option<Verdict> {
    may_open(opening_kind(kind)?, present?).ok()
}

/// Those with a vote; nothing where the numbers were stated without them.
pub(crate) fn voters(record: &MeetingRecord) -> Option<Attendance> {
    let due = u32::try_from(record.due_voting_count).ok().filter(|due| *due > 0)?;
    Some(Attendance { due, present: u32::try_from(record.present_voting_count).ok()? })
}

/// A verdict as shown.
pub(crate) fn shown(verdict: &Verdict) -> VerdictShown {
    VerdictShown {
        holds: verdict.holds,
        sentence: verdict.sentence.clone(),
        source: verdict.rule.source.to_string(),
    }
}

/// A vote with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decided {
    pub draft: VoteDraft,
    pub attendance: Attendance,
    pub is_passed: bool,
    pub rule_text: String,
}

/// Reckons a vote.
///
/// # Errors
/// A sentence if such a vote does not belong to such a meeting, or if the numbers cannot be true together.
pub(crate) fn decide_vote(kind: RecordKind, tally: &Tally, draft: VoteDraft) -> Result<Decided, String> {
    check_suits(kind, draft.kind)?;
    let attendance = match draft.kind {
        VoteKind::Election => tally.electing,
        _ => tally.voting,
    };
    let attendance = attendance.ok_or("只有人数的会议登记表决，须填写应到有表决权和实到有表决权的人数。")?;
    let VoteDraft { written, yes, no, abstain, .. } = draft;
    let votes = Votes { attendance, written, yes, no, abstain };
    let decision = decide(draft.kind, votes).map_err(|error| error.to_string())?;
    let ballots = ballots(&draft)?;
    let rule_text = format!(
        "{}{}{}（依据：{}；{}）",
        decision.opened.sentence,
        decision.passed.sentence,
        ballots.clone().unwrap_or_default(),
        decision.opened.rule.source,
        decision.passed.rule.source
    );
    Ok(Decided { draft, attendance, is_passed: decision.stands() && ballots.is_none(), rule_text })
}

fn check_suits(record: RecordKind, vote: VoteKind) -> Result<(), String> {
    if suits(record, vote) {
        return Ok(());
    }
    Err(format!("「{}」不能在{}上表决，请核对会议类型或表决事项。", vote.label(), record.label()))
}

/// A sentence if more ballots came back than went out: the vote is void. Written opinions are votes without a ballot.
fn ballots(draft: &VoteDraft) -> Result<Option<String>, String> {
    let Some(issued) = draft.ballots_issued else { return Ok(None) };
    let returned = draft.ballots_returned.unwrap_or(0);
    let counted = draft.yes.saturating_add(draft.no).saturating_add(draft.abstain);
    let valid = counted.saturating_sub(draft.written);
    let verdict = ballots_are_valid(Ballots { issued, returned, valid });
    match (verdict.holds, returned > issued) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(verdict.sentence)),
        (false, false) => Err(verdict.sentence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(due: u32, present: u32) -> Tally {
        let voting = Some(Attendance { due, present });
        Tally { due, present, leave: due - present, voting, electing: voting, ..Tally::default() }
    }

    fn vote(kind: VoteKind, yes: u32) -> VoteDraft {
        let (ballots_issued, ballots_returned) = (None, None);
        VoteDraft { kind, written: 0, ballots_issued, ballots_returned, yes, no: 0, abstain: 0 }
    }

    #[test]
    fn each_vote_is_reckoned_by_its_own_denominator() {
        use VoteKind::{AdmitMember, Ordinary};
        for (kind, due, present, yes, is_passed) in [
            (Ordinary, 10, 5, 5, false),
            (Ordinary, 10, 6, 6, true),
            (AdmitMember, 10, 5, 5, false),
            (AdmitMember, 10, 6, 6, true),
            (Ordinary, 10, 4, 4, false),
        ] {
            let decided =
                decide_vote(RecordKind::MemberAssembly, &tally(due, present), vote(kind, yes)).unwrap();
            assert_eq!(decided.is_passed, is_passed, "{kind:?} {due} {present} {yes}: {}", decided.rule_text);
            assert!(decided.rule_text.contains("依据：《"), "{}", decided.rule_text);
        }
    }

    #[test]
    fn a_vote_of_another_meeting_and_votes_without_numbers_are_refused() {
        let committee =
            decide_vote(RecordKind::CommitteeMeeting, &tally(5, 5), vote(VoteKind::AdmitMember, 5));
        assert!(committee.unwrap_err().contains("不能在支部委员会上表决"));
        let bare = Tally { due: 5, present: 5, ..Tally::default() };
        let unknown = decide_vote(RecordKind::CommitteeMeeting, &bare, vote(VoteKind::CommitteeDecision, 5));
        assert!(unknown.unwrap_err().contains("有表决权"));
    }

    #[test]
    fn more_ballots_back_than_out_void_the_vote() {
        let draft = VoteDraft {
            ballots_issued: Some(9),
            ballots_returned: Some(10),
            ..vote(VoteKind::AdmitMember, 9)
        };
        let decided = decide_vote(RecordKind::MemberAssembly, &tally(10, 10), draft).unwrap();
        assert!(!decided.is_passed && decided.rule_text.contains("本次表决无效"), "{}", decided.rule_text);
    }

    #[test]
    fn more_valid_ballots_than_came_back_are_a_slip_of_the_pen_written_opinions_apart() {
        let draft = |written, returned| VoteDraft {
            written,
            ballots_issued: Some(9),
            ballots_returned: Some(returned),
            ..vote(VoteKind::BecomeFull, 9)
        };
        let decided = |draft| decide_vote(RecordKind::MemberAssembly, &tally(10, 9), draft);
        assert!(decided(draft(0, 8)).unwrap_err().contains("有效票多于收回的票"));
        assert!(decided(draft(1, 7)).unwrap_err().contains("有效票多于收回的票"));
        assert!(decided(draft(1, 8)).unwrap().is_passed);
    }
}
