//! The gathering: day, time, place, host, and what it counts as. The first record stands at the head of the form,
//! further ones below it, each with its topics.

use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::key::OrganisationId;
use leptos::prelude::*;

use super::attach::Files;
use super::live::MOST;
use super::sheet::RecordForm;
use super::topic::Topics;
use super::whole::Desk;
use super::written::WrittenRecord;
use crate::part::{Area, Button, Choice, DayField, Field, Look, Number, Select, Text};
use crate::state::watch::{derived, effect, memo};

/// The left side of the form.
#[component]
pub fn Gathering(desk: Desk) -> impl IntoView {
    let sheet = desk.live.sheet;
    let records = move || {
        let several = sheet.records.with(|records| records.len() > 1);
        sheet
            .records
            .get()
            .into_iter()
            .enumerate()
            .map(move |(at, record)| (at, record, several))
            .collect::<Vec<_>>()
    };
    view! {
        <Reason desk/>
        <For each=records key=|(at, record, several)| (*at, record.kind, *several) let:one>
            <Record desk at=one.0 record=one.1 several=one.2/>
        </For>
        <More desk/>
        <Remarks desk/>
    }
    .into_any()
}

/// Why it is corrected, where it is.
#[component]
fn Reason(desk: Desk) -> impl IntoView {
    desk.replaces.map(|_| {
        let hint = "原来的登记会标为已取消并留在台账里，积分先收回，再按更正后的考勤重记。";
        view! {
            <Field label="更正原因" required=true wide=4 hint error=desk.act.problem("reason")>
                <Text value=desk.reason focus=true/>
            </Field>
        }
        .into_any()
    })
}

#[component]
fn Record(desk: Desk, at: usize, record: RecordForm, several: bool) -> impl IntoView {
    let head = (at > 0).then(|| view! { <Also desk at record/> });
    let frame = (at == 0).then(|| view! { <Frame desk/> });
    let when = (at == 0).then(|| view! { <When desk/> });
    view! {
        {head}
        <What desk at record/>
        {when}
        {frame}
        <About desk at record wide=several/>
        <Stated desk at record/>
        <Topics desk at record/>
    }
    .into_any()
}

/// The head of a further record.
#[component]
fn Also(desk: Desk, at: usize, record: RecordForm) -> impl IntoView {
    let take_away = move |()| {
        desk.live.sheet.records.update(|records| records.retain(|other| *other != record));
    };
    view! {
        <div class="w4 also">
            <h3>{format!("同时计作 {}", at + 1)}</h3>
            <Button look=Look::Quiet on_press=take_away>"删去这一项"</Button>
        </div>
    }
    .into_any()
}

/// Kind and holder.
#[component]
fn What(desk: Desk, at: usize, record: RecordForm) -> impl IntoView {
    let holders = memo(move || desk.live.holders(record.kind()));
    effect(move || {
        let (holders, now) = (holders.get(), record.organisation.get());
        if let Some(first) = holders.first().filter(|_| holders.iter().all(|holder| holder.value != now)) {
            record.organisation.set(first.value.clone());
        }
    });
    let kinds = RecordKind::ALL.map(|kind| Choice::new(kind.code(), kind.label())).to_vec();
    let wide = if at == 0 { 1 } else { 2 };
    let (kind, holder) =
        (move || format!("records[{at}].kind"), move || format!("records[{at}].organisation"));
    view! {
        <Field label="类型" wide error=desk.fault(kind)><Select value=record.kind choices=kinds/></Field>
        <Field label="组织" wide error=desk.fault(holder)>
            <Select value=record.organisation choices=holders/>
        </Field>
    }
    .into_any()
}

/// Day and time.
#[component]
fn When(desk: Desk) -> impl IntoView {
    let sheet = desk.live.sheet;
    let (start, end) = (desk.act.problem("start"), desk.act.problem("end"));
    let time = derived(move || start.get().or_else(|| end.get()));
    view! {
        <Field label="日期" required=true error=desk.act.problem("day")><DayField value=sheet.day/></Field>
        <Field label="时间" error=time><Text value=sheet.time placeholder="14:30"/></Field>
    }
    .into_any()
}

/// Place, host, recorder.
#[component]
fn Frame(desk: Desk) -> impl IntoView {
    let sheet = desk.live.sheet;
    let names = derived(move || {
        desk.live.people.with(|people| people.iter().map(|seat| seat.row.name.clone()).collect::<Vec<_>>())
    });
    view! {
        <Field label="地点" wide=2 error=desk.act.problem("place")><Text value=sheet.place/></Field>
        <Field label="主持人" error=desk.act.problem("host")><Text value=sheet.host choices=names/></Field>
        <Field label="记录人" error=desk.act.problem("recorder")><Text value=sheet.recorder choices=names/></Field>
    }
    .into_any()
}

/// Theme, and the lecturer of a lecture.
#[component]
fn About(desk: Desk, at: usize, record: RecordForm, wide: bool) -> impl IntoView {
    let is_lecture = memo(move || record.kind() == Some(RecordKind::Lecture));
    let theme = move || format!("records[{at}].theme");
    let label = if wide { "主题" } else { "会议主题" };
    move || {
        let span = if is_lecture.get() { 3 } else { 4 };
        let lecturer = is_lecture.get().then(|| {
            view! { <Field label="主讲人"><Text value=record.lecturer/></Field> }
        });
        view! {
            <Field label wide=span error=desk.fault(theme)><Text value=record.theme/></Field>
            {lecturer}
        }
        .into_any()
    }
}

/// The numbers of a record where no names are known.
#[component]
fn Stated(desk: Desk, at: usize, record: RecordForm) -> impl IntoView {
    const WORDS: [&str; 6] = ["应到", "实到", "请假", "缺席", "应到有表决权", "实到有表决权"];
    let fault = desk.fault(move || format!("records[{at}].stated"));
    let numbers = move || {
        let one = |(word, value)| {
            view! { <label><span>{word}</span><Number value label=word/></label> }
        };
        view! {
            <div class="w4 field">
                <div class="six">{WORDS.into_iter().zip(record.stated).map(one).collect_view()}</div>
                {move || fault.get().map(|text| view! { <p class="error" role="alert">{text}</p> })}
            </div>
        }
    };
    move || desk.live.sheet.is_numbers.get().then(numbers)
}

/// Counts the gathering as something else, too.
#[component]
fn More(desk: Desk) -> impl IntoView {
    let sheet = desk.live.sheet;
    let add = move |()| {
        let records = sheet.records.get_untracked();
        let organisation = records.first().and_then(|first| untrack(|| first.organisation()));
        let taken: Vec<_> = untrack(|| records.iter().filter_map(|record| record.kind()).collect());
        sheet.add_record(other(organisation, &taken));
    };
    let is_full = derived(move || sheet.records.with(|records| records.len() >= MOST));
    view! {
        <div class="w4">
            <Button look=Look::Quiet on_press=add disabled=is_full
                hint="一次集中可以同时计作几种，如主题党日里开了党员大会、上了党课：人员只登记一次">
                "＋ 这次集中同时计作…"
            </Button>
        </div>
    }
    .into_any()
}

/// A kind that the gathering does not have yet.
fn other(organisation: Option<OrganisationId>, taken: &[RecordKind]) -> WrittenRecord {
    use RecordKind::{Lecture, MemberAssembly, ThemeDay};
    let kind = [ThemeDay, Lecture, MemberAssembly].into_iter().chain(RecordKind::ALL);
    let kind = kind.into_iter().find(|kind| !taken.contains(kind));
    WrittenRecord { kind, organisation, ..WrittenRecord::default() }
}

/// Remark, what a late entry must say, and what is attached.
#[component]
fn Remarks(desk: Desk) -> impl IntoView {
    let sheet = desk.live.sheet;
    let hint = "从纸质登记表补入的，填登记表的日期，按那一天计是否补录。";
    view! {
        <Field label="补录原因" wide=2 hint="过了规定时间才登记的，写明原因。" error=desk.act.problem("late_reason")>
            <Text value=sheet.late_reason/>
        </Field>
        <Field label="登记表日期" wide=2 hint error=desk.act.problem("register_on")>
            <DayField value=sheet.register_on/>
        </Field>
        <Field label="备注" wide=4><Area value=sheet.note rows=2/></Field>
        <Files files=sheet.files carried=desk.replaces.map(|replaced| replaced.attachments)/>
    }
    .into_any()
}
