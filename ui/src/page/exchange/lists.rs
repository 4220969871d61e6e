//! Lists of what went out, what came in and what was not taken: the same at both offices. Asks nothing itself.

use branchbook_contract::domain::day::Month;
use branchbook_contract::parcel::{Exchange, ReceivedRow, RefusedRow, RowReason, SentRow};
use leptos::prelude::*;

use super::{record, tone};
use crate::part::{Panel, Tag, Tone};
use crate::state::state;
use crate::word;

/// What went out.
#[component]
pub fn Sent(
    /// The exchange.
    exchange: Exchange,
) -> impl IntoView {
    let note = format!("共 {} 份，新的在上", exchange.sent_total);
    let rows = exchange.sent.into_iter().map(|row| view! { <SentLine row/> }).collect_view();
    view! {
        <Panel title="发出的" note>
            <div class="lists"><table class="plain">
                <thead><tr><th>"时间"</th><th>"内容"</th><th>"月份"</th><th>"第几次"</th><th>"发给"</th><th>"状态"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </Panel>
    }
    .into_any()
}

#[component]
fn SentLine(row: SentRow) -> impl IntoView {
    let tone = tone::of_label(&row.state_label);
    let to = row.to.unwrap_or_else(|| "各社区".to_owned());
    view! {
        <tr title=row.file_name>
            <td class="muted">{word::moment(row.sealed_at, today())}</td>
            <td>{row.kind_label}</td>
            <td>{month(row.month)}</td>
            <td>{format!("第 {} 次", row.sequence)}</td>
            <td>{to}</td>
            <td><Tag tone text=row.state_label/></td>
        </tr>
        <ReasonRow reasons=row.reasons columns=6/>
    }
    .into_any()
}

/// What came in.
#[component]
pub fn Received(
    /// The exchange.
    exchange: Exchange,
) -> impl IntoView {
    let note = format!("共 {} 份，新的在上", exchange.received_total);
    let rows = exchange.received.into_iter().map(|row| view! { <ReceivedLine row/> }).collect_view();
    view! {
        <Panel title="收到的" note>
            <div class="lists"><table class="plain">
                <thead><tr><th>"时间"</th><th>"来自"</th><th>"内容"</th><th>"月份"</th><th>"第几次"</th><th>"结果"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </Panel>
    }
    .into_any()
}

#[component]
fn ReceivedLine(row: ReceivedRow) -> impl IntoView {
    // At the street a report that was taken still waits for its receipt.
    let waits = state().session.is_street() && row.verdict_label == tone::TAKEN;
    let tone = if waits { Tone::Info } else { tone::of_label(&row.verdict_label) };
    let findings = row.findings.into_iter().map(|text| sentence_row(text, 6)).collect_view();
    view! {
        <tr>
            <td class="muted">{word::moment(row.received_at, today())}</td>
            <td>{row.from}</td>
            <td>{row.kind_label}</td>
            <td>{month(row.month)}</td>
            <td>{format!("第 {} 次", row.sequence)}</td>
            <td><Tag tone text=row.verdict_label/></td>
        </tr>
        <ReasonRow reasons=row.reasons columns=6/>
        {findings}
    }
    .into_any()
}

/// What was proven and not taken, each with the reason. Nothing where there is none.
#[component]
pub fn Refused(
    /// The exchange.
    exchange: Exchange,
) -> impl IntoView {
    let note = format!("共 {} 份；文件没有进入台账，什么都没有改动", exchange.refused_total);
    let rows = exchange.refused.into_iter().map(|row| view! { <RefusedLine row/> }).collect_view();
    (exchange.refused_total > 0)
        .then(|| {
            view! {
                <Panel title="没有接收的文件" note>
                    <div class="lists"><table class="plain">
                        <thead><tr><th>"时间"</th><th>"来自"</th><th>"内容"</th><th>"原因"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                </Panel>
            }
        })
        .into_any()
}

#[component]
fn RefusedLine(row: RefusedRow) -> impl IntoView {
    let what = format!("{} {} 第 {} 次", row.kind_label, month(row.month), row.sequence);
    view! {
        <tr>
            <td class="muted">{word::moment(row.received_at, today())}</td>
            <td>{row.from}</td>
            <td>{what}</td>
            <td class="wrap">{row.reason}</td>
        </tr>
    }
    .into_any()
}

/// Reasons below the row of a table.
#[component]
fn ReasonRow(reasons: Vec<RowReason>, columns: u8) -> impl IntoView {
    let has_reasons = !reasons.is_empty();
    has_reasons
        .then(|| view! { <tr class="below"><td colspan=columns class="wrap"><Reasons reasons/></td></tr> })
        .into_any()
}

/// Reasons line by line; at a community each leads to the record.
#[component]
pub fn Reasons(
    /// The reasons.
    reasons: Vec<RowReason>,
) -> impl IntoView {
    let leads = !state().session.is_street();
    let line = move |reason: RowReason| {
        let href = record::of_reason(&reason).filter(|_| leads);
        let go = href.map(|href| view! { <a class="end" href=href>"打开这条记录"</a> });
        view! { <li class="line"><b>{reason.who}</b><span>{reason.reason}</span>{go}</li> }
    };
    view! { <ul class="reasons">{reasons.into_iter().map(line).collect_view()}</ul> }.into_any()
}

fn sentence_row(text: String, columns: u8) -> AnyView {
    view! { <tr class="below"><td colspan=columns class="wrap muted">{text}</td></tr> }.into_any()
}

fn month(month: Option<Month>) -> String {
    month.map_or_else(|| word::DASH.to_owned(), Month::label)
}

fn today() -> Option<branchbook_contract::domain::day::Day> {
    state().session.today.get_untracked()
}
