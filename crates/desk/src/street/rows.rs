//! The rows behind a figure: the part of the parcel that holds, as the community reported it.

use branchbook_contract::street::{ReportedRows, StreetRows};
use branchbook_ledger::table::exchange::{self, ParcelKind};
use serde_json::Value;

use super::incoming::{reopen, require_part};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::office;
use crate::progress::Progress;

impl Handle<StreetRows> for Desk {
    fn handle(&mut self, command: StreetRows, _progress: &dyn Progress) -> Result<Outcome<ReportedRows>> {
        let part = require_part(&command.part)?;
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        let community = book.read(|reading| office::community_named(reading, &command.community))?;
        let held = book.read(|reading| {
            exchange::received_of(reading, community.id, ParcelKind::Month, Some(command.month))
        })?;
        let Some(held) = held.first() else {
            return Err(DeskError::refused(format!("{}还没有报{}。", community.name, command.month.label())));
        };
        let parcel = reopen(book, &keys, held)?;
        let failed = |error: branchbook_parcel::OpenError| DeskError::refused(error.to_string());
        let rows: Result<Vec<Value>, _> = parcel.rows(part.code()).map_err(failed)?.collect();
        Ok(Outcome::unchanged(ReportedRows {
            label: part.label().to_owned(),
            sequence: held.sequence,
            rows: rows.map_err(failed)?,
        }))
    }
}
