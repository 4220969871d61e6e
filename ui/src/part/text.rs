//! Fields for text: one line, several lines, a password. Enter belongs to the form around, not to the field.

use crate::state::watch::effect;
use leptos::html;
use leptos::prelude::*;

use super::field::Tie;

/// One line of text.
#[component]
pub fn Text(
    /// What stands in it.
    value: RwSignal<String>,
    /// An example of what to write.
    #[prop(optional, into)]
    placeholder: String,
    /// Whether it cannot be written in.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// `text`, `password` or `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it takes the focus when it appears.
    #[prop(optional)]
    focus: bool,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Texts to choose from; another may be written all the same.
    #[prop(optional, into)]
    choices: Signal<Vec<String>>,
) -> impl IntoView {
    let tie = Tie::find();
    let list = format!("{}-list", tie.id);
    let node = NodeRef::<html::Input>::new();
    if focus {
        take_focus(node);
    }
    let wrong = tie.clone();
    view! {
        <input node_ref=node class="input" type=kind id=tie.id.to_string() placeholder=placeholder
            autocomplete="off" spellcheck="false" list=list.clone() aria-label=label
            aria-describedby=tie.note.to_string() aria-required=tie.is_required.to_string()
            aria-invalid=move || wrong.is_wrong().to_string()
            prop:disabled=move || disabled.get() prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))/>
        <datalist id=list>
            {move || choices.get().into_iter().map(|text| view! { <option value=text/> }).collect_view()}
        </datalist>
    }
    .into_any()
}

/// Several lines of text; Enter begins a new line.
#[component]
pub fn Area(
    /// What stands in it.
    value: RwSignal<String>,
    /// Lines shown; 3 if not said.
    #[prop(default = 3)]
    rows: u32,
    /// An example of what to write.
    #[prop(optional, into)]
    placeholder: String,
    /// What it is, where no field stands around it.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let tie = Tie::find();
    let wrong = tie.clone();
    view! {
        <textarea class="input area" id=tie.id.to_string() rows=rows placeholder=placeholder spellcheck="false"
            aria-label=label aria-describedby=tie.note.to_string()
            aria-invalid=move || wrong.is_wrong().to_string()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))></textarea>
    }
    .into_any()
}

/// Gives the focus to an input as soon as it is there.
pub fn take_focus(node: NodeRef<html::Input>) {
    effect(move || {
        if let Some(input) = node.get() {
            request_animation_frame(move || drop(input.focus()));
        }
    });
}
