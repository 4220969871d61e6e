//! The clock of a run. Only builds for development and tests let it be set.

use branchbook_contract::domain::day::Clock;

use crate::args::Arguments;
use crate::session::Failure;

#[cfg(debug_assertions)]
pub fn chosen(arguments: &Arguments) -> Result<Box<dyn Clock>, Failure> {
    use branchbook_contract::domain::day::{Day, FixedClock};
    match &arguments.clock {
        None => Ok(Box::new(branchbook_desk::clock::SystemClock)),
        Some(text) => {
            let day: Day = text
                .parse()
                .map_err(|_| Failure::Usage(format!("--clock 要写成 2026-11-21，不能是“{text}”。")))?;
            Ok(Box::new(FixedClock::on(day)))
        }
    }
}

#[cfg(not(debug_assertions))]
pub fn chosen(_arguments: &Arguments) -> Result<Box<dyn Clock>, Failure> {
    Ok(Box::new(branchbook_desk::clock::SystemClock))
}
