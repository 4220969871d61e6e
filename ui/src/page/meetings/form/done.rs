//! What a finished registration did: numbers and verdicts, the points that follow by themselves, what should be
//! looked at, and the ways on.

use branchbook_contract::meeting::{MeetingRecorded, RecordShown};
use leptos::prelude::*;

use super::attach::{Attached, Attacher};
use crate::address;
use crate::part::{Button, Empty, Head, Look, Panel, Tag, Tone};

/// What the registration did.
#[component]
pub fn Done(recorded: MeetingRecorded, attacher: Attacher) -> impl IntoView {
    let gathering = recorded.gathering;
    let open = move |()| address::go(&format!("meetings?open={gathering}"));
    let again = |()| address::go("meetings");
    let title = if recorded.points_taken_back > 0 { "会议已更正" } else { "会议已登记" };
    let warnings = recorded.warnings.clone();
    view! {
        <Head title>
            <Button on_press=again>"回到组织生活"</Button>
            <Button look=Look::Main on_press=open>"查看这次会议"</Button>
        </Head>
        <div class="grid-page">
            <Panel title="结果" note=format!("记入{}", recorded.booked_month.label())><Outcome recorded/><Attached attacher/></Panel>
            <Panel title="请看一看"><Warnings warnings/></Panel>
        </div>
    }
    .into_any()
}

#[component]
fn Outcome(recorded: MeetingRecorded) -> impl IntoView {
    let MeetingRecorded { mark, records, points_awarded, points_taken_back, .. } = recorded;
    let late = mark.map(|mark| view! { <li><Tag tone=Tone::Due text=mark/></li> });
    let back = (points_taken_back > 0)
        .then(|| view! { <li>{format!("收回原来的积分 {points_taken_back} 笔。")}</li> });
    let points = match points_awarded {
        0 => "没有按考勤自动记的积分。".to_owned(),
        count => format!("已按考勤自动记积分 {count} 笔，在“积分”里可以逐笔查看。"),
    };
    view! {
        <ul class="pad stack">
            {late}
            {records.into_iter().map(|record| view! { <Counted record/> }).collect_view()}
            {back}
            <li>{points} " " <a href="#/history">"可以撤销"</a></li>
        </ul>
    }
    .into_any()
}

#[component]
fn Counted(record: RecordShown) -> impl IntoView {
    let said = format!(
        "{} · {}：应到 {} 人，实到 {} 人，请假 {} 人，缺席 {} 人。",
        record.organisation_name, record.kind_label, record.due, record.present, record.leave, record.absent
    );
    let votes = record.topics.into_iter().flat_map(|topic| {
        let title = topic.title;
        topic.votes.into_iter().map(move |vote| (title.clone(), vote.is_passed))
    });
    let vote = |(title, is_passed): (String, bool)| {
        let (tone, word) = if is_passed { (Tone::Ok, "通过") } else { (Tone::Late, "没有通过") };
        view! { <li><Tag tone text=word/> " " {title}</li> }
    };
    view! { <li>{said}</li> {votes.map(vote).collect_view()} }.into_any()
}

#[component]
fn Warnings(warnings: Vec<String>) -> impl IntoView {
    if warnings.is_empty() {
        return view! { <Empty title="没有要核对的" text="人数、时间和表决都对得上。"/> }.into_any();
    }
    let line = |text: String| view! { <li>{text}</li> };
    view! { <ul class="pad stack warned">{warnings.into_iter().map(line).collect_view()}</ul> }.into_any()
}
