//! 报表: a community's month from checking to closing. Shows where the month stands, what is wrong in it with a way to
//! each record, writes the monthly workbook, and closes the month. Rules and figures are the desk's.

pub(crate) mod export;
mod finding;
mod past;
pub(crate) mod path;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::month::{MonthCheck, MonthFindings, MonthList, MonthRow, MonthShow, MonthStatus};
use branchbook_contract::parcel::ParcelList;
use branchbook_contract::report::{KeptReport, ReportList};
use leptos::prelude::*;

use self::export::{Export, ExportPanel};
use self::finding::Findings;
use self::past::Past;
use self::path::PathPanel;
use super::{Page, Place};
use crate::part::{Button, Head, Icon, Look, Panel, shown};
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::state;
use crate::state::watch::derived;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "report",
    title: "报表",
    icon: Icon::Report,
    office: Some(Office::Community),
    place: Place::Work,
    count: None,
    view: || view! { <ReportPage/> }.into_any(),
};

/// Whatever is booked may change what is found in a month.
const ALL: &[Kind] = &[
    Kind::Month,
    Kind::Member,
    Kind::Organisation,
    Kind::Unit,
    Kind::ReportIn,
    Kind::Offer,
    Kind::Activity,
    Kind::Meeting,
    Kind::Points,
    Kind::Exchange,
];

/// What the regions of the page are drawn from.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Where the month stands.
    pub status: Ask<MonthStatus>,
    /// What is found in it.
    pub findings: Ask<MonthFindings>,
    /// All months.
    pub months: Ask<Vec<MonthRow>>,
    /// All workbooks that were made.
    pub reports: Ask<Vec<KeptReport>>,
    /// Whether a street is trusted.
    pub has_street: Memo<bool>,
}

impl Asked {
    fn new() -> Self {
        let month = || state().session.month();
        let exchange = ask(&[Kind::Exchange], || ParcelList { offset: 0, limit: Some(1) });
        Self {
            status: ask_if(ALL, move || month().map(|month| MonthShow { month })),
            findings: ask_if(ALL, move || month().map(|month| MonthCheck { month, limit: None })),
            months: ask(&[Kind::Month], || MonthList {}),
            reports: ask(&[Kind::Month], || ReportList { month: None }),
            has_street: exchange.map(|data| data.partners.iter().any(|partner| partner.to_on.is_none())),
        }
    }
}

#[component]
fn ReportPage() -> impl IntoView {
    let (asked, export) = (Asked::new(), Export::new());
    view! {
        <Heading asked export/>
        <div class="report">
            <div class="stack">
                <Panel title="核对" note="点“打开”到那条记录；改完这里自己更新">
                    {shown(asked.findings, |data| view! { <Findings data=data.as_ref().clone()/> })}
                </Panel>
                <Panel title="各月" note="点月份，看那个月">
                    {shown(asked.months, move |rows| view! { <Past rows=rows.to_vec() reports=asked.reports/> })}
                </Panel>
            </div>
            <div class="stack">
                {shown(asked.status, move |data| view! { <PathPanel status=data.as_ref().clone() asked/> })}
                <ExportPanel asked export/>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Heading(asked: Asked, export: Export) -> impl IntoView {
    let must = asked.findings.map(|data| data.must_count);
    let should = asked.findings.map(|data| data.should_count);
    let is_closed = asked.status.map(|data| data.row.state == MonthState::Closed);
    let due = asked.status.map(|data| Some(data.row.due_on));
    let title = derived(move || {
        let month = state().session.month().map(|month| month.name()).unwrap_or_default();
        match (must.get(), should.get()) {
            _ if is_closed.get() => format!("{month}已结账"),
            (0, 0) => format!("{month}，核对没有问题"),
            (0, should) => format!("{month}，{should} 处应当处理"),
            (must, _) => format!("{month}，{must} 处必须处理"),
        }
    });
    let note = derived(move || {
        let due = due.get().filter(|_| !is_closed.get());
        due.map(|day| format!("上报截止 {}", word::short_day(day))).unwrap_or_default()
    });
    view! {
        <Head title note>
            <Button look=Look::Main busy=export.busy() on_press=move |()| export.make()>"导出月报…"</Button>
        </Head>
    }
    .into_any()
}
