//! What a person could still gain: each item is weighed with more than any cap allows, and what counts of it is
//! the room. The fold answers; no cap is reckoned here a second time.

use branchbook_contract::account::{ItemRoom, PointsRoom};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::points::{Item, Points, Unit};
use branchbook_ledger::{Reading, Result as LedgerResult};

use super::account::{Sheet, sheet};
use super::scheme::{SchemeVersion, Schemes};
use super::weigh::event;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

/// More than anybody does within a year.
const MORE_THAN_ENOUGH: u32 = 10_000;

impl Handle<PointsRoom> for Desk {
    fn handle(&mut self, command: PointsRoom, _progress: &dyn Progress) -> Result<Outcome<Vec<ItemRoom>>> {
        let on = command.on.unwrap_or_else(|| self.clock().today());
        let rooms = self.book()?.read(|reading| rooms(reading, &command, on))?;
        Ok(Outcome::unchanged(rooms))
    }
}

fn rooms(reading: &Reading<'_>, command: &PointsRoom, on: Day) -> LedgerResult<Vec<ItemRoom>> {
    let mut schemes = Schemes::of(reading)?;
    let Some(version) = schemes.on(reading, on)? else { return Ok(Vec::new()) };
    let sheet = sheet(reading, &mut schemes, command.person, Month::of(on).year())?;
    let gains =
        version.scheme.items.iter().filter(|item| !item.points.is_negative() && !item.points.is_zero());
    Ok(gains.map(|item| room(&sheet, &version, item, on)).collect())
}

fn room(sheet: &Sheet, version: &SchemeVersion, item: &Item, on: Day) -> ItemRoom {
    let event = event(item.code.clone(), on, item.raw_for_times(MORE_THAN_ENOUGH));
    let id = event.id;
    let counting = sheet.count_with(event);
    let line = counting.line(id);
    // The last cut is the tightest: the category cuts only what the item has left.
    let cut = line.and_then(|line| line.cuts.last());
    ItemRoom {
        code: item.code.clone(),
        name: item.name.clone(),
        category: version
            .scheme
            .category(&item.category)
            .map_or_else(String::new, |found| found.name.clone()),
        points: item.points,
        is_hourly: item.unit == Unit::PerHour,
        is_automatic: item.automatic.is_some(),
        room: cut.and(line).map(|line| line.counted.max(Points::ZERO)),
        period: cut.map(|cut| cut.cap.period.label().to_owned()),
    }
}
