//! Points by hand: whom, what, when, how often, why. What it would count is asked while the form is filled in, so that
//! caps and vetoes are told before anything is saved.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::account::{PointsWeigh, PointsWeighed};
use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::domain::points::{Item, Scheme, Unit};
use branchbook_contract::points::{PointsAward, PointsBooked, PointsSchemeShow, SchemeShown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::KINDS;
use crate::page::report_in::find::{FindPerson, Found};
use crate::part::{Area, Choice, DayField, Dialog, Ends, Field, Form, Number, Select};
use crate::state::act::Act;
use crate::state::ask::{Ask, ask_if};
use crate::state::watch::{derived, memo, shared};
use crate::state::{notice, state};

/// What the form holds.
#[derive(Clone, Copy)]
struct Draft {
    person: RwSignal<Option<Found>>,
    item: RwSignal<String>,
    day: RwSignal<Option<Day>>,
    times: RwSignal<Option<i64>>,
    minutes: RwSignal<Option<i64>>,
    note: RwSignal<String>,
}

impl Draft {
    fn new(person: Option<Found>) -> Self {
        Self {
            person: RwSignal::new(person),
            item: RwSignal::new(String::new()),
            day: RwSignal::new(state().session.today.get_untracked()),
            times: RwSignal::new(Some(1)),
            minutes: RwSignal::new(None),
            note: RwSignal::new(String::new()),
        }
    }

    /// The award, as soon as it says whom, what and when.
    fn award(self, is_hourly: bool) -> Option<PointsAward> {
        let item = self.item.get();
        let number = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
        Some(PointsAward {
            person: self.person.get()?.person,
            item: Some(item).filter(|item| !item.is_empty())?,
            occurred_on: self.day.get()?,
            times: if is_hourly { None } else { number(self.times.get()) },
            minutes: if is_hourly { Some(number(self.minutes.get())?) } else { None },
            note: Some(self.note.get()).filter(|note| !note.trim().is_empty()),
        })
    }
}

/// The dialog.
#[component]
pub fn Award(
    /// Whom, if it is known already.
    person: Option<Found>,
    /// It is done, or given up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let is_fixed = person.is_some();
    let draft = Draft::new(person);
    let act = Act::new();
    let scheme = ask_if(&[Kind::Points], move || Some(PointsSchemeShow { on: Some(draft.day.get()?) }));
    let is_hourly = memo(move || chosen(scheme, draft).is_some_and(|item| item.unit == Unit::PerHour));
    let weighed = ask_if(KINDS, move || {
        let award = draft.award(is_hourly.get())?;
        Some(PointsWeigh { award: PointsAward { note: None, ..award } })
    });
    let save = move |()| save(draft, is_hourly.get_untracked(), act, on_close);
    view! {
        <Dialog title="记分" on_close=on_close>
            <Form act on_save=save>
                <Who draft act is_fixed/>
                <What draft act scheme is_hourly/>
                <div class="w4"><Weighed weighed/></div>
                <Ends act word="记分" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn save(draft: Draft, is_hourly: bool, act: Act, on_close: Callback<()>) {
    let Some(award) = untrack(move || draft.award(is_hourly)) else {
        act.fail(incomplete(draft, is_hourly));
        return;
    };
    let name = draft.person.with_untracked(|person| person.as_ref().map(|found| found.name.clone()));
    act.send(&award, move |booked: PointsBooked| {
        let (counted, month) = (booked.counted.signed(), booked.booked_month.label());
        notice::undoable(format!("已给{}记 {counted} 分，记入{month}。", name.unwrap_or_default()));
        on_close.run(());
    });
}

/// What is still missing, field by field.
fn incomplete(draft: Draft, is_hourly: bool) -> branchbook_contract::CallError {
    use branchbook_contract::{CallError, Code, FieldError};
    let missing = [
        (draft.person.with_untracked(Option::is_none), "person", "请选择党员。"),
        (draft.item.with_untracked(String::is_empty), "item", "请选择事项。"),
        (draft.day.with_untracked(Option::is_none), "occurred_on", "请填写日期。"),
        (is_hourly && draft.minutes.with_untracked(Option::is_none), "minutes", "请填写时长。"),
    ];
    let fields = missing.into_iter().filter(|(is_missing, ..)| *is_missing);
    let fields =
        fields.map(|(_, field, message)| FieldError { field: field.into(), message: message.into() });
    CallError {
        code: Code::Invalid, message: "还差几项没有填。".to_owned(), fields: fields.collect()
    }
}

fn chosen(scheme: Ask<SchemeShown>, draft: Draft) -> Option<Item> {
    let (shown, code) = (scheme.get()?, draft.item.get());
    shown.scheme.item(&code).cloned()
}

#[component]
fn Who(draft: Draft, act: Act, is_fixed: bool) -> impl IntoView {
    let chosen = move || draft.person.get().map(|found| format!("{}　{}", found.name, found.note));
    if is_fixed {
        begin_with_item();
        return view! { <p class="w4"><b>{chosen}</b></p> }.into_any();
    }
    let pick = move |found: Found| draft.person.set(Some(found));
    view! {
        <Field label="党员" required=true wide=2 error=act.problem("person")>
            <FindPerson on_pick=pick focus=true chosen=derived(move || draft.person.get().map(|found| found.name))/>
        </Field>
        <p class="w2 chosen muted">{move || chosen().unwrap_or_else(|| "输入姓名或拼音首字母，选中后按 Enter。".to_owned())}</p>
    }
    .into_any()
}

/// The person is known: the form begins with the item.
fn begin_with_item() {
    request_animation_frame(|| {
        let first = document().query_selector("dialog.dialog select").ok().flatten();
        if let Some(select) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(select.focus());
        }
    });
}

#[component]
fn What(draft: Draft, act: Act, scheme: Ask<SchemeShown>, is_hourly: Memo<bool>) -> impl IntoView {
    let choices = scheme.map(|shown| choices(&shown.scheme));
    let count = shared(move || {
        if is_hourly.get() {
            view! {
                <Field label="时长" required=true error=act.problem("minutes") hint="一小时填 60">
                    <Number value=draft.minutes least=1 most=1440 unit="分钟"/>
                </Field>
            }
            .into_any()
        } else {
            view! {
                <Field label="次数" error=act.problem("times")>
                    <Number value=draft.times least=1 most=100 unit="次"/>
                </Field>
            }
            .into_any()
        }
    });
    view! {
        <Field label="事项" required=true wide=4 error=act.problem("item")>
            <Select value=draft.item choices=choices none="请选择"/>
        </Field>
        <Field label="日期" required=true wide=2 error=act.problem("occurred_on") hint="事情发生的那一天">
            <DayField value=draft.day/>
        </Field>
        {count}
        <Field label="事由" wide=4 hint="写清楚，公示和查对时用得上"><Area value=draft.note rows=2/></Field>
    }
    .into_any()
}

/// Items in the order of the forms, each with its category and what it is worth.
fn choices(scheme: &Scheme) -> Vec<Choice> {
    let one = |item: &Item| {
        let category = scheme.category(&item.category).map_or("", |category| category.name.as_str());
        Choice::new(&item.code, format!("{category} · {}（{}）", item.name, worth(item)))
    };
    scheme.items.iter().map(one).collect()
}

/// What one time or one hour is worth, in words.
pub fn worth(item: &Item) -> String {
    match item.unit {
        _ if item.is_veto => "一票否决".to_owned(),
        Unit::PerHour => format!("每小时 {} 分", item.points.signed()),
        Unit::Each => format!("{} 分", item.points.signed()),
    }
}

#[component]
fn Weighed(weighed: Ask<PointsWeighed>) -> impl IntoView {
    let line = shared(move || match (weighed.error(), weighed.get()) {
        (Some(error), _) => {
            view! { <p class="weighed error" role="status">{error.to_string()}</p> }.into_any()
        }
        (None, Some(weighed)) => told(&weighed),
        (None, None) => {
            view! { <p class="weighed hint">"选好党员、事项和日期，这里会算出实际计多少分。"</p> }.into_any()
        }
    });
    view! { {line} }.into_any()
}

fn told(weighed: &Arc<PointsWeighed>) -> AnyView {
    let change = match (weighed.before, weighed.score) {
        (Some(before), Some(after)) => {
            format!("积分 {before} → {after}（{}）", weighed.grade.as_deref().unwrap_or("未分等次"))
        }
        _ => "此人不计分：方案没有为其党员类别设基础分".to_owned(),
    };
    let others = (!weighed.adjustment.is_zero())
        .then(|| format!("当年其他记录因封顶变动 {} 分。", weighed.adjustment.signed()));
    let is_cut = weighed.raw != weighed.counted;
    view! {
        <div class="weighed" class:cut=is_cut class:veto=weighed.is_veto role="status">
            <b>{format!("实计 {} 分", weighed.counted.signed())}</b>
            <span>{weighed.why.clone()}</span>
            <span>{change}" · 记入"{weighed.booked_month.label()}</span>
            {others.map(|others| view! { <span>{others}</span> })}
        </div>
    }
    .into_any()
}

/// Somebody who is known already.
pub fn known(person: PersonId, name: String, note: String) -> Found {
    Found { person, name, note }
}
