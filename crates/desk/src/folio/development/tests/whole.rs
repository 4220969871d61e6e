//! A whole case from the application to full membership, by both versions of the rules.

use branchbook_contract::member::MemberShow;
use branchbook_domain::standing::MemberClass;

use super::*;
use crate::folio::tests::texts;

fn of_2014() -> Vec<(&'static str, Event)> {
    use Step::*;
    events(
        &[
            (Talk, "2019-03-20"),
            (ActivistChosen, "2019-06-10"),
            (ContactsNamed, "2019-06-10"),
            (ActivistFiled, "2019-06-20"),
            (CandidateDiscussed, "2020-06-10"),
            (CandidateAgreed, "2020-06-20"),
            (IntroducersNamed, "2020-06-25"),
            (Vetting, "2020-08-01"),
            (Training, "2020-08-15"),
            (CommitteeReview, "2020-09-01"),
            (PriorCheck, "2020-09-20"),
            (FormFilled, "2020-09-25"),
            (AdmissionAssembly, "2020-10-18"),
            (SuperiorTalk, "2020-11-10"),
            (AdmissionApproved, "2020-12-01"),
            (AdmissionFiled, "2020-12-10"),
            (Placed, "2020-12-11"),
            (Oath, "2020-12-20"),
            (FullApplication, "2021-10-10"),
            (FullAssembly, "2021-10-20"),
            (FullApproved, "2021-12-01"),
            (Archived, "2021-12-20"),
        ],
        &["2019-12-10", "2020-06-01"],
        &["2019-09-10", "2019-12-10", "2020-03-10"],
    )
}

fn of_2026() -> Vec<(&'static str, Event)> {
    use Step::*;
    events(
        &[
            (Talk, "2026-07-01"),
            (ActivistChosen, "2026-08-10"),
            (ContactsNamed, "2026-08-10"),
            (ActivistFiled, "2026-08-20"),
            (CandidateDiscussed, "2027-08-10"),
            (CandidateAgreed, "2027-08-20"),
            (PublicityBegun, "2027-08-23"),
            (PublicityEnded, "2027-08-27"),
            (CandidateListed, "2027-08-30"),
            (IntroducersNamed, "2027-09-01"),
            (Vetting, "2027-09-20"),
            (Training, "2027-09-25"),
            (CommitteeReview, "2027-10-10"),
            (PriorCheck, "2027-10-20"),
            (FormFilled, "2027-10-25"),
            (AdmissionAssembly, "2027-11-20"),
            (SuperiorTalk, "2027-12-10"),
            (AdmissionApproved, "2028-01-10"),
            (AdmissionFiled, "2028-01-20"),
            (Placed, "2028-01-21"),
            (Oath, "2028-02-10"),
            (FullApplication, "2028-11-10"),
            (FullAssembly, "2028-11-20"),
            (FullApproved, "2029-01-10"),
            (Archived, "2029-02-10"),
        ],
        &["2027-02-10", "2027-08-01"],
        &["2026-11-10", "2027-02-10", "2027-05-10"],
    )
}

/// Goes through a case; the two steps of the register are done when they are offered.
fn whole(began: &'static str, applied: &str, all: &[(&'static str, Event)], version: &str) {
    let (mut office, members) = office_on(began);
    let case = opened(&mut office, "李某", applied);
    let at = |wanted: Step| {
        all.iter().position(|(_, event)| matches!(event, Event::Step(step) if *step == wanted))
    };
    let (admitted, full) = (at(Step::AdmissionApproved).unwrap() + 1, at(Step::FullApproved).unwrap() + 1);
    let mut said = walk(&mut office, case, members, &all[..admitted]);
    admit(&mut office, case);
    said.extend(walk(&mut office, case, members, &all[admitted..full]));
    become_full(&mut office, case);
    said.extend(walk(&mut office, case, members, &all[full..]));
    let noticed: Vec<&String> = said.iter().filter(|each| each.contains("请核对")).collect();
    // Only until the contacts and the introducers are named, right after their step.
    let before_naming =
        |each: &&String| each.contains("没有登记培养联系人") || each.contains("没有登记入党介绍人");
    assert!(noticed.iter().all(before_naming) && noticed.len() == 2, "{noticed:?}");
    let page = case_page(&mut office, case);
    assert_eq!(ids(&page), Vec::<&str>::new());
    let fact = |label: &str| page.facts.iter().find(|fact| fact.label == label).unwrap().text.clone();
    assert!(
        fact("适用规则").contains(version) && fact("适用规则").contains("待与官方文本核对"),
        "{}",
        fact("适用规则")
    );
    assert_eq!((fact("阶段"), fact("状态")), ("正式党员".to_owned(), "已转正".to_owned()));
    assert_eq!(fact("入党介绍人"), "仇艳、单冠松");
    assert_eq!(row_of(&page, Step::Fostering).cells[1].text, "考察 2 次");
}

fn admit(office: &mut Office, case: i64) {
    let page = case_page(office, case);
    assert_eq!(acts_of(&page, Step::AdmissionApproved), ["admit", "fix", "drop"]);
    assert!(ids(&page).contains(&"D20"), "the register is waited for");
    let branch = office.first.to_string();
    let assembly = row_of(&page, Step::AdmissionAssembly).cells[1].text.clone();
    let values = [("occurred_on", assembly.as_str()), ("branch", branch.as_str())];
    let before = office.list(|_| ()).total;
    let admit = on_case(case, "admit", Some(CaseRow::Step(Step::AdmissionApproved).key()), &values);
    let done = office.call(&admit);
    assert!(done.sentence.contains("登入名册，为预备党员"), "{}", done.sentence);
    undo(office);
    assert_eq!(
        (office.list(|_| ()).total, case_page(office, case)),
        (before, page),
        "one operation, one undo"
    );
    office.call(&admit);
    assert_eq!(office.list(|_| ()).total, before + 1);
    let page = case_page(office, case);
    assert_eq!(acts_of(&page, Step::AdmissionApproved), ["fix", "drop"]);
    assert!(office.refused(&admit).contains("已在名册里"));
    assert_eq!(class(office, &page), Some(MemberClass::Probationary));
}

fn become_full(office: &mut Office, case: i64) {
    let row = Some(CaseRow::Step(Step::FullApproved).key());
    let form = branchbook_contract::folio::FolioForm {
        folio: CASE.into(),
        act: "become_full".into(),
        row,
        subject: Some(case),
        ..Default::default()
    };
    let day = office.call(&form).fields[0].value.clone();
    let page = case_page(office, case);
    assert_eq!(acts_of(&page, Step::FullApproved), ["become_full", "fix", "drop"]);
    let full = on_case(case, "become_full", row, &[("occurred_on", &day)]);
    office.call(&full);
    undo(office);
    assert_eq!(case_page(office, case), page);
    office.call(&full);
    let page = case_page(office, case);
    assert_eq!(class(office, &page), Some(MemberClass::Full));
    assert!(office.refused(&full).contains("已登记转正"));
    let said = reasons(office, &page);
    assert_eq!(said, ["发展新党员", "按期转正"], "a case knows why");
}

/// Why somebody's movements happened, in words, oldest first.
fn reasons(office: &mut Office, page: &FolioPage) -> Vec<String> {
    let Some(FolioLink::Member(member)) = page.subject.as_ref().unwrap().opens else { panic!("{page:?}") };
    let shown = office.call(&MemberShow { member: PersonId(member), on: None, reveal: false });
    shown.movements.into_iter().map(|row| row.reason.unwrap_or_default()).collect()
}

fn class(office: &mut Office, page: &FolioPage) -> Option<MemberClass> {
    let Some(FolioLink::Member(member)) = page.subject.as_ref().unwrap().opens else { panic!("{page:?}") };
    let shown = office.call(&MemberShow { member: PersonId(member), on: None, reveal: false });
    shown.class
}

#[test]
fn a_whole_case_by_the_version_of_2014() {
    whole("2019-03-01", "2019-03-01", &of_2014(), "2014年");
}

#[test]
fn a_whole_case_by_the_version_of_2026() {
    whole("2026-06-01", "2026-06-01", &of_2026(), "2026年修订");
}

#[test]
fn who_becomes_full_does_so_when_the_probation_ends_and_the_list_tells_each_stage() {
    let (mut office, members) = office_on("2026-06-01");
    let case = opened(&mut office, "李某", "2026-06-01");
    walk(&mut office, case, members, &of_2026()[..3]);
    let page = show(&mut office, CASES, None);
    assert_eq!(texts(&page, 0)[2], "入党积极分子");
    let before = cases_on(&mut office, "2026-07-15");
    assert_eq!((texts(&before, 0)[2], texts(&before, 0)[3]), ("入党申请人", "派人谈话"));
    assert_eq!(cases_on(&mut office, "2026-05-31").total, 0, "nothing before the application");
}
