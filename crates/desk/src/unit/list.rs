//! The units of a day or a month with their figures.

use branchbook_contract::folio::{FolioCell, FolioTone};
use branchbook_contract::unit::{UnitList, UnitPage, UnitRow, UnitTotals};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::mask::masked_text;
use branchbook_domain::name::{NameKeys, query_key};
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::unit::figures::{UnitFigures, UnitMonth, unit_figures_on, unit_month_figures};

use super::finding::findings;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::row::days;
use crate::progress::Progress;

impl Handle<UnitList> for Desk {
    fn handle(&mut self, command: UnitList, _progress: &dyn Progress) -> Result<Outcome<UnitPage>> {
        if command.on.is_some() && command.month.is_some() {
            return Err(DeskError::field("on", "日期和月份只能选一个。"));
        }
        let on = command.on.unwrap_or_else(|| self.clock().today());
        let figures = self.book()?.read(|reading| asked(reading, command.month, on))?;
        Ok(Outcome::unchanged(page(&command, on, figures)))
    }
}

fn asked(reading: &Reading<'_>, month: Option<Month>, on: Day) -> Result<UnitMonth> {
    match month {
        Some(month) => Ok(unit_month_figures(reading, month, days(reading, month)?)?),
        None => Ok(unit_figures_on(reading, on)?),
    }
}

fn page(command: &UnitList, on: Day, figures: UnitMonth) -> UnitPage {
    let (activities, people) = (figures.activities, figures.people);
    let all: Vec<UnitRow> = figures.units.into_iter().map(row).collect();
    let totals = UnitTotals { activities, people, ..totals(&all) };
    let findings = all.iter().flat_map(findings).collect();
    let mut rows = all;
    rows.retain(|row| is_called(row, &command.text));
    UnitPage {
        on: command.month.is_none().then_some(on),
        month: command.month.unwrap_or_else(|| Month::of(on)),
        rows,
        totals,
        findings,
    }
}

/// The figures of the ledger as a row of the list.
pub(crate) fn row(figures: UnitFigures) -> UnitRow {
    let (expected, stated_on, source) = match figures.expected {
        Some(expected) => (Some(expected.count), Some(expected.stated_on), Some(expected.source)),
        None => (None, None, None),
    };
    UnitRow {
        state: state(expected, figures.reported),
        unit: figures.unit,
        name: figures.name,
        kind: figures.kind.map(masked_text),
        is_paired: figures.is_paired,
        rate: rate(figures.reported, expected),
        expected,
        stated_on,
        source: source.map(masked_text),
        reported: figures.reported,
        new: figures.new,
        returned: figures.returned,
        claims: figures.claims,
        new_claims: figures.new_claims,
        activities: figures.activities,
        attendances: figures.attendances,
        people: figures.people,
        minutes: figures.minutes,
    }
}

/// Where a unit stands, in a word.
fn state(expected: Option<i64>, reported: i64) -> FolioCell {
    match (expected, reported) {
        (None, _) => FolioCell::tagged("未登记人数", FolioTone::Plain),
        (Some(expected), 0) if expected > 0 => FolioCell::tagged("未报", FolioTone::Late),
        (Some(expected), reported) if reported < expected => {
            FolioCell::tagged(format!("差 {} 人", expected - reported), FolioTone::Due)
        }
        (Some(expected), reported) if reported > expected => {
            FolioCell::tagged(format!("超报 {} 人", reported - expected), FolioTone::Info)
        }
        _ => FolioCell::tagged("已报齐", FolioTone::Ok),
    }
}

fn is_called(row: &UnitRow, text: &str) -> bool {
    let letters = query_key(text);
    row.name.contains(&squeeze(text)) || (letters.is_ascii() && NameKeys::of(&row.name).matches(&letters))
}

/// Thousandths, rounded half up; nothing where nothing is owed.
fn rate(reported: i64, expected: Option<i64>) -> Option<i64> {
    let expected = expected.filter(|expected| *expected > 0)?;
    Some((reported * 2000 + expected) / (expected * 2))
}

/// The sums that can be added up; activities and people cannot.
fn totals(rows: &[UnitRow]) -> UnitTotals {
    let sum = |figure: fn(&UnitRow) -> i64| rows.iter().map(figure).sum::<i64>();
    let expected = sum(|row| row.expected.unwrap_or(0));
    let of_stated = sum(|row| if row.expected.is_some() { row.reported } else { 0 });
    UnitTotals {
        units: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        expected,
        reported: sum(|row| row.reported),
        rate: rate(of_stated, Some(expected)),
        new: sum(|row| row.new),
        returned: sum(|row| row.returned),
        claims: sum(|row| row.claims),
        new_claims: sum(|row| row.new_claims),
        activities: 0,
        attendances: sum(|row| row.attendances),
        people: 0,
        minutes: sum(|row| row.minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::finding::tests::row;

    #[test]
    fn a_rate_is_in_thousandths_and_may_pass_the_whole() {
        for (reported, expected, thousandths) in [
            (47, Some(50), Some(940)),
            (50, Some(47), Some(1064)),
            (1, Some(3), Some(333)),
            (2, Some(3), Some(667)),
        ] {
            assert_eq!(rate(reported, expected), thousandths, "{reported}/{expected:?}");
        }
        assert_eq!((rate(3, None), rate(3, Some(0))), (None, None));
    }

    #[test]
    fn a_unit_without_a_number_does_not_raise_the_rate_of_all() {
        let totals = totals(&[row(Some(10), 5), row(None, 90)]);
        assert_eq!((totals.expected, totals.reported, totals.rate), (10, 95, Some(500)));
    }

    #[test]
    fn units_are_found_by_name_and_by_letters() {
        let tax = row(None, 0);
        for text in ["", "税务", "shiswj", "swj", "市 税"] {
            let found = is_called(&tax, text);
            assert_eq!(found, text != "shiswj", "{text}");
        }
    }
}
