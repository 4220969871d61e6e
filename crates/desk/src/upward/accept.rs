//! The street's receipt: the month is taken, or comes back with reasons that lead to the records.

use std::path::Path;

use branchbook_contract::parcel::{ParcelAccept, ReceiptAccepted, RowReason};
use branchbook_domain::day::Month;
use branchbook_domain::month_state::{MonthState, MonthStep};
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, ParcelSent, Partner, SentState};
use branchbook_ledger::table::month::MonthRow;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{Kind, Limits, Manifest, OfficeKeys, Opener, Parcel, open};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{REASON, RECEIPT, VERDICT};
use crate::exchange::received::{file_name, kept_row};
use crate::exchange::refused::{self, Proof};
use crate::exchange::{inbox, list, office};
use crate::month::row;
use crate::progress::Progress;

/// What a receipt says of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictRow {
    /// SHA-256 of the parcel that it answers, in hex.
    pub sha256: String,
    /// Epoch of that parcel.
    pub epoch: u32,
    /// Its sequence.
    pub sequence: u32,
    /// Whether it is taken; otherwise it is sent back.
    pub is_taken: bool,
}

impl Handle<ParcelAccept> for Desk {
    fn handle(
        &mut self,
        command: ParcelAccept,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ReceiptAccepted>> {
        let now = self.clock().now();
        let book = self.book_mut()?;
        let street = book.read(office::require_street)?;
        let keys = office::keys(book)?;
        let path = Path::new(&command.path);
        let opened = from_street(&command.path, &keys, &street, RECEIPT);
        let (parcel, bytes) = inbox::kept_aside(book.dir(), path, now, opened)?;
        let proof =
            Proof { parcel: &parcel, bytes: &bytes, path, partner: street.id, kind: ParcelKind::Receipt };
        let receipt = refused::noted(book, &proof, Receipt::of(&parcel))?;
        let sha256 = parcel.sha256().0;
        if book.read(|reading| exchange::received_by_hash(reading, &sha256))?.is_some() {
            let state = book.read(|reading| state_of(reading, receipt.month))?;
            return Ok(Outcome::unchanged(receipt.reply(state, true, None)));
        }
        let decided = book.read(|reading| receipt.decide(reading, &street, parcel.manifest()));
        let (sent, next) = refused::noted(book, &proof, decided)?;
        let gap = book.read(|reading| office::gap_in_history(reading, &street, parcel.manifest()))?;
        let operation = Operation::new(OperationKind::ReceiptAccept, receipt.title());
        let accepted = Accepted { receipt: &receipt, parcel: &parcel, street: &street, sent: &sent, next };
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&bytes)?),
            &operation,
            |writing, kept| accepted.record(writing, (&kept, &file_name(path))).map_err(DeskError::from),
        )?;
        Ok(outcome_of(written, |()| receipt.reply(next, false, gap)))
    }
}

/// A file of a kind, if it is from our street and for us.
pub(super) fn from_street(
    path: &str,
    keys: &OfficeKeys,
    street: &Stored<Partner>,
    kind: Kind,
) -> Result<(Parcel, Vec<u8>)> {
    let senders = [office::public_of(street)?];
    let bytes = read_file(path)?;
    let opener = Opener { keys, senders: &senders, kinds: &[kind], limits: Limits::default() };
    let parcel = open(&bytes, &opener).map_err(|error| office::refused(&error))?;
    Ok((parcel, bytes))
}

/// The bytes of a file that a person names; too large a one is not read.
pub(crate) fn read_file(path: &str) -> Result<Vec<u8>> {
    let limit = Limits::default().file;
    let known = std::fs::metadata(path).map_err(|error| {
        DeskError::refused(format!("打不开“{path}”：{}。", crate::error::io_words(&error)))
    })?;
    if !known.is_file() || known.len() > limit {
        return Err(DeskError::refused(format!("“{path}”不是上报文件，或文件过大，没有改动。")));
    }
    std::fs::read(path)
        .map_err(|error| DeskError::refused(format!("读不了“{path}”：{}。", crate::error::io_words(&error))))
}

fn state_of(reading: &Reading<'_>, month: Month) -> Result<MonthState, LedgerError> {
    let (id, found) = row::find(reading, month)?;
    row::state_of(&found, id)
}

/// A receipt whose signature holds.
struct Receipt {
    month: Month,
    verdict: VerdictRow,
    reasons: Vec<RowReason>,
}

impl Receipt {
    fn of(parcel: &Parcel) -> Result<Self> {
        let unreadable = || DeskError::refused("这份回执的内容不完整，没有登记。请向街道重新索取。");
        let refused = |error| office::refused(&error);
        let month = parcel.manifest().month.as_deref().and_then(|month| month.parse().ok());
        let mut verdicts = parcel.rows::<VerdictRow>(VERDICT).map_err(refused)?;
        let verdict = verdicts.next().ok_or_else(unreadable)?.map_err(refused)?;
        let reasons: Result<Vec<RowReason>, _> = parcel.rows(REASON).map_err(refused)?.collect();
        Ok(Self { month: month.ok_or_else(unreadable)?, verdict, reasons: reasons.map_err(refused)? })
    }

    /// The parcel that it answers, and where the month stands after it.
    fn decide(
        &self,
        reading: &Reading<'_>,
        street: &Stored<Partner>,
        manifest: &Manifest,
    ) -> Result<(Stored<ParcelSent>, MonthState)> {
        let sent = exchange::sent_of_month(reading, ParcelKind::Month, Some(self.month))?;
        let label = self.month.label();
        let held = exchange::received_of(reading, street.id, ParcelKind::Receipt, Some(self.month))?;
        let stated = (i64::from(manifest.epoch), i64::from(manifest.sequence));
        if let Some(newest) = held.first().filter(|newest| stated <= (newest.epoch, newest.sequence)) {
            return Err(DeskError::refused(format!(
                "这是{label}较早的第 {} 次回执，已经登记过第 {} 次，没有改动。",
                stated.1, newest.sequence
            )));
        }
        let is_it = |sent: &&Stored<ParcelSent>| {
            crate::exchange::mark::hex(&sent.sha256) == self.verdict.sha256
                && sent.partner_id == Some(street.id)
        };
        let Some(answered) = sent.iter().find(is_it) else {
            return Err(DeskError::refused(format!(
                "这份回执答复的{label}第 {} 次上报不是本台账封装的，没有登记。请核对是不是本社区的回执，或是否用了旧的台账。",
                self.verdict.sequence
            )));
        };
        if let Some(newest) = sent.first().filter(|newest| newest.id != answered.id) {
            return Err(DeskError::refused(format!(
                "这份回执答复的是{label}第 {} 次上报，之后已经报了第 {} 次，没有登记。请等第 {} 次的回执。",
                answered.sequence, newest.sequence, newest.sequence
            )));
        }
        let step = if self.verdict.is_taken { MonthStep::ReceiptTaken } else { MonthStep::ReceiptReturned };
        let state = state_of(reading, self.month)?;
        let next = state.after(step, true).map_err(|refusal| DeskError::refused(refusal.to_string()))?;
        Ok((answered.clone(), next))
    }

    fn title(&self) -> String {
        let word = if self.verdict.is_taken { "街道已接收" } else { "街道退回" };
        format!("登记{}第 {} 次上报的回执：{word}", self.month.label(), self.verdict.sequence)
    }

    fn reply(&self, state: MonthState, is_same: bool, gap: Option<String>) -> ReceiptAccepted {
        let label = self.month.label();
        let mut notes = vec![match (is_same, self.verdict.is_taken) {
            (true, _) => "这份回执已经登记过，没有改动。".to_owned(),
            (false, true) => format!("街道已接收{label}，核对无误后可以结账。"),
            (false, false) => format!("街道退回了{label}，请按下面的原因更正后重新上报。"),
        }];
        notes.extend(gap);
        ReceiptAccepted {
            month: self.month,
            sequence: self.verdict.sequence,
            is_taken: self.verdict.is_taken,
            is_same,
            state,
            state_label: state.label().to_owned(),
            reasons: self.reasons.clone(),
            notes,
        }
    }
}

struct Accepted<'a> {
    receipt: &'a Receipt,
    parcel: &'a Parcel,
    street: &'a Stored<Partner>,
    sent: &'a Stored<ParcelSent>,
    next: MonthState,
}

impl Accepted<'_> {
    fn record(&self, writing: &mut Writing<'_>, file: (&SealedFile, &str)) -> Result<(), LedgerError> {
        let (manifest, is_taken) = (self.parcel.manifest(), self.receipt.verdict.is_taken);
        let reasons = list::stored(&self.receipt.reasons)?;
        let whose = (self.street.id, ParcelKind::Receipt, Some(self.receipt.month));
        let row = kept_row(writing, self.parcel, whose, file)?;
        writing.insert(&ParcelReceived { reasons: reasons.clone(), ..row })?;
        let state = if is_taken { SentState::Received } else { SentState::Returned };
        let answered_at = Some(writing.at());
        let sent = ParcelSent { state, answered_at, reasons, ..self.sent.value.clone() };
        writing.update(self.sent.id, &sent)?;
        let (id, found) = row::find(writing, self.receipt.month)?;
        row::save(writing, id, &MonthRow { state: self.next.code().to_owned(), ..found })?;
        writing.update(self.street.id, &office::seen(self.street, manifest)).map(|_| ())
    }
}
