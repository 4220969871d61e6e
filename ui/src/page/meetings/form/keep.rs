//! Keeps the draft: Ctrl+S writes it into the book, a finished meeting throws it away.

use branchbook_contract::meeting::{MeetingDraftDrop, MeetingDraftSave, MeetingDraftSaved};
use leptos::prelude::*;

use super::live::Live;
use super::sheet::Sheet;
use super::written::Written;
use crate::ipc;
use crate::state::act::Act;
use crate::state::notice;
use crate::state::watch::{effect, memo};

/// The draft of a form.
#[derive(Clone, Copy)]
pub struct Keeper {
    number: RwSignal<Option<u32>>,
    saved: RwSignal<Written>,
    now: Memo<Written>,
    act: Act,
    drop_act: Act,
}

impl Keeper {
    /// A form that began with `written`.
    pub fn new(sheet: Sheet, written: Written, draft: Option<u32>) -> Self {
        let act = Act::new();
        effect(move || act.error().get().map_or((), |error| notice::fail(&error.message)));
        Self {
            number: RwSignal::new(draft),
            saved: RwSignal::new(written),
            now: memo(move || sheet.written()),
            act,
            drop_act: Act::new(),
        }
    }

    /// Whether something was typed since the draft was kept. What the form chooses by itself is not typing.
    pub fn is_unsaved(self) -> bool {
        let bare = |written: &Written| Written {
            records: written.records.iter().map(|record| without_holder(record.clone())).collect(),
            ..written.clone()
        };
        self.now.with(bare) != self.saved.with(bare)
    }

    /// Whether the draft is being kept.
    pub fn busy(self) -> Signal<bool> {
        self.act.busy()
    }

    /// Keeps the draft, and with it what was typed for `act`.
    pub fn save(self, live: Live, act: Act) {
        let written = self.now.get_untracked();
        let Ok(form) = ipc::value_of(&written) else { return };
        let request = MeetingDraftSave {
            draft: self.number.get_untracked(),
            title: untrack(move || title(live)),
            form,
        };
        self.act.send(&request, move |saved: MeetingDraftSaved| {
            self.number.try_set(Some(saved.draft));
            self.saved.try_set(written);
            act.touch(false);
            notice::done("草稿已存，可以以后接着写。");
        });
    }

    /// Throws the draft away: the meeting is recorded.
    pub fn forget(self) {
        if let Some(draft) = self.number.get_untracked() {
            self.drop_act.send(&MeetingDraftDrop { draft }, |()| {});
        }
    }
}

fn without_holder(record: super::written::WrittenRecord) -> super::written::WrittenRecord {
    super::written::WrittenRecord { organisation: None, ..record }
}

/// `锦华苑党支部 支部党员大会 2026-11-25`
fn title(live: Live) -> String {
    let records = live.sheet.records.get();
    let holder = records.first().and_then(|record| live.name(record.organisation()));
    let kinds: Vec<String> = records.iter().map(|record| record.label()).collect();
    let day = live.sheet.day.get().map(|day| day.to_string());
    [holder, Some(kinds.join("、")), day].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
