//! Where members stand, in words: who a roster says is gone or lost, posts, places; and slips of the pen about who
//! somebody is. Movements are decided by people.

use branchbook_contract::member::PostEnd;
use branchbook_contract::organisation::PlaceAdd;
use branchbook_ledger::table::membership::{Condition, ConditionKind, PostHeld};
use branchbook_ledger::table::organisation::PlaceKind;

use super::*;

const STANDING: &str = "\
姓名,身份证号,所在支部,党籍状态,状态日期
谭敏,53259919920124880X,甲苑党支部,失联,2026-03-01
邱俊,532599197801204078,甲苑党支部,去世,
乔敏,53259919910319078X,乙苑党支部,流动,
韩超,532599195507301097,甲苑党支部,已转出,
";

#[test]
fn a_movement_is_decided_by_a_person_and_a_condition_needs_its_day() {
    let mut office = three();
    let path = office.file("二.csv", STANDING);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, Refused, Same, Update};
    assert_eq!(states(&preview), [Update, Conflict, Same, Refused], "{preview:#?}");
    assert!(notes_of(&preview, 3)[0].contains("党员增减由人决定"), "{preview:#?}");
    assert!(offered(&preview, 1).contains(&"death/3") && offered(&preview, 1).contains(&"stay"));
    assert!(notes_of(&preview, 4)[0].contains("没有写从哪一天起"), "{preview:#?}");
    assert_eq!(offered(&preview, 2), ["condition/mobile"]);
    assert!(notes_of(&preview, 5)[0].contains("已经离开的人不登记为在册党员"), "{preview:#?}");

    take(&mut office, &path, &[]);
    let lost = office.all::<Condition>();
    assert_eq!(lost.len(), 1);
    assert_eq!((lost[0].kind, lost[0].from_on), (ConditionKind::Lost, Some("2026-03-01".parse().unwrap())));
    assert_eq!(states(&ask(&mut office, &path, &[])), [Same, Conflict, Same, Refused], "it is known now");

    let decisions =
        [decided(3, "death/3", Some("2026-09-30")), decided(4, "condition/mobile", Some("2026-09-01"))];
    assert_eq!(states(&ask(&mut office, &path, &decisions)), [Same, Update, Update, Refused]);
    let applied = take(&mut office, &path, &decisions);
    let died = office.all::<Movement>().into_iter().find(|moved| moved.kind == MovementKind::Death).unwrap();
    assert_eq!(
        (died.person_id, died.occurred_on),
        (office.person("邱俊").id, Some("2026-09-30".parse().unwrap()))
    );
    let mobile = office.all::<Condition>().into_iter().find(|it| it.kind == ConditionKind::Mobile).unwrap();
    assert_eq!(mobile.from_on, Some("2026-09-01".parse().unwrap()));
    assert_eq!(states(&ask(&mut office, &path, &[])), [Same, Same, Same, Refused], "file and book agree");
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(states(&ask(&mut office, &path, &[])), [Same, Conflict, Same, Refused]);
}

#[test]
fn who_stays_all_the_same_is_updated_like_the_others() {
    let mut office = three();
    let rows = "\
1,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900000099,2026年8月去世
2,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,已转出至银河社区
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,,19900301572,丈夫去世
";
    let path = office.roster("二.csv", rows);
    use RowState::{Conflict, New, Update};
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [Conflict, Conflict, Update], "{preview:#?}");
    let decisions = [decided(4, "stay", None), decided(5, "stay", None)];
    let preview = ask(&mut office, &path, &decisions);
    assert_eq!(states(&preview), [Update, New, Update], "{preview:#?}");
    take(&mut office, &path, &decisions);
    assert_eq!(office.person("邱俊").phone.as_deref(), Some("19900000099"));
    assert_eq!(office.person("韩超").note.as_deref(), Some("已转出至银河社区"));
}

#[test]
fn posts_and_places_come_with_the_roster() {
    let mut office = three();
    for (name, parent) in [("银河里", None), ("3栋", Some("银河里"))] {
        let places = office.all::<organisation::Place>();
        let parent =
            parent.and_then(|name| places.iter().find(|place| place.name == name)).map(|place| place.id);
        let kind = if parent.is_some() { PlaceKind::Building } else { PlaceKind::Grid };
        let add = PlaceAdd { kind, name: name.into(), parent, organisation: None, from_on: None };
        office.desk.call(&add).unwrap();
    }
    let text = "\
姓名,身份证号,所在支部,党小组,党内职务,任职日期,小区,楼栋
谭敏,53259919920124880X,甲苑党支部,第一党小组,支部书记、小组长,2024-06-01,银河里,3栋
邱俊,532599197801204078,甲苑党支部,,组长,,金湖里,
乔敏,53259919910319078X,乙苑党支部,,红色楼长,,银河里,
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Same, Update};
    assert_eq!(states(&preview), [Update, Same, Update], "{preview:#?}");
    assert!(notes_of(&preview, 3).iter().any(|note| note.contains("没有写是哪个党小组")), "{preview:#?}");
    assert!(notes_of(&preview, 3).iter().any(|note| note.contains("没有“金湖里”这个地点")), "{preview:#?}");
    assert!(notes_of(&preview, 4).iter().any(|note| note.contains("「红色楼长」不是支部或党小组的职务")));
    take(&mut office, &path, &[]);
    let titles: Vec<(String, Option<_>)> =
        office.all::<PostHeld>().into_iter().map(|post| (post.value.title, post.value.from_on)).collect();
    let since = Some("2024-06-01".parse().unwrap());
    assert_eq!(titles, [("secretary".to_owned(), since), ("group_leader".to_owned(), since)]);
    let places = office.all::<organisation::Place>();
    let lives = |name: &str| {
        let place = office.person(name).place_id;
        places.iter().find(|known| Some(known.id) == place).map(|place| place.name.clone())
    };
    assert_eq!((lives("谭敏").as_deref(), lives("乔敏").as_deref()), (Some("3栋"), Some("银河里")));
    assert!(!office.apply(&path).is_changed, "posts and places that are known are no news");
}

/// A wider place than the book knows is no news, and a post that cannot begin is told of its own row alone.
#[test]
fn what_the_book_knows_better_or_forbids_changes_nothing_and_stops_nobody() {
    let mut office = three();
    for (name, parent, kind) in
        [("银河里", None, PlaceKind::Grid), ("3栋", Some("银河里"), PlaceKind::Building)]
    {
        let places = office.all::<organisation::Place>();
        let parent =
            parent.and_then(|name| places.iter().find(|place| place.name == name)).map(|place| place.id);
        office
            .desk
            .call(&PlaceAdd { kind, name: name.into(), parent, organisation: None, from_on: None })
            .unwrap();
    }
    let head = "姓名,身份证号,所在支部,党内职务,任职日期,小区,楼栋\n";
    let tan = "谭敏,53259919920124880X,甲苑党支部,支部书记,2024-06-01,银河里,3栋\n";
    let first = office.file("二.csv", &format!("{head}{tan}"));
    office.apply(&first);
    let rows = "\
谭敏,53259919920124880X,甲苑党支部,,,银河里,
邱俊,532599197801204078,甲苑党支部,支部书记,2024-07-01,,
";
    let path = office.file("三.csv", &format!("{head}{rows}"));
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview)[0], RowState::Same, "the building is known: {preview:#?}");
    assert!(notes_of(&preview, 3).iter().any(|note| note.contains("书记")), "{preview:#?}");
    take(&mut office, &path, &[]);
    // Two secretaries are worth a word and not refused; somebody's own post that is over is not begun again.
    let posts = office.all::<PostHeld>();
    assert_eq!(posts.len(), 2);
    let ended = posts.iter().find(|post| post.person_id == office.person("谭敏").id).unwrap().id;
    let end = PostEnd { post: ended, to_on: Some("2026-09-01".parse().unwrap()) };
    office.desk.call(&end).unwrap();
    assert_eq!(states(&ask(&mut office, &first, &[])), [RowState::Same]);
    take(&mut office, &first, &[]);
    assert_eq!(office.all::<PostHeld>().len(), 2, "one file cannot stop at it, nor begin it anew");
    let place = office.person("谭敏").place_id;
    let lives = office.all::<organisation::Place>().into_iter().find(|known| Some(known.id) == place);
    assert_eq!(lives.map(|place| place.value.name).as_deref(), Some("3栋"));
}

/// Judged as the row leaves them: somebody new, and somebody whose day of joining the row puts right.
#[test]
fn nothing_that_only_members_have_begins_before_joining() {
    let mut office = three();
    let text = "\
姓名,身份证号,所在支部,入党时间,转正时间,是否失联,失联日期,党内职务,任职日期
康英,532599199201248801,乙苑党支部,2020-03-01,2021-03-01,是,2019-05-01,支部书记,2018-06-01
谭敏,53259919920124880X,甲苑党支部,2018-04-20,2019-04-20,是,2017-01-01,支部书记,2016-06-01
邱俊,532599197801204078,甲苑党支部,,,是,2019-05-01,组织委员,2018-06-01
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{New, Update};
    assert_eq!(states(&preview), [New, Update, Update], "{preview:#?}");
    for (row, said) in [
        (2, "日期 2019-05-01 早于入党日期 2020年3月1日，请核对。没有登记“失联”。"),
        (2, "「支部书记」没有登记：日期 2018-06-01 早于入党日期 2020年3月1日，请核对。"),
        (3, "日期 2017-01-01 早于入党日期 2018年4月20日，请核对。没有登记“失联”。"),
        (3, "「支部书记」没有登记：日期 2016-06-01 早于入党日期 2018年4月20日，请核对。"),
    ] {
        assert!(notes_of(&preview, row).iter().any(|note| note.contains(said)), "{row} {said}: {preview:#?}");
    }
    take(&mut office, &path, &[]);
    let of = office.person("邱俊").id;
    let lost: Vec<_> = office.all::<Condition>().into_iter().map(|one| one.person_id).collect();
    let posts: Vec<_> = office.all::<PostHeld>().into_iter().map(|one| one.person_id).collect();
    assert_eq!((lost, posts), (vec![of], vec![of]), "whoever was a member by then");
    assert!(!office.apply(&path).is_changed);
}

/// Judged as the row leaves them, in one import and not in the next.
#[test]
fn what_begins_by_a_row_is_held_against_the_joining_that_the_row_moves_to_an_earlier_day() {
    let mut office = three();
    let text = "\
姓名,身份证号,所在支部,入党时间,转正时间,是否失联,失联日期,党内职务,任职日期
谭敏,53259919920124880X,甲苑党支部,2012-04-20,2013-04-20,是,2014-01-01,支部书记,2013-06-01
邱俊,532599197801204078,甲苑党支部,2010-05-28,2011-05-28,,,组织委员,2010-08-01
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Update, RowState::Update], "{preview:#?}");
    assert!(!notes_of(&preview, 2).iter().any(|note| note.contains("没有登记")), "{preview:#?}");
    let on_probation = "邱俊在 2010-08-01 是预备党员";
    assert!(notes_of(&preview, 3).iter().any(|note| note.contains(on_probation)), "{preview:#?}");
    let applied = take(&mut office, &path, &[]);
    let begun: Vec<_> = office.all::<Condition>().into_iter().map(|one| one.value.from_on).collect();
    let since: Vec<_> = office.all::<PostHeld>().into_iter().map(|one| one.value.from_on).collect();
    let day = |text: &str| Some(text.parse::<branchbook_domain::day::Day>().unwrap());
    assert_eq!((begun, since), (vec![day("2014-01-01")], vec![day("2013-06-01"), day("2010-08-01")]));
    assert!(!office.apply(&path).is_changed, "nothing is left for the next import");
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert!(office.all::<PostHeld>().is_empty() && office.all::<Condition>().is_empty());
}

#[test]
fn the_day_of_a_death_stands_in_its_own_clause() {
    let mut office = three();
    let row_of_qiu = "\
1,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900971225,1998年入伍，2026年8月3日去世
";
    let path = office.roster("二.csv", row_of_qiu);
    take(&mut office, &path, &[decided(4, "death/3", None)]);
    let died = office.all::<Movement>().into_iter().find(|moved| moved.kind == MovementKind::Death).unwrap();
    assert_eq!(died.occurred_on, Some("2026-08-03".parse().unwrap()));
}

#[test]
fn a_day_that_the_book_knows_is_not_asked_for() {
    let mut office = three();
    let text = "姓名,身份证号,所在支部,入党时间\n谭敏,53259919920124880X,甲苑党支部,2015-04-20\n";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Same]);
    assert!(notes_of(&preview, 2).is_empty(), "{preview:#?}");
    let text = "姓名,身份证号,所在支部,入党时间\n韩超,532599195507301097,甲苑党支部,2015-04-20\n";
    let path = office.file("三.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert!(notes_of(&preview, 2).iter().any(|note| note.contains("没有登记转正日期")), "{preview:#?}");
}

#[test]
fn a_mistyped_number_makes_no_second_person() {
    let mut office = three();
    let text = "\
姓名,身份证号,所在支部,联系电话
谭敏,532599199201248801,甲苑党支部,
邱俊,532599197801204094,甲苑党支部,19900000001
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, New, Same};
    assert_eq!(states(&preview), [Conflict, New], "{preview:#?}");
    assert_eq!(preview.missing.iter().map(|it| it.who.as_str()).collect::<Vec<_>>(), ["邱俊"]);
    let tan = format!("person:{}", office.person("谭敏").id);
    assert_eq!(offered(&preview, 0), [tan.as_str(), "new", "leave"]);
    let preview = ask(&mut office, &path, &[decided(2, &tan, None)]);
    assert_eq!(states(&preview), [Same, New], "the right number stays: {preview:#?}");
    assert_eq!(states(&ask(&mut office, &path, &[decided(2, "new", None)])), [New, New]);
}

#[test]
fn two_numbers_a_slip_apart_in_one_file_are_not_two_people() {
    let mut office = Desktop::new();
    let text = "\
姓名,身份证号,所在支部
康英,532599199201248801,甲苑党支部
康英,53259919920124880X,甲苑党支部
";
    let path = office.file("一.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, New};
    assert_eq!(states(&preview), [Conflict, Conflict], "{preview:#?}");
    assert!(notes_of(&preview, 2)[0].contains("可能是一个人写错了"), "{preview:#?}");
    let two = [decided(2, "new", None), decided(3, "new", None)];
    assert_eq!(states(&ask(&mut office, &path, &two)), [New, New], "two people after all");
}

#[test]
fn the_sex_of_a_right_number_is_not_overwritten() {
    let mut office = three();
    let text = "姓名,性别,所在支部,身份证号,联系电话\n谭敏,男,甲苑党支部,53259919920124880X,19900000099\n";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Conflict], "{preview:#?}");
    let decisions = [decided(2, "keep_sex", None)];
    assert_eq!(states(&ask(&mut office, &path, &decisions)), [RowState::Update]);
    take(&mut office, &path, &decisions);
    let tan = office.person("谭敏");
    assert_eq!((tan.sex.as_deref(), tan.phone.as_deref()), (Some("2"), Some("19900000099")));
}

#[test]
fn january_that_may_be_october_finds_its_person_and_changes_nothing() {
    let mut office = three();
    let text = "姓名,所在支部,出生年月,入党时间\n康英,甲苑党支部,1980-10-05,2001-10-20\n";
    let first = office.file("零.csv", text);
    office.apply(&first);
    let text = "姓名,所在支部,出生年月,入党时间\n康英,甲苑党支部,1980.1,2001.1\n";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Same], "{preview:#?}");
    let notes = notes_of(&preview, 2);
    assert!(notes[0].contains("台账中是 1980年10月5日，没有改动"), "{notes:?}");
    assert!(notes[1].contains("台账中是 2001年10月20日，没有改动"), "{notes:?}");
}

#[test]
fn the_same_as_above_is_written_out_in_what_is_handed_back() {
    let mut office = three();
    let text = "\
姓名,所在支部,身份证号,联系电话
同上,甲苑党支部,,19900000001
谭敏,〃,53259919920124880X,
谈敏,同上,53259919920124880X,
";
    let path = office.file("二.csv", text);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, Refused};
    assert_eq!(states(&preview), [Refused, Conflict, Conflict], "{preview:#?}");
    assert!(preview.skipped.is_empty(), "the row is read: {:?}", preview.skipped);
    assert_eq!(notes_of(&preview, 2)[0], "第 2 行：「姓名」写的是“同上”，每行应各写各的，按空白读取。");
    office.apply(&path);
    let book = open(&office.back(), &Limits::default()).unwrap();
    let rows: Vec<_> = book.rows(0).unwrap().map(|row| row.unwrap()).collect();
    assert_eq!(rows[3].text(1), "甲苑党支部", "it stands alone now");
}
