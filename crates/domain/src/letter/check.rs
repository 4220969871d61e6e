//! The findings on a letter (T01): its validity, its way, what it has to state.

use super::{LONGEST_VALIDITY_DAYS, Letter, LetterState, LetterWay};
use crate::day::{Day, Month, add_months, day_label};
use crate::rule::{Finding, Level, Rule, Source, Words};

const LETTERS: Source = Source::regulation("党员组织关系介绍信的有关规定", "版本待核", "条号待核");
const EDUCATION: Source = Source::regulation("党员教育管理工作条例", "2019年", "第二十五条");
const VALIDITY: Rule = Rule::new("T01", "介绍信有效期", LETTERS);
const TRAVELS: Rule = Rule::new("T01", "介绍信将到期", EDUCATION);
const OVERDUE: Rule = Rule::new("T01", "介绍信超期未接收", EDUCATION);
const LEFT: Rule = Rule::new(
    "T01",
    "组织关系长期未接收",
    Source::regulation("党员教育管理工作条例", "2019年", "第三十一条第（六）项"),
);
const CONTENT: Rule = Rule::new("T01", "介绍信填写", LETTERS);
const DUES: Rule = Rule::new("T01", "介绍信党费交纳", LETTERS);

/// How many days ahead of its last one a letter is called about to end.
const DAYS_AHEAD: i64 = 10;
/// Six months without organisation life or dues lead to 自行脱党.
const LEFT_AFTER_MONTHS: i32 = 6;

/// The findings on a letter as of `today`.
pub fn check_letter(letter: &Letter, today: Day) -> Vec<Finding> {
    let said = |words| Finding::said_of(&letter.subject, words);
    let found = [validity(letter), way(letter, today), reception(letter), content(letter), dues(letter)];
    found.into_iter().flatten().map(said).collect()
}

fn validity(letter: &Letter) -> Option<Words> {
    let days = (letter.last_day() - letter.issued_on).num_days();
    let (from, until) = (day_label(letter.issued_on), day_label(letter.last_day()));
    if days < 0 {
        let gap = format!("有效期（{until}）早于开具日期（{from}）。");
        return Some((VALIDITY, Level::Must, gap, "请对照介绍信存根核对这两个日期。"));
    }
    (days > LONGEST_VALIDITY_DAYS).then(|| {
        let gap = format!("有效期自{from}至{until}共 {days} 天，超过 {LONGEST_VALIDITY_DAYS} 天。");
        (VALIDITY, Level::Should, gap, "有效期一般不超过三个月；请核对，必要时重新开具。")
    })
}

/// Nothing of a letter whose days contradict each other: they are put right first.
fn way(letter: &Letter, today: Day) -> Option<Words> {
    if letter.last_day() < letter.issued_on {
        return None;
    }
    match letter.state_on(today) {
        LetterState::Received => None,
        LetterState::Overdue if add_months(letter.issued_on, LEFT_AFTER_MONTHS) < today => {
            let gap = format!("介绍信{}开具，半年以上没有登记接收。", day_label(letter.issued_on));
            let advice = "请查明本人是否参加组织生活、交纳党费；没有正当理由连续六个月未做到的，由党支部按程序研究，不能只凭日期认定。";
            Some((LEFT, Level::Must, gap, advice))
        }
        LetterState::Overdue => Some(overdue(letter)),
        LetterState::Travelling => about_to_end(letter, today),
    }
}

fn overdue(letter: &Letter) -> Words {
    let until = day_label(letter.last_day());
    match letter.way {
        LetterWay::Out => (
            OVERDUE,
            Level::Must,
            format!("介绍信有效期至{until}，没有收到接收回执。"),
            "请联系本人和接收党组织；转出但尚未被接收的，原党组织仍然负有管理责任。因故超期的，由党支部出具说明后重新办理。",
        ),
        LetterWay::In => (
            OVERDUE,
            Level::Must,
            format!("转入介绍信有效期至{until}，没有登记接收。"),
            "已经接收的请登记接收日期并寄回回执；没有报到的请联系转出党组织。党组织不得无故拒接。",
        ),
    }
}

fn about_to_end(letter: &Letter, today: Day) -> Option<Words> {
    let left = letter.days_left(today);
    (left <= DAYS_AHEAD).then(|| {
        let gap = format!("介绍信有效期至{}，还有 {left} 天，没有登记接收。", day_label(letter.last_day()));
        (TRAVELS, Level::Note, gap, "请提醒本人在有效期内到接收党组织报到，并跟踪回执。")
    })
}

fn reception(letter: &Letter) -> Option<Words> {
    let received = letter.received_on?;
    let said = day_label(received);
    if received < letter.issued_on {
        let gap = format!("接收日期（{said}）早于开具日期（{}）。", day_label(letter.issued_on));
        return Some((CONTENT, Level::Must, gap, "请对照回执核对这两个日期。"));
    }
    (received > letter.last_day()).then(|| {
        let gap = format!("{said}接收，超过有效期（{}）。", day_label(letter.last_day()));
        (VALIDITY, Level::Note, gap, "因故超期的应有转出党支部出具的说明；请核对存档。")
    })
}

fn content(letter: &Letter) -> Option<Words> {
    let is_blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    let parts = [
        (is_blank(&letter.number), "编号"),
        (is_blank(&letter.counterpart), "对方党组织全称"),
        (letter.valid_until.is_none(), "有效期"),
        (letter.dues_paid_to.is_none(), "党费交至年月"),
    ];
    let missing: Vec<&str> = parts.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
    (!missing.is_empty()).then(|| {
        let gap = format!("介绍信没有登记{}。", missing.join("、"));
        (CONTENT, Level::Note, gap, "请对照介绍信或存根补填。")
    })
}

/// Dues are paid up to the month in which the letter is written.
fn dues(letter: &Letter) -> Option<Words> {
    let paid = letter.dues_paid_to?;
    let issued = Month::of(letter.issued_on);
    let months = issued.months_since(paid);
    (months > 0).then(|| {
        let gap = format!("党费交至{}，到开具介绍信的{}还差 {months} 个月。", paid.label(), issued.label());
        (DUES, Level::Should, gap, "请结清党费后再办理转接，或与对方党组织约定由谁补收。")
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use crate::day::add_days;
    use crate::letter::LetterReach;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn letter() -> Letter {
        Letter {
            subject: "解某".into(),
            way: LetterWay::Out,
            number: Some("第018号".into()),
            counterpart: Some("中共滨江社区委员会".into()),
            issued_on: day("2026-09-01"),
            valid_until: Some(day("2026-10-01")),
            dues_paid_to: Some("2026-09".parse().unwrap()),
            received_on: None,
        }
    }

    fn gaps(letter: &Letter, today: &str) -> Vec<String> {
        check_letter(letter, day(today)).into_iter().map(|finding| finding.gap).collect()
    }

    #[test]
    fn a_letter_travels_until_its_last_day_and_is_overdue_after_it() {
        let received = Letter { received_on: Some(day("2026-09-20")), ..letter() };
        for (letter, today, state) in [
            (letter(), "2026-09-01", LetterState::Travelling),
            (letter(), "2026-10-01", LetterState::Travelling),
            (letter(), "2026-10-02", LetterState::Overdue),
            (received.clone(), "2026-09-19", LetterState::Travelling),
            (received, "2026-09-20", LetterState::Received),
            (Letter { valid_until: None, ..letter() }, "2026-11-30", LetterState::Travelling),
            (Letter { valid_until: None, ..letter() }, "2026-12-01", LetterState::Overdue),
        ] {
            assert_eq!(letter.state_on(day(today)), state, "{today}");
        }
    }

    #[test]
    fn what_travels_ends_or_stays_away_is_said_in_turn() {
        assert_eq!(gaps(&letter(), "2026-09-20"), Vec::<String>::new());
        expect!["介绍信有效期至2026年10月1日，还有 10 天，没有登记接收。"]
            .assert_eq(&gaps(&letter(), "2026-09-21").join(""));
        expect!["介绍信有效期至2026年10月1日，没有收到接收回执。"]
            .assert_eq(&gaps(&letter(), "2026-10-02").join(""));
        expect!["介绍信2026年9月1日开具，半年以上没有登记接收。"]
            .assert_eq(&gaps(&letter(), "2027-03-02").join(""));
        let coming = Letter { way: LetterWay::In, ..letter() };
        expect!["转入介绍信有效期至2026年10月1日，没有登记接收。"]
            .assert_eq(&gaps(&coming, "2026-10-02").join(""));
    }

    #[test]
    fn ninety_days_are_the_longest_validity() {
        let until = |text: &str| Letter { valid_until: Some(day(text)), ..letter() };
        assert_eq!(gaps(&until("2026-11-30"), "2026-09-02"), Vec::<String>::new());
        expect!["有效期自2026年9月1日至2026年12月1日共 91 天，超过 90 天。"]
            .assert_eq(&gaps(&until("2026-12-01"), "2026-09-02").join(""));
        expect!["有效期（2026年8月1日）早于开具日期（2026年9月1日）。"]
            .assert_eq(&gaps(&until("2026-08-01"), "2026-07-25").join(""));
        assert!(LetterReach::ALL.iter().all(|reach| reach.usual_days() <= LONGEST_VALIDITY_DAYS));
    }

    #[test]
    fn what_the_letter_has_to_state_is_asked_for() {
        let bare = Letter {
            number: Some(" ".into()),
            counterpart: None,
            valid_until: None,
            dues_paid_to: None,
            ..letter()
        };
        expect!["介绍信没有登记编号、对方党组织全称、有效期、党费交至年月。"]
            .assert_eq(&gaps(&bare, "2026-09-02").join(""));
        let owing = Letter { dues_paid_to: Some("2026-06".parse().unwrap()), ..letter() };
        expect!["党费交至2026年6月，到开具介绍信的2026年9月还差 3 个月。"]
            .assert_eq(&gaps(&owing, "2026-09-02").join(""));
    }

    #[test]
    fn a_reception_out_of_time_is_noted() {
        let on = |text: &str| Letter { received_on: Some(day(text)), ..letter() };
        expect!["2026年10月8日接收，超过有效期（2026年10月1日）。"]
            .assert_eq(&gaps(&on("2026-10-08"), "2026-10-09").join(""));
        expect!["接收日期（2026年8月31日）早于开具日期（2026年9月1日）。"]
            .assert_eq(&gaps(&on("2026-08-31"), "2026-10-09").join(""));
    }

    #[test]
    fn the_sending_branch_stays_responsible_and_the_finding_says_where_that_is_written() {
        let finding = &check_letter(&letter(), day("2026-10-02"))[0];
        assert_eq!((finding.rule.id.as_ref(), finding.level), ("T01", Level::Must));
        assert!(finding.to_string().contains("《党员教育管理工作条例》（2019年）第二十五条"), "{finding}");
    }

    proptest! {
        #[test]
        fn days_left_and_state_agree_on_every_day(shift in -100_i64..400, valid in 0_i64..91) {
            let letter = Letter { valid_until: Some(add_days(day("2026-09-01"), valid)), ..letter() };
            let today = add_days(day("2026-09-01"), shift);
            prop_assert_eq!(letter.state_on(today) == LetterState::Overdue, letter.days_left(today) < 0);
            prop_assert!(check_letter(&letter, today).iter().all(|finding| finding.rule.id == "T01"));
        }
    }
}
