//! One gathering in the drawer: its facts, what it counts as with numbers and verdicts, what is attached, who was away,
//! and the ways to correct or cancel it.

use std::sync::Arc;

use branchbook_contract::domain::gathering::{AttendanceState, GatheringMark};
use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{
    AttendanceRow, Meeting, RecordShown, TopicShown, VerdictShown, VoteShown,
};
use leptos::prelude::*;

use super::attached::Attached;
use super::part::tone_of;
use super::take_back::TakeBack;
use crate::address;
use crate::key::{self, Shortcut};
use crate::page::folio::OfRecord;
use crate::part::{Button, Fact, Facts, Tag, Tone};
use crate::state::state;
use crate::word;

/// A gathering.
#[component]
pub fn Record(meeting: Arc<Meeting>) -> impl IntoView {
    let kinds: Vec<&str> = meeting.records.iter().map(|record| record.kind_label.as_str()).collect();
    let title = kinds.join("、");
    let marks = meeting
        .marks
        .iter()
        .map(|mark| view! { <Tag tone=tone_of(*mark) text=mark.label()/> })
        .collect_view();
    let is_standing = !meeting.marks.contains(&GatheringMark::Cancelled);
    let (gathering, rows) = (meeting.gathering, meeting.attendance.clone());
    let records = meeting.records.iter().map(|record| view! { <One record=record.clone()/> }).collect_view();
    let files = meeting.attachments.clone();
    view! {
        <div class="meeting">
            <div class="title"><h2>{title}</h2>{marks}</div>
            <Held meeting/>
            <div class="line steps-line">
                {is_standing.then(|| view! { <Ways gathering/> })}
                <OfRecord history="meeting_history" key=gathering.0/>
            </div>
            {records}
            <Attached gathering files is_standing/>
            <People rows/>
        </div>
    }
    .into_any()
}

/// Day, place, host, how it came into the book.
#[component]
fn Held(meeting: Arc<Meeting>) -> impl IntoView {
    let times: Vec<String> = [meeting.start, meeting.end].iter().flatten().map(ToString::to_string).collect();
    let when = format!("{} {}", meeting.day, times.join("–"));
    let entered = word::moment(meeting.entered_at, state().session.today.get_untracked());
    let fact = |label: &'static str, text: &Option<String>| {
        text.clone().map(|text| view! { <Fact label>{text}</Fact> })
    };
    let linked = |label: &'static str, gathering: Option<GatheringId>| {
        gathering.map(|gathering| {
            let href = address::link("meetings", &[("open", gathering.to_string())]);
            view! { <Fact label><a href=href>"打开"</a></Fact> }
        })
    };
    let plain = |text: &Option<String>| word::or_dash(text.as_deref());
    let (place, host, recorder) = (plain(&meeting.place), plain(&meeting.host), plain(&meeting.recorder));
    let entered = format!("{entered}，记入{}", meeting.booked_month.label());
    let told = (fact("补录说明", &meeting.origin_note), fact("备注", &meeting.note));
    let others = (linked("更正自", meeting.replaces), linked("已更正为", meeting.replaced_by));
    view! {
        <Facts>
            <Fact label="时间">{when}</Fact>
            <Fact label="地点">{place}</Fact>
            <Fact label="主持人">{host}</Fact>
            <Fact label="记录人">{recorder}</Fact>
            <Fact label="登记">{entered}</Fact>
            {told}
            {others}
        </Facts>
    }
    .into_any()
}

/// Correct or cancel; F2 corrects.
#[component]
fn Ways(gathering: GatheringId) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let correct = move || address::go(&format!("meetings/new?correct={gathering}"));
    key::on_one(Shortcut::Edit, correct);
    view! {
        <Button on_press=move |()| correct() keys="F2" hint="原记录标为已取消并留底，按更正后的内容重新登记，积分随之重记">"更正"</Button>
        <Button on_press=move |()| is_asking.set(true)>"取消会议…"</Button>
        {move || is_asking.get().then(|| view! { <TakeBack gathering is_open=is_asking/> })}
    }
    .into_any()
}

/// A record with its numbers, verdict and topics.
#[component]
fn One(record: RecordShown) -> impl IntoView {
    let numbers = format!(
        "应到 {}，实到 {}，请假 {}，缺席 {}{}",
        record.due,
        record.present,
        record.leave,
        record.absent,
        if record.exempt > 0 { format!("，不计应到 {}", record.exempt) } else { String::new() }
    );
    let theme = record.theme.map(|theme| view! { <p>"主题：" {theme}</p> });
    let lecturer = record.lecturer.map(|lecturer| view! { <p>"主讲人：" {lecturer}</p> });
    let topics = record.topics.into_iter().enumerate().map(|(at, topic)| view! { <Topic at topic/> });
    view! {
        <section class="one">
            <h3>{record.kind_label} " " <small>{record.organisation_name}</small></h3>
            {theme} {lecturer}
            <p>{numbers}</p>
            {record.opening.map(|verdict| view! { <Opening verdict/> })}
            {topics.collect_view()}
            {record.note.map(|note| view! { <p class="muted">{note}</p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Opening(verdict: VerdictShown) -> impl IntoView {
    let (tone, text) =
        if verdict.holds { (Tone::Ok, "到会人数够") } else { (Tone::Late, "人数不够") };
    view! { <p><Tag tone text/> " " {verdict.sentence} " " <span class="hint">{verdict.source}</span></p> }
        .into_any()
}

#[component]
fn Topic(at: usize, topic: TopicShown) -> impl IntoView {
    let line = |label: &'static str, text: Option<String>| {
        text.map(|text| view! { <p class="said"><span class="muted">{label}</span>{text}</p> })
    };
    let until = topic.due_on.map(|day| format!("，{day} 前完成")).unwrap_or_default();
    let owner = topic.owner.map(|owner| format!("{owner}{until}"));
    view! {
        <div class="topic">
            <h4>{format!("议题 {}　{}", at + 1, topic.title)}</h4>
            {line("讨论：", topic.discussion)}
            {topic.votes.into_iter().map(|vote| view! { <Voted vote/> }).collect_view()}
            {line("决议：", topic.resolution)}
            {line("责任人：", owner)}
        </div>
    }
    .into_any()
}

/// A vote with its outcome and the rule as it was shown then.
#[component]
fn Voted(vote: VoteShown) -> impl IntoView {
    let (tone, word) = if vote.is_passed { (Tone::Ok, "通过") } else { (Tone::Late, "没有通过") };
    let written =
        if vote.written > 0 { format!("，书面意见 {} 份", vote.written) } else { String::new() };
    let ballots = vote
        .ballots_issued
        .map(|issued| format!("发出 {issued} 张，收回 {} 张；", vote.ballots_returned.unwrap_or(0)));
    let counts = format!(
        "{}赞成 {}，反对 {}，弃权 {}{written}。",
        ballots.unwrap_or_default(),
        vote.yes,
        vote.no,
        vote.abstain
    );
    view! {
        <p>{vote.kind_label} " " <Tag tone text=word/> " " {counts}</p>
        <p class="hint">{vote.rule_text}</p>
    }
    .into_any()
}

/// Those away first, with their reasons; those who were there by name.
#[component]
fn People(rows: Vec<AttendanceRow>) -> impl IntoView {
    let (there, away): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.state == AttendanceState::Present);
    let is_empty = there.is_empty() && away.is_empty();
    let count = there.len();
    let names = there.into_iter().map(|row| view! { <a href=link(&row)>{row.name.clone()}</a> " " });
    let line = |row: AttendanceRow| {
        let why = row.reason.clone().map(|reason| format!("：{reason}")).unwrap_or_default();
        view! { <li><a href=link(&row)>{row.name.clone()}</a> <span class="muted">{format!("{}{why}", row.state_label)}</span></li> }
    };
    let awake = (!away.is_empty()).then(|| {
        view! { <h3>{format!("请假、缺席和列席 {} 人", away.len())}</h3> <ul class="away">{away.into_iter().map(line).collect_view()}</ul> }
    });
    (!is_empty).then(|| {
        view! {
            {awake}
            <details><summary>{format!("到会 {count} 人")}</summary><p class="names">{names.collect_view()}</p></details>
        }
    })
}

fn link(row: &AttendanceRow) -> String {
    address::link("members", &[("open", row.person.to_string())])
}
