//! What every folio has to keep, and the letters as the first of them.

mod past;
mod private;

use branchbook_contract::book::Office as OfficeKind;
use branchbook_contract::folio::{FolioAct, FolioDone, FolioForm, FolioList, FolioPage, FolioShow};

use super::FOLIOS;
use crate::member::tests::Office;

/// What a test asks of a folio.
pub(crate) fn show(office: &mut Office, folio: &str, subject: Option<i64>) -> FolioPage {
    office.call(&FolioShow { folio: folio.into(), subject, ..FolioShow::default() })
}

/// Does an act with values.
pub(crate) fn act(folio: &str, act: &str, row: Option<i64>, values: &[(&str, &str)]) -> FolioAct {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    FolioAct { folio: folio.into(), act: act.into(), row, subject: None, values }
}

/// The texts of a row's cells.
pub(crate) fn texts(page: &FolioPage, row: usize) -> Vec<&str> {
    page.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn folios_have_names_of_their_own_and_say_what_they_are_for() {
    let mut seen = std::collections::BTreeSet::new();
    for folio in FOLIOS {
        let head = folio.head();
        assert!(seen.insert(head.folio), "{} stands twice", head.folio);
        assert!(head.about.ends_with('。') && !head.title.is_empty() && !head.group.is_empty());
    }
    let mut groups: Vec<&str> = FOLIOS.iter().map(|folio| folio.head().group).collect();
    groups.dedup();
    let once: std::collections::BTreeSet<&str> = groups.iter().copied().collect();
    assert_eq!(once.len(), groups.len(), "a group stands twice: {groups:?}");
}

#[test]
fn what_can_be_searched_for_is_said_as_it_is() {
    let mut office = Office::new();
    assert_eq!(show(&mut office, "letters", None).search, "姓名、拼音首字母、编号");
    assert_eq!(show(&mut office, "parcels", None).search, "对方、月份、原因", "no people stand in it");
}

/// What is offered can be opened: no button without a form.
#[test]
fn every_act_that_is_offered_has_a_form() {
    let mut office = Office::new();
    let names = office.call(&FolioList::default());
    let own = FOLIOS.iter().filter(|folio| folio.is_of(OfficeKind::Community) && !folio.has_page());
    assert_eq!(names.len(), own.count());
    for name in names {
        let page = show(&mut office, &name.folio, None);
        assert!(page.rows.iter().all(|row| row.cells.len() == page.columns.len()), "{}", name.folio);
        for button in page.acts {
            let form = FolioForm { folio: name.folio.clone(), act: button.act, ..FolioForm::default() };
            assert!(!office.call(&form).button.is_empty());
        }
    }
}

#[test]
fn a_letter_goes_from_on_the_way_to_overdue_to_received_and_every_step_can_be_undone() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let done: FolioDone = office.call(&act(
        "letters",
        "add",
        None,
        &[
            ("person", &member),
            ("way", "out"),
            ("reach", "in_city"),
            ("issued_on", "2026-09-01"),
            ("valid_until", "2026.9.11"),
            ("number", "12号"),
        ],
    ));
    assert_eq!((done.sentence.as_str(), done.is_undoable), ("已登记介绍信：单冠松。", true));
    let page = show(&mut office, "letters", None);
    assert_eq!(texts(&page, 0)[7], "超期");
    assert!(page.findings.iter().any(|finding| finding.rule.id == "T01"), "{:?}", page.findings);
    let row = Some(page.rows[0].row);
    office.call(&act("letters", "receive", row, &[("received_on", "2026-09-10")]));
    assert_eq!(texts(&show(&mut office, "letters", None), 0)[7], "已接收");
    office.call(&branchbook_contract::book::HistoryUndo { change: None });
    assert_eq!(texts(&show(&mut office, "letters", None), 0)[7], "超期");
}

#[test]
fn a_form_that_is_wrong_is_refused_field_by_field_and_changes_nothing() {
    let mut office = Office::new();
    let refused = office.desk.call(&act("letters", "add", None, &[("issued_on", "2026-13-41")])).unwrap_err();
    let fields: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["person", "issued_on"]);
    assert_eq!(show(&mut office, "letters", None).total, 0);
}
