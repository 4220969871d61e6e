//! The folios of a community to look around in, on days of every kind.

use std::sync::Arc;

use branchbook_contract::folio::{FolioLink, FolioList, FolioPage, FolioShow};
use branchbook_contract::member::{MemberList, MemberShow};
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::key::PersonId;

use super::super::make::Demo;
use super::super::people::{FIRST, OTHERS, Profile};
use crate::Desk;

/// Days around which something turns: the new version of the rules, the end of a year, of a month, a leap day.
const DAYS: [&str; 8] = [
    "2026-11-21",
    "2026-05-10",
    "2026-05-31",
    "2026-10-01",
    "2026-12-31",
    "2027-01-01",
    "2027-09-30",
    "2028-02-29",
];
/// What nobody filled: no member came or went, nobody was shown anybody in full.
const EMPTY: [&str; 3] = ["movements", "own_data", "parcels"];

/// A book with its register and its folios, without the months.
fn lived(profile: &'static Profile, day: &str) -> (tempfile::TempDir, Desk) {
    let day: Day = day.parse().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(Arc::new(FixedClock::on(day)));
    let mut demo = Demo::begin(&mut desk, profile, &dir.path().join("book")).unwrap();
    let members = demo.fill_register(Month::of(day).prev().prev()).unwrap();
    demo.fill_life(&members).unwrap_or_else(|why| panic!("{day} {}: {why}", profile.name));
    (dir, desk)
}

fn show(desk: &mut Desk, folio: &str, subject: Option<i64>) -> FolioPage {
    desk.call(&FolioShow { folio: folio.to_owned(), subject, ..FolioShow::default() }).unwrap().body
}

fn wanting(desk: &mut Desk) -> Vec<(String, u32)> {
    let names = desk.call(&FolioList::default()).unwrap().body;
    names.into_iter().filter(|name| name.count > 0).map(|name| (name.folio, name.count)).collect()
}

#[test]
fn every_folio_says_something_in_chinese() {
    let (_dir, mut desk) = lived(&FIRST, DAYS[0]);
    for name in desk.call(&FolioList::default()).unwrap().body {
        let page = show(&mut desk, &name.folio, None);
        assert_eq!(page.total == 0, EMPTY.contains(&name.folio.as_str()), "{}", name.folio);
        let cells = page.rows.iter().flat_map(|row| &row.cells);
        for text in cells.flat_map(|cell| [&cell.text, &cell.note]) {
            // The last figure of an ID number may be X.
            let is_foreign = text.chars().any(|c| c.is_ascii_alphabetic() && c != 'X');
            assert!(!is_foreign, "{}: {text}", name.folio);
        }
    }
}

/// Where a cell leads to.
fn follow(desk: &mut Desk, link: &FolioLink) {
    match link {
        FolioLink::Folio(folio, subject) => drop(show(desk, folio, *subject)),
        FolioLink::Member(person) => {
            let member = PersonId(*person);
            desk.call(&MemberShow { member, on: None, reveal: false }).unwrap();
        }
        FolioLink::Members(view) => {
            let list = MemberList { view: Some(view.clone()), ..MemberList::default() };
            assert!(desk.call(&list).unwrap().body.total > 0, "{view}");
        }
        FolioLink::Page(address) => panic!("{address}: only lists with a page of their own lead to pages"),
        FolioLink::Here(key, _) => panic!("{key}: only what was done stays where it is"),
    }
}

#[test]
fn every_row_leads_where_it_says() {
    let (_dir, mut desk) = lived(&FIRST, DAYS[0]);
    for name in desk.call(&FolioList::default()).unwrap().body {
        let page = show(&mut desk, &name.folio, None);
        let cells = page.rows.iter().rev().take(25).flat_map(|row| &row.cells);
        let links: Vec<&FolioLink> = cells.filter_map(|cell| cell.opens.as_ref()).collect();
        links.into_iter().for_each(|link| follow(&mut desk, link));
    }
}

#[test]
fn a_few_things_want_attention_on_whatever_day() {
    for day in DAYS {
        let (_dir, mut desk) = lived(&FIRST, day);
        let expected = [("letters", 1), ("duplicates", 1), ("care", 1), ("terms", 1), ("vacancies", 1)];
        let expected = expected.map(|(folio, count)| (folio.to_owned(), count));
        assert_eq!(wanting(&mut desk), expected, "{day}");
    }
}

#[test]
fn the_cases_keep_the_rules_on_whatever_day() {
    for day in DAYS {
        let (_dir, mut desk) = lived(&FIRST, day);
        let page = show(&mut desk, "development", None);
        let stages: Vec<&str> = page.rows.iter().map(|row| row.cells[2].text.as_str()).collect();
        for stage in ["入党申请人", "入党积极分子", "预备党员"] {
            assert!(stages.contains(&stage), "{day} {stage}: {stages:?}");
        }
        for row in &page.rows {
            let findings = show(&mut desk, "case", Some(row.row)).findings;
            assert!(findings.is_empty(), "{day} {findings:#?}");
        }
    }
}

#[test]
fn the_other_communities_know_who_holds_office_until_when() {
    for profile in &OTHERS {
        let (_dir, mut desk) = lived(profile, DAYS[0]);
        let terms = show(&mut desk, "terms", None);
        assert_eq!(terms.total as usize, profile.branches.len() + 1);
        assert!(terms.rows.iter().all(|row| row.cells[7].text != "没有登记届期"), "{:?}", terms.rows);
        let vacant = wanting(&mut desk).into_iter().filter(|(folio, _)| folio == "vacancies").count();
        assert_eq!(vacant, usize::from(profile.is_lived_in), "{}", profile.name);
    }
}
