//! Who is meant by the names of a draft, and what each of them was. A name that is not clear is never guessed.

use branchbook_contract::meeting::{Away, NamedRoll, PersonRef, RecordDraft, Roll};
use branchbook_domain::gathering::{AttendanceState, LeaveReason};
use branchbook_domain::key::PersonId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::person;

use super::prepare::{Faults, kept};
use super::register::{OnRoll, Register};
use super::tally::States;
use crate::error::Result;

/// A host or recorder: by key where the name is clear, by name in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub id: Option<PersonId>,
    pub name: Option<String>,
}

/// What everybody was who was not simply present; faults go by field.
pub(crate) fn states(
    register: &Register,
    rolls: &[Vec<&OnRoll>],
    roll: &Roll,
    faults: &mut Faults,
) -> States {
    let mut states = States::new();
    if let Roll::Names(named) = roll {
        for (field, state, list) in lists(named) {
            for (at, away) in list.iter().enumerate() {
                let field = format!("{field}[{at}]");
                match take_away(rolls, &states, away, state) {
                    Ok((person, reason)) => {
                        states.insert(person, (state, Some(reason)));
                    }
                    Err(sentence) => faults.add(field, sentence),
                }
            }
        }
        for (at, observer) in named.observers.iter().enumerate() {
            match take_observer(register, rolls, &states, observer) {
                Ok(person) => {
                    states.insert(person, (AttendanceState::Observer, None));
                }
                Err(sentence) => faults.add(format!("roll.observers[{at}]"), sentence),
            }
        }
    }
    states
}

/// The host or the recorder. A name that fits several members or none is kept as a name.
pub(crate) fn person(
    reading: &Reading<'_>,
    register: &Register,
    records: &[RecordDraft],
    named: Option<&PersonRef>,
    field: &str,
    faults: &mut Faults,
) -> Result<Person> {
    Ok(match named {
        None => Person::default(),
        Some(PersonRef::Name(name)) => by_name(register, records, name),
        Some(PersonRef::Key(id)) => match reading.get::<person::Person>(*id)? {
            Some(found) => Person { id: Some(*id), name: Some(found.value.name) },
            None => {
                faults.add(field, "所选人员不在台账里，请重新选择。");
                Person::default()
            }
        },
    })
}

/// A name becomes a key if it is clear in the branches that meet, or else on the whole register.
fn by_name(register: &Register, records: &[RecordDraft], name: &str) -> Person {
    let name = kept(Some(name));
    let named = name.as_deref().map(|name| register.named(name)).unwrap_or_default();
    let is_near = |person: &&&OnRoll| {
        let homes = [Some(person.branch), person.group];
        records.iter().any(|record| homes.contains(&Some(record.organisation)))
    };
    let near: Vec<&&OnRoll> = named.iter().filter(is_near).collect();
    let id = match (&near[..], &named[..]) {
        ([only], _) => Some(only.person),
        ([], [only]) => Some(only.person),
        _ => None,
    };
    Person { id, name }
}

fn lists(named: &NamedRoll) -> [(&'static str, AttendanceState, &Vec<Away>); 3] {
    [
        ("roll.leave", AttendanceState::Leave, &named.leave),
        ("roll.absent", AttendanceState::Absent, &named.absent),
        ("roll.made_up", AttendanceState::MadeUp, &named.made_up),
    ]
}

fn take_away(
    rolls: &[Vec<&OnRoll>],
    states: &States,
    away: &Away,
    state: AttendanceState,
) -> Result<(PersonId, String), String> {
    let found = on_the_roll(rolls, &away.person)?;
    let Some(found) = found else {
        return Err(format!("{}不在本次会议的应到名单里，请核对姓名和会议类型。", said(&away.person)));
    };
    if !found.is_due {
        let sentence = format!("{}已批准不计入应到会，不用登记{}。", found.name, state.label());
        return Err(sentence);
    }
    if states.contains_key(&found.person) {
        return Err(format!("{}登记了两次，请只保留一项。", found.name));
    }
    let reason = LeaveReason::read(&away.reason)
        .ok_or_else(|| format!("{}{}须写明原因。", found.name, state.label()))?;
    Ok((found.person, reason.as_str().to_owned()))
}

fn take_observer(
    register: &Register,
    rolls: &[Vec<&OnRoll>],
    states: &States,
    observer: &PersonRef,
) -> Result<PersonId, String> {
    let id = match observer {
        PersonRef::Key(id) => *id,
        PersonRef::Name(name) => match register.named(name.trim())[..] {
            [only] => only.person,
            [] => return Err(format!("列席人员“{name}”不在名册里，请先登记，或写进备注。")),
            ref several => {
                let count = several.len();
                return Err(format!("名册里有 {count} 人叫“{name}”，请从名册里选择列席的是哪一位。"));
            }
        },
    };
    if states.contains_key(&id) {
        return Err(format!("{}登记了两次，请只保留一项。", name_of(register, id)));
    }
    if rolls.iter().flatten().any(|person| person.person == id && person.is_due) {
        return Err(format!("{}是应到会人员，不能登记为列席。", name_of(register, id)));
    }
    Ok(id)
}

/// The one person on the rolls who is meant; `None` if nobody is.
fn on_the_roll<'a>(rolls: &[Vec<&'a OnRoll>], named: &PersonRef) -> Result<Option<&'a OnRoll>, String> {
    let mut found: Vec<&OnRoll> = Vec::new();
    for person in rolls.iter().flatten() {
        let is_meant = match named {
            PersonRef::Key(id) => person.person == *id,
            PersonRef::Name(name) => person.name == name.trim(),
        };
        if is_meant && found.iter().all(|known| known.person != person.person) {
            found.push(person);
        }
    }
    match found[..] {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        ref several => {
            let (count, said) = (several.len(), said(named));
            Err(format!("应到名单里有 {count} 人叫{said}，请从名册里选择是哪一位。"))
        }
    }
}

fn said(named: &PersonRef) -> String {
    match named {
        PersonRef::Key(_) => "所选人员".to_owned(),
        PersonRef::Name(name) => format!("“{}”", name.trim()),
    }
}

fn name_of(register: &Register, id: PersonId) -> String {
    register.person(id).map_or_else(|| "所选人员".to_owned(), |person| person.name.clone())
}
