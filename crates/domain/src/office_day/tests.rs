//! The dates of real files, one by one, and every office style both ways.

use chrono::Datelike;
use proptest::prelude::*;

use super::*;
use crate::day::add_days;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn context() -> DayContext {
    DayContext::on(day("2026-11-21"))
}

fn read(text: &str) -> String {
    read_day(text, &context()).map_or_else(|problem| format!("{problem:?}"), |read| read.day.to_string())
}

#[test]
fn dates_are_read_as_offices_write_them() {
    for (text, expected) in [
        ("1992-01-24", "1992-01-24"),
        ("1942/10/18", "1942-10-18"),
        ("1938/5/21", "1938-05-21"),
        ("2026.10.5", "2026-10-05"),
        ("2026.10.5.", "2026-10-05"),
        ("19780120", "1978-01-20"),
        ("2015年4月20日", "2015-04-20"),
        ("2015 年 4 月 20 号", "2015-04-20"),
        ("１９７８．０５", "1978-05"),
        ("1978.5", "1978-05"),
        ("1993.12", "1993-12"),
        ("1951.08", "1951-08"),
        ("78年5月", "1978-05"),
        ("15年4月20日", "2015-04-20"),
        ("78.5.1", "1978-05-01"),
        ("1976年10月", "1976-10"),
        ("1976年10月份", "1976-10"),
        ("1976年10月上旬", "1976-10"),
        ("2026年10月24日上午", "2026-10-24"),
        ("2026年10月24日（星期六）", "2026-10-24"),
        ("2026.10.24周六晚上", "2026-10-24"),
        ("1978-05-00", "1978-05"),
        ("1978-00-00", "1978"),
        ("19780500", "1978-05"),
        ("197805", "1978-05"),
        ("1978", "1978"),
        ("1978年", "1978"),
        ("1978年生", "1978"),
        ("约1978年5月", "1978-05"),
        ("1978.0120", "1978-01-20"),
        ("2015-04-20 00:00:00", "2015-04-20"),
        ("2015/4/20 8:30", "2015-04-20"),
        ("2015-04-20T08:30:00", "2015-04-20"),
        ("二〇一五年四月二十日", "2015-04-20"),
        ("一九七八年十月", "1978-10"),
        ("4/20/2015", "2015-04-20"),
        ("20/4/2015", "2015-04-20"),
        ("41787", "2014-05-28"),
        ("41787.5", "2014-05-28"),
        ("'1978-05-01", "1978-05-01"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_date_says_why() {
    for (text, expected) in [
        ("", "Blank"),
        ("　", "Blank"),
        ("—", "Blank"),
        ("无", "Blank"),
        ("预备", "Word(\"预备\")"),
        ("1978-02-30", "Impossible(\"1978-02-30\")"),
        ("1995.13", "Impossible(\"1995.13\")"),
        ("2023年2月29日", "Impossible(\"2023年2月29日\")"),
        ("0978-05-01", "FarYear(\"0978-05-01\")"),
        ("3026-05-01", "FarYear(\"3026-05-01\")"),
        ("4/5/2015", "OrderUnclear(\"4/5/2015\")"),
        ("780512", "NotADate(\"780512\")"),
        ("1978-05-", "NotADate(\"1978-05-\")"),
        ("2015年第3批", "NotADate(\"2015年第3批\")"),
        ("99999", "NotASerial(\"99999\")"),
        ("9日", "NotADate(\"9日\")"),
        ("2026年第3周", "NotADate(\"2026年第3周\")"),
        ("1978--5", "NotADate(\"1978--5\")"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn january_or_october_is_decided_by_the_column() {
    let january = read_day("1994.1", &context()).unwrap();
    assert_eq!(january.day.to_string(), "1994-01");
    assert!(january.notes[0].is_warning());
    let by_column = DayContext { column_has_two_digit_months: true, ..context() };
    let october = read_day("1994.1", &by_column).unwrap();
    assert_eq!(october.day.to_string(), "1994-10");
    assert!(!october.notes[0].is_warning());
    for clear in ["1994.01", "1994.10", "1994.2", "1994-1", "1994年1月"] {
        assert_eq!(read_day(clear, &by_column).unwrap().notes, [], "{clear}");
    }
}

#[test]
fn a_column_shows_its_two_digit_months() {
    assert!(column_has_two_digit_months(["1994.1", "1998.07"]));
    assert!(column_has_two_digit_months(["２００１．０３"]));
    assert!(!column_has_two_digit_months(["1994.1", "1998.7", "1993.12", "1998.00", "1978.0120", "31.07"]));
}

#[test]
fn a_date_without_a_year_is_the_latest_one_that_can_be_meant() {
    let october = DayContext { month: Month::new(2026, 10), ..context() };
    let january = DayContext { month: Month::new(2026, 1), ..context() };
    for (text, context, expected) in [
        ("10月9日", context(), "2026-10-09"),
        ("11月22日", context(), "2025-11-22"),
        ("10.9", context(), "2026-10-09"),
        ("10/31", october, "2026-10-31"),
        ("10月31号", october, "2026-10-31"),
        ("11月1日", october, "2025-11-01"),
        ("12月30日", january, "2025-12-30"),
        ("2月29日", context(), "2024-02-29"),
        ("10月", october, "2026-10"),
        ("12月", october, "2025-12"),
        ("9日", october, "2026-10-09"),
    ] {
        let read = read_day(text, &context).unwrap();
        assert_eq!(read.day.to_string(), expected, "{text}");
        assert!(matches!(read.notes[..], [DayNote::YearAssumed { .. }]), "{text}");
    }
    assert_eq!(read("2月30日"), "Impossible(\"2月30日\")");
}

#[test]
fn what_was_assumed_is_said_in_a_sentence() {
    let said = |text: &str| read_day(text, &context()).unwrap().notes[0].sentence();
    assert_eq!(said("10月9日"), "「10月9日」没有年份，按今天以前最近的一次读作 2026年10月9日。");
    assert_eq!(said("78年5月"), "「78年5月」的年份只有两位，按 1978 年读入。");
    assert_eq!(said("41787"), "「41787」是表格软件的日期序号，读作 2014年5月28日。");
    let problem = read_day("1978-02-30", &context()).unwrap_err();
    assert_eq!(problem.sentence(), "「1978-02-30」这一天不存在，请核对后改正。");
}

const STYLES: [&str; 12] = [
    "%Y-%m-%d",
    "%Y-%-m-%-d",
    "%Y/%m/%d",
    "%Y/%-m/%-d",
    "%Y.%m.%d",
    "%Y.%-m.%-d",
    "%Y年%m月%d日",
    "%Y年%-m月%-d日",
    " %Y 年 %-m 月 %-d 号",
    "%Y%m%d",
    "%Y.%m%d",
    "%Y-%m-%d 00:00:00",
];

fn in_full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c })
        .collect()
}

proptest! {
    #[test]
    fn every_office_style_reads_as_the_day_it_was_written_for(n in 0i64..54_000, style in 0usize..12) {
        let day = add_days(Day::from_ymd_opt(1900, 1, 1).unwrap(), n);
        let text = day.format(STYLES[style]).to_string();
        for text in [in_full_width(&text), text] {
            let read = read_day(&text, &context()).unwrap();
            prop_assert_eq!(read, ReadDay::plain(day));
        }
        let month = day.format("%Y年%-m月").to_string();
        prop_assert_eq!(read_day(&month, &context()).unwrap(), ReadDay::plain(Month::of(day)));
    }

    #[test]
    fn every_serial_number_reads_as_its_day(n in 10_000i64..70_000) {
        let day = add_days(Day::from_ymd_opt(1899, 12, 30).unwrap(), n);
        prop_assert_eq!(read_day(&n.to_string(), &context()).unwrap().day, PartialDay::Day(day));
    }

    #[test]
    fn two_digit_years_read_as_the_latest_such_year(n in 0i64..36_000) {
        let day = add_days(Day::from_ymd_opt(1927, 1, 1).unwrap(), n);
        let text = format!("{:02}年{}月{}日", day.year() % 100, day.month(), day.day());
        prop_assert_eq!(read_day(&text, &context()).unwrap().day, PartialDay::Day(day));
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in "[0-9年月日./: T-]{0,12}") {
        let read = read_day(&text, &context());
        prop_assert!(read.is_err() || read.is_ok_and(|read| YEARS.contains(&read.day.year())));
    }
}
