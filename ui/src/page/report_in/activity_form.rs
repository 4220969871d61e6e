//! Records an activity with those who took part: found by pinyin, one Enter each; minutes only where they differ.

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, ActivityRecorded, Participant};
use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::{OrganisationId, UnitId};
use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use branchbook_contract::{CallError, Kind};
use leptos::prelude::*;

use super::Shared;
use super::find::{FindPerson, Found};
use super::people::unit_choices;
use super::told;
use crate::address;
use crate::part::{
    Area, Choice, DayField, Dialog, Ends, Field, Form, Icon, IconButton, Number, Select, Text,
};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::watch::derived;
use crate::state::{notice, state};

/// Somebody who took part, with minutes of their own.
type Part = (Found, RwSignal<Option<i64>>);

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    title: RwSignal<String>,
    on: RwSignal<Option<Day>>,
    start: RwSignal<String>,
    end: RwSignal<String>,
    place: RwSignal<String>,
    organiser: RwSignal<String>,
    organisation: RwSignal<String>,
    unit: RwSignal<String>,
    benefit: RwSignal<Option<i64>>,
    note: RwSignal<String>,
    parts: RwSignal<Vec<Part>>,
}

impl Fields {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            kind: text("志愿服务"),
            title: text(""),
            on: RwSignal::new(state().session.today.get_untracked()),
            start: text(""),
            end: text(""),
            place: text(""),
            organiser: text(""),
            organisation: text(""),
            unit: text(""),
            benefit: RwSignal::new(None),
            note: text(""),
            parts: RwSignal::new(Vec::new()),
        }
    }

    fn draft(self, on: Day) -> ActivityDraft {
        let text = |value: RwSignal<String>| Some(value.get()).filter(|text| !text.trim().is_empty());
        let key = |value: RwSignal<String>| value.with(|value| value.parse::<i64>().ok());
        ActivityDraft {
            kind: self.kind.get(),
            title: self.title.get(),
            on,
            start_minute: self.start.with(|text| minute(text)),
            end_minute: self.end.with(|text| minute(text)),
            place: text(self.place),
            organiser: text(self.organiser),
            organisation: key(self.organisation).map(OrganisationId),
            unit: key(self.unit).map(UnitId),
            beneficiary_count: self.benefit.get(),
            note: text(self.note),
        }
    }

    fn participants(self) -> Vec<Participant> {
        let one = |(found, minutes): &Part| Participant { person: found.person, minutes: minutes.get() };
        self.parts.with(|parts| parts.iter().map(one).collect())
    }
}

/// A time of day as it is said: `9:05`.
pub fn clock(minute: i64) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// A time of day as offices write it: `9:00`, `9：00`, `0900`, `9`, `9点半`.
fn minute(text: &str) -> Option<i64> {
    let text = text.trim().replace(['：', '点', '时', '.'], ":").replace('半', "30").replace('分', "");
    // `0900` has no sign between; the split fails where the text is not plain figures.
    let plain = text.len().checked_sub(2).filter(|at| *at > 0).and_then(|at| text.split_at_checked(at));
    let (hour, rest) = text.split_once(':').or(plain).unwrap_or((text.as_str(), ""));
    let hour: i64 = hour.parse().ok()?;
    let rest: i64 = if rest.is_empty() { 0 } else { rest.parse().ok()? };
    ((0..=24).contains(&hour) && (0..60).contains(&rest)).then_some(hour * 60 + rest)
}

/// The dialog.
#[component]
pub fn ActivityForm(
    /// What the faces share.
    shared: Shared,
    /// It is done, or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let (fields, act) = (Fields::new(), Act::new());
    let save = move |()| save(fields, act, on_close);
    view! {
        <Dialog title="登记活动" on_close wide=true>
            <Form act on_save=save>
                <What fields act/>
                <Where shared fields act/>
                <Parts fields act/>
                <Ends act word="保存" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn save(fields: Fields, act: Act, on_close: Callback<()>) {
    let Some(on) = fields.on.get_untracked() else {
        return act.fail(CallError::of_field("on", "请填写活动日期。"));
    };
    for (text, field) in [(fields.start, "start_minute"), (fields.end, "end_minute")] {
        let is_wrong = text.with_untracked(|text| !text.trim().is_empty() && minute(text).is_none());
        if is_wrong {
            return act.fail(CallError::of_field(field, "时间看不懂，请写成 9:00 这样。"));
        }
    }
    let request =
        untrack(move || ActivityRecord { draft: fields.draft(on), participants: fields.participants() });
    act.send(&request, move |answer: ActivityRecorded| {
        notice::undoable(told(&format!("已登记活动，参加 {} 人。", answer.added), &answer.warnings));
        on_close.run(());
        address::set(&[("open", Some(answer.activity.0.to_string()))]);
    });
}

#[component]
fn What(fields: Fields, act: Act) -> impl IntoView {
    let kinds =
        ["志愿服务", "包保服务", "政策宣讲", "文明劝导", "环境整治", "走访慰问"].map(str::to_owned).to_vec();
    view! {
        <Field label="活动名称" required=true wide=2 error=act.problem("title")><Text value=fields.title focus=true/></Field>
        <Field label="类别" required=true error=act.problem("kind")><Text value=fields.kind choices=Signal::stored(kinds)/></Field>
        <Field label="日期" required=true error=act.problem("on")><DayField value=fields.on/></Field>
        <Field label="开始" error=act.problem("start_minute")><Text value=fields.start placeholder="9:00"/></Field>
        <Field label="结束" error=act.problem("end_minute") hint="有起止时间，就不用逐人填时长"><Text value=fields.end placeholder="11:30"/></Field>
        <Field label="地点" error=act.problem("place")><Text value=fields.place/></Field>
        <Field label="负责人" error=act.problem("organiser")><Text value=fields.organiser/></Field>
    }
    .into_any()
}

#[component]
fn Where(shared: Shared, fields: Fields, act: Act) -> impl IntoView {
    let tree = ask(&[Kind::Organisation], OrganisationList::default);
    let choice = |row: &OrganisationRow| Choice::new(row.organisation.0, row.name.clone());
    let choices = tree.map(move |tree| tree.iter().map(choice).collect::<Vec<_>>());
    view! {
        <Field label="主办支部" error=act.problem("organisation")>
            <Select value=fields.organisation choices none="不填"/>
        </Field>
        <Field label="主办单位" error=act.problem("unit")>
            <Select value=fields.unit choices=unit_choices(shared) none="不填"/>
        </Field>
        <Field label="受益人次" error=act.problem("beneficiary_count")><Number value=fields.benefit unit="人次"/></Field>
        <Field label="服务内容" error=act.problem("note")><Area value=fields.note rows=1/></Field>
    }
    .into_any()
}

#[component]
fn Parts(fields: Fields, act: Act) -> impl IntoView {
    let add = move |found: Found| {
        fields.parts.update(|parts| {
            if !parts.iter().any(|(known, _)| known.person == found.person) {
                parts.push((found, RwSignal::new(None)));
            }
        });
    };
    let label = derived(move || format!("参加人（{} 人）", fields.parts.with(Vec::len)));
    view! {
        <Field label=label wide=4 hint="姓名或拼音首字母，Enter 选中，接着找下一位；以后还可以补登" error=act.problem("participants")>
            <FindPerson with_reported=true on_pick=add/>
        </Field>
        <ul class="parts w4">
            <For each=move || fields.parts.get() key=|(found, _)| found.person let:part><PartLine fields part/></For>
        </ul>
    }
    .into_any()
}

#[component]
fn PartLine(fields: Fields, part: Part) -> impl IntoView {
    let (found, minutes) = part;
    let person = found.person;
    let remove = move |()| fields.parts.update(|parts| parts.retain(|(known, _)| known.person != person));
    let label = format!("移除 {}", found.name);
    let of = format!("{} 的服务时长，不填按活动时长", found.name);
    view! {
        <li>
            <span class="what"><b>{found.name}</b>" "<span class="muted">{found.note}</span></span>
            <span class="minutes"><Number value=minutes least=1 most=1440 unit="分钟" label=of/></span>
            <IconButton icon=Icon::Close label on_press=remove/>
        </li>
    }
    .into_any()
}
