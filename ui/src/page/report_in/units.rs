//! The units: where each stands in a word, and what all of them come to.

use branchbook_contract::unit::{UnitRow, UnitTotals};
use leptos::prelude::*;

use super::{Shared, face};
use crate::part::{Tag, Tone};
use crate::state::watch::memo;
use crate::word;

/// Where a unit stands, in a word.
pub fn state_tag(row: &UnitRow) -> AnyView {
    let (tone, text) = match (row.expected, row.reported) {
        (None, _) => (Tone::None, "未登记人数".to_owned()),
        (Some(expected), 0) if expected > 0 => (Tone::Late, "未报".to_owned()),
        (Some(expected), reported) if reported < expected => {
            (Tone::Due, format!("差 {} 人", expected - reported))
        }
        (Some(expected), reported) if reported > expected => {
            (Tone::Info, format!("超报 {} 人", reported - expected))
        }
        _ => (Tone::Ok, "已报齐".to_owned()),
    };
    view! { <Tag tone text/> }.into_any()
}

/// The totals of all units below the table.
#[component]
pub fn Totals(shared: Shared) -> impl IntoView {
    let totals = shared.units.map(|page| page.totals.clone());
    let parts = move || {
        let UnitTotals {
            expected,
            reported,
            new,
            returned,
            claims,
            activities,
            attendances,
            people,
            minutes,
            ..
        } = totals.get();
        [
            ("应报到", word::number(expected), String::new()),
            ("已报到", word::number(reported), face("people", &[])),
            ("本月新增", word::number(new), face("people", &[])),
            ("本月返回", word::number(returned), face("people", &[("chip", "returned".to_owned())])),
            ("认领岗位", word::number(claims), face("posts", &[])),
            ("活动", word::number(activities), face("activities", &[])),
            ("人次", word::number(attendances), face("activities", &[])),
            ("人数", word::number(people), face("activities", &[])),
            ("小时", word::hours(minutes), face("activities", &[])),
        ]
        .map(total)
        .collect_view()
    };
    let findings = shared.units.map(|page| page.findings.len());
    let look = move || {
        (findings.get() > 0).then(|| view! {
            <a class="end" href=face("units", &[("chip", "over".to_owned())])>{format!("{} 处要核对", findings.get())}</a>
        })
    };
    let is_there = memo(move || totals.get().units > 0);
    let line = move || {
        is_there.get().then(|| {
            view! { <p class="totals" aria-label="全部单位合计"><b>"合计"</b>{parts}{look}</p> }
        })
    };
    view! { {line} }.into_any()
}

fn total((label, number, href): (&'static str, String, String)) -> AnyView {
    let number = if href.is_empty() {
        view! { <b>{number}</b> }.into_any()
    } else {
        view! { <a href=href>{number}</a> }.into_any()
    };
    view! { <span>{label}" "{number}</span> }.into_any()
}
