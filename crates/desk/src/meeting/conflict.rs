//! What cannot be true at the same time: one host in two places, somebody on leave here and present elsewhere.
//! Warnings only. Gatherings without a time are not compared: two of one day may well follow each other.

use std::collections::HashMap;

use branchbook_contract::meeting::TimeOfDay;
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::gathering::Gathering;
use branchbook_ledger::table::gathering::held::gatherings_on;
use branchbook_ledger::table::gathering::presence::attendance_at;
use branchbook_ledger::{Reading, Result, Stored};

use super::prepare::Prepared;
use super::register::Register;
use super::tally::state_of;

/// Sentences about whatever cannot be true at the same time.
pub(crate) fn conflicts(
    reading: &Reading<'_>,
    register: &Register,
    prepared: &Prepared,
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for other in gatherings_on(reading, prepared.day)? {
        let is_replaced = prepared.replaces == Some(other.id);
        if !is_replaced && overlap(prepared.minutes, (other.start_minute, other.end_minute)) {
            found.extend(of_posts(prepared, &other));
            found.extend(of_people(reading, register, prepared, &other)?);
        }
    }
    Ok(found)
}

type Minutes = (Option<i64>, Option<i64>);

/// Whether two stretches of a day share a minute. A missing end is one minute after the begin.
fn overlap(one: Minutes, other: Minutes) -> bool {
    match (one.0, other.0) {
        (Some(first), Some(second)) => {
            first < other.1.unwrap_or(second + 1) && second < one.1.unwrap_or(first + 1)
        }
        _ => false,
    }
}

fn of_posts(prepared: &Prepared, other: &Gathering) -> Vec<String> {
    let where_to = place_of(other);
    let mut found = Vec::new();
    let posts = [
        ("主持人", prepared.host.id, other.host_id, &prepared.host.name),
        ("记录人", prepared.recorder.id, other.recorder_id, &prepared.recorder.name),
    ];
    for (post, here, there, name) in posts {
        if let (Some(here), Some(there), Some(name)) = (here, there, name)
            && here == there
        {
            found.push(format!("{post}{name}在同一时间也是{where_to}的{post}，请核对时间。"));
        }
    }
    found
}

fn of_people(
    reading: &Reading<'_>,
    register: &Register,
    prepared: &Prepared,
    other: &Stored<Gathering>,
) -> Result<Vec<String>> {
    let there: HashMap<PersonId, AttendanceState> = attendance_at(reading, other.id)?
        .into_iter()
        .map(|named| (named.attendance.person_id, named.attendance.state))
        .collect();
    let (mut found, mut twice) = (Vec::new(), Vec::new());
    for &person in &prepared.people {
        let Some(&elsewhere) = there.get(&person) else { continue };
        let here = state_of(&prepared.states, person);
        let name = register.person(person).map_or("列席人员", |person| person.name.as_str());
        match (here.was_there(), elsewhere.was_there()) {
            (true, true) => twice.push(name),
            (false, false) => {}
            _ => found.push(format!(
                "{name}本次登记为{}，在同一时间的{}登记为{}，请核对。",
                here.label(),
                place_of(other),
                elsewhere.label()
            )),
        }
    }
    found.extend(in_two_places(&twice, other));
    Ok(found)
}

/// One sentence for all who were in two places, however many they are.
fn in_two_places(names: &[&str], other: &Gathering) -> Option<String> {
    let first = names.iter().take(3).copied().collect::<Vec<_>>().join("、");
    let count = names.len();
    (count > 0)
        .then(|| format!("{first}等 {count} 人在同一时间的{}也登记为到会，请核对时间。", place_of(other)))
}

/// `另一次会议（14:30，党群服务中心）`.
fn place_of(other: &Gathering) -> String {
    let start = other.start_minute.and_then(TimeOfDay::from_minutes).map(|start| start.to_string());
    let known: Vec<String> = start.into_iter().chain(other.place.clone()).collect();
    format!("另一次会议（{}）", known.join("，"))
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn only_known_times_that_share_a_minute_overlap() {
        for (one, other, expected) in [
            ((Some(540), Some(600)), (Some(570), Some(630)), true),
            ((Some(540), Some(600)), (Some(600), Some(660)), false),
            ((Some(540), None), (Some(540), None), true),
            ((Some(550), None), (Some(540), Some(600)), true),
            ((Some(540), None), (Some(545), None), false),
            ((None, None), (Some(540), Some(600)), false),
        ] {
            assert_eq!(overlap(one, other), expected, "{one:?} {other:?}");
            assert_eq!(overlap(other, one), expected, "{other:?} {one:?}");
        }
    }
}
