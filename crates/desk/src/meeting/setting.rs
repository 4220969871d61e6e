//! The settings of organisation life and their defaults.

use branchbook_domain::frequency::{FrequencySetting, LATE_AFTER_DAY, default_frequencies};
use branchbook_ledger::table::office::setting;
use branchbook_ledger::{Reading, Result};

/// Key of the day of the following month up to which entries are in time.
pub(crate) const LATE_AFTER_DAY_KEY: &str = "meeting.late_after_day";
/// Key of the frequencies.
pub(crate) const FREQUENCIES_KEY: &str = "meeting.frequencies";

/// The day of the following month up to which entries are in time (decisions 18).
pub(crate) fn late_after_day(reading: &Reading<'_>) -> Result<u32> {
    Ok(setting(reading, LATE_AFTER_DAY_KEY)?.unwrap_or(LATE_AFTER_DAY))
}

/// How often organisation life is due.
pub(crate) fn frequencies(reading: &Reading<'_>) -> Result<Vec<FrequencySetting>> {
    Ok(setting(reading, FREQUENCIES_KEY)?.unwrap_or_else(default_frequencies))
}
