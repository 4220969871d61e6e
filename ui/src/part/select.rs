//! Choosing one of a few: a list that folds out, or all of them side by side. Values are the texts of keys.

use leptos::prelude::*;

use super::field::{Tie, next_id};

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its key.
    pub value: String,
    /// What a person calls it.
    pub label: String,
}

impl Choice {
    /// A choice.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "keys are small copies; a reference at every call says less"
    )]
    pub fn new(value: impl std::fmt::Display, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}

/// A list that folds out. An empty value means that nothing is chosen.
#[component]
pub fn Select(
    /// The key that is chosen.
    value: RwSignal<String>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What stands there while nothing is chosen; without it something is always chosen.
    #[prop(optional, into)]
    none: Option<String>,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let tie = Tie::find();
    let wrong = tie.clone();
    let option = |choice: Choice| view! { <option value=choice.value>{choice.label}</option> };
    let empty = none.map(|text| view! { <option value="">{text}</option> });
    // The list says which of them is chosen, after they stand. Were each of them to say it of itself, a list that is drawn
    // anew would have two for a moment, and the engine falls back to the first when the old one goes.
    let chosen = move || {
        choices.track();
        value.get()
    };
    view! {
        <select class="input" id=tie.id.to_string() aria-label=label aria-describedby=tie.note.to_string()
            aria-invalid=move || wrong.is_wrong().to_string() prop:disabled=move || disabled.get() prop:value=chosen
            on:change=move |event| value.set(event_target_value(&event))>
            {empty}
            {move || choices.get().into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// All choices side by side, for two to five of them.
#[component]
pub fn Radio(
    /// The key that is chosen.
    value: RwSignal<String>,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// What is asked.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let name = next_id().to_string();
    let one = move |choice: Choice| {
        let (key, pressed) = (choice.value.clone(), choice.value.clone());
        view! {
            <label>
                <input type="radio" name=name.clone() value=choice.value
                    prop:checked=move || value.with(|value| *value == key)
                    on:change=move |_| value.set(pressed.clone())/>
                <span>{choice.label}</span>
            </label>
        }
    };
    view! {
        <div class="radio" role="radiogroup" aria-label=label>{choices.into_iter().map(one).collect_view()}</div>
    }
    .into_any()
}
