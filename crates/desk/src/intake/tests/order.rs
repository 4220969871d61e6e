//! The register does not depend on the order in which the rows of a file stand.

use std::collections::BTreeMap;

use branchbook_ledger::table::membership::Condition;
use branchbook_ledger::table::organisation::Organisation;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::*;

/// Who is there before the file comes.
const BEFORE: &str = "\
1,章同,男,汉,1960-01-02,,高中,1990-01-02,1991-01-02,甲苑党支部,,19900000011,
2,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,第一党小组,19900000006,
";

/// Each pair or triple speaks of one person in some crooked way.
const CROOKED: [&str; 25] = [
    // The same, less exactly.
    "1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,丙苑党支部,第一党小组,19900441046,",
    "2,谭敏,女,汉族,1992.01,53259919920124880X,,2015.04,,丙苑支部,第一小组,,",
    // The same numbers in another order: one of them stands first.
    "3,易慧,女,汉,1970-05,,初中,1972-03-01,1973-03-01,乙苑党支部,,19900000004、0873-3722400,",
    "4,易慧,女,汉,1970-05,,初中,1972-03-01,1973-03-01,乙苑党支部,,0873-3722400、19900000004,",
    // Two phones: nobody knows which.
    "5,康英,女,汉,1992-01-24,532599199201248801,大学,2026-03-01,,乙苑党支部,,19900000005,",
    "6,康英,女,汉,1992-01-24,532599199201248801,大学,2026-03-01,,乙苑党支部,,19900000095,",
    // Two groups.
    "7,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,第一党小组,19900301572,",
    "8,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,第二党小组,19900301572,",
    // Two branches.
    "9,许慧,女,彝,1941-02-04,532599194102046302,本科,1970-07-02,1971-07-02,甲苑党支部,,,",
    "10,许慧,女,彝,1941-02-04,532599194102046302,本科,1970-07-02,1971-07-02,丙苑党支部,,,",
    // Two names.
    "11,吴丽,女,汉,1937-07-24,53259919370724776X,大学,1976-01-28,1977-01-28,甲苑党支部,,,",
    "12,吴莉,女,汉,1937-07-24,53259919370724776X,大学,1976-01-28,1977-01-28,甲苑党支部,,,",
    // Nothing tells them apart; the third says who is meant.
    "13,张三,男,汉,,,,,,丙苑党支部,,,",
    "14,张三,男,汉,,,,,,丙苑党支部,,,",
    "15,张三,男,汉,1978-01-20,532599197801204078,,2014-05-28,2015-05-28,丙苑党支部,,19900971225,",
    // Without a number, fitting one who has one; and fitting two.
    "16,邱俊,男,汉,1978-01-21,532599197801214073,研究生,2014-05-28,2015-05-28,丙苑党支部,第二党小组,19900971226,",
    "17,邱俊,男,汉,1978-01-21,,,,,丙苑党支部,,,",
    "18,罗艳,女,汉,1967-01-07,532599196701073889,,2001-01-01,2002-01-01,丙苑党支部,,19900000031,",
    "19,罗艳,女,汉,1967-06-01,532599196706013882,,2001-01-01,2002-01-01,丙苑党支部,,19900000032,",
    "20,罗艳,女,汉,1967,,,,,丙苑党支部,,,",
    // Two rows that mean one person of the book, each by something else.
    "21,章同,男,汉,1960-01-02,,,,,甲苑党支部,,,",
    "22,章同,男,汉,,,,,,甲苑党支部,,19900000011,",
    // Of the book: a change, said twice.
    "23,韩超,男,汉,1955-07-30,532599195507301097,大专,1987-02-25,1988-02-25,甲苑党支部,第二党小组,19900000006,",
    "24,韩超,男,汉,1955-07,532599195507301097,大专,,,甲苑党支部,,,",
    // No branch, where the file names more than the one of the book.
    "25,丁一,男,汉,1980-01-01,,,2001-01-01,2002-01-01,,,19900000041,",
];

/// Everybody in words, without keys: person, where, and what holds of them.
fn register(office: &Desktop) -> Vec<String> {
    let names: BTreeMap<_, _> =
        office.all::<Organisation>().into_iter().map(|one| (one.id, one.value.name)).collect();
    let people: BTreeMap<_, _> =
        office.all::<Person>().into_iter().map(|person| (person.id, person.value)).collect();
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let in_words =
        |id| format!("{:?}", people.get(&id).map(|p| Person { uid: uuid::Uuid::nil(), ..p.clone() }));
    let held = office.all::<Membership>().into_iter().map(|one| {
        let group = one.group_id.map(name);
        format!(
            "{} {} {group:?} {:?} {:?}",
            in_words(one.person_id),
            name(one.branch_id),
            one.from_on,
            one.to_on
        )
    });
    let conditions = office
        .all::<Condition>()
        .into_iter()
        .map(|one| format!("{} {:?}", in_words(one.person_id), one.kind));
    let mut lines: Vec<String> = held.chain(conditions).chain(names.values().cloned()).collect();
    lines.sort();
    lines
}

/// The register and what was said of each row, by its running number.
fn taken_in(rows: &[&str]) -> (Vec<String>, BTreeMap<String, RowState>) {
    let mut office = Desktop::new();
    let before = office.roster("一.csv", BEFORE);
    office.apply(&before);
    let path = office.roster("二.csv", &(rows.join("\n") + "\n"));
    let preview = office.preview(&path);
    let number = |row: u32| rows[row as usize - 4].split(',').next().unwrap().to_owned();
    let states = preview.first.iter().chain(&preview.last).map(|row| (number(row.row), row.state)).collect();
    assert_eq!(office.apply(&path).counts, preview.counts);
    (register(&office), states)
}

#[test]
fn rows_about_one_person_are_taken_once_or_not_at_all() {
    let (_, states) = taken_in(&CROOKED);
    use RowState::{Conflict, Duplicate, New, Refused, Update};
    for (number, state) in [
        (1, New),
        (2, Duplicate),
        (5, Conflict),
        (6, Conflict),
        (7, Conflict),
        (8, Conflict),
        (9, Conflict),
        (10, Conflict),
        (11, Conflict),
        (12, Conflict),
        (13, Conflict),
        (14, Conflict),
        (15, New),
        (16, New),
        (17, Duplicate),
        (18, New),
        (19, New),
        (20, Conflict),
        (21, Conflict),
        (22, Conflict),
        (23, Update),
        (24, Duplicate),
        (25, Refused),
    ] {
        assert_eq!(states[&number.to_string()], state, "row {number}: {states:?}");
    }
    let phones = [states["3"], states["4"]];
    assert!(phones.contains(&New) && phones.contains(&Duplicate), "{phones:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_order_of_the_same_rows_gives_the_same_register(rows in Just(CROOKED.to_vec()).prop_shuffle()) {
        let (expected, states) = taken_in(&CROOKED);
        let (found, found_states) = taken_in(&rows);
        prop_assert_eq!(found, expected);
        if found_states != states {
            return Err(TestCaseError::fail(format!("{states:?}\n{found_states:?}")));
        }
    }
}
