//! A box to search in: tells what is typed a moment after the last key, and nothing while a word is being composed.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{Glyph, Icon};

/// Long enough for a quick typist, too short to be waited for.
const PAUSE: Duration = Duration::from_millis(120);

/// A box to search in.
#[component]
pub fn Search(
    /// What is searched for now.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed.
    #[prop(into)]
    on_search: Callback<String>,
    /// What can be searched for.
    #[prop(into)]
    label: String,
    /// Whether it takes the focus when its dialog opens.
    #[prop(optional)]
    focus: bool,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let tell = move || {
        if let Some(input) = node.get_untracked() {
            on_search.run(input.value());
        }
    };
    let later = move || {
        stop(waiting);
        waiting.set_value(set_timeout_with_handle(tell, PAUSE).ok());
    };
    let typed = move |event: web_sys::Event| {
        if !event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing) {
            later();
        }
    };
    on_cleanup(move || stop(waiting));
    view! {
        <div class="find">
            <Glyph icon=Icon::Search/>
            <input node_ref=node type="search" autofocus=focus aria-label=label.clone() placeholder=label autocomplete="off"
                spellcheck="false" prop:value=move || value.get() on:input=typed
                on:compositionend=move |_| later()/>
        </div>
    }
    .into_any()
}

fn stop(waiting: StoredValue<Option<TimeoutHandle>>) {
    waiting.try_update_value(|handle| handle.take().map(|handle| handle.clear()));
}
