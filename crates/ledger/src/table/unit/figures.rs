//! What each unit owes and does: by the booking of a month, as it is sent, or by true days up to a day.
//! The figures of a month come from the open rows and from the indexes of months; the whole history is never read.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::UnitId;
use rusqlite::ToSql;

use crate::error::{LedgerError, Result};
use crate::field::{day_text, read_day};
use crate::reading::Reading;

/// The figures of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What sort of unit it is (单位性质).
    pub kind: Option<String>,
    /// Whether it is paired with the community (包保单位).
    pub is_paired: bool,
    /// What it said last that it owes (应报到), with the day and the source.
    pub expected: Option<Expected>,
    /// Reported in and not returned, at the end (已报到).
    pub reported: i64,
    /// Reported in within the month.
    pub new: i64,
    /// Returned within the month.
    pub returned: i64,
    /// Posts that its people, or the unit itself, hold at the end (认领).
    pub claims: i64,
    /// Claims of the month.
    pub new_claims: i64,
    /// Activities of the month that it organised or its people took part in.
    pub activities: i64,
    /// Presences of its people (人次).
    pub attendances: i64,
    /// Its people who took part, each once (人数).
    pub people: i64,
    /// Their minutes.
    pub minutes: i64,
}

/// A stated number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// How many owe a report-in.
    pub count: i64,
    /// The day it was stated.
    pub stated_on: Day,
    /// Where the number comes from.
    pub source: String,
}

/// The figures of all units, and what cannot be added up from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMonth {
    /// One row per unit, in the order of their coming.
    pub units: Vec<UnitFigures>,
    /// Different activities of all units: two units in one activity count it once.
    pub activities: i64,
    /// Different people of all units.
    pub people: i64,
}

/// The figures of a month as its report says them: by booking, at the end of the month. `first` and `last` are the
/// days of its statistics.
pub fn unit_month_figures(
    reading: &Reading<'_>,
    month: Month,
    (first, last): (Day, Day),
) -> Result<UnitMonth> {
    let text = month.to_string();
    let mut sheet = Sheet::begin(reading, last, &text, &day_text(first))?;
    let by: &[&dyn ToSql] = &[&text];
    sheet.add(reading, OPEN_BOOKED, by, |row| &mut row.reported)?;
    sheet.add(reading, RETURNED_LATER, by, |row| &mut row.reported)?;
    sheet.add(reading, NEW_BOOKED, by, |row| &mut row.new)?;
    sheet.add(reading, RETURNED_BOOKED, by, |row| &mut row.returned)?;
    sheet.add(reading, CLAIMS_BOOKED, by, |row| &mut row.claims)?;
    sheet.add(reading, NEW_CLAIMS_BOOKED, by, |row| &mut row.new_claims)?;
    sheet.add_service(reading, SERVICE_BOOKED, by)?;
    sheet.add_organised(reading, ORGANISED_BOOKED, by)?;
    Ok(sheet.finish())
}

/// The figures by true days: standing on `day`, and service since the first of its month.
pub fn unit_figures_on(reading: &Reading<'_>, day: Day) -> Result<UnitMonth> {
    let month = Month::of(day);
    let (on, first, month) = (day_text(day), day_text(month.first_day()), month.to_string());
    let mut sheet = Sheet::begin(reading, day, "9999-12", &on)?;
    sheet.add(reading, OPEN_ON, &[&on], |row| &mut row.reported)?;
    sheet.add(reading, RETURNED_AFTER, &[&on, &month], |row| &mut row.reported)?;
    sheet.add(reading, NEW_ON, &[&on, &first, &month], |row| &mut row.new)?;
    sheet.add(reading, RETURNED_ON, &[&on, &first, &month], |row| &mut row.returned)?;
    sheet.add(reading, CLAIMS_ON, &[&on, &month], |row| &mut row.claims)?;
    sheet.add(reading, NEW_CLAIMS_ON, &[&on, &first, &month], |row| &mut row.new_claims)?;
    sheet.add_service(reading, SERVICE_ON, &[&on, &first, &month])?;
    sheet.add_organised(reading, ORGANISED_ON, &[&on, &first, &month])?;
    Ok(sheet.finish())
}

#[derive(Default)]
struct Service {
    activities: BTreeSet<i64>,
    people: BTreeSet<i64>,
}

struct Sheet {
    units: Vec<UnitFigures>,
    places: BTreeMap<i64, usize>,
    service: BTreeMap<i64, Service>,
}

impl Sheet {
    /// The units that exist in the span, with the number that each stated last until `until`.
    fn begin(reading: &Reading<'_>, until: Day, month: &str, first: &str) -> Result<Self> {
        let units = reading.rows(UNITS, &[&day_text(until), &month, &first], read_unit)?;
        let places = units.iter().enumerate().map(|(at, row)| (row.unit.0, at)).collect();
        Ok(Self { units, places, service: BTreeMap::new() })
    }

    fn row(&mut self, unit: Option<i64>) -> Option<&mut UnitFigures> {
        let place = *self.places.get(&unit?)?;
        self.units.get_mut(place)
    }

    fn add(
        &mut self,
        reading: &Reading<'_>,
        sql: &str,
        parameters: &[&dyn ToSql],
        figure: fn(&mut UnitFigures) -> &mut i64,
    ) -> Result<()> {
        reading.for_each(sql, parameters, |counted| {
            if let Some(row) = self.row(counted.get(0)?) {
                *figure(row) += counted.get::<_, i64>(1)?;
            }
            Ok::<(), LedgerError>(())
        })
    }

    /// Rows: unit, activity or NULL if it belongs to an earlier month, person, minutes.
    fn add_service(&mut self, reading: &Reading<'_>, sql: &str, parameters: &[&dyn ToSql]) -> Result<()> {
        reading.for_each(sql, parameters, |part| {
            let unit: i64 = part.get(0)?;
            if let Some(row) = self.row(Some(unit)) {
                row.attendances += 1;
                row.minutes += part.get::<_, i64>(3)?;
                let service = self.service.entry(unit).or_default();
                service.activities.extend(part.get::<_, Option<i64>>(1)?);
                service.people.insert(part.get(2)?);
            }
            Ok::<(), LedgerError>(())
        })
    }

    /// Rows: unit, activity.
    fn add_organised(&mut self, reading: &Reading<'_>, sql: &str, parameters: &[&dyn ToSql]) -> Result<()> {
        reading.for_each(sql, parameters, |row| {
            self.service.entry(row.get(0)?).or_default().activities.insert(row.get(1)?);
            Ok::<(), LedgerError>(())
        })
    }

    fn finish(mut self) -> UnitMonth {
        let mut all = Service::default();
        for (unit, service) in std::mem::take(&mut self.service) {
            if let Some(row) = self.row(Some(unit)) {
                row.activities = length(&service.activities);
                row.people = length(&service.people);
            }
            all.activities.extend(service.activities);
            all.people.extend(service.people);
        }
        UnitMonth { units: self.units, activities: length(&all.activities), people: length(&all.people) }
    }
}

fn length(set: &BTreeSet<i64>) -> i64 {
    i64::try_from(set.len()).unwrap_or(i64::MAX)
}

fn read_unit(row: &rusqlite::Row<'_>) -> Result<UnitFigures> {
    let id: i64 = row.get(0)?;
    Ok(UnitFigures {
        unit: UnitId(id),
        name: row.get(1)?,
        kind: row.get(2)?,
        is_paired: row.get(3)?,
        expected: read_expected(row, id)?,
        reported: 0,
        new: 0,
        returned: 0,
        claims: 0,
        new_claims: 0,
        activities: 0,
        attendances: 0,
        people: 0,
        minutes: 0,
    })
}

fn read_expected(row: &rusqlite::Row<'_>, unit: i64) -> Result<Option<Expected>> {
    let Some(count) = row.get(4)? else { return Ok(None) };
    let text: String = row.get(5)?;
    let corrupt = LedgerError::Corrupt { table: "unit_expectation", id: unit, column: "stated_on" };
    let stated_on = read_day(&text).ok_or(corrupt)?;
    Ok(Some(Expected { count, stated_on, source: row.get(6)? }))
}

const UNITS: &str = "
SELECT u.id, u.name, u.kind, u.is_paired, e.expected_count, e.stated_on, e.source
FROM unit u LEFT JOIN unit_expectation e ON e.id = (
  SELECT x.id FROM unit_expectation x WHERE x.unit_id = u.id AND x.stated_on <= ?1 AND x.booked_month <= ?2
  ORDER BY x.stated_on DESC, x.id DESC LIMIT 1)
WHERE (u.from_on IS NULL OR u.from_on <= ?1) AND (u.to_on IS NULL OR u.to_on > ?3)
ORDER BY u.id";

const OPEN_BOOKED: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_open WHERE returned_on IS NULL AND booked_month <= ?1 GROUP BY unit_id";
const RETURNED_LATER: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_returned WHERE returned_month > ?1 AND booked_month <= ?1 GROUP BY unit_id";
const NEW_BOOKED: &str = "SELECT unit_id, count(*) FROM report_in WHERE booked_month = ?1 GROUP BY unit_id";
const RETURNED_BOOKED: &str =
    "SELECT unit_id, count(*) FROM report_in WHERE returned_month = ?1 GROUP BY unit_id";

// By true days, too, only what is open and what was booked since is read: nothing is booked before the month of its
// true day, so whatever began or ended on or after a day is found by the index of months.
const OPEN_ON: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_open \
     WHERE returned_on IS NULL AND reported_on <= ?1 GROUP BY unit_id";
const RETURNED_AFTER: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_returned \
     WHERE returned_month >= ?2 AND returned_on > ?1 AND reported_on <= ?1 GROUP BY unit_id";
// A report-in known by year or month only counts from the earliest day that it can be.
const NEW_ON: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_month WHERE booked_month >= ?3 \
     AND reported_on || substr('-01-01', length(reported_on) - 3) BETWEEN ?2 AND ?1 GROUP BY unit_id";
const RETURNED_ON: &str = "SELECT unit_id, count(*) FROM report_in INDEXED BY report_in_returned \
     WHERE returned_month >= ?3 AND returned_on BETWEEN ?2 AND ?1 GROUP BY unit_id";

// Posts of service alone: a post of 一编三定 is held as a member, whatever unit somebody reports in from.
macro_rules! claims {
    ($sql:literal) => {
        concat!($sql, " AND (SELECT kind FROM offer WHERE offer.id = offer_id) = 'service_post' ")
    };
}

const CLAIMS_BOOKED: &str = concat!(
    "WITH standing AS (",
    claims!(
        "SELECT person_id, unit_id FROM claim INDEXED BY claim_open WHERE ended_on IS NULL AND booked_month <= ?1"
    ),
    "UNION ALL ",
    claims!(
        "SELECT person_id, unit_id FROM claim INDEXED BY claim_ended WHERE ended_month > ?1 AND booked_month <= ?1"
    ),
    ") SELECT coalesce(s.unit_id, r.unit_id) AS unit, count(*) FROM standing s
LEFT JOIN report_in r ON s.unit_id IS NULL AND r.person_id = s.person_id
  AND r.booked_month <= ?1 AND (r.returned_month IS NULL OR r.returned_month > ?1)
GROUP BY unit"
);
const NEW_CLAIMS_BOOKED: &str = concat!(
    claims!(
        "
SELECT coalesce(c.unit_id, r.unit_id) AS unit, count(*) FROM claim c
LEFT JOIN report_in r ON c.unit_id IS NULL AND r.person_id = c.person_id AND r.reported_on <= c.occurred_on
  AND r.booked_month <= ?1
  AND (r.returned_on IS NULL OR r.returned_on > c.occurred_on OR r.returned_month > ?1)
WHERE c.booked_month = ?1"
    ),
    "GROUP BY unit"
);
const CLAIMS_ON: &str = concat!(
    "WITH standing AS (",
    claims!(
        "SELECT person_id, unit_id FROM claim INDEXED BY claim_open WHERE ended_on IS NULL AND occurred_on <= ?1"
    ),
    "UNION ALL ",
    claims!(
        "SELECT person_id, unit_id FROM claim INDEXED BY claim_ended
  WHERE ended_month >= ?2 AND ended_on > ?1 AND occurred_on <= ?1"
    ),
    ") SELECT coalesce(s.unit_id, r.unit_id) AS unit, count(*) FROM standing s
LEFT JOIN report_in r ON s.unit_id IS NULL AND r.person_id = s.person_id
  AND r.reported_on <= ?1 AND (r.returned_on IS NULL OR r.returned_on > ?1)
GROUP BY unit"
);
const NEW_CLAIMS_ON: &str = concat!(
    claims!(
        "
SELECT coalesce(c.unit_id, r.unit_id) AS unit, count(*) FROM claim c
LEFT JOIN report_in r ON c.unit_id IS NULL AND r.person_id = c.person_id
  AND r.reported_on <= c.occurred_on AND (r.returned_on IS NULL OR r.returned_on > c.occurred_on)
WHERE c.booked_month >= ?3 AND c.occurred_on BETWEEN ?2 AND ?1"
    ),
    "GROUP BY unit"
);

// A presence belongs to the unit for which the person was reported in on that day. A return that was learnt only
// after the month does not change what the month said.
const SERVICE_BOOKED: &str = "
SELECT r.unit_id, CASE WHEN a.booked_month = ?1 THEN a.id END, p.person_id, p.minutes
FROM participation p JOIN activity a ON a.id = p.activity_id
JOIN report_in r ON r.person_id = p.person_id AND r.reported_on <= p.occurred_on AND r.booked_month <= ?1
  AND (r.returned_on IS NULL OR r.returned_on > p.occurred_on OR r.returned_month > ?1)
WHERE p.booked_month = ?1 AND p.cancelled_on IS NULL";
const ORGANISED_BOOKED: &str = "SELECT unit_id, id FROM activity WHERE booked_month = ?1 AND unit_id IS NOT NULL AND cancelled_on IS NULL";
// Nothing is booked before the month of its true day, so the index of months finds all of them.
const SERVICE_ON: &str = "
SELECT r.unit_id, p.activity_id, p.person_id, p.minutes
FROM participation p
JOIN report_in r ON r.person_id = p.person_id AND r.reported_on <= p.occurred_on
  AND (r.returned_on IS NULL OR r.returned_on > p.occurred_on)
WHERE p.booked_month >= ?3 AND p.occurred_on BETWEEN ?2 AND ?1 AND p.cancelled_on IS NULL";
const ORGANISED_ON: &str = "SELECT unit_id, id FROM activity \
     WHERE booked_month >= ?3 AND occurred_on BETWEEN ?2 AND ?1 AND unit_id IS NOT NULL AND cancelled_on IS NULL";
