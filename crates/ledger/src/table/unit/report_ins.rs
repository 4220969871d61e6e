//! Report-ins as lists show them: with person, unit, held posts and the service of the year. Masking is not done here.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ReportInId, UnitId};
use rusqlite::{Row, ToSql};

use super::ReportIn;
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::field::day_text;
use crate::reading::Reading;

/// Which report-ins by their state on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportState {
    /// Reported in and not returned (已报到).
    Open,
    /// Returned ones (已返回), too.
    All,
}

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportInFilter<'a> {
    /// The state is that of this day.
    pub day: Day,
    /// State.
    pub state: ReportState,
    /// Part of a name, phone, unit, residence or skill; empty finds all.
    pub text: &'a str,
    /// The same as letters for readings of names; empty if the text has none.
    pub letters: &'a str,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportInLine {
    /// The report-in.
    pub report_in: Stored<ReportIn>,
    /// Name of the person.
    pub name: String,
    /// Code of the sex.
    pub sex: Option<String>,
    /// ID number in full.
    pub id_number: Option<String>,
    /// Phone in full.
    pub phone: Option<String>,
    /// Name of the unit.
    pub unit: String,
    /// Titles of the posts held on the day, with 、 between.
    pub posts: Option<String>,
    /// Presences of the day's year, until the day (人次).
    pub attendances: i64,
    /// Minutes of the day's year, until the day.
    pub minutes: i64,
}

/// How many there are.
pub fn count(reading: &Reading<'_>, filter: &ReportInFilter<'_>) -> Result<i64> {
    let sql = format!("SELECT count(*) {}", matching(filter));
    let bound = Bound::of(filter);
    reading.count(&sql, &bound.parameters())
}

/// The list, newest report-in first; `limit` rows at most.
pub fn list(reading: &Reading<'_>, filter: &ReportInFilter<'_>, limit: u32) -> Result<Vec<ReportInLine>> {
    let year = day_text(year_begins(filter.day));
    let sql = format!(
        "SELECT {} {} ORDER BY r.reported_on DESC, r.id DESC LIMIT ?5",
        selected("?4"),
        matching(filter)
    );
    let bound = Bound::of(filter);
    let mut parameters = bound.parameters().to_vec();
    parameters.extend([&year as &dyn ToSql, &limit]);
    reading.rows(&sql, &parameters, read_line)
}

/// One of them, with posts and service as of a day.
pub fn line_of(reading: &Reading<'_>, report_in: ReportInId, day: Day) -> Result<Option<ReportInLine>> {
    let sql = format!("SELECT {} {JOINED} WHERE r.id = ?3", selected("?2"));
    reading.one(&sql, &[&day_text(day), &day_text(year_begins(day)), &report_in.0], read_line)
}

/// All report-ins of a unit with the names of the people, returned ones included, in the order of their days.
pub fn of_unit(reading: &Reading<'_>, unit: UnitId) -> Result<Vec<(String, Stored<ReportIn>)>> {
    let sql = format!(
        "SELECT {}, p.name FROM report_in r JOIN person p ON p.id = r.person_id \
         WHERE r.unit_id = ? ORDER BY r.reported_on, r.id",
        ReportIn::TABLE.selection_as("r.")
    );
    let name = ReportIn::TABLE.columns.len() + 2;
    reading.rows(&sql, &[&unit.0], |row| Ok((row.get(name)?, read_row(row)?)))
}

fn year_begins(day: Day) -> Day {
    Month::new(chrono::Datelike::year(&day), 1).map_or(day, Month::first_day)
}

/// What a line is read from: `?1` is the day; `year` names the parameter of the first day of its year.
fn selected(year: &str) -> String {
    format!(
        "{}, p.name, p.sex, p.id_number, p.phone, u.name, \
         (SELECT group_concat(o.title, '、') FROM claim c JOIN offer o ON o.id = c.offer_id AND o.kind = 'service_post' \
          WHERE c.person_id = r.person_id AND c.occurred_on <= ?1 AND (c.ended_on IS NULL OR c.ended_on > ?1)), \
         (SELECT count(*) FROM participation t WHERE t.person_id = r.person_id AND t.cancelled_on IS NULL \
          AND t.occurred_on BETWEEN {year} AND ?1), \
         (SELECT coalesce(sum(t.minutes), 0) FROM participation t WHERE t.person_id = r.person_id AND t.cancelled_on IS NULL \
          AND t.occurred_on BETWEEN {year} AND ?1)",
        ReportIn::TABLE.selection_as("r.")
    )
}

const JOINED: &str = "FROM report_in r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id";

struct Bound {
    day: String,
    text: String,
    letters: Option<String>,
}

impl Bound {
    fn of(filter: &ReportInFilter<'_>) -> Self {
        let letters = (!filter.letters.is_empty()).then(|| pattern(filter.letters));
        Self { day: day_text(filter.day), text: pattern(filter.text), letters }
    }

    fn parameters(&self) -> [&dyn ToSql; 3] {
        [&self.day, &self.text, &self.letters]
    }
}

fn pattern(text: &str) -> String {
    let escaped: String =
        text.chars().flat_map(|c| "%_\\".contains(c).then_some('\\').into_iter().chain([c])).collect();
    format!("%{escaped}%")
}

fn matching(filter: &ReportInFilter<'_>) -> String {
    let state = match filter.state {
        ReportState::Open => "r.reported_on <= ?1 AND (r.returned_on IS NULL OR r.returned_on > ?1)",
        ReportState::All => "r.reported_on <= ?1",
    };
    format!(
        "{JOINED} WHERE {state} AND (p.name LIKE ?2 ESCAPE '\\' OR p.phone LIKE ?2 ESCAPE '\\' \
         OR u.name LIKE ?2 ESCAPE '\\' OR r.residence LIKE ?2 ESCAPE '\\' OR r.skills LIKE ?2 ESCAPE '\\' \
         OR p.pinyin LIKE ?3 ESCAPE '\\' OR p.initials LIKE ?3 ESCAPE '\\')"
    )
}

fn read_line(row: &Row<'_>) -> Result<ReportInLine> {
    let first = ReportIn::TABLE.columns.len() + 2;
    Ok(ReportInLine {
        report_in: read_row(row)?,
        name: row.get(first)?,
        sex: row.get(first + 1)?,
        id_number: row.get(first + 2)?,
        phone: row.get(first + 3)?,
        unit: row.get(first + 4)?,
        posts: row.get(first + 5)?,
        attendances: row.get(first + 6)?,
        minutes: row.get(first + 7)?,
    })
}
