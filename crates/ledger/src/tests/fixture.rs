//! Rows that the tests of the book write.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, ChangeId, OfferId, PersonId, UnitId};

use super::*;
use crate::table::activity::{Activity, Participation};
use crate::table::offer::Claim;
use crate::table::unit::{ReportIn, Unit};

pub(super) fn uid() -> uuid::Uuid {
    crate::book::new_uid(clock().as_ref())
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(super) fn write<T>(
    book: &mut Book,
    kind: OperationKind,
    title: &str,
    act: impl FnOnce(&mut Writing<'_>) -> Result<T>,
) -> (T, ChangeId) {
    let written = book.write(&Operation::new(kind, title), act).unwrap();
    (written.value, written.change.unwrap())
}

pub(super) fn unit(book: &mut Book) -> UnitId {
    let unit = Unit::named(uid(), "市税务局");
    write(book, OperationKind::UnitSet, "登记单位", |writing| writing.insert(&unit)).0
}

pub(super) fn report_in(unit_id: UnitId, reported_on: &str) -> ReportIn {
    ReportIn {
        uid: uid(),
        person_id: PersonId(1),
        unit_id,
        reported_on: day(reported_on).into(),
        booked_month: Month::of(day(reported_on)),
        returned_on: None,
        returned_month: None,
        return_reason: None,
        duty: None,
        residence: None,
        skills: None,
        wanted_post: None,
        note: None,
    }
}

pub(super) fn returned(row: ReportIn, on: &str) -> ReportIn {
    ReportIn { returned_on: Some(day(on)), returned_month: Some(Month::of(day(on))), ..row }
}

pub(super) fn activity(on: &str) -> Activity {
    Activity {
        uid: uid(),
        kind: "service".to_owned(),
        title: "清扫楼道".to_owned(),
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        start_minute: None,
        end_minute: None,
        place: None,
        organiser: None,
        organisation_id: None,
        unit_id: None,
        beneficiary_count: None,
        cancelled_on: None,
        note: None,
    }
}

pub(super) fn part(activity_id: ActivityId, on: &str, booked: &str) -> Participation {
    Participation {
        activity_id,
        person_id: PersonId(1),
        minutes: 360,
        occurred_on: day(on),
        booked_month: month(booked),
        cancelled_on: None,
        note: None,
    }
}

pub(super) fn claim(offer_id: OfferId, on: &str) -> Claim {
    Claim {
        offer_id,
        person_id: Some(PersonId(1)),
        unit_id: None,
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        ended_on: None,
        ended_month: None,
        state: "claimed".to_owned(),
        rating: None,
        note: None,
    }
}

pub(super) fn refusal(book: &mut Book, change: ChangeId) -> String {
    let before = dump_of(book);
    let error = book.undo(change).unwrap_err();
    assert!(matches!(error, LedgerError::NotUndoable { .. }), "{error}");
    assert_eq!(dump_of(book), before, "a refused undo changes nothing");
    error.to_string()
}

/// A book with one person and one unit.
pub(super) struct Town {
    pub book: Book,
    pub unit: UnitId,
    pub _dir: tempfile::TempDir,
}

pub(super) fn town() -> Town {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let unit = unit(&mut book);
    Town { book, unit, _dir: dir }
}
