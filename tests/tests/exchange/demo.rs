//! The demo: a street and five communities, with the latest month in every state, each book sound.

use std::collections::BTreeSet;

use branchbook_contract::book::Office;
use branchbook_contract::demo::DemoMake;
use branchbook_contract::street::{StreetOverview, StreetReminders, StreetState};
use branchbook_desk::Desk;
use branchbook_tests::office::{clock, open_desk, verification};

#[test]
fn the_demo_shows_a_month_in_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(clock("2026-11-22"));
    let made = desk.call(&DemoMake { dir: folder.path().join("demo").display().to_string() }).unwrap().body;
    desk.close().unwrap();
    assert_eq!(made.books.len(), 6);
    for book in &made.books {
        let mut desk = open_desk(book.dir.as_ref(), "2026-11-22");
        assert!(verification(&mut desk).is_sound, "{}", book.name);
    }
    let street = made.books.iter().find(|book| book.office == Office::Street).unwrap();
    let mut street = open_desk(street.dir.as_ref(), "2026-11-22");
    let overview = street.call(&StreetOverview { month: made.latest_month, months: Some(2) }).unwrap().body;
    let states: BTreeSet<StreetState> =
        overview.communities.iter().flat_map(|row| row.cells.iter().map(|cell| cell.state)).collect();
    assert_eq!(states, StreetState::ALL.into_iter().collect());
    assert!(overview.twice.iter().all(|twice| !twice.is_certain), "{:?}", overview.twice);
    let reminders = street.call(&StreetReminders { month: made.latest_month }).unwrap().body;
    assert_eq!(reminders.rows.len(), 3);
    let returned = reminders.rows.iter().find(|row| row.state == StreetState::Returned).unwrap();
    assert!(returned.contact.is_some(), "{returned:?}");
}
