//! What a street keeps of its communities: the figures of each month, and who is a member where.
//! Figures are read by month and never grow with the age of the book.

use std::collections::BTreeMap;

use branchbook_domain::day::Month;
use branchbook_domain::key::{ParcelReceivedId, PartnerId, RollUpId};
use branchbook_domain::roll_up::{Figures, RollUp};
use rusqlite::Row;

use crate::entity;
use crate::entity::{Entity, Stored, Table};
use crate::error::{LedgerError, Result};
use crate::field::{Bound, Field};
use crate::gate::Writing;
use crate::reading::Reading;

/// The figures of a community's month.
#[derive(Debug, Clone, PartialEq)]
pub struct RollUpRow {
    /// The community.
    pub partner_id: PartnerId,
    /// The month.
    pub month: Month,
    /// The parcel that said so.
    pub received_id: ParcelReceivedId,
    /// The figures.
    pub roll_up: RollUp,
    grades: String,
}

impl RollUpRow {
    /// A row.
    ///
    /// # Errors
    /// [`LedgerError::Refused`] if the grades cannot be written down.
    pub fn new(
        partner_id: PartnerId,
        month: Month,
        received_id: ParcelReceivedId,
        roll_up: RollUp,
    ) -> Result<Self> {
        let grades = serde_json::to_string(&roll_up.grades)
            .map_err(|error| LedgerError::Refused(format!("积分等次无法保存（{error}）。")))?;
        Ok(Self { partner_id, month, received_id, roll_up, grades })
    }
}

const FIRST: [&str; 4] = ["partner_id", "month", "received_id", "grades"];
const WIDTH: usize = FIRST.len() + Figures::CODES.len();
const COLUMNS: [&str; WIDTH] = {
    let mut columns = [""; WIDTH];
    let mut at = 0;
    while at < WIDTH {
        columns[at] = if at < FIRST.len() { FIRST[at] } else { Figures::CODES[at - FIRST.len()] };
        at += 1;
    }
    columns
};

impl Entity for RollUpRow {
    type Id = RollUpId;
    const TABLE: Table = Table::new(37, "roll_up", &COLUMNS);

    fn bind<'a>(&'a self, into: &mut Vec<Bound<'a>>) {
        into.extend([self.partner_id.bind(), self.month.bind(), self.received_id.bind(), self.grades.bind()]);
        into.extend(self.roll_up.figures.values().map(Bound::Int));
    }

    fn read(row: &Row<'_>, first: usize) -> Result<Self, &'static str> {
        fn value<T: Field>(row: &Row<'_>, first: usize, at: usize) -> Result<T, &'static str> {
            row.get_ref(first + at).ok().and_then(T::read).ok_or(COLUMNS[at])
        }
        let grades: String = value(row, first, 3)?;
        Ok(Self {
            partner_id: value(row, first, 0)?,
            month: value(row, first, 1)?,
            received_id: value(row, first, 2)?,
            roll_up: RollUp {
                figures: figures(row, first + FIRST.len())?,
                grades: serde_json::from_str(&grades).map_err(|_| "grades")?,
            },
            grades,
        })
    }
}

fn figures(row: &Row<'_>, first: usize) -> Result<Figures, &'static str> {
    let mut values = [0; Figures::CODES.len()];
    for ((value, code), at) in values.iter_mut().zip(Figures::CODES).zip(first..) {
        *value = row.get_ref(at).ok().and_then(i64::read).ok_or(*code)?;
    }
    Ok(Figures::of_values(values))
}

entity! {
    /// A member by the newest register of a community.
    pub struct HeldMember: HeldMemberId, "held_member", 38 {
        partner_id: PartnerId,
        uid: String,
        name: String,
        branch: String,
        mark: Option<Vec<u8>>,
        birth_month: Option<String>,
        row_hash: Vec<u8>,
        month: Month,
        is_present: bool,
    }
}

/// The figures of a community's month.
pub fn of_month(
    reading: &Reading<'_>,
    partner: PartnerId,
    month: Month,
) -> Result<Option<Stored<RollUpRow>>> {
    reading.entity("WHERE month = ? AND partner_id = ?", &[&month.to_string(), &partner.0])
}

/// The figures of all communities from a month to another, both counted, by month and community.
pub fn of_months(reading: &Reading<'_>, first: Month, last: Month) -> Result<Vec<Stored<RollUpRow>>> {
    reading.entities(
        "WHERE month >= ? AND month <= ? ORDER BY month, partner_id",
        &[&first.to_string(), &last.to_string()],
    )
}

/// Writes the figures of a community's month anew.
pub fn put(writing: &mut Writing<'_>, row: &RollUpRow) -> Result<()> {
    match of_month(writing, row.partner_id, row.month)? {
        Some(known) => writing.update(known.id, row).map(|_| ()),
        None => writing.insert(row).map(|_| ()),
    }
}

/// The members of a community, present or not, by their uid.
pub fn members_of(reading: &Reading<'_>, partner: PartnerId) -> Result<BTreeMap<String, Stored<HeldMember>>> {
    let rows: Vec<Stored<HeldMember>> =
        reading.entities("WHERE partner_id = ? ORDER BY uid", &[&partner.0])?;
    Ok(rows.into_iter().map(|row| (row.uid.clone(), row)).collect())
}

/// A person whom several communities report, with the registers they stand in.
#[derive(Debug, Clone, PartialEq)]
pub struct Twice {
    /// The members: one person, or perhaps one.
    pub members: Vec<Stored<HeldMember>>,
    /// Whether the ID number says so; without it, name and month of birth only suggest it.
    pub is_certain: bool,
}

/// People whom more than one community has on its register. One that reports no longer has nobody: a merged community
/// would be a second place of all its people.
pub fn in_two_communities(reading: &Reading<'_>) -> Result<Vec<Twice>> {
    let certain: Vec<Stored<HeldMember>> = reading.entities(
        "WHERE is_present = 1 AND mark IS NOT NULL AND partner_id IN (SELECT id FROM partner WHERE to_on IS NULL) \
         AND EXISTS (SELECT 1 FROM held_member o JOIN partner p ON p.id = o.partner_id WHERE o.is_present = 1 \
         AND o.mark = held_member.mark AND o.partner_id <> held_member.partner_id AND p.to_on IS NULL) \
         ORDER BY mark, partner_id, id",
        &[],
    )?;
    let possible: Vec<Stored<HeldMember>> = reading.entities(
        "WHERE is_present = 1 AND birth_month IS NOT NULL \
         AND partner_id IN (SELECT id FROM partner WHERE to_on IS NULL) AND EXISTS (SELECT 1 FROM held_member o \
         JOIN partner p ON p.id = o.partner_id WHERE o.is_present = 1 AND p.to_on IS NULL AND o.name = held_member.name AND o.birth_month = held_member.birth_month \
         AND o.partner_id <> held_member.partner_id AND (o.mark IS NULL OR held_member.mark IS NULL)) \
         ORDER BY name, birth_month, partner_id, id",
        &[],
    )?;
    let by_mark = grouped(certain, |member| member.mark.clone());
    let by_name = grouped(possible, |member| (member.name.clone(), member.birth_month.clone()));
    let twice = |is_certain| move |members| Twice { members, is_certain };
    Ok(by_mark.into_iter().map(twice(true)).chain(by_name.into_iter().map(twice(false))).collect())
}

fn grouped<K: PartialEq>(
    members: Vec<Stored<HeldMember>>,
    key: impl Fn(&HeldMember) -> K,
) -> Vec<Vec<Stored<HeldMember>>> {
    let mut groups: Vec<Vec<Stored<HeldMember>>> = Vec::new();
    for member in members {
        match groups.last_mut().filter(|group| group.last().is_some_and(|last| key(last) == key(&member))) {
            Some(group) => group.push(member),
            None => groups.push(vec![member]),
        }
    }
    groups
}
