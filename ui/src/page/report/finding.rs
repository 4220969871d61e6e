//! What is found in a month, grouped by how strongly it asks to be answered, each with rule, article, advice and the
//! way to its record.

use branchbook_contract::domain::rule::Level;
use branchbook_contract::month::{MonthFinding, MonthFindings};
use leptos::prelude::*;

use super::super::exchange::record;
use crate::part::{Button, Empty, Look, Tag, Tone};
use crate::state::watch::shared;

/// Findings of a level that are shown before the rest is asked for.
const FIRST: usize = 8;

/// All findings.
#[component]
pub fn Findings(
    /// What the desk found.
    data: MonthFindings,
) -> impl IntoView {
    let MonthFindings { findings, .. } = data;
    if findings.is_empty() {
        let text = "人数增减、会议、双报到、积分互相对得上。可以导出月报、封装上报。";
        return view! { <Empty title="没有发现问题" text/> }.into_any();
    }
    let group = |level| {
        let found: Vec<_> = findings.iter().filter(|one| one.finding.level == level).cloned().collect();
        view! { <Group level found/> }
    };
    [Level::Must, Level::Should, Level::Note].map(group).collect_view().into_any()
}

#[component]
fn Group(level: Level, found: Vec<MonthFinding>) -> impl IntoView {
    if found.is_empty() {
        return ().into_any();
    }
    let (tone, said) = match level {
        Level::Must => (Tone::Late, "条例或报表要求，上报前处理"),
        Level::Should => (Tone::Due, "应当处理，或写明原因"),
        Level::Note => (Tone::Info, "供参考，可以不处理"),
    };
    let count = found.len();
    let is_whole = RwSignal::new(count <= FIRST);
    let found = StoredValue::new(found);
    let lines = shared(move || {
        let many = if is_whole.get() { count } else { FIRST };
        found.with_value(|found| found.iter().take(many).cloned().map(line).collect_view())
    });
    let more = shared(move || {
        (!is_whole.get()).then(|| {
            view! { <Button look=Look::Quiet on_press=move |()| is_whole.set(true)>
                {format!("全部 {count} 处都列出")}
            </Button> }
        })
    });
    view! {
        <section class="found">
            <h3><Tag tone text=format!("{} {count}", level.label())/> <small>{said}</small></h3>
            <ul>{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn line(found: MonthFinding) -> AnyView {
    let href = found.record.and_then(record::of_finding);
    let go = href.map(|href| view! { <a class="end" href=href>"打开"</a> });
    let finding = found.finding;
    view! {
        <li>
            <div class="line"><b>{finding.subject}</b><span>{finding.gap}</span>{go}</div>
            <p>{finding.advice}</p>
            <p class="hint">{format!("{} · {}", finding.rule.title, found.basis)}</p>
        </li>
    }
    .into_any()
}
