//! The register on a day: who is a member where, with what a statistic or a rule needs of each.
//! One query for the people, one for their conditions. Standing is derived from the dates (decisions 5); a start
//! that is not known counts on every past day (decisions 4). Must not write.

use std::collections::HashMap;
use std::sync::Arc;

use branchbook_domain::day::{Day, PartialDay, Span};
use branchbook_domain::key::{ConditionId, MembershipId, OrganisationId, PersonId};
use branchbook_domain::quorum::{ExemptReason, Exemption};
use branchbook_domain::standing::{MemberClass, Standing, standing_on};
use rusqlite::{Row, ToSql};
use uuid::Uuid;

use super::{ConditionKind, Periods};
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::{LedgerError, Result};
use crate::field::{Field, column, day_text, key_list};
use crate::reading::{Reading, Reckoned};
use crate::table::person::Person;

/// A member as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberOnDay {
    /// The membership that holds on the day.
    pub membership: MembershipId,
    /// The person.
    pub person: PersonId,
    /// The name of the person outside the file.
    pub uid: Uuid,
    /// Branch.
    pub branch_id: OrganisationId,
    /// Group, if any.
    pub group_id: Option<OrganisationId>,
    /// Since when; `None`: before the book began.
    pub from_on: Option<Day>,
    /// Name.
    pub name: String,
    /// Full readings, alternatives separated by a space.
    pub pinyin: String,
    /// Initials, alternatives separated by a space.
    pub initials: String,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Code of the nation.
    pub nation: Option<String>,
    /// Birth, perhaps in part.
    pub birth_on: Option<PartialDay>,
    /// Code of the education.
    pub education: Option<String>,
    /// Admitted to the Party.
    pub joined_on: Option<PartialDay>,
    /// End of probation.
    pub became_full_on: Option<PartialDay>,
    /// Full or probationary on the day.
    pub standing: Standing,
    /// Conditions that hold on the day.
    pub conditions: Vec<ConditionOnDay>,
}

impl MemberOnDay {
    /// The class on the day; `None` where the day of joining lies ahead.
    pub const fn class(&self) -> Option<MemberClass> {
        self.standing.class
    }

    /// Whether a condition of this kind holds on the day.
    pub fn has(&self, kind: ConditionKind) -> bool {
        self.conditions.iter().any(|condition| condition.kind == kind)
    }

    /// The condition of this kind that holds on the day.
    pub fn condition(&self, kind: ConditionKind) -> Option<&ConditionOnDay> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// The exemption from being due that is registered, complete or not: the rule decides (`quorum::is_due`). A reason
    /// that is no code of the rule counts as long illness, the usual case in a community; the words stay on the condition.
    pub fn exemption(&self) -> Option<Exemption> {
        let held = self.condition(ConditionKind::QuorumExempt)?;
        let reason = held.reason.as_deref().and_then(ExemptReason::from_code);
        Some(Exemption {
            reason: reason.unwrap_or(ExemptReason::BedriddenOrLongIll),
            approved_by: held.approved_by.clone(),
            approved_on: held.approved_on,
            meeting_ref: held.reference.clone(),
            valid: Span { from: held.from_on, to: held.to_on },
        })
    }
}

/// A condition that holds of a member on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionOnDay {
    /// Its key.
    pub id: ConditionId,
    /// Kind.
    pub kind: ConditionKind,
    /// Reason: a code of the rule for an exemption, else the office's own words.
    pub reason: Option<String>,
    /// Since when, if known.
    pub from_on: Option<Day>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When it was approved.
    pub approved_on: Option<Day>,
    /// The assembly that passed it, or another paper, by its reference.
    pub reference: Option<String>,
    /// The first day it no longer holds, if it ends.
    pub to_on: Option<Day>,
}

/// How many members an organisation (branch or group) has on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrganisationCount {
    /// All members.
    pub members: u32,
    /// Full members.
    pub full_members: u32,
}

const SELECTION: &str = "SELECT m.id, m.person_id, m.branch_id, m.group_id, m.from_on, p.uid, p.name, p.pinyin, \
     p.initials, p.sex, p.nation, p.birth_on, p.education, p.joined_on, p.became_full_on \
     FROM membership m JOIN person p ON p.id = m.person_id JOIN organisation b ON b.id = m.branch_id";
/// A membership `m` holds on the day `?1`: the index on the end of membership leads past those that ended long ago.
pub(in crate::table) const HOLDS: &str =
    "(m.from_on IS NULL OR m.from_on <= ?1) AND ifnull(m.to_on, '9999-12-31') > ?1";
const REGISTER_ORDER: &str = "ORDER BY b.position, b.id, m.person_id";

/// All members on a day, branch by branch in the order of the register.
pub fn members_on(reading: &Reading<'_>, day: Day) -> Result<Vec<MemberOnDay>> {
    ask(reading, day, "", &[])
}

/// The people who are members on a day, whole, by key.
pub fn people_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Person>>> {
    let sql = format!(
        "SELECT {} FROM membership m JOIN person p ON p.id = m.person_id WHERE {HOLDS} ORDER BY p.id",
        Person::TABLE.selection_as("p.")
    );
    let mut people: Vec<Stored<Person>> = reading.rows(&sql, &[&day_text(day)], read_row)?;
    let periods = Periods::of(reading)?;
    people.iter_mut().for_each(|person| periods.lay_over(person, day));
    Ok(people)
}

/// The members of a branch on a day, in the order of the register.
pub fn branch_members_on(
    reading: &Reading<'_>,
    branch: OrganisationId,
    day: Day,
) -> Result<Vec<MemberOnDay>> {
    ask(reading, day, "AND m.branch_id = ?2", &[&branch.0])
}

/// The members of a group on a day, in the order of the register.
pub fn group_members_on(reading: &Reading<'_>, group: OrganisationId, day: Day) -> Result<Vec<MemberOnDay>> {
    ask(reading, day, "AND m.group_id = ?2", &[&group.0])
}

/// Those of these people who are members on a day, in the order of the register: nobody else is read.
pub fn members_among(reading: &Reading<'_>, people: &[PersonId], day: Day) -> Result<Vec<MemberOnDay>> {
    ask(reading, day, "AND m.person_id IN (SELECT value FROM json_each(?2))", &[&key_list(people)])
}

/// The members of a day who joined on a day that is known and of whom no 转正 is: those on probation are among them.
pub fn without_full_day_on(reading: &Reading<'_>, day: Day) -> Result<Vec<PersonId>> {
    let sql = format!(
        "SELECT m.person_id FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE {HOLDS} AND p.joined_on IS NOT NULL AND p.became_full_on IS NULL ORDER BY m.person_id"
    );
    reading.rows(&sql, &[&day_text(day)], |row| Ok(PersonId(row.get(0)?)))
}

/// One person as a member on a day; `None` if not a member then.
pub fn member_on(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<Option<MemberOnDay>> {
    Ok(ask(reading, day, "AND m.person_id = ?2", &[&person.0])?.into_iter().next())
}

/// How many members each branch and each group has on a day; organisations without members are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts(HashMap<OrganisationId, OrganisationCount>);

impl Counts {
    /// Those of one organisation.
    pub fn of(&self, organisation: OrganisationId) -> OrganisationCount {
        self.0.get(&organisation).copied().unwrap_or_default()
    }
}

impl Reckoned for Counts {
    type Key = Day;
    const KEPT: usize = 2;

    fn reckon(reading: &Reading<'_>, day: &Day) -> Result<Self> {
        let mut counts: HashMap<OrganisationId, OrganisationCount> = HashMap::new();
        let sql = format!(
            "SELECT m.person_id, m.branch_id, m.group_id, p.joined_on, p.became_full_on \
             FROM membership m JOIN person p ON p.id = m.person_id WHERE {HOLDS}"
        );
        let periods = Periods::of(reading)?;
        reading.for_each(&sql, &[&day_text(*day)], |row| {
            let organisations = [row.get::<_, Option<i64>>(1)?, row.get(2)?];
            let own = (column(row, 3, "person", "joined_on")?, column(row, 4, "person", "became_full_on")?);
            let (joined, full) = periods.days(PersonId(row.get(0)?), *day, own);
            let class = standing_of(*day, joined, full).class;
            for organisation in organisations.into_iter().flatten() {
                let count = counts.entry(OrganisationId(organisation)).or_default();
                count.members += 1;
                count.full_members += u32::from(class == Some(MemberClass::Full));
            }
            Ok::<(), LedgerError>(())
        })?;
        Ok(Self(counts))
    }
}

/// The counts of a day.
pub fn counts_on(reading: &Reading<'_>, day: Day) -> Result<Arc<Counts>> {
    reading.reckoned(day)
}

/// The standing of a member on a day. Where the day of joining is not known the day of 转正 decides, and where
/// neither is known the member counts as full, marked 约: whoever is still on probation joined lately enough for
/// the day to be on paper.
pub fn standing_of(day: Day, joined: Option<PartialDay>, became_full: Option<PartialDay>) -> Standing {
    match (joined, became_full) {
        (Some(joined), full) => standing_on(day, joined, full),
        (None, Some(full)) if day < full.earliest() => {
            Standing { class: Some(MemberClass::Probationary), is_about: false, awaits_full: Some(full) }
        }
        (None, full) => Standing {
            class: Some(MemberClass::Full),
            is_about: full.is_none_or(|full| !full.is_exact() && full.may_be(day)),
            awaits_full: None,
        },
    }
}

fn ask(reading: &Reading<'_>, day: Day, narrow: &str, keys: &[&dyn ToSql]) -> Result<Vec<MemberOnDay>> {
    let text = day_text(day);
    let mut parameters: Vec<&dyn ToSql> = vec![&text];
    parameters.extend_from_slice(keys);
    let sql = format!("{SELECTION} WHERE {HOLDS} {narrow} {REGISTER_ORDER}");
    let periods = Periods::of(reading)?;
    let mut members = reading.rows(&sql, &parameters, |row| member(row, day, &periods))?;
    attach_conditions(reading, &text, narrow, &parameters, &mut members)?;
    Ok(members)
}

fn attach_conditions(
    reading: &Reading<'_>,
    day: &str,
    narrow: &str,
    parameters: &[&dyn ToSql],
    members: &mut [MemberOnDay],
) -> Result<()> {
    let mut place: HashMap<PersonId, usize> = HashMap::with_capacity(members.len());
    place.extend(members.iter().enumerate().map(|(at, member)| (member.person, at)));
    let holds = "(c.from_on IS NULL OR c.from_on <= ?1) AND (c.to_on IS NULL OR c.to_on > ?1)";
    let selection = "SELECT c.id, c.kind, c.reason, c.from_on, c.approved_by, c.approved_on, \
         c.reference, c.to_on, c.person_id";
    let mut each = |row: &Row<'_>| -> Result<()> {
        let person = column::<PersonId>(row, 8, "condition", "person_id")?;
        if let Some(member) = place.get(&person).and_then(|at| members.get_mut(*at)) {
            member.conditions.push(condition(row)?);
        }
        Ok(())
    };
    if narrow.is_empty() {
        let sql = format!("{selection} FROM condition c WHERE {holds} ORDER BY c.id");
        return reading.for_each(&sql, &[&day], &mut each);
    }
    let sql = format!(
        "{selection} FROM membership m JOIN condition c ON c.person_id = m.person_id \
         WHERE {HOLDS} {narrow} AND {holds} ORDER BY c.id"
    );
    reading.for_each(&sql, parameters, &mut each)
}

fn member(row: &Row<'_>, day: Day, periods: &Periods) -> Result<MemberOnDay> {
    fn person<T: Field>(row: &Row<'_>, at: usize, name: &'static str) -> Result<T> {
        column(row, at, "person", name)
    }
    let id = PersonId(row.get(1)?);
    let own = (person(row, 13, "joined_on")?, person(row, 14, "became_full_on")?);
    let (joined_on, became_full_on) = periods.days(id, day, own);
    Ok(MemberOnDay {
        membership: MembershipId(row.get(0)?),
        person: id,
        branch_id: OrganisationId(row.get(2)?),
        group_id: row.get::<_, Option<i64>>(3)?.map(OrganisationId),
        from_on: column(row, 4, "membership", "from_on")?,
        uid: person(row, 5, "uid")?,
        name: row.get(6)?,
        pinyin: row.get(7)?,
        initials: row.get(8)?,
        sex: row.get(9)?,
        nation: row.get(10)?,
        birth_on: person(row, 11, "birth_on")?,
        education: row.get(12)?,
        joined_on,
        became_full_on,
        standing: standing_of(day, joined_on, became_full_on),
        conditions: Vec::new(),
    })
}

fn condition(row: &Row<'_>) -> Result<ConditionOnDay> {
    Ok(ConditionOnDay {
        id: ConditionId(row.get(0)?),
        kind: column(row, 1, "condition", "kind")?,
        reason: row.get(2)?,
        from_on: column(row, 3, "condition", "from_on")?,
        approved_by: row.get(4)?,
        approved_on: column(row, 5, "condition", "approved_on")?,
        reference: row.get(6)?,
        to_on: column(row, 7, "condition", "to_on")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_without_any_date_counts_as_full_and_is_marked_so() {
        let day = "2026-10-31".parse().unwrap();
        let standing = standing_of(day, None, None);
        assert_eq!((standing.class, standing.is_about), (Some(MemberClass::Full), true));
    }

    #[test]
    fn the_day_of_becoming_full_decides_where_the_day_of_joining_is_not_known() {
        let full = Some("2026-12-01".parse().unwrap());
        for (day, class) in [("2026-11-30", MemberClass::Probationary), ("2026-12-01", MemberClass::Full)] {
            assert_eq!(standing_of(day.parse().unwrap(), None, full).class, Some(class), "{day}");
        }
    }
}
