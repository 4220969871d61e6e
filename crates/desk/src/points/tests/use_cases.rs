//! Award, reverse, account, scheme.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::points::{
    PointsAccount, PointsAward, PointsBooked, PointsRecount, PointsReverse, PointsSchemeSet, PointsSchemeShow,
};
use branchbook_domain::key::{PersonId, PointsEntryId};
use branchbook_domain::points::Points;

use super::office::{Office, day, month, office, office_on};
use crate::points::automatic::open_accounts;
use crate::points::figures::points_month_figures;

fn award(person: PersonId, item: &str, on: &str) -> PointsAward {
    PointsAward {
        person,
        item: item.to_owned(),
        occurred_on: day(on),
        times: None,
        minutes: None,
        note: None,
    }
}

fn reverse(office: &mut Office, entry: PointsEntryId) -> PointsBooked {
    office.call(&PointsReverse { entry, reason: "登记有误".to_owned() })
}

fn score(office: &mut Office, person: PersonId) -> String {
    let account = office.call(&PointsAccount { person, year: None });
    account.score.unwrap().to_string()
}

#[test]
fn why_eighty_eight_is_answered_line_by_line() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    for (item, on) in [
        ("受县级以上表彰", "2026-03-01"),
        ("帮办微心愿", "2026-05-04"),
        ("帮办微心愿", "2026-05-20"),
        ("帮办微心愿", "2026-05-28"),
        ("受街道表彰", "2026-06-01"),
        ("按月交纳党费", "2026-06-02"),
        ("建言献策被采纳", "2026-07-01"),
        ("会议迟到", "2026-08-01"),
    ] {
        office.call(&award(person, item, on));
    }
    let account = office.call(&PointsAccount { person, year: Some(2026) });
    assert_eq!(account.base, Some(Points::whole(60)));
    assert_eq!(account.score, Some(Points::whole(87)));
    let third = &account.lines[3];
    assert_eq!((third.raw, third.counted), (Points::whole(5), Points::ZERO));
    assert!(third.why.contains("项目月封顶 10 分、此前已计 10 分"), "{}", third.why);
    assert_eq!(account.lines.last().unwrap().balance, Points::whole(87));
    assert_eq!(account.next_grade.unwrap().missing, Points::whole(3));
    assert_eq!(
        account.sentence,
        "2026 年基础分 60 分，加 28 分，扣 1 分，现为 87 分（合格，距优秀还差 3 分）。"
    );
    let counted: Points = account.lines.iter().map(|line| line.counted).sum();
    let booked: Points = account.lines.iter().map(|line| line.booked).sum();
    assert_eq!((counted, booked), (Points::whole(27), Points::whole(27)));
}

#[test]
fn an_award_says_what_it_counts_and_a_reversal_takes_exactly_that_back() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let first =
        office.call(&PointsAward { times: Some(3), ..award(person, "帮办微心愿", "2026-10-09") });
    assert_eq!((first.raw, first.counted), (Points::whole(15), Points::whole(10)));
    let second = office.call(&award(person, "帮办微心愿", "2026-10-10"));
    assert_eq!(second.counted, Points::ZERO);
    let back = reverse(&mut office, first.entry);
    assert_eq!((back.counted, back.adjustment), (Points::whole(-10), Points::whole(5)));
    assert_eq!(back.score, Some(Points::whole(65)), "the second entry fills what the first one has left");
    let sentence = office.refusal(&PointsReverse { entry: first.entry, reason: "再来".to_owned() });
    assert!(sentence.contains("已在2026年10月冲正"), "{sentence}");
    let sentence = office.refusal(&PointsReverse { entry: back.entry, reason: "再来".to_owned() });
    assert!(sentence.contains("只能冲正记分"), "{sentence}");
}

#[test]
fn what_cannot_be_booked_is_refused_in_words() {
    let mut office = office_on("2026-11-21", &["任凤英"]);
    let person = office.people[0];
    let wrong = |item: &str, on: &str| award(person, item, on);
    for (command, part) in [
        (wrong("跳广场舞", "2026-10-01"), "没有“跳广场舞”这一项"),
        (wrong("帮办微心愿", "2026-11-22"), "在今天以后"),
        (wrong("志愿服务", "2026-10-01"), "按小时计分，请填写时长"),
        (PointsAward { minutes: Some(60), ..wrong("帮办微心愿", "2026-10-01") }, "按次计分"),
        (PointsAward { times: Some(0), ..wrong("帮办微心愿", "2026-10-01") }, "次数应在 1 到 100"),
    ] {
        let sentence = office.refusal(&command);
        assert!(sentence.contains(part), "{sentence}");
    }
    let stranger = office.refusal(&award(PersonId(999), "帮办微心愿", "2026-10-01"));
    assert!(!stranger.is_empty());
    let sentence = office.refusal(&PointsReverse { entry: PointsEntryId(1), reason: " ".to_owned() });
    assert!(sentence.contains("请填写冲正的原因"), "{sentence}");
    assert_eq!(score(&mut office, person), "60");
}

#[test]
fn a_correction_of_a_closed_month_is_an_entry_of_the_first_open_one() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let entry = office.call(&award(person, "参加宣讲", "2026-09-10")).entry;
    office.close(month("2026-09"));
    let late = office.call(&award(person, "调解邻里纠纷", "2026-09-11"));
    assert_eq!(late.booked_month, month("2026-10"));
    let back = reverse(&mut office, entry);
    assert_eq!(back.booked_month, month("2026-10"));
    assert_eq!(score(&mut office, person), "63");
}

#[test]
fn a_veto_makes_the_year_nothing_and_its_reversal_brings_it_back() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.call(&award(person, "参加宣讲", "2026-09-10"));
    let shown = office.call(&PointsSchemeShow::default());
    let veto = shown.scheme.items.iter().find(|item| item.is_veto).unwrap();
    let entry = office.call(&award(person, &veto.name, "2026-09-12")).entry;
    let account = office.call(&PointsAccount { person, year: None });
    assert_eq!((account.score, account.vetoed_by), (Some(Points::ZERO), Some(entry)));
    reverse(&mut office, entry);
    assert_eq!(score(&mut office, person), "63");
}

#[test]
fn a_new_version_holds_from_its_day_and_leaves_what_was_booked() {
    let mut office = office_on("2026-12-31", &["任凤英"]);
    let person = office.people[0];
    office.call(&award(person, "参加宣讲", "2026-06-10"));
    let mut scheme = office.call(&PointsSchemeShow::default()).scheme;
    let talk = scheme.items.iter_mut().find(|item| item.name == "参加宣讲").unwrap();
    talk.points = Points::whole(4);
    scheme.version = "2026版（修订）".to_owned();
    let early = PointsSchemeSet { from_on: day("2026-06-10"), scheme: scheme.clone() };
    assert!(office.refusal(&early).contains("已记了 1 笔分"));
    let set = office.call(&PointsSchemeSet { from_on: day("2026-07-01"), scheme: scheme.clone() });
    assert_eq!((set.version, set.versions.len()), (2, 2));
    assert_eq!(set.versions[0].to_on, Some(day("2026-07-01")));
    assert_eq!(office.call(&award(person, "参加宣讲", "2026-07-02")).counted, Points::whole(4));
    assert_eq!(office.call(&award(person, "参加宣讲", "2026-06-20")).counted, Points::whole(3));
    assert_eq!(score(&mut office, person), "70");
    scheme.items[0].category = "nowhere".to_owned();
    let broken = office.refusal(&PointsSchemeSet { from_on: day("2026-08-01"), scheme });
    assert!(broken.contains("方案里没有这一类"), "{broken}");
}

#[test]
fn a_new_version_does_not_open_the_caps_of_the_year_again() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let honours: Vec<PointsBooked> = ["2026-10-10", "2026-10-11", "2026-10-12"]
        .iter()
        .map(|on| office.call(&award(person, "受街道表彰", on)))
        .collect();
    let before = score(&mut office, person);
    let mut scheme = office.call(&PointsSchemeShow::default()).scheme;
    scheme.version = "2026版（修订）".to_owned();
    office.call(&PointsSchemeSet { from_on: day("2026-11-01"), scheme });
    for on in ["2026-11-02", "2026-11-03"] {
        assert_eq!(office.call(&award(person, "受街道表彰", on)).counted, Points::ZERO, "{on}");
    }
    assert_eq!(score(&mut office, person), before);
    assert_eq!(office.call(&PointsRecount::default()).differences, vec![]);
    for honour in &honours {
        reverse(&mut office, honour.entry);
    }
    let account = office.call(&PointsAccount { person, year: None });
    assert_eq!(account.score, Some(Points::whole(70)), "those of November fill what is left: {account:?}");
    let booked: Points = account.lines.iter().map(|line| line.booked).sum();
    assert_eq!(booked, Points::whole(10), "what is booked over both accounts is what counts");
    let figures = office.read(|reading| Ok(points_month_figures(reading, month("2026-11"), None)?));
    assert_eq!(figures.people[0].year_counted, Points::whole(10));
    office.close(month("2026-10"));
    office.close(month("2026-11"));
    let after = office.read(|reading| Ok(points_month_figures(reading, month("2026-12"), None)?));
    assert_eq!(after.people[0].score, Some(Points::whole(70)), "the closings agree");
    assert_eq!(office.call(&PointsRecount::default()).differences, vec![]);
}

#[test]
fn a_recount_of_a_sound_book_finds_nothing_and_an_undo_settles_by_itself() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.write(|writing| Ok(open_accounts(writing, &[person], None)?));
    office.call(&PointsAward { times: Some(2), ..award(person, "帮办微心愿", "2026-10-09") });
    let change = office.read(|reading| {
        Ok(reading.require::<branchbook_ledger::table::points::PointsEntry>(PointsEntryId(1))?.made_by)
    });
    assert_eq!(office.call(&award(person, "帮办微心愿", "2026-10-10")).counted, Points::ZERO);
    assert_eq!(office.call(&PointsRecount::default()).differences, vec![]);
    let change = Some(branchbook_domain::key::ChangeId(change));
    office.call(&HistoryUndo { change });
    assert_eq!(office.call(&PointsRecount::default()).differences, vec![]);
    assert_eq!(score(&mut office, person), "65");
}

#[test]
fn an_undo_settles_the_year_of_its_entries_in_its_own_operation() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.write(|writing| Ok(open_accounts(writing, &[person], None)?));
    let head = |office: &Office| office.desk.book().unwrap().head().id;
    office.call(&PointsAward { times: Some(2), ..award(person, "帮办微心愿", "2025-10-09") });
    let first = branchbook_domain::key::ChangeId(head(&office));
    assert_eq!(office.call(&award(person, "帮办微心愿", "2025-10-10")).counted, Points::ZERO);
    office.call(&award(person, "参加宣讲", "2025-10-11"));
    let newest = head(&office);
    office.call(&HistoryUndo { change: Some(first) });
    assert_eq!(head(&office), newest + 1, "one operation: a crash cannot come in between");
    let last_year = office.call(&PointsRecount { year: Some(2025), settle: false });
    assert_eq!(last_year.differences, vec![], "the year of the entries, not that of today");
    let undone: Vec<String> = (0..2).map(|_| office.call(&HistoryUndo { change: None }).title).collect();
    assert!(undone[0].contains("参加宣讲") && undone[1].contains("帮办微心愿"), "two back: {undone:?}");
    let unknown = HistoryUndo { change: Some(branchbook_domain::key::ChangeId(9999)) };
    assert!(office.refusal(&unknown).contains("没有第 9999 号操作"));
}
