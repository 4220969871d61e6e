//! What the answers about a row of a roster are called: who is meant (`person:5`, `new`), what becomes of the branch
//! (`move`), the name (`rename`), the fields (`keep`). Must not decide anything.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{MovementKind, MovementReason, needs_reason};

use super::beside;
use crate::intake::decide::Chosen;
pub(super) use crate::intake::decide::KEEP;

/// The choice that a row speaks of nobody whom the book knows.
pub(super) const NEW: &str = "new";
/// The choice that the book keeps what it says in the fields of somebody whose branch was asked about, too.
pub(super) const BLANKS: &str = "blanks";
/// The choice that a member changes the branch.
pub(super) const MOVE: &str = "move";
/// The choice that the name in the file is right.
pub(super) const RENAME: &str = "rename";

/// The choice that somebody is there all the same: whom the file does not name, or of whom it says that they left.
pub(super) const STAY: &str = "stay";
/// The choice that somebody is entered as probationary whose day of joining nobody knows yet.
pub(super) const UNDATED: &str = "undated";
/// The choice of the branch that the title of the file names, which the book does not have.
pub(super) const TITLED: &str = "titled";
/// The choice that the sex of the book is right.
pub(super) const KEEP_SEX: &str = "keep_sex";

/// The key of a branch that a row is put into: `into:5`.
pub(super) fn into_branch(branch: OrganisationId) -> String {
    format!("{INTO}{}", branch.0)
}

/// The branch of such a key.
pub(super) fn branch_of(key: &str) -> Option<OrganisationId> {
    key.strip_prefix(INTO)?.parse().ok().map(OrganisationId)
}

const INTO: &str = "into:";

/// Whom a person says that a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    Person(PersonId),
    New,
}

/// Who a decision says is meant, and the part of it that says so.
pub(super) fn who_of(chosen: &Chosen) -> Option<(&str, Identity)> {
    chosen.parts().find_map(|part| Some((part, identity(part)?)))
}

fn identity(part: &str) -> Option<Identity> {
    if part == NEW {
        return Some(Identity::New);
    }
    let id = part.strip_prefix("person:")?.parse().ok()?;
    Some(Identity::Person(PersonId(id)))
}

/// The key of a person.
pub(super) fn key_of(person: PersonId) -> String {
    format!("person:{}", person.0)
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

/// Whether an answer is one that rows of a state are asked for.
pub(super) fn is_of_state(state: RowState, answer: &str) -> bool {
    // A movement is offered with its reason, only the opening of the register without one.
    let offered =
        movement_of(answer).filter(|(kind, reason)| reason.is_some() || *kind == MovementKind::Opening);
    let moves = |kinds: &[MovementKind]| offered.is_some_and(|(kind, _)| kinds.contains(&kind));
    let goes = offered.is_some_and(|(kind, _)| kind.direction() < 0);
    match state {
        RowState::New => {
            let came = [MovementKind::Opening, MovementKind::TransferIn, MovementKind::Admitted];
            beside::is_beginning(answer) || moves(&came)
        }
        RowState::Update => {
            [KEEP, BLANKS, RENAME].contains(&answer) || beside::is_beginning(answer) || beside::is_end(answer)
        }
        RowState::Conflict => {
            let back = [MovementKind::TransferIn, MovementKind::Restored];
            [MOVE, KEEP, STAY, KEEP_SEX, UNDATED, TITLED].contains(&answer)
                || branch_of(answer).is_some()
                || goes
                || moves(&back)
        }
        _ => false,
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
    fn a_choice_says_who_is_meant_and_how_somebody_goes() {
        let chosen = |key: &str| Chosen { key: key.to_owned(), day: None };
        assert_eq!(who_of(&chosen("take+person:5+move")), Some(("person:5", Identity::Person(PersonId(5)))));
        assert_eq!(who_of(&chosen("new")), Some(("new", Identity::New)));
        assert_eq!((who_of(&chosen("move")), who_of(&chosen("person:x"))), (None, None));
        assert_eq!(movement_of("transfer_out"), Some((MovementKind::TransferOut, None)));
        assert_eq!(movement_of("expelled"), None, "it must have a reason");
        assert_eq!(movement_of("death/24"), None, "the reason of another movement");
        assert!(of_kind(MovementKind::Expelled).all(|choice| movement_of(&choice.key).is_some()));
        for (state, answer, is_known) in [
            (RowState::New, "transfer_in/144", true),
            (RowState::New, "transfer_in/999", false),
            (RowState::New, "condition/lost", true),
            (RowState::New, "condition/foo", false),
            (RowState::Update, "keep", true),
            (RowState::Update, "condition_end/mobile", true),
            (RowState::Update, "foo", false),
            (RowState::Conflict, "death/3", true),
            (RowState::Conflict, "into:5", true),
            (RowState::Conflict, "rename", false),
            (RowState::Refused, "keep", false),
        ] {
            assert_eq!(is_of_state(state, answer), is_known, "{} {answer}", state.code());
        }
    }
}
