//! How a value of the domain is written into a column and read back.
//! One implementation per type; a stored value that does not parse is an error, never a default.

use std::borrow::Cow;

use branchbook_domain::day::{Day, Instant, Month, PartialDay};
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

/// Reads a column of a query that is not a whole row. The error names the table and the column; its id is the
/// integer in the first column of the query.
pub(crate) fn column<T: Field>(
    row: &rusqlite::Row<'_>,
    at: usize,
    table: &'static str,
    column: &'static str,
) -> crate::error::Result<T> {
    let read = T::read(row.get_ref(at)?);
    read.ok_or_else(|| crate::error::LedgerError::Corrupt { table, id: row.get(0).unwrap_or(0), column })
}

/// A value on its way into a column. STRICT tables keep exactly what is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound<'a> {
    /// NULL.
    Null,
    /// INTEGER.
    Int(i64),
    /// TEXT.
    Text(Cow<'a, str>),
    /// BLOB.
    Blob(Cow<'a, [u8]>),
}

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_value()))
    }
}

impl Bound<'_> {
    /// The same value as SQLite hands it back.
    pub fn as_value(&self) -> ValueRef<'_> {
        match self {
            Bound::Null => ValueRef::Null,
            Bound::Int(number) => ValueRef::Integer(*number),
            Bound::Text(text) => ValueRef::Text(text.as_bytes()),
            Bound::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }
}

/// A type that stands in a column.
pub trait Field: Sized {
    /// The value to store.
    fn bind(&self) -> Bound<'_>;
    /// The value read back; `None` if it does not parse.
    fn read(value: ValueRef<'_>) -> Option<Self>;
}

impl Field for i64 {
    fn bind(&self) -> Bound<'_> {
        Bound::Int(*self)
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
}

impl Field for bool {
    fn bind(&self) -> Bound<'_> {
        Bound::Int(i64::from(*self))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Integer(0) => Some(false),
            ValueRef::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl Field for u32 {
    fn bind(&self) -> Bound<'_> {
        Bound::Int(i64::from(*self))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()?.try_into().ok()
    }
}

impl Field for String {
    fn bind(&self) -> Bound<'_> {
        Bound::Text(Cow::Borrowed(self))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        Some(value.as_str().ok()?.to_owned())
    }
}

impl Field for Vec<u8> {
    fn bind(&self) -> Bound<'_> {
        Bound::Blob(Cow::Borrowed(self))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        Some(value.as_blob().ok()?.to_vec())
    }
}

impl Field for Uuid {
    fn bind(&self) -> Bound<'_> {
        Bound::Blob(Cow::Borrowed(self.as_bytes()))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        Uuid::from_slice(value.as_blob().ok()?).ok()
    }
}

impl Field for Day {
    fn bind(&self) -> Bound<'_> {
        Bound::Text(Cow::Owned(day_text(*self)))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        read_day(value.as_str().ok()?)
    }
}

impl Field for Instant {
    fn bind(&self) -> Bound<'_> {
        Bound::Int(self.0)
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        Some(Instant(value.as_i64().ok()?))
    }
}

impl Field for Month {
    fn bind(&self) -> Bound<'_> {
        Bound::Text(Cow::Owned(month_text(*self)))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok()?.parse().ok()
    }
}

impl Field for PartialDay {
    fn bind(&self) -> Bound<'_> {
        Bound::Text(Cow::Owned(match self {
            Self::Day(day) => day_text(*day),
            Self::Month(month) => month_text(*month),
            Self::Year(_) => self.to_string(),
        }))
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok()?.parse().ok()
    }
}

impl<T: Field> Field for Option<T> {
    fn bind(&self) -> Bound<'_> {
        self.as_ref().map_or(Bound::Null, T::bind)
    }
    fn read(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            other => T::read(other).map(Some),
        }
    }
}

/// Keys of rows are stored as integers.
macro_rules! key_fields {
    ($($name:ident),+ $(,)?) => {$(
        impl Field for branchbook_domain::key::$name {
            fn bind(&self) -> Bound<'_> {
                Bound::Int(self.0)
            }
            fn read(value: ValueRef<'_>) -> Option<Self> {
                value.as_i64().ok().map(Self)
            }
        }
    )+};
}

key_fields!(
    ChangeId,
    OperatorId,
    SettingId,
    CodeValueId,
    FileId,
    OrganisationId,
    PlaceId,
    PersonId,
    MembershipId,
    MovementId,
    ConditionId,
    PostHeldId,
    UnitId,
    UnitExpectationId,
    ReportInId,
    OfferId,
    ClaimId,
    ActivityId,
    ParticipationId,
    GatheringId,
    MeetingRecordId,
    TopicId,
    VoteId,
    AttendanceId,
    PointsSchemeId,
    PointsItemId,
    PointsAccountId,
    PointsEntryId,
    MonthId,
    MonthFigureId,
    PointsClosingId,
    ImportBatchId,
    ImportMappingId,
    OfficeKeyId,
    PartnerId,
    ParcelSentId,
    ParcelReceivedId,
    RollUpId,
    HeldMemberId,
    CustomFieldId,
    DevelopmentCaseId,
);

/// Implements [`Field`] for an enum of the domain that has `code() -> &'static str` and
/// `from_code(&str) -> Option<Self>`.
#[macro_export]
macro_rules! code_field {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::field::Field for $name {
            fn bind(&self) -> $crate::field::Bound<'_> {
                $crate::field::Bound::Text(std::borrow::Cow::Borrowed(self.code()))
            }
            fn read(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
                Self::from_code(value.as_str().ok()?)
            }
        }
    )+};
}

/// Keys as the JSON array that `json_each` takes: one statement for many keys.
pub(crate) fn key_list<T: Copy + Into<i64>>(list: &[T]) -> String {
    let mut text = String::with_capacity(list.len() * 7 + 2);
    text.push('[');
    for (at, key) in list.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let key: i64 = (*key).into();
        text.push_str(&key.to_string());
    }
    text.push(']');
    text
}

/// `YYYY-MM-DD` without the general formatter, which costs more than the insert it serves.
pub fn day_text(day: Day) -> String {
    use chrono::Datelike as _;
    let mut text = String::with_capacity(10);
    push_month(day.year(), day.month(), &mut text);
    text.extend(['-', digit(day.day() / 10), digit(day.day())]);
    text
}

/// `YYYY-MM`, in the same way.
pub fn month_text(month: Month) -> String {
    let mut text = String::with_capacity(7);
    push_month(month.year(), month.month(), &mut text);
    text
}

fn push_month(year: i32, month: u32, text: &mut String) {
    let year = year.clamp(0, 9999).unsigned_abs();
    text.extend([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-']);
    text.extend([digit(month / 10), digit(month)]);
}

fn digit(number: u32) -> char {
    char::from(b'0' + u8::try_from(number % 10).unwrap_or(0))
}

/// Reads exactly `YYYY-MM-DD`.
pub fn read_day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    Day::from_ymd_opt(number(0..4)?.try_into().ok()?, number(5..7)?, number(8..10)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_back_as_it_was_written() {
        for text in ["0001-01-01", "1921-07-23", "2026-11-21", "9999-12-31"] {
            assert_eq!(day_text(read_day(text).unwrap()), text);
            assert_eq!(month_text(text[..7].parse().unwrap()), text[..7]);
        }
        for text in ["2026-02-29", "2026-1-01", "20260101", "", "2026-13-01"] {
            assert_eq!(read_day(text), None, "{text} is no stored day");
        }
    }

    #[test]
    fn keys_are_a_json_array() {
        assert_eq!(key_list::<i64>(&[]), "[]");
        assert_eq!(key_list(&[3, 14]), "[3,14]");
    }

    #[test]
    fn a_flag_is_only_nought_or_one() {
        assert_eq!(bool::read(ValueRef::Integer(2)), None);
        assert_eq!(Option::<bool>::read(ValueRef::Null), Some(None));
    }
}
