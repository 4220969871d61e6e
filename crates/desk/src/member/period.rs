//! Where somebody stands in the Party on a day: joining and 转正 of the period that the day belongs to, and how they left
//! the register last. Whoever was expelled and is admitted anew begins a period of their own: what was known before
//! stays true of the days before it. 党龄 of the new period counts from its own 转正 (共产党员网，《一些特殊情况党龄怎么算？》：
//! 重新入党后，其党龄以重新入党后转为正式党员之日算起，以前一段不计算在内).

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MovementKind, Standpoint};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{
    EarlierPeriod, Periods, memberships_of, movements_of, standing_of,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::movement::holds;

/// What holds of somebody on a day.
pub(super) struct Period {
    /// Joining of the period that the day belongs to.
    pub joined_on: Option<PartialDay>,
    /// Its 转正.
    pub became_full_on: Option<PartialDay>,
    /// Whether another period followed.
    pub is_past: bool,
    /// How they left the register last; nothing where the book knows no leaving.
    pub left: Option<MovementKind>,
}

impl Period {
    /// Of a person as they are, or as they will be, on a day.
    pub fn of(reading: &Reading<'_>, person: &Stored<Person>, day: Day) -> Result<Self, LedgerError> {
        let earlier = Periods::of(reading)?.at(person.id, day);
        let (joined_on, became_full_on) = earlier.unwrap_or((person.joined_on, person.became_full_on));
        let left = last_leaving(reading, person.id)?;
        Ok(Self { joined_on, became_full_on, is_past: earlier.is_some(), left })
    }
}

/// Full or probationary on a day, of a person as they are, or as they will be.
pub(super) fn class_on(
    reading: &Reading<'_>,
    person: &Stored<Person>,
    day: Day,
) -> Result<Option<MemberClass>, LedgerError> {
    let last = (person.joined_on, person.became_full_on);
    let (joined, full) = Periods::of(reading)?.days(person.id, day, last);
    Ok(standing_of(day, joined, full).class)
}

/// Whether somebody who left the register so begins another period in the Party by coming back in this way.
pub(crate) fn begins_anew(left: Option<MovementKind>, kind: MovementKind) -> bool {
    (left, kind) == (Some(MovementKind::Expelled), MovementKind::Admitted)
}

/// How somebody left the register last. What only corrected a double entry is no leaving.
pub(crate) fn last_leaving(
    reading: &Reading<'_>,
    person: PersonId,
) -> Result<Option<MovementKind>, LedgerError> {
    let mut movements = movements_of(reading, person)?.into_iter().rev();
    let left = movements.find(|movement| movement.kind.direction() < 0 && movement.corrects_id.is_none());
    Ok(left.map(|movement| movement.kind))
}

/// Where somebody stands on a day: what can be registered of them follows from it.
pub(crate) fn standpoint(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
) -> Result<Standpoint, LedgerError> {
    let is_member = memberships_of(reading, person)?.iter().any(|span| holds(span, day));
    Ok(if is_member { Standpoint::Member } else { Standpoint::Gone(last_leaving(reading, person)?) })
}

/// What can be registered of somebody as they stand on a day. Only who is on probation becomes full.
pub(crate) fn may_follow(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
    class: Option<MemberClass>,
) -> Result<Vec<MovementKind>, LedgerError> {
    let may_become_full = class == Some(MemberClass::Probationary);
    let all = standpoint(reading, person, day)?.may_follow().iter().copied();
    Ok(all.filter(|kind| *kind != MovementKind::BecameFull || may_become_full).collect())
}

/// How a movement is called as something to be done.
pub(crate) const fn act_label(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::BranchMove => "调整支部或小组",
        MovementKind::TransferIn => "重新转入",
        other => other.label(),
    }
}

/// Keeps the days of the period that ends with an admission anew.
pub(super) fn keep_period(
    writing: &mut Writing<'_>,
    person: &Stored<Person>,
    until: Day,
) -> Result<(), LedgerError> {
    let period = EarlierPeriod {
        person_id: person.id,
        joined_on: person.joined_on,
        became_full_on: person.became_full_on,
        until_on: until,
    };
    writing.insert(&period).map(|_| ())
}
