//! A month, its quarter, its year: how far a list of something looks around a month.

use super::{Day, Month};

/// How much time around a month is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Around {
    /// The month itself.
    #[default]
    Month,
    /// Its quarter.
    Quarter,
    /// Its year.
    Year,
}

impl Around {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Its word in addresses and requests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The one of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|around| around.code() == code)
    }

    /// As a choice: `本月`, `本季`, `全年`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "本月",
            Self::Quarter => "本季",
            Self::Year => "全年",
        }
    }

    /// First and last day around a month.
    pub fn days(self, month: Month) -> (Day, Day) {
        let (first, last) = match self {
            Self::Month => (month, month),
            Self::Quarter => {
                let [first, _, last] = month.quarter().months();
                (first, last)
            }
            Self::Year => {
                let january = month.plus(1 - i32::try_from(month.month()).unwrap_or(1));
                (january, january.plus(11))
            }
        };
        (first.first_day(), last.last_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_its_quarter_and_its_year() {
        let month: Month = "2026-11".parse().unwrap();
        let days =
            Around::ALL.map(|around| around.days(month)).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(days, ["2026-11-01 2026-11-30", "2026-10-01 2026-12-31", "2026-01-01 2026-12-31"]);
        assert_eq!(Around::ALL.map(|around| Around::from_code(around.code())), Around::ALL.map(Some));
    }
}
