//! Which entries a reversal takes out of the count. An entry and its reversal both leave it, as if neither had
//! happened; both stay in the book and in the list of lines.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::PointEvent;

/// How a line takes part in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// In the count.
    Counts,
    /// Taken out by the reversal with this id.
    Reversed {
        /// Id of the reversal.
        by: i64,
    },
    /// A reversal: takes out the entry with this id, counts nothing itself.
    Reversal {
        /// Id of the entry it reverses.
        of: i64,
    },
    /// A reversal whose entry is not among those handed in, or is younger than the reversal.
    LostReversal {
        /// Id that it names.
        of: i64,
    },
    /// The scheme has no item with this code.
    UnknownItem,
}

/// The state of every event by id, the scheme left aside. A reversal always has a higher id than what it
/// reverses, so that going from the highest id down decides each entry after all its reversals.
pub(super) fn states(events: &[PointEvent]) -> HashMap<i64, LineState> {
    let mut states: HashMap<i64, LineState> = events.iter().map(|e| (e.id, LineState::Counts)).collect();
    let mut downwards: Vec<&PointEvent> = events.iter().collect();
    downwards.sort_by_key(|event| std::cmp::Reverse(event.id));
    for event in downwards {
        let Some(of) = event.reverses else { continue };
        if of >= event.id || !states.contains_key(&of) {
            states.insert(event.id, LineState::LostReversal { of });
        } else if states.get(&event.id) == Some(&LineState::Counts) {
            states.insert(event.id, LineState::Reversal { of });
            states.insert(of, LineState::Reversed { by: event.id });
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;
    use crate::points::Points;

    fn event(id: i64, reverses: Option<i64>) -> PointEvent {
        let occurred_on = Day::from_ymd_opt(2026, 10, 1).unwrap();
        PointEvent { id, occurred_on, item: "x".into(), raw: Points::whole(1), reverses }
    }

    #[test]
    fn an_entry_and_its_reversal_both_leave_the_count() {
        let states = states(&[event(1, None), event(2, Some(1)), event(3, None)]);
        assert_eq!(states[&1], LineState::Reversed { by: 2 });
        assert_eq!(states[&2], LineState::Reversal { of: 1 });
        assert_eq!(states[&3], LineState::Counts);
    }

    #[test]
    fn a_reversed_reversal_brings_the_entry_back() {
        let states = states(&[event(1, None), event(2, Some(1)), event(3, Some(2))]);
        assert_eq!(states[&1], LineState::Counts);
        assert_eq!(states[&2], LineState::Reversed { by: 3 });
    }

    #[test]
    fn a_reversal_of_nothing_or_of_something_younger_is_lost_and_takes_nothing_out() {
        let states = states(&[event(1, Some(9)), event(2, Some(3)), event(3, None), event(4, Some(4))]);
        assert_eq!(states[&1], LineState::LostReversal { of: 9 });
        assert_eq!(states[&2], LineState::LostReversal { of: 3 });
        assert_eq!(states[&3], LineState::Counts);
        assert_eq!(states[&4], LineState::LostReversal { of: 4 });
    }
}
