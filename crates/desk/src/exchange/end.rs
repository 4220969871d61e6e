//! Ending the exchange with a community: a merged or dissolved one is no longer awaited. What it reported stays.

use branchbook_contract::parcel::{PartnerEnd, PartnerEnded};
use branchbook_domain::day::day_label;
use branchbook_ledger::table::exchange::Partner;
use branchbook_ledger::{Operation, OperationKind};

use super::office;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<PartnerEnd> for Desk {
    fn handle(&mut self, command: PartnerEnd, _progress: &dyn Progress) -> Result<Outcome<PartnerEnded>> {
        let to_on = self.clock().today();
        let book = self.book_mut()?;
        let community = book.read(|reading| office::community_named(reading, &command.office))?;
        let operation = Operation::new(OperationKind::PartnerEnd, format!("停止与{}的往来", community.name));
        let written = book.write(&operation, |writing| {
            let ended = Partner { to_on: Some(to_on), ..community.value.clone() };
            writing.update(community.id, &ended).map(|_| ()).map_err(DeskError::from)
        })?;
        let notes = vec![
            format!("自{}起不再等候{}上报，以前各月的数字保留。", day_label(to_on), community.name),
            "下次下发不再发给它；要恢复往来，请重新登记它的邀请文件。".to_owned(),
        ];
        Ok(outcome_of(written, |()| PartnerEnded { name: community.name.clone(), to_on, notes }))
    }
}
