//! What a clerk would call wrong in a plan and what is not mended yet: the file, words of its plan, and why they are wrong.
//! A line goes as soon as its words go, so that nothing wrong stays frozen and nothing mended stays listed.

use crate::corpus::plans;

/// File, words that its plan holds, what is wrong with them.
const KNOWN: [(&str, &str, &str); 2] = [
    (
        "units/same-unit-in-two-writings.xlsx",
        "第 6 行 区税务局(机关) 新增",
        "a word in brackets behind the name of a unit that the book knows makes a second unit",
    ),
    (
        "report-ins/units-in-short.xlsx",
        "新增单位「税务局」",
        "the short name of the only unit of the book that ends so makes a second unit without a question",
    ),
];

#[test]
fn what_is_known_to_be_wrong_has_not_been_mended() {
    for (file, words, why) in KNOWN {
        let plan = std::fs::read_to_string(plans().join(format!("{file}.txt"))).unwrap();
        assert!(
            plan.contains(words),
            "{file} no longer says 「{words}」 ({why}): look at its plan and take the line out"
        );
    }
}
