//! Where two steps meet: returns of what was never opened, receipts out of order, undo under later work, months that
//! close around a sealed one.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::month::MonthClose;
use branchbook_contract::parcel::{ParcelAccept, ParcelReceipt, ParcelReturn, ParcelSeal};
use branchbook_contract::street::{StreetOverview, StreetState};
use branchbook_domain::month_state::MonthState;
use branchbook_ledger::table::roll_up::HeldMember;
use branchbook_tests::office::dump_of;

use crate::community::{Town, community, join, month, roll_up};

fn give_back(path: &str) -> ParcelReturn {
    ParcelReturn { path: path.to_owned(), reason: "请核对".to_owned(), rows: Vec::new() }
}

fn present(town: &Town) -> usize {
    let rows = town.street.desk.book().unwrap().read(|reading| reading.all::<HeldMember>()).unwrap();
    rows.iter().filter(|member| member.is_present).count()
}

#[test]
fn a_parcel_that_is_returned_unopened_counts_like_one_that_was_opened_before() {
    let mut figures = Vec::new();
    for opens_first in [true, false] {
        let mut town = Town::of(&[5], "2026-10-20");
        town.on("2026-11-03");
        let sealed = town.seal(0, month("2026-10")).path;
        if opens_first {
            town.open(&sealed).unwrap();
        }
        town.street.desk.call(&give_back(&sealed)).unwrap();
        let table = roll_up(&mut town.street.desk, "2026-10", "2026-10");
        figures.push((table.rows[0].roll_up.clone(), table.rows[0].state, present(&town)));
    }
    assert_eq!(figures[0], figures[1]);
    assert_eq!(figures[0].1, StreetState::Returned);
}

#[test]
fn an_older_receipt_never_overrides_a_newer_one() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10")).path;
    town.open(&sealed).unwrap();
    let out = town.stick.display().to_string();
    let issue = ParcelReceipt { out, month: None, office: None };
    let taken = town.street.desk.call(&issue).unwrap().body.receipts.remove(0).path;
    let older = town.stick.join("旧回执.zbt");
    std::fs::rename(&taken, &older).unwrap();
    town.street.desk.call(&give_back(&sealed)).unwrap();
    let returned = town.street.desk.call(&issue).unwrap().body.receipts.remove(0).path;
    let community = &mut town.communities[0].desk;
    assert_eq!(community.call(&ParcelAccept { path: returned }).unwrap().body.state, MonthState::Returned);
    let before = dump_of(community);
    let refused = community.call(&ParcelAccept { path: older.display().to_string() }).unwrap_err();
    assert!(refused.message.contains("较早的第 1 次回执"), "{}", refused.message);
    assert_eq!(dump_of(community), before);
}

#[test]
fn what_was_counted_is_not_undone_under_a_later_parcel_or_a_receipt() {
    let mut town = Town::of(&[5], "2026-09-20");
    town.on("2026-11-03");
    let september = town.seal(0, month("2026-09")).path;
    let october = town.seal(0, month("2026-10")).path;
    town.open(&october).unwrap();
    let opened =
        town.street.desk.call(&branchbook_contract::book::HistoryList::default()).unwrap().body[0].change;
    town.open(&september).unwrap();
    let refused = town.street.desk.call(&HistoryUndo { change: Some(opened) }).unwrap_err();
    assert!(refused.message.contains("接收"), "{}", refused.message);
    // The last one can go, and everything is as before it.
    town.street.desk.call(&HistoryUndo { change: None }).unwrap();
    assert_eq!(roll_up(&mut town.street.desk, "2026-09", "2026-10").rows.len(), 1);
    town.street.desk.call(&HistoryUndo { change: Some(opened) }).unwrap();
    assert_eq!((roll_up(&mut town.street.desk, "2026-09", "2026-10").rows.len(), present(&town)), (0, 0));
    town.open(&october).unwrap();
    let sent_back = town.street.desk.call(&give_back(&october));
    assert!(sent_back.is_ok());
    town.answer();
    let refused = town.street.desk.call(&HistoryUndo { change: None }).unwrap_err();
    assert!(!refused.message.is_empty(), "a signed receipt stands on it");
}

#[test]
fn a_month_stays_the_very_same_file_while_others_close_around_it() {
    let mut town = Town::of(&[5], "2026-09-20");
    town.on("2026-11-03");
    let september = town.seal(0, month("2026-09")).path;
    let first = town.seal(0, month("2026-10"));
    town.open(&september).unwrap();
    town.answer();
    let close = MonthClose { month: month("2026-09"), confirm_findings: true };
    town.communities[0].desk.call(&close).unwrap();
    let again = town.seal(0, month("2026-10"));
    assert!(again.is_same && again.sha256 == first.sha256, "closing September says nothing new of October");
    // A closed month can be handed out again as the street took it, but never anew.
    let kept = std::fs::read(&september).unwrap();
    std::fs::remove_file(&september).unwrap();
    let handed = town.seal(0, month("2026-09"));
    assert!(handed.is_same && std::fs::read(&handed.path).unwrap() == kept);
    let mut untaken = Town::of(&[4], "2026-09-20");
    untaken.on("2026-11-03");
    join(&mut untaken.communities[0], "新安", "2026-10-25");
    let out = untaken.stick.display().to_string();
    let refused =
        untaken.communities[0].desk.call(&MonthClose { month: month("2026-09"), confirm_findings: true });
    assert!(refused.is_err(), "a book that trusts a street closes after its receipt");
    assert!(untaken.communities[0].desk.call(&ParcelSeal { month: month("2026-09"), out }).is_ok());
}

#[test]
fn a_month_that_never_came_is_missing_even_if_the_community_has_closed_it() {
    let mut town = Town::of(&[5], "2026-09-20");
    town.on("2026-11-03");
    let september = town.seal(0, month("2026-09")).path;
    let october = town.seal(0, month("2026-10")).path;
    town.open(&september).unwrap();
    town.open(&october).unwrap();
    town.answer();
    for closed in ["2026-09", "2026-10"] {
        let close = MonthClose { month: month(closed), confirm_findings: true };
        town.communities[0].desk.call(&close).unwrap();
    }
    // Another street sees only what comes after.
    let overview = StreetOverview { month: month("2026-08"), months: Some(1) };
    let cells = town.street.desk.call(&overview).unwrap().body.communities.remove(0).cells;
    assert_eq!(cells[0].state, StreetState::Missing);
}

#[test]
fn who_has_sent_an_earlier_month_owes_the_next_one_however_late_it_was_trusted() {
    let mut town = Town::of(&[], "2026-11-20");
    let root = town.stick.parent().unwrap().to_path_buf();
    let mut late = community(&root, "银河社区", 5, "2026-09-20");
    late.on("2026-11-20");
    late.trust(&town.street.invite(&town.stick));
    town.street.trust(&late.invite(&town.stick));
    town.communities.push(late);
    let cells = |town: &mut Town| {
        let overview = StreetOverview { month: month("2026-11"), months: Some(4) };
        let row = town.street.desk.call(&overview).unwrap().body.communities.remove(0);
        row.cells.into_iter().map(|cell| (cell.state, cell.is_late)).collect::<Vec<_>>()
    };
    let nothing = (StreetState::Missing, false);
    assert_eq!(cells(&mut town), [nothing; 4], "trusted after every day of these months");
    let september = town.seal(0, month("2026-09")).path;
    town.open(&september).unwrap();
    let expected = [nothing, (StreetState::Reported, true), (StreetState::Missing, true), nothing];
    assert_eq!(cells(&mut town), expected, "October is owed now, November is not due yet");
}
