//! Who works, in which office, on which month, and how far the window is: starting, locked, at work.
//! What must survive a reload of the page stands in the session storage of the window.

use branchbook_contract::book::{BookStatus, Office};
use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::domain::key::ChangeId;
use leptos::prelude::*;

use crate::ipc::Launch;

/// How far the window is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Not yet known.
    Starting,
    /// The page stands alone, or the book cannot be looked at: the sentence.
    Stopped(String),
    /// There is no book yet.
    First,
    /// A book waits for its password.
    Locked,
    /// A book is open.
    AtWork,
}

/// Handles of the session.
#[derive(Clone, Copy)]
pub struct Session {
    /// How far the window is.
    pub stage: RwSignal<Stage>,
    /// Where things lie.
    pub launch: RwSignal<Launch>,
    /// Whether the page stays behind the lock, because something in it is not saved.
    pub is_held: RwSignal<bool>,
    /// Where the history of the book stood when it was locked.
    pub locked_at: RwSignal<Option<ChangeId>>,
    /// The open book.
    pub status: RwSignal<Option<BookStatus>>,
    /// Today in Beijing, by the clock of the desk.
    pub today: RwSignal<Option<Day>>,
    /// The month that is worked on; today's until another is chosen.
    chosen: RwSignal<Option<Month>>,
    /// Whether large type is wanted; a setting of the book, told with the frame.
    pub is_large: RwSignal<bool>,
    /// What waits for a step of the exchange, as the side bar counts it.
    pub waiting: RwSignal<u32>,
}

const MONTH: &str = "month";

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session before anything is known.
    pub fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::Starting),
            launch: RwSignal::new(Launch::default()),
            is_held: RwSignal::new(false),
            locked_at: RwSignal::new(None),
            status: RwSignal::new(None),
            today: RwSignal::new(None),
            chosen: RwSignal::new(kept(MONTH).and_then(|month| month.parse().ok())),
            is_large: RwSignal::new(false),
            waiting: RwSignal::new(0),
        }
    }

    /// Which kind of office works.
    pub fn office(self) -> Option<Office> {
        self.status.with(|status| status.as_ref().map(|status| status.office))
    }

    /// Whether this is a street.
    pub fn is_street(self) -> bool {
        self.office() == Some(Office::Street)
    }

    /// The month that is worked on; nothing until the desk has said what day it is.
    pub fn month(self) -> Option<Month> {
        self.chosen.get().or_else(|| self.today.get().map(Month::of))
    }

    /// Works on another month.
    pub fn choose_month(self, month: Month) {
        keep(MONTH, &month.to_string());
        self.chosen.set(Some(month));
    }

    /// Another book is open: what was chosen in the last one says nothing.
    pub fn enter(self, status: BookStatus) {
        if self.status.with_untracked(|before| before.as_ref().map(|before| &before.dir) != Some(&status.dir))
        {
            self.chosen.set(kept(MONTH).filter(|_| self.is_reload()).and_then(|month| month.parse().ok()));
        }
        // What stands behind the lock must not be built anew for a book that is the same but for its newest change.
        let is_same = self.status.with_untracked(|before| {
            before
                .as_ref()
                .is_some_and(|before| BookStatus { head: before.head, ..status.clone() } == *before)
        });
        if !is_same {
            self.today.set(Some(status.today));
            self.status.set(Some(status));
        }
        self.stage.set(Stage::AtWork);
    }

    fn is_reload(self) -> bool {
        self.stage.with_untracked(|stage| *stage == Stage::Starting)
    }
}

fn kept(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        drop(storage.set_item(key, value));
    }
}
