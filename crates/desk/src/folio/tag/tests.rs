//! Tags through the desk: given, ended, given to many; the office's own.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioControl, FolioForm, FolioShow};
use branchbook_contract::member::MemberList;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

fn offered(office: &mut Office) -> Vec<String> {
    let form = FolioForm { folio: "tags".into(), act: "set".into(), ..FolioForm::default() };
    let field = office.call(&form).fields.into_iter().find(|field| field.key == "tag").unwrap();
    let FolioControl::Pick(choices) = field.control else { panic!("no choice") };
    choices.into_iter().map(|choice| choice.label).collect()
}

#[test]
fn a_tag_holds_over_a_span_and_not_twice_at_a_time() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let set =
        |from: &str| act("tags", "set", None, &[("person", &member), ("tag", "独居"), ("from_on", from)]);
    let done = office.call(&set("2026-03-01"));
    assert_eq!(done.sentence, "已登记标签“独居”：单冠松。");
    let refused = office.refused(&set("2026-05-01"));
    assert!(refused.contains('1'), "{refused}");
    let row = Some(show(&mut office, "tags", None).rows[0].row);
    office.call(&act("tags", "end", row, &[("to_on", "2026-06-01")]));
    office.call(&set("2026-09-01"));
    let page = show(&mut office, "tags", None);
    assert_eq!((page.total, texts(&page, 0)[5], texts(&page, 1)[5]), (2, "现有", "已结束"));
    let early = FolioShow {
        folio: "tags".into(),
        on: Some("2026-05-31".parse().unwrap()),
        chip: Some("now".into()),
        ..FolioShow::default()
    };
    assert_eq!(office.call(&early).total, 1);
    office.call(&HistoryUndo { change: None });
    assert_eq!(show(&mut office, "tags", None).total, 1);
}

#[test]
fn the_offices_own_tag_is_added_renamed_given_and_ended_with_whoever_bears_it() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    office.call(&act("tags", "own_add", None, &[("label", "空巢老人")]));
    assert!(offered(&mut office).contains(&"空巢老人".to_owned()));
    let twice = office.desk.call(&act("tags", "own_add", None, &[("label", "独居")])).unwrap_err();
    assert_eq!(twice.fields[0].message, "已经有“独居”这个标签。");
    office.call(&act(
        "tags",
        "set",
        None,
        &[("person", &member), ("tag", "空巢老人"), ("from_on", "2026-10-01")],
    ));
    let form = FolioForm { folio: "tags".into(), act: "own_rename".into(), ..FolioForm::default() };
    let FolioControl::Pick(own) = office.call(&form).fields.remove(0).control else { panic!("no choice") };
    let key = own[0].value.clone();
    office.call(&act("tags", "own_rename", None, &[("tag", &key), ("label", "空巢")]));
    let page = show(&mut office, "tags", None);
    assert_eq!(texts(&page, 0)[2], "空巢");
    assert!(
        page.chips.iter().any(|chip| (chip.label.as_str(), chip.count) == ("空巢", 1)),
        "{:?}",
        page.chips
    );
    let list = MemberList { columns: vec!["tags".to_owned()], ..MemberList::default() };
    assert_eq!(office.call(&list).rows[0].extra, ["空巢"], "the register calls it by the same name");
    let done = office.call(&act("tags", "own_end", None, &[("tag", &key)]));
    assert_eq!(done.sentence, "已停用标签：空巢。1 人的这个标签今天结束。");
    assert_eq!(texts(&show(&mut office, "tags", None), 0)[5], "已结束");
    assert!(!offered(&mut office).contains(&"空巢".to_owned()));
    office.call(&HistoryUndo { change: None });
    assert_eq!(texts(&show(&mut office, "tags", None), 0)[5], "现有", "tag and bearers came back together");
}

/// What somebody bears must be called something: the tag cannot be taken away from under it.
#[test]
fn an_own_tag_that_is_borne_cannot_be_undone() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    office.call(&act("tags", "own_add", None, &[("label", "空巢老人")]));
    let history = office.call(&branchbook_contract::book::HistoryList {});
    let change = history[0].change;
    office.call(&act("tags", "set", None, &[("person", &member), ("tag", "空巢老人")]));
    let refused = office.refused(&HistoryUndo { change: Some(change) });
    assert!(refused.contains("空巢老人"), "{refused}");
}

#[test]
fn many_names_get_a_tag_at_once_and_who_has_it_is_left_out() {
    let mut office = Office::new();
    for name in ["单冠松", "仇艳", "查立"] {
        office.member(name, |_| ());
    }
    let many = |names: &str| {
        act("tags", "set_many", None, &[("names", names), ("tag", "infirm"), ("from_on", "2026-10-01")])
    };
    assert_eq!(office.call(&many("仇艳")).sentence, "已批量登记标签“年老体弱”：1 人。");
    let done = office.call(&many("单冠松、仇艳，查立"));
    assert_eq!(done.sentence, "已批量登记标签“年老体弱”：2 人。另有 1 人已有这个标签，没有重复登记。");
    assert!(office.refused(&many("仇艳")).contains("都已有"), "nobody is left");
    let refused = office.desk.call(&many("单冠松、无此人")).unwrap_err();
    assert_eq!(refused.fields[0].message, "名册里没有“无此人”。");
    assert_eq!(show(&mut office, "tags", None).total, 3);
    office.call(&HistoryUndo { change: None });
    assert_eq!(show(&mut office, "tags", None).total, 1);
}

#[test]
fn the_retired_are_proposed_by_their_work_post_and_confirmed_by_a_person() {
    let mut office = Office::new();
    office.member("仇艳", |_| ());
    let acts = |office: &mut Office| -> Vec<String> {
        show(office, "tags", None).acts.into_iter().map(|act| act.act).collect()
    };
    assert!(!acts(&mut office).contains(&"retired".to_owned()));
    office.member("单冠松", |add| {
        add.draft.work_post = branchbook_domain::code::WorkPost::read("退休人员");
    });
    assert!(acts(&mut office).contains(&"retired".to_owned()));
    assert_eq!(show(&mut office, "tags", None).total, 0, "nothing is tagged by itself");
    let form = FolioForm { folio: "tags".into(), act: "retired".into(), ..FolioForm::default() };
    assert!(office.call(&form).about.contains("有 1 人：单冠松"));
    office.call(&act("tags", "retired", None, &[]));
    assert_eq!(texts(&show(&mut office, "tags", None), 0)[2], "离退休");
    assert!(!acts(&mut office).contains(&"retired".to_owned()));
}
