//! The tables as Rust values, one module per noun, each with the queries that ask it.
//! The numbers stand in change records: a table keeps its number for ever and a dropped table's is not reused.

pub mod activity;
pub mod gathering;
pub mod import;
pub mod membership;
pub mod month;
pub mod offer;
pub mod office;
pub mod organisation;
pub mod person;
pub mod points;
pub mod unit;

use crate::entity::{Entity as _, Table};
use crate::error::{LedgerError, Result};

/// All tables that the gate writes, parents before children.
pub const TABLES: &[Table] = &[
    office::Operator::TABLE,
    office::Setting::TABLE,
    office::CodeValue::TABLE,
    office::KeptFile::TABLE,
    organisation::Organisation::TABLE,
    organisation::Place::TABLE,
    person::Person::TABLE,
    membership::Membership::TABLE,
    membership::Movement::TABLE,
    membership::Condition::TABLE,
    membership::PostHeld::TABLE,
    unit::Unit::TABLE,
    unit::UnitExpectation::TABLE,
    unit::ReportIn::TABLE,
    offer::Offer::TABLE,
    offer::Claim::TABLE,
    activity::Activity::TABLE,
    activity::Participation::TABLE,
    gathering::Gathering::TABLE,
    gathering::MeetingRecord::TABLE,
    gathering::Topic::TABLE,
    gathering::Vote::TABLE,
    gathering::Attendance::TABLE,
    points::PointsScheme::TABLE,
    points::PointsItem::TABLE,
    points::PointsAccount::TABLE,
    points::PointsEntry::TABLE,
    month::MonthRow::TABLE,
    month::MonthFigure::TABLE,
    month::PointsClosing::TABLE,
    import::ImportBatch::TABLE,
    import::ImportMapping::TABLE,
];

/// The table that change records mean by a number.
pub(crate) fn table_by_number(number: u16) -> Result<Table> {
    let known = TABLES.iter().find(|table| table.number == number).copied();
    known.ok_or(LedgerError::Corrupt { table: "change", id: i64::from(number), column: "body" })
}

/// The table with a name.
pub fn table_by_name(name: &str) -> Option<Table> {
    TABLES.iter().find(|table| table.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_number_of_its_own() {
        let numbers: std::collections::BTreeSet<u16> = TABLES.iter().map(|table| table.number).collect();
        assert_eq!(numbers.len(), TABLES.len());
    }
}
