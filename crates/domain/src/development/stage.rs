//! The five stages of a case, read from the steps that were entered. Makes nobody anything: the steps are decisions
//! of an organisation.

use super::case::Case;
use super::shipped::RulePacks;
use crate::code::coded;
use crate::day::Day;

coded! {
    /// Where a case stands.
    Stage {
        Applicant "applicant" "入党申请人",
        Activist "activist" "入党积极分子",
        Candidate "candidate" "发展对象",
        Probationary "probationary" "预备党员",
        Full "full" "正式党员",
    }
}

/// The stage on `day`: that of the furthest step entered that opens one, by the version of the step's own day.
/// `None` before the application.
pub fn stage_on(case: &Case, packs: &RulePacks, day: Day) -> Option<Stage> {
    let opened = case.days.iter().filter(|(_, done)| done.earliest() <= day);
    opened
        .filter_map(|(step, done)| {
            let pack = packs.on(done.latest()).or_else(|| packs.all().first())?;
            pack.steps.iter().find(|known| known.step == *step)?.begins
        })
        .max()
}
