//! A form: Enter moves to the next field, and saves where there is only one; Ctrl+S saves, Ctrl+Enter finishes; nothing
//! fires while a word is being composed. What was typed stays when saving fails, and holds the page until it is saved.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlElement, KeyboardEvent};

use super::button::{Button, Look};
use super::dialog;
use super::shown::Trouble;
use crate::address;
use crate::key::{self, Shortcut};
use crate::state::act::Act;

/// What Enter goes through.
const STOPS: &str = "input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), \
     button.main:not([disabled])";

/// A form.
#[component]
pub fn Form(
    /// Ctrl+S, and Ctrl+Enter if nothing else finishes.
    #[prop(into)]
    on_save: Callback<()>,
    /// Ctrl+Enter.
    #[prop(optional, into)]
    on_finish: Option<Callback<()>>,
    /// What saves it: its error is shown at the foot.
    act: Act,
    /// Whether it is one of several on a page: then the keys save it only if something was typed in it.
    #[prop(optional)]
    beside: bool,
    /// Fields.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    let touched = act.touched();
    address::hold(touched);
    key::on(move |asked| {
        let deed = match asked {
            Shortcut::Save => on_save,
            Shortcut::Finish => on_finish.unwrap_or(on_save),
            _ => return false,
        };
        (!beside || touched.get_untracked()) && !is_elsewhere(node) && run(deed)
    });
    let pressed = move |event: KeyboardEvent| {
        if key::is_enter(&event) && move_on(node, &event, on_save) {
            event.prevent_default();
        }
    };
    view! {
        <form node_ref=node class="form" on:keydown=pressed on:input=move |_| act.touch(true)
            on:submit=|event| event.prevent_default()>
            {children()}
            <div class="w4">{move || act.error().get().map(|error| view! { <Trouble error/> })}</div>
        </form>
    }
    .into_any()
}

/// The foot of a form in a dialog: away without saving, or save.
#[component]
pub fn Ends(
    /// What saves it.
    act: Act,
    /// The word of saving.
    #[prop(into)]
    word: String,
    /// Saves.
    #[prop(into)]
    on_save: Callback<()>,
    /// Whether it takes something away.
    #[prop(optional)]
    is_danger: bool,
) -> impl IntoView {
    let look = if is_danger { Look::Danger } else { Look::Main };
    view! {
        <div class="acts">
            <Button on_press=dialog::close>"取消"</Button>
            <Button look keys="Ctrl+S" busy=act.busy() on_press=on_save>{word}</Button>
        </div>
    }
    .into_any()
}

/// Whether the focus is in another form: then the keys are that one's.
fn is_elsewhere(node: NodeRef<html::Form>) -> bool {
    let focus = document().active_element().and_then(|element| element.closest("form").ok().flatten());
    let own = node.get_untracked();
    focus.is_some_and(|form| !own.is_some_and(|own| own.is_same_node(Some(&form))))
}

fn run(deed: Callback<()>) -> bool {
    // A field tells its value when it loses the focus; the key does not take it away.
    if let Some(active) =
        document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        drop(active.blur());
        deed.run(());
        drop(active.focus());
    } else {
        deed.run(());
    }
    true
}

/// Moves the focus to the next stop, or saves where there is nothing else to fill in; false where Enter means something
/// else.
fn move_on(node: NodeRef<html::Form>, event: &KeyboardEvent, on_save: Callback<()>) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    if matches!(target.tag_name().as_str(), "TEXTAREA" | "BUTTON" | "A") {
        return false;
    }
    let Some(stops) = node.get_untracked().and_then(|form| form.query_selector_all(STOPS).ok()) else {
        return false;
    };
    let stops: Vec<_> = (0..stops.length()).filter_map(|place| stops.get(place)).collect();
    let fields = stops.iter().filter(|stop| stop.dyn_ref::<HtmlButtonElement>().is_none());
    if fields.count() == 1 {
        // A key that is held down means one step, not many.
        return event.repeat() || run(on_save);
    }
    let here = stops.iter().position(|stop| stop.is_same_node(Some(&target)));
    let next = here.and_then(|place| stops.get(place + 1)).and_then(|stop| stop.dyn_ref::<HtmlElement>());
    if let Some(next) = next {
        drop(next.focus());
    }
    true
}
