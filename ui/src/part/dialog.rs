//! A dialog over the page. The browser's own `dialog` keeps the focus inside and gives it back; Esc closes, and asks
//! first if something was typed in it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::button::{Button, IconButton, Look};
use super::field::next_id;
use super::icon::Icon;
use crate::address;
use crate::key::{self, Shortcut};
use crate::state::question::{self, Question};
use crate::state::state;
use crate::state::watch::{effect, shared};

/// A dialog; it is open as long as it is there.
#[component]
pub fn Dialog(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Esc, or the cross.
    #[prop(into)]
    on_close: Callback<()>,
    /// Whether it is as wide as a page.
    #[prop(optional)]
    wide: bool,
    /// Its content; buttons in a `footer`.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = next_id().to_string();
    let label = title_id.clone();
    effect(move || {
        if let Some(dialog) = node.get() {
            drop(dialog.show_modal());
            begin_inside(&dialog);
        }
    });
    let before = address::unsaved();
    let leave = move || leave(before, on_close);
    key::on(move |asked| {
        match asked {
            Shortcut::Close => leave(),
            // What lies below is neither saved nor opened for editing over what is typed here.
            Shortcut::Save | Shortcut::Finish | Shortcut::Edit => {}
            _ => return false,
        }
        true
    });
    let cancelled = move |event: web_sys::Event| {
        event.prevent_default();
        leave();
    };
    view! {
        <dialog node_ref=node class="dialog" class:wide=wide aria-labelledby=label on:cancel=cancelled>
            <header>
                <h2 id=title_id>{title}</h2>
                <IconButton icon=Icon::Close label="关闭" on_press=close/>
            </header>
            <div class="inside">{children()}</div>
        </dialog>
    }
    .into_any()
}

/// The same for a form that came into the open dialog after it.
pub fn begin() {
    let dialog = document().query_selector("dialog.dialog").ok().flatten();
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        begin_inside(&dialog);
    }
}

/// What the focus begins with, the first that there is.
const STOPS: [&str; 4] = [
    "input, select, textarea",
    ".tabs .on",
    "footer.told .main",
    "footer button, .acts button, .acts-line button",
];

/// The browser gives the focus to the cross, which nobody opens a dialog for: the first field takes it, or the open tab,
/// or the main button where the dialog only tells something, or the first button of the foot; the latter is the one that
/// changes nothing where there are several.
fn begin_inside(dialog: &HtmlDialogElement) {
    let is_placed = dialog.query_selector("[autofocus], .inside :focus").ok().flatten().is_some();
    let first = STOPS.into_iter().find_map(|stops| {
        dialog.query_selector(&format!(".inside :is({stops}):not([disabled])")).ok().flatten()
    });
    if let Some(first) = first.filter(|_| !is_placed).and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        drop(first.focus());
    }
}

/// 取消, or the cross: the same as Esc.
pub fn close((): ()) {
    key::press(Shortcut::Close);
}

/// Whether one is open: a dialog is something that somebody has begun.
pub fn is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Closes a dialog before which so much was not saved; what was typed since is asked about.
fn leave(before: usize, on_close: Callback<()>) {
    if address::unsaved() <= before {
        return on_close.run(());
    }
    let text = "关闭后，刚才填写的内容不会保留；已经保存过的不受影响。";
    question::confirm_loss("有内容还没保存", text, "不保存，关闭", move || {
        address::give_up(before);
        on_close.run(());
    });
}

/// Shows the question that waits for an answer.
#[component]
pub fn QuestionHost() -> impl IntoView {
    shared(move || state().question.get().map(|question| view! { <QuestionDialog question/> }))
}

#[component]
fn QuestionDialog(question: Question) -> impl IntoView {
    let close = move || state().question.set(None);
    let Question { title, text, yes, no, is_danger, then } = question;
    let look = if is_danger { Look::Danger } else { Look::Main };
    let agree = move |()| {
        close();
        then();
    };
    view! {
        <Dialog title on_close=move |()| close()>
            <p class="said">{text}</p>
            <footer>
                <Button on_press=move |()| close()>{no}</Button>
                <Button look on_press=agree>{yes}</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}
