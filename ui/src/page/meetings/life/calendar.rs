//! The calendar of the month: what was held on which day, and on which day duties fall due.

use branchbook_contract::Kind;
use branchbook_contract::domain::day::{Datelike, Day, Month, add_days};
use branchbook_contract::domain::frequency::DutyState;
use branchbook_contract::meeting::{BranchDuties, MeetingDue, SpanRow};
use leptos::prelude::*;

use super::Life;
use super::part::is_cancelled;
use crate::address;
use crate::sort::Keyed;
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::{memo, shared};
use crate::word;

/// Entries of a day before the rest is counted.
const MOST: usize = 3;

/// What a day shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct DayShown {
    /// Kind, words, and the gathering if it is one alone.
    held: Vec<(String, Option<i64>)>,
    /// Duties that end on this day.
    due: usize,
}

/// The calendar.
#[component]
pub fn Calendar(life: Life) -> impl IntoView {
    let session = state().session;
    let duties = ask_if(&[Kind::Meeting, Kind::Member, Kind::Office], move || {
        session.month().map(|month| MeetingDue { month, branch: None })
    });
    let days = memo(move || {
        let rows = life.rows.get().map(|rows| rows.to_vec()).unwrap_or_default();
        let duties = duties.get().map(|duties| duties.to_vec()).unwrap_or_default();
        days(&rows, &duties)
    });
    let weeks = move || session.month().map(weeks).unwrap_or_default();
    let heads = ["一", "二", "三", "四", "五", "六", "日"].map(|name| view! { <th scope="col">{name}</th> });
    let month = move || session.month();
    let week = move |week: Vec<Day>| {
        let cells = week.into_iter().map(
            |day| view! { <Cell life day days is_other=month().is_none_or(|month| !month.contains(day))/> },
        );
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="scroll calendar" tabindex="0" role="region" aria-label="会议日历">
            <table>
                <thead><tr>{heads}</tr></thead>
                <tbody>{move || weeks().into_iter().map(week).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Cell(life: Life, day: Day, days: Memo<Keyed<Day, DayShown>>, is_other: bool) -> impl IntoView {
    let is_today = state().session.today.get_untracked() == Some(day);
    let shown = memo(move || days.with(|days| days.get(&day).cloned()).unwrap_or_default());
    let entries = shared(move || {
        let DayShown { held, .. } = shown.get();
        let rest = held.len().saturating_sub(MOST);
        let more =
            (rest > 0).then(|| view! { <Entry life day text=format!("还有 {rest} 项") gathering=None/> });
        let entry = |(text, gathering)| view! { <Entry life day text gathering/> };
        view! { {held.into_iter().take(MOST).map(entry).collect_view()} {more} }
    });
    let due = move || shown.with(|shown| (shown.due > 0).then(|| format!("{} 项到期", shown.due)));
    view! {
        <td class:other=is_other class:today=is_today>
            <div class="day"><time>{word_of(day, is_other)}</time>{is_today.then_some("今天")}
                <span class="due">{due}</span></div>
            {entries}
        </td>
    }
    .into_any()
}

/// Something on a day: opens the record, or the list of the day.
#[component]
fn Entry(life: Life, day: Day, text: String, gathering: Option<i64>) -> impl IntoView {
    let is_open = move || gathering.is_some() && life.open.get() == gathering;
    let press = move |_| match gathering {
        Some(gathering) => address::set(&[("open", Some(gathering.to_string()))]),
        None => address::set(&[("view", None), ("day", Some(day.to_string()))]),
    };
    let title = text.clone();
    view! { <button type="button" class="entry" class:on=is_open title=title on:click=press>{text}</button> }
        .into_any()
}

fn word_of(day: Day, is_other: bool) -> String {
    if is_other { word::short_day(day) } else { day.day().to_string() }
}

/// The weeks around a month, each from Monday.
fn weeks(month: Month) -> Vec<Vec<Day>> {
    let first = month.first_day();
    let back = i64::from(first.weekday().num_days_from_monday());
    let mut start = add_days(first, -back);
    let mut weeks = Vec::new();
    while start <= month.last_day() {
        weeks.push((0..7).map(|step| add_days(start, step)).collect());
        start = add_days(start, 7);
    }
    weeks
}

fn days(rows: &[SpanRow], duties: &[BranchDuties]) -> Keyed<Day, DayShown> {
    let mut days: Keyed<Day, DayShown> = Keyed::default();
    let mut kinds: Keyed<(Day, branchbook_contract::domain::gathering::RecordKind), Vec<&SpanRow>> =
        Keyed::default();
    for row in rows.iter().filter(|row| !is_cancelled(row)) {
        kinds.made((row.row.day, row.row.kind)).push(row);
    }
    for ((day, kind), held) in kinds {
        let entry = match held[..] {
            [one] => (format!("{} {}", kind.label(), one.row.organisation_name), Some(one.row.gathering.0)),
            ref several => (format!("{} {} 场", kind.label(), several.len()), None),
        };
        days.made(day).held.push(entry);
    }
    for duty in duties.iter().flat_map(|branch| &branch.duties) {
        if let DutyState::StillOpen { until } = duty.duty.state {
            days.made(until).due += 1;
        }
    }
    days
}
