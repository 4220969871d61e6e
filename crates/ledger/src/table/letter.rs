//! Transfer letters (组织关系介绍信), out and in. Their state on a day is the domain's to say.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{MovementId, PersonId};

use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;
use crate::{code_field, entity};

pub use branchbook_domain::letter::{LetterReach, LetterWay};

code_field!(LetterReach, LetterWay);

entity! {
    /// A transfer letter.
    pub struct TransferLetter: TransferLetterId, "transfer_letter", 45 {
        person_id: PersonId,
        way: LetterWay,
        reach: LetterReach,
        number: Option<String>,
        counterpart: Option<String>,
        issued_on: Day,
        valid_until: Option<Day>,
        dues_paid_to: Option<Month>,
        received_on: Option<Day>,
        withdrawn_on: Option<Day>,
        movement_id: Option<MovementId>,
        note: Option<String>,
    }
}

/// All letters, newest first.
pub fn letters(reading: &Reading<'_>) -> Result<Vec<Stored<TransferLetter>>> {
    reading.entities("ORDER BY issued_on DESC, id DESC", &[])
}

/// The letters of a person, newest first.
pub fn letters_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<TransferLetter>>> {
    reading.entities("WHERE person_id = ? ORDER BY issued_on DESC, id DESC", &[&person.0])
}

/// Letters that nobody has received and nobody has withdrawn, the earliest end first.
pub fn open_letters(reading: &Reading<'_>) -> Result<Vec<Stored<TransferLetter>>> {
    reading.entities(
        "WHERE received_on IS NULL AND withdrawn_on IS NULL ORDER BY ifnull(valid_until, issued_on), id",
        &[],
    )
}
