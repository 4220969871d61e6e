//! What a list costs must follow its own rows, and a page of it only the rows of the page. Queries and virtual-machine
//! steps are counted, which no load of the machine can disturb: a register of four times the members may take four times
//! the steps, and not one query more. A query more is one that is asked for each row. The same holds for the branches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]
#![allow(clippy::print_stdout)] // the table of costs is worth reading where it breaks

use std::path::Path;

use branchbook_contract::folio::{FolioAct, FolioLink, FolioList, FolioShow};
use branchbook_contract::home::HomeShow;
use branchbook_contract::meeting::{MeetingDue, MeetingList};
use branchbook_contract::member::{MemberList, MemberMark};
use branchbook_contract::month::MonthCheck;
use branchbook_contract::report_in::ReportInList;
use branchbook_contract::unit::UnitList;
use branchbook_desk::Desk;
use branchbook_domain::member::{ConditionKind, FilterClause};
use branchbook_ledger::Cost;
use branchbook_ledger::reading::measured;
use branchbook_tests::register;

/// Members of the smaller register: more than stand on a page in every list, few enough for a test.
const MEMBERS: usize = 1_000;
/// Branches of the smaller register where their number grows.
const BRANCHES: usize = 25;
/// How often the larger register is the smaller one.
const TIMES: usize = 4;
/// Steps may grow by a tenth more than the register: sorting, and pages of the database that are not full.
const GROWTH: (i64, i64) = (44, 10);
/// Steps of what is asked once, whatever the size.
const ONCE: i64 = 2_000;

/// A piece of work that somebody waits for.
type Work = (String, Box<dyn Fn(&mut Desk)>);

fn works(desk: &mut Desk) -> Vec<Work> {
    let names = desk.call(&FolioList::default()).unwrap().body;
    let mut works: Vec<Work> = Vec::new();
    let listed = names.into_iter().map(|name| name.folio).chain(OWN_PAGES.map(str::to_owned));
    for folio in listed {
        for (words, sort) in [("", None), ("王", None), ("", Some(first_column(desk, &folio)))] {
            let name = format!("folio {folio} {words}{}", if sort.is_some() { "sorted" } else { "" });
            let words = words.to_owned();
            let show =
                FolioShow { folio: folio.clone(), words, sort, limit: Some(50), ..FolioShow::default() };
            works.push((name, Box::new(move |desk| drop(desk.call(&show).unwrap()))));
        }
    }
    works.extend(histories(desk));
    works.push(("folio_list".into(), Box::new(|desk| drop(desk.call(&FolioList::default()).unwrap()))));
    works.push((
        "meeting_due".into(),
        Box::new(|desk| drop(desk.call(&MeetingDue { month: month(), branch: None }).unwrap())),
    ));
    works.push(("home".into(), Box::new(|desk| drop(desk.call(&HomeShow { month: month() }).unwrap()))));
    works.push((
        "month_check".into(),
        Box::new(|desk| drop(desk.call(&MonthCheck { month: month(), limit: Some(0) }).unwrap())),
    ));
    works.extend(lists().into_iter().map(|(name, list)| -> Work {
        (format!("members {name}"), Box::new(move |desk| drop(desk.call(&list).unwrap())))
    }));
    works
}

/// Lists on pages of their own, which are not among the folios that are offered.
const OWN_PAGES: [&str; 5] = ["ranking", "unit_figures", "report_ins", "activities", "meetings"];

/// The column by which a list is sorted.
fn first_column(desk: &mut Desk, folio: &str) -> String {
    let show = FolioShow { folio: folio.to_owned(), limit: Some(0), ..FolioShow::default() };
    desk.call(&show).unwrap().body.columns.swap_remove(0).title
}

/// The history of the first row of each folio that has one, and the papers of the first of what has pages of its own.
fn histories(desk: &mut Desk) -> Vec<Work> {
    let mut records: Vec<(String, i64)> = Vec::new();
    for name in desk.call(&FolioList::default()).unwrap().body {
        let page = FolioShow { folio: name.folio, limit: Some(50), ..FolioShow::default() };
        let page = desk.call(&page).unwrap().body;
        let row = page.rows.iter().find(|row| row.acts.iter().any(|act| act.act == "history"));
        let Some(row) = row.map(|row| row.row) else { continue };
        let act =
            FolioAct { folio: page.folio, act: "history".into(), row: Some(row), ..FolioAct::default() };
        match desk.call(&act).unwrap().body.opens {
            Some(FolioLink::Folio(history, Some(key))) => records.push((history, key)),
            other => panic!("a history is a folio of a record: {other:?}"),
        }
    }
    let meetings = MeetingList { month: month(), branch: None, kind: None, with_cancelled: false };
    let meetings = desk.call(&meetings).unwrap().body;
    records.extend(meetings.first().map(|row| ("meeting_history".to_owned(), row.gathering.0)));
    let units = desk.call(&UnitList::default()).unwrap().body;
    records.extend(units.rows.first().map(|row| ("unit_history".to_owned(), row.unit.0)));
    let report_ins = desk.call(&ReportInList::default()).unwrap().body;
    records.extend(report_ins.rows.first().map(|row| ("report_in_history".to_owned(), row.report_in.0)));
    assert!(records.len() >= 10, "histories that are looked at: {records:?}");
    records.into_iter().flat_map(|(folio, key)| of_record(&folio, key)).collect()
}

/// The history of a record, and its paper if it has one.
fn of_record(folio: &str, key: i64) -> Vec<Work> {
    let show = FolioShow { folio: folio.to_owned(), subject: Some(key), ..FolioShow::default() };
    let paper =
        FolioAct { folio: folio.to_owned(), act: "paper".into(), subject: Some(key), ..FolioAct::default() };
    let of_pages = ["meeting_history", "unit_history", "report_in_history", "member_history"];
    let has_paper = of_pages.contains(&folio);
    let mut works: Vec<Work> =
        vec![(format!("history {folio}"), Box::new(move |desk| drop(desk.call(&show).unwrap())))];
    if has_paper {
        works.push((format!("paper {folio}"), Box::new(move |desk| drop(desk.call(&paper).unwrap()))));
    }
    works
}

/// The register as pages ask for it: filters, conditions and columns of every origin.
fn lists() -> Vec<(&'static str, MemberList)> {
    let plain =
        || MemberList { limit: Some(50), with_chips: true, with_figures: true, ..MemberList::default() };
    let clause = |field: &str, operator: &str, value: &str| FilterClause {
        field: field.to_owned(),
        operator: operator.to_owned(),
        value: value.to_owned(),
        to: String::new(),
    };
    let with = |clause| MemberList { clauses: vec![clause], ..plain() };
    vec![
        ("plain", plain()),
        ("search", MemberList { query: Some("wang".into()), ..plain() }),
        ("condition", MemberList { condition: Some(ConditionKind::Mobile), ..plain() }),
        ("mark", MemberList { mark: Some(MemberMark::Unassigned), ..plain() }),
        ("former", MemberList { is_former: true, ..plain() }),
        ("where age", with(clause("age", "from", "60"))),
        ("where education", with(clause("education", "under", "22"))),
        ("where own field", with(clause("籍贯", "is", "云南"))),
        ("where tag", with(clause("tags", "contains", "老"))),
        (
            "columns",
            MemberList {
                columns: ["age", "education", "籍贯", "tags", "conditions"].map(str::to_owned).to_vec(),
                sort: Some("age".to_owned()),
                ..plain()
            },
        ),
    ]
}

fn month() -> branchbook_domain::day::Month {
    branchbook_tests::large::OPEN_MONTH.parse().unwrap()
}

/// What each work costs in a register.
fn costs(make: impl Fn(&Path) -> Desk) -> Vec<(String, Cost)> {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = make(&folder.path().join("book"));
    let works = works(&mut desk);
    works.into_iter().map(|(name, work)| (name, measured(|| work(&mut desk)).1)).collect()
}

/// Where a work asks more queries of the larger register, or takes more steps than it is larger.
fn broken(small: &[(String, Cost)], large: &[(String, Cost)]) -> Vec<String> {
    let mut broken = Vec::new();
    for ((name, one), (_, four)) in small.iter().zip(large) {
        println!("{name}: {} → {} steps, {} → {} queries", one.steps, four.steps, one.queries, four.queries);
        if one.queries == 0 || four.queries != one.queries {
            broken.push(format!("{name}: {} → {} queries", one.queries, four.queries));
        }
        if four.steps > one.steps * GROWTH.0 / GROWTH.1 + ONCE {
            broken.push(format!("{name}: {} → {} steps", one.steps, four.steps));
        }
    }
    broken
}

#[test]
fn a_list_costs_what_its_rows_cost_and_asks_no_query_for_each_of_them() {
    let of = |members| costs(|dir| register::make(dir, members));
    let broken = broken(&of(MEMBERS), &of(MEMBERS * TIMES));
    assert!(broken.is_empty(), "costs that do not follow the rows of a list:\n{}", broken.join("\n"));
}

/// The same members in four times the branches, each with two groups and with what they held in the month: organisation
/// life, the first page and the check of a month speak of every branch, and ask the book about all of them at once.
#[test]
fn more_branches_are_not_asked_about_one_by_one() {
    let of = |branches| costs(|dir| register::make_branches(dir, MEMBERS, branches));
    let broken = broken(&of(BRANCHES), &of(BRANCHES * TIMES));
    assert!(broken.is_empty(), "costs that do not follow the number of branches:\n{}", broken.join("\n"));
}
