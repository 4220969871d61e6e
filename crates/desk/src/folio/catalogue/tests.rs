//! The catalogue through the desk: the usual ten, posts of one's own, ending with and without holders.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioForm, FolioPage, FolioShow};
use branchbook_contract::offer::OfferList;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

const OWN: &[(&str, &str)] = &[("title", "楼栋 管家岗"), ("duty", "每周看一次楼道。"), ("needed", "2")];

fn row_of(page: &FolioPage, title: &str) -> i64 {
    page.rows.iter().find(|row| row.cells[0].text == title).expect(title).row
}

fn on(office: &mut Office, day: &str) -> FolioPage {
    let on = Some(day.parse().unwrap());
    office.call(&FolioShow { folio: "catalogue".into(), on, ..FolioShow::default() })
}

#[test]
fn the_usual_ten_come_in_one_operation_and_only_those_that_are_missing() {
    let mut office = Office::new();
    let empty = show(&mut office, "catalogue", None);
    assert_eq!(empty.acts[0].act, "usual", "the first thing to do in an empty catalogue");
    office.call(&act("catalogue", "add", None, &[("title", "矛盾调解岗"), ("duty", "劝和。")]));
    let done = office.call(&act("catalogue", "usual", None, &[]));
    assert_eq!(done.sentence, "已装入常用岗位 9 个。");
    let page = show(&mut office, "catalogue", None);
    assert_eq!((page.total, page.acts.len()), (10, 1), "nothing is left to bring in");
    let own = page.rows.iter().position(|row| row.cells[0].text == "矛盾调解岗").unwrap();
    assert_eq!(texts(&page, own)[2], "劝和。", "what the office wrote stays");
    assert!(office.refused(&act("catalogue", "usual", None, &[])).contains("都已经在目录里"));
    assert_eq!(on(&mut office, "2026-10-30").total, 0, "not there the day before");
    assert!(office.call(&OfferList::default()).rows.is_empty(), "units are not offered these posts");
    office.call(&HistoryUndo { change: None });
    assert_eq!(show(&mut office, "catalogue", None).total, 1);
}

#[test]
fn a_post_of_ones_own_is_added_changed_and_refused_field_by_field() {
    let mut office = Office::new();
    office.call(&act("catalogue", "add", None, OWN));
    let page = show(&mut office, "catalogue", None);
    assert_eq!(texts(&page, 0), ["楼栋管家岗", "其他", "每周看一次楼道。", "0", "无人在岗"]);
    let wrong = [("title", "楼栋管家岗"), ("category", "none"), ("needed", "0")];
    let refused = office.desk.call(&act("catalogue", "add", None, &wrong)).unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["category", "duty", "needed", "title"]);
    let row = Some(page.rows[0].row);
    office.call(&act("catalogue", "edit", row, &[("title", "楼栋管家岗"), ("duty", "每天看。")]));
    let page = show(&mut office, "catalogue", None);
    assert_eq!((page.total, texts(&page, 0)[2]), (1, "每天看。"));
}

#[test]
fn a_post_with_holders_ends_only_together_with_them_and_comes_back_by_undo() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    office.call(&act("catalogue", "add", None, OWN));
    let post = row_of(&show(&mut office, "catalogue", None), "楼栋管家岗");
    let assigned = [("names", "单冠松"), ("offer", &post.to_string()), ("from", "2026-10-31")];
    office.call(&act("duties", "assign", None, &assigned));
    assert_eq!(texts(&show(&mut office, "catalogue", None), 0)[3..], ["1", "在用"]);
    office.on("2026-11-20");
    let form = FolioForm {
        folio: "catalogue".into(),
        act: "end".into(),
        row: Some(post),
        subject: None,
        ..Default::default()
    };
    assert!(office.call(&form).about.contains("单冠松"));
    let refused = office.refused(&act("catalogue", "end", Some(post), &[("to_on", "2026-11-20")]));
    assert!(refused.contains("还有 1 人在岗"), "{refused}");
    for wrong in ["2026-11-21", "2026-10-01"] {
        let values = [("to_on", wrong), ("with_holders", "1")];
        office.refused(&act("catalogue", "end", Some(post), &values));
    }
    let values = [("to_on", "2026-11-20"), ("with_holders", "1")];
    office.call(&act("catalogue", "end", Some(post), &values));
    assert_eq!(texts(&show(&mut office, "catalogue", None), 0)[3..], ["0", "已停用"]);
    assert_eq!(texts(&on(&mut office, "2026-11-19"), 0)[3..], ["1", "在用"], "the day before");
    assert_eq!(show(&mut office, "duties", None).chips[1].count, 1, "nobody holds it any more");
    let again =
        office.refused(&act("duties", "assign", None, &[assigned[0], assigned[1], ("from", "2026-11-20")]));
    assert!(again.contains("已经停用"), "{again}");
    office.call(&HistoryUndo { change: None });
    assert_eq!(texts(&show(&mut office, "catalogue", None), 0)[3..], ["1", "在用"]);
    office.call(&act("catalogue", "end", Some(post), &values));
    office.call(&act("catalogue", "reopen", Some(post), &[]));
    assert_eq!(texts(&show(&mut office, "catalogue", None), 0)[3..], ["0", "无人在岗"]);
}
