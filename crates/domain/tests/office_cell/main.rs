//! Readers of single cells against texts that nobody has thought of: what `holds.rs` asks, with every `cargo test` for a
//! moment, and in the fuzzing campaign (`fuzz/README.md`) for as long as wanted.
#![allow(clippy::unwrap_used)] // a failure ends the test

mod holds;

use branchbook_domain::day::{Day, PartialDay, add_days};
use branchbook_domain::id_number::{IdFinding, read_id};
use branchbook_domain::office_day::{DayContext, read_day};
use proptest::prelude::*;

/// Texts of the signs that offices write, and any others.
fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,20}",
        "[0-9xX×'＇ 　\t.*-]{0,24}",
        "[0-9年月日号.。、/—-]{0,16}",
        "[〇一二三四五六七八九十廿卅年月日初底约上旬]{0,14}",
        "[0-9+()（）转#、/;；或 eE.-]{0,30}",
        "[一-龥·•．. 　\u{200b}a-zA-Z㐀-㐐（）()]{0,20}",
        "\\PC{0,24}",
        any::<String>(),
    ]
}

#[test]
fn the_kept_seeds_hold() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut count = 0;
    for kind in folder.read_dir().unwrap() {
        for seed in kind.unwrap().path().read_dir().unwrap() {
            all_hold(&std::fs::read_to_string(seed.unwrap().path()).unwrap());
            count += 1;
        }
    }
    assert!(count > 20, "the seeds are there");
}

fn all_hold(text: &str) {
    holds::day(text);
    holds::id_number(text);
    holds::phone(text);
    holds::name(text);
}

/// One day as text; the first two say it wholly in a way that `%` cannot.
fn writings(day: Day) -> Vec<String> {
    let plain = [
        "%Y-%m-%d",
        "%Y-%-m-%-d",
        "%Y/%m/%d",
        "%Y/%-m/%-d",
        "%Y.%m.%d",
        "%Y.%-m.%-d",
        "%Y年%m月%d日",
        "%Y年%-m月%-d日",
        "%Y 年 %-m 月 %-d 号",
        "%Y%m%d",
        "%Y.%m%d",
        "%Y-%m-%d 00:00:00",
        "%Y-%m-%dT08:30",
        "%Y\\%m\\%d",
        "%Y—%m—%d",
        "%Y、%-m、%-d",
        "%Y，%-m，%-d",
        "%Y_%m_%d",
        "'%Y-%m-%d",
        "%Y年%-m月%-d日生",
        "（%Y年%-m月%-d日）",
    ];
    plain.into_iter().map(|style| day.format(style).to_string()).chain([in_words(day)]).collect()
}

/// 二〇一五年四月二十日
fn in_words(day: Day) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().nth(c.to_digit(10).unwrap() as usize).unwrap();
    let number = |style: &str| day.format(style).to_string().parse::<u32>().unwrap();
    let counted = |n: u32| {
        let tens = ["", "十", "二十", "三十"][(n / 10) as usize];
        let ones = if n.is_multiple_of(10) {
            String::new()
        } else {
            digit(char::from_digit(n % 10, 10).unwrap()).to_string()
        };
        format!("{tens}{ones}")
    };
    let year: String = day.format("%Y").to_string().chars().map(digit).collect();
    format!("{year}年{}月{}日", counted(number("%m")), counted(number("%d")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_makes_a_reader_fall_or_pass_over_in_silence(text in any_cell()) {
        all_hold(&text);
    }

    #[test]
    fn no_number_makes_a_reader_fall(value in any::<f64>()) {
        holds::serial(value);
        holds::numeric_id(value);
    }

    #[test]
    fn a_day_reads_as_itself_in_every_writing(n in 0_i64..55_000) {
        let day = add_days(Day::from_ymd_opt(1900, 1, 1).unwrap(), n);
        let context = DayContext::on("2026-11-21".parse().unwrap());
        for text in writings(day) {
            let read = read_day(&text, &context);
            prop_assert_eq!(read.map(|read| read.day), Ok(PartialDay::Day(day)), "{}", text);
        }
    }

    #[test]
    fn eighteen_places_are_kept_as_they_are(digits in "[0-9]{17}[0-9X]", blank in "[ 　\t'\u{200b}]{0,2}", at in 0_usize..18) {
        let (head, tail) = digits.split_at(at);
        for text in [digits.clone(), digits.to_lowercase(), digits.replace('X', "×"), format!("{head}{blank}{tail}")] {
            let number = read_id(&text).number;
            prop_assert_eq!(number.as_ref().map(|number| number.as_str()), Some(digits.as_str()), "{}", text);
        }
    }

    #[test]
    fn one_changed_sign_is_always_named(
        digits in "[1-9][0-9]{16}", place in 0_usize..18, by in 1_usize..11
    ) {
        const SIGNS: &[u8] = b"0123456789X";
        // The right last place is what the reader says it should be.
        let right = SIGNS.iter().map(|last| format!("{digits}{}", char::from(*last)));
        let right = right.into_iter().find(|text| read_id(text).number.unwrap().has_right_checksum()).unwrap();
        let mut bytes = right.clone().into_bytes();
        let signs = if place == 17 { SIGNS } else { &SIGNS[..10] };
        let known = signs.iter().position(|sign| *sign == bytes[place]).unwrap();
        bytes[place] = signs[(known + by) % signs.len()];
        let changed = String::from_utf8(bytes).unwrap();
        let named = read_id(&changed).findings.iter().any(|finding| matches!(finding, IdFinding::WrongChecksum { .. }));
        prop_assert_eq!(named, changed != right, "{} {}", right, changed);
    }
}
