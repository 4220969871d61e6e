//! Who has a vote, and who is not counted among those due. Each answer carries its reason.

use serde::{Deserialize, Serialize};

use crate::day::{Day, Span};
use crate::rule::{Finding, Level, Rule, Source};
use crate::standing::MemberClass;

const EXEMPT: Rule = Rule::new(
    "V04",
    "不计入应到会的批准",
    Source::regulation("党员大会应到会人数的有关规定", "版本待核", "条号待核"),
);

/// Why somebody has no vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoVoteReason {
    /// Not a member on that day.
    NotAMember,
    /// 预备党员
    Probationary,
    /// 留党察看期间
    UnderObservation,
    /// 被依法留置、逮捕, rights suspended
    RightsSuspended,
    /// 持流动党员活动证 in a branch other than the home branch
    MobileGuest,
    /// Takes part in a temporary branch; the relation, and the vote with it, is with a branch elsewhere
    HomeElsewhere,
}

impl NoVoteReason {
    /// The reason in Chinese.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotAMember => "当日不是本组织党员",
            Self::Probationary => "预备党员没有表决权、选举权和被选举权",
            Self::UnderObservation => "留党察看期间没有表决权、选举权和被选举权",
            Self::RightsSuspended => "被依法留置、逮捕，已中止党员权利",
            Self::MobileGuest => "持流动党员活动证参加活动，在接收党支部没有表决权",
            Self::HomeElsewhere => "组织关系不在本社区，表决权在所在党支部",
        }
    }

    /// Where it is written.
    pub const fn source(self) -> Source {
        match self {
            Self::NotAMember | Self::HomeElsewhere => Source::OfficeDefault,
            Self::Probationary | Self::UnderObservation | Self::RightsSuspended => {
                Source::regulation("基层组织选举工作条例", "2020年", "第五条")
            }
            Self::MobileGuest => Source::regulation("流动党员活动证的有关规定", "版本待核", "条号待核"),
        }
    }
}

/// What decides whether somebody has a vote in a branch on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// The class on that day; `None` if not a member.
    pub class: Option<MemberClass>,
    /// In 留党察看.
    pub is_under_observation: bool,
    /// Rights suspended after 留置 or arrest.
    pub is_suspended: bool,
    /// There with a 流动党员活动证: the home branch is another.
    pub is_mobile_guest: bool,
}

/// Whether somebody has a vote, or why not.
///
/// # Errors
/// The first reason that applies.
pub const fn has_vote(voter: Voter) -> Result<(), NoVoteReason> {
    match voter.class {
        None => Err(NoVoteReason::NotAMember),
        Some(MemberClass::Probationary) => Err(NoVoteReason::Probationary),
        Some(MemberClass::Full) if voter.is_under_observation => Err(NoVoteReason::UnderObservation),
        Some(MemberClass::Full) if voter.is_suspended => Err(NoVoteReason::RightsSuspended),
        Some(MemberClass::Full) if voter.is_mobile_guest => Err(NoVoteReason::MobileGuest),
        Some(MemberClass::Full) => Ok(()),
    }
}

/// Why somebody with a vote is not counted among those due (domain.md 1.3). Everyone else absent still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptReason {
    /// Cannot express a will, by illness.
    CannotExpressWill,
    /// Abroad at own cost for over half a year.
    AbroadHalfYear,
    /// In prison or detained without a penalty of 留党察看 or more.
    ServingSentence,
    /// Old and bedridden, or ill for long and unable to look after oneself.
    BedriddenOrLongIll,
    /// Away for work or study over half a year, the relation not moved though it should be.
    AwayHalfYear,
    /// Elections only: retired and back in the old home, or another special case that truly cannot come.
    ReturnedHome,
}

impl ExemptReason {
    /// Every reason, in the order of the forms.
    pub const ALL: [Self; 6] = [
        Self::CannotExpressWill,
        Self::AbroadHalfYear,
        Self::ServingSentence,
        Self::BedriddenOrLongIll,
        Self::AwayHalfYear,
        Self::ReturnedHome,
    ];

    /// The reason in Chinese.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CannotExpressWill => "患精神病或者其他疾病，不能表达本人意志",
            Self::AbroadHalfYear => "自费出国半年以上",
            Self::ServingSentence => "未受留党察看以上处分，正在服刑或者被拘留",
            Self::BedriddenOrLongIll => "年老体弱卧床不起、长期生病生活不能自理",
            Self::AwayHalfYear => "工作调动、下派、蹲点、外出学习或者工作半年以上，应转未转组织关系",
            Self::ReturnedHome => "已回原籍长期居住的离退休党员等特殊情况，确实不能参加选举",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CannotExpressWill => "cannot_express_will",
            Self::AbroadHalfYear => "abroad_half_year",
            Self::ServingSentence => "serving_sentence",
            Self::BedriddenOrLongIll => "bedridden_or_long_ill",
            Self::AwayHalfYear => "away_half_year",
            Self::ReturnedHome => "returned_home",
        }
    }

    /// The reason of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// True if the reason holds for elections only.
    pub const fn is_for_elections_only(self) -> bool {
        matches!(self, Self::ReturnedHome)
    }
}

/// An exemption with the papers that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Why.
    pub reason: ExemptReason,
    /// The superior organisation that agreed.
    pub approved_by: Option<String>,
    /// The day it agreed.
    pub approved_on: Option<Day>,
    /// The assembly that passed it, by its reference.
    pub meeting_ref: Option<String>,
    /// The days it holds for.
    pub valid: Span,
}

impl Exemption {
    /// True with approval, its day and the assembly's resolution.
    pub const fn is_complete(&self) -> bool {
        self.approved_by.is_some() && self.approved_on.is_some() && self.meeting_ref.is_some()
    }
}

/// Whether somebody with a vote is counted among those due on `day`. An exemption without its papers exempts
/// nobody (see [`check_exemption`]).
pub fn is_due(day: Day, is_election: bool, exemption: Option<&Exemption>) -> bool {
    let holds = |exemption: &Exemption| {
        exemption.is_complete()
            && exemption.valid.contains(day)
            && exemption.approved_on.is_some_and(|on| on <= day)
            && (is_election || !exemption.reason.is_for_elections_only())
    };
    !exemption.is_some_and(holds)
}

/// A finding if an exemption lacks its papers. `subject` is the name shown.
pub fn check_exemption(subject: &str, exemption: &Exemption) -> Option<Finding> {
    let papers = [
        (exemption.approved_by.is_none(), "上级党组织批准"),
        (exemption.approved_on.is_none(), "批准日期"),
        (exemption.meeting_ref.is_none(), "党员大会通过的记录"),
    ];
    let missing: Vec<&str> =
        papers.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, name)| name).collect();
    (!missing.is_empty()).then(|| Finding {
        rule: EXEMPT,
        level: Level::Must,
        subject: subject.to_owned(),
        gap: format!("按「{}」不计入应到会，缺少{}。", exemption.reason.label(), missing.join("、")),
        advice: "手续补齐以前仍计入应到会；请补办并登记批准单位、日期和会议。".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(reason: ExemptReason) -> Exemption {
        Exemption {
            reason,
            approved_by: Some("社区党委".into()),
            approved_on: Some("2026-03-01".parse().unwrap()),
            meeting_ref: Some("2026年第1次党员大会".into()),
            valid: Span::between("2026-03-01".parse().unwrap(), "2027-03-01".parse().unwrap()),
        }
    }

    #[test]
    fn only_full_members_in_possession_of_their_rights_vote() {
        let full = Voter { class: Some(MemberClass::Full), ..Voter::default() };
        for (voter, expected) in [
            (full, Ok(())),
            (Voter::default(), Err(NoVoteReason::NotAMember)),
            (Voter { class: Some(MemberClass::Probationary), ..full }, Err(NoVoteReason::Probationary)),
            (Voter { is_under_observation: true, ..full }, Err(NoVoteReason::UnderObservation)),
            (Voter { is_suspended: true, ..full }, Err(NoVoteReason::RightsSuspended)),
            (Voter { is_mobile_guest: true, ..full }, Err(NoVoteReason::MobileGuest)),
        ] {
            assert_eq!(has_vote(voter), expected);
        }
    }

    #[test]
    fn an_approved_exemption_holds_from_its_approval_to_its_end() {
        let exemption = complete(ExemptReason::BedriddenOrLongIll);
        for (day, due) in
            [("2026-02-28", true), ("2026-03-01", false), ("2027-02-28", false), ("2027-03-01", true)]
        {
            assert_eq!(is_due(day.parse().unwrap(), false, Some(&exemption)), due, "{day}");
        }
        assert!(is_due("2026-10-01".parse().unwrap(), true, None));
    }

    #[test]
    fn having_gone_home_exempts_from_elections_only() {
        let exemption = complete(ExemptReason::ReturnedHome);
        let day = "2026-10-01".parse().unwrap();
        assert!(is_due(day, false, Some(&exemption)) && !is_due(day, true, Some(&exemption)));
    }

    #[test]
    fn an_exemption_without_papers_exempts_nobody_and_is_reported() {
        let bare =
            Exemption { approved_by: None, meeting_ref: None, ..complete(ExemptReason::AbroadHalfYear) };
        assert!(is_due("2026-10-01".parse().unwrap(), false, Some(&bare)));
        let finding = check_exemption("李某", &bare).unwrap();
        assert_eq!(
            finding.gap,
            "按「自费出国半年以上」不计入应到会，缺少上级党组织批准、党员大会通过的记录。"
        );
        assert_eq!(check_exemption("李某", &complete(ExemptReason::AbroadHalfYear)), None);
    }

    #[test]
    fn each_reason_has_its_own_code_and_label() {
        for reason in ExemptReason::ALL {
            assert_eq!(ExemptReason::from_code(reason.code()), Some(reason));
            assert!(reason.label().chars().count() > 5);
        }
    }
}
