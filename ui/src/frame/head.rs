//! The head of the window: seal, search, month, office and operator.

use branchbook_contract::Kind;
use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::month::{MonthList, MonthRow};
use leptos::prelude::*;

use crate::address;
use crate::part::{Glyph, Icon, IconButton, Tag, Tone};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::{memo, shared};

/// The head.
#[component]
pub fn Top() -> impl IntoView {
    let session = state().session;
    let who = move || session.status.get().map(|status| format!("{} · {}", status.name, status.operator));
    view! {
        <header class="top">
            <a class="brand" href="#/"><i aria-hidden="true">"台"</i><span>"支部台账"</span></a>
            <SearchBox/>
            <div class="spacer"></div>
            <MonthSwitch/>
            <div class="who">{who}</div>
        </header>
    }
    .into_any()
}

#[component]
fn SearchBox() -> impl IntoView {
    let words = shared(move || {
        if state().session.is_street() {
            "页面、操作…"
        } else {
            "姓名、拼音首字母、手机尾号、单位…"
        }
    });
    view! {
        <button type="button" class="search" aria-label="搜索" on:click=|_| state().is_palette_open.set(true)>
            <Glyph icon=Icon::Search/><span>{words}</span><kbd>"Ctrl K"</kbd>
        </button>
    }
    .into_any()
}

/// The month that is worked on, with where it stands.
#[component]
fn MonthSwitch() -> impl IntoView {
    let session = state().session;
    let months = ask_if(&[Kind::Month, Kind::Meeting, Kind::Points, Kind::Member], move || {
        (!session.is_street()).then_some(MonthList {})
    });
    let row = memo(move || {
        let (months, month) = (months.get()?, session.month()?);
        months.iter().find(|row| row.month == month).cloned()
    });
    let label = move || session.month().map(|month| month.label());
    view! {
        <div class="month" role="group" aria-label="月份">
            <IconButton icon=Icon::Left label="上个月" on_press=|()| step(-1)/>
            <b aria-live="polite">{label}</b>
            <IconButton icon=Icon::Right label="下个月" on_press=|()| step(1)/>
        </div>
        {move || row.get().map(|row| view! { <MonthTag row/> })}
    }
    .into_any()
}

#[component]
fn MonthTag(row: MonthRow) -> impl IntoView {
    let tone = match row.state {
        MonthState::Closed | MonthState::Received => Tone::Ok,
        MonthState::Submitted => Tone::Info,
        MonthState::Returned | MonthState::Open => Tone::Due,
    };
    let label = if row.state == MonthState::Open { "未结账".to_owned() } else { row.state_label };
    view! { <Tag tone text=label/> }.into_any()
}

fn step(by: i32) {
    let session = state().session;
    if let Some(month) = untrack(move || session.month()) {
        session.choose_month(month.plus(by));
        // A selection belongs to the month it was made in.
        address::settle(&[("open", None)]);
    }
}
