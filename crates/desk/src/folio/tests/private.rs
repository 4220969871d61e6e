//! A telephone and an ID number in every free text that any form takes: no list, record, history, export, paper or answer
//! says them, but what reveals them and is recorded.

use std::collections::BTreeSet;
use std::path::Path;

use branchbook_contract::book::{HistoryList, Office as OfficeKind};
use branchbook_contract::folio::{
    FolioControl, FolioDone, FolioField, FolioForm, FolioLink, FolioList, FolioShow,
};
use branchbook_contract::home::HomeShow;
use branchbook_contract::member::{
    MemberEdit, MemberExport, MemberFields, MemberHistory, MemberList, MemberPatch, MemberShow,
};
use branchbook_contract::month::MonthCheck;
use branchbook_contract::unit::{UnitList, UnitShow};
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_domain::member::FilterClause;
use branchbook_ledger::table::person::Person;
use serde::Serialize;

use super::{act, show};
use crate::folio::FOLIOS;
use crate::member::tests::Office;

const PHONE: &str = "13800001234";
const ID: &str = "53259919920124021X";
const SAID: &str = "联系13800001234，证件53259919920124021X，住明湖路10号1幢101室";

/// What a field is called by: titles and lists of names, which are no remarks.
const NAMES: &[&str] = &["name", "names", "label", "title"];

fn leak(answer: &impl Serialize) -> Option<String> {
    let text = serde_json::to_string(answer).unwrap();
    [PHONE, ID, "101室"].iter().any(|secret| text.contains(secret)).then_some(text)
}

fn assert_private(what: &str, answer: &impl Serialize) {
    assert!(leak(answer).is_none(), "{what}: {}", leak(answer).unwrap());
}

/// A form as somebody fills it in who writes everything into every text.
fn filled(fields: &[FolioField], person: PersonId, nth: usize) -> Vec<(String, String)> {
    let value = |field: &FolioField| match &field.control {
        FolioControl::Text(_) | FolioControl::Lines if field.key == "phone" => PHONE.to_owned(),
        FolioControl::Text(_) | FolioControl::Lines if field.key == "id_number" => String::new(),
        FolioControl::Text(_) | FolioControl::Lines if NAMES.contains(&field.key.as_str()) => {
            if field.value.is_empty() { format!("某某{nth}") } else { field.value.clone() }
        }
        FolioControl::Text(_) | FolioControl::Lines => SAID.to_owned(),
        FolioControl::Person(_) => person.to_string(),
        _ if !field.value.is_empty() => field.value.clone(),
        FolioControl::Pick(choices) => choices.first().map(|first| first.value.clone()).unwrap_or_default(),
        FolioControl::Day | FolioControl::PartialDay if field.is_required => "2026-10-30".to_owned(),
        FolioControl::Number if field.is_required => "3".to_owned(),
        _ => String::new(),
    };
    fields.iter().map(|field| (field.key.clone(), value(field))).collect()
}

/// Opens the form of an act, which tells nothing that it does not record, and does it; whether it was done.
fn done(office: &mut Office, folio: &str, button: &str, row: Option<i64>, nth: usize) -> bool {
    // The office's own field is looked at afterwards.
    if (folio, button) == ("fields", "end") {
        return false;
    }
    // Whoever it is done with is somebody of whom nothing was said before.
    let name: String = ["王", "甲乙丙丁戊己庚辛壬癸".get(nth % 10 * 3..nth % 10 * 3 + 3).unwrap()].concat();
    let mut add = office.adding(&name);
    add.confirm_duplicate = true;
    add.draft.birth_on = Some(format!("19{:02}", 40 + nth / 10 % 40).parse().unwrap());
    // Nobody can be added any more once one of the acts has closed the branch.
    let Ok(person) = office.desk.call(&add).map(|done| done.body.member) else { return false };
    let head = office.desk.book().unwrap().head().id;
    let form = FolioForm { folio: folio.into(), act: button.into(), row, ..FolioForm::default() };
    let Ok(form) = office.desk.call(&form) else { return false };
    let is_recorded = office.desk.book().unwrap().head().id != head;
    assert!(is_recorded || leak(&form.body).is_none(), "{folio} {button}: {:?}", form.body);
    let values = filled(&form.body.fields, person, nth);
    let values: Vec<(&str, &str)> = values.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let Ok(reply) = office.desk.call(&act(folio, button, row, &values)) else { return false };
    let is_own = FOLIOS.iter().any(|each| each.head().folio == folio && each.shows_in_full());
    // What was typed goes on to the form that follows, and to the list that is asked for by it.
    let opens = reply.body.opens.clone().filter(|link| !matches!(link, FolioLink::Members(_)));
    let paper = reply.body.paper.clone().filter(|_| !is_own);
    let said = FolioDone { next: None, opens, paper, ..reply.body };
    assert_private(&format!("{folio} {button}"), &said);
    true
}

/// Fills in every form of every folio; what was done.
fn fill_in(office: &mut Office) -> BTreeSet<(String, String)> {
    let (mut all, mut nth) = (BTreeSet::new(), 0);
    for of_rows in [false, true] {
        for folio in FOLIOS.iter().filter(|folio| folio.office() == OfficeKind::Community) {
            let name = folio.head().folio;
            let page = show(office, name, None);
            let whole = page.acts.into_iter().map(|button| (button.act, None));
            let rows = page.rows.into_iter().take(4).flat_map(|row| {
                let key = row.row;
                row.acts.into_iter().map(move |button| (button.act, Some(key)))
            });
            let acts: Vec<(String, Option<i64>)> = if of_rows { rows.collect() } else { whole.collect() };
            for (button, row) in acts {
                nth += 1;
                if done(office, name, &button, row, nth) {
                    all.insert((name.to_owned(), button));
                }
            }
        }
    }
    all
}

fn words_of(path: &Path) -> String {
    let book = branchbook_workbook::open(path, &branchbook_workbook::Limits::default()).unwrap();
    let rows = book.rows(0).unwrap();
    rows.map(|row| row.unwrap().cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>().join("\t"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn office() -> (Office, PersonId, String) {
    let mut office = Office::new();
    let field = [("label", "家庭情况"), ("kind", "text")];
    office.call(&act("fields", "add", None, &field));
    let rows = office.call(&MemberFields {});
    let own = rows.into_iter().find(|row| row.label == "家庭情况").unwrap().key;
    let member = office.member("单冠松", |add| {
        add.draft.phone = Some(PHONE.into());
        add.draft.id_number = Some(ID.into());
        add.draft.note = Some(SAID.into());
        add.draft.employer = Some(SAID.into());
        add.draft.address = Some("明湖路10号1幢101室".into());
        add.draft.extra = [(own.clone(), SAID.to_owned())].into();
    });
    (office, member, own)
}

#[test]
fn what_any_form_takes_is_told_in_full_by_nothing_that_is_not_recorded() {
    let (mut office, member, own) = office();
    let acts = fill_in(&mut office);
    for (folio, act) in [
        ("letters", "add"),
        ("letters", "edit"),
        ("movements", "transfer_out"),
        ("conditions", "add"),
        ("contacts", "add"),
        ("contacts", "edit"),
        ("tags", "set"),
        ("tags", "edit"),
        ("mobility", "out"),
        ("mobility", "edit"),
        ("lost", "lost"),
        ("units", "set"),
    ] {
        assert!(acts.contains(&(folio.to_owned(), act.to_owned())), "{folio} {act} is among {acts:?}");
    }
    let people: Vec<i64> = office
        .desk
        .book()
        .unwrap()
        .read(|reading| reading.all::<Person>())
        .unwrap()
        .iter()
        .map(|one| one.id.0)
        .collect();
    for name in office.call(&FolioList::default()) {
        assert_private(&name.folio, &show(&mut office, &name.folio, None));
        let found = FolioShow { folio: name.folio.clone(), words: PHONE.into(), ..FolioShow::default() };
        assert_private(&name.folio, &office.call(&found));
    }
    for folio in ["letters", "contacts", "conditions", "movements", "tags", "mobility"] {
        for person in &people {
            assert_private(folio, &show(&mut office, folio, Some(*person)));
        }
    }
    for person in people.into_iter().map(PersonId) {
        assert_private("show", &office.call(&MemberShow { member: person, on: None, reveal: false }));
        assert_private("history", &office.call(&MemberHistory { member: person }));
    }
    let columns: Vec<String> = office.call(&MemberFields {}).into_iter().map(|row| row.key).collect();
    assert!(columns.contains(&own));
    let list = MemberList { columns, query: None, ..MemberList::default() };
    for is_former in [false, true] {
        assert_private("list", &office.call(&MemberList { is_former, ..list.clone() }));
    }
    let (field, operator) = ("note".into(), "contains".into());
    let sought = FilterClause { field, operator, value: PHONE.into(), to: String::new() };
    let sought = office.call(&MemberList { clauses: vec![sought], ..list });
    assert!(sought.total > 0 && sought.words.contains("138****1234"), "{}", sought.words);
    assert_private("conditions in words", &sought);
    assert_private("operations", &office.call(&HistoryList::default()));
    assert_private("units", &office.call(&UnitList::default()));
    let unit = UnitId(show(&mut office, "units", None).rows[0].row);
    assert_private("unit", &office.call(&UnitShow { unit, on: None }));
    let month = "2026-10".parse().unwrap();
    assert_private("first page", &office.call(&HomeShow { month }));
    assert_private("check", &office.call(&MonthCheck { month, limit: None }));
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("名册.xlsx");
    let export = |reveal| MemberExport {
        list: MemberList { reveal, ..MemberList::default() },
        members: Vec::new(),
        out: out.display().to_string(),
    };
    office.call(&export(false));
    assert_private("export", &words_of(&out));
    assert!(words_of(&out).contains("联系138****1234，证件5325**********021X，住明湖路****"));
    office.call(&export(true));
    assert!(words_of(&out).contains(SAID), "{}", words_of(&out));
    let full = office.call(&MemberShow { member, on: None, reveal: true });
    assert_eq!(full.draft.note.as_deref(), Some(SAID));
    assert_eq!(full.draft.extra[&own].as_str(), SAID);
}

#[test]
fn an_edit_of_what_was_shown_masked_loses_nothing_and_words_are_still_found() {
    let (mut office, member, own) = office();
    let shown = office.call(&MemberShow { member, on: None, reveal: false }).draft;
    let patch = MemberPatch {
        phone: Some(shown.phone.clone()),
        id_number: Some(shown.id_number.clone()),
        address: Some(shown.address.clone()),
        employer: Some(shown.employer.clone()),
        note: Some(shown.note.map(|note| note.replace("联系", "儿子"))),
        extra: shown.extra.clone(),
        ..MemberPatch::default()
    };
    office.call(&MemberEdit { member, patch, confirm_duplicate: false });
    let full = office.call(&MemberShow { member, on: None, reveal: true }).draft;
    assert_eq!(full.note, Some(SAID.replace("联系", "儿子")));
    assert_eq!((full.phone.as_deref(), full.id_number.as_deref()), (Some(PHONE), Some(ID)));
    assert_eq!(full.address.as_deref(), Some("明湖路10号1幢101室"));
    assert_eq!((full.employer.as_deref(), full.extra[&own].as_str()), (Some(SAID), SAID));
}

#[test]
fn a_form_shows_what_it_corrects_and_that_is_recorded_with_whom() {
    let (mut office, member, _) = office();
    let person = member.to_string();
    let said = [
        ("person", person.as_str()),
        ("occurred_on", "2026-10-20"),
        ("way", "phone"),
        ("is_reached", "yes"),
        ("said", SAID),
    ];
    office.call(&act("contacts", "add", None, &said));
    let page = show(&mut office, "contacts", None);
    assert_eq!(page.rows[0].cells[5].text, "联系138****1234，证件5325**********021X，住明湖路****");
    let found = FolioShow { folio: "contacts".into(), words: PHONE.into(), ..FolioShow::default() };
    assert_eq!(office.call(&found).total, 1, "looked for is what stands there");
    assert_eq!(show(&mut office, "own_data", None).total, 0);
    let form = FolioForm {
        folio: "contacts".into(),
        act: "edit".into(),
        row: Some(page.rows[0].row),
        ..FolioForm::default()
    };
    let fields = office.call(&form).fields;
    assert_eq!(fields.iter().find(|field| field.key == "said").unwrap().value, SAID);
    let seen = show(&mut office, "own_data", Some(member.0));
    assert_eq!(super::texts(&seen, 0)[2..4], ["打开登记表", "单冠松"]);
    let edited = [&said[1..4], &[("said", "电话联系138****1234，证件5325**********021X，一切都好")]].concat();
    office.call(&act("contacts", "edit", form.row, &edited));
    let fields = office.call(&form).fields;
    let kept = &fields.iter().find(|field| field.key == "said").unwrap().value;
    assert_eq!(
        kept, "电话联系13800001234，证件53259919920124021X，一切都好",
        "stars stand for what they hide"
    );
    let plain = [
        ("person", person.as_str()),
        ("occurred_on", "2026-10-20"),
        ("way", "phone"),
        ("is_reached", "yes"),
        ("said", "一切都好"),
    ];
    office.call(&act("contacts", "add", None, &plain));
    let head = office.desk.book().unwrap().head().id;
    for row in show(&mut office, "contacts", None).rows.iter().filter(|row| row.cells[5].text == "一切都好")
    {
        office.call(&FolioForm { row: Some(row.row), ..form.clone() });
    }
    assert_eq!(office.desk.book().unwrap().head().id, head, "a form that tells nothing leaves no trace");
}

#[test]
fn the_number_of_a_unit_is_masked_but_in_its_form_and_comes_back_unchanged() {
    let mut office = Office::new();
    for (phone, masked) in [("0876-2101000", "0876-*****00"), (PHONE, "138****1234")] {
        let known = office.call(&UnitList::default()).rows.first().map(|row| row.unit.0);
        office.call(&act("units", "set", known, &[("name", "市税务局"), ("phone", phone)]));
        let row = show(&mut office, "units", None).rows[0].row;
        let shown = office.call(&UnitShow { unit: UnitId(row), on: None });
        assert_eq!(shown.draft.phone.as_deref(), Some(masked));
        let head = office.desk.book().unwrap().head().id;
        let form =
            FolioForm { folio: "units".into(), act: "set".into(), row: Some(row), ..FolioForm::default() };
        let fields = office.call(&form).fields;
        assert_eq!(fields.iter().find(|field| field.key == "phone").unwrap().value, phone);
        assert_eq!(office.desk.book().unwrap().head().id, head + 1, "the look is recorded");
        office.call(&act("units", "set", Some(row), &[("name", "市税务局"), ("phone", masked)]));
        assert_eq!(office.call(&form).fields.iter().find(|field| field.key == "phone").unwrap().value, phone);
    }
}
