//! 催报清单: who has not reported a month, or was sent back and has not mended it, and what to say on the telephone.

use branchbook_contract::street::{Reminder, Reminders, StreetReminders, StreetState};
use branchbook_domain::day::{Day, Month, day_label};
use branchbook_ledger::Reading;
use branchbook_ledger::table::exchange::Partner;

use super::state::States;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::exchange::office;
use crate::month::row;
use crate::progress::Progress;

impl Handle<StreetReminders> for Desk {
    fn handle(&mut self, command: StreetReminders, _progress: &dyn Progress) -> Result<Outcome<Reminders>> {
        let today = self.clock().today();
        let reminders = self.book()?.read(|reading| reminders(reading, command.month, today))?;
        Ok(Outcome::unchanged(reminders))
    }
}

fn reminders(reading: &Reading<'_>, month: Month, today: Day) -> Result<Reminders> {
    let due_on = row::find(reading, month)?.1.due_on;
    let states = States::of(reading, month)?;
    let communities = office::communities(reading)?;
    let rows = communities.iter().filter_map(|community| {
        let state = states.state(community.id);
        let sentence = sentence(community, month, state, due_on, today)?;
        Some(Reminder {
            community: community.name.clone(),
            state,
            contact: community.contact.clone(),
            sentence,
        })
    });
    Ok(Reminders { month, due_on, days_late: (today - due_on).num_days().max(0), rows: rows.collect() })
}

fn sentence(
    community: &Partner,
    month: Month,
    state: StreetState,
    due_on: Day,
    today: Day,
) -> Option<String> {
    let (name, label, due) = (&community.name, month.label(), day_label(due_on));
    let when = if today > due_on { format!("截止日{due}已过") } else { format!("截止日是{due}") };
    match state {
        StreetState::Missing => Some(format!("{name}：{label}月报还没有收到，{when}，请尽快封装上报。")),
        StreetState::Returned => Some(format!("{name}：{label}月报已退回，请按回执更正后重新上报，{when}。")),
        StreetState::Reported | StreetState::Receipted | StreetState::Closed => None,
    }
}
