//! Our keys, the offices that are trusted, outbox and inbox.

use std::collections::BTreeMap;

use branchbook_contract::parcel::{
    Exchange, ParcelList, PartnerRow, ReceivedRow, RefusedRow, RowReason, SentRow,
};
use branchbook_domain::key::PartnerId;
use branchbook_ledger::table::exchange::{
    self, ParcelReceived, ParcelRefused, ParcelSent, Partner, SentState, Stretch, Verdict,
};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{kind, office};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<ParcelList> for Desk {
    fn handle(&mut self, command: ParcelList, _progress: &dyn Progress) -> Result<Outcome<Exchange>> {
        let book = self.book_mut()?;
        let fingerprint = office::keys(book)?.public().fingerprint().to_string();
        let stretch = Stretch { offset: command.offset, limit: command.limit };
        Ok(Outcome::unchanged(book.read(|reading| list(reading, fingerprint, stretch))?))
    }
}

fn list(reading: &Reading<'_>, fingerprint: String, stretch: Stretch) -> Result<Exchange> {
    let partners = exchange::partners(reading)?;
    let names: BTreeMap<PartnerId, String> =
        partners.iter().map(|partner| (partner.id, partner.name.clone())).collect();
    let sent = exchange::sent(reading, stretch)?;
    let received = exchange::received(reading, stretch)?;
    let refused = exchange::refused(reading, stretch)?;
    let counts = exchange::counts(reading)?;
    let total = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Exchange {
        fingerprint,
        partners: partners.iter().map(partner_row).collect::<Result<_, LedgerError>>()?,
        sent: sent.iter().map(|row| sent_row(row, &names)).collect::<Result<_, LedgerError>>()?,
        received: received.iter().map(|row| received_row(row, &names)).collect::<Result<_, LedgerError>>()?,
        refused: refused.iter().map(|row| refused_row(row, &names)).collect(),
        sent_total: total(counts.0),
        received_total: total(counts.1),
        refused_total: total(counts.2),
    })
}

fn partner_row(partner: &Stored<Partner>) -> Result<PartnerRow, LedgerError> {
    Ok(PartnerRow {
        name: partner.name.clone(),
        kind: partner.kind.clone(),
        fingerprint: office::public_of(partner)?.fingerprint().to_string(),
        trusted_at: partner.trusted_at,
        contact: partner.contact.clone(),
        to_on: partner.to_on,
    })
}

fn sent_row(row: &Stored<ParcelSent>, names: &BTreeMap<PartnerId, String>) -> Result<SentRow, LedgerError> {
    Ok(SentRow {
        file_name: row.file_name.clone(),
        kind_label: kind::label(row.kind).to_owned(),
        to: row.partner_id.and_then(|id| names.get(&id).cloned()),
        month: row.month,
        sequence: row.sequence,
        sealed_at: row.sealed_at,
        state_label: sent_label(row.state).to_owned(),
        reasons: reasons("parcel_sent", row.id.0, row.reasons.as_deref())?,
    })
}

fn received_row(
    row: &Stored<ParcelReceived>,
    names: &BTreeMap<PartnerId, String>,
) -> Result<ReceivedRow, LedgerError> {
    Ok(ReceivedRow {
        from: names.get(&row.partner_id).cloned().unwrap_or_default(),
        kind_label: kind::label(row.kind).to_owned(),
        month: row.month,
        sequence: row.sequence,
        received_at: row.received_at,
        verdict_label: verdict_label(row.verdict).to_owned(),
        reasons: reasons("parcel_received", row.id.0, row.reasons.as_deref())?,
        findings: read("parcel_received", row.id.0, "findings", row.findings.as_deref())?,
    })
}

fn refused_row(row: &Stored<ParcelRefused>, names: &BTreeMap<PartnerId, String>) -> RefusedRow {
    RefusedRow {
        from: names.get(&row.partner_id).cloned().unwrap_or_default(),
        kind_label: kind::label(row.kind).to_owned(),
        month: row.month,
        sequence: row.sequence,
        received_at: row.received_at,
        reason: row.reason.clone(),
    }
}

/// The reasons of a row, as they are stored.
pub(crate) fn reasons(
    table: &'static str,
    id: i64,
    json: Option<&str>,
) -> Result<Vec<RowReason>, LedgerError> {
    read(table, id, "reasons", json)
}

/// The sentences about a received parcel, as they are stored.
pub(crate) fn findings(row: &Stored<ParcelReceived>) -> Result<Vec<String>, LedgerError> {
    read("parcel_received", row.id.0, "findings", row.findings.as_deref())
}

fn read<T: serde::de::DeserializeOwned + Default>(
    table: &'static str,
    id: i64,
    column: &'static str,
    json: Option<&str>,
) -> Result<T, LedgerError> {
    json.map_or_else(
        || Ok(T::default()),
        |json| serde_json::from_str(json).map_err(|_| LedgerError::Corrupt { table, id, column }),
    )
}

/// A list as it is stored; nothing for none.
pub(crate) fn stored<T: serde::Serialize>(list: &[T]) -> Result<Option<String>, LedgerError> {
    if list.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(list);
    json.map(Some).map_err(|error| LedgerError::Refused(format!("原因无法保存（{error}）。")))
}

pub(crate) const fn sent_label(state: SentState) -> &'static str {
    match state {
        SentState::Waiting => "等待回执",
        SentState::Replaced => "已由后一次代替",
        SentState::Received => "已回执",
        SentState::Returned => "已退回",
    }
}

pub(crate) const fn verdict_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TakenIn => "已接收",
        Verdict::Replaced => "已由后一次代替",
        Verdict::Returned => "已退回",
        Verdict::Receipted => "已回执",
    }
}
