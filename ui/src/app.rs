//! The root: asks the shell where things lie, and shows the first start, the lock or the frame.

use branchbook_contract::book::BookBegin;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::Frame;
use crate::page::{FirstStart, Unlock};
use crate::part::Empty;
use crate::part::dialog::QuestionHost;
use crate::part::notice::NoticeHost;
use crate::state::session::Stage;
use crate::state::watch::{effect, memo, shared};
use crate::state::{state, version};
use crate::{address, ipc, key};

/// The window.
#[component]
pub fn App() -> impl IntoView {
    let session = state().session;
    address::follow();
    key::follow();
    spawn_local(begin());
    effect(move || {
        let root = document().document_element();
        root.map(|root| root.class_list().toggle_with_force("large", session.is_large.get()));
    });
    let is_locked = memo(move || session.stage.get() == Stage::Locked);
    // Behind the lock the page stays if something in it is not saved, unseen and out of reach.
    let behind = memo(move || match session.stage.get() {
        Stage::Locked if session.is_held.get() => Stage::AtWork,
        stage => stage,
    });
    let body = shared(move || match behind.get() {
        Stage::Starting | Stage::Locked => ().into_any(),
        Stage::Stopped(sentence) => view! { <Stopped sentence/> }.into_any(),
        Stage::First => view! { <FirstStart/> }.into_any(),
        Stage::AtWork => view! { <Frame/> }.into_any(),
    });
    let lock = move || is_locked.get().then(|| view! { <Unlock/> });
    view! {
        <div class="face" class:away=is_locked>{body} <QuestionHost/> <NoticeHost/></div>
        {lock}
    }
}

/// Looks where the window stands: a book may be open already after a reload, or lie there with a password or without.
pub async fn begin() {
    let session = state().session;
    let answer = look().await;
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    session.stage.set(match answer {
        Ok(stage) => stage,
        Err(error) => Stage::Stopped(error.message),
    });
}

async fn look() -> Result<Stage, branchbook_contract::CallError> {
    let session = state().session;
    let launch = ipc::launch()?;
    let dir = launch.book_dir.clone();
    session.launch.set(launch);
    let begun = ipc::call(&BookBegin { dir }).await?;
    Ok(match begun.status {
        Some(status) => {
            ipc::keep_ahead(begun.ahead);
            session.enter(status);
            // After another book the frame may stand already: what it asks has the same words and another answer.
            version::bump_all();
            Stage::AtWork
        }
        None if begun.glance.is_there => Stage::Locked,
        None => Stage::First,
    })
}

#[component]
fn Stopped(sentence: String) -> impl IntoView {
    view! { <main class="alone"><section class="panel"><Empty title="还不能开始" text=sentence/></section></main> }
        .into_any()
}
