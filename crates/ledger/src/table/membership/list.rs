//! Rows of a member list: narrow rows for filters, counts and order; whole people only for the page that is shown.
//! Must not decide how a list looks.

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{MembershipId, OrganisationId, PersonId};
use branchbook_domain::standing::Standing;
use rusqlite::{Row, ToSql};

use super::{ConditionKind, HOLDS, Periods, standing_of};
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::{LedgerError, Result};
use crate::field::{column, day_text, key_list};
use crate::reading::Reading;
use crate::table::person::Person;

/// Up to that many people are sought by their keys in one query; beyond it the whole table is read in its order.
const MANY: usize = 10_000;

/// A member as far as filters, counts and order need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The membership.
    pub membership: MembershipId,
    /// The person.
    pub person: PersonId,
    /// Branch.
    pub branch_id: OrganisationId,
    /// Group, if any.
    pub group_id: Option<OrganisationId>,
    /// Standing on the day; `None` if it was not asked for.
    pub standing: Option<Standing>,
    /// Birth, perhaps in part; `None` if it was not asked for.
    pub birth_on: Option<PartialDay>,
    /// Whether a fact that the reports need is missing; false if it was not asked for.
    pub is_incomplete: bool,
    /// Kinds of conditions on the day; empty if they were not asked for.
    pub conditions: Vec<ConditionKind>,
}

/// What a filter or a count needs of the person, behind the four columns of the membership.
pub(super) const DETAILS: &str = "p.joined_on, p.became_full_on, p.birth_on, (p.sex IS NULL OR p.nation IS NULL \
     OR p.birth_on IS NULL OR p.id_number IS NULL OR p.education IS NULL OR p.joined_on IS NULL OR p.phone IS NULL)";

/// The members on a day. `is_detailed` also asks for standing and conditions.
pub fn listed_on(reading: &Reading<'_>, day: Day, is_detailed: bool) -> Result<Vec<Listed>> {
    if is_detailed {
        return detailed(reading, day, None);
    }
    let sql = format!("SELECT m.id, m.person_id, m.branch_id, m.group_id FROM membership m WHERE {HOLDS}");
    reading.rows(&sql, &[&day_text(day)], |row| listed(row, None, false))
}

/// The members among these people on a day, with standing and conditions: nobody else is read.
pub fn listed_among(reading: &Reading<'_>, day: Day, people: &[i64]) -> Result<Vec<Listed>> {
    detailed(reading, day, Some(people))
}

fn detailed(reading: &Reading<'_>, day: Day, people: Option<&[i64]>) -> Result<Vec<Listed>> {
    let (text, keys) = (day_text(day), people.map(key_list));
    let narrow = people.map_or("", |_| "AND m.person_id IN (SELECT value FROM json_each(?2))");
    let sql = format!(
        "SELECT m.id, m.person_id, m.branch_id, m.group_id, {DETAILS} \
         FROM membership m JOIN person p ON p.id = m.person_id WHERE {HOLDS} {narrow}"
    );
    let mut parameters: Vec<&dyn ToSql> = vec![&text];
    parameters.extend(keys.iter().map(|keys| keys as &dyn ToSql));
    let periods = Periods::of(reading)?;
    let mut list = reading.rows(&sql, &parameters, |row| listed(row, Some((day, &periods)), false))?;
    attach_conditions(reading, &text, &mut list)?;
    Ok(list)
}

/// Name and readings of everybody, for sorting; read from the covering index.
pub fn sort_names(reading: &Reading<'_>) -> Result<HashMap<PersonId, (String, String)>> {
    let mut names = HashMap::new();
    reading.for_each("SELECT id, name, pinyin FROM person", &[], |row| {
        names.insert(PersonId(row.get(0)?), (row.get(1)?, row.get(2)?));
        Ok::<(), LedgerError>(())
    })?;
    Ok(names)
}

/// The people with these keys, in one query; who is not in the book is left out.
pub fn people(reading: &Reading<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, Stored<Person>>> {
    let keyed = |stored: Stored<Person>| (stored.id, stored);
    if ids.len() <= MANY {
        let sought = "WHERE id IN (SELECT value FROM json_each(?1))";
        return Ok(reading.entities(sought, &[&key_list(ids)])?.into_iter().map(keyed).collect());
    }
    let wanted: HashSet<i64> = ids.iter().map(|id| id.0).collect();
    let sql = format!("SELECT {} FROM person", Person::TABLE.selection());
    let mut found = HashMap::with_capacity(wanted.len());
    reading.for_each(&sql, &[], |row| {
        if wanted.contains(&row.get(0)?) {
            let stored = read_row::<Person>(row)?;
            found.insert(stored.id, stored);
        }
        Ok::<(), LedgerError>(())
    })?;
    Ok(found)
}

/// A row of the four columns of a membership and, on a day, of [`DETAILS`]. Of whom a report does not know the 转正
/// yet, it is left out.
pub(super) fn listed(row: &Row<'_>, day: Option<(Day, &Periods)>, is_full_unknown: bool) -> Result<Listed> {
    let plain = Listed {
        membership: MembershipId(row.get(0)?),
        person: PersonId(row.get(1)?),
        branch_id: OrganisationId(row.get(2)?),
        group_id: row.get::<_, Option<i64>>(3)?.map(OrganisationId),
        standing: None,
        birth_on: None,
        is_incomplete: false,
        conditions: Vec::new(),
    };
    let Some((day, periods)) = day else { return Ok(plain) };
    let full = if is_full_unknown { None } else { column(row, 5, "person", "became_full_on")? };
    let (joined, full) = periods.days(plain.person, day, (column(row, 4, "person", "joined_on")?, full));
    Ok(Listed {
        standing: Some(standing_of(day, joined, full)),
        birth_on: column(row, 6, "person", "birth_on")?,
        is_incomplete: row.get(7)?,
        ..plain
    })
}

pub(super) fn attach_conditions(reading: &Reading<'_>, day: &str, list: &mut [Listed]) -> Result<()> {
    let place: HashMap<PersonId, usize> =
        list.iter().enumerate().map(|(at, listed)| (listed.person, at)).collect();
    let sql = "SELECT id, person_id, kind FROM condition \
               WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY id";
    reading.for_each(sql, &[&day], |row| {
        let person = PersonId(row.get(1)?);
        if let Some(listed) = place.get(&person).and_then(|at| list.get_mut(*at)) {
            listed.conditions.push(column(row, 2, "condition", "kind")?);
        }
        Ok::<(), LedgerError>(())
    })
}
