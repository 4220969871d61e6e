//! The second step: which column was taken for which field. What was taken wrongly is put right by hand and is
//! remembered for the next file with the same titles.

use std::sync::Arc;

use branchbook_contract::intake::{Confidence, FieldChoice, Preview, SourceColumn, SourceSheet};
use leptos::prelude::*;

use super::run::{Run, Stage};
use crate::part::{Button, Choice, DayField, Empty, Look, Select, Tag, Tone, Trouble, Working};
use crate::sort::{Keys, gathered};
use crate::state::watch::shared;

#[component]
pub fn Columns(run: Run) -> impl IntoView {
    let body = shared(move || run.preview.get().map(|preview| view! { <Found preview run/> }));
    view! {
        {body}
        {move || run.reading.error().get().map(|error| view! { <Trouble error/> })}
        <div class="go">
            <Working act=run.reading/>
            <span class="spacer"></span>
            <Button on_press=move |()| run.pick()>"换一个文件…"</Button>
            <Button look=Look::Main busy=run.reading.busy() on_press=move |()| run.read(Stage::Preview)>
                "下一步：预览"
            </Button>
        </div>
    }
    .into_any()
}

#[component]
fn Found(preview: Arc<Preview>, run: Run) -> impl IntoView {
    if preview.sheets.is_empty() {
        let reasons: Vec<String> = preview
            .skipped
            .iter()
            .take(8)
            .map(|skipped| format!("{}：{}", skipped.sheet, skipped.reason))
            .collect();
        let text = format!("{}\n{}", preview.findings.join("\n"), reasons.join("\n"));
        return view! { <Empty title="没有认出可以导入的工作表" text/> }.into_any();
    }
    let fields = Arc::new(preview.fields.clone());
    let sheet = |sheet: &SourceSheet| view! { <Sheet sheet=sheet.clone() fields=fields.clone() run/> };
    let missing = missing(&preview);
    view! {
        <div class="told">
            <p>{format!("文件里有 {} 张表可以导入，共 {} 行。请看每一栏认得对不对，不对的改过来。", preview.sheets.len(), preview.counts.total)}</p>
            {missing.map(|text| view! { <p class="error" role="alert">{text}</p> })}
            <label class="beside">"填报日期"<DayField value=run.register_on label="填报日期"/>
                <span class="hint">"用来判断文件里的情况是哪一天的；文件里写了就不用填。"</span>
            </label>
        </div>
        {preview.sheets.iter().map(sheet).collect_view()}
    }
    .into_any()
}

/// The fields without which no row can be read.
fn missing(preview: &Preview) -> Option<String> {
    let columns = preview.sheets.iter().flat_map(|sheet| &sheet.columns);
    let given: Keys<&str> = gathered(columns.filter_map(|column| Some((column.field.as_deref()?, ()))));
    let wanted =
        preview.fields.iter().filter(|field| field.is_required && !given.contains(&field.key.as_str()));
    let titles: Vec<&str> = wanted.map(|field| field.title.as_str()).collect();
    (!titles.is_empty())
        .then(|| format!("还没有认出这些必要的栏目：{}。请在下面指定是哪一栏。", titles.join("、")))
}

#[component]
fn Sheet(sheet: SourceSheet, fields: Arc<Vec<FieldChoice>>, run: Run) -> impl IntoView {
    let line = move |column: &SourceColumn| view! { <Line column=column.clone() fields=fields.clone() run/> };
    let saved = if sheet.is_mapping_saved { "，沿用上次的对应" } else { "" };
    let header = match sheet.header_row {
        0 => "没有标题行".to_owned(),
        row => format!("第 {row} 行是表头"),
    };
    view! {
        <h3 class="sheet">{sheet.name.clone()}
            <small class="muted">{format!("{header}，{} 行{saved}", sheet.row_count)}</small>
        </h3>
        <table class="plain">
            <thead><tr><th>"栏"</th><th>"文件里的标题"</th><th>"作为"</th><th></th></tr></thead>
            <tbody>{sheet.columns.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Line(column: SourceColumn, fields: Arc<Vec<FieldChoice>>, run: Run) -> impl IntoView {
    let guessed = column.field.clone().unwrap_or_default();
    let title = column.title.clone();
    let by_hand = run.by_hand.with_untracked(|chosen| chosen.get(&title).cloned());
    let value = RwSignal::new(by_hand.unwrap_or_else(|| guessed.clone()));
    let key = title.clone();
    let first = guessed.clone();
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            run.by_hand.update(|chosen| {
                chosen.insert(key.clone(), now.clone());
            });
        }
        now
    });
    let choices: Vec<Choice> = fields.iter().map(|field| Choice::new(&field.key, &*field.title)).collect();
    let sure = column.confidence;
    let state = shared(move || {
        let (tone, text) = match value.with(|now| (now.is_empty(), *now == first)) {
            (_, false) => (Tone::Info, "已改"),
            (true, true) if sure == Confidence::Certain => (Tone::None, "不导入"),
            _ => (if sure == Confidence::Unsure { Tone::Due } else { Tone::Ok }, sure.label()),
        };
        view! { <Tag tone text=text.to_owned()/> }
    });
    view! {
        <tr>
            <td class="muted">{column.letters}</td>
            <td>{title.clone()}<div class="hint">{column.samples.join("、")}</div></td>
            <td><Select value choices=Signal::stored(choices) none="不导入" label=format!("“{title}”作为")/></td>
            <td>{state}<div class="hint">{column.reason}</div></td>
        </tr>
    }
    .into_any()
}
