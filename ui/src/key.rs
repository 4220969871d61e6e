//! The keyboard: the few keys that mean the same everywhere, and the guard that nothing fires while an input method
//! is composing a word.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, InputEvent, KeyboardEvent};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Ctrl+S.
    Save,
    /// Ctrl+Enter.
    Finish,
    /// Esc.
    Close,
    /// F2.
    Edit,
    /// Ctrl+K.
    Search,
    /// Ctrl+Z outside of a field.
    Undo,
    /// Ctrl+P.
    Print,
}

/// What WebKit gives a key that belongs to the input method, the confirming Enter among them.
const COMPOSING: u32 = 229;

type Handler = Rc<dyn Fn(Shortcut) -> bool>;

thread_local! {
    /// Who wants to know of keys; the last one is asked first, so that a dialog stands before its page.
    static HANDLERS: RefCell<Vec<(u32, Handler)>> = const { RefCell::new(Vec::new()) };
}

/// Whether the key belongs to the input method: then nothing may happen.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

/// Whether this is Enter, and not the Enter that confirms a word of the input method.
pub fn is_enter(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !is_composing(event) && !event.ctrl_key()
}

/// Whether what stands in the field is half a word that is still being composed: nobody means it yet. The word is told
/// by the end of the composition.
pub fn is_half(event: &Event) -> bool {
    event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing)
}

/// Begins to listen to the window.
pub fn follow() {
    drop(window_event_listener(ev::keydown, |event| {
        if is_composing(&event) || event.default_prevented() {
            return;
        }
        if read(&event).is_some_and(press) {
            event.prevent_default();
        }
    }));
}

/// Takes keys while the present component lives; the handler says whether it has used the key.
pub fn on(handler: impl Fn(Shortcut) -> bool + 'static) {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    HANDLERS.with_borrow_mut(|handlers| handlers.push((id, Rc::new(handler))));
    on_cleanup(move || HANDLERS.with_borrow_mut(|handlers| handlers.retain(|(other, _)| *other != id)));
}

/// Takes one key while the present component lives.
pub fn on_one(shortcut: Shortcut, deed: impl Fn() + 'static) {
    on(move |asked| {
        let is_it = asked == shortcut;
        if is_it {
            deed();
        }
        is_it
    });
}

/// Does what a key does; false if nobody wants it.
pub fn press(shortcut: Shortcut) -> bool {
    // Taken out first: a handler may open a dialog that wants to know of keys, too.
    let handlers: Vec<Handler> =
        HANDLERS.with_borrow(|all| all.iter().map(|(_, handler)| handler.clone()).collect());
    handlers.iter().rev().any(|handler| handler(shortcut))
}

fn read(event: &KeyboardEvent) -> Option<Shortcut> {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return match key.to_ascii_lowercase().as_str() {
            "s" => Some(Shortcut::Save),
            "enter" => Some(Shortcut::Finish),
            "k" => Some(Shortcut::Search),
            "p" => Some(Shortcut::Print),
            "z" if !is_in_field(event) => Some(Shortcut::Undo),
            _ => None,
        };
    }
    match key.as_str() {
        "Escape" => Some(Shortcut::Close),
        "F2" => Some(Shortcut::Edit),
        _ => None,
    }
}

/// In a field Ctrl+Z takes back typing, which is the field's own business.
fn is_in_field(event: &KeyboardEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|element| {
        let is_tick = element.get_attribute("type").is_some_and(|kind| kind == "checkbox" || kind == "radio");
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA") && !is_tick
    })
}
