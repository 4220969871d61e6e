//! A button that folds out further steps. Arrow keys move, Esc and a click elsewhere fold it in.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::icon::{Glyph, Icon};
use crate::key;

/// A step in a menu.
#[derive(Clone)]
pub struct Entry {
    /// Its words.
    pub label: String,
    /// What it does.
    pub on_press: Callback<()>,
    /// Why it cannot be taken now.
    pub refusal: Option<String>,
}

impl Entry {
    /// A step that can be taken.
    pub fn new(label: impl Into<String>, deed: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), on_press: Callback::new(move |()| deed()), refusal: None }
    }
}

/// A menu.
#[component]
pub fn Menu(
    /// The words on its button.
    #[prop(into)]
    label: String,
    /// Its steps.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays = node.get_untracked().zip(to).is_some_and(|(menu, to)| menu.contains(Some(&to)));
        if !stays {
            is_open.set(false);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        if !key::is_composing(&event) && steer(node, is_open, &event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    view! {
        <div node_ref=node class="menu" on:focusout=left on:keydown=pressed>
            <button type="button" class="btn" aria-haspopup="menu" aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)>
                <span>{label}</span><Glyph icon=Icon::Down/>
            </button>
            {move || is_open.get().then(|| view! { <Entries entries is_open/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Entries(entries: Signal<Vec<Entry>>, is_open: RwSignal<bool>) -> impl IntoView {
    let one = move |entry: Entry| {
        let is_refused = entry.refusal.is_some();
        let press = move |_| {
            is_open.set(false);
            entry.on_press.run(());
        };
        view! {
            <button type="button" role="menuitem" disabled=is_refused title=entry.refusal on:click=press>
                {entry.label}
            </button>
        }
    };
    view! { <div class="entries" role="menu">{move || entries.get().into_iter().map(one).collect_view()}</div> }
        .into_any()
}

/// Moves through the menu; false for a key that means nothing here.
fn steer(node: NodeRef<html::Div>, is_open: RwSignal<bool>, key: &str) -> bool {
    let step: i32 = match key {
        "Escape" if is_open.get_untracked() => {
            is_open.set(false);
            return true;
        }
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return false,
    };
    is_open.set(true);
    request_animation_frame(move || focus_next(node, step));
    true
}

fn focus_next(node: NodeRef<html::Div>, step: i32) {
    // Asked for the next frame, it may come when the menu is gone already.
    let node = node.try_get_untracked().flatten();
    let Some(list) = node.and_then(|menu| menu.query_selector_all("[role=menuitem]").ok()) else {
        return;
    };
    let active = document().active_element();
    let items: Vec<HtmlElement> =
        (0..list.length()).filter_map(|place| list.get(place)?.dyn_into().ok()).collect();
    let here =
        items.iter().position(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))));
    let count = items.len().max(1);
    let next = match here {
        Some(here) if step > 0 => (here + 1) % count,
        Some(here) => (here + count - 1) % count,
        None => 0,
    };
    if let Some(item) = items.get(next) {
        drop(item.focus());
    }
}
