//! What the first page shows of many branches.

use branchbook_contract::home::{CellState, HomeBranch, HomeCell};
use branchbook_domain::key::OrganisationId;

use crate::few::{most_urgent, said_of_hidden};

fn branch(number: i64, states: &[CellState]) -> HomeBranch {
    let cell = |state: &CellState| HomeCell { state: *state, text: String::new(), sentence: String::new() };
    HomeBranch {
        branch: OrganisationId(number),
        name: format!("第{number}党支部"),
        cells: states.iter().map(cell).collect(),
        due: 0,
        present: 0,
    }
}

fn branches(states: &[&[CellState]]) -> Vec<HomeBranch> {
    (1..).zip(states).map(|(number, states)| branch(number, states)).collect()
}

fn shown(branches: &[HomeBranch]) -> Vec<i64> {
    let is_shown = most_urgent(branches, false);
    branches
        .iter()
        .zip(is_shown)
        .filter(|(_, is_shown)| *is_shown)
        .map(|(branch, _)| branch.branch.0)
        .collect()
}

const DONE: &[CellState] = &[CellState::Done, CellState::NotDue];
const OPEN: &[CellState] = &[CellState::Done, CellState::Open];
const MISSING: &[CellState] = &[CellState::Open, CellState::Missing];

#[test]
fn those_that_missed_something_come_before_those_that_have_time_and_all_keep_their_places() {
    let eight = branches(&[DONE, DONE, OPEN, DONE, DONE, DONE, OPEN, MISSING]);
    assert_eq!(shown(&eight), [1, 2, 3, 4, 7, 8]);
    let nine = branches(&[OPEN, OPEN, OPEN, MISSING, OPEN, OPEN, OPEN, MISSING, MISSING]);
    assert_eq!(shown(&nine), [1, 2, 3, 4, 8, 9]);
    assert_eq!(said_of_hidden(&nine), "另有 3 个支部，其中 3 个没有开全");
    assert_eq!(most_urgent(&nine, true), [true; 9]);
}

#[test]
fn a_single_branch_is_not_left_out_and_nothing_is_said_of_what_is_done() {
    let seven = branches(&[DONE; 7]);
    assert_eq!(shown(&seven).len(), 7);
    let eight = branches(&[DONE; 8]);
    assert_eq!(shown(&eight), [1, 2, 3, 4, 5, 6]);
    assert_eq!(said_of_hidden(&eight), "另有 2 个支部");
    let ten = branches(&[MISSING; 10]);
    assert_eq!(said_of_hidden(&ten), "另有 4 个支部，其中 4 个没有开全");
}
