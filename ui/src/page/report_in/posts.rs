//! The service posts: by category, with who holds them. The record beside the table sets claims.

use branchbook_contract::Kind;
use branchbook_contract::offer::{OfferList, OfferPage, OfferRow};
use leptos::prelude::*;

use super::claims::PostClaims;
use super::{Open, Shared, day, extra};
use crate::address;
use crate::key::{self, Shortcut};
use crate::page::folio::OfRecord;
use crate::part::{
    Button, Chip, Column, Drawer, Empty, Fact, Facts, Filters, Rows, Table, TableState, Tag, Tone, Trouble,
};
use crate::state::ask::{Ask, ask_if};
use crate::state::watch::{derived, memo, shared};
use crate::word;

/// The face.
#[component]
pub fn Posts(
    /// What the faces share.
    shared: Shared,
) -> impl IntoView {
    let page = ask_if(&[Kind::Offer, Kind::ReportIn], || Some(OfferList { on: Some(day()?) }));
    let category = address::param("category");
    let open: Memo<Option<i64>> = address::param_as("open");
    let record = move || {
        let (page, key) = (page.get()?, open.get()?);
        page.rows.iter().find(|row| row.offer.0 == key).cloned()
    };
    view! {
        <div class="split" class:opened=move || open.get().is_some()>
            <div class="body">
                <Chips page category/>
                {move || page.error().map(|error| view! { <Trouble error on_again=move |()| page.again()/> })}
                <List shared page category open/>
            </div>
            {move || record().map(|row| view! { <PostDrawer shared row/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Chips(page: Ask<OfferPage>, category: Memo<Option<String>>) -> impl IntoView {
    let chip = move |label: String, key: Option<String>, count: usize| {
        let pressed = key.clone();
        let on = derived(move || category.get() == key);
        let press = move |()| address::set(&[("category", pressed.clone()), ("open", None)]);
        let count = Signal::stored(u32::try_from(count).ok());
        view! { <Chip label=label count=count on on_press=press/> }
    };
    let chips = shared(move || {
        let page = page.get()?;
        let of =
            |code: &str| page.rows.iter().filter(|row| row.draft.category.as_deref() == Some(code)).count();
        let used = page.categories.iter().filter(|category| of(&category.code) > 0);
        let used = used.map(|found| chip(found.label.clone(), Some(found.code.clone()), of(&found.code)));
        Some(view! { {chip("全部".to_owned(), None, page.rows.len())} {used.collect_view()} })
    });
    view! { <Filters>{chips}</Filters> }.into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("title", "岗位", 0),
        Column::text("category", "类别", 9),
        Column::text("state", "状态", 8),
        Column::figure("needed", "所需人数", 6),
        Column::figure("claims", "已认领", 5),
        extra(Column::text("place", "地点", 10)),
        Column::text("until", "期限", 13),
    ]
}

#[component]
fn List(
    shared: Shared,
    page: Ask<OfferPage>,
    category: Memo<Option<String>>,
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let rows = memo(move || {
        let (page, category) = (page.get()?, category.get());
        let is_in = |row: &&OfferRow| category.is_none() || row.draft.category == category;
        Some(page.rows.iter().filter(is_in).cloned().collect::<Vec<_>>())
    });
    let drawn = move || {
        let rows = rows.get()?;
        let keys: Vec<i64> = rows.iter().map(|row| row.offer.0).collect();
        Some(Rows::all(keys, move |at, column| {
            rows.get(at).map_or_else(|| ().into_any(), |row| cell(row, column))
        }))
    };
    let press = |key: i64| address::set(&[("open", Some(key.to_string()))]);
    let is_empty = memo(move || rows.with(|rows| rows.as_ref().is_some_and(Vec::is_empty)));
    let text = "把社区需要人做的事列成岗位，报到党员来认领；登记报到时写的意向岗位也会出现在这里。";
    view! {
        {move || if is_empty.get() { view! {
            <Empty title="还没有岗位" text>
                <Button on_press=move |()| shared.open.set(Open::Post(None))>"登记一个岗位"</Button>
            </Empty>
        }.into_any() } else { view! {
            <Table label="岗位" columns=columns() rows=derived(drawn) state=TableState::new() current=open on_open=press/>
        }.into_any() }}
    }
    .into_any()
}

fn cell(row: &OfferRow, column: &str) -> AnyView {
    let draft = &row.draft;
    match column {
        "title" => view! { <b title=draft.title.clone()>{draft.title.clone()}</b> }.into_any(),
        "category" => row.category_label.clone().into_any(),
        "state" => state_tag(row),
        "needed" => draft.needed_count.map_or_else(|| word::DASH.to_owned(), word::number).into_any(),
        "claims" => word::number(row.claims).into_any(),
        "place" => word::or_dash(draft.place.as_deref()).into_any(),
        _ => until(row).into_any(),
    }
}

fn until(row: &OfferRow) -> String {
    match (row.draft.from_on, row.draft.to_on) {
        (None, None) => "长期".to_owned(),
        (Some(from), None) => format!("{from} 起"),
        (None, Some(to)) => format!("{to} 前"),
        (Some(from), Some(to)) => format!("{from} 至 {to}"),
    }
}

/// Where a post stands, in a word.
fn state_tag(row: &OfferRow) -> AnyView {
    let is_over = row.draft.to_on.zip(day()).is_some_and(|(to, day)| to <= day);
    let (tone, text) = match row.draft.needed_count {
        _ if is_over => (Tone::None, "已结束".to_owned()),
        Some(needed) if row.claims < needed => (Tone::Due, format!("还差 {} 人", needed - row.claims)),
        Some(needed) if row.claims > needed => (Tone::Info, "已超额".to_owned()),
        Some(_) => (Tone::Ok, "已满".to_owned()),
        None if row.claims == 0 => (Tone::Due, "无人认领".to_owned()),
        None => (Tone::Ok, "有人认领".to_owned()),
    };
    view! { <Tag tone text/> }.into_any()
}

#[component]
fn PostDrawer(shared: Shared, row: OfferRow) -> impl IntoView {
    let (offer, edited) = (row.offer, row.clone());
    let edit = Callback::new(move |()| shared.open.set(Open::Post(Some(edited.clone()))));
    key::on_one(Shortcut::Edit, move || edit.run(()));
    let (title, until, tag) = (row.draft.title.clone(), until(&row), state_tag(&row));
    let needed = row.draft.needed_count.map_or_else(|| word::DASH.to_owned(), |count| format!("{count} 人"));
    view! {
        <Drawer label=title.clone() on_close=|()| address::set(&[("open", None)])>
            <div class="title"><h2>{title}</h2>{tag}</div>
            <div class="acts-line start">
                <Button keys="F2" on_press=edit>"修改或结束"</Button>
                <OfRecord history="post_history" key=offer.0/>
            </div>
            <Facts>
                <Fact label="类别">{row.category_label.clone()}</Fact>
                <Fact label="服务内容">{word::or_dash(row.draft.content.as_deref())}</Fact>
                <Fact label="所需人数">{needed}</Fact>
                <Fact label="地点">{word::or_dash(row.draft.place.as_deref())}</Fact>
                <Fact label="期限">{until}</Fact>
            </Facts>
            <PostClaims shared offer/>
        </Drawer>
    }
    .into_any()
}
