//! Kinds of votes: their denominators, thresholds and articles. Reckons nothing itself.

use serde::{Deserialize, Serialize};

use crate::rule::{Rule, Source};

/// What is voted on; it fixes denominator and threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoteKind {
    /// An ordinary resolution of a 支部党员大会.
    Ordinary,
    /// 接收预备党员.
    AdmitMember,
    /// 预备党员转正.
    BecomeFull,
    /// An election (换届、补选); see election.rs for seats and ballots.
    Election,
    /// A resolution of a 支部委员会; due are all members of the committee.
    CommitteeDecision,
}

impl VoteKind {
    /// Every kind, in the order of the forms.
    pub const ALL: [Self; 5] =
        [Self::Ordinary, Self::AdmitMember, Self::BecomeFull, Self::Election, Self::CommitteeDecision];

    /// The Chinese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "一般表决",
            Self::AdmitMember => "接收预备党员",
            Self::BecomeFull => "预备党员转正",
            Self::Election => "选举",
            Self::CommitteeDecision => "支委会决定",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::AdmitMember => "admit_member",
            Self::BecomeFull => "become_full",
            Self::Election => "election",
            Self::CommitteeDecision => "committee_decision",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True where a written opinion handed in before the meeting counts among the votes (not as presence).
    pub const fn counts_written_opinions(self) -> bool {
        matches!(self, Self::AdmitMember | Self::BecomeFull)
    }

    /// True where the ballot must be secret.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::AdmitMember | Self::BecomeFull | Self::Election)
    }

    pub(super) const fn denominator(self) -> &'static str {
        match self {
            Self::Ordinary | Self::AdmitMember | Self::BecomeFull => "应到有表决权",
            Self::Election => "应到有选举权",
            Self::CommitteeDecision => "全体委员",
        }
    }

    pub(super) const fn opening(self) -> (Share, Rule) {
        match self {
            Self::Ordinary => (Share::HalfOrMore, OPEN_ASSEMBLY),
            Self::AdmitMember | Self::BecomeFull => (Share::OverHalf, OPEN_ADMISSION),
            Self::Election => (Share::FourFifthsOrMore, OPEN_ELECTION),
            Self::CommitteeDecision => (Share::HalfOrMore, OPEN_COMMITTEE),
        }
    }

    pub(super) const fn passing(self) -> Rule {
        match self {
            Self::Ordinary => PASS_ASSEMBLY,
            Self::AdmitMember | Self::BecomeFull => PASS_ADMISSION,
            Self::Election => PASS_ELECTION,
            Self::CommitteeDecision => PASS_COMMITTEE,
        }
    }
}

const BRANCH_11: Source = Source::regulation("支部工作条例（试行）", "2018年", "第十一条");
const BRANCH_12: Source = Source::regulation("支部工作条例（试行）", "2018年", "第十二条");
const ADMISSION: Source =
    Source::regulation("发展党员工作细则", "2026年修订", "支部大会讨论接收和转正的条款（条号待核）");
const ELECTION: Source = Source::regulation("基层组织选举工作条例", "2020年", "选举的实施（条号待核）");
const OPEN_ASSEMBLY: Rule = Rule::new("V01", "支部党员大会到会人数", BRANCH_11);
const OPEN_COMMITTEE: Rule = Rule::new("V01", "支部委员会到会人数", BRANCH_12);
const OPEN_ADMISSION: Rule = Rule::new("V01", "接收、转正大会到会人数", ADMISSION);
const OPEN_ELECTION: Rule = Rule::new("E01", "选举到会人数", ELECTION);
const PASS_ASSEMBLY: Rule = Rule::new("V02", "支部党员大会表决票数", BRANCH_11);
const PASS_COMMITTEE: Rule = Rule::new("V02", "支部委员会表决票数", Source::OfficeDefault);
const PASS_ADMISSION: Rule = Rule::new("V02", "接收、转正表决票数", ADMISSION);
const PASS_ELECTION: Rule = Rule::new("V02", "选举得票数", ELECTION);

/// A share of a denominator.
#[derive(Clone, Copy)]
pub(super) enum Share {
    /// 半数以上: half is enough.
    HalfOrMore,
    /// 超过半数: half is not enough.
    OverHalf,
    /// 不少于五分之四: exactly four fifths are enough.
    FourFifthsOrMore,
}

impl Share {
    /// The least whole number that satisfies the share.
    pub(super) fn of(self, whole: u32) -> u32 {
        match self {
            Self::HalfOrMore => whole.div_ceil(2),
            Self::OverHalf => whole / 2 + 1,
            Self::FourFifthsOrMore => whole - whole / 5,
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::HalfOrMore => "半数以上，含半数",
            Self::OverHalf => "超过半数",
            Self::FourFifthsOrMore => "不少于五分之四",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_code() {
        for kind in VoteKind::ALL {
            assert_eq!(VoteKind::from_code(kind.code()), Some(kind));
        }
    }
}
