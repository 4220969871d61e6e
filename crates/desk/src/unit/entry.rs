//! What every entry needs besides its own words: the month that it is booked in, and a uid.

use branchbook_contract::FieldError;
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::text::tidy;
use branchbook_ledger::table::month::calendar::last_closed;
use branchbook_ledger::{Reading, Writing, book};
use uuid::Uuid;

use crate::error::{DeskError, Result};

/// The month whose report a fact of `day` belongs to: the first that is not closed, but never before its own.
pub(crate) fn booking_month(reading: &Reading<'_>, day: Day) -> Result<Month> {
    Ok(month_after(last_closed(reading)?, day))
}

/// The same where the last closed month is known.
pub(crate) fn month_after(closed: Option<Month>, day: Day) -> Month {
    let own = Month::of(day);
    closed.map_or(own, |closed| own.max(closed.next()))
}

/// A fresh uid by the instant of the operation.
pub(crate) fn fresh_uid(writing: &Writing<'_>) -> Uuid {
    book::new_uid(&FixedClock(writing.at()))
}

/// A text without needless spaces; nothing if it is empty.
pub(crate) fn filled(text: Option<&str>) -> Option<String> {
    text.map(tidy).filter(|text| !text.is_empty())
}

/// Wrong fields, gathered so that a form can mark all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<FieldError>);

impl Wrong {
    /// Notes a field unless it is right.
    pub fn unless(&mut self, is_right: bool, field: &str, message: &str) {
        if !is_right {
            self.0.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        }
    }

    /// An error if anything was noted.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(DeskError::Invalid(self.0)) }
    }
}

/// Says that an entry of `day` is booked in a later month because its own is closed; nothing if it is not.
pub(crate) fn late_warning(day: Day, booked: Month) -> Option<String> {
    let own = Month::of(day);
    (own != booked).then(|| format!("{}已结账，本次登记记入{}。", own.label(), booked.label()))
}
