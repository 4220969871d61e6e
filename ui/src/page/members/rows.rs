//! The long table: only the rows in sight are asked for. A press opens the record; several can be ticked.

use std::sync::Arc;

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::standing::MemberClass;
use branchbook_contract::member::{ConditionKind, ListColumn, MemberList, MemberPage, MemberRow};
use leptos::prelude::*;

use super::{KINDS, filter};
use crate::address;
use crate::part::{Button, Column, Empty, Look, Rows, Table, TableState, Tag, Tone, Trouble};
use crate::state::ask::{Ask, Paged, ask_rows};
use crate::state::watch::{derived, memo, shared};
use crate::word;

#[component]
pub fn List(table: TableState) -> impl IntoView {
    let page = ask_rows(KINDS, table.window, |window| MemberList {
        offset: window.offset,
        limit: Some(window.limit),
        with_figures: true,
        ..filter::wanted()
    });
    let key = memo(|| format!("{:?}", filter::wanted()));
    Effect::new(move |before: Option<String>| {
        let key = key.get();
        if before.is_some_and(|before| before != key) {
            table.rewind();
            table.untick();
        }
        key
    });
    let is_empty = page.map(|page| page.total == 0);
    view! {
        {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
        {move || if is_empty.get() { view! { <Nobody/> }.into_any() } else { view! { <Grid table page/> }.into_any() }}
    }
    .into_any()
}

#[component]
fn Grid(table: TableState, page: Ask<Paged<MemberPage>>) -> impl IntoView {
    let rows = derived(move || page.get().map(rows_of));
    let has_failed = derived(move || page.has_failed());
    let sort = address::param("sort");
    let order = derived(move || sort.get().filter(|sort| sort == "pinyin"));
    let press = |word: String| {
        let is_on = address::param("sort").get_untracked().as_ref() == Some(&word);
        address::set(&[("sort", (!is_on).then_some(word))]);
    };
    let open = address::param_as::<i64>("open");
    let asked = page.map(|page| page.columns.clone());
    // Columns are a matter of the whole table: it is drawn anew when others are asked for.
    shared(move || {
        let columns = asked.with(|asked| if asked.is_empty() { columns() } else { chosen(asked) });
        view! {
            <Table label="党员" columns rows state=table has_failed current=open can_tick=true
                on_open=|member: i64| filter::open(Some(member)) order on_order=press/>
        }
    })
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("name", "姓名", 6).ordered("pinyin"),
        Column::middle("sex", "性别", 4),
        Column::figure("age", "年龄", 4),
        Column::text("class", "类别", 5),
        Column::text("branch", "支部", 0),
        Column::text("joined", "入党时间", 8),
        Column::text("posts", "岗位", 0),
        Column::figure("score", "积分", 5),
    ]
}

/// Nothing stands in it: where the columns that were asked for leave room, the ticks are not spread over it.
const REST: &str = "";

/// The name and the columns that were asked for. Their titles stay as long as the page: there are few, and a table
/// knows titles that stay.
fn chosen(asked: &[ListColumn]) -> Vec<Column> {
    let one = |(at, column): (usize, &ListColumn)| {
        let (key, title): (&'static str, &'static str) = (at.to_string().leak(), column.label.clone().leak());
        // The desk counts half characters of the words alone; a cell has room around them.
        let width = u8::try_from(column.width / 2 + 2).unwrap_or(u8::MAX);
        if column.is_number { Column::figure(key, title, width) } else { Column::text(key, title, width) }
    };
    let name = Column::text("name", "姓名", 6).ordered("pinyin");
    let rest = Column::text(REST, "", 0);
    [name].into_iter().chain(asked.iter().enumerate().map(one)).chain([rest]).collect()
}

fn rows_of(page: Arc<Paged<MemberPage>>) -> Rows {
    let keys: Vec<i64> = page.rows.iter().map(|row| row.member.0).collect();
    let (total, offset) = (page.total, page.offset);
    let is_former = filter::wanted_now().is_former;
    Rows::new(total, offset, keys, move |at, column| match page.rows.get(at) {
        Some(row) => cell(row, column, page.on, is_former),
        None => ().into_any(),
    })
}

fn cell(row: &MemberRow, column: &str, on: Day, is_former: bool) -> AnyView {
    match column {
        "name" => view! { <b>{row.name.clone()}</b> }.into_any(),
        "sex" => word::or_dash(row.sex.map(|sex| sex.label())).into_any(),
        "age" => row
            .birth_on
            .map_or_else(|| word::DASH.to_owned(), |birth| birth.age_on(on).to_string())
            .into_any(),
        "class" => class(row, is_former),
        "branch" => branch(row).into_any(),
        "joined" => word::or_dash(row.joined_on.map(|day| day.to_string()).as_deref()).into_any(),
        "posts" => posts(row),
        "score" => word::or_dash(row.score.map(|score| score.to_string()).as_deref()).into_any(),
        REST => ().into_any(),
        other => {
            let text = other.parse().ok().and_then(|at: usize| row.extra.get(at));
            word::or_dash(text.map(String::as_str).filter(|text| !text.is_empty())).into_any()
        }
    }
}

/// The class in a word; what deserves a look stands on a tint instead.
fn class(row: &MemberRow, is_former: bool) -> AnyView {
    let tag = |tone: Tone, text: &'static str| view! { <Tag tone text/> }.into_any();
    let has = |kind| row.conditions.contains(&kind);
    match row.class {
        _ if is_former => tag(Tone::None, "历史"),
        Some(MemberClass::Probationary) => tag(Tone::Due, "预备"),
        _ if has(ConditionKind::Lost) => tag(Tone::Late, "失联"),
        _ if has(ConditionKind::Mobile) => tag(Tone::Info, "流动"),
        Some(MemberClass::Full) if row.is_class_about => "约正式".into_any(),
        Some(MemberClass::Full) => "正式".into_any(),
        None => word::DASH.into_any(),
    }
}

/// 锦华苑党支部 is 锦华苑 in the narrow cell; 第一党支部 stays whole.
fn branch(row: &MemberRow) -> String {
    let short = row.branch_name.strip_suffix("党支部").filter(|short| short.chars().count() > 1);
    short.filter(|short| !short.starts_with('第')).unwrap_or(&row.branch_name).to_owned()
}

fn posts(row: &MemberRow) -> AnyView {
    match row.posts.clone() {
        Some(posts) => view! { <span title=posts.clone()>{posts.clone()}</span> }.into_any(),
        None => word::DASH.into_any(),
    }
}

/// Nobody fits, or nobody is there yet.
#[component]
fn Nobody() -> impl IntoView {
    let wanted = filter::wanted_now();
    let is_narrowed = wanted.query.is_some() || wanted.class.is_some() || wanted.condition.is_some();
    let is_placed = wanted.mark.is_some() || wanted.branch.is_some() || wanted.is_former;
    if is_narrowed || is_placed || wanted.view.is_some() || wanted.on.is_some() || wanted.as_sent.is_some() {
        let all = |()| address::set(&cleared());
        return view! {
            <Empty title="没有符合条件的党员" text="换一个条件，或者看全部在册党员。">
                <Button on_press=all>"看全部在册党员"</Button>
            </Empty>
        }
        .into_any();
    }
    let text = "把手头的花名册表格导入进来，表头不规范也能识别；\n只有几个人时，也可以一个一个新增。";
    view! {
        <Empty title="名册里还没有党员" text>
            <a class="btn" href="#/intake?kind=roster">"导入花名册…"</a>
            <Button look=Look::Plain on_press=|()| address::set(&[("do", Some("new".to_owned()))])>"新增党员"</Button>
        </Empty>
    }
    .into_any()
}

fn cleared() -> Vec<(&'static str, Option<String>)> {
    ["q", "class", "condition", "mark", "former", "branch", "group", "on", "sent", "view"]
        .map(|key| (key, None))
        .to_vec()
}
