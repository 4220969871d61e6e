//! The filters over the list: span, branch, kind, state, day; each with the number of rows that it would show. They
//! stand in the address.

use branchbook_contract::Kind;
use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::organisation::Level;
use branchbook_contract::meeting::SpanRow;
use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use leptos::prelude::*;

use super::Life;
use super::part::{Span, State};
use crate::address;
use crate::part::{Chip, Choice, Filters, Select};
use crate::sort::{Keyed, gathered};
use crate::state::ask::{Ask, ask};
use crate::state::watch::{derived, effect, memo};
use crate::word;

/// What is chosen.
#[derive(Clone, Copy)]
pub struct Choosing {
    organisations: Ask<Vec<OrganisationRow>>,
    branch: Memo<Option<i64>>,
    kind: Memo<Option<String>>,
    state: Memo<Option<String>>,
    pub day: Memo<Option<branchbook_contract::domain::day::Day>>,
}

/// What is left out of the choice for a count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum But {
    Nothing,
    Branch,
    Kind,
    State,
}

impl Choosing {
    /// Reads the address.
    pub fn new() -> Self {
        Self {
            organisations: ask(&[Kind::Organisation], || OrganisationList { on: None }),
            branch: address::param_as("branch"),
            kind: address::param("kind"),
            state: address::param("state"),
            day: address::param_as("day"),
        }
    }

    /// The rows that are wanted. Cancelled ones only when asked for.
    pub fn wanted(self, rows: &[SpanRow]) -> Vec<SpanRow> {
        let homes = self.homes();
        rows.iter().filter(|row| self.fits(row, &homes, But::Nothing)).cloned().collect()
    }

    /// The branch of each organisation.
    fn homes(self) -> Keyed<OrganisationId, OrganisationId> {
        let rows = self.organisations.get();
        let rows = rows.as_deref().map(Vec::as_slice).unwrap_or_default();
        let home = |row: &OrganisationRow| match (row.level, row.parent) {
            (Level::Group, Some(branch)) => (row.organisation, branch),
            _ => (row.organisation, row.organisation),
        };
        gathered(rows.iter().map(home))
    }

    fn fits(self, row: &SpanRow, homes: &Keyed<OrganisationId, OrganisationId>, but: But) -> bool {
        let held = &row.row;
        let home = homes.get(&held.organisation).map_or(held.organisation, |home| *home);
        let of_branch = but == But::Branch || self.branch.get().is_none_or(|branch| home.0 == branch);
        let of_kind = but == But::Kind || self.kind.get().is_none_or(|kind| held.kind.code() == kind);
        let of_day = self.day.get().is_none_or(|day| held.day == day);
        of_branch && of_kind && of_day && (but == But::State || self.fits_state(row))
    }

    fn fits_state(self, row: &SpanRow) -> bool {
        let code = self.state.get();
        match State::ALL.into_iter().find(|state| Some(state.code()) == code.as_deref()) {
            Some(state) => state.holds(row),
            None => !State::Cancelled.holds(row),
        }
    }

    fn count(self, rows: &[SpanRow], but: But, is_it: impl Fn(&SpanRow) -> bool) -> u32 {
        let homes = self.homes();
        let count = rows.iter().filter(|row| self.fits(row, &homes, but) && is_it(row)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// The line of filters.
#[component]
pub fn FilterLine(life: Life) -> impl IntoView {
    view! {
        <Filters label="筛选会议">
            <SpanChips life/>
            <KindSelect life/>
            <BranchSelect life/>
            <StateChips life/>
            <DayChip life/>
        </Filters>
    }
    .into_any()
}

#[component]
fn SpanChips(life: Life) -> impl IntoView {
    let chip = |span: Span| {
        let on = derived(move || life.span.get() == span);
        let press = move |()| address::set(&[("span", Some(span.code().to_owned())), ("day", None)]);
        view! { <Chip label=span.word().to_owned() on on_press=press/> }
    };
    Span::ALL.map(chip).into_any()
}

#[component]
fn StateChips(life: Life) -> impl IntoView {
    let rows = move || life.rows.get().map(|rows| rows.to_vec()).unwrap_or_default();
    let chip = move |state: State| {
        let choosing = life.choosing;
        let count = memo(move || Some(choosing.count(&rows(), But::State, |row| state.holds(row))));
        let on = derived(move || choosing.state.get().as_deref() == Some(state.code()));
        let press = move |()| {
            let now = (!on.get_untracked()).then(|| state.code().to_owned());
            address::set(&[("state", now), ("open", None)]);
        };
        view! { <Chip label=state.word().to_owned() count on on_press=press/> }
    };
    State::ALL.map(chip).into_any()
}

/// The day that the calendar was asked for.
#[component]
fn DayChip(life: Life) -> impl IntoView {
    let chip = |day| {
        let label = format!("{} ×", word::short_day(day));
        view! { <Chip label on=true on_press=|()| address::set(&[("day", None)])/> }
    };
    move || life.choosing.day.get().map(chip)
}

#[component]
fn KindSelect(life: Life) -> impl IntoView {
    let choosing = life.choosing;
    let choices = derived(move || {
        let rows = life.rows.get().map(|rows| rows.to_vec()).unwrap_or_default();
        let choice = |kind: RecordKind| {
            let count = choosing.count(&rows, But::Kind, |row| row.row.kind == kind);
            Choice::new(kind.code(), format!("{} {count}", kind.label()))
        };
        RecordKind::ALL.map(choice).to_vec()
    });
    let value = follow("kind", choosing.kind.into());
    view! { <span class="pick"><Select value choices none="全部类型" label="会议类型"/></span> }.into_any()
}

#[component]
fn BranchSelect(life: Life) -> impl IntoView {
    let choosing = life.choosing;
    let choices = derived(move || {
        let rows = life.rows.get().map(|rows| rows.to_vec()).unwrap_or_default();
        let homes = choosing.homes();
        let organisations = choosing.organisations.get();
        let organisations = organisations.as_deref().map(Vec::as_slice).unwrap_or_default();
        let is_home =
            |row: &&OrganisationRow| !matches!(row.level, Level::Group | Level::Committee | Level::Street);
        let choice = |row: &OrganisationRow| {
            let is_its = |held: &SpanRow| homes.get(&held.row.organisation) == Some(&row.organisation);
            let count = choosing.count(&rows, But::Branch, is_its);
            Choice::new(row.organisation, format!("{} {count}", row.name))
        };
        organisations.iter().filter(is_home).map(choice).collect::<Vec<_>>()
    });
    let branch = derived(move || choosing.branch.get().map(|branch| branch.to_string()));
    let value = follow("branch", branch);
    view! { <span class="pick"><Select value choices none="全部支部" label="支部"/></span> }.into_any()
}

/// A choice that stands in the address.
fn follow(name: &'static str, now: Signal<Option<String>>) -> RwSignal<String> {
    let value = RwSignal::new(now.get_untracked().unwrap_or_default());
    effect(move || {
        let now = now.get().unwrap_or_default();
        if value.get_untracked() != now {
            value.set(now);
        }
    });
    Effect::new(move |before: Option<()>| {
        let chosen = value.get();
        if before.is_some() && chosen != now.get_untracked().unwrap_or_default() {
            address::set(&[(name, Some(chosen)), ("open", None)]);
        }
    });
    value
}
