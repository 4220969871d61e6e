//! The lost through the desk: registered, searched, found; stopped and restored.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioList, FolioPage};
use branchbook_contract::member::{MemberMove, MemberShow};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

fn lose(office: &mut Office, person: PersonId, from: &str) {
    let values =
        [("person", person.to_string()), ("from_on", from.to_owned()), ("reason", "lost_work".to_owned())];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    office.call(&act("lost", "lost", None, &values));
}

fn acts(page: &FolioPage) -> Vec<&str> {
    page.rows[0].acts.iter().map(|act| act.act.as_str()).collect()
}

#[test]
fn from_lost_over_six_months_and_stopped_to_restored_with_every_step_on_the_record() {
    let mut office = Office::new();
    let person = office.member("单冠松", |_| ());
    lose(&mut office, person, "2026-03-01");
    let search = [("occurred_on", "2026-09-01"), ("way", "phone"), ("is_reached", "no")];
    office.call(&act("lost", "search", Some(person.0), &search));
    let page = show(&mut office, "lost", None);
    assert_eq!(texts(&page, 0)[2..], ["2026-03-01", "外出务工经商", "1 次", "", "满六个月"]);
    assert!(
        page.findings.iter().any(|found| found.gap.contains("已六个月以上，登记查找 1 次")),
        "{:?}",
        page.findings
    );
    assert_eq!(acts(&page), ["search", "found", "stop", "history"]);
    let names = office.call(&FolioList::default());
    assert_eq!(names.iter().find(|name| name.folio == "lost").unwrap().count, 1);
    let stop = [("occurred_on", "2026-10-08"), ("reason", "51"), ("note", "街道党工委批复")];
    office.call(&act("lost", "stop", Some(person.0), &stop));
    let page = show(&mut office, "lost", None);
    assert_eq!((texts(&page, 0)[6], acts(&page)), ("停止党籍", vec!["restore", "search", "history"]));
    assert_eq!(office.list(|_| ()).total, 0);
    let branch = office.first.to_string();
    let restore = [("occurred_on", "2026-10-20"), ("reason", "131"), ("branch", branch.as_str())];
    office.call(&act("lost", "restore", Some(person.0), &restore));
    assert_eq!(texts(&show(&mut office, "lost", None), 0)[5..], ["2026-10-20", "停止后已处理"]);
    let record = office.call(&MemberShow { member: person, on: None, reveal: false });
    let reasons: Vec<Option<&str>> = record.movements.iter().map(|row| row.reason.as_deref()).collect();
    assert_eq!(reasons, [None, Some("失联六个月以上停止党籍"), Some("停止党籍后恢复")]);
    assert_eq!(record.conditions[0].reason.as_deref(), Some("外出务工经商"));
}

#[test]
fn found_again_ends_the_condition_and_is_a_contact_in_one_operation() {
    let mut office = Office::new();
    let person = office.member("单冠松", |_| ());
    lose(&mut office, person, "2026-09-01");
    let found = |day: &'static str| {
        act("lost", "found", Some(person.0), &[("to_on", day), ("way", "phone"), ("said", "在东莞务工")])
    };
    let early = office.desk.call(&found("2026-08-01")).unwrap_err();
    assert_eq!(early.fields[0].field, "to_on");
    office.call(&found("2026-10-20"));
    let page = show(&mut office, "lost", None);
    assert_eq!(texts(&page, 0)[5..], ["2026-10-20", "已结束失联"]);
    assert_eq!(acts(&page), ["history"]);
    assert!(page.findings.is_empty());
    assert_eq!(texts(&show(&mut office, "contacts", None), 0)[5], "在东莞务工");
    assert!(office.refused(&found("2026-10-20")).contains("没有登记失联"));
    office.call(&HistoryUndo { change: None });
    assert_eq!(
        (texts(&show(&mut office, "lost", None), 0)[6], show(&mut office, "contacts", None).total),
        ("失联中", 0)
    );
}

#[test]
fn who_is_lost_already_or_no_member_is_not_lost_again() {
    let mut office = Office::new();
    let person = office.member("单冠松", |_| ());
    lose(&mut office, person, "2026-09-01");
    let key = person.to_string();
    let again =
        act("lost", "lost", None, &[("person", &key), ("from_on", "2026-10-01"), ("reason", "lost_moved")]);
    assert!(office.refused(&again).contains("时间重叠"));
    let nothing = office.desk.call(&act("lost", "lost", None, &[])).unwrap_err();
    let fields: Vec<&str> = nothing.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["person", "from_on", "reason"]);
}

#[test]
fn a_membership_that_is_stopped_before_half_a_year_is_warned_of_with_its_article() {
    let mut office = Office::new();
    let person = office.member("马磊", |_| ());
    lose(&mut office, person, "2026-09-14");
    let stop = [("occurred_on", "2026-10-20"), ("reason", "51"), ("note", "党委批复")];
    let done = office.call(&act("lost", "stop", Some(person.0), &stop));
    let words =
        "2026年9月14日起失联，到2027年3月14日才满六个月；《党员教育管理工作条例》（2019年）第二十四条";
    assert!(done.sentence.contains(words), "{}", done.sentence);
    let other = office.member("单冠松", |_| ());
    let stop = |reason: &str| MemberMove {
        reason: Some(reason.into()),
        ..MemberMove::of(other, MovementKind::Suspended, "2026-10-20".parse::<Day>().unwrap().into())
    };
    let warned = office.call(&stop("失联停止党籍")).warnings.join("");
    assert!(warned.contains("没有登记失联") && warned.contains("第二十四条"), "{warned}");
    office.call(&HistoryUndo { change: None });
    lose(&mut office, other, "2026-04-20");
    assert_eq!(office.call(&stop("51")).warnings, Vec::<String>::new(), "half a year is over on that day");
    office.call(&HistoryUndo { change: None });
    assert_eq!(office.call(&stop("52")).warnings, Vec::<String>::new(), "abroad for good is another reason");
}
