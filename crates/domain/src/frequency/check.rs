//! What was due, held and missing for a month, duty by duty.

use serde::{Deserialize, Serialize};

use super::branch::BranchFacts;
use super::entry::{EntryMark, entry_mark};
use super::setting::{FrequencySetting, OnlyIf, Scope};
use super::{HeldRecord, Window, Windows};
use crate::day::{Day, short_label};
use crate::gathering::RecordKind;
use crate::rule::{Finding, Level, Rule};

/// Where a duty stands at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// Held as often as due.
    Done,
    /// Not yet, and the window is still open until this day.
    StillOpen {
        /// The last day of the window.
        until: Day,
    },
    /// The window has ended and something is missing.
    Missing,
}

impl DutyState {
    /// The Chinese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::StillOpen { .. } => "未到期",
            Self::Missing => "缺",
        }
    }
}

/// One duty of a branch or group in the window of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Who owes it: the branch's name, or branch and group.
    pub subject: String,
    /// The group, if a group owes it.
    pub group: Option<i64>,
    /// What is due.
    pub kind: RecordKind,
    /// The rule with its source.
    pub rule: Rule,
    /// The window.
    pub window: Window,
    /// How many times are due.
    pub due: u32,
    /// How many were held in the window up to the end of the month.
    pub held: u32,
    /// How many of these were entered late.
    pub late: u32,
    /// How many are missing, or still to come.
    pub missing: u32,
    /// Where it stands.
    pub state: DutyState,
}

/// The duties of one branch, seen at the end of the month of `windows`. A duty is red only if its window ends with that month and
/// that day is over (`today` lies behind it); before, it is still open. Records after the month do not count: the
/// answer for a past month stays the same. `late_after_day` is the setting of entry.rs.
pub fn check_frequency(
    settings: &[FrequencySetting],
    facts: &BranchFacts,
    held: &[HeldRecord],
    windows: &Windows,
    today: Day,
    late_after_day: u32,
) -> Vec<Duty> {
    let at = Moment { windows, today, late_after_day };
    let due = settings.iter().filter(|setting| setting.times > 0 && is_due(setting.only_if, facts));
    due.flat_map(|setting| at.duties(setting, facts, held)).collect()
}

impl Duty {
    /// `2026年第四季度应召开支部党员大会 1 次，已召开 0 次，12月31日到期。`
    pub fn sentence(&self) -> String {
        let Self { window, kind, due, held, .. } = self;
        let (verb, word) = (verb(*kind), kind.label());
        let begin = format!("{}应{verb}{word} {due} 次，已{verb} {held} 次", window.label);
        let late =
            if self.late > 0 { format!("（其中补录 {} 次）", self.late) } else { String::new() };
        match self.state {
            DutyState::Done => format!("{begin}{late}。"),
            DutyState::StillOpen { until } => {
                format!("{begin}{late}，{}到期。", short_label(until))
            }
            DutyState::Missing => format!("{begin}{late}，缺 {} 次。", self.missing),
        }
    }

    /// A finding if something is missing.
    pub fn finding(&self) -> Option<Finding> {
        (self.state == DutyState::Missing).then(|| Finding {
            rule: self.rule.clone(),
            level: if self.rule.source.is_regulation() { Level::Must } else { Level::Should },
            subject: self.subject.clone(),
            gap: self.sentence(),
            advice: "已经办过的请补录并写明日期；确实没有办的，请写明原因并尽快补上。".to_owned(),
        })
    }
}

fn verb(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Lecture | RecordKind::ThemeDay | RecordKind::DemocraticAppraisal => "开展",
        RecordKind::MemberAssembly
        | RecordKind::CommitteeMeeting
        | RecordKind::GroupMeeting
        | RecordKind::OrganisationLifeMeeting => "召开",
    }
}

fn is_due(only_if: OnlyIf, facts: &BranchFacts) -> bool {
    match only_if {
        OnlyIf::Always => true,
        OnlyIf::HasCommittee => facts.has_committee(),
        OnlyIf::HasGroups => facts.has_groups(),
    }
}

/// From when and for when one looks.
#[derive(Clone, Copy)]
struct Moment<'a> {
    windows: &'a Windows,
    today: Day,
    late_after_day: u32,
}

impl Moment<'_> {
    fn duties(self, setting: &FrequencySetting, facts: &BranchFacts, held: &[HeldRecord]) -> Vec<Duty> {
        match setting.scope {
            Scope::Branch => vec![self.duty(setting, facts.name.clone(), None, held)],
            Scope::Group => {
                let subject = |name: &str| format!("{} {name}", facts.name);
                let of = |group: &super::GroupFacts| {
                    self.duty(setting, subject(&group.name), Some(group.id), held)
                };
                facts.groups.iter().map(of).collect()
            }
        }
    }

    fn duty(
        self,
        setting: &FrequencySetting,
        subject: String,
        group: Option<i64>,
        held: &[HeldRecord],
    ) -> Duty {
        let window = self.windows.of(setting.per).clone();
        let counts = |record: &&HeldRecord| {
            let in_time = window.contains(record.held_on) && record.held_on <= self.windows.last_day();
            record.kind == setting.kind && record.group == group && in_time
        };
        let is_late = |record: &&HeldRecord| {
            entry_mark(record.held_on, record.entered, self.late_after_day) == EntryMark::Late
        };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let held_count = number(held.iter().filter(counts).count());
        let late = number(held.iter().filter(counts).filter(is_late).count());
        let missing = setting.times.saturating_sub(held_count);
        let state = self.state(missing, window.last);
        Duty {
            subject,
            group,
            kind: setting.kind,
            rule: setting.rule(),
            window,
            due: setting.times,
            held: held_count,
            late,
            missing,
            state,
        }
    }

    fn state(self, missing: u32, last: Day) -> DutyState {
        if missing == 0 {
            DutyState::Done
        } else if last > self.windows.last_day() || self.today <= last {
            DutyState::StillOpen { until: last }
        } else {
            DutyState::Missing
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{EntryPath, GroupFacts, LATE_AFTER_DAY, default_frequencies};
    use super::*;
    use crate::day::Month;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn held(kind: RecordKind, on: &str, group: Option<i64>, entered: &str) -> HeldRecord {
        HeldRecord { kind, held_on: day(on), group, entered: EntryPath::Typed { on: day(entered) } }
    }

    fn branch(committee_members: Option<u32>, groups: &[&str]) -> BranchFacts {
        let groups =
            groups.iter().zip(1..).map(|(name, id)| GroupFacts { id, name: (*name).to_owned() }).collect();
        BranchFacts {
            name: "南湖里党支部".into(), members: 40, full_members: 40, committee_members, groups
        }
    }

    fn check(facts: &BranchFacts, records: &[HeldRecord], month: &str, today: &str, expected: &Expect) {
        let duties = check_frequency(
            &default_frequencies(),
            facts,
            records,
            &Windows::calendar(month.parse().unwrap()),
            day(today),
            LATE_AFTER_DAY,
        );
        let lines = duties.iter().map(|duty| {
            format!("{} {} {}：{}\n", duty.rule.id, duty.state.label(), duty.subject, duty.sentence())
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn in_october_the_quarter_is_still_open_and_the_month_is_not() {
        check(
            &branch(Some(5), &["第一党小组", "第二党小组"]),
            &[
                held(RecordKind::CommitteeMeeting, "2026-10-06", None, "2026-10-06"),
                held(RecordKind::GroupMeeting, "2026-10-09", Some(1), "2026-11-09"),
                held(RecordKind::ThemeDay, "2026-09-30", None, "2026-09-30"),
                held(RecordKind::MemberAssembly, "2026-11-02", None, "2026-11-02"),
            ],
            "2026-10",
            "2026-11-21",
            &expect![[r#"
                L01 未到期 南湖里党支部：2026年第四季度应召开支部党员大会 1 次，已召开 0 次，12月31日到期。
                L02 已完成 南湖里党支部：2026年10月应召开支部委员会 1 次，已召开 1 次。
                L03 已完成 南湖里党支部 第一党小组：2026年10月应召开党小组会 1 次，已召开 1 次（其中补录 1 次）。
                L03 缺 南湖里党支部 第二党小组：2026年10月应召开党小组会 1 次，已召开 0 次，缺 1 次。
                L04 未到期 南湖里党支部：2026年第四季度应开展党课 1 次，已开展 0 次，12月31日到期。
                L05 缺 南湖里党支部：2026年10月应开展主题党日 1 次，已开展 0 次，缺 1 次。
                L06 未到期 南湖里党支部：2026年应召开组织生活会 1 次，已召开 0 次，12月31日到期。
                L07 未到期 南湖里党支部：2026年应开展民主评议党员 1 次，已开展 0 次，12月31日到期。
            "#]],
        );
    }

    #[test]
    fn in_december_the_quarter_and_the_year_end_and_no_committee_owes_no_committee_meeting() {
        check(
            &branch(None, &["唯一的党小组"]),
            &[
                held(RecordKind::MemberAssembly, "2026-10-18", None, "2026-10-18"),
                held(RecordKind::ThemeDay, "2026-12-17", None, "2026-12-17"),
            ],
            "2026-12",
            "2027-01-01",
            &expect![[r#"
                L01 已完成 南湖里党支部：2026年第四季度应召开支部党员大会 1 次，已召开 1 次。
                L04 缺 南湖里党支部：2026年第四季度应开展党课 1 次，已开展 0 次，缺 1 次。
                L05 已完成 南湖里党支部：2026年12月应开展主题党日 1 次，已开展 1 次。
                L06 缺 南湖里党支部：2026年应召开组织生活会 1 次，已召开 0 次，缺 1 次。
                L07 缺 南湖里党支部：2026年应开展民主评议党员 1 次，已开展 0 次，缺 1 次。
            "#]],
        );
    }

    #[test]
    fn nothing_is_missing_before_the_last_day_of_the_window_is_over() {
        let duties = |today| {
            let month = "2026-10".parse().unwrap();
            check_frequency(
                &default_frequencies(),
                &branch(None, &[]),
                &[],
                &Windows::calendar(month),
                day(today),
                LATE_AFTER_DAY,
            )
        };
        assert!(duties("2026-10-31").iter().all(|duty| duty.finding().is_none()));
        let found: Vec<_> = duties("2026-11-01").iter().filter_map(Duty::finding).collect();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule.id.as_ref(), found[0].level), ("L05", Level::Must));
    }

    #[test]
    fn a_missing_duty_of_the_offices_own_is_a_should_not_a_must() {
        let month = "2026-12".parse().unwrap();
        let duties = check_frequency(
            &default_frequencies(),
            &branch(None, &[]),
            &[],
            &Windows::calendar(month),
            day("2027-02-01"),
            LATE_AFTER_DAY,
        );
        let lecture =
            duties.iter().filter_map(Duty::finding).find(|finding| finding.rule.id == "L04").unwrap();
        assert_eq!(lecture.level, Level::Should);
        assert!(lecture.to_string().contains("本单位可改的默认值"));
    }

    #[test]
    fn a_frequency_of_zero_is_switched_off() {
        let settings: Vec<_> = default_frequencies()
            .into_iter()
            .map(|setting| FrequencySetting { times: 0, ..setting })
            .collect();
        let windows = Windows::calendar("2026-12".parse().unwrap());
        assert!(
            check_frequency(&settings, &branch(None, &[]), &[], &windows, day("2027-02-01"), 5).is_empty()
        );
    }

    #[test]
    fn where_months_are_cut_on_the_25th_a_duty_goes_by_their_days() {
        let on_25th = |month: Month| {
            let cut = |month: Month| crate::day::add_days(month.first_day(), 24);
            Ok::<_, std::convert::Infallible>((crate::day::add_days(cut(month.prev()), 1), cut(month)))
        };
        let facts = branch(None, &[]);
        let theme_day = |month: &str, today: &str, held_on: &str| {
            let windows = Windows::cut(month.parse().unwrap(), on_25th).unwrap();
            let held = [held(RecordKind::ThemeDay, held_on, None, held_on)];
            let settings = default_frequencies();
            let duties = check_frequency(&settings, &facts, &held, &windows, day(today), LATE_AFTER_DAY);
            let of = |kind| duties.iter().find(|duty| duty.kind == kind).unwrap().clone();
            (of(RecordKind::ThemeDay).state, of(RecordKind::MemberAssembly).window)
        };
        use DutyState::{Done, Missing, StillOpen};
        assert_eq!(theme_day("2026-10", "2026-11-01", "2026-10-28").0, Missing);
        assert_eq!(theme_day("2026-11", "2026-11-01", "2026-10-28").0, Done);
        assert_eq!(theme_day("2026-10", "2026-11-01", "2026-09-28").0, Done);
        let until = day("2026-10-25");
        assert_eq!(theme_day("2026-10", "2026-10-25", "2026-10-28").0, StillOpen { until });
        let quarter = theme_day("2026-10", "2026-11-01", "2026-10-28").1;
        assert_eq!((quarter.first, quarter.last), (day("2026-09-26"), day("2026-12-25")));
    }
}
