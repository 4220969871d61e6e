//! 特殊情况 and 任职: what holds of a member now, each with the way to end it. Registering and ending are forms of the
//! folios that keep them.

use std::sync::Arc;

use branchbook_contract::member::Member;
use leptos::prelude::*;

use super::record::{Deed, Open, Over};
use crate::part::{Button, Look};

/// What holds now.
#[component]
pub fn Held(member: Arc<Member>, open: Open) -> impl IntoView {
    let on = member.on;
    let is_now = |to: Option<branchbook_contract::domain::day::Day>| to.is_none_or(|to| to > on);
    let conditions = member.conditions.iter().filter(|row| is_now(row.to_on)).map(|row| {
        let since = row.from_on.map(|from| format!("自 {from}"));
        let detail = [since, row.reason.clone(), row.approved_by.clone()].into_iter().flatten();
        let detail = detail.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        line(row.label.clone(), detail, Deed("conditions", "end", Some(row.condition.0)), open)
    });
    let posts = member.posts.iter().filter(|row| is_now(row.to_on)).map(|row| {
        let full = if row.is_full_time { " · 专职" } else { "" };
        let since = row.from_on.map(|from| format!("自 {from}{full}")).unwrap_or_default();
        let label = format!("{}{}", row.organisation_name, row.title);
        line(label, since, Deed("posts", "end", Some(row.post.0)), open)
    });
    view! { {part("特殊情况", conditions.collect())} {part("任职", posts.collect())} }.into_any()
}

fn part(title: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| view! { <h3>{title}</h3><ul class="held">{lines}</ul> }.into_any())
}

fn line(label: String, detail: String, end: Deed, open: Open) -> AnyView {
    view! {
        <li>
            <span><b>{label}</b>" "<span class="muted">{detail}</span></span>
            <Button look=Look::Quiet on_press=move |()| open.over.set(Some(Over::Entry(end)))>"结束"</Button>
        </li>
    }
    .into_any()
}
