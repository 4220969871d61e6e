//! A small office for the tests.

use branchbook_contract::Command;
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::Membership;
use branchbook_ledger::table::month::MonthRow;
use branchbook_ledger::table::organisation::{Level, Organisation, root};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};

use crate::Desk;
use crate::error::Result;
use crate::fresh::{Fresh, fresh};
use crate::points::close::close_points;

/// A desk with a book of its own.
pub struct Office {
    pub desk: Desk,
    pub branches: [OrganisationId; 2],
    pub people: Vec<PersonId>,
    _dir: tempfile::TempDir,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Two branches; the first half of the names in 银河里党支部, the rest in 锦华苑党支部. Today is 2026-12-31.
pub fn office(names: &[&str]) -> Office {
    office_on("2026-12-31", names)
}

pub fn office_on(today: &str, names: &[&str]) -> Office {
    let Fresh { mut desk, dir, .. } = fresh(today, None);
    let (branches, people) = write(&mut desk, |writing| {
        let branches = [branch(writing, "银河里党支部", 1), branch(writing, "锦华苑党支部", 2)];
        let half = names.len().div_ceil(2);
        let people: Vec<PersonId> = names
            .iter()
            .enumerate()
            .map(|(at, name)| member(writing, name, branches[usize::from(at >= half)]))
            .collect();
        Ok((branches, people))
    });
    Office { desk, branches, people, _dir: dir }
}

impl Office {
    pub fn call<C: Command>(&mut self, command: &C) -> C::Reply {
        self.desk.call(command).unwrap().body
    }

    /// The sentence with which a command is refused, its fields included.
    pub fn refusal<C: Command>(&mut self, command: &C) -> String {
        match self.desk.call(command) {
            Ok(_) => panic!("{} was not refused", C::NAME),
            Err(error) => error.to_string(),
        }
    }

    pub fn write<T>(&mut self, act: impl FnOnce(&mut Writing<'_>) -> Result<T>) -> T {
        write(&mut self.desk, act)
    }

    pub fn read<T>(&self, ask: impl FnOnce(&Reading<'_>) -> Result<T>) -> T {
        self.desk.book().unwrap().read(ask).unwrap()
    }

    /// Closes a month with its balances.
    pub fn close(&mut self, month: Month) {
        let operation = Operation::new(OperationKind::MonthClose, "结账");
        let book = self.desk.book_mut().unwrap();
        book.write(&operation, |writing| -> Result<()> {
            close_points(writing, month)?;
            let row = MonthRow {
                month,
                state: "closed".to_owned(),
                from_on: month.first_day(),
                to_on: month.next().first_day(),
                due_on: month.next().first_day(),
                filled_on: None,
                sent_file_id: None,
                submitted_change_id: None,
                closed_at: Some(writing.at()),
            };
            writing.insert(&row)?;
            Ok(())
        })
        .unwrap();
    }
}

fn write<T>(desk: &mut Desk, act: impl FnOnce(&mut Writing<'_>) -> Result<T>) -> T {
    let operation = Operation::new(OperationKind::MemberAdd, "登记");
    desk.book_mut().unwrap().write(&operation, act).unwrap().value
}

fn branch(writing: &mut Writing<'_>, name: &str, position: i64) -> OrganisationId {
    let row = Organisation {
        uid: uuid::Uuid::from_u128(u128::from(position.unsigned_abs())),
        parent_id: root(writing).unwrap().map(|root| root.id),
        level: Level::Branch,
        name: name.to_owned(),
        position,
        from_on: None,
        to_on: None,
        note: None,
        project: None,
        planned_end_on: None,
    };
    writing.insert(&row).unwrap()
}

/// A full member of a branch since before the book began.
pub fn member(writing: &mut Writing<'_>, name: &str, branch_id: OrganisationId) -> PersonId {
    let clock = FixedClock(writing.at());
    let person = Person {
        joined_on: Some(day("2001-07-01").into()),
        became_full_on: Some(day("2002-07-01").into()),
        ..Person::named(branchbook_ledger::book::new_uid(&clock), name)
    };
    let person_id = writing.insert(&person).unwrap();
    writing.insert(&Membership { person_id, branch_id, group_id: None, from_on: None, to_on: None }).unwrap();
    person_id
}
