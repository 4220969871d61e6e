//! A day of 转正 that is written into a record, by an edit, an edit of many or an import. Within the book somebody who
//! becomes full is a movement: counted in its month, listed in 党员增减明细. What is older is a correction of the record, and
//! a day that a movement says already is corrected with the movement, as long as it stays within the book.

use branchbook_contract::FieldError;
use branchbook_contract::member::MemberMove;
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;
use branchbook_ledger::table::membership::{Movement, earlier_periods_of, memberships_of, movements_of};
use branchbook_ledger::table::month::calendar::first_booked;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::movement::{Home, holds, record_within, weigh_full};
use crate::error::{DeskError, Result};
use crate::month::{Booking, Calendar, last_closed};

/// What a change of a person comes to.
pub(crate) struct Turning {
    way: Way,
    /// What deserves to be known of it.
    pub said: Vec<String>,
}

enum Way {
    /// The record alone.
    Record,
    /// A movement is registered.
    Movement(PartialDay),
    /// A movement is registered as soon as they have come.
    OnceThere(PartialDay),
    /// The movement that is registered says another day.
    Correction(Box<Stored<Movement>>),
}

impl Turning {
    /// Between a person as they are and as they will be; refused as the movement would be by itself.
    pub fn of(reading: &Reading<'_>, before: &Stored<Person>, after: &Person, today: Day) -> Result<Self> {
        Self::judged(reading, (before, after), (Home::InBook, today))
    }

    /// The same of somebody who comes by the same operation, on a day.
    pub fn of_comer(
        reading: &Reading<'_>,
        before: &Stored<Person>,
        after: &Person,
        (came, today): (Day, Day),
    ) -> Result<Self> {
        Self::judged(reading, (before, after), (Home::Since(came), today))
    }

    /// The same of somebody whom the book does not know yet.
    pub fn of_newcomer(reading: &Reading<'_>, after: &Person, (came, today): (Day, Day)) -> Result<Self> {
        let value = Person { became_full_on: None, ..after.clone() };
        // Nobody has the key 0: nothing in the book speaks of them.
        let before = Stored { id: PersonId(0), made_by: 0, value };
        Self::of_comer(reading, &before, after, (came, today))
    }

    fn judged(
        reading: &Reading<'_>,
        (before, after): (&Stored<Person>, &Person),
        (home, today): (Home, Day),
    ) -> Result<Self> {
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
            (Some(on), Some(row)) if row.occurred_on == Some(on) => record(Vec::new()),
            (Some(_), Some(row)) if Some(row.booked_month) <= last_closed(reading)? => {
                record(vec![reported(&row)])
            }
            (Some(on), row) if is_of_book(reading, before.id, on.earliest())? => {
                Self::within(reading, (before, after), (on, today), row)
            }
            (Some(on), None) if is_after_coming(reading, home, on.earliest())? => {
                Self::once_there(reading, (before, after), (on, today), home)
            }
            (Some(_), row) => record(row.iter().map(|row| still_registered(row)).collect()),
        }
    }

    /// A 转正 within the book: a movement, or another day of the one that is registered. Either is judged as if it were
    /// registered now.
    fn within(
        reading: &Reading<'_>,
        (before, after): (&Stored<Person>, &Person),
        (on, today): (PartialDay, Day),
        registered: Option<Stored<Movement>>,
    ) -> Result<Self> {
        let (booked_month, said) = weighed(reading, (before, after), (on, today), Home::InBook)?;
        let corrected = registered.map(|row| {
            let value = Movement { occurred_on: Some(on), booked_month, ..row.value.clone() };
            Box::new(Stored { value, ..row })
        });
        Ok(Self { way: corrected.map_or(Way::Movement(on), Way::Correction), said })
    }

    /// A 转正 in the membership that the same operation begins: a movement as soon as they are there. What a closed month
    /// has reported of somebody who was not there stays without it.
    fn once_there(
        reading: &Reading<'_>,
        (before, after): (&Stored<Person>, &Person),
        (on, today): (PartialDay, Day),
        home: Home,
    ) -> Result<Self> {
        if Booking::of(reading)?.is_late(on.earliest()) {
            let month = Calendar::of(reading)?.month_of(on.earliest());
            return Ok(Self { way: Way::Record, said: vec![too_late(on, month)] });
        }
        let (_, said) = weighed(reading, (before, after), (on, today), home)?;
        Ok(Self { way: Way::OnceThere(on), said })
    }

    /// Somebody new as they are entered: who becomes full by a movement is not full before it.
    pub fn entered(&self, person: Person) -> Person {
        match self.way {
            Way::OnceThere(_) => Person { became_full_on: None, ..person },
            _ => person,
        }
    }

    /// Writes the person, with the movement if there is one. Whether anything was different.
    pub fn write(&self, writing: &mut Writing<'_>, id: PersonId, person: &Person) -> Result<bool> {
        match &self.way {
            Way::Record => Ok(writing.update(id, person)?),
            Way::OnceThere(_) => Ok(writing.update(id, &self.entered(person.clone()))?),
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

    /// Registers of somebody who has come what could not be registered before.
    pub fn complete(&self, writing: &mut Writing<'_>, id: PersonId) -> Result<()> {
        match self.way {
            Way::OnceThere(on) => record_within(writing, MemberMove::of(id, MovementKind::BecameFull, on)),
            _ => Ok(()),
        }
    }
}

/// The month in which a 转正 is booked, and what is said of it, judged as if it were registered now.
fn weighed(
    reading: &Reading<'_>,
    (before, after): (&Stored<Person>, &Person),
    (on, today): (PartialDay, Day),
    home: Home,
) -> Result<(Month, Vec<String>)> {
    let value = Person { became_full_on: None, ..after.clone() };
    let person = Stored { id: before.id, made_by: before.made_by, value };
    let booked_month = Booking::of(reading)?.month(on.earliest());
    let mut said = vec![format!("转正 {} 计入{}的党员增减。", on.label(), booked_month.label())];
    said.extend(weigh_full(reading, (person, home), on, today).map_err(of_draft)?);
    Ok((booked_month, said))
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
    Ok(is_in_its_months(reading, day)?
        && memberships_of(reading, person)?.iter().any(|span| holds(span, day)))
}

/// Whether the day lies within the book, and in the membership that the same operation begins.
fn is_after_coming(reading: &Reading<'_>, home: Home, day: Day) -> Result<bool, LedgerError> {
    let Home::Since(came) = home else { return Ok(false) };
    Ok(came <= day && is_in_its_months(reading, day)?)
}

/// Whether the day lies in a month that the book reports.
fn is_in_its_months(reading: &Reading<'_>, day: Day) -> Result<bool, LedgerError> {
    let Some(first) = first_booked(reading)? else { return Ok(false) };
    Ok(Calendar::of(reading)?.month_of(day) >= first)
}

/// What a closed month reported stays.
fn reported(row: &Movement) -> String {
    format!("转正已计入{}的党员增减，该月已结账，明细里的日期照原样留存。", row.booked_month.label())
}

/// Whoever was there would have it booked in the open month; of who comes by the same row the record alone says it.
fn too_late(on: PartialDay, month: Month) -> String {
    format!("{}已结账，转正 {} 只记在党员资料里，不计入党员增减。", month.label(), on.label())
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

#[cfg(test)]
mod tests {
    use branchbook_contract::member::{MemberEdit, MemberPatch, MemberSaved, MemberShow};

    use super::*;
    use crate::member::tests::Office;
    use crate::member::tests::acts::{close, movement};

    /// A member since 2000 whose 转正 was registered in the first month of the book, October 2026.
    fn turned() -> (Office, PersonId) {
        let mut office = Office::new();
        let member = office.member("丁一", |add| add.draft.became_full_on = None);
        office.call(&movement(member, MovementKind::BecameFull, "2026-10-05"));
        (office, member)
    }

    fn edit(office: &mut Office, member: PersonId, full: &str) -> MemberSaved {
        let patch = MemberPatch { became_full_on: Some(full.parse().ok()), ..MemberPatch::default() };
        office.call(&MemberEdit { member, patch, confirm_duplicate: false })
    }

    /// The day that the record says, and those that the movements say.
    fn days(office: &mut Office, member: PersonId) -> (String, Vec<String>) {
        let shown = office.call(&MemberShow { member, on: None, reveal: false });
        let turned = shown.movements.into_iter().filter(|row| row.kind == MovementKind::BecameFull);
        let turned = turned.map(|row| row.occurred_on.unwrap().to_string()).collect();
        (shown.draft.became_full_on.unwrap().to_string(), turned)
    }

    #[test]
    fn a_day_before_the_book_or_after_a_leaving_corrects_the_record_and_not_the_movement() {
        let still = "党员增减里仍有 2026年10月5日 的转正，计入2026年10月";
        let says = |saved: &MemberSaved| saved.warnings.iter().any(|said| said.contains(still));
        let (mut office, member) = turned();
        let saved = edit(&mut office, member, "2001-07-02");
        assert!(says(&saved), "{:?}", saved.warnings);
        let registered = vec!["2026-10-05".to_owned()];
        assert_eq!(days(&mut office, member), ("2001-07-02".to_owned(), registered.clone()));
        office.call(&movement(member, MovementKind::TransferOut, "2026-10-10"));
        let saved = edit(&mut office, member, "2026-10-20");
        assert!(says(&saved), "{:?}", saved.warnings);
        assert_eq!(days(&mut office, member), ("2026-10-20".to_owned(), registered));
    }

    #[test]
    fn what_would_be_said_of_the_movement_is_said_of_its_correction() {
        let mut office = Office::new();
        let member = office.member("丁一", |add| add.draft.became_full_on = None);
        close(&mut office, "2026-10");
        office.on("2026-11-20");
        office.call(&movement(member, MovementKind::BecameFull, "2026-11-10"));
        let saved = edit(&mut office, member, "2026-10-20");
        let late = "2026年10月已结账，本次登记记入2026年11月。";
        assert!(saved.warnings.iter().any(|said| said == late), "{:?}", saved.warnings);
        let corrected = vec!["2026-10-20".to_owned()];
        assert_eq!(days(&mut office, member), ("2026-10-20".to_owned(), corrected));
    }
}
