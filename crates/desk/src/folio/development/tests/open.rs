//! Whose case is opened.

use super::*;
use branchbook_contract::folio::FolioForm;

const NUMBER: &str = "532599199511258982";

fn open(office: &Office, values: &[(&str, &str)]) -> FolioAct {
    let branch = office.first.to_string();
    let mut all = vec![("branch", branch.as_str()), ("applied_on", "2026-06-01")];
    all.extend_from_slice(values);
    act(CASES, "open", None, &all)
}

fn whose(office: &mut Office, case: i64) -> FolioLink {
    case_page(office, case).subject.unwrap().opens.unwrap()
}

#[test]
fn somebody_new_becomes_a_person_without_a_membership() {
    let mut office = Office::begun_on("2026-07-02");
    let before = office.list(|_| ()).total;
    let head = office.desk.book().unwrap().head();
    let case = opened(&mut office, "李某", "2026-06-01");
    assert_eq!(office.list(|_| ()).total, before, "no member");
    assert_eq!(office.desk.book().unwrap().head().id, head.id + 1, "one operation");
    let FolioLink::Member(person) = whose(&mut office, case) else { panic!() };
    assert_eq!(show(&mut office, CASES, Some(person)).total, 1);
    undo(&mut office);
    assert_eq!(show(&mut office, CASES, None).total, 0);
}

#[test]
fn a_person_of_the_book_is_found_by_number_then_birth_then_phone() {
    let mut office = Office::begun_on("2026-07-02");
    let mut left = |name: &str, number: Option<&str>, birth: Option<&str>, phone: Option<&str>| {
        let member = office.member(name, |add| {
            add.draft.id_number = number.map(str::to_owned);
            add.draft.birth_on = birth.map(|birth| birth.parse().unwrap());
            add.draft.phone = phone.map(str::to_owned);
            add.draft.joined_on = "2026-01-01".parse().ok();
            add.draft.became_full_on = None;
        });
        FolioLink::Member(member.0)
    };
    let by_number = left("方娟", Some(NUMBER), None, None);
    let by_birth = left("邱俊", None, Some("1990-05-06"), None);
    let by_phone = left("解子涵", None, None, Some("13800001234"));
    for (values, expected) in [
        ([("name", "方娟"), ("id_number", NUMBER)], by_number),
        ([("name", "邱俊"), ("birth_on", "1990-05-06")], by_birth),
        ([("name", "解子涵"), ("phone", "13800001234")], by_phone),
    ] {
        let mut values = values.to_vec();
        values.push(("approved_on", "2026-03"));
        let done = office.call(&open(&office, &values));
        assert_eq!(whose(&mut office, case_of(&done)), expected, "{values:?}");
    }
}

#[test]
fn doubles_are_refused_with_a_clear_sentence() {
    let mut office = Office::begun_on("2026-07-02");
    let full = office.member("方娟", |add| add.draft.id_number = Some(NUMBER.into())).to_string();
    for (values, field, words) in [
        (vec![("name", "方绢"), ("id_number", NUMBER)], "id_number", "已登记在“方娟”名下"),
        (vec![("name", "方娟")], "is_other", "不足以分辨"),
        (vec![("person", full.as_str()), ("name", "方娟")], "name", "姓名请留空"),
        (vec![("name", "李某"), ("birth_on", "2030-01-01")], "birth_on", "在今天之后"),
        (vec![("name", "李某"), ("applied_on", "2026-08")], "applied_on", "还没有到"),
        (vec![], "name", "请填写姓名"),
        (vec![("name", "李某"), ("approved_on", "2026-06-10")], "approved_on", "请先建立档案"),
        (vec![("name", "李某"), ("branch", "999")], "branch", "现有的党支部"),
    ] {
        let refused = office.desk.call(&open(&office, &values)).unwrap_err();
        let found = refused.fields.iter().find(|each| each.field == field);
        assert!(found.is_some_and(|found| found.message.contains(words)), "{values:?}: {refused}");
    }
    let refused = office.refused(&open(&office, &[("person", &full)]));
    assert!(refused.contains("正式党员，不用建立"), "{refused}");
    assert_eq!(show(&mut office, CASES, None).total, 0, "nothing was written");
    let other = [("name", "方娟"), ("birth_on", "2001-01-01"), ("is_other", "1")];
    office.call(&open(&office, &other));
    let again = office.refused(&open(&office, &other));
    assert!(again.contains("已有一份发展党员档案（第一党支部，正在办理）"), "{again}");
}

#[test]
fn who_is_on_probation_already_gets_a_case_with_what_is_known() {
    let mut office = Office::begun_on("2026-07-02");
    let member = office.member("丁一", |add| {
        add.draft.joined_on = "2025-09-01".parse().ok();
        add.draft.became_full_on = None;
    });
    let branch = office.first.to_string();
    let open = |values: &[(&str, &str)]| FolioAct {
        subject: Some(member.0),
        ..act(CASES, "open", None, &[&[("branch", branch.as_str())], values].concat())
    };
    let missing = office.refused(&open(&[]));
    assert!(missing.contains("请填写党委审批日期"), "{missing}");
    let form = FolioForm {
        folio: CASES.into(),
        act: "open".into(),
        row: None,
        subject: Some(member.0),
        ..FolioForm::default()
    };
    let form = office.call(&form);
    assert!(form.fields.iter().any(|field| field.key == "branch" && field.value == branch));
    let done = office.call(&open(&[("approved_on", "2025-11")]));
    let page = case_page(&mut office, case_of(&done));
    assert_eq!(row_of(&page, Step::AdmissionAssembly).cells[1].text, "2025-09-01");
    assert_eq!(page.facts.iter().find(|fact| fact.label == "阶段").unwrap().text, "预备党员");
    assert_eq!(acts_of(&page, Step::AdmissionApproved), ["fix", "drop"], "already on the register");
}
