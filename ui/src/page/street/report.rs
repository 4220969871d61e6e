//! 报表 of the street: writes the workbook of all communities of a month.

use branchbook_contract::Kind;
use branchbook_contract::street::{Overview, StateCount, StreetOverview, StreetReport};
use leptos::prelude::*;

use crate::page::exchange::tone;
use crate::page::report::export::Export;
use crate::part::{Button, Head, Look, Panel, Tag, shown};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::derived;

/// Writes the street's workbook into a folder that the person picks.
pub fn make(export: Export) {
    export.write("汇总表", |month, out, on| StreetReport { month, out, on });
}

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let workbook = Export::new();
    let month = || state().session.month();
    let overview = ask_if(&[Kind::Exchange, Kind::RollUp], move || {
        month().map(|month| StreetOverview { month, months: Some(1) })
    });
    let title = derived(move || month().map(|month| format!("{}汇总表", month.name())).unwrap_or_default());
    let hint = Signal::stored(Some("不填就用已定的日期；第一次导出用今天。".to_owned()));
    view! {
        <Head title note="各社区上报的数字合成一本工作簿，同样的数据每次导出都一样">
            <Button look=Look::Main busy=workbook.busy() on_press=move |()| make(workbook)>"导出汇总表…"</Button>
        </Head>
        <div class="two">
            <Panel title="收了多少" note="没有报的社区在表里空着">
                {shown(overview, |data| view! { <States data=data.as_ref().clone()/> })}
            </Panel>
            <Panel title="导出">{workbook.body(hint)}</Panel>
        </div>
    }
    .into_any()
}

/// How many communities stand where.
#[component]
fn States(data: Overview) -> impl IntoView {
    let line = |count: StateCount| {
        let tone = tone::of_street(count.state, true);
        view! {
            <tr><td><Tag tone text=count.label/></td><td class="num"><a href="#/street">{count.count}</a></td></tr>
        }
    };
    view! { <table class="plain"><tbody>{data.counts.into_iter().map(line).collect_view()}</tbody></table> }
        .into_any()
}
