//! Short messages at the foot of the window: what was done, with the way to undo it or to see the file.
//! Nothing that must be answered: that is a [`super::question`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leptos::prelude::*;

use super::{act, state};
use crate::address;

/// How long a message stays.
const STAY: Duration = Duration::from_secs(6);
/// How long bad news stay.
const STAY_LONG: Duration = Duration::from_secs(12);

/// What can be done about a message.
pub type Step = Option<(&'static str, Arc<dyn Fn() + Send + Sync>)>;

/// A message.
#[derive(Clone)]
pub struct Notice {
    /// Its number.
    pub id: u32,
    /// The sentence.
    pub text: String,
    /// Whether it is bad news.
    pub is_bad: bool,
    /// What can be done about it: the word and the deed.
    pub step: Step,
}

/// Says that something was done.
pub fn done(text: impl Into<String>) {
    show(text.into(), false, None);
}

/// Says that something was written that the undo list can take back.
pub fn undoable(text: impl Into<String>) {
    show(text.into(), false, Some(("撤销…", Arc::new(|| address::go("history")))));
}

/// Says that a file was written, with the way to see it.
pub fn written(text: impl Into<String>, path: String) {
    show(text.into(), false, Some(("打开所在位置", Arc::new(move || act::reveal(path.clone())))));
}

/// Says that something did not work.
pub fn fail(text: &str) {
    show(text.to_owned(), true, None);
}

/// Takes a message away.
pub fn dismiss(id: u32) {
    state().notices.update(|notices| notices.retain(|notice| notice.id != id));
}

fn show(text: String, is_bad: bool, step: Step) {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    state().notices.update(|notices| notices.push(Notice { id, text, is_bad, step }));
    set_timeout(move || dismiss(id), if is_bad { STAY_LONG } else { STAY });
}
