//! What is asked of a list by the address: filter, words, day, order, columns; the filters with their counts, and what can
//! be done with what is shown. The same for every list that the desk declares, however it is drawn.

use branchbook_contract::folio::{FolioButton, FolioChip, FolioGroup, FolioPage, FolioShow};
use leptos::prelude::*;

use super::entry;
use super::list::Open;
use crate::address;
use crate::ipc;
use crate::part::{Chip, Choice, Entry, Menu, Select};
use crate::sort::{Keyed, Keys};
use crate::state::ask::Ask;
use crate::state::state;
use crate::state::watch::{derived, effect, memo, shared};

/// Keys of the rows that are ticked.
pub type Ticked = RwSignal<Keys<i64>>;

/// The list that the address asks for, tracked; `more` are the names of its further filters.
pub fn wanted(folio: &str, more: &[&str]) -> FolioShow {
    state().address.with(|address| {
        let part = |key: &str| address.query.get(key).cloned();
        let mut further = Keyed::default();
        for name in more {
            further.extend(part(name).map(|value| ((*name).to_owned(), value)));
        }
        FolioShow {
            folio: folio.to_owned(),
            subject: part("subject").and_then(|key| key.parse().ok()),
            chip: part("chip"),
            words: part("q").unwrap_or_default(),
            on: part("on").and_then(|day| day.parse().ok()),
            offset: part("from").and_then(|from| from.parse().ok()).unwrap_or_default(),
            limit: None,
            sort: part("sort"),
            columns: part("columns"),
            more: further,
        }
    })
}

/// Takes the ticks away when other rows are asked for.
pub fn untick(wanted: Signal<FolioShow>, ticked: Ticked) {
    let rows = memo(move || {
        ipc::text_of(&FolioShow { offset: 0, limit: None, sort: None, columns: None, ..wanted.get() }).ok()
    });
    effect(move || {
        rows.track();
        ticked.update(Keys::clear);
    });
}

/// What the forms of a list are told: which list is shown, and what is ticked.
pub fn told(wanted: Signal<FolioShow>, ticked: Ticked) -> Keyed<String, String> {
    with_ticked("shown", ipc::text_of(&wanted.get_untracked()).unwrap_or_default(), "ticked", ticked)
}

/// A text under its name, and what is ticked under another.
pub fn with_ticked(name: &str, text: String, rows: &str, ticked: Ticked) -> Keyed<String, String> {
    let keys = ticked.with_untracked(|keys| keys.iter().map(|(key, ())| key.to_string()).collect::<Vec<_>>());
    let mut all = Keyed::default();
    all.insert(name.to_owned(), text);
    all.insert(rows.to_owned(), keys.join(","));
    all
}

/// Another order: by this column, then from its end, then as the list stands by itself.
pub fn turn(title: String) {
    address::set(&[("sort", turned(title)), ("from", None)]);
}

/// The order that a press on the head of a column asks for.
pub fn turned(title: String) -> Option<String> {
    let now = state().address.with_untracked(|address| address.query.get("sort").cloned());
    match now {
        Some(now) if now == title => Some(format!("-{title}")),
        Some(now) if now.strip_prefix('-') == Some(&title) => None,
        _ => Some(title),
    }
}

/// The form of what is open over a list.
pub fn over(open: Open, wanted: Signal<FolioShow>, ticked: Ticked) -> AnyView {
    let over = shared(move || {
        open.get().map(|(act, row)| {
            let FolioShow { folio, subject, .. } = wanted.get_untracked();
            let values = told(wanted, ticked);
            let close = move |()| open.set(None);
            view! { <entry::Entry folio act=act.act row subject values on_close=close/> }
        })
    });
    over.into_any()
}

/// The filters, each with how many rows it finds.
#[component]
pub fn Chips(page: Ask<FolioPage>) -> impl IntoView {
    let chips = page.map(|page| (page.chips.clone(), page.chip.clone()));
    shared(move || {
        let (chips, now) = chips.get();
        pressed("chip".to_owned(), chips, &now, false)
    })
    .into_any()
}

/// Chips side by side. A chip without a name is 全部 among the filters, and what can only be let go in a group of its own.
fn pressed(name: String, chips: Vec<FolioChip>, now: &str, is_group: bool) -> AnyView {
    let one = move |FolioChip { chip, label, count }: FolioChip| {
        let (name, on) = (name.clone(), Signal::stored(chip == now));
        let label = if is_group && chip.is_empty() { format!("{label} ×") } else { label };
        let press = move |()| address::set(&[(&name, Some(chip.clone())), ("from", None), ("open", None)]);
        view! { <Chip label count=Signal::stored(Some(count)) on on_press=press/> }
    };
    chips.into_iter().map(one).collect_view().into_any()
}

/// The further filters: side by side, or one picked from a list, which stays as it is while others are counted.
#[component]
pub fn Groups(page: Ask<FolioPage>) -> impl IntoView {
    let names = page.map(|page| {
        page.groups
            .iter()
            .map(|group| (group.name.clone(), group.label.clone(), group.is_long))
            .collect::<Vec<_>>()
    });
    let one = move |(name, label, is_long): (String, String, bool)| {
        let group = memo(move || {
            page.get().and_then(|page| page.groups.iter().find(|group| group.name == name).cloned())
        });
        if is_long {
            return view! { <Picked group label/> }.into_any();
        }
        let chips = move |group: FolioGroup| {
            let chips = pressed(group.name, group.chips, &group.chip, true);
            view! { <span class="group">{chips}</span> }.into_any()
        };
        shared(move || group.get().map(chips)).into_any()
    };
    shared(move || names.get().into_iter().map(one).collect_view()).into_any()
}

#[component]
fn Picked(group: Memo<Option<FolioGroup>>, label: String) -> impl IntoView {
    let now = memo(move || group.get().map(|group| group.chip).unwrap_or_default());
    let value = RwSignal::new(now.get_untracked());
    effect(move || value.set(now.get()));
    effect(move || {
        let chosen = value.get();
        if let Some(group) = group.get_untracked().filter(|group| group.chip != chosen) {
            address::set(&[(&group.name, Some(chosen)), ("open", None)]);
        }
    });
    let choices = derived(move || {
        let choice = |chip: FolioChip| Choice::new(chip.chip, format!("{} {}", chip.label, chip.count));
        group.get().into_iter().flat_map(|group| group.chips).map(choice).collect()
    });
    let none = format!("全部{label}");
    view! { <span class="pick"><Select value choices none label/></span> }.into_any()
}

/// What can be done with what is shown, and how much of it is ticked.
#[component]
pub fn Ways(page: Ask<FolioPage>, open: Open, ticked: Ticked) -> impl IntoView {
    let ways = page.map(|page| page.ways.clone());
    let entries = derived(move || {
        let entry =
            |way: FolioButton| Entry::new(way.label.clone(), move || open.set(Some((way.clone(), None))));
        ways.get().into_iter().map(entry).collect()
    });
    let count = shared(move || {
        let count = ticked.with(Keys::len);
        let untick = move |()| ticked.update(Keys::clear);
        (count > 0).then(|| {
            view! { <Chip label=format!("已选 {count} 条 ×") on=Signal::stored(true) on_press=untick/> }
        })
    });
    view! { {count}<Menu label="列表" entries/> }.into_any()
}
