//! The frame around every page: head, side bar, foot, and what can be opened from anywhere.

mod foot;
mod head;
mod idle;
mod palette;
mod side;

use branchbook_contract::home::{Frame as Shown, FrameShow};
use leptos::prelude::*;

use crate::address;
use crate::key::{self, Shortcut};
use crate::page::page_named;
use crate::part::{Head, one_face};
use crate::state::act;
use crate::state::ask::{Ask, ask};
use crate::state::state;
use crate::state::watch::{effect, memo, shared};

/// The frame with the page that the address names.
#[component]
pub fn Frame() -> impl IntoView {
    let session = state().session;
    let shown = ask(&[], || FrameShow {});
    effect(move || {
        if let Some(shown) = shown.get() {
            session.today.set(Some(shown.today));
            session.is_large.set(shown.is_large);
            session.waiting.set(shown.waiting_count);
        }
    });
    key::on(anywhere);
    idle::watch();
    view! {
        <div class="app">
            <head::Top/>
            <side::Side shown/>
            <main id="page"><Body/></main>
            <foot::Foot shown/>
        </div>
        <palette::PaletteHost/>
    }
    .into_any()
}

/// The page, as soon as the desk has said what day it is.
#[component]
fn Body() -> impl IntoView {
    let name = address::page();
    let session = state().session;
    let is_ready = memo(move || session.today.with(Option::is_some));
    // A page stands as long as its book does: what else is told of the book must not build it anew under what is typed.
    let page = memo(move || {
        let (office, dir) = session.status.with(|status| {
            let status = status.as_ref();
            (status.map(|status| status.office), status.map(|status| status.dir.clone()))
        });
        page_named(office, &name.get()).map(|page| (office, dir, page.name))
    });
    shared(move || {
        let page = page.get().and_then(|(office, _, name)| page_named(office, name));
        is_ready.get().then(|| match page {
            Some(page) => one_face(page.name, (page.view)()),
            None => lost(),
        })
    })
}

/// What an address shows that leads nowhere, such as one of the other office.
fn lost() -> AnyView {
    let home = page_named(state().session.office(), "").map(|page| format!("回到{}", page.title));
    view! {
        <p data-lost=""></p>
        <Head title="没有这一页" note="请从左边的目录选一页。"><a class="btn main" href="#/">{home}</a></Head>
    }
    .into_any()
}

/// Keys that mean the same on every page, unless the page takes them.
fn anywhere(asked: Shortcut) -> bool {
    match asked {
        Shortcut::Search => state().is_palette_open.set(true),
        Shortcut::Undo => address::go("history"),
        Shortcut::Print => act::print(),
        // The browser's own answer to this key means nothing here.
        Shortcut::Save => {}
        _ => return false,
    }
    true
}

/// The question that the parts of the frame share.
type FrameAsk = Ask<Shown>;
