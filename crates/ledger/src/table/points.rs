//! Points: schemes, items, accounts, entries. Entries are never edited; amounts are hundredths.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PointsAccountId, PointsEntryId, PointsItemId, PointsSchemeId};

use crate::entity;

entity! {
    /// A version of a scheme; its items are rows of their own.
    pub struct PointsScheme: PointsSchemeId, "points_scheme", 24 {
        name: String,
        version: i64,
        subject_kind: String,
        from_on: Option<Day>,
        to_on: Option<Day>,
        body: String,
    }

    /// An item of a scheme.
    pub struct PointsItem: PointsItemId, "points_item", 25 {
        scheme_id: PointsSchemeId,
        code: String,
        name: String,
        category: String,
        position: i64,
        body: String,
    }

    /// An account: whoever owns entries under a scheme.
    pub struct PointsAccount: PointsAccountId, "points_account", 26 {
        scheme_id: PointsSchemeId,
        subject_kind: String,
        subject_id: i64,
        opened_on: Option<Day>,
    }

    /// A points entry: what the event is worth by itself (raw) and what counts after caps (counted).
    pub struct PointsEntry: PointsEntryId, "points_entry", 27 {
        account_id: PointsAccountId,
        item_id: Option<PointsItemId>,
        kind: String,
        occurred_on: Day,
        booked_month: Month,
        raw: i64,
        counted: i64,
        reverses_id: Option<PointsEntryId>,
        source_kind: String,
        source_id: Option<i64>,
        note: Option<String>,
    }
}
