//! 以往导入: what was taken in before, each with its undo and its kept files.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::import::{ImportList, ImportRow, ImportSave, ImportSaved};
use branchbook_contract::intake::RowCounts;
use leptos::prelude::*;

use super::apply::ask_back;
use crate::ipc::Pick;
use crate::part::{Button, Empty, Look, Panel, Trouble, shown};
use crate::state::act::{Act, pick_one};
use crate::state::ask::ask;
use crate::state::{notice, state};
use crate::word;

#[component]
pub fn Past() -> impl IntoView {
    let act = Act::new();
    let rows = ask(&[Kind::Import], || ImportList {});
    let list = move |rows: Arc<Vec<ImportRow>>| {
        if rows.is_empty() {
            return view! { <Empty title="还没有导入过" text="导入过的文件会列在这里，可以撤销，也可以把原文件另存出来。"/> }
                .into_any();
        }
        let lines = rows.iter().map(|row| view! { <Line row=row.clone() act/> }).collect_view();
        view! { <table class="plain past"><tbody>{lines}</tbody></table> }.into_any()
    };
    view! {
        <Panel title="以往导入" note="多久以前的都可以撤销，只要写入的内容后来没有动过">
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
            {shown(rows, list)}
        </Panel>
    }
    .into_any()
}

/// 「新增 2，更新 1，重复 3」
fn told(counts: &RowCounts) -> String {
    let duplicate =
        if counts.duplicate > 0 { format!("，重复 {}", counts.duplicate) } else { String::new() };
    format!("新增 {}，更新 {}{duplicate}", counts.new, counts.update)
}

#[component]
fn Line(row: ImportRow, act: Act) -> impl IntoView {
    let today = state().session.today.get_untracked();
    let (import, change) = (row.import, row.change);
    let save = move |refused: bool| {
        pick_one(Pick::folder("文件放到哪个文件夹"), move |out| {
            act.send(&ImportSave { import, refused, out }, move |saved: ImportSaved| {
                notice::written("文件已存好，与当时的一样。".to_owned(), saved.path);
            });
        });
    };
    let out = move |refused: bool, text: &'static str| {
        view! { <Button look=Look::Quiet busy=act.busy() on_press=move |()| save(refused)>{text}</Button> }
    };
    let undo = match row.refusal {
        Some(reason) => view! { <span class="hint">{reason}</span> }.into_any(),
        None => {
            let press = move |()| ask_back(act, change, RwSignal::new(false));
            view! { <Button busy=act.busy() on_press=press>"撤销"</Button> }.into_any()
        }
    };
    view! {
        <tr>
            <td class="muted">{word::moment(row.at, today)}</td>
            <td>{row.kind.label()}</td>
            <td class="wrap" translate="no">{row.file_name}</td>
            <td>{told(&row.counts)}</td>
            <td>{row.operator}</td>
            <td><div class="line">{out(false, "另存原文件")}{row.has_refused.then(|| out(true, "另存退回的行"))}{undo}</div></td>
        </tr>
    }
    .into_any()
}
