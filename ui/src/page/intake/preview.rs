//! The third step: what would happen, row by row, and one sentence that says it. Nothing is written yet.

use std::sync::Arc;

use branchbook_contract::intake::{Preview, RowCounts};
use leptos::prelude::*;

use super::decide::{Kinds, missing};
use super::rows::{Counts, SourceRows};
use super::run::{PAGE_ROWS, Run, Stage};
use crate::ipc::Pick;
use crate::part::{Button, Look, Pager, Tab, Tabs, Trouble, Working};
use crate::state::act::pick_one;
use crate::state::watch::{derived, effect, shared};
use crate::word;

#[component]
pub fn Previewing(run: Run) -> impl IntoView {
    let mut is_first = true;
    effect(move || {
        run.state.track();
        run.tab.track();
        run.offset.track();
        if !std::mem::take(&mut is_first) {
            run.read(Stage::Preview);
        }
    });
    let body = shared(move || run.preview.get().map(|preview| view! { <Shown preview run/> }));
    view! { {body} }.into_any()
}

#[component]
fn Shown(preview: Arc<Preview>, run: Run) -> impl IntoView {
    let findings = preview.findings.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    view! {
        <Counts counts=preview.counts chosen=run.state/>
        <p class="sentence">{preview.sentence.clone()}</p>
        <ul class="findings">{findings}</ul>
        <Kinds preview=preview.clone() run/>
        {move || run.reading.error().get().map(|error| view! { <Trouble error/> })}
        <Listed preview=preview.clone() run/>
        <Go counts=preview.counts moves=moves(&preview) run/>
    }
    .into_any()
}

/// Whether members are moved whom the file does not name.
fn moves(preview: &Preview) -> bool {
    preview.missing.iter().any(|missing| !matches!(missing.chosen.as_str(), "" | "stay"))
}

#[component]
fn Listed(preview: Arc<Preview>, run: Run) -> impl IntoView {
    let skipped = u32::try_from(preview.skipped.len()).unwrap_or(u32::MAX);
    let counted = |key, label: &str, count: u32| Tab { count: Some(count), ..Tab::new(key, label) };
    let mut tabs = vec![Tab::new("attention", "要看的行"), counted("all", "所有的行", preview.counts.total)];
    if preview.missing_count > 0 {
        tabs.push(counted("missing", "没有写到的党员", preview.missing_count));
    }
    tabs.push(counted("skipped", "没有读的", skipped));
    let offset = run.offset.get_untracked();
    let (body, total) = match run.tab.get_untracked().as_str() {
        "skipped" => (view! { <Left preview=preview.clone()/> }.into_any(), 0),
        "missing" => {
            let total = u32::try_from(preview.missing.len()).unwrap_or(u32::MAX);
            (missing(&preview, (offset as usize, PAGE_ROWS as usize), run), total)
        }
        _ if preview.rows.is_empty() => {
            (view! { <p class="muted nothing">"这里没有这样的行。"</p> }.into_any(), 0)
        }
        _ => {
            let titles = Arc::new(preview.titles.clone());
            let rows = view! { <SourceRows titles rows=preview.rows.clone() run=Some(run)/> };
            (rows.into_any(), preview.row_count)
        }
    };
    let pager = (total > PAGE_ROWS).then(|| {
        let (total, offset) = (Signal::stored(total), Signal::stored(offset));
        view! { <Pager total offset limit=PAGE_ROWS on_go=move |at| run.offset.set(at)/> }
    });
    let open = move |key: &'static str| {
        run.offset.set(0);
        run.tab.set(key.to_owned());
    };
    view! {
        <Tabs label="看哪些行" tabs=Signal::stored(tabs) open=run.tab on_open=open/>
        <div class="listed">{body}</div>
        {pager}
    }
    .into_any()
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
fn Go(counts: RowCounts, moves: bool, run: Run) -> impl IntoView {
    let back = counts.handed_back();
    let words = match (counts.written(), back) {
        (0, _) if moves => "登记选定的去向".to_owned(),
        (0, _) => "没有可导入的行".to_owned(),
        (written, _) => format!("导入 {} 行", word::number(i64::from(written))),
    };
    let busy = run.applying.busy();
    let keep = RwSignal::new(true);
    let offer = (back > 0).then(|| {
        view! { <crate::part::Check value=keep label=format!("把不导入的 {back} 行另存成表格，写明原因")/> }
    });
    let go = move |()| if back > 0 && keep.get_untracked() { save_back(run) } else { run.apply(None) };
    let is_nothing = counts.written() == 0 && back == 0 && !moves;
    // A decision that is being looked at is not imported before it is seen.
    let is_held = derived(move || is_nothing || run.reading.busy().get());
    let words =
        if counts.written() == 0 && back > 0 && !moves { "另存不导入的行".to_owned() } else { words };
    view! {
        <Working act=run.applying/>
        {move || run.applying.error().get().map(|error| view! { <Trouble error/> })}
        <div class="go">
            {offer}
            <span class="spacer"></span>
            <Button disabled=busy on_press=move |()| run.stage.set(Stage::Columns)>"上一步"</Button>
            <Button look=Look::Main busy disabled=is_held on_press=go>{words}</Button>
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
