//! Cases that are right in every version, and helpers to break them.

mod broken;
mod packs;
mod progress;
mod property;
mod steps;

use super::*;
use crate::day::{Day, PartialDay};
use crate::rule::{Finding, Level};
use crate::work_day::WorkCalendar;

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn partial(text: &str) -> PartialDay {
    text.parse().unwrap()
}

fn supporter(role: Role, name: &str) -> Supporter {
    Supporter { role, name: name.to_owned(), standing: Some(SupporterStanding::Full) }
}

fn case(days: &[(Step, &str)], reviews: &[&str], reports: &[&str]) -> Case {
    let recurring = |days: &[&str]| days.iter().map(|day| partial(day)).collect();
    Case {
        subject: "李某".into(),
        branch: "南湖里党支部".into(),
        birth_on: Some(partial("1995-03-08")),
        days: days.iter().map(|(step, day)| (*step, partial(day))).collect(),
        recurring: [(Recurring::Review, recurring(reviews)), (Recurring::ThoughtReport, recurring(reports))]
            .into(),
        supporters: vec![
            supporter(Role::Contact, "张某"),
            supporter(Role::Introducer, "张某"),
            supporter(Role::Introducer, "王某"),
        ],
        training: TrainingLength { days: Some(3), hours: None },
        ..Case::default()
    }
}

/// Complete and right by the version of 2014.
pub(super) fn right_2014() -> Case {
    use Step::*;
    case(
        &[
            (Application, "2019-03-01"),
            (Talk, "2019-03-20"),
            (ActivistChosen, "2019-06-10"),
            (ActivistFiled, "2019-06-20"),
            (ContactsNamed, "2019-06-10"),
            (CandidateDiscussed, "2020-06-10"),
            (CandidateAgreed, "2020-06-20"),
            (IntroducersNamed, "2020-06-25"),
            (Vetting, "2020-08-01"),
            (Training, "2020-08-15"),
            (CommitteeReview, "2020-09-01"),
            (PriorCheck, "2020-09-20"),
            (FormFilled, "2020-09-25"),
            (AdmissionAssembly, "2020-10-18"),
            (SuperiorTalk, "2020-11-10"),
            (AdmissionApproved, "2020-12-01"),
            (AdmissionFiled, "2020-12-10"),
            (Placed, "2020-12-10"),
            (Oath, "2021-07-01"),
            (FullApplication, "2021-10-10"),
            (FullAssembly, "2021-10-20"),
            (FullApproved, "2021-12-01"),
            (Archived, "2021-12-20"),
        ],
        &["2019-12-10", "2020-06-01"],
        &["2019-09-10", "2019-12-10", "2020-03-10"],
    )
}

/// Complete and right by the version of 2026.
pub(super) fn right_2026() -> Case {
    use Step::*;
    case(
        &[
            (Application, "2026-06-01"),
            (Talk, "2026-07-01"),
            (ActivistChosen, "2026-08-10"),
            (ActivistFiled, "2026-08-20"),
            (ContactsNamed, "2026-08-10"),
            (CandidateDiscussed, "2027-08-10"),
            (CandidateAgreed, "2027-08-20"),
            (PublicityBegun, "2027-08-23"),
            (PublicityEnded, "2027-08-27"),
            (CandidateListed, "2027-08-30"),
            (IntroducersNamed, "2027-09-01"),
            (Vetting, "2027-09-20"),
            (Training, "2027-09-25"),
            (CommitteeReview, "2027-10-10"),
            (PriorCheck, "2027-10-20"),
            (FormFilled, "2027-10-25"),
            (AdmissionAssembly, "2027-11-20"),
            (SuperiorTalk, "2027-12-10"),
            (AdmissionApproved, "2028-01-10"),
            (AdmissionFiled, "2028-01-20"),
            (Placed, "2028-01-20"),
            (Oath, "2028-02-10"),
            (FullApplication, "2028-11-10"),
            (FullAssembly, "2028-11-20"),
            (FullApproved, "2029-01-10"),
            (Archived, "2029-02-10"),
        ],
        &["2027-02-10", "2027-08-01"],
        &["2026-11-10", "2027-02-10", "2027-05-10"],
    )
}

pub(super) fn found(case: &Case, today: &str) -> Vec<Finding> {
    check_case(case, RulePacks::shipped(), WorkCalendar::shipped(), day(today))
}

/// `D02 必须`, …
pub(super) fn ids(case: &Case, today: &str) -> Vec<String> {
    let said = |finding: &Finding| format!("{} {}", finding.rule.id, finding.level.label());
    found(case, today).iter().map(said).collect()
}

/// The gap of the only finding.
pub(super) fn only_gap(case: &Case, today: &str) -> String {
    let all = found(case, today);
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].gap.clone()
}

/// The case with everything after `last` taken away, as it stood then.
pub(super) fn until(mut case: Case, last: Step) -> Case {
    let end = case.day_of(last).unwrap();
    case.days.retain(|_, day| *day <= end);
    case
}

#[test]
fn cases_that_are_right_by_their_version_have_no_finding() {
    for (case, today) in
        [(right_2014(), "2022-01-01"), (right_2014(), "2030-01-01"), (right_2026(), "2030-01-01")]
    {
        assert_eq!(found(&case, today), vec![]);
    }
}

#[test]
fn a_case_as_it_stood_on_a_day_judges_nothing_that_came_later() {
    let case = right_2026();
    for (step, on) in &case.days {
        let today = on.latest();
        let seen = check_case(&case, RulePacks::shipped(), WorkCalendar::shipped(), today);
        let ids: Vec<_> = seen.iter().filter(|finding| finding.level > Level::Note).collect();
        assert_eq!(ids, Vec::<&Finding>::new(), "{step:?}");
    }
}

#[test]
fn the_stage_is_read_from_the_steps_of_their_own_version() {
    let packs = RulePacks::shipped();
    for (case, on, stage) in [
        (right_2014(), "2019-02-28", None),
        (right_2014(), "2019-03-01", Some(Stage::Applicant)),
        (right_2014(), "2019-06-10", Some(Stage::Activist)),
        (right_2014(), "2020-06-20", Some(Stage::Candidate)),
        (right_2014(), "2020-11-30", Some(Stage::Candidate)),
        (right_2014(), "2020-12-01", Some(Stage::Probationary)),
        (right_2014(), "2021-12-01", Some(Stage::Full)),
        (right_2026(), "2027-08-20", Some(Stage::Activist)),
        (right_2026(), "2027-08-30", Some(Stage::Candidate)),
    ] {
        assert_eq!(stage_on(&case, packs, day(on)), stage, "{on}");
    }
}

#[test]
fn a_case_survives_the_way_through_json() {
    for case in [right_2014(), right_2026(), Case::default()] {
        let text = serde_json::to_string(&case).unwrap();
        assert_eq!(serde_json::from_str::<Case>(&text).unwrap(), case);
    }
}
