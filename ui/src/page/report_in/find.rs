//! Finds a person by name, pinyin or initials while typing: members, and people who report in if they may be meant.
//! ↑ ↓ move, Enter chooses; nothing happens while a word is being composed.

use branchbook_contract::Kind;
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::member::MemberList;
use branchbook_contract::report_in::ReportInList;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::key;
use crate::part::field::Tie;
use crate::part::text::take_focus;
use crate::sort::Keys;
use crate::state::ask::ask_if;
use crate::state::watch::{derived, memo, shared};

/// People offered at most, of each kind.
const MOST: u32 = 6;

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The key.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Branch or unit, and the end of the phone: what tells people of one name apart.
    pub note: String,
}

/// A box that finds people.
#[component]
pub fn FindPerson(
    /// Takes the one who is chosen.
    #[prop(into)]
    on_pick: Callback<Found>,
    /// Whether people who only report in may be meant.
    #[prop(optional)]
    with_reported: bool,
    /// Whether members may be meant.
    #[prop(default = true)]
    with_members: bool,
    /// Whether it takes the focus when it appears.
    #[prop(optional)]
    focus: bool,
    /// The name that stays in the box after choosing; without it the box is empty for the next one.
    #[prop(optional, into)]
    chosen: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let (query, place) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let (found, is_asking) = found(query, with_members, with_reported);
    let node = NodeRef::<html::Input>::new();
    if focus {
        take_focus(node);
    }
    let pick = Callback::new(move |one: Found| {
        query.set(String::new());
        place.set(0);
        on_pick.run(one);
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    });
    let pressed = move |event: KeyboardEvent| steer(&event, query, place, (found, is_asking), pick);
    let tie = Tie::find();
    let value = shared(move || {
        let typed = query.get();
        if typed.is_empty() { chosen.and_then(|chosen| chosen.get()).unwrap_or_default() } else { typed }
    });
    let typed = move |event: web_sys::Event| {
        if !key::is_half(&event) {
            query.set(event_target_value(&event));
            place.set(0);
        }
    };
    view! {
        <div class="find-person" on:keydown=pressed>
            <input node_ref=node class="input" id=tie.id.to_string() autocomplete="off" spellcheck="false" role="combobox"
                aria-label="按姓名、拼音首字母找人" aria-expanded=move || (!query.get().is_empty()).to_string()
                aria-describedby=tie.note.to_string() placeholder="姓名、拼音首字母" prop:value=value on:input=typed
                on:compositionend=move |event| typed(event.into())/>
            {move || (!query.get().trim().is_empty()).then(|| view! { <Offers found place pick/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Offers(found: Memo<Vec<Found>>, place: RwSignal<usize>, pick: Callback<Found>) -> impl IntoView {
    let one = move |(at, found): (usize, Found)| {
        let (name, note) = (found.name.clone(), found.note.clone());
        // The box must not lose the focus before the press arrives.
        let press = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            pick.run(found.clone());
        };
        view! {
            <li role="option" aria-selected=move || (place.get() == at).to_string() class:on=move || place.get() == at
                on:mousedown=press><b>{name}</b><small>{note}</small></li>
        }
    };
    let none =
        shared(move || found.with(Vec::is_empty).then(|| view! { <li class="hint">"没有找到这个人。"</li> }));
    view! {
        <ul class="offers" role="listbox" aria-label="找到的人">
            {move || found.get().into_iter().enumerate().map(one).collect_view()}
            {none}
        </ul>
    }
    .into_any()
}

/// People who fit, members first; somebody who is both is there once.
fn found(
    query: RwSignal<String>,
    with_members: bool,
    with_reported: bool,
) -> (Memo<Vec<Found>>, Signal<bool>) {
    let text = move || Some(query.get().trim().to_owned()).filter(|text| !text.is_empty());
    let members = ask_if(&[Kind::Member], move || {
        let query = text().filter(|_| with_members)?;
        Some(MemberList { query: Some(query), limit: Some(MOST), ..MemberList::default() })
    });
    let reported = ask_if(&[Kind::ReportIn], move || {
        let text = text().filter(|_| with_reported)?;
        Some(ReportInList { text, limit: Some(MOST), ..ReportInList::default() })
    });
    let is_asking = derived(move || members.is_busy() || reported.is_busy());
    let found = memo(move || {
        let (members, reported) = (members.get(), reported.get());
        let members = members.iter().flat_map(|page| &page.rows).map(|row| {
            let note = [Some(row.branch_name.as_str()), row.phone.as_deref()];
            one(row.member, &row.name, note)
        });
        let reported = reported.iter().flat_map(|page| &page.rows).map(|row| {
            let note = [Some(row.unit_name.as_str()), row.phone.as_deref()];
            one(row.person, &row.name, note)
        });
        let mut seen = Keys::default();
        members.chain(reported).filter(|found| seen.insert(found.person, ())).collect()
    });
    (found, is_asking)
}

fn one(person: PersonId, name: &str, note: [Option<&str>; 2]) -> Found {
    let note = note.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Found { person, name: name.to_owned(), note }
}

fn steer(
    event: &KeyboardEvent,
    query: RwSignal<String>,
    place: RwSignal<usize>,
    (found, is_asking): (Memo<Vec<Found>>, Signal<bool>),
    pick: Callback<Found>,
) {
    if key::is_composing(event) || event.ctrl_key() || query.with_untracked(String::is_empty) {
        return;
    }
    let last = found.with_untracked(Vec::len).saturating_sub(1);
    match event.key().as_str() {
        "ArrowDown" => place.update(|place| *place = (*place + 1).min(last)),
        "ArrowUp" => place.update(|place| *place = place.saturating_sub(1)),
        "Escape" => query.set(String::new()),
        // Those in sight answer an earlier text: who is meant is not known yet.
        "Enter" if is_asking.get_untracked() => {}
        "Enter" => {
            if let Some(one) = found.with_untracked(|found| found.get(place.get_untracked()).cloned()) {
                pick.run(one);
            }
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
