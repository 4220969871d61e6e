//! 本月: what stands, what is missing, what falls due, where the month's report is. Every number leads to its rows.

mod few;
mod figures;
mod matrix;
mod report;

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::home::{FallsDue, Home as Shown, HomeShow};
use leptos::prelude::*;

use super::{Page, Place, link_to};
use crate::part::{Bar, Bars, Empty, Head, Icon, Panel, Tag, Tone, shown};
use crate::state::ask::{Ask, ask_if};
use crate::state::state;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "home",
    title: "本月",
    icon: Icon::Home,
    office: Some(Office::Community),
    place: Place::Work,
    count: None,
    view: || view! { <Home/> }.into_any(),
};

/// What the page is made of.
const KINDS: &[Kind] = &[
    Kind::Office,
    Kind::Organisation,
    Kind::Member,
    Kind::Unit,
    Kind::ReportIn,
    Kind::Activity,
    Kind::Meeting,
    Kind::Points,
    Kind::Month,
    Kind::Exchange,
];

#[component]
fn Home() -> impl IntoView {
    let session = state().session;
    let home = ask_if(KINDS, move || session.month().map(|month| HomeShow { month }));
    // Asked beside the page and not by its panel, which stands only when the page's own answer is there.
    let report = report::Asked::new(move || session.month());
    // Kept here: the body is built anew with every answer.
    let is_all = RwSignal::new(false);
    view! {
        <Title home/>
        {shown(home, move |home| view! { <Body home report is_all/> })}
    }
    .into_any()
}

/// Where things stand, as the desk says it.
#[component]
fn Title(home: Ask<Shown>) -> impl IntoView {
    let (title, note) = (home.map(|home| home.title.clone()), home.map(|home| home.note.clone()));
    view! { <Head title note>{first_steps(home)}</Head> }.into_any()
}

/// What is done most; in a book without branches that is the register.
fn first_steps(home: Ask<Shown>) -> impl IntoView {
    let is_empty = home.map(|home| home.branches.is_empty());
    move || match is_empty.get() {
        true => link_to("intake?kind=roster", "btn main", "导入党员花名册").into_any(),
        false => view! {
            {link_to("report-in?tab=activities", "btn", "登记活动")}
            {link_to("meetings/new", "btn main", "登记会议")}
        }
        .into_any(),
    }
}

#[component]
fn Body(home: Arc<Shown>, report: report::Asked, is_all: RwSignal<bool>) -> impl IntoView {
    let first = home.clone();
    view! {
        <div class="home">
            <matrix::Matrix home=home.clone() is_all/>
            <report::Report home=home.clone() asked=report/>
            <figures::Tiles tiles=home.tiles.clone()/>
            <DueList due=first.falls_due.clone()/>
            <Distribution home/>
        </div>
    }
    .into_any()
}

#[component]
fn DueList(due: Vec<FallsDue>) -> impl IntoView {
    let is_empty = due.is_empty();
    let lines = due.into_iter().map(|due| view! { <DueLine due/> }).collect_view();
    view! {
        <Panel title="快到期的事" note="四十五天之内">
            <ul class="todo">{lines}</ul>
            {is_empty.then(|| view! { <Empty title="没有快到期的事" text="预备期满、该开的会快到日子时，会提前列在这里。"/> })}
        </Panel>
    }
    .into_any()
}

#[component]
fn DueLine(due: FallsDue) -> impl IntoView {
    let tone = match (due.is_late, due.label.as_str()) {
        (true, _) => Tone::Late,
        (false, "转正") => Tone::Due,
        _ => Tone::Info,
    };
    let about = if due.is_about { "约 " } else { "" };
    let goes = link_to(&due.opens, "go", "打开");
    view! {
        <li>
            <time>{format!("{about}{}", word::short_day(due.on))}</time>
            <Tag tone text=due.label/>
            <span title=due.sentence.clone()>{due.sentence.clone()}</span>
            {goes}
        </li>
    }
    .into_any()
}

#[component]
fn Distribution(home: Arc<Shown>) -> impl IntoView {
    let people: i64 = home.distribution.iter().map(|bin| bin.count).sum();
    let bars: Vec<Bar> = home
        .distribution
        .iter()
        .map(|bin| Bar {
            label: bin.label.clone(),
            value: bin.count,
            said: format!("{} 人", bin.count),
            href: super::address_of(&bin.opens),
        })
        .collect();
    let chart = if people > 0 {
        view! { <div class="pad"><Bars label="积分分布" bars/></div> }.into_any()
    } else {
        view! { <Empty title="还没有积分" text="登记会议和服务后，积分会按方案自动记入。"/> }.into_any()
    };
    view! { <Panel title="积分分布" note=format!("本年 · {people} 人")>{chart}</Panel> }.into_any()
}
