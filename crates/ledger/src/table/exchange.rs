//! What two offices know of each other: our keys, the offices that we trust, what went out and what came in.
//! Must not know what a parcel says: that is the desk's business.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::key::{ParcelReceivedId, ParcelSentId, PartnerId};

use crate::entity;
use crate::entity::{Entity, Stored};
use crate::error::{LedgerError, Result};
use crate::field::Field;
use crate::reading::Reading;

entity! {
    /// The keys of this office.
    pub struct OfficeKey: OfficeKeyId, "office_key", 33 {
        secret: Vec<u8>,
        made_at: Instant,
    }

    /// Another office whose keys are trusted.
    pub struct Partner: PartnerId, "partner", 34 {
        uid: String,
        name: String,
        kind: String,
        public: Vec<u8>,
        trusted_at: Instant,
        position: i64,
        contact: Option<String>,
        closed_to: Option<Month>,
        seen_epoch: Option<i64>,
        seen_count: Option<i64>,
        register_month: Option<Month>,
        last_received_id: Option<ParcelReceivedId>,
        to_on: Option<Day>,
    }

    /// A parcel that went out.
    pub struct ParcelSent: ParcelSentId, "parcel_sent", 35 {
        partner_id: Option<PartnerId>,
        kind: ParcelKind,
        month: Option<Month>,
        epoch: i64,
        sequence: i64,
        sha256: Vec<u8>,
        content: Vec<u8>,
        file_id: i64,
        file_name: String,
        sealed_at: Instant,
        replaces: Option<i64>,
        chain_count: i64,
        chain_head: Vec<u8>,
        state: SentState,
        answered_at: Option<Instant>,
        reasons: Option<String>,
    }

    /// A parcel that came in.
    pub struct ParcelReceived: ParcelReceivedId, "parcel_received", 36 {
        partner_id: PartnerId,
        kind: ParcelKind,
        month: Option<Month>,
        epoch: i64,
        sequence: i64,
        sha256: Vec<u8>,
        file_id: i64,
        sender: Vec<u8>,
        received_at: Instant,
        chain_count: i64,
        chain_head: Vec<u8>,
        verdict: Verdict,
        receipt_id: Option<ParcelSentId>,
        reasons: Option<String>,
        findings: Option<String>,
    }

    /// A parcel that was proven and not taken.
    pub struct ParcelRefused: ParcelRefusedId, "parcel_refused", 39 {
        partner_id: PartnerId,
        kind: ParcelKind,
        month: Option<Month>,
        epoch: i64,
        sequence: i64,
        sha256: Vec<u8>,
        file_id: i64,
        sender: Vec<u8>,
        received_at: Instant,
        reason: String,
    }
}

/// Some of a list whose newest row comes first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stretch {
    /// Rows that are passed over.
    pub offset: u32,
    /// Rows at most; `None`: all.
    pub limit: Option<u32>,
}

impl Stretch {
    fn newest<E: Entity>(self, reading: &Reading<'_>) -> Result<Vec<Stored<E>>> {
        self.newest_where(reading, "id > 0")
    }

    fn newest_where<E: Entity>(self, reading: &Reading<'_>, which: &str) -> Result<Vec<Stored<E>>> {
        let limit = self.limit.map_or(-1, i64::from);
        let rest = format!("WHERE {which} ORDER BY id DESC LIMIT ? OFFSET ?");
        reading.entities(&rest, &[&limit, &i64::from(self.offset)])
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// The code in the book and in parcels.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        crate::code_field!($name);
    )+};
}

codes! {
    /// What a parcel is.
    ParcelKind {
        /// A community's month.
        Month "month",
        /// A street's word about it.
        Receipt "receipt",
        /// What a street gives to all its communities.
        Publication "publication",
    }

    /// Where a parcel of ours stands.
    SentState {
        /// No receipt yet.
        Waiting "waiting",
        /// A later sequence took its place before it was answered.
        Replaced "replaced",
        /// The street has taken it.
        Received "received",
        /// The street sent it back.
        Returned "returned",
    }

    /// What became of a parcel that came in.
    Verdict {
        /// Its rows are counted; no receipt yet.
        TakenIn "taken_in",
        /// A later sequence holds.
        Replaced "replaced",
        /// Sent back.
        Returned "returned",
        /// A receipt says that it was taken.
        Receipted "receipted",
    }
}

/// Our keys, once they are made.
pub fn office_key(reading: &Reading<'_>) -> Result<Option<Stored<OfficeKey>>> {
    reading.entity("WHERE id > 0 ORDER BY id DESC", &[])
}

/// Everybody whom we trust, in the order of lists.
pub fn partners(reading: &Reading<'_>) -> Result<Vec<Stored<Partner>>> {
    reading.entities("WHERE id > 0 ORDER BY position, id", &[])
}

/// The office with this uid.
pub fn partner_by_uid(reading: &Reading<'_>, uid: &str) -> Result<Option<Stored<Partner>>> {
    reading.entity("WHERE uid = ?", &[&uid])
}

/// What went out of a kind and month, the newest first.
pub fn sent_of_month(
    reading: &Reading<'_>,
    kind: ParcelKind,
    month: Option<Month>,
) -> Result<Vec<Stored<ParcelSent>>> {
    let month = month.map(|month| month.to_string());
    reading
        .entities("WHERE kind = ? AND month IS ? ORDER BY epoch DESC, sequence DESC", &[&kind.code(), &month])
}

/// The parcel of a kind that went out last, to whomever.
pub fn last_sent(reading: &Reading<'_>, kind: ParcelKind) -> Result<Option<Stored<ParcelSent>>> {
    reading.entity("WHERE kind = ? ORDER BY id DESC", &[&kind.code()])
}

/// Months whose newest parcel has no answer, or came back: what was corrected since waits no more.
pub fn unanswered_months(reading: &Reading<'_>) -> Result<i64> {
    reading.count(
        "SELECT count(*) FROM parcel_sent s WHERE s.kind = 'month' AND s.state IN ('waiting', 'returned') \
         AND NOT EXISTS (SELECT 1 FROM parcel_sent n WHERE n.kind = 'month' AND n.month = s.month \
         AND (n.epoch, n.sequence) > (s.epoch, s.sequence))",
        &[],
    )
}

/// The highest sequence that a month, or a receipt for a community's month, went out with.
pub fn last_sequence(
    reading: &Reading<'_>,
    kind: ParcelKind,
    partner: Option<PartnerId>,
    month: Option<Month>,
) -> Result<i64> {
    let month = month.map(|month| month.to_string());
    reading.count(
        "SELECT ifnull(max(sequence), 0) FROM parcel_sent WHERE kind = ? AND partner_id IS ? AND month IS ?",
        &[&kind.code(), &partner.map(|partner| partner.0), &month],
    )
}

/// What went out, the newest first.
pub fn sent(reading: &Reading<'_>, stretch: Stretch) -> Result<Vec<Stored<ParcelSent>>> {
    stretch.newest(reading)
}

/// Of what was refused, what was never taken later.
const STILL_REFUSED: &str =
    "NOT EXISTS (SELECT 1 FROM parcel_received r WHERE r.sha256 = parcel_refused.sha256)";

/// What came in and was not taken, the newest first.
pub fn refused(reading: &Reading<'_>, stretch: Stretch) -> Result<Vec<Stored<ParcelRefused>>> {
    stretch.newest_where(reading, STILL_REFUSED)
}

/// How many files of an office were refused.
pub fn refused_of(reading: &Reading<'_>, partner: PartnerId) -> Result<i64> {
    reading.count("SELECT count(*) FROM parcel_refused WHERE partner_id = ?", &[&partner.0])
}

/// What was not taken with this hash.
pub fn refused_by_hash(reading: &Reading<'_>, sha256: &[u8]) -> Result<Option<Stored<ParcelRefused>>> {
    reading.entity("WHERE sha256 = ?", &[&sha256])
}

/// How many parcels went out, came in, were not taken.
pub fn counts(reading: &Reading<'_>) -> Result<(i64, i64, i64)> {
    let count = |sql: &str| reading.count(sql, &[]);
    Ok((
        count("SELECT count(*) FROM parcel_sent")?,
        count("SELECT count(*) FROM parcel_received")?,
        count(&format!("SELECT count(*) FROM parcel_refused WHERE {STILL_REFUSED}"))?,
    ))
}

/// What came in with this hash.
pub fn received_by_hash(reading: &Reading<'_>, sha256: &[u8]) -> Result<Option<Stored<ParcelReceived>>> {
    reading.entity("WHERE sha256 = ?", &[&sha256])
}

/// What came in of an office's month, the newest first.
pub fn received_of(
    reading: &Reading<'_>,
    partner: PartnerId,
    kind: ParcelKind,
    month: Option<Month>,
) -> Result<Vec<Stored<ParcelReceived>>> {
    let month = month.map(|month| month.to_string());
    reading.entities(
        "WHERE partner_id = ? AND kind = ? AND month IS ? ORDER BY epoch DESC, sequence DESC",
        &[&partner.0, &kind.code(), &month],
    )
}

/// What came in of a month from everybody, the newest of each office first.
pub fn received_in_month(
    reading: &Reading<'_>,
    kind: ParcelKind,
    month: Month,
) -> Result<Vec<Stored<ParcelReceived>>> {
    reading.entities(
        "WHERE kind = ? AND month = ? ORDER BY partner_id, epoch DESC, sequence DESC",
        &[&kind.code(), &month.to_string()],
    )
}

/// The first month that each office has sent.
pub fn first_months(reading: &Reading<'_>) -> Result<BTreeMap<PartnerId, Month>> {
    let months = reading.rows(
        "SELECT partner_id, min(month) FROM parcel_received WHERE kind = ? AND month IS NOT NULL \
         GROUP BY partner_id",
        &[&ParcelKind::Month.code()],
        |row| {
            let corrupt = LedgerError::Corrupt { table: "parcel_received", id: 0, column: "month" };
            Ok((PartnerId(row.get(0)?), Month::read(row.get_ref(1)?).ok_or(corrupt)?))
        },
    )?;
    Ok(months.into_iter().collect())
}

/// What came in of an office at this point of its history, if anything.
pub fn received_at_count(
    reading: &Reading<'_>,
    partner: PartnerId,
    epoch: i64,
    count: i64,
) -> Result<Option<Stored<ParcelReceived>>> {
    reading.entity(
        "WHERE partner_id = ? AND epoch = ? AND chain_count = ? ORDER BY id",
        &[&partner.0, &epoch, &count],
    )
}

/// What came in of a kind and has no receipt that says it was taken: undecided, or sent back.
pub fn received_due(reading: &Reading<'_>, kind: ParcelKind) -> Result<Vec<Stored<ParcelReceived>>> {
    reading.entities("WHERE kind = ? AND verdict IN ('taken_in', 'returned') ORDER BY id", &[&kind.code()])
}

/// What came in and was taken, the newest first.
pub fn received(reading: &Reading<'_>, stretch: Stretch) -> Result<Vec<Stored<ParcelReceived>>> {
    stretch.newest(reading)
}

/// The hash of the change with this number, if there is one: what a parcel stated as the head of our history then.
pub fn chain_hash(reading: &Reading<'_>, number: i64) -> Result<Option<Vec<u8>>> {
    reading.one("SELECT hash FROM change WHERE id = ?", &[&number], |row| Ok(row.get(0)?))
}
