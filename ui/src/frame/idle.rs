//! Locks a book with a password when nobody has touched the window for a while.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use branchbook_contract::book::BookClose;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ipc;
use crate::state::session::Stage;
use crate::state::state;

/// How often is looked.
const LOOK: Duration = Duration::from_secs(20);
/// How many looks without a touch lock the book: fifteen minutes.
const LOOKS: u32 = 45;

/// Watches as long as the present component lives.
pub fn watch() {
    let looks = Rc::new(Cell::new(0_u32));
    let touched = {
        let looks = looks.clone();
        move || looks.set(0)
    };
    let (key, pointer) = (touched.clone(), touched);
    let listeners = [
        window_event_listener(ev::keydown, move |_| key()),
        window_event_listener(ev::pointermove, move |_| pointer()),
    ];
    let look = move || {
        looks.set(looks.get() + 1);
        if looks.get() >= LOOKS {
            looks.set(0);
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
    // What was typed and not saved is worth more than the lock.
    if is_protected && state().unsaved.get_untracked() == 0 {
        spawn_local(async move {
            if ipc::call(&BookClose {}).await.is_ok() {
                session.stage.set(Stage::Locked);
            }
        });
    }
}
