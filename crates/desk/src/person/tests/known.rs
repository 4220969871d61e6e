//! People who were known before they became members, and records that are found after they gave way.

use branchbook_contract::member::{MemberEntry, MemberFind, MemberMove, MovementKind};
use branchbook_contract::report_in::{ReportInAdd, ReportInDraft};

use super::*;

const NUMBER: &str = "532599199511258982";

pub(super) fn slip(unit: UnitId, name: &str) -> ReportInDraft {
    crate::unit::office::draft(unit, name, "2026-10-09")
}

#[test]
fn who_only_reports_in_becomes_a_member_by_hand() {
    let mut office = Office::new();
    let unit = put(&mut office, |writing| unit(writing, "市税务局"));
    let mut draft = slip(unit, "方娟");
    draft.id_number = Some(NUMBER.into());
    draft.phone = Some("19900006538".into());
    let known = office.call(&ReportInAdd { draft }).person;
    let before = dump_of(&office);
    let mut adding = office.adding("方娟");
    adding.draft.id_number = Some("532599951125898".into());
    adding.draft.phone = Some("19900000000".into());
    adding.draft.address = Some("银河路252号".into());
    let saved = office.call(&adding);
    assert_eq!(saved.member, known, "the same person, no second record");
    let words = saved.warnings.concat();
    assert!(words.contains("同一人") && words.contains("住址") && words.contains("手机"), "{words}");
    let person = office.desk.book().unwrap().read(|reading| reading.require::<Person>(known)).unwrap();
    assert_eq!(
        (person.phone.as_deref(), person.address.as_deref()),
        (Some("19900006538"), Some("银河路252号"))
    );
    assert_eq!(office.names(|_| ()), ["方娟"]);
    undo_to(&mut office, &before);
}

#[test]
fn who_left_comes_back_with_the_way_and_the_day() {
    let mut office = Office::new();
    let member = office.member("方娟", |add| add.draft.id_number = Some(NUMBER.into()));
    let mut adding = office.adding("方娟");
    adding.draft.id_number = Some(NUMBER.into());
    assert!(office.refused(&adding).contains("已登记在"), "a member is no newcomer");
    office.call(&MemberMove::of(member, MovementKind::TransferOut, "2026-10-10".parse().unwrap()));
    assert!(office.refused(&adding).contains("以前在册"));
    let entry = |on: &str| MemberEntry {
        kind: MovementKind::TransferIn,
        occurred_on: on.parse().unwrap(),
        counterpart: None,
        letter_number: None,
        note: None,
        reason: None,
        letter: None,
    };
    adding.entry = Some(entry("2026-10-05"));
    assert!(office.refused(&adding).contains("不能更早"));
    adding.entry = Some(entry("2026-10-20"));
    assert_eq!(office.call(&adding).member, member);
}

#[test]
fn what_was_said_of_a_record_that_gave_way_still_finds_the_person() {
    let mut office = Office::new();
    let stands = office.member("方娟", |add| add.draft.phone = Some("19900006538".into()));
    let gave = person(&mut office, "方绢", |person| {
        person.phone = Some("19900007777".into());
        person.id_number = Some(NUMBER.into());
    });
    office.call(&merging(stands, gave, &[("stands", "left"), ("name", "left"), ("phone", "left")]));
    assert_eq!(office.call(&MemberFind { name: "方绢".into(), with_reported: true }).member, stands);
    for query in ["fangjuan", "方绢", "7777", NUMBER] {
        assert_eq!(office.names(|list| list.query = Some(query.into())), ["方娟"], "{query}");
    }
    let unit = put(&mut office, |writing| unit(writing, "市税务局"));
    let mut draft = slip(unit, "方绢");
    draft.phone = Some("19900007777".into());
    assert_eq!(office.call(&ReportInAdd { draft }).person, stands);
}

/// As an import asks about it: one of the two numbers is mistyped, or they are two people.
#[test]
fn a_number_that_is_nearly_the_same_is_asked_about() {
    let mut office = Office::new();
    let member = office.member("方娟", |add| add.draft.id_number = Some(NUMBER.into()));
    let mut adding = office.adding("方娟");
    // The last place is wrong; the birth that was typed is another one, too.
    adding.draft.id_number = Some(NUMBER.replace("8982", "8983"));
    adding.draft.birth_on = "1995-12-25".parse().ok();
    let head = office.desk.book().unwrap().head().id;
    let refused = office.desk.call(&adding).unwrap_err();
    assert_eq!(refused.fields[0].field, "confirm_duplicate");
    assert!(refused.fields[0].message.contains("身份证号只有一两位不同"), "{refused:?}");
    assert_eq!(office.desk.book().unwrap().head().id, head, "nothing is written");
    let mut other = office.adding("方绢");
    other.draft.id_number.clone_from(&adding.draft.id_number);
    office.call(&other);
    adding.draft.id_number = Some(NUMBER.replace("8982", "8984"));
    adding.confirm_duplicate = true;
    let saved = office.call(&adding);
    assert_ne!(saved.member, member, "confirmed: two people");
    for query in ["8982", "8984"] {
        assert_eq!(office.names(|list| list.query = Some(query.into())), ["方娟"], "{query}");
    }
}
