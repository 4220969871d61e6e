//! The first page agrees with what other commands say, and a book closes when it is told to.

use branchbook_contract::book::{BookClose, BookStatusAsk};
use branchbook_contract::folio::{FolioGroup, FolioShow};
use branchbook_contract::home::{CellState, FrameShow, HomeShow};
use branchbook_contract::member::{MemberList, MemberShow};
use branchbook_contract::points::PointsList;
use branchbook_contract::{Code, demo::DemoMake};
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;

use crate::Desk;
use crate::member::tests::Office;
use crate::member::tests::acts::movement;

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
    assert_eq!(home.tiles[0].figure, members.total.to_string());
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
fn the_side_bar_follows_what_is_written_and_the_day() {
    let mut office = Office::new();
    let counted = |office: &mut Office| {
        let listed = office.list(|_| ()).total;
        let counted = office.call(&FrameShow {}).member_count;
        assert_eq!(counted, listed);
        counted
    };
    assert_eq!(counted(&mut office), 0);
    let member = office.member("仇艳", |_| ());
    assert_eq!(counted(&mut office), 1, "after somebody was entered");
    office.call(&movement(member, MovementKind::TransferOut, "2026-10-31"));
    assert_eq!(counted(&mut office), 0, "after the move");
    office.on("2026-10-30");
    assert_eq!(counted(&mut office), 1, "the day before, with nothing written");
}

#[test]
fn a_closed_book_answers_nothing_until_it_is_opened() {
    let (_dir, mut desk, _) = demo();
    desk.call(&BookClose {}).unwrap();
    assert_eq!(desk.call(&BookStatusAsk {}).unwrap_err().code, Code::NoBook);
}

#[test]
fn every_bar_leads_to_its_people() {
    let (_dir, mut desk, month) = demo();
    let home = desk.call(&HomeShow { month }).unwrap().body;
    let people = desk.call(&PointsList { branch: None, month: Some(month) }).unwrap().body.people;
    let scored = people.iter().filter(|person| person.score.is_some()).count();
    let mut counted = 0;
    for bin in &home.distribution {
        let span = bin.opens.strip_prefix("points?span=").unwrap();
        let mut list =
            FolioShow { folio: "ranking".to_owned(), on: Some(month.last_day()), ..FolioShow::default() };
        list.more.insert("span".to_owned(), span.to_owned());
        let total = desk.call(&list).unwrap().body.total;
        assert_eq!(i64::from(total), bin.count, "{span}");
        counted += total;
    }
    assert_eq!(usize::try_from(counted).unwrap(), scored);
}

#[test]
fn whatever_falls_due_leads_to_rows() {
    let (_dir, mut desk, month) = demo();
    let due = desk.call(&HomeShow { month: month.next() }).unwrap().body.falls_due;
    assert!(due.len() > 4, "{due:?}");
    for due in due {
        let (page, query) = due.opens.split_once('?').unwrap_or((&due.opens, "chip="));
        let (key, value) = query.split_once('=').unwrap();
        match (page.split_once('/'), page, key) {
            (Some(("folio", folio)), _, "subject" | "chip") => {
                let (subject, chip) = (value.parse().ok(), Some(value.to_owned()));
                let chip = chip.filter(|chip| key == "chip" && !chip.is_empty());
                let shown = FolioShow { folio: folio.to_owned(), subject, chip, ..FolioShow::default() };
                assert!(desk.call(&shown).unwrap().body.total > 0, "{due:?}");
            }
            (_, "members", "open") => {
                let member = PersonId(value.parse().unwrap());
                desk.call(&MemberShow { member, on: None, reveal: false }).unwrap();
            }
            (_, "meetings", "kind") => {
                let mut list = FolioShow { folio: "meetings".to_owned(), ..FolioShow::default() };
                list.more.insert("kind".to_owned(), value.to_owned());
                let groups = desk.call(&list).unwrap().body.groups;
                let kind = groups.iter().find(|group| group.name == "kind").and_then(FolioGroup::chosen);
                let label = RecordKind::from_code(value).map(RecordKind::label);
                assert_eq!(kind.map(|chip| chip.label.as_str()), label, "{due:?}");
            }
            _ => panic!("{due:?}"),
        }
    }
}
