//! What all units come to.

use branchbook_contract::unit::UnitTotals;
use leptos::prelude::*;

use super::{Shared, face};
use crate::state::watch::memo;
use crate::word;

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
