//! Opening a meeting and passing a resolution, with the threshold in words.

use serde::{Deserialize, Serialize};

use super::kind::{Share, VoteKind};
use crate::rule::{Finding, Level, Rule};

/// Those due and those there, counting only people with a vote (for a committee: its members).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// 应到有表决权: exempt people left out, everyone else absent left in.
    pub due: u32,
    /// 实到有表决权.
    pub present: u32,
}

/// A vote as counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// Those due and those there.
    pub attendance: Attendance,
    /// Written opinions handed in before the meeting by absent people with a vote.
    pub written: u32,
    /// 赞成, with written ones where they count.
    pub yes: u32,
    /// 反对, with written ones where they count.
    pub no: u32,
    /// 弃权, with written ones where they count.
    pub abstain: u32,
}

/// Numbers that cannot be true together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// More there than due.
    #[error("实到有表决权 {present} 人，多于应到有表决权 {due} 人；请核对应到人数和签到。")]
    MorePresentThanDue {
        /// Those there.
        present: u32,
        /// Those due.
        due: u32,
    },
    /// More written opinions than absent people.
    #[error("书面意见 {written} 份，多于未到会的 {absent} 人；到会的党员不再计书面意见，请核对。")]
    MoreWrittenThanAbsent {
        /// Written opinions.
        written: u32,
        /// Those due who were not there.
        absent: u32,
    },
    /// More votes than people who may vote (V03).
    #[error(
        "赞成、反对、弃权共 {votes} 票，多于可计票的 {voters} 人；请核对是否计入了预备党员、列席人员等无表决权人员的票。"
    )]
    MoreVotesThanVoters {
        /// Votes counted.
        votes: u32,
        /// People whose votes count.
        voters: u32,
    },
}

/// Whether a threshold is met, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Met or not.
    pub holds: bool,
    /// The number that was needed.
    pub needed: u32,
    /// The number that was reached.
    pub reached: u32,
    /// `应到有表决权 10 人，须 6 人到会（超过半数），实到 5 人，还差 1 人，不能开会。`
    pub sentence: String,
    /// The rule.
    pub rule: Rule,
}

/// Opening and passing together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Could the meeting open.
    pub opened: Verdict,
    /// Were the votes enough.
    pub passed: Verdict,
}

impl Decision {
    /// True only if the meeting could open and the votes were enough.
    pub const fn stands(&self) -> bool {
        self.opened.holds && self.passed.holds
    }
}

impl Verdict {
    /// A finding if the threshold is not met. `subject` is the meeting as shown.
    pub fn finding(&self, subject: &str) -> Option<Finding> {
        (!self.holds).then(|| Finding {
            rule: self.rule.clone(),
            level: if self.rule.source.is_regulation() { Level::Must } else { Level::Should },
            subject: subject.to_owned(),
            gap: self.sentence.clone(),
            advice: "请核对人数；确实不足的，这次表决无效，应重新开会表决。".to_owned(),
        })
    }
}

/// Whether a meeting of this kind may open.
///
/// # Errors
/// [`NumbersError`] if more are present than due.
pub fn may_open(kind: VoteKind, attendance: Attendance) -> Result<Verdict, NumbersError> {
    attendance.check()?;
    let Attendance { due, present } = attendance;
    let (share, rule) = kind.opening();
    let needed = share.of(due);
    let who = kind.denominator();
    let holds = due > 0 && present >= needed;
    let outcome = match (due, needed.checked_sub(present)) {
        (0, _) => "没有可计的应到人员，不能开会".to_owned(),
        (_, None | Some(0)) => "可以开会".to_owned(),
        (_, Some(missing)) => format!("还差 {missing} 人，不能开会"),
    };
    let sentence =
        format!("{who} {due} 人，须 {needed} 人到会（{}），实到 {present} 人，{outcome}。", share.label());
    Ok(Verdict { holds, needed, reached: present, sentence, rule })
}

/// Whether the votes are enough; whether the meeting could open is asked apart (see [`decide`]).
/// In an election this is the threshold for one candidate.
///
/// # Errors
/// [`NumbersError`] if the numbers cannot be true together.
pub fn passes(kind: VoteKind, votes: Votes) -> Result<Verdict, NumbersError> {
    votes.check(kind)?;
    let (denominator, of) = match kind {
        VoteKind::Election => ("实到会有选举权", votes.attendance.present),
        _ => (kind.denominator(), votes.attendance.due),
    };
    let needed = Share::OverHalf.of(of);
    let holds = of > 0 && votes.yes >= needed;
    let outcome = match needed.checked_sub(votes.yes) {
        None | Some(0) if holds => "通过".to_owned(),
        Some(missing) if missing > 0 => format!("还差 {missing} 票，没有通过"),
        _ => "没有通过".to_owned(),
    };
    let sentence = format!(
        "{denominator} {of} 人，须 {needed} 票赞成（超过半数），赞成 {} 票{}，{outcome}。",
        votes.yes,
        written_words(kind, votes.written)
    );
    Ok(Verdict { holds, needed, reached: votes.yes, sentence, rule: kind.passing() })
}

/// Opening and passing together.
///
/// # Errors
/// [`NumbersError`] if the numbers cannot be true together.
pub fn decide(kind: VoteKind, votes: Votes) -> Result<Decision, NumbersError> {
    Ok(Decision { opened: may_open(kind, votes.attendance)?, passed: passes(kind, votes)? })
}

impl Attendance {
    const fn check(self) -> Result<(), NumbersError> {
        let Self { due, present } = self;
        if present > due { Err(NumbersError::MorePresentThanDue { present, due }) } else { Ok(()) }
    }
}

impl Votes {
    fn check(self, kind: VoteKind) -> Result<(), NumbersError> {
        self.attendance.check()?;
        let Attendance { due, present } = self.attendance;
        let (written, absent) = (self.written, due - present);
        if written > absent {
            return Err(NumbersError::MoreWrittenThanAbsent { written, absent });
        }
        let voters = present + if kind.counts_written_opinions() { written } else { 0 };
        let votes = self.yes.saturating_add(self.no).saturating_add(self.abstain);
        if votes > voters { Err(NumbersError::MoreVotesThanVoters { votes, voters }) } else { Ok(()) }
    }
}

fn written_words(kind: VoteKind, written: u32) -> String {
    match (written, kind.counts_written_opinions()) {
        (0, _) => String::new(),
        (_, true) => format!("（书面意见 {written} 份已计入票数）"),
        (_, false) => format!("（书面意见 {written} 份不计入票数）"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn votes(due: u32, present: u32, written: u32, yes: u32) -> Votes {
        Votes { attendance: Attendance { due, present }, written, yes, no: 0, abstain: 0 }
    }

    #[test]
    fn the_least_number_present_follows_the_words_of_each_rule() {
        use VoteKind::{AdmitMember, BecomeFull, CommitteeDecision, Election, Ordinary};
        for (kind, due, needed) in [
            (Ordinary, 10, 5),
            (Ordinary, 11, 6),
            (AdmitMember, 10, 6),
            (BecomeFull, 11, 6),
            (Election, 10, 8),
            (Election, 11, 9),
            (Election, 9, 8),
            (Election, 5, 4),
            (CommitteeDecision, 3, 2),
            (CommitteeDecision, 4, 2),
        ] {
            for present in 0..=due {
                let verdict = may_open(kind, Attendance { due, present }).unwrap();
                assert_eq!(
                    (verdict.needed, verdict.holds),
                    (needed, present >= needed),
                    "{kind:?} {present}/{due}"
                );
            }
        }
    }

    #[test]
    fn the_least_number_of_votes_follows_the_words_of_each_rule() {
        use VoteKind::{AdmitMember, BecomeFull, CommitteeDecision, Election, Ordinary};
        for (kind, due, present, needed) in [
            (Ordinary, 10, 7, 6),
            (Ordinary, 11, 7, 6),
            (AdmitMember, 10, 6, 6),
            (BecomeFull, 10, 10, 6),
            (Election, 10, 8, 5),
            (Election, 11, 9, 5),
            (CommitteeDecision, 5, 4, 3),
        ] {
            for yes in 0..=present {
                let verdict = passes(kind, votes(due, present, 0, yes)).unwrap();
                assert_eq!(
                    (verdict.needed, verdict.holds),
                    (needed, yes >= needed),
                    "{kind:?} {yes} of {due}"
                );
            }
        }
    }

    #[test]
    fn with_ten_due_five_open_an_ordinary_assembly_but_not_an_admission() {
        let attendance = Attendance { due: 10, present: 5 };
        let said = |kind| may_open(kind, attendance).unwrap().sentence;
        expect!["应到有表决权 10 人，须 5 人到会（半数以上，含半数），实到 5 人，可以开会。"]
            .assert_eq(&said(VoteKind::Ordinary));
        expect!["应到有表决权 10 人，须 6 人到会（超过半数），实到 5 人，还差 1 人，不能开会。"]
            .assert_eq(&said(VoteKind::AdmitMember));
        expect!["应到有选举权 10 人，须 8 人到会（不少于五分之四），实到 5 人，还差 3 人，不能开会。"]
            .assert_eq(&said(VoteKind::Election));
    }

    #[test]
    fn a_written_opinion_counts_as_a_vote_but_not_as_presence() {
        let decision = decide(VoteKind::AdmitMember, votes(10, 6, 1, 7)).unwrap();
        assert!(decision.stands());
        expect!["应到有表决权 10 人，须 6 票赞成（超过半数），赞成 7 票（书面意见 1 份已计入票数），通过。"]
            .assert_eq(&decision.passed.sentence);
        let absent = decide(VoteKind::AdmitMember, votes(10, 5, 1, 6)).unwrap();
        assert!(absent.passed.holds && !absent.opened.holds && !absent.stands());
        let ordinary = passes(VoteKind::Ordinary, votes(10, 6, 1, 5)).unwrap();
        expect!["应到有表决权 10 人，须 6 票赞成（超过半数），赞成 5 票（书面意见 1 份不计入票数），还差 1 票，没有通过。"]
            .assert_eq(&ordinary.sentence);
    }

    #[test]
    fn numbers_that_cannot_be_true_together_are_refused_in_words() {
        let refused = |kind, votes| decide(kind, votes).unwrap_err();
        assert_eq!(
            refused(VoteKind::Ordinary, votes(10, 11, 0, 5)),
            NumbersError::MorePresentThanDue { present: 11, due: 10 }
        );
        assert_eq!(
            refused(VoteKind::AdmitMember, votes(10, 8, 3, 5)),
            NumbersError::MoreWrittenThanAbsent { written: 3, absent: 2 }
        );
        assert_eq!(
            refused(VoteKind::Ordinary, votes(10, 8, 2, 9)),
            NumbersError::MoreVotesThanVoters { votes: 9, voters: 8 }
        );
        assert!(decide(VoteKind::AdmitMember, votes(10, 8, 2, 10)).is_ok());
    }

    #[test]
    fn nobody_due_opens_nothing_and_passes_nothing() {
        for kind in VoteKind::ALL {
            assert!(!decide(kind, Votes::default()).unwrap().stands());
            assert!(!may_open(kind, Attendance::default()).unwrap().holds, "{kind:?}");
        }
    }

    #[test]
    fn a_failed_threshold_becomes_a_finding_with_its_article() {
        let verdict = may_open(VoteKind::Ordinary, Attendance { due: 10, present: 4 }).unwrap();
        let finding = verdict.finding("10月18日支部党员大会").unwrap();
        assert_eq!((finding.rule.id.as_ref(), finding.level), ("V01", Level::Must));
        assert!(finding.to_string().contains("第十一条"));
        assert!(
            may_open(VoteKind::Ordinary, Attendance { due: 10, present: 5 }).unwrap().finding("").is_none()
        );
    }
}
