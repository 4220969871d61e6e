//! What a community hands over and takes: sealing a month, taking a receipt, taking what comes down (first shown,
//! then taken). Each ends in a dialog that says what happened and what to do now.

use branchbook_contract::domain::day::Month;
use branchbook_contract::parcel::{
    MonthSealed, ParcelAccept, ParcelSeal, ParcelTake, PublicationTaken, ReceiptAccepted,
};
use leptos::prelude::*;

use super::taken::{AcceptedDialog, SealedDialog, TakeDialog};
use crate::ipc::Pick;
use crate::part::{Trouble, Working};
use crate::state::act::{Act, pick_one};
use crate::state::notice;
use crate::state::watch::shared;

/// Handles of the steps.
#[derive(Clone, Copy)]
pub struct Hand {
    act: Act,
    sealed: RwSignal<Option<MonthSealed>>,
    accepted: RwSignal<Option<ReceiptAccepted>>,
    previewed: RwSignal<Option<(String, PublicationTaken)>>,
}

impl Default for Hand {
    fn default() -> Self {
        Self::new()
    }
}

impl Hand {
    /// Nothing under way.
    pub fn new() -> Self {
        Self {
            act: Act::new(),
            sealed: RwSignal::new(None),
            accepted: RwSignal::new(None),
            previewed: RwSignal::new(None),
        }
    }

    /// Whether a step is under way.
    pub fn busy(self) -> Signal<bool> {
        self.act.busy()
    }

    /// Seals a month into a folder that the person picks.
    pub fn seal(self, month: Month) {
        pick_one(Pick::folder("上报文件放到哪里（如U盘）"), move |out| {
            self.act.send(&ParcelSeal { month, out }, move |sealed| self.sealed.set(Some(sealed)));
        });
    }

    /// Takes a receipt.
    pub fn accept(self) {
        let ask = Pick::open("选择街道的回执").kind("数据包", &["zbt"]);
        pick_one(ask, move |path| {
            self.act.send(&ParcelAccept { path }, move |accepted| self.accepted.set(Some(accepted)));
        });
    }

    /// Shows what came down before it is taken.
    pub fn take(self) {
        let ask = Pick::open("选择街道的下发文件").kind("数据包", &["zbt"]);
        pick_one(ask, move |path| {
            let request = ParcelTake { path: path.clone(), is_preview: true };
            self.act.send(&request, move |shown| self.previewed.set(Some((path, shown))));
        });
    }

    fn take_now(self, path: String) {
        self.act.send(&ParcelTake { path, is_preview: false }, move |taken: PublicationTaken| {
            self.previewed.set(None);
            notice::undoable(format!("已接收{}第 {} 次下发。", taken.from, taken.sequence));
        });
    }
}

/// What the steps show.
#[component]
pub fn HandHost(
    /// The steps.
    hand: Hand,
) -> impl IntoView {
    let act = hand.act;
    let is_over = move || hand.previewed.with(Option::is_some);
    let trouble =
        shared(move || act.error().get().filter(|_| !is_over()).map(|error| view! { <Trouble error/> }));
    let sealed = shared(move || {
        let close = move |()| hand.sealed.set(None);
        hand.sealed.get().map(|sealed| view! { <SealedDialog sealed on_close=close/> })
    });
    let accepted = shared(move || {
        let close = move |()| hand.accepted.set(None);
        hand.accepted.get().map(|accepted| view! { <AcceptedDialog accepted on_close=close/> })
    });
    let previewed = shared(move || {
        let close = move |()| hand.previewed.set(None);
        hand.previewed.get().map(|(path, shown)| {
            let take = move |()| hand.take_now(path.clone());
            view! { <TakeDialog shown act on_close=close on_take=take/> }
        })
    });
    view! { <Working act/> {trouble} {sealed} {accepted} {previewed} }.into_any()
}
