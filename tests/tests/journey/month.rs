//! The month step by step, each with the numbers that the office would count by hand.

use std::collections::BTreeMap;

use branchbook_contract::intake::{Applied, ImportKind, SourceRowView};
use branchbook_contract::meeting::{MeetingCancel, MeetingList};
use branchbook_contract::member::MemberList;
use branchbook_contract::month::{MonthCheck, MonthClose};
use branchbook_contract::points::PointsAward;
use branchbook_contract::report::ReportMonthly;
use branchbook_contract::unit::UnitList;
use branchbook_desk::Desk;
use branchbook_domain::standing::MemberClass;
use branchbook_tests::office::{open_desk, verification};
use expect_test::expect;

use crate::office::{self, END, fixture, import, notes_with, october, with_month, with_roster};

/// The branches of the fixture and their members.
const BRANCHES: [(&str, u32); 5] =
    [("望湖苑", 86), ("晨光里", 94), ("老粮站家属院", 61), ("东门商街", 52), ("柳岸", 19)];

#[test]
fn the_roster_becomes_312_members() {
    let (_folder, mut desk, applied) = with_roster();
    assert_eq!(applied.counts.new, 312, "{:?}", applied.counts);
    let repeated = applied.counts.total - applied.counts.new;
    assert_eq!(repeated, 1, "the repeated row is the same person, totals and signatures are no rows");
    assert_eq!(notes_with(&applied, "末几位已丢失"), 2, "two numbers were destroyed by a spreadsheet");
    assert_eq!(notes_with(&applied, "校验位不对"), 1, "one number has a wrong check digit");
    the_register_is_right(&mut desk);
}

fn the_register_is_right(desk: &mut Desk) {
    let on = "2026-10-31".parse().ok();
    let ask = MemberList { on, with_chips: true, reveal: true, ..MemberList::default() };
    let page = desk.call(&ask).unwrap().body;
    assert_eq!(page.total, 312);
    let chips = page.chips.unwrap().branches;
    for (name, count) in BRANCHES {
        let chip = chips.iter().find(|chip| chip.label.contains(name));
        assert_eq!(chip.map(|chip| chip.count), Some(count), "{name}");
    }
    let without: Vec<_> = page.rows.iter().filter(|row| row.id_number.is_none()).collect();
    assert_eq!(without.len(), 2, "destroyed numbers are left empty");
    let class = Some(MemberClass::Probationary);
    let probationary = desk.call(&MemberList { on, class, ..MemberList::default() }).unwrap().body;
    assert_eq!(probationary.total, 6, "on probation on the last day of October");
}

#[test]
fn units_owe_909_and_847_have_reported_in() {
    let (_folder, mut desk) = with_month();
    let ask = UnitList { month: Some(october()), ..UnitList::default() };
    let page = desk.call(&ask).unwrap().body;
    assert_eq!((page.totals.units, page.totals.expected, page.totals.reported), (20, 909, 847));
    let over: Vec<_> =
        page.rows.iter().filter(|row| row.expected.is_some_and(|owed| row.reported > owed)).collect();
    assert_eq!(over.len(), 1, "one unit has more than it owes");
    let name = &over[0].name;
    assert!(page.findings.iter().any(|finding| finding.contains(name.as_str())), "{:?}", page.findings);
}

#[test]
fn meetings_give_points_and_nobody_gets_them_twice() {
    let (folder, mut desk, _) = with_roster();
    desk.close().unwrap();
    let mut desk = open_desk(&folder.path().join("book"), END);
    import(&mut desk, ImportKind::Meetings, office::MEETINGS);
    let list = MeetingList { month: october(), branch: None, kind: None, with_cancelled: false };
    assert_eq!(desk.call(&list).unwrap().body.len(), 28);
    let points = import(&mut desk, ImportKind::Points, office::POINTS);
    let counts = points.counts;
    assert_eq!(
        (counts.total, counts.new, counts.same, counts.handed_back()),
        (640, 614, 12, 14),
        "{counts:?}"
    );
    why_rows_were_handed_back(&points);
}

fn why_rows_were_handed_back(points: &Applied) {
    let split = [("请核对姓名和支部", 5), ("无法确定是哪一位", 3), ("考勤中当日无此人到会", 6)];
    for (words, count) in split {
        assert_eq!(notes_with(points, words), count, "{words}: {:?}", points.attention);
    }
    let back: Vec<_> = points.attention.iter().filter(|row| row.state.is_handed_back()).collect();
    assert_eq!(back.len(), 14);
    let why = |row: &&&SourceRowView| {
        split.iter().filter(|(words, _)| row.notes.iter().any(|note| note.contains(words))).count() == 1
    };
    assert_eq!(back.iter().filter(why).count(), 14, "each for exactly one of the three reasons");
}

#[test]
fn the_month_is_checked_reported_and_closed() {
    let (folder, mut desk) = with_month();
    the_check_finds_what_the_fixture_lacks(&mut desk);
    let out = folder.path().join("月报.xlsx").display().to_string();
    let made = desk.call(&ReportMonthly { month: october(), out, on: None }).unwrap().body;
    assert_eq!(made.disagreement_count, 0, "the cross checks agree: {:?}", made.notes);
    let closed = desk.call(&MonthClose { month: october(), confirm_findings: true });
    let closed = closed.unwrap_or_else(|error| panic!("{}", error.message)).body;
    assert!(closed.account_count >= 312, "every member's points are closed: {closed:?}");
    a_correction_goes_into_the_next_month(&mut desk);
    assert!(verification(&mut desk).is_sound);
}

fn the_check_finds_what_the_fixture_lacks(desk: &mut Desk) {
    let found = desk.call(&MonthCheck { month: october(), limit: None }).unwrap().body;
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    for each in &found.findings {
        *rules.entry(each.finding.rule.id.to_string()).or_default() += 1;
    }
    let levels =
        [("必须处理", found.must_count), ("应当处理", found.should_count), ("提示", found.note_count)];
    let levels = levels.iter().map(|(level, count)| format!("{level} {count}"));
    let said: Vec<String> =
        levels.chain(rules.iter().map(|(rule, count)| format!("{rule} {count}"))).collect();
    // The two destroyed numbers (P01), the wrong check digit (P02) and the unit over its number (U02) among them.
    expect![[r#"
        必须处理 0
        应当处理 25
        提示 2
        M02 5
        M03 4
        P01 2
        P02 1
        P05 14
        U02 1"#]]
    .assert_eq(&said.join("\n"));
}

fn a_correction_goes_into_the_next_month(desk: &mut Desk) {
    let member =
        desk.call(&MemberList { limit: Some(1), ..MemberList::default() }).unwrap().body.rows[0].member;
    let award = PointsAward {
        person: member,
        item: "talk".to_owned(),
        occurred_on: "2026-10-20".parse().unwrap(),
        times: None,
        minutes: None,
        note: None,
    };
    let booked = desk.call(&award).unwrap().body;
    assert_eq!(booked.booked_month.to_string(), "2026-11", "October is closed");
    let list = MeetingList { month: october(), branch: None, kind: None, with_cancelled: false };
    let gathering = desk.call(&list).unwrap().body[0].gathering;
    let cancel = MeetingCancel { gathering, reason: "登记有误".to_owned() };
    let refused = desk.call(&cancel).unwrap_err();
    assert!(
        refused.message.contains("已结账") && refused.message.contains("2026年11月"),
        "{}",
        refused.message
    );
    assert_eq!(desk.call(&list).unwrap().body.len(), 28, "the closed month keeps its meetings");
}

#[test]
fn the_fixtures_are_there() {
    for (_, name) in office::FILES {
        assert!(std::path::Path::new(&fixture(name)).exists(), "{name}");
    }
}
