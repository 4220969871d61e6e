//! Sending a community's parcel back, with reasons for the whole and for its rows. The receipt carries them.

use std::path::Path;

use branchbook_contract::parcel::{ParcelReturn, ParcelReturned, RowPick, RowReason};
use branchbook_domain::day::Month;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Verdict};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Stored, Writing};
use branchbook_parcel::{OfficeKeys, Parcel};

use super::apply::apply;
use super::incoming::{self, Incoming, Proven, prove, require_part, senders, standing};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::received::{self, file_name};
use crate::exchange::refused::{self, Proof};
use crate::exchange::words::{EachRow, InWords};
use crate::exchange::{inbox, list, office};
use crate::progress::Progress;
use crate::upward::read_file;

impl Handle<ParcelReturn> for Desk {
    fn handle(&mut self, command: ParcelReturn, _progress: &dyn Progress) -> Result<Outcome<ParcelReturned>> {
        if command.reason.trim().is_empty() {
            return Err(DeskError::field("reason", "请写明退回的原因，社区要按它更正。"));
        }
        let now = self.clock().now();
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        let path = Path::new(&command.path);
        let proven = inbox::kept_aside(book.dir(), path, now, opened(book, &keys, &command.path))?;
        let Proven { parcel, bytes, community } = &proven;
        let proof = Proof { parcel, bytes, path, partner: community.id, kind: ParcelKind::Month };
        let judged = judged(book, &proven);
        let (month, held) = refused::noted(book, &proof, judged)?;
        let reasons = reasons(parcel, &command)?;
        let sequence = i64::from(parcel.manifest().sequence);
        let returned = ParcelReturned {
            from: community.name.clone(),
            month,
            sequence,
            reasons: reasons.clone(),
            notes: vec![format!("请导出回执，交给{}。", community.name)],
        };
        let title = format!("退回{}{}上报（第 {sequence} 次）", community.name, month.label());
        let operation = Operation::new(OperationKind::ParcelReturn, title);
        let written = match held {
            Some(held) => {
                book.write(&operation, |writing| mark(writing, &held, &reasons).map_err(DeskError::from))?
            }
            None => {
                let contents = incoming::read(book, &keys, &proven, month)?;
                let incoming = Incoming { proven, month, contents };
                // Counted like one that was opened before: whether a parcel counts must not depend on that.
                book.write_sealing(
                    |sealing| Ok(sealing.seal(&incoming.proven.bytes)?),
                    &operation,
                    |writing, kept| -> Result<()> {
                        let received = apply(writing, &incoming, &kept, &file_name(path))?;
                        let held = writing.require::<ParcelReceived>(received)?;
                        Ok(mark(writing, &held, &reasons)?)
                    },
                )?
            }
        };
        Ok(outcome_of(written, |()| returned))
    }
}

fn opened(book: &Book, keys: &OfficeKeys, path: &str) -> Result<Proven> {
    let bytes = read_file(path)?;
    let known = book.read(senders)?;
    let parcel = prove(&bytes, keys, &known).map_err(|error| office::refused(&error))?;
    Proven::of(book, parcel, bytes)
}

/// The month, and the parcel as it is held if it was opened before, provided that it may be sent back.
fn judged(book: &Book, proven: &Proven) -> Result<(Month, Option<Stored<ParcelReceived>>)> {
    let month = proven.month()?;
    let Proven { parcel, community, .. } = proven;
    let held = book.read(|reading| exchange::received_by_hash(reading, &parcel.sha256().0))?;
    if held.is_none() {
        book.read(|reading| standing(reading, proven, month))?;
    }
    refuse_answered(held.as_ref())?;
    if community.closed_to.is_some_and(|closed| closed >= month) {
        return Err(DeskError::refused(format!(
            "{}已经结了{}的账，不能再退回；请让对方在第一个未结账的月份更正。",
            community.name,
            month.label()
        )));
    }
    Ok((month, held))
}

fn refuse_answered(held: Option<&Stored<ParcelReceived>>) -> Result<()> {
    match held.map(|held| held.verdict) {
        Some(Verdict::Replaced) => {
            Err(DeskError::refused("这份上报已经由后一次代替，不用退回；要退回请选最后一次的文件。"))
        }
        Some(Verdict::Returned) => Err(DeskError::refused("这份上报已经退回过，请导出回执交给社区。")),
        _ => Ok(()),
    }
}

fn mark(
    writing: &mut Writing<'_>,
    held: &Stored<ParcelReceived>,
    reasons: &[RowReason],
) -> Result<(), LedgerError> {
    let mut all = list::reasons("parcel_received", held.id.0, held.reasons.as_deref())?;
    all.extend_from_slice(reasons);
    let returned =
        ParcelReceived { verdict: Verdict::Returned, reasons: list::stored(&all)?, ..held.value.clone() };
    writing.update(held.id, &returned).map(|_| ())
}

/// The reason for the whole, then those for rows.
fn reasons(parcel: &Parcel, command: &ParcelReturn) -> Result<Vec<RowReason>> {
    let (who, reason) = ("整份上报".to_owned(), command.reason.trim().to_owned());
    let whole = RowReason { part: None, key: None, who, reason };
    let rows: Result<Vec<RowReason>> = command.rows.iter().map(|pick| picked(parcel, pick)).collect();
    Ok(std::iter::once(whole).chain(rows?).collect())
}

fn picked(parcel: &Parcel, pick: &RowPick) -> Result<RowReason> {
    let part = require_part(&pick.part)?;
    let found = part.each(Nth { parcel, number: pick.row })?;
    let missing = || DeskError::field("rows", format!("{}没有第 {} 行。", part.label(), pick.row));
    let (key, who) = found.ok_or_else(missing)?;
    if pick.reason.trim().is_empty() {
        return Err(DeskError::field("rows", format!("请写明{who}哪里不对。")));
    }
    let reason = pick.reason.trim().to_owned();
    Ok(RowReason { part: Some(part.code().to_owned()), key: Some(key), who, reason })
}

/// Key and words of a row with this number.
struct Nth<'a> {
    parcel: &'a Parcel,
    number: u64,
}

impl EachRow for Nth<'_> {
    type Out = Result<Option<(String, String)>>;

    fn of<R: InWords>(self) -> Self::Out {
        let Some(before) = self.number.checked_sub(1).and_then(|before| usize::try_from(before).ok()) else {
            return Ok(None);
        };
        let row = received::rows::<R>(self.parcel)?.nth(before).transpose()?;
        Ok(row.map(|row| (row.key(), row.who())))
    }
}
