//! The folios of a community to look around in, on days of every kind.

use std::collections::BTreeSet;
use std::sync::Arc;

use branchbook_contract::book::{BookOpen, HistoryList, HistoryRow};
use branchbook_contract::folio::{FolioLink, FolioList, FolioPage, FolioShow};
use branchbook_contract::home::{CellState, FrameShow, HomeShow};
use branchbook_contract::intake::{ImportKind, IntakePreview, RowState};
use branchbook_contract::member::{MemberExport, MemberList, MemberShow};
use branchbook_domain::day::{Clock as _, Day, FixedClock, Month, add_days};
use branchbook_domain::key::PersonId;

use super::super::calendar::Calendar;
use super::super::make::Community;
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

/// A book as it stands after two months and a half, or with its register and its folios alone.
fn lived(profile: &'static Profile, day: &str, has_months: bool) -> (tempfile::TempDir, Desk) {
    let clock = Arc::new(FixedClock::on(day.parse().unwrap()));
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(clock.clone());
    let calendar = Calendar::before(clock.as_ref());
    desk.go_by(calendar.clone());
    let latest = Month::of(clock.today()).prev();
    let book = dir.path().join("book");
    let mut community =
        Community::begin(&mut desk, profile, &book, &calendar, [latest.prev(), latest]).unwrap();
    if !has_months {
        community.without_months();
    }
    community.live(&mut desk, None).unwrap_or_else(|why| panic!("{day} {}: {why}", profile.name));
    desk.go_by(clock);
    open_again(&mut desk, &book);
    (dir, desk)
}

fn open_again(desk: &mut Desk, book: &std::path::Path) {
    let dir = book.display().to_string();
    desk.call(&BookOpen { dir, password: None, recovery_code: None, operator: None }).unwrap();
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
    let (_dir, mut desk) = lived(&FIRST, DAYS[0], false);
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
        // The window's own pages are looked at in the window.
        FolioLink::Page(page) => assert!(!page.is_empty() && !page.starts_with(['#', '/']), "{page}"),
        FolioLink::Here(key, _) => panic!("{key}: only what was done stays where it is"),
    }
}

#[test]
fn every_row_leads_where_it_says() {
    let (_dir, mut desk) = lived(&FIRST, DAYS[0], false);
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
        let (_dir, mut desk) = lived(&FIRST, day, false);
        let expected = [("letters", 1), ("duplicates", 1), ("care", 1), ("terms", 1), ("vacancies", 1)];
        let expected = expected.map(|(folio, count)| (folio.to_owned(), count));
        assert_eq!(wanting(&mut desk), expected, "{day}");
    }
}

#[test]
fn the_cases_keep_the_rules_on_whatever_day() {
    for day in DAYS {
        let (_dir, mut desk) = lived(&FIRST, day, false);
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
        let (_dir, mut desk) = lived(profile, DAYS[0], false);
        let terms = show(&mut desk, "terms", None);
        assert_eq!(terms.total as usize, profile.branches.len() + 1);
        assert!(terms.rows.iter().all(|row| row.cells[7].text != "没有登记届期"), "{:?}", terms.rows);
        let vacant = wanting(&mut desk).into_iter().filter(|(folio, _)| folio == "vacancies").count();
        assert_eq!(vacant, usize::from(profile.is_lived_in), "{}", profile.name);
    }
}

#[test]
fn the_exported_register_of_a_lived_in_community_changes_nothing_when_it_comes_back() {
    let (dir, mut desk) = lived(&FIRST, DAYS[0], false);
    let held = MemberList { columns: vec!["党内职务".to_owned()], ..MemberList::default() };
    let rows = desk.call(&held).unwrap().body.rows;
    let elsewhere = rows.iter().filter(|row| row.extra.iter().any(|text| text.contains('·')));
    assert!(elsewhere.count() > 1, "some hold posts outside of their branch");
    for columns in [vec![], vec!["身份证号".to_owned(), "手机".to_owned(), "党内职务".to_owned()]] {
        let list = MemberList { reveal: true, columns, ..MemberList::default() };
        let out = dir.path().join("导出.xlsx").display().to_string();
        let path = desk.call(&MemberExport { list, members: Vec::new(), out }).unwrap().body.path;
        let preview = desk.call(&IntakePreview::of(ImportKind::Roster, path)).unwrap().body;
        let changed: Vec<_> = preview.attention.iter().filter(|row| row.state != RowState::Same).collect();
        assert_eq!(preview.counts.same, preview.counts.total, "{changed:#?}");
        assert_eq!(preview.missing_count, 0);
    }
}

#[test]
fn half_of_the_present_month_is_recorded_on_whatever_day() {
    for day in DAYS {
        let (_dir, mut desk) = lived(&FIRST, day, true);
        let today = desk.clock().today();
        let home = desk.call(&HomeShow { month: Month::of(today) }).unwrap().body;
        assert!(home.tiles.iter().all(|tile| tile.figure != "0"), "{day} {:?}", home.tiles);
        let cells = || home.branches.iter().flat_map(|branch| &branch.cells);
        assert!(cells().any(|cell| cell.state == CellState::Done), "{day}");
        assert!(cells().any(|cell| cell.state == CellState::Open), "{day}");
        assert!(home.distribution.iter().filter(|bin| bin.count > 0).count() > 1, "{day}");
    }
}

#[test]
fn what_was_done_was_done_on_its_day() {
    for day in DAYS {
        let (_dir, mut desk) = lived(&FIRST, day, true);
        let now = desk.clock().now();
        let history: Vec<HistoryRow> = desk.call(&HistoryList {}).unwrap().body;
        assert!(history.is_sorted_by(|newer, older| newer.at >= older.at), "{day}: no book goes back");
        assert!(history.iter().all(|row| row.at <= now), "{day}: nothing lies ahead");
        let days: BTreeSet<Day> = history.iter().map(|row| row.at.beijing_day()).collect();
        assert!(days.len() > 20, "{day}: {days:?}");
        let today = history.iter().filter(|row| row.at.beijing_day() == now.beijing_day()).count();
        assert!(today * 4 < history.len(), "{day}: {today} of {} today", history.len());
        let backup = desk.call(&FrameShow {}).unwrap().body.backup_at.unwrap();
        assert_eq!(backup.beijing_day(), add_days(now.beijing_day(), -1), "{day}");
    }
}
