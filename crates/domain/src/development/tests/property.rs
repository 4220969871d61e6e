//! What holds of every case, however its days lie.

use proptest::prelude::*;

use super::*;
use crate::day::add_days;

fn any_case() -> impl Strategy<Value = Case> {
    let dated: Vec<Step> = Step::ALL.iter().copied().filter(|step| !step.is_ongoing()).collect();
    let step = prop::sample::select(dated);
    let date = (0_i64..6000).prop_map(|n| PartialDay::Day(add_days(day("2013-01-01"), n)));
    let days = prop::collection::btree_map(step, date.clone(), 0..26);
    let reviews = prop::collection::vec(date, 0..5);
    (days, reviews, prop::bool::ANY).prop_map(|(days, reviews, is_special)| Case {
        days,
        recurring: [(Recurring::Review, reviews)].into(),
        special_reason: is_special.then(|| "情况复杂".to_owned()),
        ..right_2026()
    })
}

/// The same case a number of days later, in the same version.
fn shifted(case: &Case, by: i64) -> Case {
    let later = |day: &PartialDay| PartialDay::Day(add_days(day.latest(), by));
    Case {
        days: case.days.iter().map(|(step, day)| (*step, later(day))).collect(),
        recurring: case
            .recurring
            .iter()
            .map(|(what, days)| (*what, days.iter().map(later).collect()))
            .collect(),
        ..case.clone()
    }
}

proptest! {
    #[test]
    fn the_days_that_are_allowed_break_no_minimum_and_the_last_days_no_deadline(n in 0_usize..26) {
        let full = right_2026();
        let last = full.days.iter().map(|(step, day)| (*day, *step)).nth(n).unwrap().1;
        let mut case = until(full, last);
        let today = day("2029-03-01");
        for _ in 0..40 {
            let steps = next_steps(&case, RulePacks::shipped(), WorkCalendar::shipped(), today);
            let Some(next) = steps.iter().find(|next| next.step != Step::Fostering) else { break };
            let needs = RulePacks::shipped().on(today).unwrap().needs()[&next.step].to_vec();
            let after = needs.iter().filter_map(|need| case.day_of(*need)).map(PartialDay::latest).max();
            let first = next.not_before.map(|first| first.day).max(after).unwrap();
            prop_assert!(next.until.is_none_or(|until| first <= until.day), "{next:?}");
            case.days.insert(next.step, first.into());
        }
        let found = check_case(&case, RulePacks::shipped(), WorkCalendar::shipped(), today);
        let breaches: Vec<_> = found.iter().filter(|finding| finding.level == Level::Must).collect();
        prop_assert!(breaches.is_empty(), "{breaches:#?}");
        prop_assert!(case.day_of(Step::FullApproved).is_some());
    }

    #[test]
    fn no_case_panics_and_every_sentence_is_whole(case in any_case(), n in 0_i64..7000) {
        let today = add_days(day("2012-01-01"), n);
        for finding in check_case(&case, RulePacks::shipped(), WorkCalendar::shipped(), today) {
            prop_assert!(finding.gap.ends_with('。') && finding.advice.ends_with('。'), "{finding}");
            prop_assert!(!finding.to_string().contains("  ") && finding.subject == "李某");
        }
        for next in next_steps(&case, RulePacks::shipped(), WorkCalendar::shipped(), today) {
            prop_assert!(next.sentence().ends_with('。'));
            prop_assert!(case.day_of(next.step).is_none_or(|day| day.earliest() > today));
        }
    }

    #[test]
    fn what_lies_ahead_changes_no_finding_but_the_note_on_it(case in any_case(), n in 0_i64..7000) {
        let today = add_days(day("2012-01-01"), n);
        let mut seen = case.clone();
        seen.days.retain(|_, day| day.earliest() <= today);
        let without = check_case(&seen, RulePacks::shipped(), WorkCalendar::shipped(), today);
        let mut with = check_case(&case, RulePacks::shipped(), WorkCalendar::shipped(), today);
        with.retain(|finding| finding.rule.id != "D19" && finding.rule.id != "D18");
        let ids = |all: &[Finding]| -> Vec<String> {
            all.iter().filter(|f| f.rule.id != "D18").map(ToString::to_string).collect()
        };
        prop_assert_eq!(ids(&with), ids(&without));
    }

    #[test]
    fn whole_weeks_within_a_version_shift_no_rule_of_days(weeks in 0_i64..30) {
        let late = shifted(&right_2026(), weeks * 7);
        let found = check_case(&late, RulePacks::shipped(), WorkCalendar::shipped(), day("2032-01-01"));
        prop_assert!(found.iter().all(|finding| finding.rule.id != "D06"), "{found:#?}");
    }
}
