//! The form of a new member: how the member came, why, with which letter, and the office's own fields.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField, FolioShow};
use branchbook_contract::member::{MemberAdd, MemberEntryForm, MemberFields, MemberShow, MovementKind};

use super::Office;
use crate::folio::tests::act;

fn own_field(office: &mut Office, label: &str, kind: &str, choices: &str) -> String {
    office.call(&act("fields", "add", None, &[("label", label), ("kind", kind), ("choices", choices)]));
    let rows = office.call(&MemberFields {});
    rows.into_iter().find(|row| row.label == label).expect(label).key
}

fn field<'a>(form: &'a FolioEntry, key: &str) -> &'a FolioField {
    form.fields.iter().find(|field| field.key == key).unwrap_or_else(|| panic!("no {key}"))
}

fn labels(field: &FolioField) -> Vec<&str> {
    let FolioControl::Pick(choices) = &field.control else { panic!("{}: {:?}", field.key, field.control) };
    choices.iter().map(|choice| choice.label.as_str()).collect()
}

/// What the page sends: everything that stands in the form, with what was filled in.
fn adding(office: &mut Office, name: &str, filled: &[(&str, &str)]) -> MemberAdd {
    let form = office.call(&MemberEntryForm {});
    let mut values: BTreeMap<String, String> =
        form.fields.into_iter().map(|field| (field.key, field.value)).collect();
    values.extend(filled.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())));
    MemberAdd { values: values.into(), ..office.adding(name) }
}

#[test]
fn the_form_asks_why_somebody_came_and_for_the_fields_of_the_office() {
    let mut office = Office::new();
    let health = own_field(&mut office, "健康状况", "choice", "健康\n一般");
    let form = office.call(&MemberEntryForm {});
    let kind = field(&form, "kind");
    assert_eq!(labels(kind), ["建账以前就在册", "发展", "转入", "恢复党籍"]);
    assert_eq!((kind.value.as_str(), kind.is_required), (MovementKind::Opening.code(), true));
    let reason = field(&form, "reason_transfer_in");
    assert!(labels(reason).contains(&"从外省转入") && !labels(reason).contains(&"发展新党员"));
    assert_eq!(reason.only_if, Some(("kind".to_owned(), vec!["transfer_in".to_owned()])));
    assert!(labels(field(&form, "reason_admitted")).contains(&"发展新党员"));
    assert_eq!(labels(field(&form, &health)), ["健康", "一般"]);
    assert_eq!(field(&form, &health).only_if, None, "the office's own field stands for everybody");
}

#[test]
fn who_is_transferred_in_comes_with_reason_letter_and_own_fields() {
    let mut office = Office::new();
    let health = own_field(&mut office, "健康状况", "choice", "健康\n一般");
    let command = adding(
        &mut office,
        "单冠松",
        &[
            ("kind", "transfer_in"),
            ("occurred_on", "2026-10-08"),
            ("reason_transfer_in", "144"),
            ("reason_admitted", "11"),
            ("counterpart", "滨河社区党委"),
            ("letter_number", "12号"),
            ("dues_paid_to", "2026-09"),
            (&health, "健康"),
        ],
    );
    let member = office.call(&command).member;
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    let came = &shown.movements[0];
    assert_eq!((came.kind, came.reason.as_deref()), (MovementKind::TransferIn, Some("从外省转入")));
    assert_eq!(came.occurred_on, Some("2026-10-08".parse().unwrap()));
    assert_eq!(came.counterpart.as_deref(), Some("滨河社区党委"));
    assert_eq!(shown.draft.extra[&health], "健康");
    let letters = office.call(&FolioShow { folio: "letters".into(), ..FolioShow::default() });
    let cells: Vec<&str> = letters.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert!(cells.contains(&"12号") && cells.contains(&"2026-09"), "{cells:?}");
}

#[test]
fn what_was_filled_in_under_another_way_says_nothing() {
    let mut office = Office::new();
    let letter = [("counterpart", "滨河社区党委"), ("letter_number", "12号"), ("valid_until", "昨天")];
    let admitted = [("kind", "admitted"), ("occurred_on", "2026-10-08"), ("reason_admitted", "11")];
    let command = adding(&mut office, "单冠松", &[&letter[..], &admitted].concat());
    let member = office.call(&command).member;
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    let came = &shown.movements[0];
    assert_eq!((came.kind, came.reason.as_deref()), (MovementKind::Admitted, Some("发展新党员")));
    assert_eq!((&came.counterpart, &came.letter_number), (&None, &None));
    let stood = adding(&mut office, "仇艳", &letter);
    let member = office.call(&stood).member;
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.movements[0].kind, MovementKind::Opening);
    assert_eq!(office.call(&FolioShow { folio: "letters".into(), ..FolioShow::default() }).total, 0);
}

#[test]
fn what_is_wrong_stands_at_its_field_and_nothing_is_written() {
    let mut office = Office::new();
    let health = own_field(&mut office, "健康状况", "choice", "健康\n一般");
    let before = office.desk.book().unwrap().head().id;
    for (filled, name) in [
        (vec![("kind", "")], "kind"),
        (vec![("kind", "death"), ("occurred_on", "2026-10-08")], "kind"),
        (vec![("kind", "transfer_in")], "occurred_on"),
        (
            vec![("kind", "transfer_in"), ("occurred_on", "2026-10-08"), ("valid_until", "昨天")],
            "valid_until",
        ),
        (vec![(health.as_str(), "很好")], health.as_str()),
    ] {
        let command = adding(&mut office, "单冠松", &filled);
        let refused = office.desk.call(&command).unwrap_err();
        let at = refused.fields.iter().map(|field| field.field.rsplit('.').next().unwrap());
        assert_eq!(at.collect::<Vec<_>>(), [name], "{refused:?}");
    }
    assert_eq!(office.desk.book().unwrap().head().id, before);
}

#[test]
fn after_a_closed_month_nobody_has_always_been_there() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    super::acts::close(&mut office, "2026-10");
    let form = office.call(&MemberEntryForm {});
    let kind = field(&form, "kind");
    assert_eq!((labels(kind).len(), kind.value.as_str()), (3, ""));
}
