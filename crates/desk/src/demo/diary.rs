//! What the clerk of a community does on which day: it begins with the register, keeps two whole months and the half of
//! the present one, and enters what else happens when it happens. All days follow from that on which the demo is made.

use branchbook_domain::day::{Day, Month, Quarter, add_days};
use chrono::Datelike as _;

use super::life;
use super::people::Profile;

/// On which day of the first month the office takes up its work.
const BEGINS: u32 = 2;
/// What is planned for later than this day has not been recorded in the present month, whatever the day is.
const HALF: u32 = 14;
/// On the first days of a month only what its first week begins with has been recorded.
const FIRST_WEEK: u32 = 6;
const FIRST_DAYS: u32 = 3;
/// On which day whole months are handed in: the registers of meetings and of points.
const MEETINGS_ON: u32 = 25;
const POINTS_ON: u32 = 28;

/// How far a month has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is over.
    Whole,
    /// It is the present one and stands at this day.
    Begun(u32),
}

impl Stage {
    /// On which day of the month something that is planned for a day took place; `None` if it still lies ahead. Early in the
    /// present month the plan is drawn together, so that something has happened on any day.
    pub fn day(self, planned: u32) -> Option<u32> {
        let Self::Begun(today) = self else { return Some(planned) };
        if planned > HALF || (today <= FIRST_DAYS && planned > FIRST_WEEK) {
            return None;
        }
        let drawn = 1 + (planned - 1) * (today - 1) / (HALF - 1);
        Some(drawn.min(planned))
    }

    /// On which day of the month a register is handed in that is due on a day.
    fn handed_in(self, planned: u32) -> u32 {
        match self {
            Self::Whole => planned,
            Self::Begun(today) => today.min(HALF),
        }
    }
}

/// What the community does together: planned day, title, first minute of the day, minutes.
pub const ACTIVITIES: [(u32, &str, i64, i64); 4] = [
    (6, "文明劝导", 7 * 60, 120),
    (12, "清洁家园", 9 * 60, 90),
    (19, "敬老服务", 9 * 60, 120),
    (26, "夜间巡逻", 18 * 60 + 30, 150),
];

/// Something that a clerk does.
#[derive(Debug, Clone, Copy)]
pub enum Doing {
    /// Takes over the register, units and report-ins, and enters what has been so for long.
    Settle,
    /// Hands in the meetings of a month.
    Meetings(Month, Stage),
    /// Hands in the points of a month.
    Points(Month, Stage),
    /// Records one of [`ACTIVITIES`].
    Activity(usize, Day),
    /// Enters something else.
    Enter(life::Entry),
    /// Makes a backup.
    Backup,
}

impl Doing {
    /// Whether it belongs to the month and not to the register.
    #[cfg(test)]
    pub const fn is_of_month(self) -> bool {
        matches!(self, Self::Meetings(..) | Self::Points(..) | Self::Activity(..))
    }
}

/// The days on which a community takes up its work, in the first month of its book.
pub fn begins(first: Month) -> Day {
    day_of(first, BEGINS)
}

/// What is done in a community, the earliest first.
pub fn diary(profile: &Profile, months: [Month; 2], today: Day) -> Vec<(Day, Doing)> {
    let begins = begins(months[0]);
    let mut diary = vec![(begins, Doing::Settle)];
    for month in months {
        diary.extend(of_month(month, Stage::Whole));
    }
    diary.extend(of_month(Month::of(today), Stage::Begun(today.day())));
    if profile.is_lived_in {
        let quarter = Quarter::holding(Month::of(today)).first_day();
        let entries = life::entries(profile, today, begins, add_days(quarter, 3));
        diary.extend(entries.into_iter().map(|(on, entry)| (on, Doing::Enter(entry))));
    }
    if profile.is_looked_at {
        diary.push((add_days(today, -1), Doing::Backup));
    }
    for (on, _) in &mut diary {
        *on = (*on).clamp(begins, today);
    }
    // What is done on one day stays in this order.
    diary.sort_by_key(|(on, _)| *on);
    diary
}

fn of_month(month: Month, stage: Stage) -> Vec<(Day, Doing)> {
    let held = ACTIVITIES.iter().enumerate().filter_map(|(at, activity)| {
        let on = day_of(month, stage.day(activity.0)?);
        Some((on, Doing::Activity(at, on)))
    });
    let mut all: Vec<(Day, Doing)> = held.collect();
    all.push((day_of(month, stage.handed_in(MEETINGS_ON)), Doing::Meetings(month, stage)));
    all.push((day_of(month, stage.handed_in(POINTS_ON)), Doing::Points(month, stage)));
    all
}

fn day_of(month: Month, day: u32) -> Day {
    Day::from_ymd_opt(month.year(), month.month(), day).unwrap_or_else(|| month.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_present_month_is_recorded_on_any_day() {
        for today in 1..=31 {
            let stage = Stage::Begun(today);
            let days: Vec<u32> = (1..=28).filter_map(|planned| stage.day(planned)).collect();
            assert!(days.iter().all(|&day| (1..=today).contains(&day)), "{today}: {days:?}");
            assert!(days.is_sorted(), "{today}: {days:?}");
            let expected = if today <= FIRST_DAYS { FIRST_WEEK } else { HALF };
            assert_eq!(days.len(), expected as usize, "{today}");
        }
        assert_eq!(Stage::Whole.day(26), Some(26));
        assert_eq!(Stage::Begun(21).day(12), Some(12), "what lies behind was on its own day");
    }
}
