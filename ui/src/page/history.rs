//! 撤销记录: the newest operations in words, each with the way to take it back or the reason why not.

use branchbook_contract::book::{HistoryList, HistoryRow, HistoryUndo};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Page, Place};
use crate::part::{Button, Empty, Head, Icon, Panel, Trouble, shown};
use crate::state::act::Act;
use crate::state::ask::{Ask, ask};
use crate::state::watch::{effect, memo};
use crate::state::{notice, state};
use crate::word;

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

#[component]
fn History() -> impl IntoView {
    let rows = ask(&[], || HistoryList {});
    let act = Act::new();
    begin_with_newest(rows);
    let list = move |rows: std::sync::Arc<Vec<HistoryRow>>| view! { <List rows=rows.to_vec() act/> };
    view! {
        <Head title="撤销记录" note="最近 100 次操作。撤销也是一次操作，撤错了可以再撤回来。"/>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        <Panel title="操作" note="新的在上">{shown(rows, list)}</Panel>
    }
    .into_any()
}

/// Ctrl+Z leads here, and Enter then takes back the newest operation that can be: its button has the focus.
fn begin_with_newest(rows: Ask<Vec<HistoryRow>>) {
    let is_there = memo(move || rows.get().is_some());
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
fn List(rows: Vec<HistoryRow>, act: Act) -> impl IntoView {
    if rows.is_empty() {
        let text = "登记、导入、修改之后，每一步都会列在这里，随时可以撤销。";
        return view! { <Empty title="还没有操作" text/> }.into_any();
    }
    let lines = rows.into_iter().map(|row| view! { <Line row act/> }).collect_view();
    view! {
        <table class="plain">
            <thead><tr><th>"时间"</th><th>"操作"</th><th>"经办人"</th><th></th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Line(row: HistoryRow, act: Act) -> impl IntoView {
    let today = state().session.today.get_untracked();
    let change = row.change;
    let undo = move |()| {
        act.send(&HistoryUndo { change: Some(change) }, |undone| {
            // The newest operation is now the undo itself: the next Enter must not take that back.
            leave_button();
            notice::done(format!("已撤销：{}", undone.title));
        });
    };
    let step = match row.refusal.clone() {
        None => view! { <Button busy=act.busy() on_press=undo>"撤销"</Button> }.into_any(),
        Some(reason) => view! { <span class="hint">{reason}</span> }.into_any(),
    };
    let (before, after) = row.title.split_once(&row.file).unwrap_or((&row.title, ""));
    let (before, file, after) = (before.to_owned(), row.file.clone(), after.to_owned());
    view! {
        <tr class:dim=row.refusal.is_some()>
            <td class="muted">{word::moment(row.at, today)}</td>
            <td class="wrap">{before}<span translate="no">{file}</span>{after}</td>
            <td>{row.operator}</td>
            <td class="num">{step}</td>
        </tr>
    }
    .into_any()
}
