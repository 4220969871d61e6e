//! A day of 转正 that is written into a record: within the book a movement, before it a correction.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    MemberEdit, MemberPatch, MemberSaved, MemberShow, MembersEdit, MovementKind,
};
use branchbook_domain::key::PersonId;

use super::Office;
use super::acts::{close, movement};

/// On probation since 18 September 2025; the book begins in October 2026.
fn probationary(office: &mut Office, name: &str) -> PersonId {
    office.member(name, |add| {
        add.draft.joined_on = "2025-09-18".parse().ok();
        add.draft.became_full_on = None;
    })
}

fn patch(full: Option<&str>) -> MemberPatch {
    MemberPatch { became_full_on: Some(full.map(|day| day.parse().unwrap())), ..MemberPatch::default() }
}

fn edit(office: &mut Office, member: PersonId, full: Option<&str>) -> MemberSaved {
    office.call(&MemberEdit { member, patch: patch(full), confirm_duplicate: false })
}

/// Day and month of the 转正 that stand in the movements.
fn turned(office: &mut Office, member: PersonId) -> Vec<(String, String)> {
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    let turned = shown.movements.into_iter().filter(|row| row.kind == MovementKind::BecameFull);
    turned.map(|row| (row.occurred_on.unwrap().to_string(), row.booked_month.to_string())).collect()
}

fn is(on: &str, month: &str) -> Vec<(String, String)> {
    vec![(on.to_owned(), month.to_owned())]
}

#[test]
fn a_turn_within_the_book_is_a_movement_and_one_operation() {
    let mut office = Office::new();
    let member = probationary(&mut office, "丁一");
    let saved = edit(&mut office, member, Some("2026-10-05"));
    assert_eq!(saved.warnings, ["转正 2026年10月5日 计入2026年10月的党员增减。"]);
    assert_eq!(turned(&mut office, member), is("2026-10-05", "2026-10"));
    office.call(&HistoryUndo { change: None });
    assert_eq!(turned(&mut office, member), []);
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.draft.became_full_on, None, "one operation, one undo");
}

#[test]
fn a_turn_in_a_closed_month_is_booked_in_the_open_one_and_one_too_soon_is_said() {
    let mut office = Office::new();
    let member = probationary(&mut office, "丁一");
    close(&mut office, "2026-10");
    office.on("2026-11-10");
    let saved = edit(&mut office, member, Some("2026-10-05"));
    assert!(saved.warnings.iter().any(|said| said.contains("2026年10月已结账")), "{:?}", saved.warnings);
    assert_eq!(turned(&mut office, member), is("2026-10-05", "2026-11"));
    let early = office.member("仇艳", |add| {
        add.entry = Some(branchbook_contract::member::MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-11-01".parse().unwrap(),
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
        add.draft.joined_on = "2026-03-01".parse().ok();
        add.draft.became_full_on = None;
    });
    let saved = edit(&mut office, early, Some("2026-11-05"));
    assert_eq!(saved.warnings.iter().filter(|said| said.contains("预备期不足一年")).count(), 1);
}

#[test]
fn what_is_older_than_the_book_or_than_the_membership_stays_a_correction() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    assert!(edit(&mut office, member, Some("2001-07-02")).is_changed);
    assert_eq!(turned(&mut office, member), []);
    let come = office.member("仇艳", |add| {
        add.entry = Some(branchbook_contract::member::MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-10-20".parse().unwrap(),
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
        add.draft.joined_on = "2025-10-01".parse().ok();
        add.draft.became_full_on = None;
    });
    edit(&mut office, come, Some("2026-10-01"));
    assert_eq!(turned(&mut office, come), [], "it became full elsewhere");
}

#[test]
fn a_day_that_a_movement_says_is_corrected_with_it_until_its_month_is_closed() {
    let mut office = Office::new();
    let member = probationary(&mut office, "丁一");
    office.call(&movement(member, MovementKind::BecameFull, "2026-10-05"));
    edit(&mut office, member, Some("2026-10-06"));
    assert_eq!(turned(&mut office, member), is("2026-10-06", "2026-10"));
    let saved = edit(&mut office, member, None);
    let said = "党员增减里仍有 2026年10月6日 的转正，计入2026年10月";
    assert!(saved.warnings.iter().any(|each| each.contains(said)), "{:?}", saved.warnings);
    edit(&mut office, member, Some("2026-10-06"));
    close(&mut office, "2026-10");
    office.on("2026-11-10");
    let saved = edit(&mut office, member, Some("2026-10-07"));
    assert!(saved.warnings.iter().any(|said| said.contains("已结账，明细里的日期照原样留存")));
    assert_eq!(turned(&mut office, member), is("2026-10-06", "2026-10"));
}

#[test]
fn a_batch_registers_the_turn_of_each_and_names_who_cannot() {
    let mut office = Office::new();
    let (one, two) = (probationary(&mut office, "丁一"), probationary(&mut office, "仇艳"));
    let gone = probationary(&mut office, "单冠松");
    office.call(&movement(gone, MovementKind::TransferOut, "2026-10-02"));
    let members = vec![one, two, gone];
    let preview = MembersEdit { members, patch: patch(Some("2026-10-05")), group: None, is_preview: true };
    let told = office.call(&preview);
    assert_eq!((told.changed, told.refused.len(), told.noted.len()), (3, 0, 2), "{told:?}");
    assert_eq!(turned(&mut office, one), []);
    office.call(&MembersEdit { is_preview: false, ..preview });
    for member in [one, two] {
        assert_eq!(turned(&mut office, member), is("2026-10-05", "2026-10"));
    }
    assert_eq!(turned(&mut office, gone), [], "who had left did not become full here");
}

#[test]
fn a_batch_says_what_deserves_a_look_and_refuses_what_is_no_phone() {
    let mut office = Office::new();
    let number = "532599199201240210";
    let member = office.member("单冠松", |add| {
        add.draft.id_number = Some(number.into());
        add.draft.phone = Some("13800001234".into());
    });
    let other = office.member("仇艳", |_| ());
    let edit = |patch| MembersEdit { members: vec![member, other], patch, group: None, is_preview: false };
    let phone = MemberPatch { phone: Some(Some("12".into())), ..MemberPatch::default() };
    let told = office.call(&edit(phone));
    assert_eq!((told.changed, told.refused.len()), (0, 2));
    assert!(told.refused[0].message.contains("「12」不是电话号码"), "{told:?}");
    let odd = MemberPatch { phone: Some(Some("abcdefg".into())), ..MemberPatch::default() };
    let refused = office.desk.call(&MemberEdit { member, patch: odd, confirm_duplicate: false }).unwrap_err();
    assert_eq!(refused.fields[0].field, "draft.phone");
    let shown = office.call(&MemberShow { member, on: None, reveal: true });
    assert_eq!(shown.draft.phone.as_deref(), Some("13800001234"), "the number is still there");
    let sex = branchbook_domain::code::Sex::ALL
        .into_iter()
        .find(|sex| branchbook_domain::id_number::IdNumber::from_plain(number).unwrap().sex() != *sex);
    let told = office.call(&edit(MemberPatch { sex: Some(sex), ..MemberPatch::default() }));
    let names: Vec<&str> = told.noted.iter().map(|noted| noted.name.as_str()).collect();
    assert_eq!((told.changed, names), (2, vec!["单冠松"]), "{told:?}");
    assert!(told.sentence.contains("1 人请核对"), "{}", told.sentence);
}
