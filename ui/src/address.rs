//! The address: which page is shown, with filter, order and selection. It stands behind the `#`, so that a page can
//! be reloaded, gone back from and opened again wherever the page comes from; the shell never sees it.
//!
//! `#/members/12?branch=3&sort=pinyin`: the first word is the page, the others are the page's own.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::sort::{Keyed, gathered};
use crate::state::watch::{effect, memo};
use crate::state::{question, state};

/// An address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The page and what follows it.
    pub path: Vec<String>,
    /// Filter, order, selection.
    pub query: Keyed<String, String>,
}

impl Address {
    fn parse(hash: &str) -> Self {
        let text = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let pair = |part: &str| part.split_once('=').map(|(key, value)| (decode(key), decode(value)));
        Self {
            path: path.split('/').filter(|word| !word.is_empty()).map(decode).collect(),
            query: gathered(query.split('&').filter_map(pair)),
        }
    }

    fn hash(&self) -> String {
        let mut text = "#/".to_owned();
        text.push_str(&self.path.iter().map(|word| encode(word)).collect::<Vec<_>>().join("/"));
        for (index, (key, value)) in self.query.iter().enumerate() {
            let mark = if index == 0 { '?' } else { '&' };
            // Writing into a text cannot fail.
            let _ = write!(text, "{mark}{}={}", encode(key), encode(value));
        }
        text
    }

    fn with(mut self, changes: &[(&str, Option<String>)]) -> Self {
        for (key, value) in changes {
            match value.as_ref().filter(|value| !value.is_empty()) {
                Some(value) => drop(self.query.insert((*key).to_owned(), value.clone())),
                None => drop(self.query.remove(*key)),
            }
        }
        self
    }
}

/// Begins to follow the address of the window.
pub fn follow() {
    state().address.set(Address::parse(&hash()));
    drop(window_event_listener(ev::hashchange, |_| moved()));
}

/// The page: the first word of the address.
pub fn page() -> Memo<String> {
    memo(|| state().address.with(|address| address.path.first().cloned().unwrap_or_default()))
}

/// A word after the page, from 1.
pub fn word(place: usize) -> Memo<Option<String>> {
    memo(move || state().address.with(|address| address.path.get(place).cloned()))
}

/// A part of the query.
pub fn param(key: &'static str) -> Memo<Option<String>> {
    memo(move || state().address.with(|address| address.query.get(key).cloned()))
}

/// A part of the query, read as a number or whatever else it should be.
pub fn param_as<T: FromStr + Clone + PartialEq + Send + Sync + 'static>(
    key: &'static str,
) -> Memo<Option<T>> {
    memo(move || state().address.with(|address| address.query.get(key)?.parse().ok()))
}

/// Opens an address, such as `members/12?branch=3`.
pub fn go(address: &str) {
    drop(window().location().set_hash(&format!("/{address}")));
}

/// Changes parts of the query and keeps the way back; `None` or an empty text takes the part away.
pub fn set(changes: &[(&str, Option<String>)]) {
    let address = state().address.get_untracked().with(changes);
    drop(window().location().set_hash(&address.hash()));
}

/// Changes parts of the query without a step back: for what is typed letter by letter.
pub fn settle(changes: &[(&str, Option<String>)]) {
    replace(state().address.get_untracked().with(changes));
}

/// The address of a page with a query, for a link.
pub fn link(path: &str, query: &[(&str, String)]) -> String {
    let changes: Vec<_> = query.iter().map(|(key, value)| (*key, Some(value.clone()))).collect();
    Address::parse(path).with(&changes).hash()
}

/// The address of this page with other parts of the query.
pub fn here(changes: &[(&str, Option<String>)]) -> String {
    state().address.get_untracked().with(changes).hash()
}

thread_local! {
    /// What is not saved, in the order in which it came: what lies in a dialog after what lies on its page.
    static HELD: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Something that may hold the page.
#[derive(Clone, Copy)]
pub struct Hold(u32);

impl Hold {
    /// One that holds nothing yet.
    pub fn fresh() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Holds the page, or lets it go.
    pub fn set(self, is_unsaved: bool) {
        HELD.with_borrow_mut(|held| match (held.contains(&self.0), is_unsaved) {
            (false, true) => held.push(self.0),
            (true, false) => held.retain(|other| *other != self.0),
            _ => {}
        });
    }
}

/// Holds the page while something typed is not saved: leaving asks first, and so does closing a dialog around it.
pub fn hold(is_unsaved: Signal<bool>) {
    let hold = Hold::fresh();
    effect(move || hold.set(is_unsaved.get()));
    on_cleanup(move || hold.set(false));
}

/// How much is not saved.
pub fn unsaved() -> usize {
    HELD.with_borrow(Vec::len)
}

/// Does not ask again for what came after the first `kept`: the person gives it up.
pub fn give_up(kept: usize) {
    HELD.with_borrow_mut(|held| held.truncate(kept));
}

fn replace(address: Address) {
    let hash = address.hash();
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&hash)));
    }
    state().address.set(address);
}

fn moved() {
    let (now, before) = (Address::parse(&hash()), state().address.get_untracked());
    // A tab, a filter or an open record is a part of the address, too: what is typed goes with it.
    if now != before && unsaved() > 0 {
        replace(before);
        let title = "这一页还有没保存的内容";
        let text = "离开后，这一页填写的内容不会保留；已经保存过的不受影响。";
        question::confirm_loss(title, text, "不保存，离开", move || {
            give_up(0);
            go(now.hash().trim_start_matches("#/"));
        });
    } else {
        state().address.set(now);
    }
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), Into::into)
}
