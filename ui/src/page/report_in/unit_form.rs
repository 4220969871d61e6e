//! Registers a unit or changes one; states the number of people who owe a report-in.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::UnitId;
use branchbook_contract::unit::{UnitDraft, UnitExpect, UnitExpected, UnitSaved, UnitSet, UnitShow};
use leptos::prelude::*;

use crate::address;
use crate::part::{Area, Check, DayField, Dialog, Ends, Field, Form, Number, Text, shown};
use crate::state::act::Act;
use crate::state::ask::ask_if;
use crate::state::watch::derived;
use crate::state::{notice, state};

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    kind: RwSignal<String>,
    party: RwSignal<String>,
    secretary: RwSignal<String>,
    contact: RwSignal<String>,
    phone: RwSignal<String>,
    members: RwSignal<Option<i64>>,
    is_paired: RwSignal<bool>,
    from_on: RwSignal<Option<Day>>,
    to_on: RwSignal<Option<Day>>,
    note: RwSignal<String>,
}

impl Fields {
    fn of(draft: UnitDraft) -> Self {
        let text = |value: Option<String>| RwSignal::new(value.unwrap_or_default());
        Self {
            name: RwSignal::new(draft.name),
            kind: text(draft.kind),
            party: text(draft.party_organisation),
            secretary: text(draft.secretary),
            contact: text(draft.contact),
            phone: text(draft.phone),
            members: RwSignal::new(draft.member_count),
            is_paired: RwSignal::new(draft.is_paired),
            from_on: RwSignal::new(draft.from_on),
            to_on: RwSignal::new(draft.to_on),
            note: text(draft.note),
        }
    }

    fn draft(self) -> UnitDraft {
        let text = |value: RwSignal<String>| Some(value.get()).filter(|text| !text.trim().is_empty());
        UnitDraft {
            name: self.name.get(),
            kind: text(self.kind),
            party_organisation: text(self.party),
            secretary: text(self.secretary),
            contact: text(self.contact),
            phone: text(self.phone),
            member_count: self.members.get(),
            is_paired: self.is_paired.get(),
            from_on: self.from_on.get(),
            to_on: self.to_on.get(),
            note: text(self.note),
        }
    }
}

/// The dialog of a unit.
#[component]
pub fn UnitForm(
    /// The unit to change; a new one if not given.
    unit: Option<i64>,
    /// It is done, or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let title = if unit.is_some() { "修改单位" } else { "登记单位" };
    let body = match unit {
        None => view! { <Fill unit draft=UnitDraft::default() on_close/> }.into_any(),
        Some(key) => {
            let known = ask_if(&[], move || Some(UnitShow { unit: UnitId(key), on: None }));
            shown(known, move |known| view! { <Fill unit draft=known.draft.clone() on_close/> })
        }
    };
    view! { <Dialog title on_close wide=true>{body}</Dialog> }.into_any()
}

#[component]
fn Fill(unit: Option<i64>, draft: UnitDraft, on_close: Callback<()>) -> impl IntoView {
    let (fields, act, saved) = (Fields::of(draft.clone()), Act::new(), RwSignal::new(false));
    let save = move |()| {
        let draft = untrack(move || fields.draft());
        act.send(&UnitSet { unit: unit.map(UnitId), draft }, move |answer: UnitSaved| {
            saved.set(true);
            notice::undoable(told("已保存单位。", &answer.warnings));
            on_close.run(());
            if unit.is_none() {
                address::set(&[("open", Some(answer.unit.0.to_string()))]);
            }
        });
    };
    address::hold(derived(move || !saved.get() && fields.draft() != draft));
    view! {
        <Form act on_save=save>
            <Who fields act/>
            <More fields act/>
            <Ends act word="保存" on_close=on_close on_save=save/>
        </Form>
    }
    .into_any()
}

#[component]
fn Who(fields: Fields, act: Act) -> impl IntoView {
    let kinds = ["机关", "事业单位", "国有企业", "民营企业", "社会组织"].map(str::to_owned).to_vec();
    view! {
        <Field label="单位名称" required=true wide=2 error=act.problem("name")><Text value=fields.name focus=true/></Field>
        <Field label="单位性质" error=act.problem("kind")><Text value=fields.kind choices=Signal::stored(kinds)/></Field>
        <Field label="在职党员数" error=act.problem("member_count")><Number value=fields.members unit="人"/></Field>
        <Field label="党组织名称" wide=2 error=act.problem("party_organisation")><Text value=fields.party/></Field>
        <Field label="书记" error=act.problem("secretary")><Text value=fields.secretary/></Field>
        <Field label="联系人" error=act.problem("contact")><Text value=fields.contact/></Field>
    }
    .into_any()
}

#[component]
fn More(fields: Fields, act: Act) -> impl IntoView {
    view! {
        <Field label="联系电话" wide=2 error=act.problem("phone")><Text value=fields.phone kind="tel"/></Field>
        <Field label="从哪天起" hint="不填就是一直" error=act.problem("from_on")><DayField value=fields.from_on/></Field>
        <Field label="到哪天止" hint="搬走、撤销时才填" error=act.problem("to_on")><DayField value=fields.to_on/></Field>
        <Field label="备注" wide=4 error=act.problem("note")><Area value=fields.note rows=2/></Field>
        <div class="w4"><Check value=fields.is_paired label="包保单位" hint="与本社区结对的单位"/></div>
    }
    .into_any()
}

/// A sentence with what deserves a look.
pub fn told(sentence: &str, warnings: &[String]) -> String {
    std::iter::once(sentence.to_owned()).chain(warnings.iter().cloned()).collect::<Vec<_>>().join("\n")
}

/// The dialog of a stated number.
#[component]
pub fn ExpectForm(
    /// The unit.
    unit: i64,
    /// Its name.
    name: String,
    /// It is done, or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let (count, source) = (RwSignal::new(None::<i64>), RwSignal::new("单位党组织报到单".to_owned()));
    let day = RwSignal::new(state().session.today.get_untracked());
    let (act, missing) = (Act::new(), RwSignal::new(None::<String>));
    let save = move |()| {
        let (Some(count), Some(stated_on)) = (count.get_untracked(), day.get_untracked()) else {
            missing.set(Some("请填写人数和日期。".to_owned()));
            return;
        };
        missing.set(None);
        let request = UnitExpect { unit: UnitId(unit), count, stated_on, source: source.get_untracked() };
        act.send(&request, move |answer: UnitExpected| {
            notice::undoable(told("已登记应报到数。", &answer.warnings));
            on_close.run(());
        });
    };
    let problem = act.problem("count");
    let wrong = derived(move || missing.get().or_else(|| problem.get()));
    let sources = ["单位党组织报到单", "单位来函", "上级下发名册"].map(str::to_owned).to_vec();
    view! {
        <Dialog title="登记应报到数" on_close>
            <Form act on_save=save>
                <p class="w4"><b>{name}</b></p>
                <Field label="应报到" required=true error=wrong><Number value=count unit="人"/></Field>
                <Field label="名册日期" required=true error=act.problem("stated_on")><DayField value=day/></Field>
                <Field label="来源" required=true wide=2 error=act.problem("source")><Text value=source choices=Signal::stored(sources)/></Field>
                <p class="w4 hint">"以单位自己报的数为准，旧的数留着，可以查对。"</p>
                <Ends act word="登记" on_close=on_close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}
