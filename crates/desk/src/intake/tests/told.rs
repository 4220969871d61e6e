//! What a roster says of its people and what no member form would take: who is no member, days that cannot be, what is no
//! longer so, where somebody is who is away.

use branchbook_ledger::table::membership::{Condition, ConditionKind};

use super::*;

fn says(preview: &Preview, row: u32, words: &str) -> bool {
    notes_of(preview, row).iter().any(|note| note.contains(words))
}

#[test]
fn whoever_is_no_member_is_handed_back_and_unknown_words_are_told() {
    let mut office = Desktop::new();
    let text = "\
姓名,性别,所在党支部,出生年月,人员类别,入党时间,转正时间
甲一,女,第一党支部,1978-05-01,入党积极分子,,
乙二,女,第一党支部,1978-05-02,发展对象,,
丙三,女,第一党支部,1978-05-03,群众,,
丁四,女,第一党支部,1978-05-04,入党申请人,,
戊五,女,第一党支部,1978-05-05,共青团员,,
己六,女,第一党支部,1978-05-06,积极分子,2026-03-01,
庚七,女,第一党支部,1978-05-07,外星人,2001-07-01,2002-07-01
辛八,女,第一党支部,1978-05-08,中共党员,2001-07-01,2002-07-01
壬九,女,第一党支部,1978-05-09,正式党员,2020-05-01,
";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    use RowState::{New, Refused};
    assert_eq!(states(&preview), [Refused, Refused, Refused, Refused, Refused, Refused, New, New, New]);
    assert!((2..8).all(|row| says(&preview, row, "不是党员，没有登记")), "{preview:#?}");
    assert!(says(&preview, 8, "「外星人」看不出是正式党员还是预备党员"), "{preview:#?}");
    assert_eq!(notes_of(&preview, 9), Vec::<&str>::new());
    assert!(says(&preview, 10, "补填以前按预备党员统计"), "{preview:#?}");
    office.apply(&path);
    assert_eq!(office.all::<Person>().len(), 3);
}

#[test]
fn a_probationary_member_without_a_day_is_not_made_a_full_one_in_silence() {
    let mut office = three();
    let text = "\
姓名,身份证号,所在党支部,党员类别,入党时间,转正时间
康英,532599199201248801,乙苑党支部,预备党员,,
韩超,532599195507301097,乙苑党支部,预备党员,,2027-05-01
谭敏,53259919920124880X,甲苑党支部,预备党员,,
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, New, Same};
    assert_eq!(states(&preview), [Conflict, New, Same], "{preview:#?}");
    assert!(says(&preview, 2, "这样登记会按正式党员统计"), "{preview:#?}");
    assert_eq!(offered(&preview, 0).iter().filter(|key| **key == "undated").count(), 1);
    let placed = ask(&mut office, &path, &[decided(2, "undated", None)]);
    assert_eq!(states(&placed), [New, New, Same], "{placed:#?}");
    let applied = take(&mut office, &path, &[decided(2, "undated", None)]);
    assert_eq!(applied.counts.new, 2);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(office.all::<Person>().len(), 3);
}

#[test]
fn days_that_no_form_takes_are_left_out_with_their_reason() {
    let mut office = Desktop::new();
    let text = "\
姓名,性别,所在党支部,出生年月,入党时间,转正时间
甲一,女,第一党支部,2078-05-01,2001-07-01,2002-07-01
乙二,女,第一党支部,1980-05-01,1985-07-01,1986-07-01
丙三,女,第一党支部,1980-05-01,2030-07-01,
丁四,女,第一党支部,1880-05-01,1905-07-01,1906-07-01
戊五,女,第一党支部,1980-05-01,2005-07-01,2001-07-01
己六,女,第一党支部,2026-12-01,,
庚七,女,第一党支部,1980-05-01,1970-05-01,
辛八,女,第一党支部,1975-01-01,1994-07-01,1994.1
";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    for (row, said) in [
        (2, "出生年月：出生日期在今天之后，请核对。本栏已留空。"),
        (3, "入党时约 5 岁，不满 18 岁"),
        (4, "入党时间：入党日期在今天之后，请核对。本栏已留空。"),
        (5, "「1880-05-01」的年份不在 1890 到 2100 之间"),
        (6, "转正时间：转正日期早于入党日期，请对照档案核对。本栏已留空。"),
        (7, "出生日期在今天之后"),
        (8, "入党时间：入党日期早于出生日期，请核对。本栏已留空。"),
    ] {
        assert!(says(&preview, row, said), "{row} {said}: {preview:#?}");
    }
    assert!(!says(&preview, 9, "本栏已留空"), "October is not before July: {preview:#?}");
    office.apply(&path);
    let days = |name: &str| {
        let person = office.person(name).value;
        let day = |day: Option<branchbook_domain::day::PartialDay>| day.map(|day| day.to_string());
        (day(person.birth_on), day(person.joined_on), day(person.became_full_on))
    };
    assert_eq!(days("甲一").0, None);
    assert_eq!(days("丙三").1, None);
    assert_eq!(days("戊五"), (Some("1980-05-01".into()), Some("2005-07-01".into()), None));
    assert_eq!(days("庚七").1, None);
}

#[test]
fn a_day_of_the_row_that_the_book_contradicts_stops_its_row() {
    let mut office = three();
    let path = office
        .file("二.csv", "姓名,身份证号,所在支部,转正时间\n谭敏,53259919920124880X,甲苑党支部,2012-04-20\n");
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Conflict], "{preview:#?}");
    assert!(says(&preview, 2, "转正日期早于入党日期"), "{preview:#?}");
    let keep = ask(&mut office, &path, &[decided(2, "keep", None)]);
    assert_eq!(states(&keep), [RowState::Same], "{keep:#?}");
}

/// The titles of the national collection.
const NATIONAL: &str = "\
姓名,公民身份号码,所在党支部,手机号码,固定电话,是否为失联党员,失去联系日期,是否为流动党员,外出流向
谭敏,53259919920124880X,甲苑党支部,19900441046,0873-3722400,是,2025-03-01,否,
邱俊,532599197801204078,甲苑党支部,19900971225,0873-3722401,否,,是,广东省
乔敏,53259919910319078X,乙苑党支部,19900301572,,否,,否,广东省
";

#[test]
fn the_items_of_the_national_collection_are_read() {
    let mut office = three();
    let path = office.file("采集.csv", NATIONAL);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Same, Update};
    assert_eq!(states(&preview), [Update, Update, Same], "{preview:#?}");
    assert!(says(&preview, 4, "却没有写明是流动党员"), "{preview:#?}");
    take(&mut office, &path, &[]);
    let conditions = office.all::<Condition>();
    let of = |name: &str, kind| {
        let person = office.person(name).id;
        conditions.iter().find(|one| one.person_id == person && one.kind == kind)
    };
    let lost = of("谭敏", ConditionKind::Lost).unwrap();
    assert_eq!(lost.from_on, Some("2025-03-01".parse().unwrap()));
    assert_eq!(of("邱俊", ConditionKind::Mobile).unwrap().reason.as_deref(), Some("广东省"));
    assert_eq!(office.person("谭敏").other_phone.as_deref(), Some("0873-3722400"));
    let again = ask(&mut office, &path, &[]);
    assert_eq!(states(&again), [Same, Same, Same], "{again:#?}");
}

#[test]
fn what_a_row_denies_ends_only_if_a_person_says_so() {
    let mut office = three();
    let there = "姓名,身份证号,所在支部,是否流动,是否失联,失联日期\n谭敏,53259919920124880X,甲苑党支部,是,是,2026-01-05\n";
    let path = office.file("二.csv", there);
    assert_eq!(take(&mut office, &path, &[]).counts.update, 1);
    let held = office.all::<Condition>();
    assert_eq!(held.len(), 2);
    let gone = "姓名,身份证号,所在支部,是否流动,是否失联\n谭敏,53259919920124880X,甲苑党支部,否,\n邱俊,532599197801204078,甲苑党支部,否,否\n";
    let path = office.file("三.csv", gone);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, Same, Update};
    assert_eq!(states(&preview), [Same, Same], "{preview:#?}");
    assert!(says(&preview, 2, "台账中此人仍登记着“流动”"), "{preview:#?}");
    assert_eq!(offered(&preview, 0), ["condition_end/mobile"]);
    assert_eq!(notes_of(&preview, 3), Vec::<&str>::new(), "what does not hold cannot end");
    assert!(!take(&mut office, &path, &[]).is_changed);
    let on = |day| [decided(2, "condition_end/mobile", Some(day))];
    assert_eq!(states(&ask(&mut office, &path, &on("2027-01-01"))), [Conflict, Same], "not yet");
    let ended = ask(&mut office, &path, &on("2026-11-01"));
    assert_eq!(states(&ended), [Update, Same], "{ended:#?}");
    let applied = take(&mut office, &path, &on("2026-11-01"));
    let open: Vec<ConditionKind> =
        office.all::<Condition>().iter().filter(|one| one.to_on.is_none()).map(|one| one.kind).collect();
    assert_eq!(open, [ConditionKind::Lost]);
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(office.all::<Condition>(), held);
}

#[test]
fn one_row_that_denies_and_one_that_affirms_contradict_each_other() {
    let mut office = three();
    let text = "姓名,身份证号,所在支部,是否流动\n谭敏,53259919920124880X,甲苑党支部,是\n谭敏,53259919920124880X,甲苑党支部,否\n";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Conflict, RowState::Conflict], "{preview:#?}");
}
