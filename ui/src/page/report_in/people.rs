//! The people who report in: by state, unit, post; the record beside the table.

use branchbook_contract::Kind;
use branchbook_contract::report_in::{ReportInList, ReportInPage, ReportInRow, ReportInState};
use leptos::prelude::*;

use super::person::PersonDrawer;
use super::{Open, Shared, day, extra};
use crate::address;
use crate::part::{
    Button, Chip, Choice, Column, Empty, Filters, Rows, Search, Select, Table, TableState, Tag, Tone, Trouble,
};
use crate::state::ask::{Ask, Paged, ask_rows};
use crate::state::watch::{derived, effect};
use crate::word;

/// What the list is made of.
pub const KINDS: &[Kind] = &[Kind::ReportIn, Kind::Unit, Kind::Offer, Kind::Activity];

/// What the face filters by.
#[derive(Clone, Copy)]
struct Filter {
    state: Memo<Option<String>>,
    unit: Memo<Option<i64>>,
    text: Memo<Option<String>>,
}

impl Filter {
    fn read() -> Self {
        Self { state: address::param("state"), unit: address::param_as("unit"), text: address::param("q") }
    }

    fn request(self) -> ReportInList {
        let word = self.state.get().unwrap_or_default();
        let state = match word.as_str() {
            "returned" => ReportInState::Returned,
            "all" => ReportInState::All,
            _ => ReportInState::Open,
        };
        ReportInList {
            on: day(),
            state,
            unit: self.unit.get().map(branchbook_contract::domain::key::UnitId),
            without_post: word == "no-post",
            text: self.text.get().unwrap_or_default(),
            ..ReportInList::default()
        }
    }
}

/// The face.
#[component]
pub fn People(
    /// What the faces share.
    shared: Shared,
) -> impl IntoView {
    let (filter, table) = (Filter::read(), TableState::new());
    let open: Memo<Option<i64>> = address::param_as("open");
    let page = ask_rows(KINDS, table.window, move |window| ReportInList {
        offset: window.offset,
        limit: Some(window.limit),
        ..filter.request()
    });
    Effect::new(move |before: Option<()>| {
        drop((filter.state.get(), filter.unit.get(), filter.text.get()));
        if before.is_some() {
            table.rewind();
        }
    });
    let record = move || {
        let page = page.get()?;
        let key = open.get()?;
        page.rows.iter().find(|row| row.report_in.0 == key).cloned()
    };
    view! {
        <div class="split" class:opened=move || open.get().is_some()>
            <div class="body">
                <Chips shared filter page/>
                {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
                <List shared filter page table open/>
            </div>
            {move || record().map(|row| view! { <PersonDrawer shared row/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Chips(shared: Shared, filter: Filter, page: Ask<Paged<ReportInPage>>) -> impl IntoView {
    let chip = move |label: &'static str, word: &'static str, count: fn(&ReportInPage) -> i64| {
        let count = page.map(move |page| u32::try_from(count(page)).ok());
        let on = derived(move || filter.state.get().unwrap_or_default() == word);
        let press = move |()| address::set(&[("state", Some(word.to_owned())), ("open", None)]);
        view! { <Chip label count on on_press=press/> }
    };
    let search = |text: String| address::settle(&[("q", Some(text))]);
    view! {
        <Filters>
            {chip("已报到", "", |page| page.open_count)}
            {chip("未认领岗位", "no-post", |page| page.without_post_count)}
            {chip("已返回", "returned", |page| page.returned_count)}
            {chip("全部", "all", |page| page.open_count + page.returned_count)}
            <UnitSelect shared filter/>
            <span class="end">
                <Search value=derived(move || filter.text.get().unwrap_or_default()) on_search=search
                    label="姓名、电话、小区、特长"/>
            </span>
        </Filters>
    }
    .into_any()
}

#[component]
fn UnitSelect(shared: Shared, filter: Filter) -> impl IntoView {
    let value = RwSignal::new(filter.unit.get_untracked().map(|key| key.to_string()).unwrap_or_default());
    effect(move || {
        let now = filter.unit.get().map(|key| key.to_string()).unwrap_or_default();
        if value.get_untracked() != now {
            value.set(now);
        }
    });
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            address::set(&[("unit", Some(now.clone())), ("open", None)]);
        }
        now
    });
    let choices = unit_choices(shared);
    view! { <span class="unit-select"><Select value choices none="全部单位" label="单位"/></span> }.into_any()
}

/// The units to choose from.
pub fn unit_choices(shared: Shared) -> Memo<Vec<Choice>> {
    shared.units.map(|page| page.rows.iter().map(|row| Choice::new(row.unit.0, row.name.clone())).collect())
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("name", "姓名", 6),
        Column::text("state", "状态", 7),
        Column::text("unit", "单位", 0),
        extra(Column::text("duty", "职务", 6)),
        extra(Column::text("residence", "居住小区", 7)),
        Column::text("posts", "认领岗位", 8),
        extra(Column::text("phone", "电话", 9)),
        Column::text("reported", "报到日期", 9),
        Column::figure("attendances", "人次", 5),
        Column::figure("hours", "小时", 5),
    ]
}

#[component]
fn List(
    shared: Shared,
    filter: Filter,
    page: Ask<Paged<ReportInPage>>,
    table: TableState,
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let rows = move || {
        let page = page.get()?;
        let keys: Vec<i64> = page.rows.iter().map(|row| row.report_in.0).collect();
        let total = u32::try_from(page.total).unwrap_or(u32::MAX);
        Some(Rows::new(total, page.offset, keys, move |at, column| {
            page.rows.get(at).map_or_else(|| ().into_any(), |row| cell(row, column))
        }))
    };
    let press = |key: i64| address::set(&[("open", Some(key.to_string()))]);
    let is_empty = page.map(|page| page.total == 0);
    view! {
        {move || if is_empty.get() { nothing(shared, filter) } else { view! {
            <Table label="报到党员" columns=columns() rows=derived(rows) state=table current=open on_open=press/>
        }.into_any() }}
    }
    .into_any()
}

fn nothing(shared: Shared, filter: Filter) -> AnyView {
    let is_filtered =
        filter.state.get().is_some() || filter.unit.get().is_some() || filter.text.get().is_some();
    if is_filtered {
        return view! { <Empty title="没有符合的人" text="换一个筛选或单位，或清空搜索。"/> }.into_any();
    }
    let text =
        "在职党员到社区报到后登记在这里，认领岗位、参加活动都从这里接着记。有现成名册的，可以直接导入。";
    view! {
        <Empty title="还没有人报到" text>
            <a class="btn" href="#/intake?kind=report_ins">"导入报到名册"</a>
            <Button on_press=move |()| shared.open.set(Open::Slip(None))>"登记一人"</Button>
        </Empty>
    }
    .into_any()
}

fn cell(row: &ReportInRow, column: &str) -> AnyView {
    let text = |value: &Option<String>| {
        let words = word::or_dash(value.as_deref());
        view! { <span title=words.clone()>{words.clone()}</span> }.into_any()
    };
    match column {
        "name" => view! { <b>{row.name.clone()}</b> }.into_any(),
        "state" => state_tag(row),
        "unit" => text(&Some(row.unit_name.clone())),
        "duty" => text(&row.duty),
        "residence" => text(&row.residence),
        "posts" => text(&row.posts),
        "phone" => text(&row.phone),
        "reported" => row.reported_on.to_string().into_any(),
        "attendances" => word::number(row.attendances).into_any(),
        _ => word::hours(row.minutes).into_any(),
    }
}

/// Where a report-in stands, in a word.
pub fn state_tag(row: &ReportInRow) -> AnyView {
    let (tone, text) = match (row.returned_on, &row.posts) {
        (Some(_), _) => (Tone::None, "已返回"),
        (None, Some(_)) => (Tone::Ok, "已认领"),
        (None, None) => (Tone::Due, "未认领"),
    };
    view! { <Tag tone text/> }.into_any()
}
