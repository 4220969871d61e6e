//! A field for a day, read as offices write them: `1978.5`, `2026-11-21`, `20261121`, `78年5月`. What was assumed is
//! said; what cannot be read is said and stays as it was typed.

use branchbook_contract::domain::day::{Day, PartialDay};
use branchbook_contract::domain::office_day::{DayContext, DayNote, DayProblem, ReadDay, read_day};
use leptos::prelude::*;

use super::field::Tie;
use crate::state::state;
use crate::state::watch::effect;

/// A day, known as far as it is known.
#[component]
pub fn DateField(
    /// The day; nothing if the field is empty or cannot be read.
    value: RwSignal<Option<PartialDay>>,
    /// Whether year and month are not enough.
    #[prop(optional)]
    exact: bool,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it cannot be written in.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let tie = Tie::find();
    let text = RwSignal::new(shown(value.get_untracked()));
    effect(move || {
        let now = value.get();
        if read(&text.get_untracked(), exact).ok().flatten().map(|read| read.day) != now {
            text.set(shown(now));
        }
    });
    let (unread, assumed) = (tie.unread, tie.assumed);
    let typed = move |written: String| {
        let answer = read(&written, exact);
        // While somebody types, half a date is no mistake.
        unread.set(None);
        assumed.set(None);
        text.set(written);
        value.set(answer.ok().flatten().map(|read| read.day));
    };
    let left = move || match read(&text.get_untracked(), exact) {
        Ok(answer) => {
            assumed.set(answer.as_ref().and_then(notes));
            text.set(shown(answer.map(|read| read.day)));
        }
        Err(sentence) => unread.set(Some(sentence)),
    };
    let wrong = tie.clone();
    view! {
        <input class="input" id=tie.id.to_string() autocomplete="off" aria-label=label
            placeholder=if exact { "年-月-日" } else { "年-月(-日)" }
            aria-describedby=tie.note.to_string() aria-invalid=move || wrong.is_wrong().to_string()
            prop:disabled=move || disabled.get() prop:value=move || text.get()
            on:input=move |event| typed(event_target_value(&event)) on:blur=move |_| left()/>
    }
    .into_any()
}

/// The same for a day that must be known whole.
#[component]
pub fn DayField(
    /// The day; nothing if the field is empty or cannot be read.
    value: RwSignal<Option<Day>>,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it cannot be written in.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let part = RwSignal::new(value.get_untracked().map(PartialDay::Day));
    effect(move || {
        let now = value.get().map(PartialDay::Day);
        if part.get_untracked() != now {
            part.set(now);
        }
    });
    effect(move || {
        let now = part.get().and_then(PartialDay::day);
        if value.get_untracked() != now {
            value.set(now);
        }
    });
    match label {
        Some(label) => view! { <DateField value=part exact=true label disabled/> }.into_any(),
        None => view! { <DateField value=part exact=true disabled/> }.into_any(),
    }
}

fn shown(value: Option<PartialDay>) -> String {
    value.map(|day| day.to_string()).unwrap_or_default()
}

fn notes(read: &ReadDay) -> Option<String> {
    let notes: Vec<String> = read.notes.iter().map(DayNote::sentence).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn read(text: &str, exact: bool) -> Result<Option<ReadDay>, String> {
    let today = state().session.today.get_untracked().unwrap_or(Day::MIN);
    match read_day(text, &DayContext::on(today)) {
        Ok(read) if exact && !read.day.is_exact() => Err("这里要写到日，如 2026-11-21。".to_owned()),
        Ok(read) => Ok(Some(read)),
        Err(DayProblem::Blank) => Ok(None),
        Err(problem) => Err(problem.to_string()),
    }
}
