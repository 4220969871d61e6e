//! A tick with its words.

use leptos::prelude::*;

/// A tick with its words.
#[component]
pub fn Check(
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// What a tick means.
    #[prop(into)]
    label: String,
    /// What follows from it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || value.get() prop:disabled=move || disabled.get()
                on:change=move |event| value.set(event_target_checked(&event))/>
            <span>{label}{hint.map(|text| view! { <small>{text}</small> })}</span>
        </label>
    }
    .into_any()
}
