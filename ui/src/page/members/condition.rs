//! 特殊情况: 流动, 失联, 困难, 不计应到会, 留党察看: those that hold, and registering or ending one.

use std::sync::Arc;

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::quorum::ExemptReason;
use branchbook_contract::member::{
    ConditionKind, ConditionRow, ConditionSaved, Member, MemberConditionEnd, MemberConditionSet,
};
use leptos::prelude::*;

use super::edit::warn;
use super::new::filled;
use super::record::{Open, today};
use crate::part::{Button, Choice, DayField, Dialog, Ends, Field, Form, Look, Select, Text, Trouble};
use crate::state::act::Act;
use crate::state::watch::memo;
use crate::state::{notice, question};

/// What holds now, each with the way to end it.
#[component]
pub fn Conditions(member: Arc<Member>) -> impl IntoView {
    let act = Act::new();
    let on = member.on;
    let held = member.conditions.iter().filter(|row| row.to_on.is_none_or(|to| to > on)).cloned();
    let name = member.draft.name.clone();
    let line = move |row: ConditionRow| view! { <Held row name=name.clone() act/> };
    let lines: Vec<_> = held.map(line).collect();
    let has_any = !lines.is_empty();
    view! {
        {has_any.then(|| view! { <h3>"特殊情况"</h3> })}
        <ul class="held">{lines}</ul>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
    }
    .into_any()
}

#[component]
fn Held(row: ConditionRow, name: String, act: Act) -> impl IntoView {
    let (key, label) = (row.condition, row.label.clone());
    let end = move |()| {
        let label = label.clone();
        let text = format!("{name}从今天起不再按“{label}”处理；以前的日子仍按原来的统计。可以撤销。");
        question::confirm(&format!("结束“{label}”"), &text, "结束", move || {
            let label = label.clone();
            act.send(&MemberConditionEnd { condition: key, to_on: None }, move |_: ConditionSaved| {
                notice::undoable(format!("已结束：{label}"));
            });
        });
    };
    let since = row.from_on.map(|from| format!("自 {from}")).unwrap_or_default();
    let detail = [Some(since), row.reason.clone(), row.approved_by.clone()];
    let detail = detail.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <span><b>{row.label}</b>" "<span class="muted">{detail}</span></span>
            <Button look=Look::Quiet busy=act.busy() on_press=end>"结束"</Button>
        </li>
    }
    .into_any()
}

/// What the form holds.
#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<String>,
    reason: RwSignal<String>,
    from_on: RwSignal<Option<Day>>,
    to_on: RwSignal<Option<Day>>,
    approved_by: RwSignal<String>,
    approved_on: RwSignal<Option<Day>>,
    reference: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new(ConditionKind::Mobile.code().to_owned()),
            reason: text(),
            from_on: RwSignal::new(today()),
            to_on: RwSignal::new(None),
            approved_by: text(),
            approved_on: RwSignal::new(None),
            reference: text(),
        }
    }

    fn kind(self) -> ConditionKind {
        ConditionKind::from_code(&self.kind.get()).unwrap_or(ConditionKind::Mobile)
    }
}

#[component]
pub fn SetCondition(member: Arc<Member>, open: Open) -> impl IntoView {
    let (draft, act, key) = (Draft::new(), Act::new(), member.member);
    let save = move |()| {
        let request = MemberConditionSet {
            member: key,
            kind: draft.kind(),
            reason: filled(draft.reason),
            from_on: draft.from_on.get_untracked(),
            to_on: draft.to_on.get_untracked(),
            approved_by: filled(draft.approved_by),
            approved_on: draft.approved_on.get_untracked(),
            reference: filled(draft.reference),
            note: None,
        };
        let label = request.kind.label();
        act.send(&request, move |saved: ConditionSaved| {
            open.over.set(None);
            notice::undoable(format!("已登记：{label}"));
            warn(&saved.warnings);
        });
    };
    let close = move |()| open.over.set(None);
    view! {
        <Dialog title=format!("登记特殊情况：{}", member.draft.name) on_close=close>
            <Form act on_save=save>
                <Asked draft act/>
                <Ends act word="登记" on_close=close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Asked(draft: Draft, act: Act) -> impl IntoView {
    let kinds: Vec<Choice> =
        ConditionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect();
    let is_exempt = memo(move || draft.kind() == ConditionKind::QuorumExempt);
    Effect::new(move |before: Option<bool>| {
        if before.is_some_and(|before| before != is_exempt.get()) {
            draft.reason.set(String::new());
        }
        is_exempt.get()
    });
    view! {
        <Field label="情况" wide=2 error=act.problem("kind")><Select value=draft.kind choices=Signal::stored(kinds)/></Field>
        <Field label="开始日期" error=act.problem("from_on")><DayField value=draft.from_on/></Field>
        <Field label="结束日期" error=act.problem("to_on") hint="不知道就留空"><DayField value=draft.to_on/></Field>
        {move || if is_exempt.get() { view! { <Exempt draft act/> }.into_any() } else { view! { <Plain draft act/> }.into_any() }}
    }
    .into_any()
}

#[component]
fn Plain(draft: Draft, act: Act) -> impl IntoView {
    view! { <Field label="说明" wide=4 error=act.problem("reason")><Text value=draft.reason/></Field> }
        .into_any()
}

/// 不计应到会 needs one of the reasons of the rule and the approval.
#[component]
fn Exempt(draft: Draft, act: Act) -> impl IntoView {
    let reasons: Vec<Choice> =
        ExemptReason::ALL.iter().map(|reason| Choice::new(reason.code(), reason.label())).collect();
    view! {
        <Field label="规定的情形" wide=4 required=true error=act.problem("reason")>
            <Select value=draft.reason choices=Signal::stored(reasons) none="请选择"/>
        </Field>
        <Field label="批准单位" wide=2 required=true error=act.problem("approved_by")><Text value=draft.approved_by/></Field>
        <Field label="批准日期" required=true error=act.problem("approved_on")><DayField value=draft.approved_on/></Field>
        <Field label="依据" error=act.problem("reference") hint="通过的支部大会或文件"><Text value=draft.reference/></Field>
    }
    .into_any()
}
