//! How a choice about a row of a roster is said: who is meant (`person:5`, `new`), then what is done (`move`), joined
//! by `+`. Must not decide anything.

use branchbook_contract::intake::RowChoice;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MovementKind, MovementReason, needs_reason};

use crate::intake::decide::Chosen;
pub(super) use crate::intake::decide::KEEP;

/// The choice that a row speaks of nobody whom the book knows.
pub(super) const NEW: &str = "new";
/// The choice that a member changes the branch.
pub(super) const MOVE: &str = "move";
/// The choice that the name in the file is right.
pub(super) const RENAME: &str = "rename";

/// The choice that somebody is there all the same: whom the file does not name, or of whom it says that they left.
pub(super) const STAY: &str = "stay";
/// The choice that the sex of the book is right.
pub(super) const KEEP_SEX: &str = "keep_sex";

/// Whom a person says that a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    Person(PersonId),
    New,
}

/// The part of a choice that says who is meant.
pub(super) fn who_of(key: &str) -> Option<(&str, Identity)> {
    let part = key.split('+').next()?;
    if part == NEW {
        return Some((part, Identity::New));
    }
    let id = part.strip_prefix("person:")?.parse().ok()?;
    Some((part, Identity::Person(PersonId(id))))
}

/// The part of a choice that says what is done; empty if it says only who is meant.
pub(super) fn action_of(key: &str) -> &str {
    let last = key.rsplit('+').next().unwrap_or_default();
    if who_of(last).is_some() { "" } else { last }
}

/// The key of a person.
pub(super) fn key_of(person: PersonId) -> String {
    format!("person:{}", person.0)
}

/// What is offered about a row, and what is chosen of it.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub choices: Vec<RowChoice>,
    pub chosen: Option<Chosen>,
}

impl Offer {
    /// What is to be done; empty for what happens without a decision.
    pub fn action(&self) -> &str {
        self.chosen.as_ref().map_or("", |chosen| action_of(&chosen.key))
    }

    /// The day that was given.
    pub fn day(&self) -> Option<Day> {
        self.chosen.as_ref().and_then(|chosen| chosen.day)
    }
}

/// A movement as a choice names it: `transfer_out/24`, or `death` where no reason must be given.
pub(super) fn movement_of(action: &str) -> Option<(MovementKind, Option<MovementReason>)> {
    let (kind, reason) = action.split_once('/').map_or((action, None), |(kind, code)| (kind, Some(code)));
    let kind = MovementKind::from_code(kind)?;
    match reason {
        None => (!needs_reason(kind)).then_some((kind, None)),
        Some(code) => {
            let reason = MovementReason::of_code(code).filter(|reason| reason.suits(kind))?;
            Some((kind, Some(reason)))
        }
    }
}

/// A choice for each reason of a kind of movement.
pub(super) fn of_kind(kind: MovementKind) -> impl Iterator<Item = RowChoice> {
    MovementReason::for_kind(kind).map(move |reason| {
        let (kind_label, label) = (kind.label(), reason.label());
        let told =
            if label.contains(kind_label) { label.to_owned() } else { format!("{kind_label}：{label}") };
        RowChoice::new(format!("{}/{}", kind.code(), reason.code()), told)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_says_who_is_meant_and_what_is_done() {
        assert_eq!(who_of("person:5+move"), Some(("person:5", Identity::Person(PersonId(5)))));
        assert_eq!(who_of("new"), Some(("new", Identity::New)));
        assert_eq!((who_of("move"), who_of("person:x")), (None, None));
        assert_eq!((action_of("person:5+move"), action_of("keep"), action_of("new")), ("move", "keep", ""));
        assert_eq!(movement_of("transfer_out"), Some((MovementKind::TransferOut, None)));
        assert_eq!(movement_of("expelled"), None, "it must have a reason");
        assert_eq!(movement_of("death/24"), None, "the reason of another movement");
        assert!(of_kind(MovementKind::Expelled).all(|choice| movement_of(&choice.key).is_some()));
    }
}
