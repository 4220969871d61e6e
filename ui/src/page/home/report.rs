//! The path of the month's report, and what the check of the month has found.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::home::Home;
use branchbook_contract::month::{MonthCheck, MonthFindings, MonthShow, MonthStatus};
use leptos::prelude::*;

use crate::page::link_to;
use crate::page::report::path::steps;
use crate::part::{Panel, Steps, Tag, Tone, shown};
use crate::state::ask::{Ask, ask_if};

/// What the check goes by.
const KINDS: &[Kind] = &[
    Kind::Member,
    Kind::Organisation,
    Kind::Unit,
    Kind::ReportIn,
    Kind::Activity,
    Kind::Meeting,
    Kind::Points,
    Kind::Month,
];

/// What the panel asks.
#[derive(Clone, Copy)]
pub struct Asked {
    status: Ask<MonthStatus>,
    check: Ask<MonthFindings>,
}

impl Asked {
    /// Asks of the month that is worked on.
    pub fn new(month: impl Fn() -> Option<Month> + Copy + Send + Sync + 'static) -> Self {
        Self {
            status: ask_if(KINDS, move || month().map(|month| MonthShow { month })),
            check: ask_if(KINDS, move || month().map(MonthCheck::in_short)),
        }
    }
}

/// The panel.
#[component]
pub fn Report(
    /// The page's answer.
    home: Arc<Home>,
    /// The panel's own questions.
    asked: Asked,
) -> impl IntoView {
    let Asked { status, check } = asked;
    let street = Arc::unwrap_or_clone(home).addressee;
    let has_street = street.is_some();
    let note = match street {
        Some(street) => format!("至{street}"),
        None => "还没有登记街道".to_owned(),
    };
    let path = status.map(move |status| steps(status, has_street));
    let is_closed = status.map(|status| status.row.state == MonthState::Closed);
    view! {
        <Panel title="本月上报" note=note>
            <Steps label="本月上报的进度" steps=path/>
            {shown(check, move |found| view! { <Found found is_closed/> })}
        </Panel>
    }
    .into_any()
}

#[component]
fn Found(found: Arc<MonthFindings>, is_closed: Memo<bool>) -> impl IntoView {
    // What is closed is looked at, not mended.
    let go = move || link_to("report", "go", if is_closed.get() { "查看" } else { "去核对" });
    let grades = [
        ("必须", found.must_count, Tone::Late, branchbook_contract::domain::rule::Level::Must),
        ("应当", found.should_count, Tone::Due, branchbook_contract::domain::rule::Level::Should),
    ];
    let lines = grades.into_iter().filter(|(_, count, ..)| *count > 0).map(|(word, count, tone, level)| {
        let first = found.findings.iter().find(|one| one.finding.level == level);
        let what = first.map(|one| format!("{}：{}", one.finding.subject, one.finding.rule.title));
        let what = what.unwrap_or_default();
        let said = if count > 1 { format!("{what}等 {count} 处") } else { what };
        view! {
            <li>
                <Tag tone text=format!("{word} {count}")/>
                <span title=said.clone()>{said.clone()}</span>
                {go}
            </li>
        }
    });
    let is_clean = found.must_count + found.should_count == 0;
    let clean =
        is_clean.then(|| view! { <li><Tag tone=Tone::Ok text="通过"/><span>"没有要处理的问题"</span></li> });
    let notes = (found.note_count > 0).then(|| {
        view! { <li><Tag tone=Tone::Info text=format!("提示 {}", found.note_count)/><span>"不影响上报，有空看一看"</span>{link_to("report", "go", "查看")}</li> }
    });
    view! { <ul class="todo">{lines.collect_view()}{clean}{notes}</ul> }.into_any()
}
