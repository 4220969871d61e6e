//! Late entry (补录, decisions.md 18): entered later than the 5th of the following month. An import from a dated
//! register counts from the register's date.

use serde::{Deserialize, Serialize};

use crate::day::{Day, Month, add_days};

/// The default of the setting: entries up to the 5th of the following month are in time.
pub const LATE_AFTER_DAY: u32 = 5;

/// How something came into the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryPath {
    /// Typed in on this day.
    Typed {
        /// The day of entry.
        on: Day,
    },
    /// Imported on a day from a register that bears a date of its own.
    FromRegister {
        /// The register's date.
        dated: Day,
        /// The day of import.
        on: Day,
    },
}

/// What is shown beside an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryMark {
    /// Entered in time: nothing is shown.
    InTime,
    /// Imported late from a register that was kept in time.
    ByRegister,
    /// Entered late.
    Late,
}

impl EntryMark {
    /// The words shown; none for an entry in time.
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::InTime => None,
            Self::ByRegister => Some("按登记表补入"),
            Self::Late => Some("补录"),
        }
    }
}

/// The last day on which an event of `occurred_on` is entered in time: day `late_after_day` of the following month
/// (its last day if the month is shorter; the last day of the event's own month for 0).
pub fn entry_deadline(occurred_on: Day, late_after_day: u32) -> Day {
    let next = Month::of(occurred_on).next();
    add_days(next.first_day(), i64::from(late_after_day) - 1).min(next.last_day())
}

/// Whether an entry is in time.
pub fn entry_mark(occurred_on: Day, entered: EntryPath, late_after_day: u32) -> EntryMark {
    let in_time = |day| day <= entry_deadline(occurred_on, late_after_day);
    match entered {
        EntryPath::Typed { on } | EntryPath::FromRegister { on, .. } if in_time(on) => EntryMark::InTime,
        EntryPath::FromRegister { dated, .. } if in_time(dated) => EntryMark::ByRegister,
        EntryPath::Typed { .. } | EntryPath::FromRegister { .. } => EntryMark::Late,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_entry_is_late_after_the_fifth_of_the_following_month() {
        for (held, on, mark) in [
            ("2026-10-05", "2026-10-05", EntryMark::InTime),
            ("2026-10-31", "2026-11-05", EntryMark::InTime),
            ("2026-10-01", "2026-11-05", EntryMark::InTime),
            ("2026-10-31", "2026-11-06", EntryMark::Late),
            ("2026-12-20", "2027-01-06", EntryMark::Late),
        ] {
            assert_eq!(
                entry_mark(day(held), EntryPath::Typed { on: day(on) }, LATE_AFTER_DAY),
                mark,
                "{held} {on}"
            );
        }
    }

    #[test]
    fn a_register_kept_in_time_is_not_late_however_late_it_is_imported() {
        let mark = |dated, on| {
            let entered = EntryPath::FromRegister { dated: day(dated), on: day(on) };
            entry_mark(day("2026-10-18"), entered, LATE_AFTER_DAY)
        };
        assert_eq!(mark("2026-10-31", "2026-11-21"), EntryMark::ByRegister);
        assert_eq!(mark("2026-10-31", "2026-11-03"), EntryMark::InTime);
        assert_eq!(mark("2026-11-20", "2026-11-21"), EntryMark::Late);
        assert_eq!(EntryMark::ByRegister.label(), Some("按登记表补入"));
    }

    #[test]
    fn the_day_of_the_deadline_is_a_setting() {
        assert_eq!(entry_deadline(day("2026-01-10"), 31), day("2026-02-28"));
        assert_eq!(entry_deadline(day("2026-01-10"), 0), day("2026-01-31"));
    }
}
