//! Dirty cells, destroyed cells, and that the checksum finds every changed digit.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn dirt_around_a_number_is_cleaned() {
    for text in [
        "53259919920124880X",
        " 53259919920124880x",
        "53259919920124880×",
        "'53259919920124880X",
        "’53259919920124880X\t",
        "５３２５９９１９９２０１２４８８０Ｘ",
        "532599 19920124 880X",
        "532599-19920124-880X",
    ] {
        let reading = read_id(text);
        assert_eq!(reading.number.as_ref().map(IdNumber::as_str), Some("53259919920124880X"), "{text}");
        assert_eq!(reading.findings, [], "{text}");
    }
}

#[test]
fn a_number_tells_birth_sex_and_county() {
    let number = read_id("53259919920124880X").number.unwrap();
    assert_eq!(number.birth(), Some(day("1992-01-24")));
    assert_eq!(number.sex(), Sex::Female);
    assert_eq!(number.county(), "532599");
    assert_eq!(format!("{number:?}"), "IdNumber(5325**********880X)");
}

#[test]
fn what_a_spreadsheet_destroyed_is_left_empty() {
    let destroyed = IdReading::refused(IdFinding::DestroyedByExcel);
    assert_eq!(read_numeric_id(5.325_991_978_031_23e17), destroyed);
    assert_eq!(read_numeric_id_text("532599193501143000"), destroyed);
    for text in ["4.4E+17", "5.32599E+17", "５．３Ｅ＋１７", "4.4e17"] {
        assert_eq!(read_id(text), destroyed, "{text}");
    }
    assert!(destroyed.findings[0].is_refusal());
}

#[test]
fn an_old_number_in_a_numeric_cell_is_still_exact() {
    let reading = read_numeric_id(532_599_670_401_123.0);
    assert_eq!(reading.number.unwrap().places(0, 17), "53259919670401123");
    assert_eq!(reading.findings, [IdFinding::FromFifteen]);
}

#[test]
fn a_wrong_number_is_kept_with_a_warning_or_refused() {
    for (text, kept, finding) in [
        ("532599199201248801", true, IdFinding::WrongChecksum { expected: 'X' }),
        ("532599199202308800", true, IdFinding::ImpossibleBirth { written: "19920230".into() }),
        ("53259919920124880", false, IdFinding::WrongShape { places: 17 }),
        ("532599992230123", false, IdFinding::WrongShape { places: 15 }),
        ("5325991992O124880X", false, IdFinding::WrongSigns { signs: "OX".into() }),
        ("532599********880X", false, IdFinding::Masked),
        ("532599195***08122", false, IdFinding::Masked),
        ("见户口本", false, IdFinding::WrongShape { places: 4 }),
        ("99259919920124880X", true, IdFinding::UnknownProvince { code: "99".into() }),
    ] {
        let reading = read_id(text);
        assert_eq!(reading.number.is_some(), kept, "{text}");
        assert!(reading.findings.contains(&finding), "{text}: {:?}", reading.findings);
    }
}

#[test]
fn an_empty_cell_has_no_number_and_no_finding() {
    for text in ["", "　", "无", "—"] {
        assert_eq!(read_id(text), IdReading::default());
    }
}

#[test]
fn a_birth_known_in_part_contradicts_only_what_it_excludes() {
    let number = read_id("53259919920124880X").number.unwrap();
    let of = |text: &str| Some(text.parse::<PartialDay>().unwrap());
    assert_eq!(number.contradicts(of("1992-01"), Some(Sex::Female)), []);
    assert_eq!(number.contradicts(None, None), []);
    let findings = number.contradicts(of("1992-02"), Some(Sex::Male));
    let said: Vec<String> = findings.iter().map(IdFinding::sentence).collect();
    assert_eq!(
        said,
        [
            "登记的出生日期（1992-02）与身份证号（1992-01-24）不一致，请核对。",
            "登记的性别（男）与身份证号（女）不一致，请核对。"
        ]
    );
}

fn any_number() -> impl Strategy<Value = IdNumber> {
    let first = day("1900-01-01");
    (0i64..36_500, 0u32..1000).prop_map(move |(after, sequence)| {
        let birth = crate::day::add_days(first, after).format("%Y%m%d");
        let mut text = format!("532599{birth}{sequence:03}");
        text.push(char::from(check_character(text.as_bytes())));
        IdNumber::from_plain(&text).unwrap()
    })
}

#[test]
fn a_mistyped_number_is_told_from_another_persons() {
    let number = |text: &str| IdNumber::from_plain(text).unwrap();
    let right = number("532699195503081221");
    for (other, is_slip) in [
        ("532699195503081222", true),
        ("532699195503082121", true),
        ("532699195503081221", false),
        ("532699195503081248", false),
        ("532699195511082111", false),
    ] {
        assert_eq!(right.is_slip_of(&number(other)), is_slip, "{other}");
        assert_eq!(number(other).is_slip_of(&right), is_slip, "{other}");
    }
}

proptest! {
    #[test]
    fn fifteen_digits_become_eighteen_and_return(number in any_number()) {
        if let Some(short) = number.to_fifteen() {
            let reading = read_id(&short);
            prop_assert_eq!(reading.number, Some(number));
            prop_assert_eq!(reading.findings, vec![IdFinding::FromFifteen]);
        } else {
            prop_assert!(number.birth() >= Some(day("2000-01-01")) || number.birth() < Some(day("1900-01-01")));
        }
    }

    #[test]
    fn any_changed_digit_is_found(number in any_number(), place in 0usize..17, by in 1u8..10) {
        let mut bytes = number.as_str().as_bytes().to_vec();
        bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
        let changed = IdNumber::from_plain(std::str::from_utf8(&bytes).unwrap()).unwrap();
        prop_assert!(number.has_right_checksum());
        prop_assert!(!changed.has_right_checksum());
    }
}
