//! Lists, records and histories.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    ConditionKind, MemberConditionSet, MemberEdit, MemberHistory, MemberOrder, MemberPatch, MemberShow,
};
use branchbook_domain::standing::MemberClass;

use super::Office;

fn filled() -> Office {
    let mut office = Office::new();
    office.member("单冠松", |command| {
        command.draft.phone = Some("13800001234".into());
        command.draft.employer = Some("银河小学教师".into());
    });
    office.member("仇艳", |_| ());
    let second = office.second;
    office.member("丁一", |command| {
        command.branch = second;
        command.draft.became_full_on = Some("2026-12-01".parse().unwrap());
        command.draft.joined_on = Some("2025-12-01".parse().unwrap());
    });
    office
}

#[test]
fn a_member_is_found_by_name_any_reading_phone_and_employer() {
    let mut office = filled();
    for (query, expected) in [
        ("冠", vec!["单冠松"]),
        ("shanguan", vec!["单冠松"]),
        ("SGS", vec!["单冠松"]),
        ("qiuyan", vec!["仇艳"]),
        ("1234", vec!["单冠松"]),
        ("小学", vec!["单冠松"]),
        ("%", vec![]),
        ("没有这个人", vec![]),
        ("", vec!["单冠松", "仇艳", "丁一"]),
    ] {
        assert_eq!(office.names(|list| list.query = Some(query.into())), expected, "{query}");
    }
}

#[test]
fn a_list_is_ordered_by_register_pinyin_or_strokes_and_paged() {
    let mut office = filled();
    assert_eq!(office.names(|list| list.order = MemberOrder::Pinyin), ["丁一", "仇艳", "单冠松"]);
    assert_eq!(office.names(|list| list.order = MemberOrder::Stroke), ["丁一", "仇艳", "单冠松"]);
    let page = office.list(|list| (list.offset, list.limit) = (1, Some(1)));
    assert_eq!((page.total, page.rows.len(), page.rows[0].name.as_str()), (3, 1, "仇艳"));
}

#[test]
fn chips_count_what_they_would_show() {
    let mut office = filled();
    let member = office.list(|list| list.query = Some("qy".into())).rows[0].member;
    office.call(&condition(member, ConditionKind::Mobile));
    let page = office.list(|list| list.with_chips = true);
    let chips = page.chips.unwrap();
    assert_eq!(chips.branches.iter().map(|chip| chip.count).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(chips.classes.iter().map(|chip| chip.count).collect::<Vec<_>>(), [2, 1]);
    for chip in chips.conditions {
        let shown = office.list(|list| list.condition = Some(chip.value)).total;
        assert_eq!(shown, chip.count, "{}", chip.label);
    }
    let row = &office.list(|list| list.query = Some("qy".into())).rows[0];
    assert_eq!(row.conditions, [ConditionKind::Mobile], "a plain list shows conditions too");
}

fn condition(member: branchbook_domain::key::PersonId, kind: ConditionKind) -> MemberConditionSet {
    MemberConditionSet {
        member,
        kind,
        reason: None,
        from_on: None,
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    }
}

#[test]
fn a_day_of_becoming_full_in_the_future_leaves_a_member_probationary_until_then() {
    let mut office = filled();
    let class = |office: &mut Office, on: &str| {
        let on = Some(on.parse().unwrap());
        office.list(|list| (list.on, list.query) = (on, Some("丁一".into()))).rows[0].class
    };
    assert_eq!(class(&mut office, "2026-10-31"), Some(MemberClass::Probationary));
    assert_eq!(class(&mut office, "2026-11-30"), Some(MemberClass::Probationary));
    assert_eq!(class(&mut office, "2026-12-01"), Some(MemberClass::Full));
}

#[test]
fn a_record_is_masked_unless_revealed_and_the_reveal_is_recorded() {
    let mut office = Office::new();
    let member = office.member("单冠松", |command| {
        command.draft.phone = Some("13800001234".into());
        command.draft.address = Some("银河路252号".into());
    });
    let head = office.desk.book().unwrap().head().id;
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.draft.phone.as_deref(), Some("138****1234"));
    assert_eq!(shown.draft.address.as_deref(), Some("银河路****"));
    assert_eq!(office.desk.book().unwrap().head().id, head, "looking masked leaves no trace");
    let shown = office.call(&MemberShow { member, on: None, reveal: true });
    assert_eq!(shown.draft.phone.as_deref(), Some("13800001234"));
    assert_eq!(office.desk.book().unwrap().head().id, head + 1, "looking in full is recorded");
}

#[test]
fn a_history_tells_each_field_before_and_after_and_survives_an_undo() {
    let mut office = Office::new();
    let member = office.member("单冠松", |command| command.draft.phone = Some("13800001234".into()));
    let patch = MemberPatch { phone: Some(Some("13900005678".into())), ..MemberPatch::default() };
    office.call(&MemberEdit { member, patch, confirm_duplicate: false });
    let changes = office.call(&MemberHistory { member });
    assert_eq!(changes.len(), 2);
    assert_eq!((changes[0].title.as_str(), changes[0].operator.as_str()), ("修改党员：单冠松", "周经办"));
    let line = &changes[0].lines[0];
    assert_eq!(changes[0].lines.len(), 1);
    assert_eq!(line.field, "手机");
    assert_eq!(line.before.as_deref(), Some("138****1234"));
    assert_eq!(line.after.as_deref(), Some("139****5678"));
    let made: Vec<&str> = changes[1].lines.iter().map(|line| line.field.as_str()).collect();
    assert!(made.contains(&"姓名") && made.contains(&"党支部") && made.contains(&"计入月份"), "{made:?}");
    office.call(&HistoryUndo { change: None });
    let changes = office.call(&MemberHistory { member });
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[0].lines[0].after.as_deref(), Some("138****1234"), "the undo is told as well");
}
