//! Single acts: what is found, what is refused, what is taken back.

use branchbook_contract::folio::FolioForm;

use super::*;

/// Name, row, values, how the answer begins.
type Act<'a> = (&'a str, Option<i64>, Vec<(&'a str, &'a str)>, &'a str);

fn activist(office: &mut Office, members: [PersonId; 2]) -> i64 {
    let case = opened(office, "李某", "2026-06-01");
    let steps = [
        (Step::Talk, "2026-06-20"),
        (Step::ActivistChosen, "2026-08-10"),
        (Step::ContactsNamed, "2026-08-10"),
        (Step::ActivistFiled, "2026-08-20"),
    ];
    walk(office, case, members, &events(&steps, &[], &[]));
    case
}

#[test]
fn a_day_that_is_too_early_is_written_and_found_with_its_article() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    office.on("2027-03-01");
    let done = enter(&mut office, case, Step::CandidateDiscussed, "2027-02-28");
    assert!(done.sentence.contains("不足一年"), "{}", done.sentence);
    let page = case_page(&mut office, case);
    let early = page.findings.iter().find(|finding| finding.rule.id == "D03").unwrap();
    let basis = early.rule.source.to_string();
    assert_eq!(basis, "《发展党员工作细则》（2026年修订，待与官方文本核对）第十三条");
    assert_eq!(row_of(&page, Step::CandidateDiscussed).cells[2].text, "2027-08-10");
}

#[test]
fn a_day_that_cannot_be_is_refused_by_its_field_and_changes_nothing() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    let before = case_page(&mut office, case);
    for (on, words) in
        [("2026-09-01", "还没有到"), ("1995-03-07", "早于出生日期"), ("", "请填写日期"), ("2026-13-40", "")]
    {
        let row = Some(CaseRow::Step(Step::CandidateDiscussed).key());
        let refused = office.desk.call(&on_case(case, "set", row, &[("done_on", on)])).unwrap_err();
        assert_eq!(refused.fields.len(), 1, "{on}: {refused}");
        assert_eq!(refused.fields[0].field, "done_on");
        assert!(refused.fields[0].message.contains(words), "{refused}");
    }
    assert_eq!(case_page(&mut office, case), before);
}

#[test]
fn a_day_known_in_part_makes_a_deadline_that_is_about() {
    let mut office = Office::begun_on("2026-07-02");
    let case = opened(&mut office, "李某", "2026-06");
    let page = case_page(&mut office, case);
    assert_eq!(row_of(&page, Step::Application).cells[1].text, "2026-06");
    assert_eq!(row_of(&page, Step::Talk).cells[3].text, "约2026-07-30");
    let all = show(&mut office, CASES, None);
    assert!(crate::folio::tests::texts(&all, 0)[4].contains("约2026年7月30日"));
}

#[test]
fn each_act_is_one_operation_and_undone_as_one() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    office.on("2027-02-10");
    let step = |step: Step| Some(CaseRow::Step(step).key());
    let contact = case_page(&mut office, case);
    let contact = contact.rows.iter().find(|row| row.acts.iter().any(|act| act.act == "leave")).unwrap().row;
    let (branch, second) = (office.second.to_string(), members[1].to_string());
    let acts: Vec<Act<'_>> = vec![
        ("step", None, vec![("step", "candidate_discussed"), ("done_on", "2027-02-10")], "登记支委会研究"),
        ("fix", step(Step::Talk), vec![("done_on", "2026-06-25"), ("note", "谈话人某")], "更正派人谈话"),
        ("drop", step(Step::ActivistFiled), vec![("note", "填错了人")], "撤去积极分子"),
        ("review", step(Step::Fostering), vec![("done_on", "2027-02-10")], "登记半年考察"),
        ("report", step(Step::Fostering), vec![("done_on", "2027-01")], "登记思想汇报"),
        ("contact", step(Step::ContactsNamed), vec![("person", second.as_str())], "登记培养联系人"),
        ("change", Some(contact), vec![("name", "外单位的人")], "修改培养联系人"),
        ("leave", Some(contact), vec![("to_on", "2027-02-01")], "登记不再担任"),
        ("take_off", Some(contact), vec![], "撤去培养联系人"),
        (
            "edit",
            None,
            vec![
                ("branch", branch.as_str()),
                ("days", "3"),
                ("special_reason", "出差"),
                ("put_off_until", "2028-01-01"),
            ],
            "修改发展党员档案",
        ),
        ("end", None, vec![("ended_on", "2027-02-01"), ("reason", "withdrawn")], "结束发展党员档案"),
        ("void", None, vec![("note", "重复建档")], "作废发展党员档案"),
    ];
    let before = (case_page(&mut office, case), show(&mut office, CASES, None));
    for (name, row, values, words) in acts {
        let done = office.call(&on_case(case, name, row, &values));
        assert!(done.sentence.starts_with(&format!("已{words}")) && done.is_undoable, "{}", done.sentence);
        let after = (case_page(&mut office, case), show(&mut office, CASES, None));
        assert_ne!(after, before, "{name}");
        undo(&mut office);
        let undone = (case_page(&mut office, case), show(&mut office, CASES, None));
        assert_eq!(undone, before, "{name}");
    }
}

#[test]
fn every_act_that_a_case_offers_has_a_form() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    let page = case_page(&mut office, case);
    assert!(page.rows.iter().all(|row| row.cells.len() == page.columns.len()));
    let of_rows =
        page.rows.iter().flat_map(|row| row.acts.iter().map(|act| (act.act.clone(), Some(row.row))));
    let of_page = page.acts.iter().map(|act| (act.act.clone(), None));
    for (act, row) in of_rows.chain(of_page) {
        let form = FolioForm { folio: CASE.into(), act, row, subject: Some(case), ..FolioForm::default() };
        assert!(!office.call(&form).button.is_empty());
    }
}

#[test]
fn a_step_taken_out_counts_nowhere_and_a_step_stands_once() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    let row = Some(CaseRow::Step(Step::Talk).key());
    let twice = office.refused(&on_case(case, "set", row, &[("done_on", "2026-06-21")]));
    assert!(twice.contains("已经登记"), "{twice}");
    assert!(office.refused(&on_case(case, "drop", row, &[])).contains("撤去的原因"));
    office.call(&on_case(case, "drop", row, &[("note", "还没有谈")]));
    let page = case_page(&mut office, case);
    assert_eq!(row_of(&page, Step::Talk).cells[1].text, "尚未登记");
    assert_eq!(row_of(&page, Step::Talk).cells[4].text, "缺登记");
    assert_eq!(acts_of(&page, Step::Talk), ["set"]);
    enter(&mut office, case, Step::Talk, "2026-06-22");
    assert_eq!(row_of(&case_page(&mut office, case), Step::Talk).cells[1].text, "2026-06-22");
}

#[test]
fn who_supports_is_looked_up_for_the_day_of_being_named() {
    let (mut office, members) = office_on("2026-06-01");
    let young = office.member("丁一", |add| {
        add.draft.joined_on = "2026-01-10".parse().ok();
        add.draft.became_full_on = None;
    });
    let case = activist(&mut office, members);
    let row = Some(CaseRow::Step(Step::ContactsNamed).key());
    let young = young.to_string();
    let done = office.call(&on_case(case, "contact", row, &[("person", &young), ("from_on", "2026-08-15")]));
    assert!(done.sentence.contains("丁一是预备党员"), "{}", done.sentence);
    let again = office.refused(&on_case(case, "contact", row, &[("person", &young)]));
    assert!(again.contains("丁一已经是培养联系人"), "{again}");
    assert!(office.refused(&on_case(case, "contact", row, &[])).contains("或者写上姓名"));
    office.call(&on_case(case, "contact", row, &[("name", "外单位某")]));
    let page = case_page(&mut office, case);
    let named = |name: &str| {
        let row = page.rows.iter().find(|row| row.cells[0].text.contains(name)).unwrap();
        row.cells[4].text.clone()
    };
    assert_eq!((named("仇艳"), named("丁一")), ("正式党员".to_owned(), "预备党员".to_owned()));
    assert_eq!(named("外单位某"), "身份待核对", "nobody is judged who is not in the book");
}

#[test]
fn an_ended_case_takes_no_step_until_it_is_taken_up_again() {
    let (mut office, members) = office_on("2026-06-01");
    let case = activist(&mut office, members);
    let refused = office.refused(&on_case(case, "end", None, &[("ended_on", "2026-08-20")]));
    assert!(refused.contains("请选择结束的原因"), "{refused}");
    let end = [("ended_on", "2026-08-20"), ("reason", "moved_away")];
    office.call(&on_case(case, "end", None, &end));
    let row = Some(CaseRow::Step(Step::CandidateDiscussed).key());
    let closed = office.refused(&on_case(case, "set", row, &[("done_on", "2026-08-20")]));
    assert!(closed.contains("请先恢复办理"), "{closed}");
    let all = show(&mut office, CASES, None);
    assert_eq!(crate::folio::tests::texts(&all, 0)[7], "已结束");
    office.call(&on_case(case, "resume", None, &[]));
    let all = show(&mut office, CASES, None);
    assert_ne!(crate::folio::tests::texts(&all, 0)[7], "已结束");
}

#[test]
fn what_goes_with_a_later_stage_is_refused_until_then() {
    let mut office = Office::begun_on("2026-06-01");
    let case = opened(&mut office, "李某", "2026-05-20");
    let step = |step: Step| Some(CaseRow::Step(step).key());
    let review = on_case(case, "review", step(Step::Fostering), &[("done_on", "2026-06-01")]);
    assert!(office.refused(&review).contains("还没有登记确定为入党积极分子"));
    let values = [("done_on", "2026-06-01"), ("months", "6")];
    let extend = on_case(case, "extend", step(Step::ProbationFostering), &values);
    assert!(office.refused(&extend).contains("还没有登记支部大会接收为预备党员"));
    let ongoing = on_case(case, "set", step(Step::Fostering), &values);
    assert!(office.refused(&ongoing).contains("没有单独的日期"));
}

/// The form of a case shows what was noted of its person: who has seen it stands with that person.
#[test]
fn who_opens_the_form_of_a_case_has_seen_its_person() {
    let (mut office, members) = office_on("2026-10-31");
    let case = activist(&mut office, members);
    let branch = office.first.to_string();
    let values = [("branch", branch.as_str()), ("note", "家属电话13800001234")];
    office.call(&on_case(case, "edit", None, &values));
    let form = FolioForm {
        folio: CASE.to_owned(),
        act: "edit".to_owned(),
        subject: Some(case),
        ..FolioForm::default()
    };
    let note = office.call(&form).fields.into_iter().find(|field| field.key == "note").unwrap();
    assert!(note.value.contains("13800001234"), "{note:?}");
    let Some(FolioLink::Member(person)) = case_page(&mut office, case).subject.unwrap().opens else {
        panic!()
    };
    let seen = show(&mut office, "own_data", Some(person));
    assert!(seen.rows.iter().any(|row| row.cells.iter().any(|cell| cell.text == "打开登记表")), "{seen:#?}");
}
