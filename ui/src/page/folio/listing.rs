//! A list that stands on a page of its own: the long table over what the desk declares, with its filters, its order, its
//! columns and its file. The page says which list, of which day, and what a press on a row does.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Day;
use branchbook_contract::folio::{FolioColumn, FolioPage, FolioShow};
use leptos::prelude::*;

use super::asked::{self, Chips, Groups, Ways, over, turn};
use super::list::{Open, drawn};
use crate::address;
use crate::ipc;
use crate::part::{Button, Column, Empty, Filters, Rows, Search, Table, TableState, Trouble};
use crate::state::ask::ask_if;
use crate::state::watch::{derived, effect, memo, shared};

/// What a page says of its list.
#[derive(Clone, Copy)]
pub struct Listed {
    /// Name of the folio.
    pub folio: &'static str,
    /// What it lists.
    pub label: &'static str,
    /// What can be searched for.
    pub search: &'static str,
    /// What it depends on.
    pub kinds: &'static [Kind],
    /// Names of its further filters in the address.
    pub more: &'static [&'static str],
    /// What to do first where nothing is there, in words.
    pub first: &'static str,
}

#[component]
pub fn Listing(
    /// What it lists.
    listed: Listed,
    /// The day of everything in it.
    #[prop(into)]
    on: Signal<Option<Day>>,
    /// Opens the record of a row.
    #[prop(into)]
    on_open: Callback<i64>,
    /// Does what is to be done first.
    #[prop(into)]
    on_first: Callback<()>,
) -> impl IntoView {
    let (table, open) = (TableState::new(), Open::new(None));
    let wanted = derived(move || FolioShow { on: on.get(), ..asked::wanted(listed.folio, listed.more) });
    let text = memo(move || ipc::text_of(&wanted.get()).ok());
    effect(move || {
        text.track();
        table.rewind();
    });
    asked::untick(wanted, table.ticked);
    let page = ask_if(listed.kinds, move || {
        let (window, wanted) = (table.window.get(), wanted.get());
        wanted.on?;
        Some(FolioShow { offset: window.offset, limit: Some(window.limit), ..wanted })
    });
    let (words, order, current) =
        (address::param("q"), address::param("sort"), address::param_as::<i64>("open"));
    let search = |text: String| address::settle(&[("q", Some(text.trim().to_owned()))]);
    let columns = page.map(|page| page.columns.clone());
    let is_empty = page.map(|page| page.total == 0);
    let body = shared(move || {
        if is_empty.get() {
            let text = page.peek().map(|page| page.empty.clone()).unwrap_or_default();
            return nothing(listed, &wanted.get_untracked(), text, on_first);
        }
        // Columns are a matter of the whole table: it is drawn anew when others are asked for.
        let columns = columns.with(|columns| columns.iter().enumerate().map(column).collect::<Vec<_>>());
        view! {
            <Table label=listed.label columns rows=derived(move || page.get().map(rows)) state=table
                has_failed=derived(move || page.has_failed()) current on_open can_tick=true order on_order=turn/>
        }
        .into_any()
    });
    view! {
        <Filters>
            <Groups page/>
            <Chips page/>
            <Ways page open ticked=table.ticked/>
            <span class="end">
                <Search value=derived(move || words.get().unwrap_or_default()) on_search=search label=listed.search/>
            </span>
        </Filters>
        {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
        {body}
        {over(open, wanted, table.ticked)}
    }
    .into_any()
}

/// Nothing is there yet, or nothing that fits.
fn nothing(listed: Listed, wanted: &FolioShow, text: String, on_first: Callback<()>) -> AnyView {
    let is_narrowed = wanted.chip.is_some() || wanted.subject.is_some() || !wanted.words.is_empty();
    if !is_narrowed && wanted.more.is_empty() {
        return view! {
            <Empty title="这里没有记录" text><Button on_press=on_first>{listed.first}</Button></Empty>
        }
        .into_any();
    }
    let clear = move |()| {
        let names = ["q", "chip", "subject"].iter().chain(listed.more);
        address::set(&names.map(|name| (*name, None)).collect::<Vec<_>>());
    };
    view! {
        <Empty title="没有符合条件的" text="换一个条件，或清除筛选。"><Button on_press=clear>"清除筛选"</Button></Empty>
    }
    .into_any()
}

/// Titles stay as long as the page: there are few, and a table knows titles that stay.
fn column((at, column): (usize, &FolioColumn)) -> Column {
    let (key, title): (&'static str, &'static str) = (at.to_string().leak(), column.title.clone().leak());
    let class = match (column.is_extra, column.is_number) {
        (true, true) => "extra num",
        (true, false) => "extra",
        (false, true) => "num",
        (false, false) => "",
    };
    Column { class, order: Some(title), ..Column::text(key, title, column.width) }
}

fn rows(page: Arc<FolioPage>) -> Rows {
    let keys: Vec<i64> = page.rows.iter().map(|row| row.row).collect();
    Rows::new(page.total, page.offset, keys, move |at, column| {
        let cell =
            page.rows.get(at).zip(column.parse().ok()).and_then(|(row, at): (_, usize)| row.cells.get(at));
        cell.map(|cell| view! { <span title=cell.text.clone()>{drawn(cell)}</span> }).into_any()
    })
}
