//! A field for a whole number. What is no number is said beside the field and never becomes 0.

use crate::state::watch::effect;
use branchbook_contract::domain::text::tidy;
use leptos::prelude::*;

use super::field::Tie;

/// A whole number; nothing if the field is empty or cannot be read.
#[component]
pub fn Number(
    /// The number.
    value: RwSignal<Option<i64>>,
    /// The least that makes sense.
    #[prop(optional)]
    least: i64,
    /// The most that makes sense.
    #[prop(default = i64::MAX)]
    most: i64,
    /// What is counted: 人, 票.
    #[prop(optional)]
    unit: &'static str,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it cannot be written in.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let tie = Tie::find();
    let text = RwSignal::new(shown(value.get_untracked()));
    // A number that comes from elsewhere replaces what stands there; one that was just typed does not.
    effect(move || {
        let now = value.get();
        if read(&text.get_untracked(), least, most).ok().flatten() != now {
            text.set(shown(now));
        }
    });
    let unread = tie.unread;
    let typed = move |written: String| {
        let answer = read(&written, least, most);
        unread.set(answer.clone().err());
        text.set(written);
        value.set(answer.ok().flatten());
    };
    let wrong = tie.clone();
    view! {
        <span class="number">
            <input class="input num" inputmode="numeric" id=tie.id.to_string() autocomplete="off" aria-label=label
                aria-describedby=tie.note.to_string() aria-invalid=move || wrong.is_wrong().to_string()
                prop:disabled=move || disabled.get() prop:value=move || text.get()
                on:input=move |event| typed(event_target_value(&event))/>
            {(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}
        </span>
    }
    .into_any()
}

fn shown(value: Option<i64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The number in a text, full-width figures included.
fn read(text: &str, least: i64, most: i64) -> Result<Option<i64>, String> {
    let text = tidy(text);
    if text.is_empty() {
        return Ok(None);
    }
    let number: i64 = text.parse().map_err(|_| "请填整数。".to_owned())?;
    match number {
        number if number < least => Err(format!("不能小于 {least}。")),
        number if number > most => Err(format!("不能大于 {most}。")),
        number => Ok(Some(number)),
    }
}
