//! A day that was reckoned from other days, with what is uncertain about it: 约 where a date is known only in part
//! (decisions 2), 暂算 where the holiday table does not reach. Knows no rule.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::day::{Day, PartialDay, add_months, day_label};

/// A reckoned day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DueDay {
    /// The day.
    pub day: Day,
    /// True if it was reckoned from a date known only in part.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_about: bool,
    /// True if the holiday table does not reach so far.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_provisional: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_false(value: &bool) -> bool {
    !value
}

impl DueDay {
    /// A day that is certain.
    pub const fn exact(day: Day) -> Self {
        Self { day, is_about: false, is_provisional: false }
    }

    /// So many months after a date. Of a date known only in part the latest day counts: nothing is called due, and
    /// nothing allowed, before it surely is.
    pub fn months_after(from: PartialDay, months: u32) -> Self {
        let months = i32::try_from(months).unwrap_or(i32::MAX);
        Self { day: add_months(from.latest(), months), is_about: !from.is_exact(), is_provisional: false }
    }

    /// `2026年10月9日`, `约2026年10月31日`, `2027年1月6日（暂算）`: for sentences and papers.
    pub fn label(self) -> String {
        self.with(&day_label(self.day))
    }

    fn with(self, day: &str) -> String {
        let about = if self.is_about { "约" } else { "" };
        let provisional = if self.is_provisional { "（暂算）" } else { "" };
        format!("{about}{day}{provisional}")
    }
}

/// As it stands in lists: `2026-10-09`, `约2026-10-31`, `2027-01-06（暂算）`.
impl fmt::Display for DueDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with(&self.day.to_string()))
    }
}

/// `一年`, `半年`, `18个月`: a length as regulations say it.
pub fn months_label(months: u32) -> String {
    const NUMBERS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let number = |n: u32| NUMBERS.get(n as usize).map_or_else(|| n.to_string(), |word| (*word).to_owned());
    match months {
        6 => "半年".to_owned(),
        _ if months > 0 && months.is_multiple_of(12) => format!("{}年", number(months / 12)),
        _ => format!("{}个月", number(months)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_fall_back_to_the_end_of_a_shorter_month() {
        for (from, months, label) in [
            ("2026-01-31", 1, "2026年2月28日"),
            ("2024-02-29", 12, "2025年2月28日"),
            ("2026-03", 1, "约2026年4月30日"),
            ("2025", 12, "约2026年12月31日"),
        ] {
            assert_eq!(DueDay::months_after(from.parse().unwrap(), months).label(), label, "{from}");
        }
    }

    #[test]
    fn what_is_uncertain_is_said() {
        let day = "2027-01-06".parse().unwrap();
        let provisional = DueDay { is_provisional: true, ..DueDay::exact(day) };
        assert_eq!(provisional.label(), "2027年1月6日（暂算）");
        let json = serde_json::to_string(&DueDay::exact(day)).unwrap();
        assert_eq!(json, r#"{"day":"2027-01-06"}"#);
        assert_eq!(serde_json::from_str::<DueDay>(&json).unwrap(), DueDay::exact(day));
    }

    #[test]
    fn lengths_are_said_as_regulations_say_them() {
        for (months, label) in
            [(1, "一个月"), (3, "三个月"), (6, "半年"), (12, "一年"), (24, "两年"), (18, "18个月")]
        {
            assert_eq!(months_label(months), label);
        }
    }
}
