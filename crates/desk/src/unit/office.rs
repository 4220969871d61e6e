//! A small community for the tests of units, report-ins and activities: a book on disk without a password, on a
//! fixed day, spoken to as a shell does.

use std::sync::Arc;

use branchbook_contract::book::{BookCreate, BookVerify, HistoryUndo, Office as OfficeKind};
use branchbook_contract::report_in::{ReportInAdd, ReportInAdded, ReportInDraft, ReportInReturn};
use branchbook_contract::unit::{UnitDraft, UnitExpect, UnitList, UnitPage, UnitSet};
use branchbook_contract::{CallError, Command};
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::key::{OrganisationId, PersonId, ReportInId, UnitId};
use branchbook_ledger::table::membership::Membership;
use branchbook_ledger::table::month::MonthRow;
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind};

use crate::desk::Desk;

/// A day of the tests.
pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A month of the tests.
pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// The community.
pub(crate) struct Office {
    pub desk: Desk,
    pub dir: tempfile::TempDir,
}

impl Office {
    /// A new book, looked at on this day.
    pub fn on(today: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Arc::new(FixedClock::on(day(today))));
        let create = BookCreate {
            dir: dir.path().join("book").display().to_string(),
            office: OfficeKind::Community,
            name: "银河社区".into(),
            operator: None,
            password: None,
        };
        desk.call(&create).unwrap();
        Self { desk, dir }
    }

    /// Calls a command that must succeed.
    pub fn ask<C: Command>(&mut self, command: &C) -> C::Reply {
        self.desk.call(command).unwrap().body
    }

    /// Calls a command that must be refused.
    pub fn refused<C: Command>(&mut self, command: &C) -> CallError
    where
        C::Reply: std::fmt::Debug,
    {
        self.desk.call(command).unwrap_err()
    }

    /// A new unit that says it owes so many.
    pub fn unit(&mut self, name: &str, owed: Option<i64>) -> UnitId {
        let draft = UnitDraft { name: name.to_owned(), ..UnitDraft::default() };
        let unit = self.ask(&UnitSet { unit: None, draft }).unit;
        if let Some(count) = owed {
            let source = "名册".to_owned();
            self.ask(&UnitExpect { unit, count, stated_on: day("2026-09-30"), source });
        }
        unit
    }

    /// Someone reports in.
    pub fn report_in(&mut self, unit: UnitId, name: &str, on: &str) -> ReportInAdded {
        self.ask(&ReportInAdd { draft: draft(unit, name, on) })
    }

    /// A report-in ends.
    pub fn returns(&mut self, report_in: ReportInId, on: &str) {
        self.ask(&ReportInReturn { report_in, on: day(on), reason: "迁居".into() });
    }

    /// The units of a day.
    pub fn units_on(&mut self, on: &str) -> UnitPage {
        self.ask(&UnitList { on: Some(day(on)), ..UnitList::default() })
    }

    /// The units of a month as it is sent.
    pub fn units_of(&mut self, of: &str) -> UnitPage {
        self.ask(&UnitList { month: Some(month(of)), ..UnitList::default() })
    }

    /// A member of the community, in a branch of their own.
    pub fn member(&mut self, name: &str) -> PersonId {
        let operation = Operation::new(OperationKind::MemberAdd, format!("新增党员：{name}"));
        let written = self.desk.book_mut().unwrap().write(&operation, |writing| {
            let branch = Organisation { uid: writing.new_uid(), ..branch() };
            let branch_id: OrganisationId = writing.insert(&branch)?;
            let person = Person::named(writing.new_uid(), name);
            let person_id = writing.insert(&person)?;
            let (group_id, from_on, to_on) = (None, None, None);
            writing.insert(&Membership { person_id, branch_id, group_id, from_on, to_on })?;
            Ok::<_, LedgerError>(person_id)
        });
        written.unwrap().value
    }

    /// Closes a month, without what else belongs to closing.
    pub fn close(&mut self, text: &str) {
        close_month(self.desk.book_mut().unwrap(), month(text));
    }

    /// Takes the newest operation back.
    pub fn undo(&mut self) -> String {
        self.ask(&HistoryUndo { change: None }).title
    }

    /// The history still proves the tables.
    pub fn assert_sound(&mut self) {
        let proof = self.ask(&BookVerify {});
        assert!(proof.is_sound, "{:?}", proof.damages);
    }
}

/// A slip with name, unit and day.
pub(crate) fn draft(unit: UnitId, name: &str, on: &str) -> ReportInDraft {
    ReportInDraft {
        person: None,
        name: name.to_owned(),
        sex: None,
        id_number: None,
        phone: None,
        unit,
        duty: None,
        residence: None,
        skills: None,
        wanted_post: None,
        reported_on: on.parse().unwrap(),
        note: None,
    }
}

fn branch() -> Organisation {
    Organisation {
        uid: uuid::Uuid::nil(),
        parent_id: None,
        level: Level::Branch,
        name: "第一党支部".into(),
        position: 1,
        from_on: None,
        to_on: None,
        note: None,
        project: None,
        planned_end_on: None,
    }
}

/// Closes a month, without what else belongs to closing.
pub(crate) fn close_month(book: &mut Book, month: Month) {
    let row = MonthRow {
        month,
        state: "closed".into(),
        from_on: month.first_day(),
        to_on: month.next().first_day(),
        due_on: month.next().first_day(),
        filled_on: None,
        sent_file_id: None,
        submitted_change_id: None,
        closed_at: None,
    };
    let operation = Operation::new(OperationKind::MonthClose, format!("{}结账", month.label()));
    book.write(&operation, |writing| writing.insert(&row).map(|_| ())).unwrap();
}
