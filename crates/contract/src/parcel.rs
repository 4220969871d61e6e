//! Parcels between a community and its street: invitations, sealing a month, receipts, what comes down.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::month_state::MonthState;
use serde::{Deserialize, Serialize};

/// Asks for this office's invitation: its name and public keys, to be given to the other office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelInvite {
    /// The file, or a folder that gets the usual name.
    pub out: String,
}

/// An invitation that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Where it lies.
    pub path: String,
    /// This office.
    pub name: String,
    /// Eight characters to be read out over the telephone.
    pub fingerprint: String,
}

/// Trusts the keys of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelTrust {
    /// The invitation.
    pub path: String,
    /// The person has asked the known office why its keys are new.
    #[serde(default)]
    pub confirm_changed_keys: bool,
}

/// An office that is trusted now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trusted {
    /// Name.
    pub name: String,
    /// Eight characters that the other office must read out, too.
    pub fingerprint: String,
    /// The characters before, if its keys have changed.
    pub fingerprint_before: Option<String>,
    /// Whether it was trusted with these keys already.
    pub is_same: bool,
    /// What to do now.
    pub notes: Vec<String>,
}

/// Asks for our keys, the offices that are trusted and what was exchanged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelList {
    /// Rows of each list that are passed over.
    #[serde(default)]
    pub offset: u32,
    /// Rows of each list at most; all if nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Keys, offices, outbox and inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Our own fingerprint.
    pub fingerprint: String,
    /// The offices that are trusted.
    pub partners: Vec<PartnerRow>,
    /// What went out, the newest first.
    pub sent: Vec<SentRow>,
    /// What came in, the newest first.
    pub received: Vec<ReceivedRow>,
    /// What came in from an office that is trusted and was not taken, the newest first.
    pub refused: Vec<RefusedRow>,
    /// How many went out in all.
    pub sent_total: u32,
    /// How many came in and were taken in all.
    pub received_total: u32,
    /// How many were not taken in all.
    pub refused_total: u32,
}

/// A proven parcel that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// From whom.
    pub from: String,
    /// What it is, in words.
    pub kind_label: String,
    /// Its month.
    pub month: Option<Month>,
    /// Its sequence.
    pub sequence: i64,
    /// When.
    pub received_at: Instant,
    /// Why, in the words that the person was told.
    pub reason: String,
}

/// Ends the exchange with a community: it reports no longer and gets no more publications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerEnd {
    /// Name of the community.
    pub office: String,
}

/// An office that reports no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerEnded {
    /// Its name.
    pub name: String,
    /// The first day on which it reports no longer.
    pub to_on: Day,
    /// What stays and what to do now.
    pub notes: Vec<String>,
}

/// An office that is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRow {
    /// Name.
    pub name: String,
    /// `community` or `street`.
    pub kind: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Since when.
    pub trusted_at: Instant,
    /// Who answers for its reports.
    pub contact: Option<String>,
    /// The first day on which it reports no longer.
    pub to_on: Option<Day>,
}

/// A parcel that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRow {
    /// Name of the file.
    pub file_name: String,
    /// What it is, in words.
    pub kind_label: String,
    /// To whom; `None`: to all communities.
    pub to: Option<String>,
    /// Its month.
    pub month: Option<Month>,
    /// Its sequence.
    pub sequence: i64,
    /// When.
    pub sealed_at: Instant,
    /// Where it stands, in words.
    pub state_label: String,
    /// Why it was sent back.
    pub reasons: Vec<RowReason>,
}

/// A parcel that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedRow {
    /// From whom.
    pub from: String,
    /// What it is, in words.
    pub kind_label: String,
    /// Its month.
    pub month: Option<Month>,
    /// Its sequence.
    pub sequence: i64,
    /// When.
    pub received_at: Instant,
    /// What became of it, in words.
    pub verdict_label: String,
    /// Why it was sent back.
    pub reasons: Vec<RowReason>,
    /// Sentences about it as a whole.
    pub findings: Vec<String>,
}

/// Why a row of a parcel, or the parcel as a whole, was sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowReason {
    /// Part of the parcel; `None`: the whole.
    pub part: Option<String>,
    /// Key of the row in its part, as the sender wrote it: it leads back to the record.
    pub key: Option<String>,
    /// Whom or what the row speaks of.
    pub who: String,
    /// Why.
    pub reason: String,
}

/// Seals a month for the street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSeal {
    /// The month.
    pub month: Month,
    /// The folder that gets the file.
    pub out: String,
}

/// A sealed month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSealed {
    /// Where the file lies.
    pub path: String,
    /// The month.
    pub month: Month,
    /// 第几次.
    pub sequence: i64,
    /// The sequence whose place it takes.
    pub replaces: Option<i64>,
    /// Whether it is the very file that was sealed before.
    pub is_same: bool,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Whom it is for.
    pub addressee: String,
    /// Rows by part.
    pub parts: Vec<PartCount>,
    /// Findings that travel with it as counts.
    pub must_count: u32,
    /// Findings that travel with it as counts.
    pub should_count: u32,
    /// What to do now.
    pub notes: Vec<String>,
}

/// How many rows a part has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCount {
    /// Name of the part.
    pub part: String,
    /// In words.
    pub label: String,
    /// Rows.
    pub rows: u64,
}

/// Opens the files of communities at the street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelOpen {
    /// Files, and folders whose parcels are all meant.
    pub paths: Vec<String>,
    /// Only says what would happen.
    #[serde(default)]
    pub is_preview: bool,
}

/// What became of the files, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelsOpened {
    /// Whether nothing was written.
    pub is_preview: bool,
    /// Each file.
    pub files: Vec<OpenedFile>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenOutcome {
    /// Its rows are counted now, or would be.
    Applied,
    /// It was here before: nothing changed.
    Same,
    /// It is refused: nothing changed.
    Refused,
}

/// A file at the street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedFile {
    /// The file.
    pub path: String,
    /// What became of it.
    pub outcome: OpenOutcome,
    /// The same in a sentence.
    pub sentence: String,
    /// The community, once it is known.
    pub from: Option<String>,
    /// The month.
    pub month: Option<Month>,
    /// 第几次.
    pub sequence: Option<u32>,
    /// Rows by part.
    pub parts: Vec<PartChanges>,
    /// Rows that are not taken, each with its reason.
    pub refused_rows: Vec<RowReason>,
    /// Sentences about it as a whole.
    pub findings: Vec<String>,
}

/// What the rows of a part mean beside those that the street holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartChanges {
    /// Name of the part.
    pub part: String,
    /// In words.
    pub label: String,
    /// New rows.
    pub added: u32,
    /// Rows that say something else than before.
    pub changed: u32,
    /// Rows that say the same.
    pub same: u32,
    /// Rows that were there and are not any more.
    pub gone: u32,
    /// Rows that are not taken.
    pub refused: u32,
}

/// Sends a community's parcel back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReturn {
    /// The parcel.
    pub path: String,
    /// Why, as a whole.
    pub reason: String,
    /// Why, row by row.
    #[serde(default)]
    pub rows: Vec<RowPick>,
}

/// A row that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPick {
    /// Part.
    pub part: String,
    /// Row in the part, from 1.
    pub row: u64,
    /// Why.
    pub reason: String,
}

/// A parcel that was sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReturned {
    /// The community.
    pub from: String,
    /// The month.
    pub month: Month,
    /// 第几次.
    pub sequence: i64,
    /// All reasons that the receipt will carry.
    pub reasons: Vec<RowReason>,
    /// What to do now.
    pub notes: Vec<String>,
}

/// Writes the receipts that are due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReceipt {
    /// The folder that gets them, one file for each parcel.
    pub out: String,
    /// Those of one month again, too.
    #[serde(default)]
    pub month: Option<Month>,
    /// Of one community only.
    #[serde(default)]
    pub office: Option<String>,
}

/// Receipts that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptsMade {
    /// Each receipt.
    pub receipts: Vec<ReceiptMade>,
    /// What to do now.
    pub notes: Vec<String>,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptMade {
    /// Where it lies.
    pub path: String,
    /// For whom.
    pub to: String,
    /// The month.
    pub month: Month,
    /// The sequence that it answers.
    pub sequence: i64,
    /// Whether the parcel is taken; otherwise it is sent back.
    pub is_taken: bool,
    /// Whether it is the very file that was issued before.
    pub is_same: bool,
}

/// Takes the street's receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelAccept {
    /// The receipt.
    pub path: String,
}

/// A receipt that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptAccepted {
    /// The month.
    pub month: Month,
    /// The sequence that it answers.
    pub sequence: u32,
    /// Whether the street has taken it; otherwise it came back.
    pub is_taken: bool,
    /// Whether this receipt was here before.
    pub is_same: bool,
    /// Where the month stands now.
    pub state: MonthState,
    /// The same in words.
    pub state_label: String,
    /// Why it came back, or which rows were not taken.
    pub reasons: Vec<RowReason>,
    /// What to do now.
    pub notes: Vec<String>,
}

/// Takes what the street gives to its communities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelTake {
    /// The publication.
    pub path: String,
    /// Only says what would happen.
    #[serde(default)]
    pub is_preview: bool,
}

/// What came down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationTaken {
    /// Whether nothing was written.
    pub is_preview: bool,
    /// From whom.
    pub from: String,
    /// 第几次.
    pub sequence: u32,
    /// Whether it was taken before.
    pub is_same: bool,
    /// What it brings.
    pub items: Vec<TakenItem>,
    /// Sentences about it as a whole.
    pub notes: Vec<String>,
}

/// A thing that comes down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenItem {
    /// What it is, in words.
    pub label: String,
    /// Whether it differs from what the book has.
    pub is_new: bool,
    /// What changes.
    pub detail: String,
}
