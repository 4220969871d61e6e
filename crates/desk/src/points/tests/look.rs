//! Questions around an account: what an award would count, what room is left, where lines come from, and its lines as a
//! list.

use branchbook_contract::account::{OriginRecord, PointsOrigins, PointsRoom, PointsWeigh};
use branchbook_contract::folio::{FolioAct, FolioPage, FolioShow};
use branchbook_contract::points::{PointsAccount, PointsAward, PointsReverse};
use branchbook_domain::key::PersonId;
use branchbook_domain::points::Points;

use super::office::{day, office};

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

#[test]
fn what_is_weighed_is_what_is_booked_and_nothing_is_written() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    for on in ["2026-05-04", "2026-05-20"] {
        office.call(&award(person, "帮办微心愿", on));
    }
    let head = office.desk.book().unwrap().head().id;
    let weighed = office.call(&PointsWeigh { award: award(person, "帮办微心愿", "2026-05-28") });
    assert_eq!((weighed.raw, weighed.counted), (Points::whole(5), Points::ZERO));
    assert!(weighed.why.contains("项目月封顶 10 分"), "{}", weighed.why);
    assert_eq!((weighed.before, weighed.score), (Some(Points::whole(70)), Some(Points::whole(70))));
    let early = office.call(&PointsWeigh { award: award(person, "帮办微心愿", "2026-05-01") });
    assert_eq!(
        (early.counted, early.adjustment),
        (Points::whole(5), Points::whole(-5)),
        "a later one yields"
    );
    let veto = office.call(&PointsWeigh { award: award(person, "违法犯罪", "2026-05-29") });
    assert!(veto.is_veto && veto.score == Some(Points::ZERO));
    assert_eq!(office.desk.book().unwrap().head().id, head);
    let booked = office.call(&award(person, "参加宣讲", "2026-05-28"));
    assert_eq!(booked.counted, Points::whole(3));
    let sentence = office.refusal(&PointsWeigh { award: award(person, "跳广场舞", "2026-05-28") });
    assert!(sentence.contains("没有“跳广场舞”这一项"), "{sentence}");
}

#[test]
fn the_room_is_what_the_tightest_cap_leaves() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.call(&PointsAward { minutes: Some(120), ..award(person, "志愿服务", "2026-11-01") });
    let rooms = office.call(&PointsRoom { person, on: Some(day("2026-11-20")) });
    let service = rooms.iter().find(|room| room.code == "service").unwrap();
    assert_eq!((service.room, service.period.as_deref()), (Some(Points::whole(4)), Some("月")));
    assert!(service.is_hourly && service.is_automatic);
    assert!(rooms.iter().all(|room| !room.points.is_negative()));
    let later = office.call(&PointsRoom { person, on: Some(day("2026-12-01")) });
    let service = later.iter().find(|room| room.code == "service").unwrap();
    assert_eq!(service.room, Some(Points::whole(6)));
}

#[test]
fn a_reversal_names_the_entry_that_it_takes_out() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let late = office.call(&award(person, "会议迟到", "2026-10-18")).entry;
    assert_eq!(office.call(&PointsOrigins { person, year: None }), vec![], "typed by hand");
    let back = office.call(&PointsReverse { entry: late, reason: "误记".to_owned() }).entry;
    let origins = office.call(&PointsOrigins { person, year: None });
    assert_eq!((origins[0].entry, origins[0].record), (back, OriginRecord::Entry(late)));
    assert_eq!(origins[0].label, "冲 10-18 一笔");
    assert_eq!(office.call(&PointsAccount { person, year: None }).lines.len(), 2);
}

#[test]
fn the_lines_of_an_account_are_a_list_that_is_handed_out_as_a_table() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.call(&award(person, "参加宣讲", "2026-03-01"));
    let late = office.call(&award(person, "会议迟到", "2026-10-18")).entry;
    office.call(&PointsReverse { entry: late, reason: "误记".to_owned() });
    let (folio, subject) = ("points_account".to_owned(), Some(person.0));
    let list = FolioShow { folio: folio.clone(), subject, ..FolioShow::default() };
    let page = office.call(&list);
    let items: Vec<&str> = page.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    assert_eq!(items, ["冲正：误记", "会议迟到", "参加宣讲", "基础分"], "the newest first, as on the page");
    assert_eq!(page.rows[1].cells[1].note, "已冲正");
    assert_eq!(page.rows[0].cells[3].text, "冲 10-18 一笔");
    let talk = [0, 3, 4, 5].map(|at| page.rows[2].cells[at].text.as_str());
    assert_eq!(talk, ["2026-03-01", "手工登记", "+3", "63"]);
    let category = page.rows[2].cells[2].text.clone();
    let of_category = office.call(&FolioShow { chip: Some(category), ..list.clone() });
    let items: Vec<&str> = of_category.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    assert_eq!(items, ["参加宣讲", "基础分"], "the base stands below each category, as on the page");
    assert_eq!(office.call(&FolioShow { on: Some(day("2026-03-31")), ..list.clone() }).total, 2);
    let of_year = |year: &str| {
        let more = [("year".to_owned(), year.to_owned())].into_iter().collect();
        FolioShow { more, ..list.clone() }
    };
    let ahead = office.call(&of_year("2027"));
    let items: Vec<&str> = ahead.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    assert_eq!(items, ["基础分"], "a year that lies ahead begins with its base, as on the page");
    assert!(office.desk.call(&of_year("今年")).unwrap_err().to_string().contains("不是年份"));
    let nobody = office.call(&FolioShow { subject: None, ..list.clone() });
    assert!(nobody.total == 0 && nobody.empty.contains("先打开"), "{}", nobody.empty);

    let dir = tempfile::tempdir().unwrap();
    let shown = ("shown".to_owned(), serde_json::to_string(&list).unwrap());
    let out = ("out".to_owned(), dir.path().display().to_string());
    let act = "export_list".to_owned();
    let done = office.call(&FolioAct { folio, act, values: [shown, out].into(), ..FolioAct::default() });
    assert_eq!(done.sentence, "已导出积分明细 4 条。");
    let file = done.file.unwrap();
    assert!(file.ends_with("积分明细-任凤英-2026-12-31.xlsx"), "the next one is another person's: {file}");
}

/// What stands under a title in a row of the list.
fn under<'a>(page: &'a FolioPage, row: usize, title: &str) -> &'a str {
    let at = page.columns.iter().position(|column| column.title == title).unwrap();
    &page.rows[row].cells[at].text
}

#[test]
fn a_line_that_a_cap_cuts_says_so_and_nobody_is_asked_for_what_is_not_there() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    for on in ["2026-05-04", "2026-05-20", "2026-05-28"] {
        office.call(&award(person, "帮办微心愿", on));
    }
    let noted =
        PointsAward { note: Some("送医上门".to_owned()), ..award(person, "参加宣讲", "2026-06-01") };
    office.call(&noted);
    let list =
        FolioShow { folio: "points_account".to_owned(), subject: Some(person.0), ..FolioShow::default() };
    let page = office.call(&list);
    assert_eq!(under(&page, 0, "事项"), "参加宣讲 · 送医上门", "in the office's own words");
    assert_eq!(page.rows.len(), 5, "three, the talk and the base");
    let why = under(&page, 1, "说明");
    assert!(why.contains("项目月封顶 10 分") && why.contains("计 0 分"), "{why}");
    let lines = office.call(&PointsAccount { person, year: None }).lines;
    assert_eq!((lines[3].title.as_str(), lines[3].item.as_str()), ("参加宣讲 · 送医上门", "参加宣讲"));
    let none = office.call(&FolioShow { words: "没有这一项".to_owned(), ..list });
    assert!(none.total == 0 && !none.empty.contains("先打开"), "{}", none.empty);
}
