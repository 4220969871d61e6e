//! 任职: the posts of the Party that a member holds, giving one and ending one.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::member::{Member, PostAssign, PostEnd, PostRow, PostSaved, PostTitle};
use branchbook_contract::organisation::OrganisationList;
use leptos::prelude::*;

use super::edit::warn;
use super::new::missing;
use super::record::{Open, today};
use crate::part::{Button, Check, Choice, DayField, Dialog, Ends, Field, Form, Look, Select, Text, Trouble};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::{notice, question};

/// The posts held now, each with the way to end it.
#[component]
pub fn Posts(member: Arc<Member>) -> impl IntoView {
    let act = Act::new();
    let on = member.on;
    let held = member.posts.iter().filter(|row| row.to_on.is_none_or(|to| to > on)).cloned();
    let name = member.draft.name.clone();
    let line = move |row: PostRow| view! { <Held row name=name.clone() act/> };
    let lines: Vec<_> = held.map(line).collect();
    let has_any = !lines.is_empty();
    view! {
        {has_any.then(|| view! { <h3>"任职"</h3> })}
        <ul class="held">{lines}</ul>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
    }
    .into_any()
}

#[component]
fn Held(row: PostRow, name: String, act: Act) -> impl IntoView {
    let (key, label) = (row.post, format!("{}{}", row.organisation_name, row.title));
    let said = label.clone();
    let end = move |()| {
        let text = format!("{name}从今天起不再担任{label}。以前的任职保留在经历里，可以撤销。");
        let label = label.clone();
        question::confirm("结束任职", &text, "结束任职", move || {
            let label = label.clone();
            act.send(&PostEnd { post: key, to_on: None }, move |_: PostSaved| {
                notice::undoable(format!("已结束任职：{label}"));
            });
        });
    };
    let full = if row.is_full_time { " · 专职" } else { "" };
    let since = row.from_on.map(|from| format!("自 {from}{full}")).unwrap_or_default();
    view! {
        <li>
            <span><b>{said}</b>" "<span class="muted">{since}</span></span>
            <Button look=Look::Quiet busy=act.busy() on_press=end>"结束"</Button>
        </li>
    }
    .into_any()
}

#[component]
pub fn AssignPost(member: Arc<Member>, open: Open) -> impl IntoView {
    let (act, key) = (Act::new(), member.member);
    let home = member.membership.as_ref().map(|held| held.branch.to_string()).unwrap_or_default();
    let (organisation, title) = (RwSignal::new(home), RwSignal::new(String::new()));
    let (from_on, is_full_time) = (RwSignal::new(today()), RwSignal::new(false));
    let save = move |()| {
        let Some(organisation) = organisation.get_untracked().parse().ok().map(OrganisationId) else {
            return act.fail(missing("organisation", "请选择组织。"));
        };
        let request = PostAssign {
            member: key,
            organisation,
            title: title.get_untracked(),
            is_full_time: is_full_time.get_untracked(),
            from_on: from_on.get_untracked(),
            note: None,
        };
        act.send(&request, move |saved: PostSaved| {
            open.over.set(None);
            notice::undoable("已登记任职");
            warn(&saved.warnings);
        });
    };
    let close = move |()| open.over.set(None);
    let rows = ask(&[Kind::Organisation], || OrganisationList { on: None });
    let choices = rows.map(|rows| {
        rows.iter().map(|row| Choice::new(row.organisation, row.name.clone())).collect::<Vec<_>>()
    });
    let titles: Vec<String> = PostTitle::ALL.iter().map(|title| title.label().to_owned()).collect();
    view! {
        <Dialog title=format!("登记任职：{}", member.draft.name) on_close=close>
            <Form act on_save=save>
                <Field label="组织" wide=2 required=true error=act.problem("organisation")>
                    <Select value=organisation choices=choices none="请选择"/>
                </Field>
                <Field label="职务" wide=2 required=true error=act.problem("title") hint="可以选，也可以写本单位的叫法">
                    <Text value=title choices=Signal::stored(titles) focus=true/>
                </Field>
                <Field label="任职日期" wide=2 error=act.problem("from_on")><DayField value=from_on/></Field>
                <div class="w2 tick-line"><Check value=is_full_time label="专职"/></div>
                <Ends act word="登记" on_close=close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}
