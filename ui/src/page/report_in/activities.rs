//! The activities of the month or of all time, newest first; the record beside the table.

use branchbook_contract::Kind;
use branchbook_contract::activity::{ActivityList, ActivityPage, ActivityRow};
use leptos::prelude::*;

use super::activity::ActivityDrawer;
use super::{Open, Shared, extra};
use crate::address;
use crate::part::{Button, Chip, Column, Empty, Filters, Rows, Search, Table, TableState, Tag, Trouble};
use crate::state::ask::{Ask, Paged, ask_rows};
use crate::state::state;
use crate::state::watch::derived;
use crate::word;

/// What the list is made of.
const KINDS: &[Kind] = &[Kind::Activity, Kind::Month];

/// The face.
#[component]
pub fn Activities(
    /// What the faces share.
    shared: Shared,
) -> impl IntoView {
    let (span, text) = (address::param("span"), address::param("q"));
    let open: Memo<Option<i64>> = address::param_as("open");
    let table = TableState::new();
    let page = ask_rows(KINDS, table.window, move |window| {
        let span = span.get().unwrap_or_default();
        ActivityList {
            month: if span.is_empty() { state().session.month() } else { None },
            text: text.get().unwrap_or_default(),
            with_cancelled: span == "cancelled",
            offset: window.offset,
            limit: Some(window.limit),
        }
    });
    Effect::new(move |before: Option<()>| {
        drop((span.get(), text.get()));
        if before.is_some() {
            table.rewind();
        }
    });
    view! {
        <div class="split" class:opened=move || open.get().is_some()>
            <div class="body">
                <Chips span text page/>
                {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
                <List shared page table open/>
            </div>
            {move || open.get().map(|activity| view! { <ActivityDrawer activity/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Chips(
    span: Memo<Option<String>>,
    text: Memo<Option<String>>,
    page: Ask<Paged<ActivityPage>>,
) -> impl IntoView {
    let total = page.map(|page| u32::try_from(page.total).ok());
    let chip = move |label: &'static str, word: &'static str| {
        let on = derived(move || span.get().unwrap_or_default() == word);
        // Only what is listed is counted; the other spans are counted when they are asked for.
        let count = derived(move || total.get().filter(|_| on.get()));
        let press = move |()| address::set(&[("span", Some(word.to_owned())), ("open", None)]);
        view! { <Chip label count on on_press=press/> }
    };
    let search = |text: String| address::settle(&[("q", Some(text))]);
    view! {
        <Filters>
            {chip("本月", "")} {chip("全部", "all")} {chip("全部，含已取消", "cancelled")}
            <span class="end">
                <Search value=derived(move || text.get().unwrap_or_default()) on_search=search
                    label="名称、类别、地点、负责人"/>
            </span>
        </Filters>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("day", "日期", 9),
        Column::text("title", "活动", 0),
        Column::text("kind", "类别", 7),
        Column::text("place", "地点", 9),
        extra(Column::text("holder", "主办", 11)),
        Column::figure("participants", "人次", 5),
        Column::figure("hours", "小时", 5),
        Column::figure("benefit", "受益", 5),
    ]
}

#[component]
fn List(
    shared: Shared,
    page: Ask<Paged<ActivityPage>>,
    table: TableState,
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let rows = move || {
        let page = page.get()?;
        let keys: Vec<i64> = page.rows.iter().map(|row| row.activity.0).collect();
        let total = u32::try_from(page.total).unwrap_or(u32::MAX);
        Some(Rows::new(total, page.offset, keys, move |at, column| {
            page.rows.get(at).map_or_else(|| ().into_any(), |row| cell(row, column))
        }))
    };
    let press = |key: i64| address::set(&[("open", Some(key.to_string()))]);
    let is_empty = page.map(|page| page.total == 0);
    let text = "登记志愿服务、包保等活动和参加的人，时长自动计入单位、个人和积分。";
    view! {
        {move || if is_empty.get() { view! {
            <Empty title="没有活动" text>
                <Button on_press=move |()| shared.open.set(Open::Activity)>"登记一场活动"</Button>
            </Empty>
        }.into_any() } else { view! {
            <Table label="活动" columns=columns() rows=derived(rows) state=table current=open on_open=press/>
        }.into_any() }}
    }
    .into_any()
}

fn cell(row: &ActivityRow, column: &str) -> AnyView {
    let draft = &row.draft;
    match column {
        "day" => draft.on.to_string().into_any(),
        "title" => title(row),
        "kind" => draft.kind.clone().into_any(),
        "place" => word::or_dash(draft.place.as_deref()).into_any(),
        "holder" => holder(row).into_any(),
        "participants" => word::number(row.participants).into_any(),
        "hours" => word::hours(row.minutes).into_any(),
        _ => draft.beneficiary_count.map_or_else(|| word::DASH.to_owned(), word::number).into_any(),
    }
}

fn title(row: &ActivityRow) -> AnyView {
    let cancelled = row.cancelled_on.map(|_| view! { <Tag text="已取消"/> });
    view! { <b title=row.draft.title.clone()>{row.draft.title.clone()}</b>" "{cancelled} }.into_any()
}

/// Who held it.
pub fn holder(row: &ActivityRow) -> String {
    word::or_dash(row.organisation_name.as_deref().or(row.unit_name.as_deref()))
}
