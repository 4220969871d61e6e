//! Whatever the order in which files come, and however often: the street ends up saying the same.

use branchbook_contract::street::{RollUpTable, StreetOverview, StreetState};
use branchbook_ledger::table::roll_up::HeldMember;
use branchbook_tests::office::{copy_book, open_desk};
use branchbook_tests::random::Random;

use crate::community::{Town, join, month, open, roll_up};

/// Orders that are tried.
const ORDERS: u64 = 24;

/// What the street says, without the keys of its rows.
#[derive(Debug, PartialEq)]
struct Said {
    table: RollUpTable,
    states: Vec<StreetState>,
    members: Vec<(i64, String, String)>,
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut town = Town::of(&[4, 9, 6], "2026-08-20");
    let mut files = Vec::new();
    for (text, day) in [("2026-08", "2026-09-02"), ("2026-09", "2026-10-02")] {
        town.on(day);
        for at in 0..3 {
            files.push(town.seal(at, month(text)).path);
            join(
                &mut town.communities[at],
                if text.ends_with('8') { "新安" } else { "新波" },
                &format!("{text}-28"),
            );
        }
        files.push(town.seal(1, month(text)).path);
    }
    town.street.desk.close().unwrap();
    let mut random = Random::new(5);
    let mut wanted: Option<Said> = None;
    for order in 0..ORDERS {
        let work = tempfile::tempdir().unwrap();
        copy_book(&town.street.dir, work.path());
        let mut street = open_desk(work.path(), "2026-10-03");
        let mut left: Vec<&String> = files.iter().chain(&files).collect();
        while !left.is_empty() {
            let next = usize::try_from(random.below(left.len() as u64)).unwrap();
            let path = left.swap_remove(next);
            if let Err(error) = open(&mut street, path) {
                assert!(error.message.contains("较早的第"), "{}", error.message);
            }
        }
        let overview = StreetOverview { month: month("2026-09"), months: Some(2) };
        let overview = street.call(&overview).unwrap().body;
        let members = street.book().unwrap().read(|reading| reading.all::<HeldMember>()).unwrap();
        let mut members: Vec<(i64, String, String)> = members
            .into_iter()
            .filter(|member| member.is_present)
            .map(|member| (member.partner_id.0, member.uid.clone(), member.name.clone()))
            .collect();
        members.sort();
        let said = Said {
            table: roll_up(&mut street, "2026-08", "2026-09"),
            states: overview
                .communities
                .iter()
                .flat_map(|row| row.cells.iter().map(|cell| cell.state))
                .collect(),
            members,
        };
        assert_eq!(said.members.len(), 4 + 9 + 6 + 4, "the newest register of each community");
        match &wanted {
            Some(wanted) => assert_eq!(*wanted, said, "order {order}"),
            None => wanted = Some(said),
        }
    }
}
