//! One unit: its figures with the rows behind them, who to call, the numbers that it stated.

use branchbook_contract::domain::key::UnitId;
use branchbook_contract::service::ActivityPresences;
use branchbook_contract::unit::{Expectation, Unit, UnitShow};
use leptos::prelude::*;

use super::person::service_lines;
use super::{Open, Shared, UNITS, day, face};
use crate::address;
use crate::key::{self, Shortcut};
use crate::page::folio::{self, OfRecord};
use crate::part::{Button, Drawer, Fact, Facts, shown};
use crate::state::ask::ask_if;
use crate::word;

/// The drawer.
#[component]
pub fn UnitDrawer(
    /// What the faces share.
    shared: Shared,
    /// The key of the unit.
    unit: i64,
) -> impl IntoView {
    let record = ask_if(UNITS, move || Some(UnitShow { unit: UnitId(unit), on: Some(day()?) }));
    let name = record.map(|unit| unit.draft.name.clone());
    let close = |()| address::set(&[("open", None)]);
    key::on_one(Shortcut::Edit, move || shared.open.set(Open::Unit(Some(unit))));
    view! {
        <Drawer label=name on_close=close>
            {shown(record, move |record| view! { <Record shared record=(*record).clone()/> })}
        </Drawer>
    }
    .into_any()
}

#[component]
fn Record(shared: Shared, record: Unit) -> impl IntoView {
    let (unit, name) = (record.figures.unit, record.draft.name.clone());
    let slip = move |()| shared.open.set(Open::Slip(Some(unit.0)));
    view! {
        <div class="title"><h2>{name}</h2>{folio::drawn(&record.figures.state)}</div>
        {findings(&record)}
        <div class="acts-line start">
            <Button keys="F2" on_press=move |()| shared.open.set(Open::Unit(Some(unit.0)))>"修改"</Button>
            <Button on_press=slip>"登记报到"</Button>
            <OfRecord history="unit_history" key=unit.0/>
        </div>
        <Figures record=record.clone()/>
        <Contact record=record.clone()/>
        <Expectations shared unit=unit.0 list=record.expectations/>
        <Service unit/>
    }
    .into_any()
}

fn findings(record: &Unit) -> AnyView {
    let one = |text: &String| view! { <p class="finding">{text.clone()}</p> };
    record.findings.iter().map(one).collect_view().into_any()
}

#[component]
fn Figures(record: Unit) -> impl IntoView {
    let row = record.figures;
    let unit = row.unit.0.to_string();
    let people = face("people", &[("subject", unit.clone())]);
    let (new, claiming) = (people.clone(), people.clone());
    let returned = face("people", &[("chip", "returned".to_owned()), ("subject", unit)]);
    let expected = match (row.expected, row.stated_on) {
        (Some(count), Some(day)) => format!("{count} 人（{day}）"),
        _ => "还没有登记".to_owned(),
    };
    view! {
        <h3>"报到"</h3>
        <Facts>
            <Fact label="应报到">{expected}</Fact>
            <Fact label="已报到">
                <a href=people>{format!("{} 人", row.reported)}</a>
                {row.rate.map(|rate| format!("，报到率 {}", word::percent(rate, 1000)))}
            </Fact>
            <Fact label="本月"><a href=new>{format!("新增 {}", row.new)}</a>"，"<a href=returned>{format!("返回 {}", row.returned)}</a></Fact>
            <Fact label="认领岗位"><a href=claiming>{format!("{} 个", row.claims)}</a>{format!("，本月 {} 个", row.new_claims)}</Fact>
        </Facts>
    }
    .into_any()
}

#[component]
fn Contact(record: Unit) -> impl IntoView {
    let draft = record.draft;
    let text = |value: &Option<String>| word::or_dash(value.as_deref());
    let kind =
        if draft.is_paired { format!("{} · 包保单位", text(&draft.kind)) } else { text(&draft.kind) };
    view! {
        <h3>"单位"</h3>
        <Facts>
            <Fact label="性质">{kind}</Fact>
            <Fact label="党组织">{text(&draft.party_organisation)}</Fact>
            <Fact label="书记">{text(&draft.secretary)}</Fact>
            <Fact label="联系人">{text(&draft.contact)}</Fact>
            <Fact label="电话">{text(&draft.phone)}</Fact>
            <Fact label="在职党员">{draft.member_count.map_or_else(|| word::DASH.to_owned(), |count| format!("{count} 人"))}</Fact>
            <Fact label="备注">{text(&draft.note)}</Fact>
        </Facts>
    }
    .into_any()
}

#[component]
fn Expectations(shared: Shared, unit: i64, list: Vec<Expectation>) -> impl IntoView {
    let line = |one: Expectation| {
        view! { <li><b>{format!("{} 人", one.count)}</b>" "{one.stated_on.to_string()}<small>{one.source}</small></li> }
    };
    let none = list.is_empty().then(|| view! { <li class="muted">"还没有登记，报到率算不出来。"</li> });
    let add = move |()| shared.open.set(Open::Expect(unit));
    view! {
        <h3>"应报到数"</h3>
        <ul class="lines-list">{none}{list.into_iter().map(line).collect_view()}</ul>
        <Button on_press=add>"登记应报到数"</Button>
    }
    .into_any()
}

#[component]
fn Service(unit: UnitId) -> impl IntoView {
    let rows =
        ask_if(UNITS, move || Some(ActivityPresences { unit: Some(unit), person: None, on: Some(day()?) }));
    let summary = rows.map(|rows| {
        let minutes: i64 = rows.iter().map(|row| row.minutes).sum();
        format!("本月服务 {} 人次，{} 小时", rows.len(), word::hours(minutes))
    });
    view! {
        <h3>{summary}</h3>
        {shown(rows, |rows| service_lines(&rows, true))}
    }
    .into_any()
}
