//! Why a member came or went, and the letter that went along: read from a request, judged against the kind of movement.
//! A letter follows a movement and decides nothing; when a transfer counts is the movement's to say.

use branchbook_contract::member::MoveLetter;
use branchbook_domain::day::Day;
use branchbook_domain::key::{MovementId, PersonId};
use branchbook_domain::letter::{LetterReach, LetterWay};
use branchbook_domain::member::{MovementKind, MovementReason, needs_reason};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::Writing;
use branchbook_ledger::table::letter::TransferLetter;

use crate::error::{DeskError, Result};
use crate::unit::entry::filled;

/// The reason that a code or a writing of it means; it must suit the kind. `field` names it in a refusal.
pub(super) fn reason_of(
    field: &str,
    kind: MovementKind,
    text: Option<&str>,
) -> Result<Option<MovementReason>> {
    let Some(text) = filled(text) else { return Ok(None) };
    let Some(reason) = MovementReason::of_code(&text).or_else(|| MovementReason::read(&text)) else {
        let known: Vec<&str> = MovementReason::for_kind(kind).map(MovementReason::label).collect();
        let words = format!("没有“{text}”这个原因，{}的原因有：{}。", kind.label(), known.join("、"));
        return Err(DeskError::field(field, words));
    };
    if !reason.suits(kind) {
        let words = format!("“{}”不是{}的原因，请核对类别和原因。", reason.label(), kind.label());
        return Err(DeskError::field(field, words));
    }
    Ok(Some(reason))
}

/// Whoever goes must be of the class that the reason speaks of: nobody probationary is urged to leave.
pub(super) fn require_class(
    reason: Option<MovementReason>,
    kind: MovementKind,
    class: Option<MemberClass>,
) -> Result<()> {
    let Some((reason, class)) = reason.zip(class).filter(|_| kind.direction() < 0) else { return Ok(()) };
    if reason.may_concern(class) {
        return Ok(());
    }
    let words = format!("“{}”不适用于{}，请核对原因。", reason.label(), class.label());
    Err(DeskError::field("reason", words))
}

/// The sentence on a reason that should have been given.
pub(super) fn missing(kind: MovementKind, reason: Option<MovementReason>) -> Option<String> {
    (needs_reason(kind) && reason.is_none())
        .then(|| format!("没有写明{}的原因，请补填后再上报。", kind.label()))
}

/// The letter of a movement as it will be written.
pub(super) struct Letter {
    way: LetterWay,
    number: Option<String>,
    counterpart: Option<String>,
    said: MoveLetter,
    day: Day,
}

impl Letter {
    /// The letter of a transfer, if anything is said of one; `field` names it in a refusal.
    pub fn of(
        field: &str,
        (kind, day): (MovementKind, Day),
        (number, counterpart): (Option<&str>, Option<&str>),
        said: Option<&MoveLetter>,
    ) -> Result<Option<Self>> {
        let way = match kind {
            MovementKind::TransferOut => LetterWay::Out,
            MovementKind::TransferIn => LetterWay::In,
            _ if said.is_some() => {
                return Err(DeskError::field(field, "只有转入、转出才有介绍信，请核对。"));
            }
            _ => return Ok(None),
        };
        let number = filled(number);
        if said.is_none() && number.is_none() {
            return Ok(None);
        }
        let said = said.cloned().unwrap_or_default();
        let issued = said.issued_on.unwrap_or(day);
        if said.valid_until.is_some_and(|until| until < issued) {
            return Err(DeskError::field(&format!("{field}.valid_until"), "有效期早于开具日期，请核对。"));
        }
        if way == LetterWay::In && issued > day {
            return Err(DeskError::field(&format!("{field}.issued_on"), "开具日期晚于转入日期，请核对。"));
        }
        Ok(Some(Self { way, number, counterpart: filled(counterpart), said, day }))
    }

    /// Writes it beside its movement. Who comes has been received; who goes is on the way.
    pub fn write(&self, writing: &mut Writing<'_>, person: PersonId, movement: MovementId) -> Result<()> {
        writing.insert(&TransferLetter {
            person_id: person,
            way: self.way,
            reach: self.said.reach.unwrap_or(LetterReach::InCity),
            number: self.number.clone(),
            counterpart: self.counterpart.clone(),
            issued_on: self.said.issued_on.unwrap_or(self.day),
            valid_until: self.said.valid_until,
            dues_paid_to: self.said.dues_paid_to,
            received_on: (self.way == LetterWay::In).then_some(self.day),
            withdrawn_on: None,
            movement_id: Some(movement),
            note: None,
        })?;
        Ok(())
    }
}
