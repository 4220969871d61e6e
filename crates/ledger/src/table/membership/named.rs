//! Members by name over a span of days: an import knows people by name and branch only, and each row has its own day.
//! Must not decide who is meant.

use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::{OrganisationId, PersonId};

use crate::error::Result;
use crate::field::{column, day_text};
use crate::reading::Reading;

/// A membership with the name of the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSpan {
    /// Branch.
    pub branch: OrganisationId,
    /// The person.
    pub person: PersonId,
    /// The name as written.
    pub name: String,
    /// The days on which the membership holds.
    pub held: Span,
}

/// The memberships that hold on some day from the first to the last, both included. One query, whatever the
/// number of days.
pub fn named_between(reading: &Reading<'_>, first: Day, last: Day) -> Result<Vec<NamedSpan>> {
    // The plus keeps the index of people from serving the order: it would lead through everyone who ever left.
    let sql = "SELECT m.id, m.branch_id, m.person_id, p.name, m.from_on, m.to_on \
         FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE (m.from_on IS NULL OR m.from_on <= ?2) AND ifnull(m.to_on, '9999-12-31') > ?1 \
         ORDER BY +m.person_id, +m.id";
    reading.rows(sql, &[&day_text(first), &day_text(last)], |row| {
        Ok(NamedSpan {
            branch: OrganisationId(row.get(1)?),
            person: PersonId(row.get(2)?),
            name: row.get(3)?,
            held: Span {
                from: column(row, 4, "membership", "from_on")?,
                to: column(row, 5, "membership", "to_on")?,
            },
        })
    })
}
