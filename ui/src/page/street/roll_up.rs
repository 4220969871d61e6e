//! 汇总台账: the figures of all communities over a span of months, with the sums of each month. Every figure opens the
//! rows behind it. Months are not added up: a register is a standing.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::street::{MonthTotal, RollUpLine, RollUpTable, StreetRollUp};
use leptos::prelude::*;

use super::super::exchange::tone;
use super::figures::{GROUPS, Group};
use super::rows::{self, RowsHost};
use crate::address;
use crate::part::{Chip, Empty, Filters, Head, Panel, Tab, Tabs, Tag, shown};
use crate::state::ask::{Ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo};

/// Spans that are offered: months, and what they are called.
const SPANS: [(i32, &str); 4] = [(1, "本月"), (3, "近 3 个月"), (6, "近半年"), (12, "近一年")];

/// The page.
#[component]
pub fn RollUpPage() -> impl IntoView {
    let span = address::param_as::<i32>("span");
    let tab = address::param("tab");
    let months = move || span.get().filter(|months| (1..=60).contains(months)).unwrap_or(1);
    let table = ask_if(&[Kind::Exchange, Kind::RollUp], move || {
        let last = state().session.month()?;
        Some(StreetRollUp { first: last.plus(1 - months()), last })
    });
    let group = memo(move || {
        let key = tab.get();
        GROUPS.iter().position(|group| Some(group.key) == key.as_deref()).unwrap_or(0)
    });
    let body = move |data: Arc<RollUpTable>| {
        let group = GROUPS.get(group.get()).unwrap_or(&GROUPS[0]);
        view! { <Figures data=data.as_ref().clone() group/> }
    };
    let tabs: Vec<Tab> = GROUPS.iter().map(|group| Tab::new(group.key, group.label)).collect();
    let open = derived(move || GROUPS.get(group.get()).map_or("", |group| group.key).to_owned());
    view! {
        <Heading table/>
        <Panel title="社区 × 数字" note="点任一数字，看它是由哪些行来的">
            <Spans months=derived(months)/>
            <Tabs label="数字分组" tabs
                open=open
                on_open=|key: &'static str| address::set(&[("tab", Some(key.to_owned()))])/>
            {shown(table, body)}
        </Panel>
        <RowsHost/>
    }
    .into_any()
}

#[component]
fn Heading(table: Ask<RollUpTable>) -> impl IntoView {
    let title = table.map(|data| format!("{}，{} 个社区的汇总", data.last.label(), reported(data)));
    let note = table.map(|data| match data.missing.as_slice() {
        [] if reported(data) == 0 => "还没有登记社区".to_owned(),
        [] => "都报了".to_owned(),
        missing => format!("还没有报：{}", missing.join("、")),
    });
    view! { <Head title note/> }.into_any()
}

/// How many communities have reported the last month.
fn reported(data: &RollUpTable) -> u32 {
    data.totals.last().filter(|total| total.month == data.last).map_or(0, |total| total.communities)
}

#[component]
fn Spans(months: Signal<i32>) -> impl IntoView {
    let one = move |(count, label): (i32, &'static str)| {
        let on = derived(move || months.get() == count);
        let go = move |()| address::set(&[("span", Some(count.to_string()))]);
        view! { <Chip label=label.to_owned() on on_press=go/> }
    };
    view! { <Filters label="月份跨度">{SPANS.map(one).collect_view()}</Filters> }.into_any()
}

#[component]
fn Figures(data: RollUpTable, group: &'static Group) -> impl IntoView {
    if data.rows.is_empty() {
        let text = "接收社区的上报文件之后，数字会汇总在这里。";
        return view! {
            <Empty title="这段时间还没有收到上报" text><a class="btn" href="#/receive">"去接收"</a></Empty>
        }
        .into_any();
    }
    let heads =
        group.figures.iter().map(|figure| view! { <th class="num">{figure.title}</th> }).collect_view();
    let months = data.totals.iter().rev().map(|total| month_of(&data.rows, total, group)).collect_view();
    view! {
        <div class="lists"><table class="plain figures">
            <thead><tr><th>"社区"</th><th>"状态"</th>{heads}</tr></thead>
            <tbody>{months}</tbody>
        </table></div>
    }
    .into_any()
}

/// The communities of a month, and their sum.
fn month_of(rows: &[RollUpLine], total: &MonthTotal, group: &'static Group) -> AnyView {
    let sums = group.figures.iter().map(|figure| {
        let text = (figure.said)(&total.roll_up.figures);
        view! { <td class="num">{text}</td> }
    });
    let sums = sums.collect_view();
    let lines = rows.iter().filter(|row| row.month == total.month).map(|row| line(row, group)).collect_view();
    let said = format!("{}合计", total.month.label());
    view! {
        <tr class="sum"><td>{said}</td><td class="muted">{format!("{} 个", total.communities)}</td>{sums}</tr>
        {lines}
    }
    .into_any()
}

fn line(row: &RollUpLine, group: &'static Group) -> AnyView {
    let tone = tone::of_street(row.state, false);
    let cell = |figure: &super::figures::Figure| {
        let (community, month, part) = (row.community.clone(), row.month, figure.part);
        let text = (figure.said)(&row.roll_up.figures);
        let open = move |_| open(&community, month, part);
        view! { <td class="num"><button type="button" on:click=open>{text}</button></td> }
    };
    let cells = group.figures.iter().map(cell).collect_view();
    view! {
        <tr><td>{row.community.clone()}</td><td><Tag tone text=row.state.label()/></td>{cells}</tr>
    }
    .into_any()
}

fn open(community: &str, month: Month, part: &str) {
    rows::open(community, month, part);
}
