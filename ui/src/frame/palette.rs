//! Ctrl+K: one box for people, pages and steps. ↑ ↓ choose, Enter opens, Esc closes.

use branchbook_contract::Kind;
use branchbook_contract::domain::standing::MemberClass;
use branchbook_contract::member::{MemberList, MemberRow};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::address;
use crate::key::{self, Shortcut};
use crate::page::{Place, page_named, pages_of};
use crate::part::{Dialog, Search};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::{memo, shared};

/// People shown at most.
const PEOPLE: u32 = 8;

/// What can be opened.
#[derive(Clone, PartialEq)]
struct Found {
    kind: &'static str,
    title: String,
    note: String,
    goes: Goes,
}

#[derive(Clone, PartialEq)]
enum Goes {
    To(String),
    Print,
    Lock,
}

/// Shows the palette while it is open.
#[component]
pub fn PaletteHost() -> impl IntoView {
    shared(move || state().is_palette_open.get().then(|| view! { <Palette/> }))
}

#[component]
fn Palette() -> impl IntoView {
    let (query, place) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let found = found(query);
    let searched = move |text: String| {
        query.set(text);
        place.set(0);
    };
    let pressed = move |event: KeyboardEvent| {
        if !key::is_composing(&event) && steer(&event.key(), place, found) {
            event.prevent_default();
        }
    };
    let close = move |()| state().is_palette_open.set(false);
    view! {
        <Dialog title="搜索" on_close=close>
            <div class="palette" on:keydown=pressed>
                <Search value=query on_search=searched label="姓名、拼音首字母、手机尾号、页面、操作" focus=true/>
                <Results found place/>
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Results(found: Memo<Vec<Found>>, place: RwSignal<usize>) -> impl IntoView {
    let line = move |(at, found): (usize, Found)| {
        let goes = found.goes.clone();
        view! {
            <li>
                <button type="button" tabindex="-1" class:on=move || place.get() == at
                    aria-current=move || (place.get() == at).then_some("true") on:click=move |_| open(&goes)>
                    <span class="chip">{found.kind}</span><b>{found.title}</b><small>{found.note}</small>
                </button>
            </li>
        }
    };
    view! {
        <ul class="found" aria-label="搜索结果">
            {move || found.get().into_iter().enumerate().map(line).collect_view()}
        </ul>
        {move || found.with(Vec::is_empty).then(|| view! { <p class="hint">"没有找到。可以试试姓名、拼音首字母或手机尾号。"</p> })}
    }
    .into_any()
}

fn found(query: RwSignal<String>) -> Memo<Vec<Found>> {
    let session = state().session;
    let people = ask_if(&[Kind::Member], move || {
        let text = query.get().trim().to_owned();
        let wanted = !text.is_empty()
            && !session.is_street()
            && page_named(session.office(), "members").is_some_and(|page| page.name == "members");
        wanted.then(|| MemberList { query: Some(text), limit: Some(PEOPLE), ..MemberList::default() })
    });
    memo(move || {
        let query = query.get();
        let text = query.trim();
        let people = people.get().filter(|_| !text.is_empty());
        let people = people.iter().flat_map(|page| page.rows.iter().map(person)).collect::<Vec<_>>();
        let others = pages().into_iter().chain(steps());
        people.into_iter().chain(others.filter(|one| one.title.contains(text))).collect()
    })
}

fn person(row: &MemberRow) -> Found {
    let class = row.class.map(MemberClass::label).unwrap_or_default();
    let note = [Some(row.branch_name.as_str()), row.group_name.as_deref(), Some(class), row.phone.as_deref()];
    let note = note.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Found {
        kind: "党员",
        title: row.name.clone(),
        note,
        goes: Goes::To(format!("members?open={}", row.member)),
    }
}

fn pages() -> Vec<Found> {
    let shown = pages_of(state().session.office()).filter(|page| page.place != Place::Hidden);
    let found = |title: &str, name: &str| Found {
        kind: "页面",
        title: title.to_owned(),
        note: String::new(),
        goes: Goes::To(name.to_owned()),
    };
    shown.map(|page| found(page.title, page.name)).collect()
}

fn steps() -> Vec<Found> {
    let step = |title: &str, note: &str, goes| Found {
        kind: "操作",
        title: title.to_owned(),
        note: note.to_owned(),
        goes,
    };
    let mut steps = vec![step("打印本页", "", Goes::Print)];
    if state().session.status.with(|status| status.as_ref().is_some_and(|status| status.has_password)) {
        steps.push(step("锁定", "离开座位时", Goes::Lock));
    }
    steps
}

fn open(goes: &Goes) {
    state().is_palette_open.set(false);
    match goes {
        Goes::To(address) => address::go(address),
        // As the key does, once this dialog is gone.
        Goes::Print => request_animation_frame(|| {
            key::press(Shortcut::Print);
        }),
        Goes::Lock => super::idle::lock_if_protected(),
    }
}

fn steer(key: &str, place: RwSignal<usize>, found: Memo<Vec<Found>>) -> bool {
    let last = found.with(Vec::len).saturating_sub(1);
    match key {
        "ArrowDown" => place.update(|place| *place = (*place + 1).min(last)),
        "ArrowUp" => place.update(|place| *place = place.saturating_sub(1)),
        "Enter" => {
            if let Some(found) = found.with(|found| found.get(place.get_untracked()).cloned()) {
                open(&found.goes);
            }
        }
        _ => return false,
    }
    true
}
