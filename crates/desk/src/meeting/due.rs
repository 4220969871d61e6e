//! What organisation life is due in a month, for a shell. The reckoning is that of the month's check: one answer
//! wherever it is shown.

use branchbook_contract::meeting::{BranchDuties, DutyRow, MeetingDue};
use branchbook_domain::frequency::Duty;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::duty::{self, branch_duties};
use crate::progress::Progress;

impl Handle<MeetingDue> for Desk {
    fn handle(
        &mut self,
        command: MeetingDue,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<BranchDuties>>> {
        let MeetingDue { month, branch } = command;
        let today = self.clock().today();
        // A month that is not over is seen as of today, one that lies ahead as of its first day.
        let day = month.last_day().min(today.max(month.first_day()));
        let found = self.book()?.read(|reading| branch_duties(reading, month, day, today))?;
        let wanted = |duties: &duty::BranchDuties| branch.is_none_or(|branch| duties.branch == branch);
        Ok(Outcome::unchanged(found.into_iter().filter(wanted).map(shown).collect()))
    }
}

fn shown(duties: duty::BranchDuties) -> BranchDuties {
    BranchDuties {
        branch: duties.branch,
        name: duties.facts.name,
        duties: duties.duties.into_iter().map(row).collect(),
    }
}

fn row(duty: Duty) -> DutyRow {
    DutyRow { state_label: duty.state.label().to_owned(), sentence: duty.sentence(), duty }
}
