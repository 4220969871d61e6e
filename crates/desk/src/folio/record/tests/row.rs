//! Rows of folios: each that stands for a record offers its history and leads to it.

use branchbook_contract::folio::{FolioAct, FolioDone, FolioForm, FolioLink, FolioPage, FolioShow};
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

#[test]
fn a_vacancy_leads_to_the_organisation_and_of_one_organisation_each_post_to_its_own() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let first = office.first.0;
    let values = [("title", "书记"), ("person", member.as_str()), ("from_on", "2026-01-01")];
    office.call(&act("vacancies", "assign", Some(first), &values));
    let page = show(&mut office, "vacancies", None);
    let at = page.rows.iter().position(|row| row.row == first).unwrap();
    let told = followed(&mut office, &page, at, None);
    assert_eq!(
        (told.folio.as_str(), told.subject.unwrap().label),
        ("organisation_history", "第一党支部".to_owned())
    );
    let page = show(&mut office, "vacancies", Some(first));
    let told = followed(&mut office, &page, 0, Some(first));
    assert_eq!(told.folio, "posts_history");
    assert!(told.subject.as_ref().unwrap().label.starts_with("单冠松 "), "{:?}", told.subject);
    assert!(steps(&told)[0][1].contains("开始日期：2026-01-01"), "{:?}", steps(&told));
}

#[test]
fn two_records_that_look_like_one_person_each_lead_to_their_own_history() {
    let mut office = Office::new();
    let one = office.member("陈爱民", |add| add.draft.birth_on = "1960-05-02".parse().ok());
    let other = office.member("陈爱民", |add| {
        add.draft.birth_on = "1960-05-02".parse().ok();
        add.confirm_duplicate = true;
    });
    let page = show(&mut office, "duplicates", None);
    let pair = page.rows[0].row;
    let labels: Vec<&str> = page.rows[0].acts.iter().map(|act| act.label.as_str()).collect();
    assert_eq!(labels, ["合并", "不是同一人", "左边的历史", "右边的历史"]);
    for (name, person) in [("history", one), ("history_2", other)] {
        let done: FolioDone = office.call(&act("duplicates", name, Some(pair), &[]));
        assert_eq!(done.opens, Some(FolioLink::Folio("member_history".into(), Some(person.0))));
    }
    assert!(office.desk.call(&act("duplicates", "history_3", Some(pair), &[])).is_err());
    let beside = show(&mut office, "duplicates", Some(pair));
    assert!(beside.total > 2 && beside.rows.iter().all(|row| row.acts.is_empty()), "fields are no records");
}

#[test]
fn what_is_counted_stands_for_no_record_and_has_no_history() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    let page = show(&mut office, "structure", None);
    assert!(page.total > 0 && page.rows.iter().all(|row| row.acts.is_empty()), "{page:?}");
}

/// The step says from where to where, and what was so until then.
#[test]
fn an_organisation_that_was_moved_tells_what_it_stood_below() {
    let mut office = Office::new();
    let values = [("parent", "1"), ("level", "general_branch"), ("name", "东片党总支")];
    office.call(&act("organisations", "add", None, &values));
    let page = show(&mut office, "organisations", None);
    let general = page.rows.iter().find(|row| row.cells[0].text.ends_with("东片党总支")).unwrap();
    let (general, branch) = (general.row.to_string(), office.first.0);
    let values = [("parent", general.as_str()), ("on", "2026-10-10")];
    office.call(&act("organisations", "move", Some(branch), &values));
    let told = history(&mut office.desk, "organisation_history", branch);
    assert_eq!(
        steps(&told)[0][1],
        "上级：银河社区党委 → 东片党总支；原上级：银河社区党委，原名称：第一党支部，变更日期：2026-10-10"
    );
}

#[test]
fn a_place_tells_in_which_one_it_lies() {
    let mut office = Office::new();
    office.call(&act("places", "add", None, &[("kind", "grid"), ("name", "第一网格")]));
    let grid = show(&mut office, "places", None).rows[0].row.to_string();
    let values = [("kind", "courtyard"), ("name", "锦华苑"), ("parent", grid.as_str())];
    office.call(&act("places", "add", None, &values));
    let page = show(&mut office, "places", None);
    let place = page.rows.iter().find(|row| row.cells[0].text.ends_with("锦华苑")).unwrap();
    let told = history(&mut office.desk, "place_history", place.row);
    assert!(steps(&told)[0][1].starts_with("上级：第一网格，类别："), "{:?}", steps(&told));
}

#[test]
fn a_field_of_the_office_tells_what_can_be_chosen() {
    let mut office = Office::new();
    let values = [("label", "血型"), ("kind", "choice"), ("choices", "甲\n乙")];
    office.call(&act("fields", "add", None, &values));
    let field = show(&mut office, "fields", None).rows[0].row;
    office.call(&act("fields", "edit", Some(field), &[("label", "血型"), ("choices", "甲\n乙\n丙")]));
    let told = history(&mut office.desk, "field_history", field);
    assert_eq!(steps(&told)[0][1], "可选内容：甲、乙 → 甲、乙、丙");
}
