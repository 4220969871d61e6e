//! Locks a book with a password when nobody has touched the window for a while.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use branchbook_contract::book::{BookClose, BookStatusAsk};
use js_sys::Date;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::part::dialog;
use crate::state::session::Stage;
use crate::state::state;
use crate::{address, ipc};

/// How often is looked.
const LOOK: Duration = Duration::from_secs(5);
/// So long without a touch, and the book is locked: fifteen minutes, in milliseconds. By the clock and not by counting
/// looks, because a machine that sleeps does not look.
const LONGEST: f64 = 15.0 * 60.0 * 1000.0;

/// Watches as long as the present component lives.
pub fn watch() {
    let last = Rc::new(Cell::new(Date::now()));
    let touched = {
        let last = last.clone();
        move || last.set(Date::now())
    };
    let (key, pointer) = (touched.clone(), touched);
    let listeners = [
        window_event_listener(ev::keydown, move |_| key()),
        window_event_listener(ev::pointermove, move |_| pointer()),
    ];
    let look = move || {
        if Date::now() - last.get() >= LONGEST {
            lock_if_protected();
        }
    };
    let interval = set_interval_with_handle(look, LOOK).ok();
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        if let Some(interval) = interval {
            interval.clear();
        }
    });
}

/// Locks the book now. A book without a password has nothing to lock.
pub fn lock_if_protected() {
    let session = state().session;
    let is_protected =
        session.status.with_untracked(|status| status.as_ref().is_some_and(|status| status.has_password));
    if is_protected && session.stage.get_untracked() == Stage::AtWork {
        spawn_local(async move {
            let status = ipc::call(&BookStatusAsk {}).await;
            if ipc::call(&BookClose {}).await.is_ok() {
                session.locked_at.set(status.ok().map(|status| status.head));
                session.is_held.set(address::unsaved() > 0 || dialog::is_open());
                session.stage.set(Stage::Locked);
            }
        });
    }
}
