//! Receipts: the street's signed word about each parcel. A receipt that says the same is the very same file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use branchbook_contract::parcel::{ParcelReceipt, ReceiptMade, ReceiptsMade, RowReason};
use branchbook_domain::day::Month;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{
    self, ParcelKind, ParcelReceived, ParcelSent, Partner, SentState, Verdict,
};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{OfficeKeys, ParcelWriter, Sealed};
use serde_json::Map;
use sha2::{Digest as _, Sha256};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{REASON, RECEIPT, VERDICT};
use crate::exchange::mark::hex;
use crate::exchange::outbox::{self, Letter, Stated};
use crate::exchange::{list, office};
use crate::progress::Progress;
use crate::report::publish::{self, Draft as FileDraft};
use crate::upward::{VerdictRow, folder};

impl Handle<ParcelReceipt> for Desk {
    fn handle(&mut self, command: ParcelReceipt, _progress: &dyn Progress) -> Result<Outcome<ReceiptsMade>> {
        let out = folder(&command.out)?;
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        let due = book.read(|reading| due(reading, &command))?;
        let mut receipts = Vec::new();
        for answer in &due {
            receipts.push(answer.hand_out(book, &keys, &out)?);
        }
        let notes = match receipts.len() {
            0 => vec!["没有要签发的回执。再次导出已签发的，请指定月份。".to_owned()],
            count => vec![format!("共 {count} 份回执，请分别交给各社区。")],
        };
        let changed = if due.is_empty() { Vec::new() } else { vec![branchbook_contract::Kind::Exchange] };
        Ok(Outcome { body: ReceiptsMade { receipts, notes }, changed })
    }
}

/// How many receipts are not issued yet: what was taken in, and what was sent back without telling the community.
pub(crate) fn waiting(reading: &Reading<'_>) -> Result<usize> {
    let all = ParcelReceipt { out: String::new(), month: None, office: None };
    Ok(due(reading, &all)?.len())
}

/// The receipts that are asked for: those not issued yet, and those of the month again.
fn due(reading: &Reading<'_>, command: &ParcelReceipt) -> Result<Vec<Answer>> {
    // One that reports no longer is still answered what it has reported.
    let mut communities = office::communities_ever(reading)?;
    if let Some(name) = &command.office {
        let wanted = office::community_ever_named(reading, name)?;
        communities.retain(|community| community.id == wanted.id);
    }
    let mut answers = Vec::new();
    let mut issued: BTreeMap<Month, Vec<Stored<ParcelSent>>> = BTreeMap::new();
    let mut wanted = exchange::received_due(reading, ParcelKind::Month)?;
    if let Some(month) = command.month {
        let of_month = exchange::received_in_month(reading, ParcelKind::Month, month)?;
        wanted.extend(of_month.into_iter().filter(|received| received.verdict == Verdict::Receipted));
    }
    for received in wanted {
        let community = communities.iter().find(|community| community.id == received.partner_id);
        let (Some(community), Some(month)) = (community, received.month) else { continue };
        if let Entry::Vacant(unread) = issued.entry(month) {
            unread.insert(exchange::sent_of_month(reading, ParcelKind::Receipt, Some(month))?);
        }
        let answer = Answer::of(community, month, received, issued.get(&month).map_or(&[], Vec::as_slice))?;
        if answer.issued.is_none() || command.month == Some(month) {
            answers.push(answer);
        }
    }
    answers.sort_by_key(|answer| (answer.month, answer.community.position, answer.community.id));
    Ok(answers)
}

/// What is to be said of a parcel.
struct Answer {
    community: Stored<Partner>,
    month: Month,
    received: Stored<ParcelReceived>,
    is_taken: bool,
    reasons: Vec<RowReason>,
    content: [u8; 32],
    /// The receipt that says just this, if it was issued.
    issued: Option<Stored<ParcelSent>>,
    sequence: i64,
    file_name: String,
}

impl Answer {
    fn of(
        community: &Stored<Partner>,
        month: Month,
        received: Stored<ParcelReceived>,
        sent: &[Stored<ParcelSent>],
    ) -> Result<Self> {
        let is_taken = received.verdict != Verdict::Returned;
        let reasons = list::reasons("parcel_received", received.id.0, received.reasons.as_deref())?;
        let content = content(community, &received, is_taken);
        let to_it = sent.iter().filter(|sent| sent.partner_id == Some(community.id));
        let last = to_it.map(|sent| sent.sequence).max().unwrap_or(0);
        let file_name = format!("{}-{}-第{}次-回执.zbt", community.name, month.label(), received.sequence);
        Ok(Self {
            issued: sent.iter().find(|sent| sent.content == content).cloned(),
            community: community.clone(),
            month,
            received,
            is_taken,
            reasons,
            content,
            sequence: last + 1,
            file_name,
        })
    }

    /// Writes the receipt into the folder: the one that was issued, or a new one.
    fn hand_out(&self, book: &mut Book, keys: &OfficeKeys, out: &Path) -> Result<ReceiptMade> {
        let target = publish::target(&out.to_string_lossy(), &self.file_name)?;
        let who = format!("{}{}", self.community.name, self.month.label());
        match &self.issued {
            Some(issued) => {
                let title = format!("再次导出{who}回执到 {}", target.display());
                outbox::hand_out_again(book, issued, &target, title)?;
            }
            None => {
                let sealed = self.seal(book, keys)?;
                let draft = FileDraft::write(&target, &sealed.bytes)?;
                let word = if self.is_taken { "已接收" } else { "退回" };
                let title = format!("签发{who}第 {} 次上报的回执：{word}", self.received.sequence);
                let operation = Operation::new(OperationKind::ReceiptIssue, title);
                book.write_sealing(
                    |sealing| Ok(sealing.seal(&sealed.bytes)?),
                    &operation,
                    |writing, kept| self.record(writing, &sealed, &kept).map_err(DeskError::from),
                )?;
                draft.publish()?;
            }
        }
        Ok(ReceiptMade {
            path: target.display().to_string(),
            to: self.community.name.clone(),
            month: self.month,
            sequence: self.received.sequence,
            is_taken: self.is_taken,
            is_same: self.issued.is_some(),
        })
    }

    fn seal(&self, book: &Book, keys: &OfficeKeys) -> Result<Sealed> {
        let refused = |error| outbox::unsealed(&error);
        let verdict = VerdictRow {
            sha256: hex(&self.received.sha256),
            epoch: u32::try_from(self.received.epoch).unwrap_or(u32::MAX),
            sequence: u32::try_from(self.received.sequence).unwrap_or(u32::MAX),
            is_taken: self.is_taken,
        };
        let mut writer = ParcelWriter::new(RECEIPT);
        writer.add(VERDICT, [verdict]).map_err(refused)?;
        writer.add(REASON, &self.reasons).map_err(refused)?;
        let previous = book.read(|reading| exchange::last_sent(reading, ParcelKind::Receipt))?;
        let stated = Stated {
            month: Some(self.month),
            sequence: self.sequence,
            previous: previous.as_deref(),
            replaces: Some(self.sequence - 1),
            about: Map::new(),
        };
        let draft = outbox::draft(book, office::name_of(&self.community), stated)?;
        writer.seal(draft, keys, &office::public_of(&self.community)?).map_err(refused)
    }

    fn record(
        &self,
        writing: &mut Writing<'_>,
        sealed: &Sealed,
        kept: &SealedFile,
    ) -> Result<(), LedgerError> {
        let letter = Letter {
            partner: Some(self.community.id),
            kind: ParcelKind::Receipt,
            month: Some(self.month),
            content: self.content,
            state: if self.is_taken { SentState::Received } else { SentState::Returned },
            file_name: &self.file_name,
        };
        let receipt = outbox::record(writing, &letter, sealed, kept)?;
        let verdict = if self.is_taken { Verdict::Receipted } else { Verdict::Returned };
        let answered = ParcelReceived { verdict, receipt_id: Some(receipt), ..self.received.value.clone() };
        writing.update(self.received.id, &answered).map(|_| ())
    }
}

/// A hash of what a receipt says, and to which keys: a community whose keys have changed could not read the old one.
fn content(community: &Partner, received: &ParcelReceived, is_taken: bool) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(&community.public);
    hash.update(&received.sha256);
    hash.update([u8::from(is_taken)]);
    hash.update(received.reasons.as_deref().unwrap_or_default());
    hash.finalize().into()
}
