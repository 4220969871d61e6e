//! A box to search in: tells what is typed at once, then once a moment while keys go on, and nothing while a word is
//! being composed.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::key;

/// Between two searches of somebody who types on: a search has long answered by then.
const PAUSE: Duration = Duration::from_millis(90);

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
    label: Signal<String>,
    /// Whether it takes the focus when its dialog opens.
    #[prop(optional)]
    focus: bool,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let pause = Pause::new(Callback::new(move |()| {
        if let Some(input) = node.get_untracked() {
            on_search.run(input.value());
        }
    }));
    let typed = move |event: web_sys::Event| {
        if !key::is_half(&event) {
            pause.tell();
        }
    };
    on_cleanup(move || pause.stop());
    view! {
        <div class="find">
            <Glyph icon=Icon::Search/>
            <input node_ref=node type="search" autofocus=focus aria-label=move || label.get()
                placeholder=move || label.get() autocomplete="off" spellcheck="false"
                prop:value=move || value.get() on:input=typed on:compositionend=move |_| pause.tell()/>
        </div>
    }
    .into_any()
}

/// Tells at once, and not again before the pause is over; what was typed in it is told then.
#[derive(Clone, Copy)]
struct Pause {
    tell: Callback<()>,
    running: StoredValue<Option<TimeoutHandle>>,
    is_owed: StoredValue<bool>,
}

impl Pause {
    fn new(tell: Callback<()>) -> Self {
        Self { tell, running: StoredValue::new(None), is_owed: StoredValue::new(false) }
    }

    fn tell(self) {
        if self.running.with_value(Option::is_some) {
            self.is_owed.set_value(true);
            return;
        }
        self.tell.run(());
        self.running.set_value(set_timeout_with_handle(move || self.over(), PAUSE).ok());
    }

    /// The timer is stopped with the box, so the box is still there.
    fn over(self) {
        self.running.set_value(None);
        if self.is_owed.try_update_value(std::mem::take) == Some(true) {
            self.tell();
        }
    }

    fn stop(self) {
        self.running.try_update_value(|running| running.take().map(|running| running.clear()));
    }
}
