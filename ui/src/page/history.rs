//! 撤销记录: the newest operations in words, each with the way to take it back or the reason why not. A list of the desk
//! like every other, but that it always stands newest above.

use std::sync::Arc;

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::domain::key::ChangeId;
use branchbook_contract::folio::{FolioCell, FolioColumn, FolioPage, FolioRow, FolioShow};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::folio::Open;
use super::folio::asked::{self, Chips, Ticked, Ways, over};
use super::{Page, Place};
use crate::address;
use crate::part::{Button, Empty, Filters, Head, Icon, Panel, Search, Trouble, shown, tick, tick_head};
use crate::state::act::Act;
use crate::state::ask::{Ask, ask};
use crate::state::notice;
use crate::state::watch::{derived, effect, memo};

/// The page.
pub const PAGE: Page = Page {
    name: "history",
    title: "撤销记录",
    icon: Icon::Undo,
    office: None,
    place: Place::Foot,
    count: None,
    view: || view! { <History/> }.into_any(),
};

/// More rows than the list ever has.
const ALL: u32 = 1000;

#[component]
fn History() -> impl IntoView {
    let (open, ticked) = (Open::new(None), Ticked::default());
    let wanted =
        derived(|| FolioShow { limit: Some(ALL), offset: 0, sort: None, ..asked::wanted("operations", &[]) });
    asked::untick(wanted, ticked);
    let page = ask(&[], move || wanted.get());
    let act = Act::new();
    begin_with_newest(page);
    let words = address::param("q");
    let search = |text: String| address::settle(&[("q", Some(text.trim().to_owned()))]);
    view! {
        <Head title="撤销记录" note="最近 100 次操作。撤销也是一次操作，撤错了可以再撤回来。"/>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        <Panel title="操作" note="新的在上">
            <Filters>
                <Chips page/>
                <Ways page open ticked/>
                <span class="end">
                    <Search value=derived(move || words.get().unwrap_or_default()) on_search=search
                        label="操作、经办人"/>
                </span>
            </Filters>
            {shown(page, move |page| view! { <List page act ticked/> })}
        </Panel>
        {over(open, wanted, ticked)}
    }
    .into_any()
}

/// Ctrl+Z leads here, and Enter then takes back the newest operation that can be: its button has the focus.
fn begin_with_newest(page: Ask<FolioPage>) {
    let is_there = memo(move || page.get().is_some());
    effect(move || {
        if is_there.get() {
            request_animation_frame(|| {
                let first = document().query_selector("main tbody .btn").ok().flatten();
                if let Some(button) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
                    drop(button.focus());
                }
            });
        }
    });
}

fn leave_button() {
    let active =
        document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(button) = active {
        drop(button.blur());
    }
}

#[component]
fn List(page: Arc<FolioPage>, act: Act, ticked: Ticked) -> impl IntoView {
    if page.rows.is_empty() {
        let is_narrowed = ["q", "chip"].iter().any(|key| address::param(key).get_untracked().is_some());
        return match is_narrowed {
            true => {
                view! { <Empty title="没有符合条件的操作" text="换几个字再找，或点“全部”。"/> }.into_any()
            }
            false => view! { <Empty title="这里没有操作" text=page.empty.clone()/> }.into_any(),
        };
    }
    let heads = page
        .columns
        .iter()
        .map(|column| view! { <th scope="col">{column.title.clone()}</th> })
        .collect_view();
    let lines = page.rows.iter().map(|row| line(row, &page.columns, (act, ticked))).collect_view();
    view! {
        <table class="plain">
            <thead><tr>{tick_head()}{heads}<th scope="col"><span class="unseen">"撤销"</span></th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

fn line(row: &FolioRow, columns: &[FolioColumn], (act, ticked): (Act, Ticked)) -> AnyView {
    let key = row.row;
    let undo = move |()| {
        act.send(&HistoryUndo { change: Some(ChangeId(key)) }, |undone| {
            // The newest operation is now the undo itself: the next Enter must not take that back.
            leave_button();
            notice::done(format!("已撤销：{}", undone.title));
        });
    };
    let is_final = row.acts.is_empty();
    let step = (!is_final).then(|| view! { <Button busy=act.busy() on_press=undo>"撤销"</Button> });
    let cells = row.cells.iter().zip(columns).map(|(cell, column)| {
        let class = if column.width == 0 { "wrap" } else { "" };
        view! { <td class=class>{told(cell)}</td> }
    });
    let cells = cells.collect_view();
    view! { <tr class:dim=is_final>{tick(ticked, Some(key), "0")}{cells}<td class="num">{step}</td></tr> }
        .into_any()
}

/// What stands in a cell. The name of a file is nobody's to translate.
fn told(cell: &FolioCell) -> AnyView {
    let FolioCell { text, file, .. } = cell.clone();
    match text.split_once(&file).filter(|_| !file.is_empty()) {
        Some((before, after)) => {
            let (before, after) = (before.to_owned(), after.to_owned());
            view! { {before}<span translate="no">{file}</span>{after} }.into_any()
        }
        None => text.into_any(),
    }
}
