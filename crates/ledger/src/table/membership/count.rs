//! How many members there are on a day, without reading one of them.

use branchbook_domain::day::Day;

use super::HOLDS;
use crate::error::Result;
use crate::field::day_text;
use crate::reading::Reading;

/// Members on a day.
pub fn member_count_on(reading: &Reading<'_>, day: Day) -> Result<i64> {
    reading.count(&format!("SELECT count(*) FROM membership m WHERE {HOLDS}"), &[&day_text(day)])
}
