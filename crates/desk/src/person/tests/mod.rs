//! People through the desk: duplicates found and decided, records merged and taken back, people who were known before
//! they became members.

mod decide;
mod followed;
mod known;
mod merging;
mod property;
mod roles;
mod rows;

use branchbook_contract::book::{BookVerify, HistoryUndo};
use branchbook_contract::folio::{FolioAct, FolioPage};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing, dump};

use super::twin::Pair;
use crate::folio::tests::{act, show};
use crate::member::tests::Office;
use crate::unit::office::close_month;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Writes rows past the commands.
fn put<T>(office: &mut Office, write: impl FnOnce(&mut Writing<'_>) -> Result<T, LedgerError>) -> T {
    let operation = Operation::new(OperationKind::MemberEdit, "备料");
    office.desk.book_mut().unwrap().write(&operation, write).unwrap().value
}

/// A record of a person and nothing else.
fn person(office: &mut Office, name: &str, change: impl FnOnce(&mut Person)) -> PersonId {
    put(office, |writing| {
        let mut person = Person::named(writing.new_uid(), name);
        change(&mut person);
        writing.insert(&person)
    })
}

fn unit(writing: &mut Writing<'_>, name: &str) -> Result<UnitId, LedgerError> {
    let uid = writing.new_uid();
    writing.insert(&Unit::named(uid, name))
}

/// Somebody reports in from a unit of this name.
fn report_in(office: &mut Office, person_id: PersonId, unit_name: &str, on: &str) {
    put(office, |writing| {
        let known = branchbook_ledger::table::unit::unit_by_name(writing, unit_name)?;
        let unit_id = match known {
            Some(known) => known.id,
            None => unit(writing, unit_name)?,
        };
        let uid = writing.new_uid();
        writing.insert(&ReportIn {
            uid,
            person_id,
            unit_id,
            reported_on: day(on).into(),
            booked_month: Month::of(day(on)),
            returned_on: None,
            returned_month: None,
            return_reason: None,
            duty: None,
            residence: None,
            skills: None,
            wanted_post: None,
            note: None,
        })
    });
}

fn close(office: &mut Office, text: &str) {
    close_month(office.desk.book_mut().unwrap(), month(text));
}

fn dump_of(office: &Office) -> String {
    office.desk.book().unwrap().read(dump::text).unwrap()
}

fn duplicates(office: &mut Office) -> FolioPage {
    show(office, "duplicates", None)
}

fn merging(one: PersonId, other: PersonId, values: &[(&str, &str)]) -> FolioAct {
    act("duplicates", "merge", Some(Pair::of(one, other).key()), values)
}

fn assert_sound(office: &mut Office) {
    let proof = office.call(&BookVerify {});
    assert!(proof.is_sound, "{:?}", proof.damages);
}

/// Takes the newest operation back: the book says again what it said.
fn undo_to(office: &mut Office, before: &str) {
    office.call(&HistoryUndo { change: None });
    assert_eq!(dump_of(office), before);
    assert_sound(office);
}
