//! Cases through the desk: from the application to the register, and everything that can go wrong on the way.

mod acts;
mod lists;
mod open;
mod register;
mod whole;

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioAct, FolioDone, FolioLink, FolioPage, FolioRow, FolioShow};
use branchbook_domain::development::{Recurring, Step};
use branchbook_domain::key::PersonId;

use super::row::CaseRow;
use super::{CASE, CASES};
use crate::folio::tests::{act, show};
use crate::member::tests::Office;

/// An office with two full members, on a day.
fn office_on(day: &str) -> (Office, [PersonId; 2]) {
    let mut office = Office::begun_on(day);
    let members = ["仇艳", "单冠松"].map(|name| office.member(name, |_| ()));
    (office, members)
}

/// Opens a case for somebody new who applied on a day.
fn opened(office: &mut Office, name: &str, applied_on: &str) -> i64 {
    let branch = office.first.to_string();
    let values = [
        ("name", name),
        ("sex", "2"),
        ("birth_on", "1995-03-08"),
        ("branch", branch.as_str()),
        ("applied_on", applied_on),
    ];
    let done: FolioDone = office.call(&act(CASES, "open", None, &values));
    case_of(&done)
}

fn case_of(done: &FolioDone) -> i64 {
    match &done.opens {
        Some(FolioLink::Folio(folio, Some(case))) if folio == CASE => *case,
        other => panic!("{other:?}"),
    }
}

/// An act on a case.
fn on_case(case: i64, name: &str, row: Option<i64>, values: &[(&str, &str)]) -> FolioAct {
    FolioAct { subject: Some(case), ..act(CASE, name, row, values) }
}

fn enter(office: &mut Office, case: i64, step: Step, on: &str) -> FolioDone {
    office.call(&on_case(case, "set", Some(CaseRow::Step(step).key()), &[("done_on", on)]))
}

fn case_page(office: &mut Office, case: i64) -> FolioPage {
    show(office, CASE, Some(case))
}

fn cases_on(office: &mut Office, on: &str) -> FolioPage {
    office.call(&FolioShow { folio: CASES.into(), on: on.parse().ok(), ..FolioShow::default() })
}

fn row_of(page: &FolioPage, step: Step) -> &FolioRow {
    let key = CaseRow::Step(step).key();
    page.rows.iter().find(|row| row.row == key).unwrap()
}

fn acts_of(page: &FolioPage, step: Step) -> Vec<&str> {
    row_of(page, step).acts.iter().map(|button| button.act.as_str()).collect()
}

/// The ids of the findings of a page.
fn ids(page: &FolioPage) -> Vec<&str> {
    page.findings.iter().map(|finding| finding.rule.id.as_ref()).collect()
}

fn undo(office: &mut Office) {
    office.call(&HistoryUndo { change: None });
}

/// What happens in a case on a day.
#[derive(Clone, Copy)]
enum Event {
    Step(Step),
    More(Recurring),
}

/// The days of a case in order.
fn events(
    steps: &[(Step, &'static str)],
    reviews: &[&'static str],
    reports: &[&'static str],
) -> Vec<(&'static str, Event)> {
    let steps = steps.iter().map(|(step, on)| (*on, Event::Step(*step)));
    let reviews = reviews.iter().map(|on| (*on, Event::More(Recurring::Review)));
    let reports = reports.iter().map(|on| (*on, Event::More(Recurring::ThoughtReport)));
    let mut all: Vec<_> = steps.chain(reviews).chain(reports).collect();
    all.sort_by_key(|(on, _)| *on);
    all
}

/// Enters what happens, each on its day, with two members as contact and introducers. Gives what was said.
fn walk(
    office: &mut Office,
    case: i64,
    members: [PersonId; 2],
    all: &[(&'static str, Event)],
) -> Vec<String> {
    let mut said = Vec::new();
    for (on, event) in all {
        office.on(on);
        match event {
            Event::Step(Step::Training) => {
                let row = Some(CaseRow::Step(Step::Training).key());
                let done = office.call(&on_case(case, "set", row, &[("done_on", on), ("days", "3")]));
                said.push(done.sentence);
            }
            Event::Step(step) => {
                said.push(enter(office, case, *step, on).sentence);
                support(office, case, *step, members, on);
            }
            Event::More(what) => {
                let name = if *what == Recurring::Review { "review" } else { "report" };
                let row = Some(CaseRow::Step(Step::Fostering).key());
                said.push(office.call(&on_case(case, name, row, &[("done_on", on)])).sentence);
            }
        }
    }
    said
}

fn support(office: &mut Office, case: i64, step: Step, members: [PersonId; 2], on: &str) {
    let [first, second] = members.map(|member| member.to_string());
    let named: &[(&str, &String)] = match step {
        Step::ContactsNamed => &[("contact", &first)],
        Step::IntroducersNamed => &[("introducer", &first), ("introducer", &second)],
        _ => &[],
    };
    for (name, person) in named {
        let row = Some(CaseRow::Step(step).key());
        office.call(&on_case(case, name, row, &[("person", person), ("from_on", on)]));
    }
}
