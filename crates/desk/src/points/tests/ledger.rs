//! The invariant of the booking core, over random work: what is booked up to a month is what the events known by
//! then count, whatever the order, with reversals and with months closing in between.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::key::{PersonId, PointsEntryId};
use branchbook_domain::points::{PointEvent, Points};
use branchbook_ledger::table::points::{self, EntryKind, EntrySource, PointsEntry};
use branchbook_ledger::{Reading, Stored};
use proptest::prelude::*;

use super::office::{Office, day, month, office};
use crate::error::Result;
use crate::month::booking_month;
use crate::points::account_of::ensure_accounts;
use crate::points::book::{NewEntry, book};
use crate::points::figures::points_month_figures;
use crate::points::fold::{PointsYear, year_span};
use crate::points::recount::recount;
use crate::points::scheme::{SchemeVersion, Schemes};

/// Items that meet caps by event, month and year, of an item and of a category, both ways.
const ITEMS: [&str; 6] = ["wish", "talk", "proposal", "dues", "late", "task_undone"];

#[derive(Debug, Clone)]
enum Act {
    /// Awards of (person, item, day of the year) in one batch.
    Award(Vec<(usize, usize, i64)>),
    /// Reverses a standing award, picked by number.
    Reverse(usize),
    /// Closes the next month.
    Close,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let event = (0..2usize, 0..ITEMS.len(), 0..120i64);
    let act = prop_oneof![
        6 => prop::collection::vec(event, 1..8).prop_map(Act::Award),
        3 => (0..50usize).prop_map(Act::Reverse),
        1 => Just(Act::Close),
    ];
    prop::collection::vec(act, 1..14)
}

fn version(reading: &Reading<'_>) -> Result<std::rc::Rc<SchemeVersion>> {
    Ok(Schemes::of(reading)?.on(reading, day("2026-01-01"))?.unwrap())
}

fn points_year(reading: &Reading<'_>) -> Result<PointsYear> {
    Ok(PointsYear::of(reading, &mut Schemes::of(reading)?, 2026)?)
}

fn award(office: &mut Office, events: &[(usize, usize, i64)]) {
    let people = office.people.clone();
    office.write(|writing| {
        let version = version(writing)?;
        let accounts = ensure_accounts(writing, version.id, &people, None)?;
        let mut batch = Vec::new();
        for (person, item, offset) in events {
            let code = ITEMS[*item];
            let occurred_on = add_days(day("2026-01-01"), *offset);
            batch.push(NewEntry {
                account: accounts[&people[*person]],
                scheme: version.id,
                item: version.item_id(code).unwrap(),
                occurred_on,
                booked_month: booking_month(writing, occurred_on)?,
                raw: version.scheme.item(code).unwrap().points,
                reverses: None,
                source: EntrySource::Hand,
                source_id: None,
                note: None,
            });
        }
        let mut schemes = Schemes::of(writing)?;
        Ok(book(writing, &mut schemes, &batch)?)
    });
}

fn reverse(office: &mut Office, pick: usize) {
    let standing: Vec<Stored<PointsEntry>> = standing(office);
    let Some(entry) = standing.get(pick % standing.len().max(1)) else { return };
    office.write(|writing| {
        let version = version(writing)?;
        let month = booking_month(writing, entry.occurred_on)?;
        let counter = NewEntry::reversing(entry, version.id, month, EntrySource::Hand, None).unwrap();
        let mut schemes = Schemes::of(writing)?;
        Ok(book(writing, &mut schemes, &[counter])?)
    });
}

fn standing(office: &Office) -> Vec<Stored<PointsEntry>> {
    let all = all(office);
    let gone: Vec<PointsEntryId> = all.iter().filter_map(|entry| entry.reverses_id).collect();
    all.into_iter().filter(|entry| entry.kind == EntryKind::Award && !gone.contains(&entry.id)).collect()
}

fn all(office: &Office) -> Vec<Stored<PointsEntry>> {
    let people = office.people.clone();
    office.read(|reading| {
        let version = version(reading)?;
        let accounts: Vec<_> = points::accounts_of_people(reading, version.id, &people)?
            .into_iter()
            .map(|pair| pair.1)
            .collect();
        let (from, to) = year_span(2026);
        Ok(points::entries_of_accounts(reading, &accounts, from, to)?)
    })
}

/// What each account's booked points come to at the end of each month, and what its events count.
fn sums_by_month(office: &Office) -> Vec<(Month, Points, Points)> {
    let all = all(office);
    let year = office.read(points_year);
    let mut sums = Vec::new();
    for of_account in all.chunk_by(|left, right| left.account_id == right.account_id) {
        for number in 1..=12 {
            let until = Month::new(2026, number).unwrap();
            let known = of_account.iter().filter(|entry| entry.booked_month <= until);
            let booked: i64 = known.clone().map(|entry| entry.counted).sum();
            let events: Vec<PointEvent> = known.filter_map(|entry| year.event(entry)).collect();
            sums.push((until, Points::from_hundredths(booked), year.count(&events).total));
        }
    }
    sums
}

/// Σ counted of each person at the end of a month, from closings and from entries.
fn by_figures(office: &Office, month: Month) -> BTreeMap<PersonId, Points> {
    let figures = office.read(|reading| Ok(points_month_figures(reading, month, None)?));
    figures.people.into_iter().map(|row| (row.person, row.year_counted)).collect()
}

fn by_entries(office: &Office, month: Month) -> BTreeMap<PersonId, Points> {
    let all = all(office);
    let people = office.people.iter().enumerate();
    people
        .map(|(at, person)| {
            let account = i64::try_from(at).unwrap() + 1;
            let own = all.iter().filter(|entry| entry.account_id.0 == account && entry.booked_month <= month);
            (*person, Points::from_hundredths(own.map(|entry| entry.counted).sum()))
        })
        .collect()
}

fn events_only(office: &Office) -> Vec<Points> {
    let (year, all) = (office.read(points_year), all(office));
    let accounts = all.chunk_by(|left, right| left.account_id == right.account_id);
    accounts
        .map(|entries| {
            let events: Vec<PointEvent> = entries.iter().filter_map(|entry| year.event(entry)).collect();
            let counted = year.count(&events).total;
            let booked: i64 = entries.iter().map(|entry| entry.counted).sum();
            assert_eq!(counted, Points::from_hundredths(booked));
            counted
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_booked_up_to_a_month_is_what_the_events_known_by_then_count(acts in acts()) {
        let mut office = office(&["甲", "乙"]);
        let mut next = month("2026-01");
        for act in acts {
            match act {
                Act::Award(events) => award(&mut office, &events),
                Act::Reverse(pick) => reverse(&mut office, pick),
                Act::Close => {
                    office.close(next);
                    next = next.next();
                }
            }
            for (until, booked, counted) in sums_by_month(&office) {
                prop_assert_eq!(booked, counted, "at the end of {}", until);
            }
        }
        let (found, _) = office.read(|reading| Ok(recount(reading, 2026)?));
        prop_assert_eq!(found.differences, vec![]);
        if !all(&office).is_empty() {
            for asked in [next, month("2026-12")] {
                prop_assert_eq!(by_figures(&office, asked), by_entries(&office, asked));
            }
        }
    }

    #[test]
    fn any_order_of_the_same_events_gives_the_same_total(
        mut events in prop::collection::vec((0..1usize, 0..ITEMS.len(), 0..40i64), 1..16),
        turn in 0..16usize,
    ) {
        let mut forward = office(&["甲"]);
        award(&mut forward, &events);
        let turn = turn % events.len();
        events.rotate_left(turn);
        let mut one_by_one = office(&["甲"]);
        for event in events.iter().rev() {
            award(&mut one_by_one, std::slice::from_ref(event));
        }
        prop_assert_eq!(events_only(&forward), events_only(&one_by_one));
    }
}

#[test]
fn a_back_dated_entry_that_takes_a_cap_is_followed_by_one_adjustment_in_the_first_open_month() {
    let mut office = office(&["甲"]);
    let offset = |text: &str| (text.parse::<Day>().unwrap() - day("2026-01-01")).num_days();
    award(&mut office, &[(0, 0, offset("2026-02-10")), (0, 0, offset("2026-02-11"))]);
    office.close(month("2026-01"));
    office.close(month("2026-02"));
    award(&mut office, &[(0, 0, offset("2026-02-01"))]);
    let entries = all(&office);
    let adjustments: Vec<_> = entries.iter().filter(|entry| entry.kind == EntryKind::CapAdjustment).collect();
    assert_eq!(adjustments.len(), 1);
    assert_eq!((adjustments[0].counted, adjustments[0].booked_month), (-500, month("2026-03")));
    assert_eq!(entries[0].counted, 500, "the earliest entry of the month fills the cap first");
    assert_eq!(entries.iter().map(|entry| entry.counted).sum::<i64>(), 1_000);
}
