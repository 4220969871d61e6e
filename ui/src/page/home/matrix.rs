//! The matrix of organisation life: how often due, how often held, with the rule behind each cell.

use std::sync::Arc;

use branchbook_contract::home::{CellState, Home, HomeBranch, HomeCell, HomeColumn};
use leptos::prelude::*;

use crate::address;
use crate::page::address_of;
use crate::part::{Empty, Light, Panel, Tone};
use crate::word;

/// The matrix.
#[component]
pub fn Matrix(
    /// The page's answer.
    home: Arc<Home>,
) -> impl IntoView {
    let basis = if home.basis.is_empty() { String::new() } else { format!(" · 依{}", home.basis) };
    let note = format!("应开几次，开了几次{basis}");
    let body = if home.branches.is_empty() {
        view! { <Empty title="还没有党支部" text="导入党员花名册后，支部和党小组会一并建好，应开的会列在这里。"/> }.into_any()
    } else {
        view! { <Grid home/> }.into_any()
    };
    let more = || address_of("meetings").map(|href| view! { <a href=href>"全部会议"</a> });
    view! { <Panel title="组织生活" note=note more=more>{body}</Panel> }.into_any()
}

#[component]
fn Grid(home: Arc<Home>) -> impl IntoView {
    let head = |column: &HomeColumn| {
        view! { <th scope="col">{column.label.clone()}<br/><span class="hint">{column.per.clone()}</span></th> }
    };
    let heads = home.columns.iter().map(head).collect_view();
    let rows = home.branches.iter().map(|branch| view! { <Line branch=branch.clone()/> }).collect_view();
    view! {
        <div class="scroll">
            <table class="cal">
                <thead><tr><th scope="col">"支部"</th>{heads}<th scope="col">"到会率"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
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
            let href = address::link("meetings", &[("branch", branch.to_string())]);
            view! { <a class="plain" href=href>{light}</a> }.into_any()
        }
        None => light.into_any(),
    };
    view! { <td title=cell.sentence>{inside}</td> }.into_any()
}
