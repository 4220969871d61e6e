//! What lives as long as the window: who works in which office, toasts, questions, versions of the kinds of record.
//! No copy of any table: data is asked for by the page that shows it.

pub mod act;
pub mod ask;
pub mod callback;
pub mod notice;
pub mod question;
pub mod session;
pub mod version;
pub mod watch;

use std::sync::OnceLock;

use leptos::prelude::RwSignal;

use crate::address::Address;
use notice::Notice;
use question::Question;
use session::Session;

/// Handles of everything global; each is a signal that is never disposed.
#[derive(Clone, Copy)]
pub struct State {
    /// Who works, where, on which month.
    pub session: Session,
    /// The page that is shown, with filter, order and selection.
    pub address: RwSignal<Address>,
    /// Short messages at the foot of the window.
    pub notices: RwSignal<Vec<Notice>>,
    /// The question that waits for an answer.
    pub question: RwSignal<Option<Question>>,
    /// Whether the search over everything is open.
    pub is_palette_open: RwSignal<bool>,
    /// One number per kind of record, and a last one for any change.
    pub versions: [RwSignal<u32>; version::COUNT],
}

/// The state; made at the first call, which must be the root's, so that nothing of it ends with a page.
pub fn state() -> State {
    static STATE: OnceLock<State> = OnceLock::new();
    *STATE.get_or_init(|| State {
        session: Session::new(),
        address: RwSignal::new(Address::default()),
        notices: RwSignal::new(Vec::new()),
        question: RwSignal::new(None),
        is_palette_open: RwSignal::new(false),
        versions: std::array::from_fn(|_| RwSignal::new(0)),
    })
}
