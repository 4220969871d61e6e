//! One activity: what it was, who took part for how long; people added and taken out, the activity cancelled.

use branchbook_contract::Kind;
use branchbook_contract::activity::{
    Activity, ActivityAddParticipants, ActivityCancel, ActivityRecorded, ActivityRemoveParticipant,
    ActivityRow, ActivityShow, ActivityTakenBack, Participant, ParticipantRow,
};
use branchbook_contract::domain::key::{ActivityId, PersonId};
use leptos::prelude::*;

use super::activity_form::clock;
use super::find::{FindPerson, Found};
use super::told;
use crate::address;
use crate::page::folio::OfRecord;
use crate::part::{
    Area, Button, Dialog, Drawer, Fact, Facts, Field, Form, Icon, IconButton, Look, Number, Tag, Trouble,
    dialog, shown,
};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::notice;
use crate::state::question::confirm_danger;
use crate::word;

/// The drawer.
#[component]
pub fn ActivityDrawer(
    /// The key of the activity.
    activity: i64,
) -> impl IntoView {
    let activity = ActivityId(activity);
    let record = ask(&[Kind::Activity], move || ActivityShow { activity });
    let title = record.map(|record| record.row.draft.title.clone());
    let cancelling = RwSignal::new(false);
    view! {
        <Drawer label=title on_close=|()| address::set(&[("open", None)])>
            {shown(record, move |record| view! { <Record record=(*record).clone() cancelling/> })}
        </Drawer>
        {move || cancelling.get().then(|| view! { <Cancel activity title=title.get() on_close=move |()| cancelling.set(false)/> })}
    }
    .into_any()
}

#[component]
fn Record(record: Activity, cancelling: RwSignal<bool>) -> impl IntoView {
    let row = record.row.clone();
    let is_standing = row.cancelled_on.is_none();
    let cancelled = row.cancelled_on.map(|day| view! { <Tag text=format!("{day} 已取消")/> });
    view! {
        <div class="title"><h2>{row.draft.title.clone()}</h2>{cancelled}</div>
        <div class="acts-line start">
            {is_standing.then(|| view! { <Button on_press=move |()| cancelling.set(true)>"取消活动"</Button> })}
            <OfRecord history="activity_history" key=row.activity.0/>
        </div>
        <About record=record.clone()/>
        <People record is_standing/>
    }
    .into_any()
}

#[component]
fn About(record: Activity) -> impl IntoView {
    let row = record.row;
    let draft = row.draft.clone();
    let time = match (draft.start_minute, draft.end_minute) {
        (Some(start), Some(end)) => format!("{} {}–{}", draft.on, clock(start), clock(end)),
        _ => draft.on.to_string(),
    };
    let benefit =
        draft.beneficiary_count.map_or_else(|| word::DASH.to_owned(), |count| format!("{count} 人次"));
    let (held_by, month) = (holder(&row), row.booked_month.label());
    view! {
        <Facts>
            <Fact label="时间">{time}</Fact>
            <Fact label="类别">{draft.kind}</Fact>
            <Fact label="地点">{word::or_dash(draft.place.as_deref())}</Fact>
            <Fact label="主办">{held_by}</Fact>
            <Fact label="负责人">{word::or_dash(draft.organiser.as_deref())}</Fact>
            <Fact label="受益">{benefit}</Fact>
            <Fact label="内容">{word::or_dash(draft.note.as_deref())}</Fact>
            <Fact label="计入">{format!("{month}月报")}</Fact>
        </Facts>
    }
    .into_any()
}

#[component]
fn People(record: Activity, is_standing: bool) -> impl IntoView {
    let activity = record.row.activity;
    let act = Act::new();
    let title = format!("参加 {} 人，{} 小时", record.row.participants, word::hours(record.row.minutes));
    let line = |row: ParticipantRow| view! { <Line activity row act is_standing/> };
    let has_times = record.row.draft.start_minute.is_some() && record.row.draft.end_minute.is_some();
    view! {
        <h3>{title}</h3>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        {is_standing.then(|| view! { <Add activity act has_times/> })}
        <ul class="service">{record.participants.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

/// Adds people one after another; the minutes stay for the next one.
#[component]
fn Add(activity: ActivityId, act: Act, has_times: bool) -> impl IntoView {
    let minutes = RwSignal::new(None::<i64>);
    let add = move |found: Found| {
        let one = Participant { person: found.person, minutes: minutes.get_untracked() };
        let request = ActivityAddParticipants { activity, participants: vec![one] };
        act.send(&request, move |answer: ActivityRecorded| {
            notice::undoable(told(&format!("已补登 {}。", found.name), &answer.warnings));
        });
    };
    let hint = if has_times { "不填按活动时长" } else { "必填" };
    view! {
        <div class="claim-by">
            <FindPerson with_reported=true on_pick=add/>
            <span class="minutes" title=hint><Number value=minutes least=1 most=1440 unit="分钟" label=format!("服务时长，{hint}")/></span>
        </div>
        <p class="hint">{format!("找到人后按 Enter 补登。时长{hint}。")}</p>
    }
    .into_any()
}

#[component]
fn Line(activity: ActivityId, row: ParticipantRow, act: Act, is_standing: bool) -> impl IntoView {
    let place = word::or_dash(row.branch.as_deref().or(row.unit.as_deref()));
    let (person, name) = (row.person, row.name.clone());
    let label = format!("移除 {name}");
    let remove = move |()| ask_remove(activity, person, name.clone(), act);
    view! {
        <li>
            <span class="what"><b>{row.name}</b>" "<span class="muted">{place}</span></span>
            <span class="num">{word::hours(row.minutes)}" 小时"</span>
            {is_standing.then(|| view! { <IconButton icon=Icon::Close label on_press=remove/> })}
        </li>
    }
    .into_any()
}

fn ask_remove(activity: ActivityId, person: PersonId, name: String, act: Act) {
    let text = format!("「{name}」不再算参加了这场活动，由此记的积分会冲回。可以在撤销记录里撤回。");
    confirm_danger("移除参加人", &text, "移除", move || {
        let name = name.clone();
        act.send(&ActivityRemoveParticipant { activity, person }, move |_: ActivityTakenBack| {
            notice::undoable(format!("已移除 {name}。"));
        });
    });
}

#[component]
fn Cancel(activity: ActivityId, title: String, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (reason, act) = (RwSignal::new(String::new()), Act::new());
    let save = move |()| {
        let reason = Some(reason.get_untracked()).filter(|text| !text.trim().is_empty());
        act.send(&ActivityCancel { activity, reason }, move |answer: ActivityTakenBack| {
            notice::undoable(format!("已取消活动，{} 人次不再计算。", answer.participations));
            on_close.run(());
        });
    };
    view! {
        <Dialog title="取消活动" on_close>
            <Form act on_save=save>
                <p class="w4"><b>{title}</b>" 取消后，人次、时长和由此记的积分都会冲回；活动仍可在「全部，含已取消」里查到。"</p>
                <Field label="原因" wide=4 error=act.problem("reason")><Area value=reason rows=2/></Field>
                <div class="acts">
                    <Button on_press=dialog::close>"不取消"</Button>
                    <Button look=Look::Danger busy=act.busy() on_press=save>"取消活动"</Button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// Who held it.
fn holder(row: &ActivityRow) -> String {
    word::or_dash(row.organisation_name.as_deref().or(row.unit_name.as_deref()))
}
