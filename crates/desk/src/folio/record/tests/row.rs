//! Rows of folios: each that stands for a record offers its history and leads to it.

use branchbook_contract::folio::{FolioAct, FolioForm, FolioLink, FolioPage, FolioShow};
use branchbook_domain::key::PersonId;

use super::{history, steps};
use crate::folio::tests::{act, show};
use crate::member::tests::Office;

/// Follows 历史 of a row as the window does, and gives the history that it leads to.
fn followed(office: &mut Office, page: &FolioPage, at: usize, subject: Option<i64>) -> FolioPage {
    let row = &page.rows[at];
    assert_eq!(row.acts.last().unwrap().label, "历史", "{row:?}");
    let (folio, act) = (page.folio.clone(), "history".to_owned());
    let form = FolioForm {
        folio: folio.clone(),
        act: act.clone(),
        row: Some(row.row),
        subject,
        ..FolioForm::default()
    };
    assert_eq!(office.call(&form).button, "", "nothing is asked");
    let done = office.call(&FolioAct { folio, act, row: Some(row.row), subject, ..FolioAct::default() });
    let Some(FolioLink::Folio(folio, Some(key))) = done.opens else { panic!("{done:?}") };
    history(&mut office.desk, &folio, key)
}

fn letter(office: &mut Office, member: PersonId) {
    let member = member.to_string();
    office.call(&act(
        "letters",
        "add",
        None,
        &[
            ("person", &member),
            ("way", "out"),
            ("reach", "in_city"),
            ("issued_on", "2026-09-01"),
            ("number", "12号"),
        ],
    ));
}

#[test]
fn a_letter_tells_that_it_was_written_and_received() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    letter(&mut office, member);
    let row = Some(show(&mut office, "letters", None).rows[0].row);
    office.call(&act("letters", "receive", row, &[("received_on", "2026-09-10")]));
    let page = show(&mut office, "letters", None);
    let told = followed(&mut office, &page, 0, None);
    assert_eq!(told.subject.as_ref().unwrap().label, "单冠松 转出介绍信");
    assert_eq!(told.subject.as_ref().unwrap().opens, Some(FolioLink::Folio("letters".into(), None)));
    let told = steps(&told);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0][1], "接收日期：— → 2026-09-10");
    assert!(told[1][1].contains("方式：转出") && told[1][1].contains("编号：12号"), "no codes: {told:?}");
}

#[test]
fn organisations_terms_and_people_lead_to_their_own_histories() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let branch = office.first.0.to_string();
    let term = [("organisation", branch.as_str()), ("elected_on", "2024-03-01"), ("years", "3")];
    office.call(&act("terms", "add", None, &term));
    let first = office.first.0;
    let page = show(&mut office, "terms", Some(first));
    let subject = Some(office.first.0);
    let told = followed(&mut office, &page, 0, subject);
    assert_eq!(told.folio, "organisation_history");
    assert!(steps(&told)[0][1].contains("当选日期：2024-03-01"), "{:?}", steps(&told));
    let page = show(&mut office, "roles", Some(member.0));
    let told = followed(&mut office, &page, 0, Some(member.0));
    assert_eq!((told.folio.as_str(), told.subject.unwrap().label), ("member_history", "单冠松".to_owned()));
}

/// Whatever row offers its history has one: the name of the record is known, and the step that made it stands there.
#[test]
fn every_history_that_is_offered_is_there() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    letter(&mut office, member);
    let mut seen = 0;
    for name in office.call(&branchbook_contract::folio::FolioList::default()) {
        let page = office.call(&FolioShow { folio: name.folio, ..FolioShow::default() });
        for at in 0..page.rows.len() {
            if page.rows[at].acts.iter().any(|act| act.act == "history") {
                let told = followed(&mut office, &page, at, None);
                assert!(told.total > 0, "{} row {at}", page.folio);
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "movement, letter, two branches: {seen}");
}
