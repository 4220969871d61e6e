//! The rows behind figures of service.

use branchbook_contract::service::{ActivityPresences, ServiceRow};
use branchbook_domain::day::{Day, Month};
use branchbook_ledger::Reading;
use branchbook_ledger::table::activity::presence::{self, Presence};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<ActivityPresences> for Desk {
    fn handle(
        &mut self,
        command: ActivityPresences,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<ServiceRow>>> {
        let on = command.on.unwrap_or_else(|| self.clock().today());
        let found = self.book()?.read(|reading| presences(reading, &command, on))?;
        Ok(Outcome::unchanged(found.into_iter().map(row).collect()))
    }
}

fn presences(reading: &Reading<'_>, command: &ActivityPresences, on: Day) -> Result<Vec<Presence>> {
    match (command.unit, command.person) {
        (Some(unit), _) => Ok(presence::of_unit(reading, unit, on)?),
        (None, Some(person)) => {
            let first = Month::new(Month::of(on).year(), 1).map_or(on, Month::first_day);
            Ok(presence::of_person(reading, person, first, on)?)
        }
        (None, None) => Err(DeskError::refused("请先选择单位或人员，再查看服务记录。")),
    }
}

fn row(presence: Presence) -> ServiceRow {
    let Presence { day, activity, title, kind, person, name, minutes } = presence;
    ServiceRow { day, activity, title, kind, person, name, minutes }
}
