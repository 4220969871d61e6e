//! The record of a service post beside its list: what it asks for, who claims it.

use branchbook_contract::Kind;
use branchbook_contract::domain::key::OfferId;
use branchbook_contract::offer::{OfferList, OfferPage, OfferRow};
use leptos::prelude::*;

use super::claims::PostClaims;
use super::{Open, Shared, day};
use crate::address;
use crate::key::{self, Shortcut};
use crate::page::folio::{self, OfRecord};
use crate::part::{Button, Drawer, Fact, Facts};
use crate::state::ask::ask_if;
use crate::state::watch::shared as boxed;
use crate::word;

/// What the list is made of.
pub const KINDS: &[Kind] = &[Kind::Offer, Kind::ReportIn];

/// The record of a post.
pub fn drawer(shared: Shared, key: i64) -> AnyView {
    let offer = Some(OfferId(key));
    let page = ask_if(KINDS, move || Some(OfferList { on: Some(day()?), offer }));
    let row = page.map(|page: &OfferPage| page.rows.first().cloned());
    boxed(move || row.get().map(|row| view! { <PostDrawer shared row/> })).into_any()
}

#[component]
fn PostDrawer(shared: Shared, row: OfferRow) -> impl IntoView {
    let offer = row.offer;
    let edit = Callback::new(move |()| shared.open.set(Open::Post(Some(offer.0))));
    key::on_one(Shortcut::Edit, move || edit.run(()));
    let (title, until, tag) = (row.draft.title.clone(), row.until.clone(), folio::drawn(&row.state));
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
