//! The matrix of organisation life: how often due, how often held, with the rule behind each cell.

use std::sync::Arc;

use branchbook_contract::home::{CellState, Home, HomeBranch, HomeCell, HomeColumn};
use leptos::prelude::*;

use super::few::{is_many, most_urgent, said_of_hidden};
use crate::address;
use crate::page::address_of;
use crate::part::{Button, Empty, Light, Look, Panel, Tone};
use crate::state::watch::shared;
use crate::word;

/// The matrix.
#[component]
pub fn Matrix(
    /// The page's answer.
    home: Arc<Home>,
    /// Whether all branches are shown, however many there are.
    is_all: RwSignal<bool>,
) -> impl IntoView {
    let basis = if home.basis.is_empty() { String::new() } else { format!(" · 依{}", home.basis) };
    let note = format!("应开几次，开了几次{basis}");
    let body = if home.branches.is_empty() {
        view! { <Empty title="还没有党支部" text="导入党员花名册后，支部和党小组会一并建好，应开的会列在这里。"/> }.into_any()
    } else {
        view! { <Grid home is_all/> }.into_any()
    };
    let more = || address_of("meetings").map(|href| view! { <a href=href>"全部会议"</a> });
    view! { <Panel title="组织生活" note=note more=more>{body}</Panel> }.into_any()
}

#[component]
fn Grid(home: Arc<Home>, is_all: RwSignal<bool>) -> impl IntoView {
    let head = |column: &HomeColumn| {
        view! { <th scope="col">{column.label.clone()}<br/><span class="hint">{column.per.clone()}</span></th> }
    };
    let heads = home.columns.iter().map(head).collect_view();
    let rest = is_many(&home.branches).then(|| view! { <Rest home=home.clone() is_all/> });
    let rows = shared(move || {
        let is_shown = most_urgent(&home.branches, is_all.get());
        let shown = home.branches.iter().zip(is_shown).filter(|(_, is_shown)| *is_shown);
        shown.map(|(branch, _)| view! { <Line branch=branch.clone()/> }).collect_view()
    });
    view! {
        <div class="scroll">
            <table class="cal">
                <thead><tr><th scope="col">"支部"</th>{heads}<th scope="col">"到会率"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {rest}
    }
    .into_any()
}

/// What is not shown, and the way to it.
#[component]
fn Rest(home: Arc<Home>, is_all: RwSignal<bool>) -> impl IntoView {
    let hidden = said_of_hidden(&home.branches);
    let word = move || if is_all.get() { "收起".to_owned() } else { format!("{hidden}，全部显示") };
    let turn = move |()| is_all.update(|is_all| *is_all = !*is_all);
    view! { <div class="line pad"><Button look=Look::Quiet on_press=turn>{word}</Button></div> }.into_any()
}

#[component]
fn Line(branch: HomeBranch) -> impl IntoView {
    let HomeBranch { branch: key, name, cells, due, present } = branch;
    let cells = cells.into_iter().map(|cell| view! { <Cell cell branch=key.0/> }).collect_view();
    let rate = word::whole_percent(present, due);
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
            <td title=format!("应到 {due} 人次，实到 {present} 人次")>{rate}</td>
        </tr>
    }
    .into_any()
}

/// A cell leads to the meetings of its branch.
#[component]
fn Cell(cell: HomeCell, branch: i64) -> impl IntoView {
    let tone = match cell.state {
        CellState::Done => Tone::Ok,
        CellState::Open => Tone::Due,
        CellState::Missing => Tone::Late,
        CellState::NotDue => Tone::None,
    };
    let light = view! { <Light tone text=cell.text/> };
    let inside = match address_of("meetings").filter(|_| cell.state != CellState::NotDue) {
        Some(_) => {
            let href = address::link("meetings", &[("subject", branch.to_string())]);
            view! { <a class="plain" href=href>{light}</a> }.into_any()
        }
        None => light.into_any(),
    };
    view! { <td title=cell.sentence>{inside}</td> }.into_any()
}
