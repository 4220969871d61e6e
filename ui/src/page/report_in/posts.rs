//! The record of a service post beside its list: what it asks for, who claims it.

use branchbook_contract::Kind;
use branchbook_contract::offer::{OfferList, OfferPage, OfferRow};
use leptos::prelude::*;

use super::claims::PostClaims;
use super::{Open, Shared, day};
use crate::address;
use crate::key::{self, Shortcut};
use crate::page::folio::OfRecord;
use crate::part::{Button, Drawer, Fact, Facts, Tag, Tone};
use crate::state::ask::ask_if;
use crate::state::watch::shared as boxed;
use crate::word;

/// What the list is made of.
pub const KINDS: &[Kind] = &[Kind::Offer, Kind::ReportIn];

/// The record of a post.
pub fn drawer(shared: Shared, key: i64) -> AnyView {
    let page = ask_if(KINDS, || Some(OfferList { on: Some(day()?), with_ended: true }));
    let row = page.map(move |page: &OfferPage| page.rows.iter().find(|row| row.offer.0 == key).cloned());
    boxed(move || row.get().map(|row| view! { <PostDrawer shared row/> })).into_any()
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
    let offer = row.offer;
    let edit = Callback::new(move |()| shared.open.set(Open::Post(Some(offer.0))));
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
