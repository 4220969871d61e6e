//! What holds for any text that stands in a cell, whoever made it up: the property tests and the fuzzing campaign ask the
//! same. Must not know a rule, only what every reading must keep.
#![allow(dead_code, reason = "a fuzz target and the tests each ask for a part")]

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::id_number::{
    IdFinding, IdNumber, IdReading, read_id, read_numeric_id, read_numeric_id_text,
};
use branchbook_domain::name::{NameKeys, clean_name, initials, pinyin};
use branchbook_domain::office_day::{
    DateSystem, DayContext, column_has_two_digit_months, read_day, read_serial,
};
use branchbook_domain::phone::{PhoneKind, read_phones};
use branchbook_domain::text::{is_blank_mark, squeeze, tidy};

fn contexts() -> [DayContext; 3] {
    let plain = DayContext::on(Day::from_ymd_opt(2026, 11, 21).unwrap_or_default());
    [
        plain,
        DayContext { month: Month::new(2024, 2), ..plain },
        DayContext { column_has_two_digit_months: true, ..plain },
    ]
}

/// A date that is read lies in the years of a register and reads as itself; one that is not says why.
pub fn day(text: &str) {
    let _ = column_has_two_digit_months([text]);
    for context in contexts() {
        match read_day(text, &context) {
            Ok(read) => {
                assert!((1890..=2100).contains(&read.day.year()), "{text:?}: {:?}", read.day);
                let again = read_day(&read.day.to_string(), &context);
                assert_eq!(again.map(|again| again.day), Ok(read.day), "{text:?} reads as itself");
                assert!(read.notes.iter().all(|note| is_sentence(&note.sentence())), "{text:?}");
            }
            Err(problem) => {
                assert!(is_sentence(&problem.sentence()), "{text:?}: {problem:?}");
                assert_eq!(problem.is_blank(), is_blank_mark(text), "{text:?}: {problem:?}");
            }
        }
    }
}

/// A serial number is a day of a register or refused.
pub fn serial(value: f64) {
    for system in [DateSystem::From1900, DateSystem::From1904] {
        match read_serial(value, system) {
            Ok(day) => assert!((1899..=2100).contains(&PartialDay::Day(day).year()), "{value}"),
            Err(problem) => assert!(is_sentence(&problem.sentence()), "{value}"),
        }
    }
}

/// A number that is read has eighteen places and reads as itself; a cell that says something is never passed over in
/// silence; no sentence repeats the number.
pub fn id_number(text: &str) {
    for reading in [read_id(text), read_numeric_id_text(text)] {
        id_reading(text, &reading);
    }
}

/// The same of a numeric cell.
pub fn numeric_id(value: f64) {
    let reading = read_numeric_id(value);
    id_reading(&format!("{value}"), &reading);
    if value >= 1e15 {
        assert_eq!(reading.number, None, "the last places of {value} are lost");
    }
}

fn id_reading(text: &str, reading: &IdReading) {
    let sentences = || reading.findings.iter().map(IdFinding::sentence);
    assert!(sentences().all(|sentence| is_sentence(&sentence)), "{text:?}");
    let Some(number) = &reading.number else {
        let is_silent = reading.findings.is_empty();
        assert_eq!(is_silent, is_blank_mark(text), "{text:?} is passed over in silence");
        return;
    };
    let digits = number.as_str();
    assert!(sentences().all(|sentence| !sentence.contains(digits)), "{text:?}");
    assert!(!format!("{number:?}").contains(digits), "{text:?}");
    assert_eq!(IdNumber::from_plain(digits).as_ref(), Some(number));
    assert_eq!(read_id(digits).number.as_ref(), Some(number), "{text:?} reads as itself");
    let is_doubted =
        reading.findings.iter().any(|finding| matches!(finding, IdFinding::WrongChecksum { .. }));
    assert_eq!(is_doubted, !number.has_right_checksum(), "{text:?}");
    let (_, _, _, _) = (number.birth(), number.sex(), number.county(), number.to_fifteen());
}

/// Numbers that are read read as themselves, none twice; a cell that says something leaves a number or a finding.
pub fn phone(text: &str) {
    let reading = read_phones(text);
    assert!(reading.findings.iter().all(|finding| is_sentence(&finding.sentence())), "{text:?}");
    for (at, number) in reading.numbers.iter().enumerate() {
        let others = reading.numbers.get(at + 1..).unwrap_or_default();
        assert!(!others.contains(number), "{text:?}: {number:?} twice");
        if number.kind != PhoneKind::Unclear {
            let again = read_phones(&number.text);
            assert_eq!(again.numbers.as_slice(), std::slice::from_ref(number), "{text:?} reads as itself");
            assert_eq!(again.findings, [], "{text:?}");
        }
    }
    let says_something = squeeze(text).chars().any(|c| c.is_alphanumeric() && !"或和".contains(c));
    if says_something && !is_blank_mark(text) && reading.numbers.is_empty() {
        let pieces = text.split(|c: char| "、,;/|；，\n或和".contains(c) || c == '　');
        let all_blank = pieces.into_iter().all(is_blank_mark);
        assert!(all_blank || !reading.findings.is_empty(), "{text:?} is passed over in silence");
    }
}

/// Cleaning a name twice is cleaning it once, no character of it goes but blanks, dots and what nobody sees; and the
/// keys of a search hold no blank.
pub fn name(text: &str) {
    let clean = clean_name(text);
    assert_eq!(clean_name(&clean), clean, "{text:?}");
    assert_eq!(tidy(&clean), clean, "{text:?}");
    let count = |text: &str| squeeze(text).chars().filter(|c| c.is_alphanumeric()).count();
    assert_eq!(count(&clean), count(text), "{text:?} has become {clean:?}");
    let keys = NameKeys::of(text);
    assert_eq!(keys, NameKeys::of(&clean), "{text:?}");
    let (_, _) = (pinyin(text), initials(text));
    assert!(keys.pinyin.split(' ').count() <= 96, "{text:?}");
}

fn is_sentence(text: &str) -> bool {
    text.ends_with('。') && !text.contains('\n')
}
