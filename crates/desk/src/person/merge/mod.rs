//! Two records become one person. Everything that points at the record that gives way comes to point at the one that
//! stands, in one operation that can be undone. No row is removed, and nothing that a closed month reported changes:
//!
//! * rows of closed months stay with the record that gives way, and whoever reads a person's facts reads them, too;
//!   if only one of the two has such rows, that one must stand;
//! * who ran as a member twice is a member once, with the earlier beginning; the double leaves the numbers by a
//!   correction of the movement that brought it, which no report shows if none has counted it yet;
//! * at a gathering or an activity that both attended, and of a condition, post, tag or role that both have, the row of
//!   the record that stands counts; the other stays behind and its points are taken back;
//! * two open report-ins from different units, two running cases, and spans in two branches at a time are refused: only
//!   a person knows which of them is true.

pub(crate) mod field;
mod held;
mod span;
mod write;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::development::cases_of;
use branchbook_ledger::table::membership::{Membership, memberships_of};
use branchbook_ledger::table::merge::{self, Carried, carried};
use branchbook_ledger::table::month::calendar;
use branchbook_ledger::table::offer::open_claims_of;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit, open_report_in};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::error::{DeskError, Result};
use crate::month::last_closed;

pub(crate) use field::Side;
pub(crate) use write::{Chosen, keep_apart, merge};

use super::twin::Pair;

/// One of the two records with all that decides about a merge.
#[derive(Debug)]
pub(crate) struct Record {
    /// The person as recorded.
    pub person: Stored<Person>,
    /// Everything that points at it.
    pub rows: Vec<Carried>,
    /// Its memberships.
    pub memberships: Vec<Stored<Membership>>,
    /// Its report-in that did not end.
    pub report_in: Option<Stored<ReportIn>>,
}

impl Record {
    fn of(reading: &Reading<'_>, person: PersonId) -> Result<Self> {
        Ok(Self {
            person: reading.require::<Person>(person)?,
            rows: carried(reading, person)?,
            memberships: memberships_of(reading, person)?,
            report_in: open_report_in(reading, person)?,
        })
    }

    /// The membership that runs.
    pub fn home(&self) -> Option<&Stored<Membership>> {
        span::open(&self.memberships)
    }

    /// Rows of the closed months.
    pub fn closed_rows(&self, closed: Option<Month>) -> usize {
        self.rows.iter().filter(|row| is_closed(row, closed)).count()
    }
}

/// Whether a row belongs to a closed month.
fn is_closed(row: &Carried, closed: Option<Month>) -> bool {
    row.month.is_some_and(|month| Some(month) <= closed)
}

/// The two records side by side.
#[derive(Debug)]
pub(crate) struct Beside {
    /// The one that came earlier.
    pub left: Record,
    /// The other.
    pub right: Record,
    closed: Option<Month>,
}

impl Beside {
    /// Reads both; a record that gave way already is refused.
    pub fn of(reading: &Reading<'_>, pair: Pair) -> Result<Self> {
        for person in [pair.left, pair.right] {
            let standing = merge::standing(reading, person)?;
            if standing != person {
                let name = reading.require::<Person>(standing)?.value.name;
                return Err(DeskError::refused(format!(
                    "其中一条记录已经并入“{name}”（编号 {standing}），不用再合并。"
                )));
            }
        }
        let (left, right) = (Record::of(reading, pair.left)?, Record::of(reading, pair.right)?);
        Ok(Self { left, right, closed: last_closed(reading)? })
    }

    /// The record of a side.
    pub fn side(&self, side: Side) -> &Record {
        side.of(&self.left, &self.right)
    }

    /// The side that should stand: which has rows of closed months, is a member, has more in the book, came earlier.
    pub fn better(&self) -> Side {
        let weight = |record: &Record| {
            let closed = record.closed_rows(self.closed);
            (closed > 0, record.home().is_some(), record.rows.len())
        };
        if weight(&self.right) > weight(&self.left) { Side::Right } else { Side::Left }
    }

    /// The side that was entered later.
    pub fn newer(&self) -> Side {
        if self.right.person.made_by > self.left.person.made_by { Side::Right } else { Side::Left }
    }

    /// Both are members, in different branches or groups.
    pub fn has_two_homes(&self) -> bool {
        let home = |record: &Record| record.home().map(|span| (span.branch_id, span.group_id));
        matches!((home(&self.left), home(&self.right)), (Some(left), Some(right)) if left.0 != right.0
            || (left.1.is_some() && right.1.is_some() && left.1 != right.1))
    }

    /// Refuses what would lose a fact, and says what to do first.
    pub fn require_possible(&self, reading: &Reading<'_>, stands: Side) -> Result<()> {
        let (into, from) = (self.side(stands), self.side(stands.other()));
        self.require_movable(stands)?;
        require_one_report_in(reading, into, from, self.closed)?;
        self.require_movable_claims(reading, from)?;
        require_one_case(reading, into, from)
    }

    /// Rows of closed months cannot be moved: the record that has them stands.
    fn require_movable(&self, stands: Side) -> Result<()> {
        let (into, from) = (self.side(stands), self.side(stands.other()));
        let left_behind = from.closed_rows(self.closed);
        if left_behind == 0 || into.closed_rows(self.closed) > 0 {
            return Ok(());
        }
        let words = format!(
            "{}边的记录（编号 {}）有 {left_behind} 条登记属于已结账的月份，不能再改动。请选择保留{}边的记录；各项内容仍可以逐项选用另一边的。",
            stands.other().label(),
            from.person.id,
            stands.other().label(),
        );
        Err(DeskError::field("stands", words))
    }

    fn require_movable_claims(&self, reading: &Reading<'_>, from: &Record) -> Result<()> {
        let frozen = |id: i64| from.rows.iter().any(|row| row.is("claim", id) && is_closed(row, self.closed));
        match open_claims_of(reading, from.person.id)?.iter().any(|claim| frozen(claim.id.0)) {
            true => Err(DeskError::refused(
                "要并入的记录还认领着岗位，认领登记在已结账的月份，移不过来。请先登记该岗位认领结束，合并后在保留的记录上重新认领。",
            )),
            false => Ok(()),
        }
    }
}

/// Two open report-ins are one if they are from one unit; one of a closed month cannot be handed over.
fn require_one_report_in(
    reading: &Reading<'_>,
    into: &Record,
    from: &Record,
    closed: Option<Month>,
) -> Result<()> {
    let unit = |row: &ReportIn| reading.require::<Unit>(row.unit_id).map(|unit| unit.value.name);
    match (&into.report_in, &from.report_in) {
        (Some(own), Some(other)) if own.unit_id != other.unit_id => Err(DeskError::refused(format!(
            "两条记录都在报到，还没有返回：“{}”（{}）和“{}”（{}）。一个人只能从一个单位报到，请先给其中一条登记返回，再合并。",
            unit(own)?,
            own.reported_on,
            unit(other)?,
            other.reported_on
        ))),
        (None, Some(other)) if Some(other.booked_month) <= closed => Err(DeskError::refused(format!(
            "要并入的记录从“{}”报到，登记在已结账的{}，移不过来。请先给它登记返回，合并后在保留的记录上重新登记报到。",
            unit(other)?,
            other.booked_month.label()
        ))),
        _ => Ok(()),
    }
}

fn require_one_case(reading: &Reading<'_>, into: &Record, from: &Record) -> Result<()> {
    let is_running = |person| -> Result<bool, LedgerError> {
        Ok(cases_of(reading, person)?.iter().any(|case| case.ended_by_on.is_none()))
    };
    match is_running(into.person.id)? && is_running(from.person.id)? {
        true => {
            Err(DeskError::refused("两条记录都有没有结束的发展党员档案。请先结束其中重复的一份，再合并。"))
        }
        false => Ok(()),
    }
}

/// The day up to which reports have counted a membership that a movement of this month brought: that after the last
/// closed month, whose days come from its own row. Nothing if none has.
fn counted_until(
    reading: &Reading<'_>,
    booked: Month,
    closed: Option<Month>,
) -> Result<Option<Day>, LedgerError> {
    let Some(closed) = closed.filter(|closed| booked <= *closed) else { return Ok(None) };
    Ok(calendar::row(reading, closed)?.map(|row| row.to_on))
}
