//! The list: one row for each record, 补录 and other marks openly beside it.

use branchbook_contract::meeting::SpanRow;
use leptos::prelude::*;

use super::Life;
use super::filter::FilterLine;
use super::part::tone_of;
use crate::address;
use crate::part::{Button, Column, Empty, Look, Rows, Table, TableState, Tag, Trouble};
use crate::state::watch::{derived, effect, memo};
use crate::word;

/// The list with its filters.
#[component]
pub fn List(life: Life) -> impl IntoView {
    let state = TableState::new();
    let wanted = memo(move || {
        let rows = life.rows.get()?;
        Some(life.choosing.wanted(&rows))
    });
    effect(move || {
        wanted.track();
        state.rewind();
    });
    let is_empty = memo(move || wanted.with(|rows| rows.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <FilterLine life/>
        {move || life.rows.error().map(|error| view! { <Trouble error on_again=move |()| life.rows.again()/> })}
        {move || match is_empty.get() {
            true => view! { <Nothing life/> }.into_any(),
            false => view! { <Held life wanted state/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Held(life: Life, wanted: Memo<Option<Vec<SpanRow>>>, state: TableState) -> impl IntoView {
    let rows = derived(move || wanted.get().map(rows));
    let current = derived(move || {
        let open = life.open.get()?;
        wanted.with(|rows| {
            rows.as_ref()?.iter().find(|row| row.row.gathering.0 == open).map(|row| row.row.record.0)
        })
    });
    let open = move |record: i64| {
        let gathering = wanted.with_untracked(|rows| {
            rows.as_ref()?
                .iter()
                .find(|row| row.row.record.0 == record)
                .map(|row| row.row.gathering.to_string())
        });
        address::set(&[("open", gathering)]);
    };
    view! { <Table label="会议列表" columns=columns() rows state current on_open=open/> }.into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("day", "日期", 8),
        Column::text("kind", "类型", 9),
        Column::text("holder", "组织", 10),
        Column::text("theme", "主题", 0),
        Column::figure("present", "实到/应到", 7),
        Column::figure("away", "请假/缺席", 7),
        Column::text("marks", "状态", 11),
    ]
}

fn rows(held: Vec<SpanRow>) -> Rows {
    let keys: Vec<i64> = held.iter().map(|row| row.row.record.0).collect();
    Rows::all(keys, move |at, column| held.get(at).map(|row| cell(row, column)).into_any())
}

fn cell(row: &SpanRow, column: &str) -> AnyView {
    let held = &row.row;
    match column {
        "day" => held.day.to_string().into_any(),
        "kind" => held.kind_label.clone().into_any(),
        "holder" => whole(held.organisation_name.clone()),
        "theme" => whole(word::or_dash(held.theme.as_deref())),
        "present" => format!("{} / {}", held.present, held.due).into_any(),
        "away" => format!("{} / {}", held.leave, held.absent).into_any(),
        _ => view! { <Marks row=row.clone()/> }.into_any(),
    }
}

/// A text that may be cut, with the whole of it as a hint.
fn whole(text: String) -> AnyView {
    let hint = text.clone();
    view! { <span title=hint>{text}</span> }.into_any()
}

#[component]
fn Marks(row: SpanRow) -> impl IntoView {
    let mark = |mark: String| view! { <Tag tone=tone_of(&mark) text=mark/> " " };
    row.row.marks.into_iter().map(mark).collect_view().into_any()
}

/// Nothing held, or nothing that fits.
#[component]
fn Nothing(life: Life) -> impl IntoView {
    let is_bare = memo(move || life.rows.get().is_some_and(|rows| rows.is_empty()));
    let clear = |()| address::set(&[("branch", None), ("kind", None), ("state", None), ("day", None)]);
    move || match is_bare.get() {
        true => view! {
            <Empty title="这段时间还没有登记会议" text="会议登记后列在这里；应开的次数和还缺的，看右边。">
                <Button on_press=|()| address::go("meetings/new")>"登记第一次会议"</Button>
            </Empty>
        }
        .into_any(),
        false => view! {
            <Empty title="没有符合条件的会议" text="可以放宽筛选条件，或改看本季、全年。">
                <Button look=Look::Plain on_press=clear>"清除筛选"</Button>
            </Empty>
        }
        .into_any(),
    }
}
