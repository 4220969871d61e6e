//! Rows of the file as the preview and the outcome show them: state by word and shape, the reason below.

use std::sync::Arc;

use branchbook_contract::intake::{FieldChange, RowCounts, RowState, SourceRowView};
use leptos::prelude::*;

use super::decide;
use super::run::Run;
use crate::part::{Light, Tone};
use crate::word;

/// How a state looks.
pub const fn tone(state: RowState) -> Tone {
    match state {
        RowState::New => Tone::Ok,
        RowState::Update => Tone::Info,
        RowState::Same | RowState::Duplicate | RowState::Left => Tone::None,
        RowState::Conflict => Tone::Due,
        RowState::Refused => Tone::Late,
    }
}

/// How many rows are in which state; a press shows only those.
#[component]
pub fn Counts(counts: RowCounts, chosen: RwSignal<Option<RowState>>) -> impl IntoView {
    let tile = move |state: &RowState| {
        let state = *state;
        let is_on = move || chosen.get() == Some(state);
        let press = move |_| chosen.update(|chosen| *chosen = (*chosen != Some(state)).then_some(state));
        view! {
            <button type="button" class:on=is_on aria-pressed=move || is_on().to_string() on:click=press>
                <Light tone=tone(state) text=state.label().to_owned()/>
                <span class="fig">{word::number(i64::from(counts.count(state)))}<small>"行"</small></span>
            </button>
        }
    };
    view! { <div class="tiles states" role="group" aria-label="各行的情况">{RowState::ALL.iter().map(tile).collect_view()}</div> }.into_any()
}

/// A table of rows of the file; with an import under way each can be decided.
#[component]
pub fn SourceRows(titles: Arc<Vec<String>>, rows: Vec<SourceRowView>, run: Option<Run>) -> impl IntoView {
    let many_sheets = rows.iter().any(|row| rows.first().is_some_and(|first| first.sheet != row.sheet));
    let heads = titles.iter().map(|title| view! { <th>{title.clone()}</th> }).collect_view();
    let line = move |row: &SourceRowView| view! { <SourceRow row=row.clone() many_sheets run/> };
    view! {
        <div class="sheet-rows" tabindex="0" role="region" aria-label="文件里的行">
            <table class="plain">
                <thead><tr><th class="num">"行"</th><th>"情况"</th><th>"对象"</th><th>"说明"</th>{heads}</tr></thead>
                <tbody>{rows.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn SourceRow(row: SourceRowView, many_sheets: bool, run: Option<Run>) -> impl IntoView {
    let place = if many_sheets { format!("{} {}", row.sheet, row.row) } else { row.row.to_string() };
    let cells = row
        .cells
        .clone()
        .into_iter()
        .map(|text| view! { <td class="muted" title=text.clone()>{text.clone()}</td> });
    let decided = run.and_then(|run| decide::of_row(&row, run));
    let fields = run.map(|run| {
        row.changes.iter().filter_map(|change| decide::of_field(&row, change, run)).collect_view()
    });
    let cells = cells.collect_view();
    // The number of the row stands in front already.
    let told = format!("第 {} 行", row.row);
    let note = |note: &String| {
        let rest = note.strip_prefix(&told);
        let rest = rest.and_then(|rest| rest.strip_prefix(" · ").or_else(|| rest.strip_prefix('：')));
        rest.unwrap_or(note.as_str()).to_owned()
    };
    let notes = word::running(&row.notes.iter().map(note).collect::<Vec<_>>().join(" "));
    let changes: Vec<String> = row.changes.iter().map(FieldChange::sentence).collect();
    let changes = (!changes.is_empty()).then(|| view! { <div class="muted">{changes.join("；")}</div> });
    view! {
        <tr>
            <td class="num muted">{place}</td>
            <td><Light tone=tone(row.state) text=row.state.label().to_owned()/></td>
            <td><b>{row.who}</b></td>
            <td class="why" class:bad=row.state.is_handed_back()>{notes}{changes}{decided}{fields}</td>
            {cells}
        </tr>
    }
    .into_any()
}
