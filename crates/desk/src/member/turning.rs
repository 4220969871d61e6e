//! A day of 转正 that is written into a record, by an edit or an edit of many. Within the book somebody who becomes full
//! is a movement: counted in its month, listed in 党员增减明细. What is older is a correction of the record, and a day that
//! a movement says already is corrected with the movement.

use branchbook_contract::FieldError;
use branchbook_contract::member::MemberMove;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;
use branchbook_ledger::table::membership::{Movement, earlier_periods_of, memberships_of, movements_of};
use branchbook_ledger::table::month::calendar::opening_month;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::movement::{holds, record_within, weigh_full};
use crate::error::{DeskError, Result};
use crate::month::{Booking, Calendar, last_closed};

/// What a change of a person comes to.
pub(super) struct Turning {
    way: Way,
    /// What deserves to be known of it.
    pub said: Vec<String>,
}

enum Way {
    /// The record alone.
    Record,
    /// A movement is registered.
    Movement(PartialDay),
    /// The movement that is registered says another day.
    Correction(Box<Stored<Movement>>),
}

impl Turning {
    /// Between a person as they are and as they will be; refused as the movement would be by itself.
    pub fn of(reading: &Reading<'_>, before: &Stored<Person>, after: &Person, today: Day) -> Result<Self> {
        let record = |said: Vec<String>| Ok(Self { way: Way::Record, said });
        let is_full_same = before.became_full_on == after.became_full_on;
        if is_full_same && before.joined_on == after.joined_on {
            return record(Vec::new());
        }
        require_own_period(reading, before, after)?;
        if is_full_same {
            return record(Vec::new());
        }
        match (after.became_full_on, registered(reading, before.id)?) {
            (None, None) => record(Vec::new()),
            (None, Some(row)) => record(vec![still_registered(&row)]),
            (Some(on), Some(row)) => Self::correction(reading, row, on),
            (Some(on), None) if is_of_book(reading, before.id, on.earliest())? => {
                Self::movement(reading, before, after, (on, today))
            }
            (Some(_), None) => record(Vec::new()),
        }
    }

    fn movement(
        reading: &Reading<'_>,
        before: &Stored<Person>,
        after: &Person,
        (on, today): (PartialDay, Day),
    ) -> Result<Self> {
        let value = Person { became_full_on: None, ..after.clone() };
        let person = Stored { id: before.id, made_by: before.made_by, value };
        let mut said = vec![counted(reading, on)?];
        said.extend(weigh_full(reading, person, on, today).map_err(of_draft)?);
        Ok(Self { way: Way::Movement(on), said })
    }

    /// What a closed month reported stays.
    fn correction(reading: &Reading<'_>, row: Stored<Movement>, on: PartialDay) -> Result<Self> {
        if row.occurred_on == Some(on) {
            return Ok(Self { way: Way::Record, said: Vec::new() });
        }
        if Some(row.booked_month) <= last_closed(reading)? {
            let words = format!(
                "转正已计入{}的党员增减，该月已结账，明细里的日期照原样留存。",
                row.booked_month.label()
            );
            return Ok(Self { way: Way::Record, said: vec![words] });
        }
        let booked_month = Booking::of(reading)?.month(on.earliest());
        let value = Movement { occurred_on: Some(on), booked_month, ..row.value.clone() };
        let said = vec![counted(reading, on)?];
        Ok(Self { way: Way::Correction(Box::new(Stored { value, ..row })), said })
    }

    /// Writes the person, with the movement if there is one. Whether anything was different.
    pub fn write(&self, writing: &mut Writing<'_>, id: PersonId, person: &Person) -> Result<bool> {
        match &self.way {
            Way::Record => Ok(writing.update(id, person)?),
            Way::Movement(on) => {
                writing.update(id, &Person { became_full_on: None, ..person.clone() })?;
                record_within(writing, MemberMove::of(id, MovementKind::BecameFull, *on))?;
                Ok(true)
            }
            Way::Correction(row) => {
                writing.update(row.id, &row.value)?;
                writing.update(id, person)?;
                Ok(true)
            }
        }
    }
}

/// A record says joining and 转正 of the present period: those of an earlier one stay with the days that they held on.
fn require_own_period(reading: &Reading<'_>, before: &Stored<Person>, after: &Person) -> Result<()> {
    let Some(last) = earlier_periods_of(reading, before.id)?.pop() else { return Ok(()) };
    let ended = memberships_of(reading, before.id)?.into_iter().filter_map(|span| span.to_on);
    let left = ended.filter(|to| *to <= last.until_on).max().unwrap_or(last.until_on);
    for (field, old, new) in [
        ("draft.joined_on", before.joined_on, after.joined_on),
        ("draft.became_full_on", before.became_full_on, after.became_full_on),
    ] {
        if new.is_some_and(|new| old != Some(new) && new.latest() < left) {
            let words = format!(
                "{}到 {left} 才离开名册，后来重新入党；这里登记的是重新入党以后的日期，不能更早。",
                before.name
            );
            return Err(DeskError::field(field, words));
        }
    }
    Ok(())
}

/// The 转正 that is registered of the present period.
fn registered(reading: &Reading<'_>, person: PersonId) -> Result<Option<Stored<Movement>>, LedgerError> {
    let since = earlier_periods_of(reading, person)?.pop().map(|period| period.until_on);
    let is_own = |row: &Stored<Movement>| {
        let day = row.occurred_on.map(PartialDay::latest);
        row.kind == MovementKind::BecameFull && row.corrects_id.is_none() && day >= since
    };
    Ok(movements_of(reading, person)?.into_iter().rev().find(is_own))
}

/// Whether the day lies within the book, and the person was a member on it.
fn is_of_book(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<bool, LedgerError> {
    let Some(first) = opening_month(reading)? else { return Ok(false) };
    let is_within = Calendar::of(reading)?.month_of(day) >= first;
    Ok(is_within && memberships_of(reading, person)?.iter().any(|span| holds(span, day)))
}

fn counted(reading: &Reading<'_>, on: PartialDay) -> Result<String, LedgerError> {
    let month = Booking::of(reading)?.month(on.earliest());
    Ok(format!("转正 {} 计入{}的党员增减。", on.label(), month.label()))
}

fn still_registered(row: &Movement) -> String {
    let day = row.occurred_on.map(PartialDay::label).unwrap_or_default();
    format!("党员增减里仍有 {day} 的转正，计入{}；登记有误的请撤销那次登记。", row.booked_month.label())
}

/// A refusal of the movement stands at the field of the record.
fn of_draft(error: DeskError) -> DeskError {
    let at_field = |field: FieldError| FieldError { field: "draft.became_full_on".to_owned(), ..field };
    match error {
        DeskError::Invalid(fields) => DeskError::Invalid(fields.into_iter().map(at_field).collect()),
        DeskError::Refused(words) => DeskError::field("draft.became_full_on", words),
        other => other,
    }
}
