//! Places in time: who looks after them, who lives there.

use branchbook_domain::key::PlaceId;

use super::{names, offers, refusal, row_of, show_on, undo};
use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

/// A grid with a building in it.
fn grid(office: &mut Office) -> (i64, i64) {
    let first = office.first.0.to_string();
    let values = [("kind", "grid"), ("name", "第一网格"), ("organisation", first.as_str())];
    office.call(&act("places", "add", None, &values));
    let grid = show(office, "places", None).rows[0].row;
    let key = grid.to_string();
    let values = [("kind", "building"), ("name", "锦华苑1栋"), ("parent", key.as_str())];
    office.call(&act("places", "add", None, &values));
    (grid, show(office, "places", None).rows[1].row)
}

#[test]
fn one_building_is_one_list_with_masked_phones() {
    let mut office = Office::new();
    let (grid, building) = grid(&mut office);
    office.member("单冠松", |add| {
        add.draft.place_id = Some(PlaceId(building));
        add.draft.phone = Some("13800001234".into());
    });
    office.member("仇艳", |add| add.draft.place_id = Some(PlaceId(grid)));
    let page = show(&mut office, "places", None);
    assert_eq!((row_of(&page, "第一网格")[4], row_of(&page, "锦华苑1栋")[4]), ("2", "1"));
    assert_eq!(page.rows[0].cells[4].note, "本级 1");
    assert_eq!(
        (page.columns[4].title.as_str(), row_of(&page, "锦华苑1栋")[5]),
        ("2026-10-31 党员", "没有负责组织")
    );
    let list = show(&mut office, "places", Some(building));
    assert_eq!(texts(&list, 0), ["单冠松", "锦华苑1栋", "第一党支部", "", "正式党员", "138****1234"]);
    assert_eq!(list.subject.unwrap().label, "锦华苑1栋");
    assert_eq!(show(&mut office, "places", Some(grid)).total, 2, "a grid lists its buildings, too");
}

#[test]
fn the_past_keeps_who_looked_after_a_place() {
    let mut office = Office::new();
    let (grid, _) = grid(&mut office);
    let second = office.second.0.to_string();
    let assign =
        |day: &str| act("places", "assign", Some(grid), &[("organisation", second.as_str()), ("day", day)]);
    office.call(&assign("2026-10-01"));
    assert_eq!(row_of(&show(&mut office, "places", None), "第一网格")[2], "第二党支部");
    let past = show_on(&mut office, "places", None, "2026-09-30");
    assert_eq!(row_of(&past, "第一网格")[2], "第一党支部");
    assert_eq!(refusal(&mut office, &assign("2026-10-20"))[0].0, "organisation");
    let nobody = act("places", "assign", Some(grid), &[("day", "2026-09-01")]);
    assert_eq!(refusal(&mut office, &nobody)[0].0, "day", "before the last change nothing is changed");
    undo(&mut office);
    assert_eq!(row_of(&show(&mut office, "places", None), "第一网格")[2], "第一党支部");
}

#[test]
fn a_place_ends_only_when_nothing_and_nobody_is_there() {
    let mut office = Office::new();
    let (grid, building) = grid(&mut office);
    office.member("单冠松", |add| add.draft.place_id = Some(PlaceId(building)));
    let end = |row: i64| act("places", "end", Some(row), &[("to_on", "2026-10-20")]);
    let refused = refusal(&mut office, &end(grid));
    assert!(refused[0].1.contains("里面还有锦华苑1栋"), "{refused:?}");
    let refused = refusal(&mut office, &end(building));
    assert!(refused[0].1.contains("（单冠松）"), "{refused:?}");
    let page = show(&mut office, "places", None);
    assert!(
        !offers(&page, "第一网格", "end") && !offers(&page, "锦华苑1栋", "end"),
        "what is offered can be done"
    );
    let key = building.to_string();
    let wrong = [("kind", "courtyard"), ("name", "南湖里"), ("parent", key.as_str())];
    assert_eq!(refusal(&mut office, &act("places", "add", None, &wrong))[0].0, "parent");
    let twice = [("kind", "grid"), ("name", "第一网格")];
    assert_eq!(refusal(&mut office, &act("places", "add", None, &twice))[0].0, "name");
    let empty = [("kind", "grid"), ("name", "第二网格")];
    office.call(&act("places", "add", None, &empty));
    let page = show(&mut office, "places", None);
    let row = page.rows.iter().find(|row| row.cells[0].text == "第二网格").unwrap().row;
    assert!(offers(&page, "第二网格", "end"));
    office.call(&act("places", "edit", Some(row), &[("name", "第三网格")]));
    office.call(&end(row));
    assert!(!names(&show(&mut office, "places", None)).contains(&"第三网格"));
    assert!(names(&show_on(&mut office, "places", None, "2026-10-19")).contains(&"第三网格"));
    undo(&mut office);
    assert!(names(&show(&mut office, "places", None)).contains(&"第三网格"));
}
