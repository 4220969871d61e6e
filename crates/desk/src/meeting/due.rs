//! What organisation life is due in a month, for a shell. The reckoning is that of the month's check: one answer
//! wherever it is shown.

use branchbook_contract::meeting::{BranchDuties, DutyRow, MeetingDue};
use branchbook_domain::frequency::Duty;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::duty::{self, branch_duties};
use crate::month::row;
use crate::progress::Progress;

impl Handle<MeetingDue> for Desk {
    fn handle(
        &mut self,
        command: MeetingDue,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<BranchDuties>>> {
        let MeetingDue { month, branch } = command;
        let today = self.clock().today();
        let found = self.book()?.read(|reading| {
            let (first, last) = row::days(reading, month)?;
            // A month that is not over is seen as of today, one that lies ahead as of its first day.
            branch_duties(reading, month, last.min(today.max(first)), today)
        })?;
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
