//! The figures of one community and month as an office above reads them: written once when a month is sealed, summed
//! ever after. Every figure can be added over communities; rates and averages are made from the sums.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::gathering::RecordKind;

/// No count of a community is larger.
const MOST: i64 = 1_000_000_000;

macro_rules! roll_up {
    ($($name:ident $label:literal)+) => {
        /// The figures. Their names stand in parcels and in the columns of the street's book, and are frozen.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Figures { $(#[doc = $label] pub $name: i64),+ }

        impl Figures {
            /// Their names, in order.
            pub const CODES: &'static [&'static str] = &[$(stringify!($name)),+];
            /// What a person calls them, in the same order.
            pub const LABELS: &'static [&'static str] = &[$($label),+];

            /// The values, in the order of the names.
            pub fn values(&self) -> [i64; Self::CODES.len()] {
                [$(self.$name),+]
            }

            /// Figures from values in the order of the names.
            pub fn of_values([$($name),+]: [i64; Self::CODES.len()]) -> Self {
                Self { $($name),+ }
            }
        }
    };
}

roll_up! {
    previous "上月数"
    admitted "发展"
    transfer_in "转入"
    restored "恢复"
    transfer_out "转出"
    death "死亡"
    expelled "出党"
    suspended "停止党籍"
    moved_in "支部间调入"
    moved_out "支部间调出"
    members "月末党员数"
    full_members "正式党员"
    probationary "预备党员"
    women "女"
    minority "少数民族"
    up_to_35 "35岁及以下"
    from_60 "60岁及以上"
    college "大专及以上"
    mobile "流动党员"
    lost "失联党员"
    hardship "困难党员"
    branches "党支部数"
    assembly_owed "党员大会应开"
    assembly_held "党员大会已开"
    assembly_due "党员大会应到"
    assembly_present "党员大会实到"
    assembly_late "党员大会补录"
    committee_owed "支委会应开"
    committee_held "支委会已开"
    committee_due "支委会应到"
    committee_present "支委会实到"
    committee_late "支委会补录"
    group_owed "党小组会应开"
    group_held "党小组会已开"
    group_due "党小组会应到"
    group_present "党小组会实到"
    group_late "党小组会补录"
    lecture_owed "党课应开"
    lecture_held "党课已开"
    lecture_due "党课应到"
    lecture_present "党课实到"
    lecture_late "党课补录"
    theme_owed "主题党日应开"
    theme_held "主题党日已开"
    theme_due "主题党日应到"
    theme_present "主题党日实到"
    theme_late "主题党日补录"
    life_owed "组织生活会应开"
    life_held "组织生活会已开"
    life_due "组织生活会应到"
    life_present "组织生活会实到"
    life_late "组织生活会补录"
    appraisal_owed "民主评议应开"
    appraisal_held "民主评议已开"
    appraisal_due "民主评议应到"
    appraisal_present "民主评议实到"
    appraisal_late "民主评议补录"
    units "报到单位数"
    expected "应报到人数"
    stated_reported "已报到人数（有应报到数的单位）"
    reported "已报到人数"
    claims "认领岗位人数"
    activities "报到党员活动场次"
    attendances "报到党员参加人次"
    people "报到党员参加人数"
    minutes "报到党员服务时长（分钟）"
    service_activities "服务活动场次"
    service_attendances "服务参加人次"
    service_people "服务参加人数"
    service_minutes "服务时长（分钟）"
    scored "有积分人数"
    unscored "不计分人数"
    score_sum "积分合计（百分之一分）"
    must_findings "必须处理的问题"
    should_findings "应当处理的问题"
}

/// How often a kind of meeting was owed and held, and who was due and came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// 应开.
    pub owed: i64,
    /// 已开.
    pub held: i64,
    /// 应到.
    pub due: i64,
    /// 实到.
    pub present: i64,
    /// 补录.
    pub late: i64,
}

macro_rules! kinds {
    ($($kind:ident: $owed:ident $held:ident $due:ident $present:ident $late:ident;)+) => {
        impl Figures {
            /// The numbers of one kind of meeting.
            pub const fn held(&self, kind: RecordKind) -> Held {
                match kind {
                    $(RecordKind::$kind => Held {
                        owed: self.$owed,
                        held: self.$held,
                        due: self.$due,
                        present: self.$present,
                        late: self.$late,
                    }),+
                }
            }

            /// Sets the numbers of one kind of meeting.
            pub const fn set_held(&mut self, kind: RecordKind, numbers: Held) {
                match kind {
                    $(RecordKind::$kind => {
                        self.$owed = numbers.owed;
                        self.$held = numbers.held;
                        self.$due = numbers.due;
                        self.$present = numbers.present;
                        self.$late = numbers.late;
                    }),+
                }
            }
        }
    };
}

kinds! {
    MemberAssembly: assembly_owed assembly_held assembly_due assembly_present assembly_late;
    CommitteeMeeting: committee_owed committee_held committee_due committee_present committee_late;
    GroupMeeting: group_owed group_held group_due group_present group_late;
    Lecture: lecture_owed lecture_held lecture_due lecture_present lecture_late;
    ThemeDay: theme_owed theme_held theme_due theme_present theme_late;
    OrganisationLifeMeeting: life_owed life_held life_due life_present life_late;
    DemocraticAppraisal: appraisal_owed appraisal_held appraisal_due appraisal_present appraisal_late;
}

impl Figures {
    /// Adds other figures to these.
    pub fn add(&mut self, other: &Self) {
        let mut values = self.values();
        for (sum, value) in values.iter_mut().zip(other.values()) {
            *sum = sum.saturating_add(value);
        }
        *self = Self::of_values(values);
    }

    /// All meetings together.
    pub fn all_held(&self) -> Held {
        RecordKind::ALL.iter().map(|kind| self.held(*kind)).fold(Held::default(), |sum, each| Held {
            owed: sum.owed + each.owed,
            held: sum.held + each.held,
            due: sum.due + each.due,
            present: sum.present + each.present,
            late: sum.late + each.late,
        })
    }

    /// What 月末数 has to be by the movements.
    pub const fn reckoned_members(&self) -> i64 {
        self.previous + self.gain() - self.loss() + self.moved_in - self.moved_out
    }

    /// 本月增.
    pub const fn gain(&self) -> i64 {
        self.admitted + self.transfer_in + self.restored
    }

    /// 本月减.
    pub const fn loss(&self) -> i64 {
        self.transfer_out + self.death + self.expelled + self.suspended
    }

    /// Average score in hundredths, rounded as in the community's own workbook; `None` where nobody has one.
    pub const fn average_score(&self) -> Option<i64> {
        if self.scored <= 0 {
            return None;
        }
        Some((self.score_sum + self.scored / 2) / self.scored)
    }

    /// Whether every figure is one that a community can have: nothing below zero but the sum of scores, nothing so large
    /// that sums over many communities could overflow.
    pub fn is_plausible(&self) -> bool {
        let counts = Self { score_sum: 0, ..*self };
        counts.values().iter().all(|value| (0..=MOST).contains(value)) && self.score_sum.abs() <= MOST * 100
    }
}

/// The figures of a community's month, with how many have each grade of points.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollUp {
    /// The figures.
    pub figures: Figures,
    /// Grade → how many.
    pub grades: BTreeMap<String, i64>,
}

impl RollUp {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.figures.add(&other.figures);
        for (grade, count) in &other.grades {
            *self.grades.entry(grade.clone()).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_figures_are_the_same_in_both_directions() {
        let mut values = [0; Figures::CODES.len()];
        values.iter_mut().zip(1..).for_each(|(value, at)| *value = at);
        assert_eq!(Figures::of_values(values).values(), values);
        let json = serde_json::to_value(Figures::of_values(values)).unwrap();
        for (code, value) in Figures::CODES.iter().zip(values) {
            assert_eq!(json[code], value, "{code}");
        }
        assert_eq!(Figures::CODES.len(), Figures::LABELS.len());
    }

    #[test]
    fn sums_do_not_depend_on_the_order() {
        let one = Figures { members: 312, score_sum: 7, ..Figures::default() };
        let other = Figures { members: 86, units: 3, ..Figures::default() };
        let sum = |first: &Figures, second: &Figures| {
            let mut sum = *first;
            sum.add(second);
            sum
        };
        assert_eq!(sum(&one, &other), sum(&other, &one));
        assert_eq!(sum(&one, &other).members, 398);
    }

    #[test]
    fn each_kind_has_its_own_four_numbers() {
        let wanted =
            |at| Held { owed: at, held: at * 10, due: at * 100, present: at * 1_000, late: at * 10_000 };
        let mut figures = Figures::default();
        for (kind, at) in RecordKind::ALL.iter().zip(1..) {
            figures.set_held(*kind, wanted(at));
        }
        for (kind, at) in RecordKind::ALL.iter().zip(1..) {
            assert_eq!(figures.held(*kind), wanted(at), "{kind:?}");
        }
        assert_eq!(figures.all_held().owed, 28);
    }

    #[test]
    fn an_average_is_rounded_and_nobody_has_none() {
        let of = |sum, count| Figures { score_sum: sum, scored: count, ..Figures::default() }.average_score();
        assert_eq!([of(1000, 3), of(2000, 3), of(5, 0)], [Some(333), Some(667), None]);
    }
}
