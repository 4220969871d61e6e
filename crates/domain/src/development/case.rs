//! The facts of a case as people enter them. Nothing in it is reckoned.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::step::{Recurring, Role, Step};
use crate::code::coded;
use crate::day::{Day, PartialDay};

coded! {
    /// What a supporter (培养联系人, 入党介绍人) was on the day of being named.
    SupporterStanding {
        Full "full" "正式党员",
        InPenalty "in_penalty" "受处分、在影响期内的正式党员",
        UnderObservation "under_observation" "留党察看、尚未恢复党员权利的党员",
        Probationary "probationary" "预备党员",
        NotAMember "not_a_member" "非党员",
    }
}

/// Somebody who supports a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// As which.
    pub role: Role,
    /// The name shown.
    pub name: String,
    /// What they were on the day of being named; `None` if not looked up.
    #[serde(default)]
    pub standing: Option<SupporterStanding>,
}

/// How long somebody was trained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingLength {
    /// Days, if counted in days.
    #[serde(default)]
    pub days: Option<u32>,
    /// 学时, if counted so.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// A probation made longer by an assembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The assembly that decided it.
    pub decided_on: PartialDay,
    /// By how many months.
    pub months: u32,
}

coded! {
    /// Why a case was ended before its last step. Always a person's word.
    CaseEndReason {
        Withdrawn "withdrawn" "本人撤回申请",
        NoLongerFostered "no_longer_fostered" "不再作为培养对象",
        MovedAway "moved_away" "材料转往其他党组织",
        NotAdmitted "not_admitted" "支部大会未通过",
        NotApproved "not_approved" "党委未批准",
        Cancelled "cancelled" "取消预备党员资格",
        Died "died" "去世",
    }
}

/// The end of a case before its last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnd {
    /// The day.
    pub on: PartialDay,
    /// Why.
    pub reason: CaseEndReason,
}

/// A case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Whose case, as shown.
    pub subject: String,
    /// The branch that fosters, as shown.
    pub branch: String,
    /// Birth.
    #[serde(default)]
    pub birth_on: Option<PartialDay>,
    /// The days of the steps that were taken.
    #[serde(default)]
    pub days: BTreeMap<Step, PartialDay>,
    /// The days of what recurs, in any order.
    #[serde(default)]
    pub recurring: BTreeMap<Recurring, Vec<PartialDay>>,
    /// Contacts and introducers in office.
    #[serde(default)]
    pub supporters: Vec<Supporter>,
    /// The length of the training.
    #[serde(default)]
    pub training: TrainingLength,
    /// The office's reason for an approval that took longer than usual.
    #[serde(default)]
    pub special_reason: Option<String>,
    /// Extensions of the probation, in order.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// Where a probationary member came in by transfer and becoming full is put off: until when.
    #[serde(default)]
    pub put_off_until: Option<PartialDay>,
    /// Set if the case ended before its last step.
    #[serde(default)]
    pub end: Option<CaseEnd>,
}

impl Case {
    /// The day of a step, if it was taken.
    pub fn day_of(&self, step: Step) -> Option<PartialDay> {
        self.days.get(&step).copied()
    }

    /// Whether a step was taken on `day` at the latest.
    pub fn is_done(&self, step: Step, day: Day) -> bool {
        self.day_of(step).is_some_and(|done| done.earliest() <= day)
    }

    /// Whether the case is neither ended nor complete on `day`.
    pub fn is_open(&self, day: Day) -> bool {
        let is_ended = self.end.is_some_and(|end| end.on.earliest() <= day);
        !is_ended && !self.is_done(Step::FullApproved, day)
    }

    /// The months by which the probation was made longer.
    pub fn extended_months(&self) -> u32 {
        self.extensions.iter().fold(0, |sum, extension| sum.saturating_add(extension.months))
    }

    /// The supporters in a role.
    pub fn supporters_as(&self, role: Role) -> impl Iterator<Item = &Supporter> {
        self.supporters.iter().filter(move |supporter| supporter.role == role)
    }

    /// The days of what recurs, in order.
    pub(super) fn recurring_days(&self, what: Recurring) -> Vec<PartialDay> {
        let mut days = self.recurring.get(&what).cloned().unwrap_or_default();
        days.sort_unstable();
        days
    }
}
