//! Merge, then undo: any small book says again what it said.

use branchbook_domain::gathering::AttendanceState;
use proptest::prelude::*;

use super::rows::{activity, attended, claim, gathering};
use super::*;

/// What is put into the book, of which of the two (bit 1: the one, bit 2: the other) and on which day of the months.
#[derive(Debug, Clone)]
struct Put {
    kind: u8,
    whose: u8,
    day: u32,
}

fn puts() -> impl Strategy<Value = Vec<Put>> {
    let one = (0_u8..4, 1_u8..4, 0_u32..20).prop_map(|(kind, whose, day)| Put { kind, whose, day });
    prop::collection::vec(one, 0..8)
}

fn put_one(office: &mut Office, put_in: &Put, (one, other): (PersonId, PersonId)) {
    let month = if put_in.day.is_multiple_of(2) { "09" } else { "10" };
    let on = format!("2026-{month}-{:02}", put_in.day + 1);
    let pair = [(1, one), (2, other)].into_iter().filter(|(bit, _)| put_in.whose & bit != 0);
    let people: Vec<PersonId> = pair.map(|(_, person)| person).collect();
    match put_in.kind {
        0 => put(office, |writing| {
            let meeting = gathering(writing, &on, people.first().copied())?;
            people
                .iter()
                .try_for_each(|person| attended(writing, meeting, *person, AttendanceState::Present, &on))
        }),
        1 => put(office, |writing| activity(writing, &on, &people)),
        2 => put(office, |writing| claim(writing, &people, &on)),
        _ => {
            let free = |person: &&PersonId| {
                let open = office
                    .desk
                    .book()
                    .unwrap()
                    .read(|reading| branchbook_ledger::table::unit::open_report_in(reading, **person));
                open.unwrap().is_none()
            };
            let free: Vec<PersonId> = people.iter().filter(free).copied().collect();
            free.into_iter().for_each(|person| report_in(office, person, "市税务局", &on));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_that_is_taken_back_leaves_nothing(
        list in puts(),
        members in 0_u8..4,
        is_closed in any::<bool>(),
        stands in prop::sample::select(vec!["left", "right"]),
    ) {
        let mut office = Office::new();
        let mut record = |bit: u8| {
            if members & bit == 0 {
                person(&mut office, "陈爱民", |_| ())
            } else {
                office.member("陈爱民", |add| add.confirm_duplicate = true)
            }
        };
        let pair = (record(1), record(2));
        for put_in in &list {
            put_one(&mut office, put_in, pair);
        }
        if is_closed {
            close(&mut office, "2026-09");
        }
        let before = dump_of(&office);
        match office.desk.call(&merging(pair.0, pair.1, &[("stands", stands)])) {
            Ok(_) => undo_to(&mut office, &before),
            Err(refused) => {
                prop_assert!(!refused.message.is_empty());
                prop_assert_eq!(dump_of(&office), before);
            }
        }
    }
}
