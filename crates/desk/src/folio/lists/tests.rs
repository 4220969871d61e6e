//! Lists that are made by forms, kept, opened again; and the edit of many by its two forms.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioControl, FolioDone, FolioForm, FolioLink};
use branchbook_contract::member::{MemberFields, MemberList};
use branchbook_domain::code::Education;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;
use crate::person::twin::Pair;

fn office() -> Office {
    let mut office = Office::new();
    office.member("单冠松", |command| command.draft.education = Education::of_code("22"));
    office.member("仇艳", |command| command.draft.education = Education::of_code("1A"));
    office.member("丁一", |_| ());
    office
}

fn view(done: &FolioDone) -> String {
    match &done.opens {
        Some(FolioLink::Members(view)) => view.clone(),
        other => panic!("{other:?}"),
    }
}

/// Adds a condition to a list.
fn condition(office: &mut Office, list: &str, values: &[(&str, &str)]) -> String {
    let values = [&[("view", list)], values].concat();
    view(&office.call(&act("lists", "condition", None, &values)))
}

fn listed(office: &mut Office, view: &str) -> Vec<String> {
    office.names(|list| list.view = Some(view.to_owned()))
}

#[test]
fn conditions_are_added_one_by_one_and_taken_off_again() {
    let mut office = office();
    let college = [("field", "education"), ("compare_code", "under"), ("any_education", "大专及以上")];
    let one = condition(&mut office, "", &college);
    assert_eq!(listed(&mut office, &one), ["单冠松", "仇艳"]);
    let named = [("field", "name"), ("compare_text", "contains"), ("value_text", "丁"), ("join", "any")];
    let two = condition(&mut office, &one, &named);
    assert_eq!(listed(&mut office, &two).len(), 3);
    let kept = [("view", two.as_str()), ("keep", "1"), ("join", "all")];
    let rest = view(&office.call(&act("lists", "filter", None, &kept)));
    assert_eq!(listed(&mut office, &rest), ["丁一"]);
}

#[test]
fn a_condition_that_is_wrong_is_marked_at_its_field() {
    let mut office = office();
    let wrong = [("field", "age"), ("compare_number", "after"), ("value_number", "很大")];
    let refused = office.desk.call(&act("lists", "condition", None, &wrong)).unwrap_err();
    assert_eq!(refused.fields[0].field, "value_number");
    assert!(refused.fields[0].message.contains("不是数字"), "{refused:?}");
    let blank = office.desk.call(&act("lists", "condition", None, &[])).unwrap_err();
    assert_eq!(blank.fields[0].field, "field");
}

#[test]
fn a_list_is_saved_opened_renamed_dropped_and_undone() {
    let mut office = office();
    let college = [("field", "education"), ("compare_code", "is"), ("any_education", "22")];
    let list = condition(&mut office, "", &college);
    let columns = [("view", list.as_str()), ("columns", "education,age"), ("sort", "age"), ("order", "1")];
    let list = view(&office.call(&act("lists", "columns", None, &columns)));
    let saved: FolioDone = office.call(&act("lists", "save", None, &[("view", &list), ("name", "大专党员")]));
    let key = view(&saved);
    let page = office.list(|list| list.view = Some(key.clone()));
    assert_eq!((page.total, page.words.as_str()), (1, "大专党员：学历是大专"));
    assert_eq!(page.rows[0].extra, ["大专", ""]);
    let again = act("lists", "save", None, &[("view", &list), ("name", "大专党员")]);
    assert!(office.desk.call(&again).unwrap_err().fields[0].message.contains("已有常用列表"));
    let row = show(&mut office, "lists", None).rows[0].row;
    office.call(&act("lists", "rename", Some(row), &[("name", "大专")]));
    assert_eq!(texts(&show(&mut office, "lists", None), 0), ["大专", "学历是大专", "学历、年龄", "年龄"]);
    office.call(&act("lists", "drop", Some(row), &[]));
    assert_eq!(show(&mut office, "lists", None).total, 0);
    let gone = MemberList { view: Some(key.clone()), ..MemberList::default() };
    assert!(office.refused(&gone).contains("已经不在"));
    office.call(&HistoryUndo { change: None });
    assert_eq!(listed(&mut office, &key), ["单冠松"]);
}

#[test]
fn many_are_edited_by_two_forms_and_one_operation() {
    let mut office = office();
    let members: Vec<String> = office.list(|_| ()).rows.iter().map(|row| row.member.to_string()).collect();
    let members = members.join(",");
    let filled = [("members", members.as_str()), ("field", "nation"), ("to_nation", "01")];
    let done: FolioDone = office.call(&act("lists", "batch", None, &filled));
    let next = done.next.expect("asks once more");
    assert_eq!(office.list(|list| list.clauses = vec![]).rows[0].nation, None, "nothing is written yet");
    let form = office.call(&FolioForm { values: next.values.clone(), ..next.clone() });
    assert_eq!((form.about.as_str(), form.button.as_str()), ("将修改 3 人。", "修改 3 人"));
    assert_eq!(form.fields[0].value, "民族：空 → 汉族，3 人");
    let values: Vec<(&str, &str)> =
        next.values.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let done: FolioDone = office.call(&act("lists", "batch_do", None, &values));
    assert!(done.is_undoable && done.sentence == "已修改 3 人。", "{done:?}");
    assert_eq!(office.list(|_| ()).rows[0].nation.as_deref(), Some("汉族"));
    office.call(&HistoryUndo { change: None });
    assert_eq!(office.list(|_| ()).rows[0].nation, None);
    let nobody = act("lists", "batch", None, &[("field", "nation"), ("to_nation", "01")]);
    assert!(office.refused(&nobody).contains("还没有选人"));
}

#[test]
fn a_group_is_chosen_among_those_of_the_branches_of_these_people() {
    let mut office = office();
    let (first, second) = (office.first, office.second);
    office.group(first);
    let outside: Vec<String> = (0..10)
        .map(|at| {
            office
                .member(
                    &format!("外{}", ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"][at]),
                    |add| add.branch = second,
                )
                .to_string()
        })
        .collect();
    let own = office.list(|list| list.branch = Some(first)).rows;
    let own: Vec<String> = own.iter().map(|row| row.member.to_string()).collect();
    let ask = |members: &[String]| FolioForm {
        folio: "lists".into(),
        act: "batch".into(),
        values: [("members".to_owned(), members.join(","))].into(),
        ..FolioForm::default()
    };
    let choices = |form: branchbook_contract::folio::FolioEntry| {
        let field = form.fields.into_iter().find(|field| field.key == "to_group").unwrap();
        match field.control {
            FolioControl::Pick(choices) => choices.into_iter().map(|choice| choice.label).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(choices(office.call(&ask(&own))), ["第一党小组"]);
    assert_eq!(choices(office.call(&ask(&outside))), Vec::<String>::new());
    let all = [own, outside].concat().join(",");
    let filled = [("members", all.as_str()), ("field", "group"), ("to_group", "第一党小组")];
    let next = office.call(&act("lists", "batch", None, &filled)).next.expect("asks once more");
    let form = office.call(&next.clone());
    assert_eq!(form.about, "将修改 3 人，10 人不能修改。");
    let (changes, refused) = form.fields[0].value.split_once('\n').unwrap();
    assert_eq!(changes, "党小组：空 → 第一党小组，3 人");
    assert!(refused.starts_with("不能修改 外"), "{refused}");
    assert!(
        refused.ends_with("等 10 人：第二党支部没有“第一党小组”。"),
        "one line for one reason: {refused}"
    );
    let values: Vec<(&str, &str)> =
        next.values.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    assert_eq!(
        office.call(&act("lists", "batch_do", None, &values)).sentence,
        "已修改 3 人，10 人不能修改。"
    );
    let blank = act("lists", "batch", None, &[("members", all.as_str()), ("field", "group")]);
    assert!(office.refused(&blank).contains("请填写党小组"));
}

/// Ticked before two records became one: the form offers and changes what belongs to the record that stands.
#[test]
fn who_gave_way_while_ticked_is_the_record_that_stands() {
    let mut office = office();
    let first = office.first;
    office.group(first);
    let stands = office.member("陈爱民", |_| ());
    let gone = office.member("陈爱民", |add| add.confirm_duplicate = true);
    office.call(&act("duplicates", "merge", Some(Pair::of(stands, gone).key()), &[("stands", "left")]));
    let ticked = gone.to_string();
    let form = office.call(&FolioForm {
        folio: "lists".into(),
        act: "batch".into(),
        values: [("members".to_owned(), ticked.clone())].into(),
        ..FolioForm::default()
    });
    let offered = form.fields.into_iter().find(|field| field.key == "to_group").unwrap().control;
    assert!(matches!(offered, FolioControl::Pick(choices) if choices.len() == 1));
    let filled = [("members", ticked.as_str()), ("field", "group"), ("to_group", "第一党小组")];
    let done: FolioDone = office.call(&act("lists", "batch_do", None, &filled));
    assert_eq!(done.sentence, "已修改 1 人。");
    let grouped = office.list(|_| ()).rows.into_iter().filter(|row| row.group_name.is_some());
    assert_eq!(grouped.map(|row| row.member).collect::<Vec<_>>(), [stands]);
}

#[test]
fn a_saved_list_names_a_field_that_is_out_of_use_by_its_title() {
    let mut office = office();
    office.call(&act("fields", "add", None, &[("label", "血型"), ("kind", "text")]));
    let key = office.call(&MemberFields {}).into_iter().find(|row| row.label == "血型").unwrap().key;
    let columns = [("columns", key.as_str()), ("order", "0")];
    let list = view(&office.call(&act("lists", "columns", None, &columns)));
    let saved = view(&office.call(&act("lists", "save", None, &[("view", &list), ("name", "献血名单")])));
    let row = show(&mut office, "fields", None).rows[0].row;
    office.call(&act("fields", "end", Some(row), &[]));
    let words = office.refused(&MemberList { view: Some(saved), ..MemberList::default() });
    assert!(words.contains("“血型”这一栏已经停用") && !words.contains(&key), "{words}");
    assert_eq!(texts(&show(&mut office, "lists", None), 0)[2], "血型（已停用）");
    let unknown = MemberList { sort: Some("星座".into()), ..MemberList::default() };
    assert!(office.refused(&unknown).contains("没有“星座”这一栏"));
}
