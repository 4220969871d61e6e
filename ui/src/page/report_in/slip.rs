//! Registers a report-in from its slip. Somebody who is in the book already is found by ID number or name and phone.

use branchbook_contract::CallError;
use branchbook_contract::domain::code::Sex;
use branchbook_contract::domain::day::PartialDay;
use branchbook_contract::domain::key::UnitId;
use branchbook_contract::offer::{OfferList, OfferPage};
use branchbook_contract::report_in::{ReportInAdd, ReportInAdded, ReportInDraft};
use leptos::prelude::*;

use super::Shared;
use super::people::unit_choices;
use super::told;
use crate::part::{Area, Button, Choice, DateField, Dialog, Field, Form, Look, Select, Text, dialog};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::{notice, state};

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    sex: RwSignal<String>,
    id_number: RwSignal<String>,
    phone: RwSignal<String>,
    unit: RwSignal<String>,
    duty: RwSignal<String>,
    residence: RwSignal<String>,
    skills: RwSignal<String>,
    wanted: RwSignal<String>,
    reported_on: RwSignal<Option<PartialDay>>,
    note: RwSignal<String>,
}

impl Fields {
    fn new(unit: Option<i64>) -> Self {
        let text = || RwSignal::new(String::new());
        let today = state().session.today.get_untracked().map(PartialDay::Day);
        Self {
            name: text(),
            sex: text(),
            id_number: text(),
            phone: text(),
            unit: RwSignal::new(unit.map(|unit| unit.to_string()).unwrap_or_default()),
            duty: text(),
            residence: text(),
            skills: text(),
            wanted: text(),
            reported_on: RwSignal::new(today),
            note: text(),
        }
    }

    /// Empty for the next person of the same unit.
    fn next(self) {
        for text in [self.name, self.sex, self.id_number, self.phone, self.duty, self.residence] {
            text.set(String::new());
        }
        for text in [self.skills, self.wanted, self.note] {
            text.set(String::new());
        }
    }

    fn draft(self) -> Option<ReportInDraft> {
        let text = |value: RwSignal<String>| Some(value.get()).filter(|text| !text.trim().is_empty());
        Some(ReportInDraft {
            person: None,
            name: self.name.get(),
            sex: self.sex.with(|code| Sex::read(code)),
            id_number: text(self.id_number),
            phone: text(self.phone),
            unit: UnitId(self.unit.get().parse().ok()?),
            duty: text(self.duty),
            residence: text(self.residence),
            skills: text(self.skills),
            wanted_post: text(self.wanted),
            reported_on: self.reported_on.get()?,
            note: text(self.note),
        })
    }
}

/// The dialog.
#[component]
pub fn Slip(
    /// What the faces share.
    shared: Shared,
    /// The unit, if it is known already.
    unit: Option<i64>,
    /// It is done, or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let (fields, act) = (Fields::new(unit), Act::new());
    let save = move |stays: bool| save(fields, act, stays, on_close);
    view! {
        <Dialog title="登记报到" on_close wide=true>
            <Form act on_save=move |()| save(false) on_finish=move |()| save(true)>
                <Who fields act/>
                <Work shared fields act/>
                <div class="acts">
                    <Button on_press=dialog::close>"取消"</Button>
                    <Button busy=act.busy() keys="Ctrl+Enter" on_press=move |()| save(true)>"保存，再登记一人"</Button>
                    <Button look=Look::Main busy=act.busy() keys="Ctrl+S" on_press=move |()| save(false)>"保存"</Button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn save(fields: Fields, act: Act, stays: bool, on_close: Callback<()>) {
    let Some(draft) = untrack(move || fields.draft()) else {
        let (field, message) = if fields.unit.with_untracked(String::is_empty) {
            ("unit", "请选择工作单位。没有的单位，先到「单位」里登记。")
        } else {
            ("reported_on", "请填写报到日期。")
        };
        return act.fail(CallError::of_field(field, message));
    };
    let name = draft.name.clone();
    act.send(&ReportInAdd { draft }, move |answer: ReportInAdded| {
        notice::undoable(told(&format!("已登记报到：{name}。"), &answer.warnings));
        fields.next();
        if !stays {
            on_close.run(());
        }
    });
}

#[component]
fn Who(fields: Fields, act: Act) -> impl IntoView {
    let sexes = vec![Choice::new(Sex::Male.code(), "男"), Choice::new(Sex::Female.code(), "女")];
    view! {
        <Field label="姓名" required=true error=act.problem("name")><Text value=fields.name focus=true/></Field>
        <Field label="性别" hint="有身份证号时不用选" error=act.problem("sex")>
            <Select value=fields.sex choices=Signal::stored(sexes) none="按身份证号"/>
        </Field>
        <Field label="身份证号码" wide=2 error=act.problem("id_number")><Text value=fields.id_number/></Field>
        <Field label="手机号" error=act.problem("phone")><Text value=fields.phone kind="tel"/></Field>
        <Field label="居住小区" error=act.problem("residence")><Text value=fields.residence/></Field>
        <Field label="报到日期" required=true wide=2 error=act.problem("reported_on")>
            <DateField value=fields.reported_on/>
        </Field>
    }
    .into_any()
}

#[component]
fn Work(shared: Shared, fields: Fields, act: Act) -> impl IntoView {
    let posts = ask(&[branchbook_contract::Kind::Offer], OfferList::default);
    let titles =
        posts.map(|page: &OfferPage| page.rows.iter().map(|row| row.draft.title.clone()).collect::<Vec<_>>());
    view! {
        <Field label="工作单位" required=true wide=2 error=act.problem("unit")>
            <Select value=fields.unit choices=unit_choices(shared) none="请选择"/>
        </Field>
        <Field label="职务" wide=2 error=act.problem("duty")><Text value=fields.duty/></Field>
        <Field label="特长" wide=2 error=act.problem("skills")><Text value=fields.skills placeholder="医疗、法律、维修"/></Field>
        <Field label="意向服务岗位" wide=2 hint="登记后就算认领；没有的岗位会新建" error=act.problem("wanted_post")>
            <Text value=fields.wanted choices=titles/>
        </Field>
        <Field label="备注" wide=4 error=act.problem("note")><Area value=fields.note rows=2/></Field>
    }
    .into_any()
}
