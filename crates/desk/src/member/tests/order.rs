//! What may follow on what, and on which days; a stop that comes too soon.

use branchbook_contract::folio::FolioShow;
use branchbook_contract::member::{ConditionKind, MemberConditionSet, MemberEntry, MemberMove, MovementKind};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind};

use super::Office;
use super::acts::movement;

use MovementKind::{Admitted, Death, Expelled, Restored, Suspended, TransferIn, TransferOut};

fn back(office: &Office, member: PersonId, kind: MovementKind) -> MemberMove {
    MemberMove { branch: Some(office.first), ..movement(member, kind, "2026-10-20") }
}

fn offered(office: &mut Office, member: PersonId) -> Vec<String> {
    let show = FolioShow { folio: "movements".into(), subject: Some(member.0), ..FolioShow::default() };
    office.call(&show).acts.into_iter().map(|act| act.act).collect()
}

/// Each way out with each way back: the register takes what is possible, refuses the rest with a sentence that names
/// how somebody left, writes nothing, and offers just what it takes.
#[test]
fn who_left_comes_back_only_as_it_may_be() {
    for (out, ways) in [
        (TransferOut, &[TransferIn][..]),
        (Death, &[]),
        (Expelled, &[Restored, Admitted]),
        (Suspended, &[Restored]),
    ] {
        for way in [Admitted, TransferIn, Restored] {
            let mut office = Office::new();
            let member = office.member("单冠松", |add| add.draft.birth_on = "1970-03-01".parse().ok());
            office.call(&movement(member, out, "2026-10-10"));
            assert_eq!(
                offered(&mut office, member),
                KINDS
                    .into_iter()
                    .filter(|kind| ways.contains(kind))
                    .map(MovementKind::code)
                    .collect::<Vec<_>>(),
                "{out:?}"
            );
            let (command, head) = (back(&office, member, way), office.desk.book().unwrap().head().id);
            if ways.contains(&way) {
                assert!(office.call(&command).movement.is_some(), "{out:?} {way:?}");
                continue;
            }
            let refused = office.refused(&command);
            assert!(refused.contains(&format!("已登记{}", out.label())), "{refused}");
            let mut anew = office.adding("单冠松");
            anew.draft.birth_on = "1970-03-01".parse().ok();
            anew.entry = Some(entry(way));
            assert!(office.refused(&anew).contains(&format!("已登记{}", out.label())), "{out:?} {way:?}");
            assert_eq!(office.desk.book().unwrap().head().id, head, "nothing is written");
        }
    }
}

/// The order of the folio's menu.
const KINDS: [MovementKind; 3] = [TransferIn, Restored, Admitted];

fn entry(kind: MovementKind) -> MemberEntry {
    MemberEntry {
        kind,
        occurred_on: "2026-10-20".parse().unwrap(),
        counterpart: None,
        letter_number: None,
        note: None,
        reason: None,
        letter: None,
    }
}

#[test]
fn a_member_is_offered_what_can_happen_to_a_member() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    assert_eq!(
        offered(&mut office, member),
        ["transfer_out", "became_full", "branch_move", "death", "expelled", "suspended"]
    );
    let everybody = office.call(&FolioShow { folio: "movements".into(), ..FolioShow::default() });
    assert_eq!(everybody.acts.len(), 9);
}

#[test]
fn nothing_happens_before_birth_or_before_joining() {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| add.draft.birth_on = "1970-03".parse().ok());
    for (on, words) in [
        ("1890-01-01", "日期 1890-01-01 早于出生日期 1970年3月，请核对。"),
        ("1999-05", "日期 1999年5月 早于入党日期 2000年7月1日，请核对。"),
    ] {
        for kind in [TransferOut, Death, Expelled, Suspended] {
            let error = office.desk.call(&movement(member, kind, on)).unwrap_err();
            assert_eq!(
                (error.fields[0].field.as_str(), error.fields[0].message.as_str()),
                ("occurred_on", words)
            );
        }
    }
    assert_eq!(office.list(|_| ()).total, 1);
    let mut young = office.adding("仇艳");
    (young.draft.joined_on, young.draft.became_full_on) = ("2026-10-21".parse().ok(), None);
    young.entry = Some(entry(TransferIn));
    assert_eq!(office.desk.call(&young).unwrap_err().fields[0].field, "entry.occurred_on");
    assert!(
        office.call(&movement(member, Death, "2000-07")).movement.is_some(),
        "a month may hold both days"
    );
}

/// Somebody whom the book knows without their being a member, by name and phone.
fn known(office: &mut Office, name: &str, phone: &str) {
    let person = Person {
        phone: Some(phone.to_owned()),
        birth_on: "1970-03-01".parse().ok(),
        joined_on: "2026-10-15".parse().ok(),
        ..Person::named(uuid::Uuid::from_u128(7), name)
    };
    let operation = Operation::new(OperationKind::MemberEdit, "备料");
    office.desk.book_mut().unwrap().write(&operation, |writing| writing.insert(&person).map(|_| ())).unwrap();
}

#[test]
fn what_the_book_knows_of_a_newcomer_counts_as_what_the_form_says() {
    let mut office = Office::new();
    known(&mut office, "仇艳", "19900006538");
    let mut adding = office.adding("仇艳");
    (adding.draft.joined_on, adding.draft.became_full_on) = (None, None);
    adding.draft.phone = Some("19900006538".into());
    for (on, words) in
        [("1969-05", "早于出生日期 1970年3月1日"), ("2026-10-12", "早于入党日期 2026年10月15日")]
    {
        adding.entry = Some(MemberEntry { occurred_on: on.parse().unwrap(), ..entry(TransferIn) });
        let refused = office.desk.call(&adding).unwrap_err();
        assert_eq!(refused.fields[0].field, "entry.occurred_on");
        assert!(refused.fields[0].message.contains(words), "{refused:?}");
    }
    assert_eq!(office.list(|_| ()).total, 0);
    adding.entry = Some(entry(TransferIn));
    office.call(&adding);
    assert_eq!(office.names(|_| ()), ["仇艳"]);
}

fn lost_since(member: PersonId, on: &str) -> MemberConditionSet {
    MemberConditionSet {
        member,
        kind: ConditionKind::Lost,
        reason: None,
        from_on: on.parse().ok(),
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    }
}

#[test]
fn a_stop_for_lost_contact_before_half_a_year_is_a_warning_with_its_article() {
    for (since, expected) in [
        (
            Some("2026-09-14"),
            "2026年9月14日起失联，到2027年3月14日才满六个月；《党员教育管理工作条例》（2019年）第二十四条",
        ),
        (None, "没有登记失联；《党员教育管理工作条例》（2019年）第二十四条"),
        (Some("2026-04-10"), ""),
    ] {
        let mut office = Office::new();
        let member = office.member("单冠松", |_| ());
        if let Some(since) = since {
            office.call(&lost_since(member, since));
        }
        let stop = MemberMove { reason: Some("51".into()), ..movement(member, Suspended, "2026-10-10") };
        let warnings = office.call(&stop).warnings.concat();
        assert_eq!(warnings.is_empty(), expected.is_empty(), "{warnings}");
        assert!(warnings.starts_with(expected), "{warnings}");
    }
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let abroad = MemberMove { reason: Some("52".into()), ..movement(member, Suspended, "2026-10-10") };
    assert_eq!(office.call(&abroad).warnings, Vec::<String>::new(), "who settled abroad is not lost");
}
