//! All months of the book: where each stands, when its workbook was made. A press works on that month. Below, the
//! workbooks that were made of the month at hand; each is handed out again as it was.

use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::month::MonthRow;
use branchbook_contract::report::{KeptReport, ReportSave, ReportSaved};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::part::{Button, Empty, Look, Tag, Tone, Trouble};
use crate::state::act::{self, Act};
use crate::state::ask::Ask;
use crate::state::watch::{memo, shared};
use crate::state::{notice, state};
use crate::word;

/// The months, the newest first.
#[component]
pub fn Past(
    /// The months.
    rows: Vec<MonthRow>,
    /// The workbooks that were made.
    reports: Ask<Vec<KeptReport>>,
) -> impl IntoView {
    if rows.is_empty() {
        let text = "导入花名册、登记会议或活动之后，月份会列在这里。";
        return view! { <Empty title="还没有月份" text/> }.into_any();
    }
    let act = Act::new();
    let lines = rows.into_iter().map(|row| view! { <Line row reports act/> }).collect_view();
    view! {
        <div class="lists"><table class="plain">
            <thead><tr><th>"月份"</th><th>"状态"</th><th>"填报日期"</th><th>"上报截止"</th><th>"月报"</th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        <Kept reports act/>
    }
    .into_any()
}

#[component]
fn Line(row: MonthRow, reports: Ask<Vec<KeptReport>>, act: Act) -> impl IntoView {
    let session = state().session;
    let month = row.month;
    let is_present = shared(move || session.month() == Some(month));
    let filled = row.filled_on.map_or_else(|| word::DASH.to_owned(), |day| day.to_string());
    let changed = row.has_changed_since_sent.then(|| view! { " " <Tag tone=Tone::Due text="上报后有改动"/> });
    let latest = move || {
        let reports = reports.get();
        let found = reports
            .as_deref()
            .and_then(|all| all.iter().find(|report| report.month == month && report.is_latest).cloned());
        found.map(|report| view! { <span class="line">{made_at(&report)}"生成" <Again report act/></span> })
    };
    view! {
        <tr class:sel=is_present>
            <td><Button look=Look::Quiet on_press=move |()| session.choose_month(month)>{row.label}</Button></td>
            <td><Tag tone=tone(row.state) text=row.state_label/>{changed}</td>
            <td>{filled}</td>
            <td>{row.due_on.to_string()}</td>
            <td>{latest}</td>
        </tr>
    }
    .into_any()
}

/// The workbooks of the month at hand, the newest first.
#[component]
fn Kept(reports: Ask<Vec<KeptReport>>, act: Act) -> impl IntoView {
    let of_month = memo(move || {
        let month = state().session.month();
        let reports = reports.get();
        let reports = reports.as_deref().map(Vec::as_slice).unwrap_or_default();
        reports.iter().filter(|report| Some(report.month) == month).cloned().collect::<Vec<_>>()
    });
    let table = move || {
        let rows = of_month.get();
        let title = rows.first().map(|first| format!("{}导出过的月报", first.month.label()));
        let lines = rows.into_iter().map(|report| view! { <KeptLine report act/> }).collect_view();
        title.map(|title| {
            view! {
                <div class="kept">
                    <h3>{title}</h3>
                    <p class="muted">"每次内容有变都留着一份，可以原样再取出来。校验码相同，就是同一份文件。"</p>
                    <div class="lists"><table class="plain">
                        <thead><tr><th>"文件"</th><th>"生成"</th><th>"校验码"</th><th>"大小"</th><th></th></tr></thead>
                        <tbody>{lines}</tbody>
                    </table></div>
                </div>
            }
        })
    };
    view! { {table} }.into_any()
}

#[component]
fn KeptLine(report: KeptReport, act: Act) -> impl IntoView {
    let mark = report.sha256.get(..8).unwrap_or_default().to_owned();
    let latest = report.is_latest.then(|| view! { " " <Tag tone=Tone::Info text="现在这份"/> });
    view! {
        <tr>
            <td><span translate="no">{report.name.clone()}</span>{latest}</td>
            <td>{made_at(&report)}</td>
            <td><code>{mark}</code></td>
            <td>{word::bytes(report.size)}</td>
            <td><Again report act/></td>
        </tr>
    }
    .into_any()
}

/// Hands a workbook out once more, byte for byte.
#[component]
fn Again(report: KeptReport, act: Act) -> impl IntoView {
    let (file, label) = (report.file, report.month.label());
    let hint = format!("{}，{}生成", report.name, made_at(&report));
    let save = move |()| {
        let label = label.clone();
        let ask = Pick::save("月报存到哪里", report.name.clone()).kind("表格", &["xlsx"]);
        act::pick_one(ask, move |out| {
            act.send(&ReportSave { file, out }, move |saved: ReportSaved| {
                notice::written(format!("{label}月报已存好，与当时的一样。"), saved.path);
            });
        });
    };
    view! { <Button look=Look::Quiet on_press=save busy=act.busy() hint>"另存为…"</Button> }.into_any()
}

fn made_at(report: &KeptReport) -> String {
    word::moment(report.made_at, state().session.today.get_untracked())
}

/// How a month stands.
pub const fn tone(state: MonthState) -> Tone {
    match state {
        MonthState::Open => Tone::None,
        MonthState::Submitted => Tone::Info,
        MonthState::Returned => Tone::Due,
        MonthState::Received | MonthState::Closed => Tone::Ok,
    }
}
