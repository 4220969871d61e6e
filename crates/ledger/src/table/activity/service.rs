//! Activities with their totals: the service details of a month, and the list of the screen.
//! A month is found by its index, presences by their activity; the history is never read whole.

use branchbook_domain::day::Month;
use rusqlite::{Row, ToSql};

use super::Activity;
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::organisation::name_on;

/// An activity with what was done in it (服务明细).
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceDetail {
    /// The activity: day, kind, title, times, place, organiser, beneficiaries.
    pub activity: Stored<Activity>,
    /// Name of the organisation that held it.
    pub organisation: Option<String>,
    /// Name of the unit that held it.
    pub unit: Option<String>,
    /// Presences (人次); within one activity each person is there once.
    pub participants: i64,
    /// Their minutes in all.
    pub minutes: i64,
    /// The activity itself belongs to an earlier month: these are people added later (补录). Its beneficiaries are
    /// counted there, not here.
    pub is_late: bool,
}

/// What the report of a month says of service: its activities, and people who were added to earlier ones.
/// In the order of days. Cancelled activities are left out.
pub fn service_details(reading: &Reading<'_>, month: Month) -> Result<Vec<ServiceDetail>> {
    let text = month.to_string();
    let mut details = reading.rows(&sql(OF_MONTH), &[&text], read_detail)?;
    details.extend(reading.rows(&sql(ADDED_LATE), &[&text], read_detail)?);
    details.sort_by_key(|detail| {
        (detail.activity.occurred_on, detail.activity.start_minute, detail.activity.id)
    });
    Ok(details)
}

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityFilter<'a> {
    /// Only those booked in this month.
    pub month: Option<Month>,
    /// Part of a title, kind, place or organiser; empty finds all.
    pub text: &'a str,
    /// Whether cancelled ones are shown.
    pub with_cancelled: bool,
}

/// How many activities fit.
pub fn count(reading: &Reading<'_>, filter: &ActivityFilter<'_>) -> Result<i64> {
    let bound = Bound::of(filter);
    reading
        .count(&format!("SELECT count(*) FROM activity a WHERE {}", condition(filter)), &bound.parameters())
}

/// A window of the list, newest first, with all presences that stand.
pub fn list(
    reading: &Reading<'_>,
    filter: &ActivityFilter<'_>,
    offset: u32,
    limit: u32,
) -> Result<Vec<ServiceDetail>> {
    let rest = format!(
        "0 {FROM} LEFT JOIN participation t ON t.activity_id = a.id AND t.cancelled_on IS NULL WHERE {} \
         GROUP BY a.id ORDER BY a.occurred_on DESC, a.id DESC LIMIT ?3 OFFSET ?4",
        condition(filter)
    );
    let bound = Bound::of(filter);
    let mut parameters = bound.parameters().to_vec();
    parameters.extend([&limit as &dyn ToSql, &offset]);
    reading.rows(&sql(&rest), &parameters, read_detail)
}

struct Bound {
    month: Option<String>,
    text: String,
}

impl Bound {
    fn of(filter: &ActivityFilter<'_>) -> Self {
        Self { month: filter.month.map(|month| month.to_string()), text: filter.text.to_owned() }
    }

    fn parameters(&self) -> [&dyn ToSql; 2] {
        [&self.month, &self.text]
    }
}

fn condition(filter: &ActivityFilter<'_>) -> String {
    let month = if filter.month.is_some() { "a.booked_month = ?1" } else { "?1 IS NULL" };
    let cancelled = if filter.with_cancelled { "" } else { " AND a.cancelled_on IS NULL" };
    format!(
        "{month}{cancelled} AND (instr(a.title, ?2) OR instr(a.kind, ?2) OR instr(ifnull(a.place, ''), ?2) \
         OR instr(ifnull(a.organiser, ''), ?2))"
    )
}

const FROM: &str = "FROM activity a LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN unit u ON u.id = a.unit_id";
const OF_MONTH: &str = "0 FROM activity a LEFT JOIN organisation o ON o.id = a.organisation_id \
     LEFT JOIN unit u ON u.id = a.unit_id \
     LEFT JOIN participation t ON t.activity_id = a.id AND t.cancelled_on IS NULL AND t.booked_month = a.booked_month \
     WHERE a.booked_month = ?1 AND a.cancelled_on IS NULL GROUP BY a.id";
const ADDED_LATE: &str = "1 FROM participation t JOIN activity a ON a.id = t.activity_id \
     LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN unit u ON u.id = a.unit_id \
     WHERE t.booked_month = ?1 AND t.cancelled_on IS NULL AND a.booked_month < ?1 GROUP BY a.id";

fn sql(rest: &str) -> String {
    let activity = Activity::TABLE.selection_as("a.");
    let organisation = name_on("o", "a.occurred_on");
    format!("SELECT {activity}, {organisation}, u.name, count(t.id), coalesce(sum(t.minutes), 0), {rest}")
}

fn read_detail(row: &Row<'_>) -> Result<ServiceDetail> {
    let first = Activity::TABLE.columns.len() + 2;
    Ok(ServiceDetail {
        activity: read_row(row)?,
        organisation: row.get(first)?,
        unit: row.get(first + 1)?,
        participants: row.get(first + 2)?,
        minutes: row.get(first + 3)?,
        is_late: row.get(first + 4)?,
    })
}
