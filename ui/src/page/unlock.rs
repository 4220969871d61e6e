//! The lock: the password or the recovery code of the book, and who works. Wrong tries make the next one wait; how long,
//! the desk says, so that a page loaded anew waits on.

use std::time::Duration;

use branchbook_contract::book::{BookOpen, BookPeek, BookStatus, OperatorList};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::first::Name;
use crate::part::{Button, Choice, Field, Form, Look, Select, Text};
use crate::state::act::Act;
use crate::state::watch::{derived, effect, shared};
use crate::state::{state, version};
use crate::{ipc, key};

/// What the page holds.
#[derive(Clone, Copy)]
struct Lock {
    secret: RwSignal<String>,
    is_code: RwSignal<bool>,
    operators: RwSignal<Vec<String>>,
    operator: RwSignal<String>,
    /// Seconds until the next try.
    wait: RwSignal<u32>,
    act: Act,
}

/// The whole page.
#[component]
pub fn Unlock() -> impl IntoView {
    let lock = Lock {
        secret: RwSignal::new(String::new()),
        is_code: RwSignal::new(false),
        operators: RwSignal::new(Vec::new()),
        operator: RwSignal::new(String::new()),
        wait: RwSignal::new(0),
        act: Act::new(),
    };
    count_down(lock);
    // Asked after the form of this page: no key reaches what stands behind the lock.
    key::on(|_| true);
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        if let Some(dialog) = node.get() {
            drop(dialog.show_modal());
        }
    });
    let body = shared(move || match lock.operators.with(Vec::is_empty) {
        true => view! { <Secret lock/> }.into_any(),
        false => view! { <Operator lock/> }.into_any(),
    });
    // A dialog that stood open behind the lock would keep every key and press for itself: this one lies above it.
    view! {
        <dialog node_ref=node class="lock" aria-label="打开台账" on:cancel=|event: web_sys::Event| event.prevent_default()>
            <main class="alone"><section class="panel"><Name/>{body}</section></main>
        </dialog>
    }
    .into_any()
}

#[component]
fn Secret(lock: Lock) -> impl IntoView {
    let label = derived(move || if lock.is_code.get() { "恢复码" } else { "密码" }.to_owned());
    let other = shared(move || if lock.is_code.get() { "改用密码" } else { "忘了密码，用恢复码" });
    let wait = derived(move || lock.wait.get() > 0);
    let open = move |()| open(lock);
    let said =
        move || (lock.wait.get() > 0).then(|| format!("试错次数多了，请等 {} 秒再试。", lock.wait.get()));
    view! {
        <Form act=lock.act on_save=open>
            {move || {
                let kind = if lock.is_code.get() { "text" } else { "password" };
                view! { <Field label wide=4><Text value=lock.secret kind focus=true/></Field> }
            }}
            <p class="w4 hint" role="status">{said}</p>
            <div class="acts-line">
                <Button look=Look::Quiet on_press=move |()| lock.is_code.update(|is_code| *is_code = !*is_code)>{other}</Button>
                <Button look=Look::Main busy=lock.act.busy() disabled=wait on_press=open>"打开台账"</Button>
            </div>
        </Form>
    }
    .into_any()
}

/// Several people work with this book: who is it now.
#[component]
fn Operator(lock: Lock) -> impl IntoView {
    let choices = derived(move || {
        lock.operators.get().into_iter().map(|name| Choice::new(&name, name.clone())).collect::<Vec<_>>()
    });
    let go = move |()| open(lock);
    view! {
        <Form act=lock.act on_save=go>
            <Field label="现在由谁经办" wide=4><Select value=lock.operator choices/></Field>
            <div class="acts-line"><Button look=Look::Main busy=lock.act.busy() on_press=go>"继续"</Button></div>
        </Form>
    }
    .into_any()
}

fn open(lock: Lock) {
    if lock.wait.get_untracked() > 0 {
        return;
    }
    let secret = Some(lock.secret.get_untracked());
    let (password, recovery_code) =
        if lock.is_code.get_untracked() { (None, secret) } else { (secret, None) };
    let operator = Some(lock.operator.get_untracked()).filter(|name| !name.is_empty());
    let is_chosen = operator.is_some();
    let request =
        BookOpen { dir: state().session.launch.get_untracked().book_dir, password, recovery_code, operator };
    lock.act.send(&request, move |status: BookStatus| {
        if is_chosen {
            enter(status);
        } else {
            request_animation_frame(move || ask_who(lock, status));
        }
    });
}

fn ask_who(lock: Lock, status: BookStatus) {
    lock.act.send(&OperatorList {}, move |names: Vec<String>| {
        if names.len() < 2 {
            enter(status);
        } else {
            lock.operator.set(status.operator);
            lock.operators.set(names);
        }
    });
}

fn enter(status: BookStatus) {
    let session = state().session;
    // A page that waited behind the lock keeps its answers, and with them what was typed beside them, unless the book
    // was changed meanwhile.
    if !session.is_held.get_untracked() || session.locked_at.get_untracked() != Some(status.head) {
        version::bump_all();
    }
    session.enter(status);
}

/// Asks how long to wait, at first and after each try that failed, and counts the seconds.
fn count_down(lock: Lock) {
    const SECOND: f64 = 1000.0;
    let (until, now) = (RwSignal::new(0.0), js_sys::Date::now);
    effect(move || {
        lock.act.error().track();
        spawn_local(async move {
            let dir = state().session.launch.get_untracked().book_dir;
            // Without an answer there is nothing to count; the desk holds to the wait all the same.
            if let Ok(glance) = ipc::call(&BookPeek { dir }).await {
                until.try_set(now() + f64::from(glance.wait_seconds) * SECOND);
                lock.wait.try_set(glance.wait_seconds);
            }
        });
    });
    // A part of a second counts whole: a try must not be offered before its time.
    let left = move || ((until.get_untracked() - now()) / SECOND).ceil().max(0.0);
    let tick = move || {
        let left = left() as u32;
        if lock.wait.get_untracked() != left {
            lock.wait.set(left);
        }
    };
    let interval = set_interval_with_handle(tick, Duration::from_millis(200)).ok();
    on_cleanup(move || {
        if let Some(interval) = interval {
            interval.clear();
        }
    });
}
