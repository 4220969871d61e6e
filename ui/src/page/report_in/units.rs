//! The units: what they owe, what was reported, what their people do; filters with their counts.

use branchbook_contract::unit::{UnitFilter, UnitList, UnitPage, UnitRow, UnitTotals};
use leptos::prelude::*;

use super::unit::UnitDrawer;
use super::{Open, Shared, UNITS, day, face, rate_words};
use crate::address;
use crate::part::{
    Button, Chip, Column, Empty, Filters, Rows, Search, Table, TableState, Tag, Tone, Trouble,
};
use crate::state::ask::{Ask, ask_if};
use crate::state::watch::{derived, memo};
use crate::word;

/// The filters with their words in the address and on the screen.
const FILTERS: &[(UnitFilter, &str, &str)] = &[
    (UnitFilter::All, "", "全部"),
    (UnitFilter::Short, "short", "未报齐"),
    (UnitFilter::Over, "over", "超报"),
    (UnitFilter::Unstated, "unstated", "未登记应报到数"),
    (UnitFilter::Paired, "paired", "包保单位"),
];

/// The face.
#[component]
pub fn Units(
    /// What the faces share.
    shared: Shared,
) -> impl IntoView {
    let (filter, text) = (address::param("filter"), address::param("q"));
    let open: Memo<Option<i64>> = address::param_as("open");
    let page = ask_if(UNITS, move || {
        let text = text.get().unwrap_or_default();
        Some(UnitList { on: Some(day()?), text, filter: filter_of(filter.get()), ..UnitList::default() })
    });
    view! {
        <div class="split" class:opened=move || open.get().is_some()>
            <div class="body">
                <Chips shared filter text/>
                {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
                <List shared page open/>
                <Totals shared/>
            </div>
            {move || open.get().map(|unit| view! { <UnitDrawer shared unit/> })}
        </div>
    }
    .into_any()
}

fn filter_of(word: Option<String>) -> UnitFilter {
    let word = word.unwrap_or_default();
    FILTERS.iter().find(|(_, known, _)| *known == word).map_or(UnitFilter::All, |(filter, ..)| *filter)
}

#[component]
fn Chips(shared: Shared, filter: Memo<Option<String>>, text: Memo<Option<String>>) -> impl IntoView {
    let chip = move |(wanted, word, label): &(UnitFilter, &'static str, &'static str)| {
        let (wanted, word) = (*wanted, *word);
        let count = shared.units.map(move |page| count(page, wanted));
        let on = derived(move || filter.get().unwrap_or_default() == word);
        let press = move |()| address::set(&[("filter", Some(word.to_owned())), ("open", None)]);
        view! { <Chip label=label.to_string() count=count on on_press=press/> }
    };
    let search = |text: String| address::settle(&[("q", Some(text))]);
    view! {
        <Filters>
            {FILTERS.iter().map(chip).collect_view()}
            <span class="end">
                <Search value=derived(move || text.get().unwrap_or_default()) on_search=search
                    label="单位名称、拼音首字母"/>
            </span>
        </Filters>
    }
    .into_any()
}

fn count(page: &UnitPage, wanted: UnitFilter) -> Option<u32> {
    let found = page.counts.iter().find(|count| count.filter == wanted)?;
    u32::try_from(found.count).ok()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("name", "单位", 0),
        Column::text("state", "状态", 9),
        Column::figure("expected", "应报到", 6),
        Column::figure("reported", "已报到", 6),
        Column::figure("rate", "报到率", 6),
        Column::figure("new", "本月新增", 6),
        Column::figure("claims", "认领岗位", 6),
        Column::figure("activities", "本月活动", 6),
        Column::figure("attendances", "人次", 5),
        Column::figure("hours", "时长", 6),
    ]
}

#[component]
fn List(shared: Shared, page: Ask<UnitPage>, open: Memo<Option<i64>>) -> impl IntoView {
    let rows = move || {
        let page = page.get()?;
        let keys: Vec<i64> = page.rows.iter().map(|row| row.unit.0).collect();
        Some(Rows::all(keys, move |at, column| {
            page.rows.get(at).map_or_else(|| ().into_any(), |row| cell(row, column))
        }))
    };
    let press = |unit: i64| address::set(&[("open", Some(unit.to_string()))]);
    let is_empty = page.map(|page| page.rows.is_empty());
    let is_new = move || page.get().is_some_and(|page| page.totals.units == 0);
    view! {
        {move || if is_empty.get() { nothing(shared, is_new()) } else { view! {
            <Table label="单位" columns=columns() rows=derived(rows) state=TableState::new() current=open on_open=press/>
        }.into_any() }}
    }
    .into_any()
}

fn nothing(shared: Shared, is_new: bool) -> AnyView {
    if !is_new {
        return view! { <Empty title="没有符合的单位" text="换一个筛选，或清空搜索。"/> }.into_any();
    }
    let text = "先登记驻区单位和它们的应报到数，再登记来报到的在职党员。有现成名册的，可以直接导入。";
    view! {
        <Empty title="还没有单位" text>
            <a class="btn" href="#/intake?kind=units">"导入驻区单位"</a>
            <Button on_press=move |()| shared.open.set(Open::Unit(None))>"登记一家单位"</Button>
        </Empty>
    }
    .into_any()
}

fn cell(row: &UnitRow, column: &str) -> AnyView {
    let of_unit = |tab: &str| face(tab, &[("unit", row.unit.0.to_string())]);
    match column {
        "name" => view! { <b title=row.name.clone()>{row.name.clone()}</b> }.into_any(),
        "state" => state_tag(row),
        "expected" => row.expected.map_or_else(|| word::DASH.to_owned(), word::number).into_any(),
        "reported" => link(of_unit("people"), row.reported),
        "rate" => row.rate.map_or_else(|| word::DASH.to_owned(), rate_words).into_any(),
        "new" => link(of_unit("people"), row.new),
        "claims" => link(of_unit("people"), row.claims),
        "activities" => plain(row.activities),
        "attendances" => plain(row.attendances),
        _ => word::hours(row.minutes).into_any(),
    }
}

/// A number that leads to its rows; the row itself opens the record, where the service stands line by line.
fn link(href: String, number: i64) -> AnyView {
    if number == 0 {
        return plain(number);
    }
    view! { <a href=href on:click=|event| event.stop_propagation()>{word::number(number)}</a> }.into_any()
}

fn plain(number: i64) -> AnyView {
    word::number(number).into_any()
}

/// Where a unit stands, in a word.
pub fn state_tag(row: &UnitRow) -> AnyView {
    let (tone, text) = match (row.expected, row.reported) {
        (None, _) => (Tone::None, "未登记人数".to_owned()),
        (Some(expected), 0) if expected > 0 => (Tone::Late, "未报".to_owned()),
        (Some(expected), reported) if reported < expected => {
            (Tone::Due, format!("差 {} 人", expected - reported))
        }
        (Some(expected), reported) if reported > expected => {
            (Tone::Info, format!("超报 {} 人", reported - expected))
        }
        _ => (Tone::Ok, "已报齐".to_owned()),
    };
    view! { <Tag tone text/> }.into_any()
}

/// The totals of all units below the table.
#[component]
fn Totals(shared: Shared) -> impl IntoView {
    let totals = shared.units.map(|page| page.totals.clone());
    let parts = move || {
        let UnitTotals {
            expected,
            reported,
            new,
            returned,
            claims,
            activities,
            attendances,
            people,
            minutes,
            ..
        } = totals.get();
        [
            ("应报到", word::number(expected), String::new()),
            ("已报到", word::number(reported), face("people", &[])),
            ("本月新增", word::number(new), face("people", &[])),
            ("本月返回", word::number(returned), face("people", &[("state", "returned".to_owned())])),
            ("认领岗位", word::number(claims), face("posts", &[])),
            ("活动", word::number(activities), face("activities", &[])),
            ("人次", word::number(attendances), face("activities", &[])),
            ("人数", word::number(people), face("activities", &[])),
            ("小时", word::hours(minutes), face("activities", &[])),
        ]
        .map(total)
        .collect_view()
    };
    let findings = shared.units.map(|page| page.findings.len());
    let look = move || {
        (findings.get() > 0).then(|| view! {
            <a class="end" href=face("units", &[("filter", "over".to_owned())])>{format!("{} 处要核对", findings.get())}</a>
        })
    };
    let is_there = memo(move || totals.get().units > 0);
    let line = move || {
        is_there.get().then(|| {
            view! { <p class="totals" aria-label="全部单位合计"><b>"合计"</b>{parts}{look}</p> }
        })
    };
    view! { {line} }.into_any()
}

fn total((label, number, href): (&'static str, String, String)) -> AnyView {
    let number = if href.is_empty() {
        view! { <b>{number}</b> }.into_any()
    } else {
        view! { <a href=href>{number}</a> }.into_any()
    };
    view! { <span>{label}" "{number}</span> }.into_any()
}
