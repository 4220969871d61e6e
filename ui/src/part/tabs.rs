//! Several faces of one page; arrow keys move between them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::key;
use crate::state::watch::derived;

/// A tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its key, as the address holds it.
    pub key: &'static str,
    /// Its word.
    pub label: String,
    /// How many things are behind it.
    pub count: Option<u32>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(key: &'static str, label: impl Into<String>) -> Self {
        Self { key, label: label.into(), count: None }
    }
}

/// Tabs in a line.
#[component]
pub fn Tabs(
    /// What they divide.
    #[prop(into)]
    label: String,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The key of the open one.
    #[prop(into)]
    open: Signal<String>,
    /// Opens another.
    #[prop(into)]
    on_open: Callback<&'static str>,
) -> impl IntoView {
    let one = move |tab: Tab| {
        let key = tab.key;
        let is_open = derived(move || open.get() == key);
        view! {
            <button type="button" role="tab" class:on=move || is_open.get()
                aria-selected=move || is_open.get().to_string()
                tabindex=move || if is_open.get() { "0" } else { "-1" }
                on:click=move |_| on_open.run(key) on:keydown=|event| move_focus(&event)>
                {tab.label} {tab.count.map(|count| view! { <b>{count}</b> })}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label>
            {move || tabs.get().into_iter().map(one).collect_view()}
        </div>
    }
    .into_any()
}

/// Arrow keys move the focus and open what they reach.
fn move_focus(event: &KeyboardEvent) {
    if key::is_composing(event) {
        return;
    }
    let here: Option<HtmlElement> = event.current_target().and_then(|target| target.dyn_into().ok());
    let next = here.and_then(|here| match event.key().as_str() {
        "ArrowLeft" => here.previous_element_sibling(),
        "ArrowRight" => here.next_element_sibling(),
        _ => None,
    });
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        drop(next.focus());
        next.click();
    }
}
