//! Numbers of a record: from the roll and what each person was, or as stated. Must not look into the book.

use std::collections::HashMap;

use branchbook_contract::meeting::StatedNumbers;
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::PersonId;
use branchbook_domain::quorum::Attendance;

use super::register::OnRoll;

/// The numbers of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub due: u32,
    pub present: u32,
    pub leave: u32,
    pub absent: u32,
    pub exempt: u32,
    /// Of the absent, those of whom the stated numbers say nothing.
    pub unexplained: u32,
    /// Those with a vote; `None` where only numbers are known and these were not stated.
    pub voting: Option<Attendance>,
    /// Those who may vote in an election: some exemptions hold for elections only.
    pub electing: Option<Attendance>,
}

impl Tally {
    /// A sentence if the stated numbers leave people open: nobody is taken for excused whom nobody has excused.
    pub(crate) fn unexplained_note(&self) -> Option<String> {
        let Self { due, present, leave, unexplained, .. } = self;
        (*unexplained > 0).then(|| {
            format!(
                "实到 {present} 人、请假 {leave} 人，比应到 {due} 人少 {unexplained} 人，没有写明是谁、为什么，记为缺席；请核对。"
            )
        })
    }
}

/// What each person was who was not simply present.
pub(crate) type States = HashMap<PersonId, (AttendanceState, Option<String>)>;

/// What a person on the roll was: present unless said otherwise.
pub(crate) fn state_of(states: &States, person: PersonId) -> AttendanceState {
    states.get(&person).map_or(AttendanceState::Present, |(state, _)| *state)
}

/// The numbers of a roll.
pub(crate) fn of_roll(roll: &[&OnRoll], states: &States) -> Tally {
    let due: Vec<&&OnRoll> = roll.iter().filter(|person| person.is_due).collect();
    let count_of = |wanted: &[AttendanceState]| {
        count(due.iter().filter(|person| wanted.contains(&state_of(states, person.person))).count())
    };
    let was_there = |person: &OnRoll| state_of(states, person.person) == AttendanceState::Present;
    let among = |is_due: fn(&OnRoll) -> bool| {
        let voters = || roll.iter().filter(|person| is_due(person) && person.vote.is_ok());
        Some(Attendance {
            due: count(voters().count()),
            present: count(voters().filter(|person| was_there(person)).count()),
        })
    };
    Tally {
        due: count(due.len()),
        present: count_of(&[AttendanceState::Present]),
        leave: count_of(&[AttendanceState::Leave, AttendanceState::MadeUp]),
        absent: count_of(&[AttendanceState::Absent]),
        exempt: count(roll.len() - due.len()),
        unexplained: 0,
        voting: among(|person| person.is_due),
        electing: among(|person| person.is_due_in_election),
    }
}

/// Numbers as stated. Whoever is neither present nor stated to be on leave is absent, whether typed or imported;
/// where only the absent are stated, the rest were on leave.
///
/// # Errors
/// A sentence if 实到 + 请假 + 缺席 is not 应到, or if those with a vote are more than all.
pub(crate) fn of_stated(stated: &StatedNumbers) -> Result<Tally, String> {
    let StatedNumbers { due, present, leave, absent, due_voting, present_voting } = *stated;
    if due == 0 {
        return Err("应到人数为 0，请填写应到人数。".to_owned());
    }
    let rest = due
        .checked_sub(present)
        .ok_or_else(|| format!("实到 {present} 人，多于应到 {due} 人，请核对人数；列席人员不计入实到。"))?;
    let unexplained = if absent.is_none() { rest.saturating_sub(leave.unwrap_or(0)) } else { 0 };
    let (leave, absent) = match (leave, absent) {
        (leave, None) => (leave.unwrap_or(0), unexplained),
        (None, Some(absent)) => (rest.saturating_sub(absent), absent),
        (Some(leave), Some(absent)) => (leave, absent),
    };
    let sum = u64::from(present) + u64::from(leave) + u64::from(absent);
    if sum != u64::from(due) {
        return Err(format!(
            "实到 {present} 人、请假 {leave} 人、缺席 {absent} 人，合计 {sum} 人，与应到 {due} 人不符，请核对。"
        ));
    }
    if due_voting.is_some_and(|voting| voting > due) || present_voting.is_some_and(|voting| voting > present)
    {
        return Err("有表决权的人数多于全体人数，请核对。".to_owned());
    }
    let voting = due_voting.zip(present_voting).map(|(due, present)| Attendance { due, present });
    Ok(Tally { due, present, leave, absent, exempt: 0, unexplained, voting, electing: voting })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(due: u32, present: u32, leave: Option<u32>, absent: Option<u32>) -> StatedNumbers {
        StatedNumbers { due, present, leave, absent, due_voting: None, present_voting: None }
    }

    #[test]
    fn stated_numbers_are_taken_only_if_they_add_up() {
        for (numbers, expected) in [
            (stated(5, 5, None, None), Some((0, 0))),
            (stated(29, 26, None, None), Some((0, 3))),
            (stated(86, 30, None, None), Some((0, 56))),
            (stated(29, 26, Some(2), None), Some((2, 1))),
            (stated(29, 26, None, Some(1)), Some((2, 1))),
            (stated(29, 26, Some(2), Some(1)), Some((2, 1))),
            (stated(29, 26, Some(3), Some(1)), None),
            (stated(29, 26, Some(4), None), None),
            (stated(5, 6, None, None), None),
            (stated(0, 0, None, None), None),
        ] {
            let found = of_stated(&numbers).ok().map(|tally| (tally.leave, tally.absent));
            assert_eq!(found, expected, "{numbers:?}");
        }
    }

    #[test]
    fn only_those_of_whom_nothing_is_stated_are_unexplained() {
        for (numbers, unexplained) in [
            (stated(86, 30, None, None), 56),
            (stated(29, 26, Some(2), None), 1),
            (stated(29, 26, None, Some(1)), 0),
            (stated(29, 26, Some(2), Some(1)), 0),
            (stated(5, 5, None, None), 0),
        ] {
            let tally = of_stated(&numbers).unwrap();
            assert_eq!(tally.unexplained, unexplained, "{numbers:?}");
            assert_eq!(tally.unexplained_note().is_some(), unexplained > 0);
        }
    }
}
