//! Calendar facts, and that nothing but the program's own writing is read.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn a_month_knows_its_days_its_label_and_its_quarter() {
    let february = month("2028-02");
    assert_eq!(february.first_day(), day("2028-02-01"));
    assert_eq!(february.last_day(), day("2028-02-29"));
    assert_eq!(february.label(), "2028年2月");
    assert_eq!(february.quarter().to_string(), "2028-Q1");
    assert_eq!(month("2026-10").quarter().label(), "2026年第四季度");
    assert_eq!(month("2026-12").next(), month("2027-01"));
    assert_eq!(month("2026-01").prev(), month("2025-12"));
}

#[test]
fn only_the_programs_own_writing_is_a_month_a_quarter_or_a_day() {
    for text in ["2026-13", "2026-00", "2026-1", "26-10", "2026/10", "2026-+1"] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
    for text in ["2026-Q5", "2026-Q0", "2026Q1"] {
        assert!(text.parse::<Quarter>().is_err(), "{text}");
    }
    for text in ["2026-02-30", "0000", "2026-2-3", "", "二〇二六"] {
        assert!(text.parse::<PartialDay>().is_err(), "{text}");
    }
}

#[test]
fn quarters_follow_each_other_across_years() {
    let last: Quarter = "2026-Q4".parse().unwrap();
    assert_eq!(last.next().to_string(), "2027-Q1");
    assert_eq!(last.next().prev(), last);
    assert_eq!(last.last_day(), day("2026-12-31"));
    assert!(last.contains(day("2026-10-01")) && !last.contains(day("2026-09-30")));
}

#[test]
fn a_day_in_beijing_begins_at_sixteen_hours_utc() {
    let midnight = Instant::at_beijing_midnight(day("2026-11-21"));
    assert_eq!(midnight.to_string(), "2026-11-21 00:00");
    assert_eq!(midnight.beijing_day(), day("2026-11-21"));
    assert_eq!(Instant(midnight.0 - 1).beijing_day(), day("2026-11-20"));
    assert_eq!(Instant(0).with_seconds(), "1970-01-01 08:00:00");
    let clock = FixedClock::on(day("2026-11-21"));
    assert_eq!(clock.now().to_string(), "2026-11-21 09:00");
    assert_eq!(clock.today(), day("2026-11-21"));
}

#[test]
fn partial_days_are_ordered_by_the_earliest_day_they_can_be() {
    let mut days: Vec<PartialDay> =
        ["1979-01", "1978-05-01", "1978-05", "1978"].map(|text| text.parse().unwrap()).to_vec();
    days.sort();
    let written: Vec<String> = days.iter().map(PartialDay::to_string).collect();
    assert_eq!(written, ["1978", "1978-05", "1978-05-01", "1979-01"]);
}

#[test]
fn a_partial_day_says_only_what_is_known() {
    let may: PartialDay = "1978-05".parse().unwrap();
    assert_eq!(may.day(), None);
    assert!(!may.is_exact());
    assert_eq!(may.label(), "1978年5月");
    assert_eq!(may.latest(), day("1978-05-31"));
    assert!(may.may_be(day("1978-05-31")) && !may.may_be(day("1978-06-01")));
    assert!(may.agrees_with(PartialDay::Year(1978)));
    assert!(!may.agrees_with(PartialDay::Year(1979)));
}

#[test]
fn the_end_of_a_span_is_the_first_day_no_longer_in_it() {
    let october = month("2026-10").span();
    assert!(october.contains(day("2026-10-31")));
    assert!(!october.contains(day("2026-11-01")));
    assert_eq!(october.last_day(), Some(day("2026-10-31")));
    assert!(!october.overlaps(Span::since(day("2026-11-01"))));
    assert!(october.overlaps(Span::default()));
    let empty = Span::between(day("2026-10-05"), day("2026-10-05"));
    assert!(empty.is_empty() && !empty.overlaps(october));
    assert!(Span::default().contains(day("1921-07-23")));
}

proptest! {
    #[test]
    fn adding_months_and_taking_them_away_returns(year in 1900i32..2100, m in 1u32..=12, n in -600i32..600) {
        let start = Month::new(year, m).unwrap();
        prop_assert_eq!(start.plus(n).plus(-n), start);
        prop_assert_eq!(start.plus(n).months_since(start), i64::from(n));
        prop_assert_eq!(start.next().first_day().pred_opt(), Some(start.last_day()));
        prop_assert_eq!(start.to_string().parse::<Month>().unwrap(), start);
    }

    #[test]
    fn every_day_is_in_its_month_and_in_no_neighbour(n in 0i64..90_000) {
        let day = add_days(Day::from_ymd_opt(1900, 1, 1).unwrap(), n);
        let month = Month::of(day);
        prop_assert!(month.contains(day) && month.span().contains(day));
        prop_assert!(!month.next().contains(day) && !month.prev().span().contains(day));
        prop_assert_eq!(Instant::at_beijing_midnight(day).beijing_day(), day);
        prop_assert_eq!(PartialDay::Day(day).to_string().parse::<PartialDay>().unwrap().day(), Some(day));
    }
}

#[test]
fn months_are_added_by_the_calendar_and_fall_back_to_the_end_of_the_month() {
    for (from, n, to) in [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-11", 0, "2026-05-11"),
    ] {
        assert_eq!(add_months(day(from), n), day(to), "{from} {n}");
    }
    assert_eq!(add_months(day("2026-01-01"), i32::MAX), Day::MAX);
    assert_eq!(add_months(day("2026-01-01"), i32::MIN), Day::MIN);
}
