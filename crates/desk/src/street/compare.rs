//! Rows that came beside rows that are held: how many are new, say something else, say the same, are gone.

use std::collections::{BTreeMap, HashMap, HashSet};

use branchbook_contract::parcel::{PartChanges, RowReason};
use branchbook_ledger::Stored;
use branchbook_ledger::table::roll_up::HeldMember;
use branchbook_parcel::Parcel;
use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::exchange::received;
use crate::exchange::row::{MemberRow, PartRow};

/// Bytes of a hash that is kept of a row: enough to tell rows of one community apart.
const HASH: usize = 16;

/// The rows of a part.
pub(super) struct Sheet<R> {
    /// Those that are taken.
    pub rows: Vec<R>,
    /// Why the others are not.
    pub reasons: Vec<RowReason>,
    /// How many are not.
    pub refused: usize,
}

impl<R: PartRow> Sheet<R> {
    /// Reads a part. A row that does not parse makes the file unreadable; one that cannot be is refused by itself.
    pub fn of(parcel: &Parcel) -> Result<Self> {
        let mut sheet = Self { rows: Vec::new(), reasons: Vec::new(), refused: 0 };
        let mut keys = HashSet::new();
        for row in received::rows::<R>(parcel)? {
            let row = row?;
            let repeated = (!keys.insert(row.key())).then(|| "与前面的一行重复".to_owned());
            match row.fault().or(repeated) {
                Some(fault) => sheet.refuse(&row, fault),
                None => sheet.rows.push(row),
            }
        }
        Ok(sheet)
    }

    fn refuse(&mut self, row: &R, reason: String) {
        let (part, key) = (Some(R::PART.code().to_owned()), Some(row.key()));
        self.reasons.push(RowReason { part, key, who: row.who(), reason });
        self.refused += 1;
    }

    fn changes(&self) -> PartChanges {
        PartChanges {
            part: R::PART.code().to_owned(),
            label: R::PART.label().to_owned(),
            refused: u32::try_from(self.refused).unwrap_or(u32::MAX),
            ..PartChanges::default()
        }
    }
}

/// A hash of what a row says.
pub(super) fn row_hash<R: PartRow>(row: &R) -> Vec<u8> {
    // A row that was read can be written again.
    let mut text = serde_json::to_vec(row).unwrap_or_default();
    text.extend(row.beside().unwrap_or_default().bytes());
    Sha256::digest(text).iter().take(HASH).copied().collect()
}

/// Beside the parcel that is held of the same month.
pub(super) fn beside<R: PartRow>(sheet: &Sheet<R>, held: Option<&Parcel>) -> Result<PartChanges> {
    let before: HashMap<String, Vec<u8>> = match held {
        Some(held) => Sheet::<R>::of(held)?.rows.iter().map(|row| (row.key(), row_hash(row))).collect(),
        None => HashMap::new(),
    };
    Ok(counted(sheet, &before))
}

/// The register beside the newest one that is held.
pub(super) fn beside_register(
    sheet: &Sheet<MemberRow>,
    held: &BTreeMap<String, Stored<HeldMember>>,
) -> PartChanges {
    let present = held.values().filter(|member| member.is_present);
    let before = present.map(|member| (member.uid.clone(), member.row_hash.clone())).collect();
    counted(sheet, &before)
}

fn counted<R: PartRow>(sheet: &Sheet<R>, before: &HashMap<String, Vec<u8>>) -> PartChanges {
    let mut changes = sheet.changes();
    let mut met = 0;
    for row in &sheet.rows {
        match before.get(&row.key()) {
            None => changes.added += 1,
            Some(hash) if *hash == row_hash(row) => changes.same += 1,
            Some(_) => changes.changed += 1,
        }
        met += usize::from(before.contains_key(&row.key()));
    }
    changes.gone = u32::try_from(before.len().saturating_sub(met)).unwrap_or(u32::MAX);
    changes
}
