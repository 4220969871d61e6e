//! A case step by step, by the version that it is shown by.

use super::*;
use crate::due_day::DueDay;

fn seen(case: &Case, today: &str) -> Vec<StepProgress> {
    progress(case, RulePacks::shipped(), WorkCalendar::shipped(), day(today))
}

fn state(case: &Case, today: &str, step: Step) -> StepState {
    seen(case, today).into_iter().find(|seen| seen.step == step).unwrap().state
}

#[test]
fn a_case_that_is_over_is_shown_by_the_version_of_its_last_step() {
    let steps = seen(&right_2014(), "2030-01-01");
    assert!(steps.iter().all(|seen| seen.state == StepState::Done), "{steps:#?}");
    assert!(steps.iter().all(|seen| seen.step != Step::PublicityBegun));
    let newer = seen(&right_2026(), "2030-01-01");
    assert!(newer.iter().any(|seen| seen.step == Step::PublicityBegun && seen.done_on.is_some()));
}

#[test]
fn a_case_that_began_by_the_older_version_is_not_asked_for_steps_of_the_newer_one() {
    let mut case = until(right_2014(), Step::AdmissionApproved);
    case.days.remove(&Step::Vetting);
    assert_eq!(state(&case, "2026-06-01", Step::PublicityBegun), StepState::NotAsked);
    assert_eq!(state(&case, "2026-06-01", Step::Vetting), StepState::Missing);
    assert_eq!(state(&case, "2026-06-01", Step::Oath), StepState::Open);
    assert_eq!(state(&case, "2026-06-01", Step::Fostering), StepState::Done);
    assert_eq!(state(&case, "2026-06-01", Step::ProbationFostering), StepState::Ongoing);
    assert_eq!(state(&case, "2026-06-01", Step::FullApproved), StepState::Later);
}

#[test]
fn a_step_that_was_taken_keeps_the_days_between_which_it_was_wanted() {
    let steps = seen(&right_2026(), "2030-01-01");
    let talk = steps.iter().find(|seen| seen.step == Step::Talk).unwrap();
    assert_eq!(talk.until.map(DueDay::label).as_deref(), Some("2026年7月1日"));
    assert_eq!(talk.articles, ["第七条"]);
    let assembly = steps.iter().find(|seen| seen.step == Step::FullAssembly).unwrap();
    assert_eq!(assembly.not_before.map(DueDay::label).as_deref(), Some("2028年11月20日"));
}

#[test]
fn an_extension_moves_the_end_of_the_probation() {
    let mut case = until(right_2026(), Step::AdmissionApproved);
    let ends = |case: &Case| {
        probation_ends(case, RulePacks::shipped(), day("2028-06-01")).map(DueDay::label).unwrap()
    };
    assert_eq!(ends(&case), "2028年11月20日");
    case.extensions.push(Extension { decided_on: partial("2028-05-20"), months: 6 });
    assert_eq!(ends(&case), "2029年5月20日");
    case.put_off_until = Some(partial("2029-06"));
    assert_eq!(ends(&case), "约2029年6月30日");
    assert_eq!(probation_ends(&Case::default(), RulePacks::shipped(), day("2028-06-01")), None);
}
