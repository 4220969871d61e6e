//! The first page agrees with what other commands say, and a book closes when it is told to.

use branchbook_contract::book::{BookClose, BookStatusAsk};
use branchbook_contract::home::{CellState, FrameShow, HomeShow};
use branchbook_contract::member::MemberList;
use branchbook_contract::points::PointsList;
use branchbook_contract::{Code, demo::DemoMake};
use branchbook_domain::day::{Day, FixedClock, Month};

use crate::Desk;

fn demo() -> (tempfile::TempDir, Desk, Month) {
    let day: Day = "2026-11-21".parse().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(std::sync::Arc::new(FixedClock::on(day)));
    let made = desk.call(&DemoMake { dir: dir.path().join("demo").display().to_string() }).unwrap().body;
    (dir, desk, made.latest_month)
}

#[test]
fn the_first_page_says_what_the_lists_say() {
    let (_dir, mut desk, month) = demo();
    let home = desk.call(&HomeShow { month }).unwrap().body;
    let members =
        desk.call(&MemberList { on: Some(month.last_day()), ..MemberList::default() }).unwrap().body;
    assert_eq!(home.figures.members, i64::from(members.total));
    let points = desk.call(&PointsList { branch: None, month: Some(month) }).unwrap().body;
    let scored = points.people.iter().filter(|person| person.score.is_some()).count();
    assert_eq!(home.distribution.iter().map(|bin| bin.count).sum::<i64>(), i64::try_from(scored).unwrap());
    assert!(home.branches.iter().all(|branch| branch.cells.len() == home.columns.len()));
    assert!(home.branches.iter().flat_map(|b| &b.cells).any(|cell| cell.state == CellState::Done));
    assert!(home.basis.contains("支部工作条例"), "{}", home.basis);
}

#[test]
fn the_frame_counts_members_and_knows_the_last_backup() {
    let (_dir, mut desk, _) = demo();
    let before = desk.call(&FrameShow {}).unwrap().body;
    let members = desk.call(&MemberList::default()).unwrap().body;
    assert_eq!(before.member_count, members.total);
    desk.call(&branchbook_contract::book::BookBackup { to: None }).unwrap();
    assert!(desk.call(&FrameShow {}).unwrap().body.backup_at.is_some());
}

#[test]
fn a_closed_book_answers_nothing_until_it_is_opened() {
    let (_dir, mut desk, _) = demo();
    desk.call(&BookClose {}).unwrap();
    assert_eq!(desk.call(&BookStatusAsk {}).unwrap_err().code, Code::NoBook);
}
