//! 列表: conditions, columns, the lists that were saved, and the edit of those who are ticked. Every form is the desk's: it
//! is told which list is shown and answers with the text of another, which stands in the address.

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioPage, FolioRow, FolioShow};
use leptos::prelude::*;

use super::filter::{self, Counted};
use crate::address;
use crate::ipc;
use crate::page::folio;
use crate::part::{Chip, Entry, Menu, TableState};
use crate::sort::{Keyed, Keys};
use crate::state::ask::ask;
use crate::state::watch::{derived, shared};

/// The folio of these lists.
const LISTS: &str = "lists";

#[component]
pub fn Lists(table: TableState, counted: Counted) -> impl IntoView {
    let open = RwSignal::new(None::<&'static str>);
    let saved = ask(&[Kind::Office], || FolioShow { folio: LISTS.to_owned(), ..FolioShow::default() });
    let saved = saved.map(|page: &FolioPage| page.rows.clone());
    let words = counted.map(|page| page.words.clone());
    let view = address::param("view");
    let entries = derived(move || {
        let ticked = table.ticked.with(Keys::len);
        let act = |label: String, act| Entry::new(label, move || open.set(Some(act)));
        let mut entries: Vec<Entry> =
            ACTS.iter().map(|(name, label)| act((*label).to_owned(), *name)).collect();
        if ticked > 0 {
            entries.push(act(format!("批量修改所选 {ticked} 人…"), "batch"));
        }
        entries.extend(saved.get().iter().filter_map(saved_entry));
        entries
    });
    let chip = shared(move || {
        view.get().map(|_| {
            let words = words.get();
            let label = if words.is_empty() { "已选栏目 ×".to_owned() } else { format!("{words} ×") };
            view! { <Chip label on=Signal::stored(true) on_press=|()| show(None)/> }
        })
    });
    let over = shared(move || {
        open.get().map(|act| {
            let close = move |()| open.set(None);
            view! { <folio::Entry folio=LISTS act row=None subject=None values=given(table) on_close=close/> }
        })
    });
    view! { {chip}<Menu label="列表" entries/>{over} }.into_any()
}

const ACTS: &[(&str, &str)] = &[
    ("condition", "添加条件…"),
    ("filter", "管理条件…"),
    ("columns", "选择栏目和次序…"),
    ("save", "存为常用列表…"),
];

/// A saved list by its name.
fn saved_entry(row: &FolioRow) -> Option<Entry> {
    let (key, name) = (row.row.to_string(), row.cells.first()?.text.clone());
    Some(Entry::new(name, move || show(Some(key.clone()))))
}

fn show(view: Option<String>) {
    address::set(&[("view", view)]);
}

/// What a form must know: the list that is shown, and who is ticked.
fn given(table: TableState) -> Keyed<String, String> {
    let view = ipc::text_of(&filter::wanted_now()).unwrap_or_default();
    folio::with_ticked("view", view, "members", table.ticked)
}
