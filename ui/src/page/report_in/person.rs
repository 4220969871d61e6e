//! One report-in: the slip, posts held and given up, service line by line, the return.

use branchbook_contract::domain::day::Day;
use branchbook_contract::report_in::{ReportInReturn, ReportInReturned, ReportInRow};
use branchbook_contract::service::{ActivityPresences, ServiceRow};
use branchbook_contract::{CallError, Kind};
use leptos::prelude::*;

use super::claims::PersonClaims;
use super::told;
use super::{Shared, day, face};
use crate::address;
use crate::page::folio::{self, OfRecord};
use crate::part::{Button, DayField, Dialog, Drawer, Ends, Fact, Facts, Field, Form, Text, shown};
use crate::state::act::Act;
use crate::state::ask::ask_if;
use crate::state::{notice, state};
use crate::word;

/// The drawer.
#[component]
pub fn PersonDrawer(
    /// What the faces share.
    shared: Shared,
    /// The row of the list.
    row: ReportInRow,
) -> impl IntoView {
    let returning = RwSignal::new(false);
    let close = |()| address::set(&[("open", None)]);
    let (name, person, report_in) = (row.name.clone(), row.person, row.report_in);
    let is_open = row.returned_on.is_none();
    let asked = name.clone();
    view! {
        <Drawer label=name.clone() on_close=close>
            <div class="title"><h2>{name}</h2>{folio::drawn(&row.state)}</div>
            <div class="acts-line start">
                {is_open.then(|| view! { <Button on_press=move |()| returning.set(true)>"登记返回"</Button> })}
                <OfRecord history="report_in_history" key=report_in.0/>
            </div>
            <Slip row=row.clone()/>
            <PersonClaims shared person can_claim=is_open/>
            <Service row=row.clone()/>
        </Drawer>
        {move || returning.get().then(|| view! {
            <Return report_in name=asked.clone() on_close=move |()| returning.set(false)/>
        })}
    }
    .into_any()
}

#[component]
fn Slip(row: ReportInRow) -> impl IntoView {
    let text = |value: &Option<String>| word::or_dash(value.as_deref());
    let unit = face("units", &[("open", row.unit.0.to_string())]);
    let sex = row.sex.map(|sex| sex.label().to_owned());
    let returned = row.returned_on.map(|day| {
        view! { <Fact label="返回">{format!("{day} {}", text(&row.return_reason))}</Fact> }
    });
    view! {
        <Facts>
            <Fact label="单位"><a href=unit>{row.unit_name.clone()}</a></Fact>
            <Fact label="职务">{text(&row.duty)}</Fact>
            <Fact label="性别">{text(&sex)}</Fact>
            <Fact label="身份证">{text(&row.id_number)}</Fact>
            <Fact label="电话">{text(&row.phone)}</Fact>
            <Fact label="居住小区">{text(&row.residence)}</Fact>
            <Fact label="特长">{text(&row.skills)}</Fact>
            <Fact label="意向岗位">{text(&row.wanted_post)}</Fact>
            <Fact label="报到">{row.reported_on.to_string()}</Fact>
            {returned}
        </Facts>
    }
    .into_any()
}

#[component]
fn Service(row: ReportInRow) -> impl IntoView {
    let person = row.person;
    let rows = ask_if(&[Kind::Activity], move || {
        Some(ActivityPresences { unit: None, person: Some(person), on: Some(day()?) })
    });
    let summary = format!("今年服务 {} 次，{} 小时", row.attendances, word::hours(row.minutes));
    view! {
        <h3>{summary}</h3>
        {shown(rows, |rows| service_lines(&rows, false))}
    }
    .into_any()
}

/// Presences line by line, each with the way to its activity.
pub fn service_lines(rows: &[ServiceRow], with_names: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="muted">"还没有服务记录。"</p> }.into_any();
    }
    let line = |row: &ServiceRow| {
        let href = face("activities", &[("open", row.activity.0.to_string())]);
        let name = with_names.then(|| format!("{} · ", row.name));
        view! {
            <li>
                <span class="muted">{word::month_and_day(row.day)}</span>
                <span class="what">{name}<a href=href>{row.title.clone()}</a></span>
                <span class="num">{word::hours(row.minutes)}" 小时"</span>
            </li>
        }
    };
    view! { <ul class="service">{rows.iter().map(line).collect_view()}</ul> }.into_any()
}

#[component]
fn Return(
    report_in: branchbook_contract::domain::key::ReportInId,
    name: String,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let (on, reason) = (RwSignal::new(state().session.today.get_untracked()), RwSignal::new(String::new()));
    let act = Act::new();
    let save = move |()| send_return(act, report_in, on.get_untracked(), reason.get_untracked(), on_close);
    let reasons = ["迁居", "退休", "调离", "去世", "组织关系转入本社区"].map(str::to_owned).to_vec();
    view! {
        <Dialog title="登记返回" on_close>
            <Form act on_save=save>
                <p class="w4"><b>{name}</b>" 返回后不再算已报到，持有的岗位一并退出；以前的服务记录都保留。"</p>
                <Field label="返回日期" required=true wide=2 error=act.problem("on")><DayField value=on/></Field>
                <Field label="原因" required=true wide=2 error=act.problem("reason")>
                    <Text value=reason choices=Signal::stored(reasons) focus=true/>
                </Field>
                <Ends act word="登记返回" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn send_return(
    act: Act,
    report_in: branchbook_contract::domain::key::ReportInId,
    on: Option<Day>,
    reason: String,
    on_close: Callback<()>,
) {
    let Some(on) = on else { return act.fail(CallError::of_field("on", "请填写返回日期。")) };
    act.send(&ReportInReturn { report_in, on, reason }, move |answer: ReportInReturned| {
        let posts = match answer.withdrawn_posts {
            0 => "已登记返回。".to_owned(),
            count => format!("已登记返回，退出岗位 {count} 个。"),
        };
        notice::undoable(told(&posts, &answer.warnings));
        on_close.run(());
    });
}
