//! Points: schemes, items, accounts, entries. Entries are never edited; amounts are hundredths.
//! Here stand the rows and their codes; the queries stand in the modules below. Counts nothing.

mod account;
mod closing;
mod entry;
mod month;
mod origin;
mod scheme;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PointsAccountId, PointsEntryId, PointsItemId, PointsSchemeId};

use crate::{code_field, entity};

pub use account::{
    PERSON, accounts_by_id, accounts_of_merged, accounts_of_people, accounts_of_person, people_with_accounts,
};
pub use closing::{ClosingLine, MonthSum, closings_of, last_closing_month, month_sums};
pub use entry::{
    LiveEntry, entries_of_accounts, entries_since, live_by_source, live_of_accounts, reversal_of,
    vetoed_accounts,
};
pub use month::{MonthEntries, month_entries};
pub use origin::{AttendancePlace, ParticipationPlace, attendance_places, participation_places};
pub use scheme::{items_of, newest_scheme, newest_version, schemes};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Points for an event.
    Award,
    /// Takes an earlier entry out of the count.
    Reversal,
    /// The difference that caps make after a back-dated entry or a reversal.
    CapAdjustment,
}

impl EntryKind {
    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Reversal => "reversal",
            Self::CapAdjustment => "cap_adjustment",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Award, Self::Reversal, Self::CapAdjustment].into_iter().find(|kind| kind.code() == code)
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Award => "记分",
            Self::Reversal => "冲正",
            Self::CapAdjustment => "封顶调整",
        }
    }
}

/// What an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntrySource {
    /// Typed by a person.
    Hand,
    /// A row of an imported file.
    Import,
    /// An attendance row: `source_id` is its key.
    Attendance,
    /// A participation row: `source_id` is its key.
    Participation,
    /// The caps themselves.
    Caps,
}

impl EntrySource {
    /// All sources.
    pub const ALL: [Self; 5] = [Self::Hand, Self::Import, Self::Attendance, Self::Participation, Self::Caps];

    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Import => "import",
            Self::Attendance => "attendance",
            Self::Participation => "participation",
            Self::Caps => "caps",
        }
    }

    /// The source with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Hand => "手工登记",
            Self::Import => "导入",
            Self::Attendance => "考勤",
            Self::Participation => "服务时长",
            Self::Caps => "封顶",
        }
    }
}

code_field!(EntryKind, EntrySource);

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
        kind: EntryKind,
        occurred_on: Day,
        booked_month: Month,
        raw: i64,
        counted: i64,
        reverses_id: Option<PointsEntryId>,
        source_kind: EntrySource,
        source_id: Option<i64>,
        note: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_value() {
        for kind in [EntryKind::Award, EntryKind::Reversal, EntryKind::CapAdjustment] {
            assert_eq!(EntryKind::from_code(kind.code()), Some(kind));
        }
        for source in EntrySource::ALL {
            assert_eq!(EntrySource::from_code(source.code()), Some(source));
        }
    }
}
