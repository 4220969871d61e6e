//! Key people through the desk: who, how long since, what is due.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioList, FolioPage, FolioShow};
use branchbook_contract::home::HomeShow;
use branchbook_contract::member::{ConditionKind, MemberConditionSet, MovementKind};
use branchbook_contract::month::MonthCheck;
use branchbook_domain::key::PersonId;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

fn tag(office: &mut Office, person: PersonId, tag: &str, from: &str) {
    let person = person.to_string();
    office.call(&act("tags", "set", None, &[("person", &person), ("tag", tag), ("from_on", from)]));
}

fn condition(office: &mut Office, member: PersonId, kind: ConditionKind, from: &str) {
    office.call(&MemberConditionSet {
        member,
        kind,
        reason: None,
        from_on: Some(from.parse().unwrap()),
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    });
}

fn chip(page: &FolioPage, name: &str) -> u32 {
    page.chips.iter().find(|chip| chip.chip == name).map_or(0, |chip| chip.count)
}

#[test]
fn tags_and_conditions_make_the_list_and_a_visit_moves_the_day() {
    let mut office = Office::new();
    let (solitary, lost) = (office.member("单冠松", |_| ()), office.member("仇艳", |_| ()));
    office.member("查立", |_| ());
    tag(&mut office, solitary, "solitary", "2026-08-20");
    tag(&mut office, solitary, "retired", "2026-08-20");
    condition(&mut office, lost, ConditionKind::Lost, "2026-10-15");
    let page = show(&mut office, "care", None);
    assert_eq!(page.total, 2);
    let row = texts(&page, 0);
    assert_eq!(row[2..], ["离退休、独居", "2026-08-20", "还没有", "2026-09-20", "超期"]);
    assert_eq!(
        (chip(&page, "late"), chip(&page, "solitary"), chip(&page, "lost"), chip(&page, "ok")),
        (1, 1, 1, 1)
    );
    let visit = [("occurred_on", "2026-10-30"), ("way", "visit"), ("is_reached", "yes")];
    let done = office.call(&act("care", "visit", Some(solitary.0), &visit));
    assert_eq!(done.sentence, "已登记走访：单冠松。");
    let page = show(&mut office, "care", Some(solitary.0));
    assert_eq!(texts(&page, 0)[4..], ["2026-10-30", "2026-11-30", "正常"]);
    office.call(&HistoryUndo { change: None });
    assert_eq!(chip(&show(&mut office, "care", None), "late"), 1);
}

#[test]
fn a_try_that_reached_nobody_moves_the_day_of_the_lost_only() {
    let mut office = Office::new();
    let (solitary, lost) = (office.member("单冠松", |_| ()), office.member("仇艳", |_| ()));
    tag(&mut office, solitary, "solitary", "2026-08-20");
    condition(&mut office, lost, ConditionKind::Lost, "2026-08-20");
    assert_eq!(chip(&show(&mut office, "care", None), "late"), 2);
    for person in [solitary, lost] {
        let missed = [("occurred_on", "2026-10-30"), ("way", "phone"), ("is_reached", "no")];
        office.call(&act("care", "contact", Some(person.0), &missed));
    }
    let page = show(&mut office, "care", None);
    assert_eq!((texts(&page, 0)[0], texts(&page, 0)[6]), ("单冠松", "超期"));
    assert_eq!((texts(&page, 1)[0], texts(&page, 1)[6]), ("仇艳", "正常"));
}

#[test]
fn the_cycle_is_the_offices_but_never_longer_than_a_regulation() {
    let mut office = Office::new();
    let solitary = office.member("单冠松", |_| ());
    tag(&mut office, solitary, "solitary", "2026-08-20");
    let cycle = |solitary: &str, abroad: &str| {
        let mut values = vec![("solitary", solitary), ("abroad", abroad)];
        values.extend([
            ("mobile_out", "3"),
            ("mobile_in", "3"),
            ("lost", "1"),
            ("retired", "6"),
            ("infirm", "3"),
            ("hardship", "1"),
        ]);
        act("care", "cycle", None, &values)
    };
    let refused = office.desk.call(&cycle("0", "12")).unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["abroad", "solitary"]);
    assert!(refused.fields[0].message.contains("第三十四条"), "{}", refused.fields[0].message);
    office.call(&cycle("4", "6"));
    assert_eq!(texts(&show(&mut office, "care", None), 0)[5..], ["2026-12-20", "正常"]);
    office.call(&HistoryUndo { change: None });
    assert_eq!(texts(&show(&mut office, "care", None), 0)[6], "超期");
}

#[test]
fn what_is_due_stands_on_the_first_page_in_the_check_and_beside_the_name() {
    let mut office = Office::new();
    for name in ["单冠松", "仇艳"] {
        let person = office.member(name, |_| ());
        tag(&mut office, person, "solitary", "2026-08-20");
    }
    let month = "2026-10".parse().unwrap();
    let due = office.call(&HomeShow { month }).falls_due;
    let sentences: Vec<&str> = due.iter().map(|due| due.sentence.as_str()).collect();
    assert!(sentences.contains(&"单冠松等 2 人应当走访，已经超期"), "{sentences:?}");
    let found = office.call(&MonthCheck { month, limit: None }).findings;
    assert_eq!(found.iter().filter(|each| each.finding.rule.id == "T02").count(), 2);
    let names = office.call(&FolioList::default());
    assert_eq!(names.iter().find(|name| name.folio == "care").unwrap().count, 2);
}

#[test]
fn who_left_is_kept_in_touch_with_no_more_but_was_on_the_day_before() {
    let mut office = Office::new();
    let person = office.member("单冠松", |_| ());
    tag(&mut office, person, "infirm", "2026-08-20");
    office.call(&crate::member::tests::acts::movement(person, MovementKind::Death, "2026-10-20"));
    let on = |day: &str| FolioShow {
        folio: "care".into(),
        on: Some(day.parse().unwrap()),
        ..FolioShow::default()
    };
    assert_eq!((office.call(&on("2026-10-19")).total, office.call(&on("2026-10-20")).total), (1, 0));
}

#[test]
fn a_round_is_printed_without_a_number_or_refused_if_nobody_is_on_it() {
    let mut office = Office::new();
    let person = office.member("单冠松", |add| {
        add.draft.id_number = Some("532599199201240210".into());
        add.draft.phone = Some("13800001234".into());
    });
    tag(&mut office, person, "infirm", "2026-05-20");
    let paper = office.call(&act("care", "round", None, &[("is_due", "1")])).paper.unwrap();
    let written = serde_json::to_string(&paper).unwrap();
    assert!(written.contains("单冠松") && written.contains("年老体弱党员"), "{written}");
    assert!(!written.contains("53259") && !written.contains("1380"), "{written}");
    let refused = office.refused(&act("care", "round", None, &[("kinds", "lost")]));
    assert!(refused.contains("没有符合条件"), "{refused}");
}

#[test]
fn a_membership_stopped_two_years_ago_is_brought_up_again() {
    let mut office = Office::new();
    let person = office.member("单冠松", |_| ());
    office.call(&crate::member::tests::acts::movement(person, MovementKind::Suspended, "2024-10-20"));
    let month = "2026-10".parse().unwrap();
    let found = office.call(&MonthCheck { month, limit: None }).findings;
    assert!(
        found.iter().any(|each| each.finding.gap.contains("停止党籍，到2026年10月20日满两年")),
        "{found:?}"
    );
}
