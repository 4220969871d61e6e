//! Which branches the first page shows where there are many: more than a few would push what else it says off the
//! screen. Knows no page, so that it is tried without one.

use branchbook_contract::home::{CellState, HomeBranch};

/// Branches that are shown at once.
const FEW: usize = 6;

/// Whether some of them are left out; not for the sake of a single one.
pub fn is_many(branches: &[HomeBranch]) -> bool {
    branches.len() > FEW + 1
}

/// Which branches are shown, each in its place: all of them, or first those that missed something, then those that still
/// have something to do, then the others.
pub fn most_urgent(branches: &[HomeBranch], is_all: bool) -> Vec<bool> {
    let is_all = is_all || !is_many(branches);
    let mut is_shown = vec![is_all; branches.len()];
    let mut left = if is_all { 0 } else { FEW };
    for urgency in [Some(CellState::Missing), Some(CellState::Open), None] {
        for (branch, is_shown) in branches.iter().zip(&mut is_shown) {
            if left > 0 && !*is_shown && urgency.is_none_or(|state| has(branch, state)) {
                *is_shown = true;
                left -= 1;
            }
        }
    }
    is_shown
}

/// 「另有 6 个支部，其中 3 个没有开全」
pub fn said_of_hidden(branches: &[HomeBranch]) -> String {
    let (mut hidden, mut open) = (0_u32, 0_u32);
    for (branch, is_shown) in branches.iter().zip(most_urgent(branches, false)) {
        if !is_shown {
            hidden += 1;
            open += u32::from(has(branch, CellState::Missing) || has(branch, CellState::Open));
        }
    }
    match open {
        0 => format!("另有 {hidden} 个支部"),
        _ => format!("另有 {hidden} 个支部，其中 {open} 个没有开全"),
    }
}

fn has(branch: &HomeBranch, state: CellState) -> bool {
    branch.cells.iter().any(|cell| cell.state == state)
}
