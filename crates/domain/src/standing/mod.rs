//! Standing in the Party as of a day: probationary or full, years of standing (党龄), and what does not fit in
//! the dates. Derives, never corrects: a date that looks wrong becomes a finding, not another date.

mod check;
mod history;
mod years;

use serde::{Deserialize, Serialize};

pub use check::{check_standing, check_standing_extended};
pub use history::{EntryRule, Probation, StandingStart, entry_rule, entry_rules, in_years_without_probation};
pub use years::{PartyYears, Reached, fifty_years_on, party_years, standing_since};

use crate::day::{Day, PartialDay};

/// Full or probationary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberClass {
    /// 正式党员
    Full,
    /// 预备党员: Party membership without standing and without a vote
    Probationary,
}

impl MemberClass {
    /// Both, full first.
    pub const ALL: [Self; 2] = [Self::Full, Self::Probationary];

    /// The Chinese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Full => "正式党员",
            Self::Probationary => "预备党员",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Probationary => "probationary",
        }
    }

    /// The class of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Somebody's standing on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// `None` before the day of joining.
    pub class: Option<MemberClass>,
    /// True if the day lies where a date known only in part leaves the class open: show it as 约.
    pub is_about: bool,
    /// A day of 转正 that is written down and still lies ahead of the day asked for.
    pub awaits_full: Option<PartialDay>,
}

impl Standing {
    /// A sentence if a day of 转正 lies ahead: still probationary until then (decisions.md 5).
    pub fn warning(&self) -> Option<String> {
        let ahead = self.awaits_full?;
        Some(format!("转正日期 {} 还没有到，在此之前仍按预备党员统计。", ahead.label()))
    }
}

/// The standing on `day`. Without a day of 转正 a member is probationary, except one who surely joined in years
/// without probation (1969-04-01 to 1977-08-11), who is full from the first day.
pub fn standing_on(day: Day, joined: PartialDay, became_full: Option<PartialDay>) -> Standing {
    if day < joined.earliest() {
        return Standing { class: None, is_about: false, awaits_full: None };
    }
    let unsure = |since: PartialDay| !since.is_exact() && since.may_be(day);
    let full_since = became_full.or_else(|| in_years_without_probation(joined).then_some(joined));
    let ahead = full_since.filter(|full| day < full.earliest());
    let class =
        if full_since.is_some() && ahead.is_none() { MemberClass::Full } else { MemberClass::Probationary };
    let is_about = unsure(joined) || full_since.is_some_and(unsure);
    Standing { class: Some(class), is_about, awaits_full: ahead }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partial(text: &str) -> PartialDay {
        text.parse().unwrap()
    }

    fn class(on: &str, joined: &str, full: Option<&str>) -> (Option<MemberClass>, bool) {
        let standing = standing_on(on.parse().unwrap(), partial(joined), full.map(partial));
        (standing.class, standing.is_about)
    }

    #[test]
    fn standing_follows_the_day_asked_for() {
        use MemberClass::{Full, Probationary};
        for (on, joined, full, expected) in [
            ("2024-06-30", "2024-07-01", Some("2025-07-01"), (None, false)),
            ("2024-07-01", "2024-07-01", Some("2025-07-01"), (Some(Probationary), false)),
            ("2025-06-30", "2024-07-01", Some("2025-07-01"), (Some(Probationary), false)),
            ("2025-07-01", "2024-07-01", Some("2025-07-01"), (Some(Full), false)),
            ("2026-10-31", "2026-03-01", None, (Some(Probationary), false)),
            ("1972-05-04", "1972-05-04", Some("1972-05-04"), (Some(Full), false)),
            ("1980-01-01", "1972-05", None, (Some(Full), false)),
            ("1980-01-01", "1978-05", None, (Some(Probationary), false)),
            ("1986-07-15", "1985-07", Some("1986-07"), (Some(Full), true)),
            ("1986-08-01", "1985-07", Some("1986-07"), (Some(Full), false)),
        ] {
            assert_eq!(class(on, joined, full), expected, "{on} {joined} {full:?}");
        }
    }

    #[test]
    fn a_day_of_full_membership_in_the_future_means_still_probationary_and_says_so() {
        let standing =
            standing_on("2026-10-31".parse().unwrap(), partial("2025-12-01"), Some(partial("2026-12-01")));
        assert_eq!(standing.class, Some(MemberClass::Probationary));
        assert_eq!(
            standing.warning().unwrap(),
            "转正日期 2026年12月1日 还没有到，在此之前仍按预备党员统计。"
        );
    }

    #[test]
    fn each_class_has_its_own_code() {
        for class in MemberClass::ALL {
            assert_eq!(MemberClass::from_code(class.code()), Some(class));
        }
    }
}
