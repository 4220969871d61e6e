//! Items of a points scheme: what earns or costs points, under which caps, and what awards it by itself.

use serde::{Deserialize, Serialize};

use super::Points;
use crate::day::{Day, Month, Quarter};
use crate::gathering::{AttendanceState, RecordKind};

/// The period within which a cap holds. Days, months, quarters and years are calendar ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapPeriod {
    /// A single entry.
    Event,
    /// One day.
    Day,
    /// One month.
    Month,
    /// One quarter.
    Quarter,
    /// One year.
    Year,
}

impl CapPeriod {
    /// The word before 封顶: `单次`, `日`, `月`, `季`, `年`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Event => "单次",
            Self::Day => "日",
            Self::Month => "月",
            Self::Quarter => "季",
            Self::Year => "年",
        }
    }

    /// The first day of the period in which `day` lies: entries of one period have the same one.
    pub(super) fn begin(self, day: Day) -> Day {
        match self {
            Self::Event | Self::Day => day,
            Self::Month => Month::of(day).first_day(),
            Self::Quarter => Quarter::of(day).first_day(),
            Self::Year => super::count::first_day_of_year(day),
        }
    }
}

/// At most so many points within a period. Gains and deductions are capped apart, each by the magnitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Within which period.
    pub period: CapPeriod,
    /// The magnitude, not negative.
    pub at_most: Points,
}

/// What one unit of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Each time.
    Each,
    /// Each hour, by the minute.
    PerHour,
}

/// What awards an item without a hand entry (decisions.md 20).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum AutoSource {
    /// Being at a gathering with such a record, in one of the states.
    Attendance {
        /// The kinds of record.
        kinds: Vec<RecordKind>,
        /// The states that earn it.
        states: Vec<AttendanceState>,
    },
    /// Hours registered in an activity.
    ServiceHours,
}

/// One item of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable code within the scheme, e.g. `theme_day`.
    pub code: String,
    /// Name in forms, e.g. `参加主题党日`.
    pub name: String,
    /// Code of the category it belongs to.
    pub category: String,
    /// Each time or per hour.
    pub unit: Unit,
    /// Points for one unit; negative for a deduction.
    pub points: Points,
    /// Caps on the item, any order.
    #[serde(default)]
    pub caps: Vec<Cap>,
    /// What awards it by itself; absent for items booked by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic: Option<AutoSource>,
    /// One entry of it makes the year's score 0 (一票否决).
    #[serde(default)]
    pub is_veto: bool,
    /// Other words of offices for the name.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Item {
    /// Points for `times` occurrences of an item counted each time; for one per hour, for as many hours.
    pub fn raw_for_times(&self, times: u32) -> Points {
        Points::from_hundredths(self.points.hundredths().saturating_mul(i64::from(times)))
    }

    /// Points for a length of time: by the minute if the item counts hours, once otherwise.
    pub fn raw_for_minutes(&self, minutes: u32) -> Points {
        match self.unit {
            Unit::Each => self.points,
            Unit::PerHour => self.points.for_minutes(minutes),
        }
    }

    /// True if this attendance awards the item by itself.
    pub fn is_awarded_by(&self, kind: RecordKind, state: AttendanceState) -> bool {
        match &self.automatic {
            Some(AutoSource::Attendance { kinds, states }) => {
                kinds.contains(&kind) && states.contains(&state)
            }
            Some(AutoSource::ServiceHours) | None => false,
        }
    }

    /// True if registered hours award the item by themselves.
    pub const fn is_awarded_by_hours(&self) -> bool {
        matches!(self.automatic, Some(AutoSource::ServiceHours))
    }

    /// True if `text` is the item's code, name or one of its aliases; spaces do not matter.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = without_spaces(text);
        let mut names = [&self.code, &self.name].into_iter().chain(&self.aliases);
        names.any(|name| without_spaces(name) == wanted)
    }
}

pub(super) fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours() -> Item {
        Item {
            code: "service".into(),
            name: "志愿服务".into(),
            category: "model".into(),
            unit: Unit::PerHour,
            points: Points::whole(1),
            caps: vec![],
            automatic: Some(AutoSource::ServiceHours),
            is_veto: false,
            aliases: vec!["参加志愿服务".into()],
        }
    }

    #[test]
    fn an_hourly_item_counts_minutes_and_an_item_each_time_does_not() {
        assert_eq!(hours().raw_for_minutes(90).to_string(), "1.5");
        let each = Item { unit: Unit::Each, ..hours() };
        assert_eq!(each.raw_for_minutes(90), Points::whole(1));
        assert_eq!(each.raw_for_times(3), Points::whole(3));
    }

    #[test]
    fn an_item_answers_to_name_code_and_alias_whatever_the_spaces() {
        for name in ["志愿服务", "志愿 服务", "　志愿服务 ", "service", "参加志愿服务"] {
            assert!(hours().is_called(name), "{name}");
        }
        assert!(!hours().is_called("志愿") && !hours().is_called(""));
    }

    #[test]
    fn only_the_states_named_award_an_attendance_item() {
        let automatic = Some(AutoSource::Attendance {
            kinds: vec![RecordKind::ThemeDay],
            states: vec![AttendanceState::Present],
        });
        let item = Item { automatic, ..hours() };
        assert!(item.is_awarded_by(RecordKind::ThemeDay, AttendanceState::Present));
        assert!(!item.is_awarded_by(RecordKind::ThemeDay, AttendanceState::Leave));
        assert!(!item.is_awarded_by(RecordKind::Lecture, AttendanceState::Present));
        assert!(!item.is_awarded_by_hours() && hours().is_awarded_by_hours());
    }
}
