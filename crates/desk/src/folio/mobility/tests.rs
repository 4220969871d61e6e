//! Mobile members through the desk: the condition and the place begin and end together.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::FolioShow;
use branchbook_contract::member::{
    ConditionKind, MemberConditionEnd, MemberConditionSet, MemberShow, MovementKind,
};
use branchbook_domain::key::PersonId;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

fn out(person: PersonId, from: &str) -> branchbook_contract::folio::FolioAct {
    act(
        "mobility",
        "out",
        None,
        &[
            ("person", &person.to_string()),
            ("way", "out"),
            ("from_on", from),
            ("where_to", "浙江省义乌市"),
            ("other_organisation", "稠城街道党工委"),
            ("other_contact", "李书记 13812345678"),
            ("card_number", "流-12"),
        ],
    )
}

fn conditions(office: &mut Office, member: PersonId) -> Vec<(ConditionKind, Option<String>)> {
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    shown.conditions.into_iter().map(|row| (row.kind, row.to_on.map(|to| to.to_string()))).collect()
}

#[test]
fn going_out_makes_somebody_mobile_and_coming_back_ends_it_in_one_operation() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&out(member, "2026-03-01"));
    assert_eq!(conditions(&mut office, member), [(ConditionKind::Mobile, None)]);
    let page = show(&mut office, "mobility", None);
    assert_eq!(
        texts(&page, 0)[2..],
        ["流出", "浙江省义乌市", "稠城街道党工委", "流-12", "2026-03-01", "流动中"]
    );
    assert_eq!(page.rows[0].cells[4].note, "李书记 138****5678");
    let row = Some(page.rows[0].row);
    let early = office.desk.call(&act("mobility", "return", row, &[("to_on", "2026-02-01")])).unwrap_err();
    assert_eq!(early.fields[0].field, "to_on");
    office.call(&act("mobility", "return", row, &[("to_on", "2026-10-10")]));
    assert_eq!(conditions(&mut office, member), [(ConditionKind::Mobile, Some("2026-10-10".into()))]);
    let page = show(&mut office, "mobility", None);
    assert_eq!(texts(&page, 0)[7], "已结束");
    assert!(page.rows[0].acts.iter().all(|act| act.act != "return"));
    office.call(&HistoryUndo { change: None });
    assert_eq!(conditions(&mut office, member), [(ConditionKind::Mobile, None)]);
    office.call(&HistoryUndo { change: None });
    assert_eq!((conditions(&mut office, member), show(&mut office, "mobility", None).total), (vec![], 0));
}

#[test]
fn who_is_registered_as_mobile_already_gets_no_second_condition() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&MemberConditionSet {
        member,
        kind: ConditionKind::Mobile,
        reason: Some("务工".into()),
        from_on: Some("2026-02-01".parse().unwrap()),
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    });
    let page = show(&mut office, "mobility", None);
    assert_eq!(page.findings[0].gap, "登记为流动党员，没有登记去向。");
    office.call(&out(member, "2026-03-01"));
    assert_eq!(conditions(&mut office, member).len(), 1);
    assert!(show(&mut office, "mobility", None).findings.is_empty());
    let again = office.desk.call(&out(member, "2026-05-01")).unwrap_err();
    assert!(again.fields[0].message.contains("请先登记返回"), "{:?}", again.fields);
    let condition = office.call(&MemberShow { member, on: None, reveal: false }).conditions[0].condition;
    let to_on = Some("2026-10-01".parse().unwrap());
    office.call(&MemberConditionEnd { condition, to_on });
    assert_eq!(texts(&show(&mut office, "mobility", None), 0)[7], "已结束", "ended with its condition");
}

#[test]
fn who_leaves_the_register_is_no_longer_away() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&out(member, "2026-03-01"));
    office.call(&crate::member::tests::acts::movement(member, MovementKind::TransferOut, "2026-10-10"));
    assert_eq!(texts(&show(&mut office, "mobility", None), 0)[7], "已结束");
    let before =
        FolioShow { folio: "care".into(), on: Some("2026-10-09".parse().unwrap()), ..FolioShow::default() };
    assert_eq!((office.call(&before).total, show(&mut office, "care", None).total), (1, 0));
}

#[test]
fn a_guest_needs_no_membership_is_kept_in_touch_with_and_leaves() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let come = |more: &[(&str, &str)]| {
        let mut values =
            vec![("from_on", "2026-05-01"), ("where_to", "四川省广元市"), ("other_organisation", "某镇党委")];
        values.extend(more);
        act("mobility", "in", None, &values)
    };
    let own = office.desk.call(&come(&[("person", &member.to_string())])).unwrap_err();
    assert!(own.fields[0].message.contains("不用登记流入"), "{:?}", own.fields);
    let same = office.desk.call(&come(&[("name", "单冠松")])).unwrap_err();
    assert_eq!(same.fields[0].field, "name");
    assert!(office.desk.call(&come(&[])).unwrap_err().fields.iter().any(|field| field.field == "name"));
    office.call(&come(&[("name", "鲜于远"), ("phone", "139 1234 5678")]));
    let care = show(&mut office, "care", None);
    assert_eq!(texts(&care, 0)[..3], ["鲜于远", "不在册", "流入"]);
    assert_eq!(office.list(|_| ()).total, 1, "a guest is no member");
    let row = Some(show(&mut office, "mobility", None).rows[0].row);
    office.call(&act("mobility", "return", row, &[("to_on", "2026-10-30")]));
    assert_eq!(show(&mut office, "care", None).total, 0);
}

#[test]
fn putting_right_moves_the_condition_along_and_keeps_an_unseen_number() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&out(member, "2026-03-01"));
    let row = Some(show(&mut office, "mobility", None).rows[0].row);
    office.call(&act("mobility", "edit", row, &[("from_on", "2026-04-01"), ("where_to", "杭州市")]));
    let page = show(&mut office, "mobility", None);
    assert_eq!((texts(&page, 0)[3], texts(&page, 0)[6]), ("杭州市", "2026-04-01"));
    assert_eq!(page.rows[0].cells[4].note, "李书记 138****5678");
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.conditions[0].from_on, Some("2026-04-01".parse().unwrap()));
}
