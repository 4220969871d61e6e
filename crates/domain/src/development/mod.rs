//! Becoming a member (发展党员) as a tracked case: its dated steps, the rules of the version in force, what does not
//! fit, and what can be done next and until when.
//!
//! Decides nothing. Every date and every conclusion is entered by a person; here they are only compared. A condition
//! is judged by the version in force on the day of the act, a deadline by the version in force on the day from which
//! it runs: a new version makes nothing wrong that was right on its day.

mod case;
mod check;
mod gap;
mod next;
mod pack;
mod people;
mod progress;
mod shipped;
mod stage;
mod step;

pub use case::{Case, CaseEnd, CaseEndReason, Extension, Supporter, SupporterStanding, TrainingLength};
pub use check::check_case;
pub use next::{NextStep, NextStepState, next_steps};
pub use pack::{Limit, PackError, PackRule, PackStep, RulePack};
pub use progress::{StepProgress, StepState, probation_ends, progress, version_shown};
pub use shipped::RulePacks;
pub use stage::{Stage, stage_on};
pub use step::{Recurring, Role, Step};

#[cfg(test)]
mod tests;
