//! States the number of members of a unit who owe a report-in: the unit's own word, with day and source.

use branchbook_contract::unit::{UnitExpect, UnitExpected};
use branchbook_domain::day::Day;
use branchbook_domain::text::tidy;
use branchbook_ledger::table::unit::figures::unit_figures_on;
use branchbook_ledger::table::unit::{self, Unit, UnitExpectation};
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};

use super::entry::Wrong;
use super::finding::findings;
use super::list::row;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::Booking;
use crate::progress::Progress;

impl Handle<UnitExpect> for Desk {
    fn handle(&mut self, command: UnitExpect, _progress: &dyn Progress) -> Result<Outcome<UnitExpected>> {
        let today = self.clock().today();
        check(&command, today)?;
        let book = self.book_mut()?;
        let name = book.read(|reading| reading.require::<Unit>(command.unit))?.value.name;
        let title = format!("登记应报到数：{name} {} 人", command.count);
        let operation = Operation::new(OperationKind::UnitSet, title);
        let written = book.write(&operation, |writing| state(writing, &command, today))?;
        Ok(outcome_of(written, |warnings| UnitExpected { warnings }))
    }
}

fn check(command: &UnitExpect, today: Day) -> Result<()> {
    let mut wrong = Wrong::default();
    wrong.unless(command.count >= 0, "count", "应报到数不能小于 0。");
    wrong.unless(command.stated_on <= today, "stated_on", "名册日期不能晚于今天。");
    let has_source = !command.source.trim().is_empty();
    wrong.unless(has_source, "source", "请写明数字的来源，例如“单位党组织报到单”。");
    wrong.finish()
}

fn state(writing: &mut Writing<'_>, command: &UnitExpect, today: Day) -> Result<Vec<String>> {
    let stored = unit::expectations(writing, command.unit)?;
    let source = tidy(&command.source);
    let newest = stored.iter().find(|known| known.stated_on == command.stated_on);
    if newest.is_some_and(|known| known.expected_count == command.count && known.source == source) {
        return Ok(vec!["这个数字已经登记过，未改动。".to_owned()]);
    }
    let mut warnings: Vec<String> = newest
        .map(|known| format!("同一天原登记 {} 人，以这次为准。", known.expected_count))
        .into_iter()
        .collect();
    let later = stored.iter().find(|known| known.stated_on > command.stated_on);
    warnings.extend(later.map(|known| {
        format!("已有更晚的数字（{}，{} 人），今天仍按它计算。", known.stated_on, known.expected_count)
    }));
    let booking = Booking::of(writing)?.standing();
    let booked_month = booking.month(command.stated_on);
    warnings.extend(booking.note(command.stated_on));
    writing.insert(&UnitExpectation {
        unit_id: command.unit,
        expected_count: command.count,
        stated_on: command.stated_on,
        booked_month,
        source,
    })?;
    warnings.extend(doubts(writing, command, today)?);
    Ok(warnings)
}

fn doubts(reading: &Reading<'_>, command: &UnitExpect, today: Day) -> Result<Vec<String>> {
    let figures = unit_figures_on(reading, today)?.units;
    let own = figures.into_iter().find(|figures| figures.unit == command.unit);
    Ok(own.map(|own| findings(&row(own))).unwrap_or_default())
}
