//! What falls due of keeping in touch, for the first page: one line for those who are over the day and one for those
//! who are next, of each manner of contact; the names stand in the folio.

use branchbook_contract::home::FallsDue;
use branchbook_domain::care::CareKind;
use branchbook_domain::day::{Day, add_days};

use super::watch::{State, Watched};

/// How far is looked ahead: a month of visits is planned at its beginning.
const DAYS_AHEAD: i64 = 30;

/// A manner of keeping in touch: label, what is to be done, of which kinds.
const MANNERS: &[(&str, &str, &[CareKind])] = &[
    ("失联查找", "应当查找", &[CareKind::Lost]),
    ("流动联系", "应当联系", &[CareKind::MobileOut, CareKind::MobileIn, CareKind::Abroad]),
    ("走访", "应当走访", &[CareKind::Retired, CareKind::Infirm, CareKind::Hardship, CareKind::Solitary]),
];

pub(super) fn falls_due(all: &[Watched], today: Day) -> Vec<FallsDue> {
    let mut due = Vec::new();
    for (label, what, kinds) in MANNERS {
        let of_manner = |each: &&Watched| each.first().is_some_and(|first| kinds.contains(&first.care.kind));
        let (late, coming): (Vec<&Watched>, Vec<&Watched>) =
            all.iter().filter(of_manner).partition(|each| each.state(today) == State::Late);
        let horizon = add_days(today, DAYS_AHEAD);
        let coming: Vec<&Watched> =
            coming.into_iter().filter(|each| day_of(each).is_some_and(|day| day <= horizon)).collect();
        due.extend(one(&late, label, &format!("{what}，已经超期"), true));
        due.extend(one(&coming, label, what, false));
    }
    due
}

fn day_of(watched: &Watched) -> Option<Day> {
    watched.first().map(|reason| reason.due.day)
}

fn one(people: &[&Watched], label: &str, what: &str, is_late: bool) -> Option<FallsDue> {
    let earliest = people.iter().min_by_key(|each| day_of(each))?;
    let reason = earliest.first()?;
    let who = match people.len() {
        1 => reason.care.subject.clone(),
        count => format!("{}等 {count} 人", reason.care.subject),
    };
    let opens = match (people.len(), is_late) {
        (1, _) => format!("folio/care?subject={}", earliest.person),
        (_, true) => format!("folio/care?chip={}", State::Late.mark()),
        // No filter of the folio looks ahead as far as the first page; the folio begins with whoever is next.
        (_, false) => "folio/care".to_owned(),
    };
    Some(FallsDue {
        on: reason.due.day,
        is_about: reason.due.is_about,
        label: label.to_owned(),
        is_late,
        sentence: format!("{who}{what}"),
        opens,
    })
}
