//! Where a month stands.

use branchbook_contract::month::{MonthShow, MonthStatus};
use branchbook_domain::day::{Day, Month, day_label};
use branchbook_domain::month_state::MonthState;
use branchbook_ledger::Reading;
use branchbook_ledger::table::month::calendar;

use super::{close, row};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;
use crate::setting::preference::THEMES;

impl Handle<MonthShow> for Desk {
    fn handle(&mut self, command: MonthShow, _progress: &dyn Progress) -> Result<Outcome<MonthStatus>> {
        let today = self.clock().today();
        let status = self.book()?.read(|reading| status(reading, command.month, today))?;
        Ok(Outcome::unchanged(status))
    }
}

/// What to do about entries that the street has not seen.
const fn changed_note(state: MonthState) -> &'static str {
    match state {
        MonthState::Received => "上报后有改动：街道已回执，请与街道联系，由街道退回再重新上报，或记入下月。",
        _ => "上报后有改动：街道还没有回执，请重新封装上报，代替上一次。",
    }
}

fn status(reading: &Reading<'_>, month: Month, today: Day) -> Result<MonthStatus> {
    let (id, found) = row::find(reading, month)?;
    let shown = row::shown(reading, id, &found)?;
    let counts = calendar::booked_counts(reading, month)?;
    let mut notes = Vec::new();
    if shown.has_changed_since_sent {
        notes.push(changed_note(shown.state).to_owned());
    }
    if matches!(shown.state, MonthState::Open | MonthState::Returned) && today > shown.due_on {
        notes.push(format!("上报截止日是{}，已经过了，请尽快上报。", day_label(shown.due_on)));
    }
    notes.extend(THEMES.get(reading)?.get(&month.to_string()).map(|theme| format!("本月主题：{theme}")));
    Ok(MonthStatus {
        row: shown,
        movement_count: counts.movements,
        gathering_count: counts.gatherings,
        activity_count: counts.activities,
        points_entry_count: counts.points_entries,
        next_to_close: close::next_to_close(reading)?,
        closed_at: found.closed_at,
        last_closed: calendar::last_closed(reading)?,
        notes,
    })
}
