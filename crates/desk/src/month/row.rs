//! The row of a month: stored, or as it would be made. Rows are made on demand, with the days of the settings.

use branchbook_contract::month::MonthRow as Shown;
use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::key::{ChangeId, MonthId};
use branchbook_domain::month_state::MonthState;
use branchbook_ledger::table::month::{MonthRow, calendar, changed};
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::Calendar;

/// The stored row, or what it would say; `None` as key if it is not stored.
pub(crate) fn find(reading: &Reading<'_>, month: Month) -> Result<(Option<MonthId>, MonthRow), LedgerError> {
    match calendar::row(reading, month)? {
        Some(Stored { id, value, .. }) => Ok((Some(id), value)),
        None => Ok((None, fresh(reading, month)?)),
    }
}

/// The first and the last day of a month's statistics.
pub(crate) fn days(reading: &Reading<'_>, month: Month) -> Result<(Day, Day), LedgerError> {
    let (_, row) = find(reading, month)?;
    Ok((row.from_on, add_days(row.to_on, -1)))
}

/// The month to whose statistics a day belongs.
pub(crate) fn month_of(reading: &Reading<'_>, day: Day) -> Result<Month, LedgerError> {
    let own = Month::of(day);
    let (_, last) = days(reading, own)?;
    Ok(if day > last { own.next() } else { own })
}

/// Writes the row: anew if the month has none yet.
pub(crate) fn save(
    writing: &mut Writing<'_>,
    id: Option<MonthId>,
    row: &MonthRow,
) -> Result<(), LedgerError> {
    match id {
        Some(id) => writing.update(id, row).map(|_| ()),
        None => writing.insert(row).map(|_| ()),
    }
}

/// The state of a stored row.
pub(crate) fn state_of(row: &MonthRow, id: Option<MonthId>) -> Result<MonthState, LedgerError> {
    MonthState::from_code(&row.state).ok_or(LedgerError::Corrupt {
        table: "month",
        id: id.map_or(0, |id| id.0),
        column: "state",
    })
}

/// What a screen shows of the row.
pub(crate) fn shown(
    reading: &Reading<'_>,
    id: Option<MonthId>,
    row: &MonthRow,
) -> Result<Shown, LedgerError> {
    let state = state_of(row, id)?;
    let since = row.submitted_change_id.map(ChangeId).filter(|_| state.entry_notice().is_some());
    let has_changed_since_sent = match since {
        Some(since) => changed::has_changed_since(reading, row.month, since)?,
        None => false,
    };
    Ok(Shown {
        month: row.month,
        label: row.month.label(),
        state,
        state_label: state.label().to_owned(),
        first_on: row.from_on,
        last_on: add_days(row.to_on, -1),
        due_on: row.due_on,
        filled_on: row.filled_on,
        has_changed_since_sent,
    })
}

/// Fits the days of the months that are still open to the settings. A month that was sent keeps the days that it
/// was sent with.
///
/// # Errors
/// [`LedgerError::Refused`] while a month is on its way.
pub(crate) fn resettle(writing: &mut Writing<'_>) -> Result<(), LedgerError> {
    for stored in calendar::unclosed_rows(writing)? {
        if state_of(&stored.value, Some(stored.id))?.entry_notice().is_some() {
            let label = stored.month.label();
            let sentence =
                format!("{label}已上报、尚未结账，现在不能改统计日期；请在{label}结账或退回后再改。");
            return Err(LedgerError::Refused(sentence));
        }
        let MonthRow { from_on, to_on, due_on, .. } = fresh(writing, stored.month)?;
        writing.update(stored.id, &MonthRow { from_on, to_on, due_on, ..stored.value })?;
    }
    Ok(())
}

/// A month begins where the one before it ends, also after the settings were changed.
fn fresh(reading: &Reading<'_>, month: Month) -> Result<MonthRow, LedgerError> {
    let calendar = Calendar::of(reading)?;
    let before = calendar::row_before(reading, month)?.filter(|before| before.month.next() == month);
    Ok(MonthRow {
        month,
        state: MonthState::Open.code().to_owned(),
        from_on: before.map_or_else(|| calendar.first_day(month), |before| before.to_on),
        to_on: add_days(calendar.last_day(month), 1),
        due_on: calendar.due_on(month),
        filled_on: None,
        sent_file_id: None,
        submitted_change_id: None,
        closed_at: None,
    })
}
