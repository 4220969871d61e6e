//! The topics of a record: what was said, what was resolved, and the votes on it.

use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::quorum::{VoteKind, suits};
use leptos::prelude::*;

use super::ballot::Ballot;
use super::sheet::{RecordForm, TopicForm};
use super::whole::Desk;
use crate::part::{Area, Button, DayField, Field, Look, Text};
use crate::state::watch::{derived, memo, shared};

/// The topics of a record.
#[component]
pub fn Topics(desk: Desk, at: usize, record: RecordForm) -> impl IntoView {
    let topics = move || record.topics.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <For each=topics key=|(number, topic)| (*number, topic.title) let:one>
            <Topic desk at record number=one.0 topic=one.1/>
        </For>
        <div class="w4">
            <Button look=Look::Quiet on_press=move |()| desk.live.sheet.add_topic(record)>"＋ 加一个议题"</Button>
        </div>
    }
    .into_any()
}

#[component]
fn Topic(desk: Desk, at: usize, record: RecordForm, number: usize, topic: TopicForm) -> impl IntoView {
    let title = move || format!("records[{at}].topics[{number}].title");
    let is_voted = memo(move || topic.votes.with(|votes| !votes.is_empty()));
    let label = move || format!("议题 {}{}", number + 1, if is_voted.get() { " · 需表决" } else { "" });
    let votes = move || topic.votes.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <div class="w4 topic">
            <Field label=derived(label) wide=4 error=desk.fault(title)><Text value=topic.title/></Field>
            <Said topic/>
            <For each=votes key=|(number, vote)| (*number, vote.kind) let:one>
                <Ballot desk at record topic number=(number, one.0) vote=one.1/>
            </For>
            <Resolved topic is_voted/>
            <TopicSteps desk record topic/>
        </div>
    }
    .into_any()
}

#[component]
fn Said(topic: TopicForm) -> impl IntoView {
    view! { <Field label="讨论发言" wide=4><Area value=topic.discussion rows=3/></Field> }.into_any()
}

/// The resolution; who carries it out and until when only where there is one.
#[component]
fn Resolved(topic: TopicForm, is_voted: Memo<bool>) -> impl IntoView {
    let is_resolved = memo(move || is_voted.get() || topic.resolution.with(|text| !text.trim().is_empty()));
    let follow = shared(move || {
        is_resolved.get().then(|| {
            view! {
                <Field label="责任人" wide=2><Text value=topic.owner/></Field>
                <Field label="完成期限" wide=2><DayField value=topic.due_on/></Field>
            }
        })
    });
    view! {
        <Field label="决议" wide=4><Area value=topic.resolution rows=2/></Field>
        {follow}
    }
    .into_any()
}

#[component]
fn TopicSteps(desk: Desk, record: RecordForm, topic: TopicForm) -> impl IntoView {
    let usual = memo(move || usual_vote(record.kind()));
    let add = move |()| {
        if let Some(kind) = usual.get_untracked() {
            desk.live.sheet.add_vote(topic, kind);
        }
    };
    let take_away = move |()| record.topics.update(|topics| topics.retain(|other| *other != topic));
    view! {
        <div class="w4 line">
            {move || usual.get().map(|_| view! { <Button look=Look::Quiet on_press=add>"＋ 登记表决"</Button> })}
            <span class="end"><Button look=Look::Quiet on_press=take_away>"删去这个议题"</Button></span>
        </div>
    }
    .into_any()
}

/// The first kind of vote that such a meeting takes.
fn usual_vote(kind: Option<RecordKind>) -> Option<VoteKind> {
    let kind = kind?;
    VoteKind::ALL.into_iter().find(|vote| suits(kind, *vote))
}
