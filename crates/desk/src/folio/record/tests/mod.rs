//! Papers and histories of records through the desk, with what a clerk reads in them.

mod column;
mod meeting;
mod member;
mod row;
mod service;

use branchbook_contract::CallError;
use branchbook_contract::folio::{FolioAct, FolioDone, FolioForm, FolioPage, FolioShow, Paper, PaperPart};

use super::RECORDS;
use crate::Desk;
use crate::folio::FOLIOS;

/// The history of a record.
fn history(desk: &mut Desk, folio: &str, key: i64) -> FolioPage {
    desk.call(&FolioShow { folio: folio.into(), subject: Some(key), ..FolioShow::default() }).unwrap().body
}

/// An act of a history.
fn act(folio: &str, act: &str, key: i64, row: Option<i64>) -> FolioAct {
    FolioAct { folio: folio.into(), act: act.into(), row, subject: Some(key), ..FolioAct::default() }
}

/// The paper of a record, asked for as the window does: a form that asks nothing is done at once.
fn paper(desk: &mut Desk, folio: &str, key: i64) -> Paper {
    let form =
        FolioForm { folio: folio.into(), act: "paper".into(), subject: Some(key), ..FolioForm::default() };
    let form = desk.call(&form).unwrap().body;
    assert!(form.fields.is_empty() && form.button.is_empty(), "{form:?}");
    let done: FolioDone = desk.call(&act(folio, "paper", key, None)).unwrap().body;
    assert!(done.sentence.ends_with("可以打印。"), "{}", done.sentence);
    done.paper.unwrap()
}

fn refused(desk: &mut Desk, command: &FolioAct) -> CallError {
    desk.call(command).unwrap_err()
}

/// Everything that a paper says, part by part.
fn said(paper: &Paper) -> Vec<String> {
    let part = |part: &PaperPart| match part {
        PaperPart::Heading(text) | PaperPart::Text(text) => vec![text.clone()],
        PaperPart::Facts(facts) => facts.iter().map(|(label, text)| format!("{label}={text}")).collect(),
        PaperPart::Table(titles, rows) => {
            std::iter::once(titles).chain(rows).map(|cells| cells.join("|")).collect()
        }
        PaperPart::Signs(lines) => lines.clone(),
    };
    std::iter::once(paper.title.clone()).chain(paper.parts.iter().flat_map(part)).collect()
}

fn assert_says(paper: &Paper, expected: &[&str]) {
    let said = said(paper);
    for line in expected {
        assert!(said.iter().any(|one| one == line), "{line} does not stand in {said:#?}");
    }
}

/// What was done, what it changed, by whom, and whether it stands: newest first.
fn steps(page: &FolioPage) -> Vec<[&str; 4]> {
    page.rows.iter().map(|row| [1, 2, 3, 4].map(|at| row.cells[at].text.as_str())).collect()
}

/// The acts that are offered with a step.
fn offered(page: &FolioPage, at: usize) -> Vec<&str> {
    page.rows[at].acts.iter().map(|act| act.label.as_str()).collect()
}

#[test]
fn histories_have_names_of_their_own_and_stand_in_no_list_of_folios() {
    let mut seen: std::collections::BTreeSet<&str> = FOLIOS.iter().map(|folio| folio.head().folio).collect();
    for record in RECORDS {
        assert!(seen.insert(record.folio), "{} stands twice", record.folio);
        assert!(record.title.ends_with("历史"), "{}", record.title);
    }
    let mut office = crate::member::tests::Office::new();
    let listed = office.call(&branchbook_contract::folio::FolioList::default());
    assert!(listed.iter().all(|name| !name.folio.ends_with("_history")), "{listed:?}");
}

#[test]
fn what_nobody_knows_and_a_history_of_nothing_are_refused_in_words() {
    let open_first = "请先打开一条记录，再打印或查看它的历史。";
    let mut office = crate::member::tests::Office::new();
    for record in RECORDS {
        let asked = FolioShow { folio: record.folio.into(), subject: Some(9_999), ..FolioShow::default() };
        let why = office.desk.call(&asked).unwrap_err();
        assert!(
            why.message.contains('没') || why.message.contains("不存在"),
            "{}: {}",
            record.folio,
            why.message
        );
        assert!(office.desk.call(&act(record.folio, "paper", 9_999, None)).is_err(), "{}", record.folio);
        let of_nothing = FolioShow { folio: record.folio.into(), ..FolioShow::default() };
        let why = office.desk.call(&of_nothing).unwrap_err();
        assert_eq!(why.message, open_first, "{}", record.folio);
    }
    let nothing = FolioAct { subject: None, ..act("meeting_history", "paper", 0, None) };
    assert_eq!(refused(&mut office.desk, &nothing).message, open_first);
}
