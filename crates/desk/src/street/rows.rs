//! The rows behind a figure: the part of the parcel that holds, as the community reported it.

use branchbook_contract::street::{ReportedRows, StreetRows};
use branchbook_domain::mask::{mask_id, mask_phone};
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
        let rows: Result<Vec<Value>, _> =
            parcel.rows(part.code()).map_err(|error| office::refused(&error))?.collect();
        Ok(Outcome::unchanged(ReportedRows {
            label: part.label().to_owned(),
            sequence: held.sequence,
            rows: rows.map_err(|error| office::refused(&error))?.into_iter().map(masked).collect(),
        }))
    }
}

/// A row as it is shown: ID numbers and phones masked.
fn masked(mut row: Value) -> Value {
    for (key, mask) in [("id_number", mask_id as fn(&str) -> String), ("phone", mask_phone)] {
        if let Some(text) = row.get_mut("fields").and_then(|fields| fields.get_mut(key))
            && let Some(shown) = text.as_str().map(mask)
        {
            *text = Value::String(shown);
        }
    }
    row
}
