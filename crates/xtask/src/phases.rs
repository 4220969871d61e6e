//! How long each phase of a command took, for the person who waits for it.

use std::time::{Duration, Instant};

/// The phases so far, in the order they ran.
#[derive(Default)]
pub struct Phases(Vec<(&'static str, Duration)>);

impl Phases {
    /// Does the work and notes how long it took, also when it failed.
    pub fn time<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        eprintln!("── {name}");
        let start = Instant::now();
        let result = work();
        self.0.push((name, start.elapsed()));
        result
    }

    /// One line: each phase with its minutes, and the sum.
    pub fn summary(&self) -> String {
        let total: Duration = self.0.iter().map(|(_, took)| *took).sum();
        let parts = self.0.iter().map(|(name, took)| format!("{name} {}", minutes(*took)));
        format!("minutes: {} · together {}", parts.collect::<Vec<_>>().join(" · "), minutes(total))
    }
}

fn minutes(took: Duration) -> String {
    format!("{:.1}", took.as_secs_f64() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_each_phase_and_the_sum() {
        let phases = Phases(vec![("set-up", Duration::from_secs(30)), ("tests", Duration::from_secs(90))]);
        assert_eq!(phases.summary(), "minutes: set-up 0.5 · tests 1.5 · together 2.0");
    }
}
