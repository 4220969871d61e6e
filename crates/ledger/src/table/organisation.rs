//! Organisations of all levels and the places that they look after, each over a span of days.
//! The row of an organisation says what it is called and below which it stands now; what was so before is in spans that
//! are over ([`OrganisationPast`]). What holds on a day is decided here alone: [`all_as_on`] for rows, [`name_on`]
//! for queries, and [`change_from`] writes the spans so that of each organisation one at most holds a day.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId};
use uuid::Uuid;

use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::field::day_text;
use crate::gate::Writing;
use crate::reading::Reading;
use crate::table::membership::HOLDS;
use crate::{code_field, entity};

pub use branchbook_domain::organisation::{Level, PlaceKind};

code_field!(Level, PlaceKind);

entity! {
    /// A Party organisation.
    pub struct Organisation: OrganisationId, "organisation", 5 {
        uid: Uuid,
        parent_id: Option<OrganisationId>,
        level: Level,
        name: String,
        position: i64,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
        project: Option<String>,
        planned_end_on: Option<Day>,
    }

    /// A span, now over, in which an organisation was called otherwise or stood elsewhere.
    pub struct OrganisationPast: OrganisationPastId, "organisation_past", 64 {
        organisation_id: OrganisationId,
        parent_id: Option<OrganisationId>,
        name: String,
        position: i64,
        from_on: Option<Day>,
        to_on: Day,
    }

    /// A grid, courtyard, building or stairwell.
    pub struct Place: PlaceId, "place", 6 {
        parent_id: Option<PlaceId>,
        kind: PlaceKind,
        name: String,
        organisation_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A span, now over, in which an organisation looked after a place.
    pub struct PlaceCare: PlaceCareId, "place_care", 62 {
        place_id: PlaceId,
        organisation_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Day,
    }
}

/// The root of the office's own tree.
pub fn root(reading: &Reading<'_>) -> Result<Option<Stored<Organisation>>> {
    reading.entity("WHERE parent_id IS NULL ORDER BY id", &[])
}

/// The rows of organisations `o` as of the day `?1`: name, parent and position are those of that day.
fn as_on_sql() -> String {
    let column = |name: &&str| match *name {
        "parent_id" => "iif(w.id IS NULL, o.parent_id, w.parent_id)".to_owned(),
        "name" | "position" => format!("ifnull(w.{name}, o.{name}) AS {name}"),
        other => format!("o.{other}"),
    };
    let columns: Vec<String> = Organisation::TABLE.columns.iter().map(column).collect();
    format!(
        "SELECT o.id, o.made_by, {} FROM organisation o LEFT JOIN organisation_past w \
         ON w.organisation_id = o.id AND w.to_on > ?1 AND ifnull(w.from_on, '') <= ?1",
        columns.join(", ")
    )
}

/// What organisation `o` of a query was called on a day, both as SQL: one look into the index of the past.
pub(in crate::table) fn name_on(o: &str, day: &str) -> String {
    format!(
        "ifnull((SELECT w.name FROM organisation_past w WHERE w.organisation_id = {o}.id \
         AND w.to_on > {day} AND ifnull(w.from_on, '') <= {day}), {o}.name)"
    )
}

/// All organisations that exist on a day, parents first, in the order of lists, as they were called and stood on it.
pub fn list_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let sql = format!(
        "{} WHERE (o.from_on IS NULL OR o.from_on <= ?1) AND (o.to_on IS NULL OR o.to_on > ?1) \
         ORDER BY CASE o.level WHEN 'street' THEN 0 WHEN 'committee' THEN 1 WHEN 'general_branch' THEN 2 \
         WHEN 'branch' THEN 3 WHEN 'temporary_branch' THEN 4 ELSE 5 END, position, o.id",
        as_on_sql()
    );
    reading.rows(&sql, &[&day_text(day)], read_row)
}

/// All organisations that ever were, as they were called and stood on a day; those that did not exist on it as they are
/// known.
pub fn all_as_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let sql = format!("{} ORDER BY position, o.id", as_on_sql());
    reading.rows(&sql, &[&day_text(day)], read_row)
}

/// The spans of an organisation that are over, the earliest first.
pub fn past_of(reading: &Reading<'_>, id: OrganisationId) -> Result<Vec<Stored<OrganisationPast>>> {
    reading.entities("WHERE organisation_id = ? ORDER BY to_on, id", &[&id.0])
}

/// What stood below an organisation on a day or later and stands elsewhere now.
pub fn once_below(reading: &Reading<'_>, id: OrganisationId, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let rest = "WHERE id IN (SELECT organisation_id FROM organisation_past WHERE parent_id = ?1 AND to_on > ?2) \
                ORDER BY position, id";
    reading.entities(rest, &[&id.0, &day_text(day)])
}

/// Every name that an organisation with a past has or had, with its key: what a list of another day may call it.
pub fn names_ever(reading: &Reading<'_>) -> Result<Vec<(OrganisationId, String)>> {
    let sql = "SELECT organisation_id, name FROM organisation_past UNION SELECT o.id, o.name FROM organisation o \
               WHERE o.id IN (SELECT organisation_id FROM organisation_past) ORDER BY 1, 2";
    reading.rows(sql, &[], |row| Ok((OrganisationId(row.get(0)?), row.get(1)?)))
}

/// What changes of an organisation on a day; the rest stays as it was on each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// It is called so.
    Named(String),
    /// It stands below this one, at this position.
    Below(OrganisationId, i64),
}

impl Turn {
    fn of_past(&self, past: OrganisationPast) -> OrganisationPast {
        match self {
            Self::Named(name) => OrganisationPast { name: name.clone(), ..past },
            Self::Below(parent, position) => {
                OrganisationPast { parent_id: Some(*parent), position: *position, ..past }
            }
        }
    }

    fn of_present(&self, organisation: Organisation) -> Organisation {
        match self {
            Self::Named(name) => Organisation { name: name.clone(), ..organisation },
            Self::Below(parent, position) => {
                Organisation { parent_id: Some(*parent), position: *position, ..organisation }
            }
        }
    }
}

/// Lets something be otherwise from a day on: the span that holds the day is cut there, and the turn holds in everything
/// after it. `now` is the organisation as it is to be known besides. That nothing of the kind turned later is for the
/// caller to see to.
pub fn change_from(
    writing: &mut Writing<'_>,
    id: OrganisationId,
    now: Organisation,
    (turn, day): (&Turn, Day),
) -> Result<()> {
    let before = writing.require::<Organisation>(id)?;
    let past = past_of(writing, id)?;
    let since = past.last().map(|last| last.to_on);
    for span in past.into_iter().filter(|span| span.to_on > day) {
        let is_cut = span.from_on.is_none_or(|from| from < day);
        let later = turn.of_past(span.value.clone());
        if is_cut {
            writing.update(span.id, &OrganisationPast { to_on: day, ..span.value.clone() })?;
            writing.insert(&OrganisationPast { from_on: Some(day), ..later })?;
        } else {
            writing.update(span.id, &later)?;
        }
    }
    if since.is_none_or(|since| since < day) {
        let Organisation { parent_id, name, position, .. } = before.value;
        let over =
            OrganisationPast { organisation_id: id, parent_id, name, position, from_on: since, to_on: day };
        writing.insert(&over)?;
    }
    writing.update(id, &turn.of_present(now))?;
    Ok(())
}

/// All organisations that ever were.
pub fn list(reading: &Reading<'_>) -> Result<Vec<Stored<Organisation>>> {
    reading.entities("ORDER BY position, id", &[])
}

/// Those directly below an organisation, ended ones included.
pub fn children(reading: &Reading<'_>, parent: OrganisationId) -> Result<Vec<Stored<Organisation>>> {
    reading.entities("WHERE parent_id = ? ORDER BY position, id", &[&parent.0])
}

/// All places that exist on a day.
pub fn places_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Place>>> {
    let day = day_text(day);
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY name, id",
        &[&day],
    )
}

/// All places that ever were.
pub fn places(reading: &Reading<'_>) -> Result<Vec<Stored<Place>>> {
    reading.entities("ORDER BY name, id", &[])
}

/// Where the members of a day live, as far as a place is known.
pub fn residents_on(reading: &Reading<'_>, day: Day) -> Result<Vec<(PlaceId, PersonId)>> {
    let sql = format!(
        "SELECT p.place_id, p.id FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE {HOLDS} AND p.place_id IS NOT NULL ORDER BY p.id"
    );
    let day = day_text(day);
    reading.rows(&sql, &[&day], |row| Ok((PlaceId(row.get(0)?), PersonId(row.get(1)?))))
}

/// Who looked after a place before, the earliest first.
pub fn cares_of(reading: &Reading<'_>, place: PlaceId) -> Result<Vec<Stored<PlaceCare>>> {
    reading.entities("WHERE place_id = ? ORDER BY to_on, id", &[&place.0])
}

/// Who looked after which place on a day, where it was not who does now: each place at most once.
pub fn former_cares_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<PlaceCare>>> {
    let day = day_text(day);
    reading.entities("WHERE (from_on IS NULL OR from_on <= ?1) AND to_on > ?1 ORDER BY to_on, id", &[&day])
}
