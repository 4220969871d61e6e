//! Measurements beside their floor: the pairs run in turn (A B A B …), and what counts is the median of the ratios
//! of the pairs, because a shared machine makes every time alone worthless. Prints, asserts nothing.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

pub mod bulk;
pub mod entry;
pub mod folio;
pub mod memory;
pub mod monthly;
pub mod parcel;
pub mod roster;
pub mod search;
#[cfg(target_os = "linux")]
pub mod window;

use std::time::{Duration, Instant};

/// Times of a pair of works, run in turn.
#[derive(Debug, Default)]
pub struct Pair {
    floor: Vec<Duration>,
    ours: Vec<Duration>,
}

/// A goal of performance.md: ours ÷ floor at most.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// Must hold.
    pub hold: f64,
    /// What we aim for.
    pub aim: f64,
}

impl Pair {
    /// Runs both works `rounds` times in turn. Each answers how long its measured part took.
    pub fn run(
        rounds: usize,
        mut floor: impl FnMut(usize) -> Duration,
        mut ours: impl FnMut(usize) -> Duration,
    ) -> Self {
        let mut pair = Self::default();
        for round in 0..rounds {
            // The first of a pair finds a colder machine: each is first every second time.
            if round % 2 == 0 {
                pair.floor.push(floor(round));
                pair.ours.push(ours(round));
            } else {
                pair.ours.push(ours(round));
                pair.floor.push(floor(round));
            }
        }
        pair
    }

    /// Median of the ratios ours ÷ floor of the pairs.
    pub fn ratio(&self) -> f64 {
        let ratios =
            self.ours.iter().zip(&self.floor).map(|(ours, floor)| ours.as_secs_f64() / floor.as_secs_f64());
        median(ratios.collect())
    }

    /// Median time of ours.
    pub fn ours(&self) -> Duration {
        Duration::from_secs_f64(median(self.ours.iter().map(Duration::as_secs_f64).collect()))
    }

    /// Median time of the floor.
    pub fn floor(&self) -> Duration {
        Duration::from_secs_f64(median(self.floor.iter().map(Duration::as_secs_f64).collect()))
    }

    /// Prints one line, with the verdict where there is a goal.
    pub fn print(&self, name: &str, goal: Option<Goal>) {
        let (ratio, rounds) = (self.ratio(), self.ours.len());
        let verdict = goal.map_or_else(String::new, |goal| verdict(ratio, goal));
        println!(
            "{name}: floor {} · ours {} · ratio {ratio:.2} (n = {rounds}) {verdict}",
            shown(self.floor()),
            shown(self.ours())
        );
    }
}

/// Says whether a ratio reaches its goal.
pub fn verdict(ratio: f64, goal: Goal) -> String {
    let word = if ratio <= goal.aim {
        "aim reached"
    } else if ratio <= goal.hold {
        "hold reached"
    } else {
        "HOLD NOT REACHED"
    };
    format!("[hold ≤ {:.2}, aim ≤ {:.2}: {word}]", goal.hold, goal.aim)
}

/// Prints how time grows when the work grows fourfold; linear work stays under 4.4.
pub fn print_growth(name: &str, one: Duration, four: Duration) {
    let growth = four.as_secs_f64() / one.as_secs_f64();
    let word = if growth <= 4.4 { "linear" } else { "MORE THAN LINEAR" };
    println!("{name}: time(4n) ÷ time(n) = {growth:.2} [≤ 4.40: {word}]");
}

/// How long a work takes.
pub fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let result = work();
    (result, begin.elapsed())
}

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        m if m < 1_000.0 => format!("{m:.0} µs"),
        m if m < 1_000_000.0 => format!("{:.2} ms", m / 1e3),
        m => format!("{:.3} s", m / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_the_median_of_the_pairs_not_of_the_medians() {
        let ms = Duration::from_millis;
        let (floor, ours) = ([10, 20, 40], [20, 10, 60]);
        let pair = Pair::run(3, |at| ms(floor[at]), |at| ms(ours[at]));
        assert!((pair.ratio() - 1.5).abs() < 1e-9, "{}", pair.ratio());
        assert_eq!(pair.floor(), ms(20));
    }

    #[test]
    fn a_goal_missed_is_said() {
        let goal = Goal { hold: 2.0, aim: 1.3 };
        assert!(verdict(1.2, goal).contains("aim reached"));
        assert!(verdict(1.9, goal).contains("hold reached"));
        assert!(verdict(2.1, goal).contains("NOT"));
    }
}
