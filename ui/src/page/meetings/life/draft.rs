//! Drafts that wait to be finished, above the list; nothing where there are none.

use branchbook_contract::Kind;
use branchbook_contract::meeting::{MeetingDraftDrop, MeetingDraftList, MeetingDraftRow};
use leptos::prelude::*;

use crate::address;
use crate::part::{Button, Look};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::watch::effect;
use crate::state::{notice, question, state};
use crate::word;

/// The drafts.
#[component]
pub fn Drafts() -> impl IntoView {
    let drafts = ask(&[Kind::Office], || MeetingDraftList {});
    let act = Act::new();
    effect(move || act.error().get().map_or((), |error| notice::fail(&error.message)));
    move || {
        let rows = drafts.get().map(|rows| rows.to_vec()).unwrap_or_default();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="panel drafts" aria-label="没写完的草稿">
                    <h2>"草稿"</h2>
                    <ul>{rows.into_iter().map(|row| view! { <Draft row act/> }).collect_view()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Draft(row: MeetingDraftRow, act: Act) -> impl IntoView {
    let MeetingDraftRow { draft, title, saved_at } = row;
    let said = format!("{} 存", word::moment(saved_at, state().session.today.get_untracked()));
    let href = address::link("meetings/new", &[("draft", draft.to_string())]);
    let text = format!("「{title}」里写的内容会删去；可以在撤销记录里找回。");
    let remove = move |()| {
        let drop_it = move || act.send(&MeetingDraftDrop { draft }, |()| notice::undoable("草稿已删去。"));
        question::confirm_danger("删去这份草稿？", &text, "删去草稿", drop_it);
    };
    view! {
        <li>
            <a href=href>{title}</a><span class="hint">{said}</span>
            <Button look=Look::Quiet on_press=remove>"删去"</Button>
        </li>
    }
    .into_any()
}
