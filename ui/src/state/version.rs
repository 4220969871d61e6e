//! A number for each kind of record that goes up when records of the kind change. Whoever shows them tracks the
//! number and asks again; nobody says "reload".

use branchbook_contract::Kind;
use leptos::prelude::{Track, Update};

use super::state;

/// More than there are kinds: the last one goes up with every change.
pub const COUNT: usize = 24;
const ANY: usize = COUNT - 1;

/// Makes the running effect run again when one of the kinds changes.
pub fn track(kinds: &[Kind]) {
    let versions = state().versions;
    for kind in kinds {
        versions[(*kind as usize).min(ANY)].track();
    }
}

/// Makes the running effect run again whenever anything was written.
pub fn track_any() {
    state().versions[ANY].track();
}

/// Says that records of these kinds are different now.
pub fn bump(kinds: &[Kind]) {
    let versions = state().versions;
    for kind in kinds {
        versions[(*kind as usize).min(ANY)].update(|version| *version += 1);
    }
    if !kinds.is_empty() {
        bump_history();
    }
}

/// Says that the history is longer, although no kind of record changed: after a backup or an export.
pub fn bump_history() {
    state().versions[ANY].update(|version| *version += 1);
}

/// Says that everything may be different: another book is open.
pub fn bump_all() {
    for version in state().versions {
        version.update(|version| *version += 1);
    }
}
