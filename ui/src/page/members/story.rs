//! 经历: what happened to the member, newest first: movements, posts, conditions, and what brought points this year.

use std::sync::Arc;

use branchbook_contract::domain::day::{Datelike, PartialDay};
use branchbook_contract::member::{Member, MovementRow};
use branchbook_contract::points::{PointsAccount, PointsLine, PointsStatement};
use leptos::prelude::*;

use super::KINDS;
use crate::sort::by_rank;
use crate::state::ask::{Ask, ask};
use crate::state::watch::shared;

/// Lines shown; the whole account stands on the page of points.
const LONGEST: usize = 30;

/// A line: its day, what happened, and what it counted.
type Line = (PartialDay, String, Option<String>);

#[component]
pub fn Story(member: Arc<Member>) -> impl IntoView {
    let person = member.member;
    let account = ask(KINDS, move || PointsAccount { person, year: None });
    let lines = shared(move || {
        let mut lines = of_record(&member);
        lines.extend(of_points(account));
        by_rank(&mut lines, |(day, ..)| -i64::from(day.earliest().num_days_from_ce()));
        lines.truncate(LONGEST);
        let empty = lines.is_empty();
        let drawn = lines.into_iter().map(|(day, text, points)| {
            view! { <li><time>{day.to_string()}</time>" "{text}" "<span class="muted">{points}</span></li> }
        });
        match empty {
            true => view! { <p class="muted">"还没有登记过经历。"</p> }.into_any(),
            false => view! { <ul class="timeline">{drawn.collect_view()}</ul> }.into_any(),
        }
    });
    view! { <h3>"经历"</h3>{lines} }.into_any()
}

fn of_record(member: &Member) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for movement in &member.movements {
        if let Some(day) = movement.occurred_on {
            lines.push((day, said(movement), None));
        }
    }
    for post in &member.posts {
        let name = format!("{}{}", post.organisation_name, post.title);
        let ends = [(post.from_on, "任"), (post.to_on, "不再担任")];
        lines.extend(
            ends.into_iter()
                .filter_map(|(day, word)| Some((PartialDay::Day(day?), format!("{word}{name}"), None))),
        );
    }
    for held in &member.conditions {
        let ends = [(held.from_on, "登记"), (held.to_on, "结束")];
        lines.extend(
            ends.into_iter().filter_map(|(day, word)| {
                Some((PartialDay::Day(day?), format!("{word}{}", held.label), None))
            }),
        );
    }
    let joined = member.draft.joined_on.filter(|_| member.movements.iter().all(|row| row.label != "发展"));
    lines.extend(joined.map(|day| (day, "入党".to_owned(), None)));
    let became_full =
        member.draft.became_full_on.filter(|_| member.movements.iter().all(|row| row.label != "转正"));
    lines.extend(became_full.map(|day| (day, "转正".to_owned(), None)));
    lines
}

fn said(row: &MovementRow) -> String {
    let from = row.from_branch_name.as_ref().map(|from| format!("，原在{from}")).unwrap_or_default();
    let said: Vec<&str> = [&row.reason, &row.counterpart].into_iter().flatten().map(String::as_str).collect();
    let other = if said.is_empty() { String::new() } else { format!("（{}）", said.join("，")) };
    format!("{} {}{other}{from}", row.label, row.branch_name)
}

fn of_points(account: Ask<PointsStatement>) -> Vec<Line> {
    let statement = account.get();
    let lines = statement.iter().flat_map(|statement| &statement.lines);
    let line = |line: &PointsLine| {
        let note = line.note.as_ref().map(|note| format!("：{note}")).unwrap_or_default();
        (PartialDay::Day(line.occurred_on), format!("{}{note}", line.item), Some(line.counted.signed()))
    };
    lines.filter(|line| !line.is_reversed).map(line).collect()
}
