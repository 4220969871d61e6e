//! 街道总览: community × month with the state of each by word and shape, the figures that each sent last, whom to
//! remind, and people on two registers. A press on a cell opens the parcel of that month.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::street::{
    Overview, OverviewCell, OverviewRow, PersonTwice, RollUpTable, StreetOverview, StreetRollUp, StreetState,
};
use leptos::prelude::*;

use super::super::exchange::tone;
use super::reminders::Reminders;
use super::rows::{self, RowsHost};
use crate::address;
use crate::page::report::export::Export;
use crate::part::{Button, Dot, Empty, Head, Look, Panel, Tag, Tone, shown};
use crate::state::ask::{Ask, ask_if};
use crate::state::state;
use crate::state::watch::shared;
use crate::word;

const KINDS: &[Kind] = &[Kind::Exchange, Kind::RollUp];

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let month = || state().session.month();
    let overview = ask_if(KINDS, move || month().map(StreetOverview::to_date));
    let figures = ask_if(KINDS, move || month().map(StreetRollUp::newest));
    let (reminders, workbook) = (RwSignal::new(false), Export::new());
    let body = move |data: Arc<Overview>| view! { <Body data=data.as_ref().clone() figures/> };
    view! {
        <Heading overview reminders workbook/>
        {workbook.trouble()}
        {shown(overview, body)}
        <Reminders is_open=reminders/>
        <RowsHost/>
    }
    .into_any()
}

#[component]
fn Heading(overview: Ask<Overview>, reminders: RwSignal<bool>, workbook: Export) -> impl IntoView {
    let title = overview.map(headline);
    let note = overview.map(note);
    // Where nobody is registered there is nothing to receive, to sum up or to remind of.
    let is_empty = overview.map(|data| data.communities.is_empty());
    let steps = shared(move || {
        if is_empty.get() {
            return view! { <a class="btn main" href="#/communities">"去登记社区"</a> }.into_any();
        }
        view! {
            <Button on_press=move |()| reminders.set(true)>"催报名单"</Button>
            <Button busy=workbook.busy() on_press=move |()| super::report::make(workbook)>"导出汇总表…"</Button>
            <Button look=Look::Main on_press=|()| address::go("receive")>"接收数据包…"</Button>
        }
        .into_any()
    });
    view! { <Head title note>{steps}</Head> }.into_any()
}

fn headline(data: &Overview) -> String {
    let month = data.months.last().copied().map(|month| month.name()).unwrap_or_default();
    if data.communities.is_empty() {
        return "还没有登记社区".to_owned();
    }
    let all = data.communities.len();
    let come = all - count(data, StreetState::Missing) as usize;
    format!("{month}，{all} 个社区已收 {come} 个")
}

fn note(data: &Overview) -> String {
    if data.communities.is_empty() {
        return String::new();
    }
    let owed = (count(data, StreetState::Missing), count(data, StreetState::Returned));
    format!("截止 {} · 未报 {} · 退回待改 {}", word::short_day(data.due_on), owed.0, owed.1)
}

fn count(data: &Overview, state: StreetState) -> u32 {
    data.counts.iter().find(|count| count.state == state).map_or(0, |count| count.count)
}

#[component]
fn Body(data: Overview, figures: Ask<RollUpTable>) -> impl IntoView {
    if data.communities.is_empty() {
        let text = "导出街道的邀请函交给各社区，再登记社区交来的邀请函，社区就会列在这里。";
        return view! { <Panel title="社区 × 月份"><Empty title="还没有社区" text/></Panel> }.into_any();
    }
    let note =
        format!("点任一格打开当月数据包 · 共 {} 个 · 数字取近三月最后一次上报", data.communities.len());
    let months = data.months.clone();
    let lines = data.communities.into_iter().map(|row| view! { <Line row figures/> }).collect_view();
    let twice = data.twice;
    view! {
        <Panel title="社区 × 月份" note more=ViewFn::from(legend)>
            <div class="lists"><table class="plain months">
                <thead><tr><th>"社区"</th>{heads(&months)}<FigureHeads/></tr></thead>
                <tbody>{lines}</tbody>
            </table></div>
        </Panel>
        {(!twice.is_empty()).then(|| view! { <Twice twice/> })}
    }
    .into_any()
}

fn legend() -> impl IntoView {
    let one = |(tone, text): (Tone, &str)| view! { <crate::part::Light tone text=text.to_owned()/> };
    let all = [
        (Tone::Ok, "已回执、已结账"),
        (Tone::Info, "已报待核"),
        (Tone::Due, "退回待改"),
        (Tone::Late, "未报"),
    ];
    view! { <span class="legend">{all.map(one).collect_view()}</span> }
}

fn heads(months: &[Month]) -> Vec<AnyView> {
    let last = months.last().copied();
    let one = |month: &Month| {
        let is_last = Some(*month) == last;
        let starts = month.month() == 1 && !is_last;
        let text = if is_last { format!("{}月", month.month()) } else { month.month().to_string() };
        let title = month.label();
        let text = if starts { format!("{}-1", month.year() % 100) } else { text };
        view! { <th class:c=!is_last title=title>{text}</th> }.into_any()
    };
    months.iter().map(one).collect()
}

#[component]
fn FigureHeads() -> impl IntoView {
    let one = |text: &'static str| view! { <th class="num">{text}</th> };
    ["党员", "报到", "报到率", "服务时长", "到会率"].map(one).collect_view().into_any()
}

#[component]
fn Line(row: OverviewRow, figures: Ask<RollUpTable>) -> impl IntoView {
    let name = row.community.clone();
    let count = row.cells.len();
    let cells =
        row.cells.iter().enumerate().map(|(place, cell)| one(&name, cell, place + 1 == count)).collect_view();
    let numbers = {
        let name = name.clone();
        move || numbers(&name, figures)
    };
    view! { <tr><td>{name}</td>{cells}{numbers}</tr> }.into_any()
}

/// A month of a community: a shape, and for the last month its word beside it.
fn one(community: &str, cell: &OverviewCell, is_last: bool) -> AnyView {
    let tone = tone::of_street(cell.state, cell.is_late || (is_last && cell.state == StreetState::Missing));
    let said = format!("{} {} {}", community, cell.month.label(), said(cell));
    let (community, month, is_there) = (community.to_owned(), cell.month, cell.sequence.is_some());
    let open = move |_| rows::open(&community, month, "member");
    let inside = if is_last {
        view! { <span class=format!("chip m {}", tone.class())>{said_short(cell)}</span> }.into_any()
    } else {
        view! { <Dot tone label=said.clone()/> }.into_any()
    };
    let shape = if is_there {
        view! { <button type="button" class="cell" title=said on:click=open>{inside}</button> }.into_any()
    } else {
        view! { <span class="cell" title=said>{inside}</span> }.into_any()
    };
    view! { <td class:c=!is_last>{shape}</td> }.into_any()
}

fn said(cell: &OverviewCell) -> String {
    let sequence = cell.sequence.map(|sequence| format!("，第 {sequence} 次")).unwrap_or_default();
    let must = if cell.must_findings > 0 {
        format!("，必须处理 {} 处", cell.must_findings)
    } else {
        String::new()
    };
    let late = if cell.is_late { "，超过截止日" } else { "" };
    format!("{}{sequence}{late}{must}", cell.label)
}

fn said_short(cell: &OverviewCell) -> String {
    match cell.state {
        StreetState::Reported => "已报待核".to_owned(),
        StreetState::Returned => "退回待改".to_owned(),
        _ => cell.label.clone(),
    }
}

fn numbers(community: &str, figures: Ask<RollUpTable>) -> Vec<AnyView> {
    let table = figures.get();
    let line = table.as_ref().and_then(|table| table.rows.iter().rfind(|line| line.community == community));
    let Some((month, sums)) = line.map(|line| (line.month, line.roll_up.figures)) else {
        return (0..5).map(|_| view! { <td class="num muted">{word::DASH}</td> }.into_any()).collect();
    };
    let held = sums.all_held();
    let to = |part: &'static str, text: String| {
        let community = community.to_owned();
        let open = move |_| rows::open(&community, month, part);
        view! { <td class="num"><button type="button" class="cell" on:click=open>{text}</button></td> }
            .into_any()
    };
    vec![
        to("member", word::number(sums.members)),
        to("unit", word::number(sums.reported)),
        to("unit", word::percent(sums.stated_reported, sums.expected)),
        to("service", word::hours(sums.minutes)),
        to("meeting", word::whole_percent(held.present, held.due)),
    ]
}

/// People whom two communities have on their registers.
#[component]
fn Twice(twice: Vec<PersonTwice>) -> impl IntoView {
    let note = format!("{} 人；请两个社区核对后，由转出的一方办理减员", twice.len());
    let line = |person: PersonTwice| {
        let (tone, said) =
            if person.is_certain { (Tone::Late, "同一人") } else { (Tone::Due, "可能是同一人") };
        let places = person.places.join("　");
        view! { <tr><td><b>{person.name}</b></td><td><Tag tone text=said/></td><td class="wrap">{places}</td></tr> }
    };
    view! {
        <Panel title="两个社区都有的人" note>
            <table class="plain">
                <thead><tr><th>"姓名"</th><th>"判断"</th><th>"在哪里"</th></tr></thead>
                <tbody>{twice.into_iter().map(line).collect_view()}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}
