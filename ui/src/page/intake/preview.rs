//! The third step: what would happen, row by row, and one sentence that says it. Nothing is written yet.

use std::sync::Arc;

use branchbook_contract::intake::{Preview, RowCounts, RowState, SourceRowView};
use leptos::prelude::*;

use super::rows::{Counts, SourceRows};
use super::run::{Run, Stage};
use crate::ipc::Pick;
use crate::part::{Button, Look, Tab, Tabs, Trouble, Working};
use crate::state::act::pick_one;
use crate::word;

#[component]
pub fn Previewing(run: Run) -> impl IntoView {
    let body = move || run.preview.get().map(|preview| view! { <Shown preview run/> });
    view! { {body} }.into_any()
}

#[component]
fn Shown(preview: Arc<Preview>, run: Run) -> impl IntoView {
    let chosen = RwSignal::new(None::<RowState>);
    let tab = RwSignal::new(if preview.attention_count > 0 { "attention" } else { "first" }.to_owned());
    let findings = preview.findings.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    view! {
        <Counts counts=preview.counts chosen/>
        <p class="sentence">{preview.sentence.clone()}</p>
        <ul class="findings">{findings}</ul>
        <Listed preview=preview.clone() chosen tab/>
        <Go counts=preview.counts run/>
    }
    .into_any()
}

#[component]
fn Listed(preview: Arc<Preview>, chosen: RwSignal<Option<RowState>>, tab: RwSignal<String>) -> impl IntoView {
    let skipped = u32::try_from(preview.skipped.len()).unwrap_or(u32::MAX);
    let counted = |key, label: &str, count: u32| Tab { count: Some(count), ..Tab::new(key, label) };
    let mut tabs = vec![counted("attention", "要看的行", preview.attention_count)];
    tabs.push(Tab::new("first", format!("最前 {} 行", preview.first.len())));
    if !preview.last.is_empty() {
        tabs.push(Tab::new("last", format!("最后 {} 行", preview.last.len())));
    }
    tabs.push(counted("skipped", "没有读的", skipped));
    let body = move || match tab.get().as_str() {
        "skipped" => view! { <Left preview=preview.clone()/> }.into_any(),
        which => {
            let rows = rows_of(&preview, which, chosen.get());
            let titles = Arc::new(preview.titles.clone());
            if rows.is_empty() {
                view! { <p class="muted nothing">"这里没有这样的行。"</p> }.into_any()
            } else {
                view! { <SourceRows titles rows/> }.into_any()
            }
        }
    };
    view! {
        <Tabs label="看哪些行" tabs=Signal::stored(tabs) open=tab on_open=move |key: &'static str| tab.set(key.to_owned())/>
        <div class="listed">{body}</div>
    }
    .into_any()
}

fn rows_of(preview: &Preview, which: &str, chosen: Option<RowState>) -> Vec<SourceRowView> {
    let rows = match which {
        "first" => &preview.first,
        "last" => &preview.last,
        _ => &preview.attention,
    };
    let is_wanted = |row: &&SourceRowView| chosen.is_none_or(|state| row.state == state);
    rows.iter().filter(is_wanted).cloned().collect()
}

/// Sheets and rows that are not read, and why.
#[component]
fn Left(preview: Arc<Preview>) -> impl IntoView {
    let line = |at: &branchbook_contract::intake::Skipped| {
        let place = at.row.map_or_else(|| "整张表".to_owned(), |row| format!("第 {row} 行"));
        view! { <tr><td>{at.sheet.clone()}</td><td class="muted">{place}</td><td class="wrap">{at.reason.clone()}</td></tr> }
    };
    match preview.skipped.is_empty() {
        true => view! { <p class="muted nothing">"每一行都读了。"</p> }.into_any(),
        false => view! {
            <table class="plain">
                <thead><tr><th>"工作表"</th><th>"位置"</th><th>"为什么没有读"</th></tr></thead>
                <tbody>{preview.skipped.iter().map(line).collect_view()}</tbody>
            </table>
        }
        .into_any(),
    }
}

/// The step that writes.
#[component]
fn Go(counts: RowCounts, run: Run) -> impl IntoView {
    let back = counts.handed_back();
    let words = match (counts.written(), back) {
        (0, _) => "没有可导入的行".to_owned(),
        (written, _) => format!("导入 {} 行", word::number(i64::from(written))),
    };
    let busy = run.applying.busy();
    let keep = RwSignal::new(true);
    let offer = (back > 0).then(|| {
        view! { <crate::part::Check value=keep label=format!("把不导入的 {back} 行另存成表格，写明原因")/> }
    });
    let go = move |()| if back > 0 && keep.get_untracked() { save_back(run) } else { run.apply(None) };
    let is_nothing = counts.written() == 0 && back == 0;
    let words = if counts.written() == 0 && back > 0 { "另存不导入的行".to_owned() } else { words };
    view! {
        <Working act=run.applying/>
        {move || run.applying.error().get().map(|error| view! { <Trouble error/> })}
        <div class="go">
            {offer}
            <span class="spacer"></span>
            <Button disabled=busy on_press=move |()| run.stage.set(Stage::Columns)>"上一步"</Button>
            <Button look=Look::Main busy disabled=Signal::stored(is_nothing) on_press=go>{words}</Button>
        </div>
    }
    .into_any()
}

fn save_back(run: Run) {
    let path = run.path.get_untracked().unwrap_or_default();
    let stem = word::file_name(&path).rsplit_once('.').map_or("文件", |(stem, _)| stem).to_owned();
    let ask = Pick::save("另存不导入的行", format!("{stem}-未导入.xlsx")).kind("表格", &["xlsx"]);
    pick_one(ask, move |out| run.apply(Some(out)));
}
