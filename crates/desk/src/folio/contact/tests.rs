//! The log of tries, through the desk.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioForm, FolioShow};

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

#[test]
fn a_call_is_written_down_found_by_initials_corrected_and_taken_back() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let call = [
        ("person", member.as_str()),
        ("occurred_on", "2026.10.20"),
        ("way", "phone"),
        ("is_reached", "yes"),
        ("by_whom", "周经办"),
        ("said", "身体尚好"),
    ];
    let done = office.call(&act("contacts", "add", None, &call));
    assert_eq!(done.sentence, "已登记联系：单冠松。");
    let page =
        office.call(&FolioShow { folio: "contacts".into(), words: "sgs".into(), ..FolioShow::default() });
    assert_eq!(texts(&page, 0), ["2026-10-20", "单冠松", "电话", "已联系上", "周经办", "身体尚好"]);
    assert_eq!(page.facts[0].text, "1 次");
    let row = Some(page.rows[0].row);
    office.call(&act(
        "contacts",
        "edit",
        row,
        &[("occurred_on", "2026-10"), ("way", "visit"), ("is_reached", "no")],
    ));
    assert_eq!(
        texts(&show(&mut office, "contacts", None), 0)[..4],
        ["2026-10", "单冠松", "上门走访", "未联系上"]
    );
    office.call(&HistoryUndo { change: None });
    office.call(&HistoryUndo { change: None });
    assert_eq!(show(&mut office, "contacts", None).total, 0);
}

#[test]
fn an_earlier_day_shows_only_what_was_done_by_then() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    for day in ["2026-08-01", "2026-10-01"] {
        let values =
            [("person", member.as_str()), ("occurred_on", day), ("way", "phone"), ("is_reached", "yes")];
        office.call(&act("contacts", "add", None, &values));
    }
    let on = |day: &str| FolioShow {
        folio: "contacts".into(),
        on: Some(day.parse().unwrap()),
        ..FolioShow::default()
    };
    assert_eq!((office.call(&on("2026-07-31")).total, office.call(&on("2026-08-01")).total), (0, 1));
    assert_eq!(office.call(&on("2026-10-31")).total, 2);
}

#[test]
fn what_is_missing_or_lies_ahead_is_refused_by_its_field() {
    let mut office = Office::new();
    let refused =
        office.desk.call(&act("contacts", "add", None, &[("occurred_on", "2026-11-20")])).unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["person", "occurred_on", "way", "is_reached"]);
    assert_eq!(show(&mut office, "contacts", None).total, 0);
}

/// A festival: one list, one visit each; a name that is not known or not single stops the whole list.
#[test]
fn a_list_of_names_is_resolved_or_refused_name_by_name() {
    let mut office = Office::new();
    let second = office.second;
    for (name, branch) in [("单冠松", None), ("仇艳", None), ("王芳", None), ("王芳", Some(second))]
    {
        office.member(name, |add| {
            add.branch = branch.unwrap_or(add.branch);
            add.confirm_duplicate = true;
        });
    }
    let visit = |names: &str| {
        act(
            "contacts",
            "add_many",
            None,
            &[("names", names), ("occurred_on", "2026-10-20"), ("way", "visit"), ("is_reached", "yes")],
        )
    };
    let refused = office.desk.call(&visit("单冠松\n王芳、赵不在")).unwrap_err();
    let words = &refused.fields[0].message;
    assert!(
        words.contains("有 2 人叫“王芳”，请写明是哪一位：王芳（第一党支部）、王芳（第二党支部）"),
        "{words}"
    );
    assert!(words.contains("名册里没有“赵不在”"), "{words}");
    assert_eq!(show(&mut office, "contacts", None).total, 0);
    for (names, words) in [
        ("王芳（第三党支部）", "名册里没有“王芳（第三党支部）”"),
        ("单冠松\t赵不在", "名册里没有“单冠松（赵不在）”"),
    ] {
        let refused = office.desk.call(&visit(names)).unwrap_err();
        assert!(refused.fields[0].message.contains(words), "{}", refused.fields[0].message);
    }
    let done = office.call(&visit("单冠松\t仇艳\n王芳（第一党支部）"));
    assert_eq!(done.sentence, "已批量登记联系走访：3 人。", "a row of a table");
    office.call(&HistoryUndo { change: None });
    let done = office.call(&visit("单冠松\n仇 艳\n王芳 第二党支部\n单冠松"));
    assert_eq!(done.sentence, "已批量登记联系走访：3 人。");
    office.call(&HistoryUndo { change: None });
    assert_eq!(show(&mut office, "contacts", None).total, 0, "one operation");
}

#[test]
fn the_form_of_a_row_holds_what_was_written() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let values = [
        ("person", member.as_str()),
        ("occurred_on", "2026-10-02"),
        ("way", "letter"),
        ("is_reached", "no"),
        ("note", "挂号信"),
    ];
    office.call(&act("contacts", "add", None, &values));
    let row = Some(show(&mut office, "contacts", None).rows[0].row);
    let form = FolioForm { folio: "contacts".into(), act: "edit".into(), row, ..FolioForm::default() };
    let held: Vec<String> = office.call(&form).fields.into_iter().map(|field| field.value).collect();
    assert_eq!(held, ["2026-10-02", "letter", "no", "", "", "挂号信"]);
}
