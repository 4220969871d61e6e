//! The demo: a street and five communities, with the latest month in every state, each book sound.

use std::collections::BTreeSet;
use std::path::Path;

use branchbook_contract::book::Office;
use branchbook_contract::demo::{DemoMade, DemoMake};
use branchbook_contract::home::FrameShow;
use branchbook_contract::street::{StreetOverview, StreetReminders, StreetRollUp, StreetState};
use branchbook_desk::Desk;
use branchbook_tests::office::{clock, open_desk, verification};

/// Makes the town on a day.
fn town(folder: &Path, day: &str) -> DemoMade {
    let mut desk = Desk::new(clock(day));
    let made = desk.call(&DemoMake { dir: folder.join("demo").display().to_string() }).unwrap().body;
    desk.close().unwrap();
    made
}

#[test]
fn the_demo_shows_a_month_in_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let made = town(folder.path(), "2026-11-22");
    assert_eq!(made.books.len(), 6);
    for book in &made.books {
        let mut desk = open_desk(book.dir.as_ref(), "2026-11-22");
        assert!(verification(&mut desk).is_sound, "{}", book.name);
    }
    let mut street = open_street(&made, "2026-11-22");
    let overview = street.call(&StreetOverview { month: made.latest_month, months: Some(2) }).unwrap().body;
    let states: BTreeSet<StreetState> =
        overview.communities.iter().flat_map(|row| row.cells.iter().map(|cell| cell.state)).collect();
    assert_eq!(states, StreetState::ALL.into_iter().collect());
    let late = overview.communities.iter().filter(|row| row.cells[1].is_late).count();
    assert_eq!(late, 1, "one has not sent the latest month in time");
    assert!(overview.twice.iter().all(|twice| !twice.is_certain), "{:?}", overview.twice);
    let reminders = street.call(&StreetReminders { month: made.latest_month }).unwrap().body;
    assert_eq!(reminders.rows.len(), 2, "one has sent nothing, one has to send again");
    let returned = reminders.rows.iter().find(|row| row.state == StreetState::Returned).unwrap();
    assert!(returned.contact.is_some(), "{returned:?}");
}

fn open_street(made: &DemoMade, day: &str) -> Desk {
    let street = made.books.iter().find(|book| book.office == Office::Street).unwrap();
    open_desk(street.dir.as_ref(), day)
}

#[test]
fn the_street_of_the_demo_has_figures_and_a_backup_on_the_first_day_of_a_year_too() {
    const DAY: &str = "2027-01-01";
    let folder = tempfile::tempdir().unwrap();
    let made = town(folder.path(), DAY);
    let mut street = open_street(&made, DAY);
    let month = made.latest_month.next();
    let rows = street.call(&StreetRollUp::newest(month)).unwrap().body.rows;
    let told: BTreeSet<&str> = rows.iter().map(|row| row.community.as_str()).collect();
    assert_eq!(told.len(), 5, "each community has figures");
    let overview = street.call(&StreetOverview { month: made.latest_month, months: Some(2) }).unwrap().body;
    let states: Vec<StreetState> = overview.communities.iter().map(|row| row.cells[1].state).collect();
    use StreetState::{Missing, Receipted, Reported, Returned};
    assert_eq!(states, [Missing, Reported, Returned, Receipted, Receipted]);
    let frame = street.call(&FrameShow {}).unwrap().body;
    assert_eq!(frame.waiting_count, 1, "what was sent back is answered already");
    // A month that ended yesterday came in this morning, and the backup was made after it.
    let backup = frame.backup_at.unwrap().beijing_day().to_string();
    assert!(["2026-12-31", DAY].contains(&backup.as_str()), "{backup}");
}
