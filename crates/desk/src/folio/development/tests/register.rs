//! The register: months that are closed, extensions, what falls due.

use branchbook_contract::home::{FallsDue, HomeShow};
use branchbook_contract::member::{MemberMove, MemberShow, MovementKind};
use branchbook_contract::month::MonthCheck;

use branchbook_domain::key::ChangeId;

use super::*;
use crate::member::tests::acts::close;

/// Somebody who joined on 1 September 2025, with a case.
fn probationary(office: &mut Office) -> i64 {
    let member = office.member("丁一", |add| {
        add.draft.joined_on = "2025-09-01".parse().ok();
        add.draft.became_full_on = None;
    });
    let branch = office.first.to_string();
    let values = [("branch", branch.as_str()), ("approved_on", "2025-11-01")];
    let open = FolioAct { subject: Some(member.0), ..act(CASES, "open", None, &values) };
    case_of(&office.call(&open))
}

fn due(office: &mut Office, month: &str) -> Vec<FallsDue> {
    let home = office.call(&HomeShow { month: month.parse().unwrap() });
    home.falls_due.into_iter().filter(|due| due.sentence.contains("丁一")).collect()
}

#[test]
fn a_probation_is_said_once_and_an_extension_moves_it() {
    let mut office = Office::begun_on("2026-08-01");
    let case = probationary(&mut office);
    let said = due(&mut office, "2026-08");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].on.to_string(), "2026-09-01");
    assert_eq!(said[0].sentence, "丁一：预备期满，支部大会应讨论转正");
    let row = Some(CaseRow::Step(Step::ProbationFostering).key());
    let extend = on_case(case, "extend", row, &[("done_on", "2026-07-20"), ("months", "6")]);
    assert!(office.call(&extend).sentence.contains("已登记延长预备期：丁一"));
    assert_eq!(due(&mut office, "2026-08"), vec![]);
    office.on("2027-02-20");
    let said = due(&mut office, "2027-02");
    assert_eq!(said.iter().map(|due| due.on.to_string()).collect::<Vec<_>>(), ["2027-03-01"]);
    office.on("2027-03-10");
    assert!(due(&mut office, "2027-03")[0].is_late);
    let page = show(&mut office, CASES, None);
    assert!(page.findings.iter().any(|finding| finding.rule.id == "D14"), "{:?}", page.findings);
    let check = office.call(&MonthCheck { month: "2027-03".parse().unwrap(), limit: None });
    let of_probation: Vec<&str> = check
        .findings
        .iter()
        .map(|each| each.finding.rule.id.as_ref())
        .filter(|id| ["P05", "D14"].contains(id))
        .collect();
    assert_eq!(of_probation, ["D14"], "the check of the month says it once, too");
    undo(&mut office);
    assert_eq!(
        case_page(&mut office, case).facts.iter().filter(|fact| fact.label == "延长预备期").count(),
        0
    );
}

#[test]
fn an_extension_that_is_too_long_is_found_and_one_without_months_is_refused() {
    let mut office = Office::begun_on("2026-08-01");
    let case = probationary(&mut office);
    let row = Some(CaseRow::Step(Step::ProbationFostering).key());
    let extend =
        |months: &'static str| on_case(case, "extend", row, &[("done_on", "2026-07-20"), ("months", months)]);
    for (months, words) in [("", "请填写延长几个月"), ("0", "1 到 36"), ("半年", "1 到 36")] {
        let refused = office.refused(&extend(months));
        assert!(refused.contains(words), "{refused}");
    }
    assert!(office.call(&extend("18")).sentence.contains("不超过一年"));
}

#[test]
fn what_was_decided_in_a_closed_month_is_booked_in_the_open_one_and_then_stays() {
    let mut office = Office::begun_on("2026-09-01");
    let case = probationary(&mut office);
    for (step, on) in [(Step::FullApplication, "2026-08-20"), (Step::FullAssembly, "2026-09-01")] {
        enter(&mut office, case, step, on);
    }
    close(&mut office, "2026-09");
    office.on("2026-10-20");
    enter(&mut office, case, Step::FullApproved, "2026-10-10");
    let row = Some(CaseRow::Step(Step::FullApproved).key());
    let done = office.call(&on_case(case, "become_full", row, &[("occurred_on", "2026-09-01")]));
    assert!(done.sentence.contains("2026年9月已结账，本次登记记入2026年10月。"), "{}", done.sentence);
    let change = Some(ChangeId(office.desk.book().unwrap().head().id));
    close(&mut office, "2026-10");
    let undone = office.refused(&HistoryUndo { change });
    assert!(undone.contains("结账"), "{undone}");
}

#[test]
fn a_day_of_joining_that_the_book_knows_otherwise_is_not_written_over() {
    let (mut office, _) = office_on("2026-10-01");
    let case = opened(&mut office, "李某", "2024-06-01");
    for (step, on) in [(Step::AdmissionAssembly, "2026-03-01"), (Step::AdmissionApproved, "2026-04-01")] {
        enter(&mut office, case, step, on);
    }
    let branch = office.first.to_string();
    let row = Some(CaseRow::Step(Step::AdmissionApproved).key());
    let admit =
        |on: &str, branch: &str| on_case(case, "admit", row, &[("occurred_on", on), ("branch", branch)]);
    for (on, to, words) in [
        ("2026-11-01", branch.as_str(), "还没有到"),
        ("2026", branch.as_str(), "至少填到月份"),
        ("2026-03-01", "", "请选择党支部"),
        ("", branch.as_str(), "请填写入党日期"),
    ] {
        let refused = office.refused(&admit(on, to));
        assert!(refused.contains(words), "{refused}");
    }
    office.call(&admit("2026-03-01", &branch));
    let FolioLink::Member(member) = case_page(&mut office, case).subject.unwrap().opens.unwrap() else {
        panic!()
    };
    office.call(&MemberMove::of(PersonId(member), MovementKind::TransferOut, "2026-09-01".parse().unwrap()));
    assert!(
        office.refused(&admit("2026-05-01", &branch)).contains("已在名册里"),
        "who left is not admitted again"
    );
}

#[test]
fn who_becomes_full_after_an_extension_does_so_for_that_reason() {
    let mut office = Office::begun_on("2026-08-01");
    let case = probationary(&mut office);
    let row = Some(CaseRow::Step(Step::ProbationFostering).key());
    office.call(&on_case(case, "extend", row, &[("done_on", "2026-07-20"), ("months", "6")]));
    office.on("2027-03-20");
    for (step, on) in [
        (Step::FullApplication, "2027-02-20"),
        (Step::FullAssembly, "2027-03-01"),
        (Step::FullApproved, "2027-03-15"),
    ] {
        enter(&mut office, case, step, on);
    }
    let row = Some(CaseRow::Step(Step::FullApproved).key());
    office.call(&on_case(case, "become_full", row, &[("occurred_on", "2027-03-15")]));
    let FolioLink::Member(member) = case_page(&mut office, case).subject.unwrap().opens.unwrap() else {
        panic!()
    };
    let shown = office.call(&MemberShow { member: PersonId(member), on: None, reveal: false });
    let last = shown.movements.last().unwrap();
    assert_eq!((last.kind, last.reason.as_deref()), (MovementKind::BecameFull, Some("延长预备期后转正")));
}

/// Rules of the month's check that speak of the probation of 丁一, with what they say.
fn of_probation(office: &mut Office, month: &str) -> Vec<(String, String)> {
    let check = office.call(&MonthCheck { month: month.parse().unwrap(), limit: None });
    let found = check.findings.into_iter().map(|each| each.finding);
    let own = found.filter(|found| found.subject.contains("丁一"));
    let own = own.map(|found| (found.rule.id.to_string(), found.gap));
    own.filter(|(id, _)| ["P05", "D14", "D20"].contains(&id.as_str())).collect()
}

#[test]
fn a_turn_that_the_case_does_not_know_is_warned_of_and_found() {
    let mut office = Office::begun_on("2026-08-01");
    let case = probationary(&mut office);
    let FolioLink::Member(member) = case_page(&mut office, case).subject.unwrap().opens.unwrap() else {
        panic!()
    };
    assert_eq!(of_probation(&mut office, "2026-08"), []);
    let turn = MemberMove::of(PersonId(member), MovementKind::BecameFull, "2026-07-20".parse().unwrap());
    let warnings = office.call(&turn).warnings;
    assert!(warnings.iter().any(|said| said.contains("预备期不足一年")), "{warnings:?}");
    let found = of_probation(&mut office, "2026-08");
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["P05", "D20"], "{found:?}");
    assert_eq!(found[1].1, "名册已登记 2026年7月20日 转正，档案没有登记党委审批转正。");
    let page = case_page(&mut office, case);
    assert!(page.findings.iter().any(|finding| finding.rule.id == "D20"), "{:?}", page.findings);
    for (step, on) in [
        (Step::FullApplication, "2026-07-01"),
        (Step::FullAssembly, "2026-07-20"),
        (Step::FullApproved, "2026-07-25"),
    ] {
        enter(&mut office, case, step, on);
    }
    let ids: Vec<String> = of_probation(&mut office, "2026-08").into_iter().map(|(id, _)| id).collect();
    assert!(!ids.contains(&"D20".to_owned()), "{ids:?}");
}

#[test]
fn who_was_expelled_is_admitted_anew_by_a_case_with_another_day_of_joining() {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("丁一", |_| ());
    office.call(&MemberMove::of(member, MovementKind::Expelled, "2022-03-01".parse().unwrap()));
    let branch = office.first.to_string();
    let values = [("branch", branch.as_str()), ("applied_on", "2023-06-01")];
    let open = FolioAct { subject: Some(member.0), ..act(CASES, "open", None, &values) };
    let case = case_of(&office.call(&open));
    for (step, on) in [(Step::AdmissionAssembly, "2026-11-02"), (Step::AdmissionApproved, "2026-11-20")] {
        enter(&mut office, case, step, on);
    }
    let row = Some(CaseRow::Step(Step::AdmissionApproved).key());
    let admit = on_case(case, "admit", row, &[("occurred_on", "2026-11-02"), ("branch", branch.as_str())]);
    office.call(&admit);
    let row = &office.list(|_| ()).rows[0];
    assert_eq!((row.joined_on, row.became_full_on), ("2026-11-02".parse().ok(), None));
    let record = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(record.movements.last().unwrap().reason.as_deref(), Some("重新入党"));
    let before = &office.list(|list| list.on = "2022-02-01".parse().ok()).rows[0];
    assert_eq!(before.joined_on, "2000-07-01".parse().ok());
}
