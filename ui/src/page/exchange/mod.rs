//! 上报与回执: a community's exchange with its street. Sealing, receipts, what comes down, and the trust below it all.

mod hand;
pub mod lists;
pub mod record;
mod taken;
pub mod tone;
pub mod trust;

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::parcel::{Exchange, ParcelList, PartnerRow, SentRow};
use leptos::prelude::*;

use self::hand::{Hand, HandHost};
use self::lists::{Received, Refused, Sent};
use self::trust::{Print, Trust, TrustHost};
use super::{Page, Place};
use crate::part::{Button, Empty, Head, Icon, Look, Pager, Panel, shown};
use crate::state::ask::{Ask, ask};
use crate::state::state;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "exchange",
    title: "上报与回执",
    icon: Icon::Exchange,
    office: Some(Office::Community),
    place: Place::Work,
    count: Some(|frame| frame.waiting_count),
    view: || view! { <ExchangePage/> }.into_any(),
};

/// Rows of each list on a page.
pub const ROWS: u32 = 20;

#[component]
fn ExchangePage() -> impl IntoView {
    let offset = RwSignal::new(0);
    let exchange =
        ask(&[Kind::Exchange, Kind::Month], move || ParcelList { offset: offset.get(), limit: Some(ROWS) });
    let (trust, hand) = (Trust::new(), Hand::new());
    let body = move |data: Arc<Exchange>| view! { <Body exchange=data.as_ref().clone() trust hand offset/> };
    view! {
        <Heading exchange hand/>
        <HandHost hand/>
        <TrustHost trust/>
        {shown(exchange, body)}
    }
    .into_any()
}

#[component]
fn Heading(exchange: Ask<Exchange>, hand: Hand) -> impl IntoView {
    let title = exchange.map(headline);
    let has_street = exchange.map(|data| street(data).is_some());
    let month = move || state().session.month();
    let seal = move |()| month().map_or((), |month| hand.seal(month));
    let label = move || month().map(|month| format!("封装{}…", month.name()));
    let buttons = move || {
        has_street.get().then(|| {
            view! {
                <Button on_press=move |()| hand.take()>"接收下发…"</Button>
                <Button on_press=move |()| hand.accept()>"接收回执…"</Button>
                <Button look=Look::Main busy=hand.busy() on_press=seal>{label}</Button>
            }
        })
    };
    view! {
        <Head title note="封装好的文件拷到U盘交给街道，街道的回执再从U盘接收。">
            <a class="btn" href="#/folio/parcels">"查找和导出"</a>
            {buttons}
        </Head>
    }
    .into_any()
}

fn headline(data: &Exchange) -> String {
    let waiting = newest(data).filter(|row| row.state_label == "等待回执").count();
    let returned = newest(data).filter(|row| row.state_label == "已退回").count();
    match (street(data).is_some(), returned, waiting) {
        (false, ..) => "还没有与街道建立往来".to_owned(),
        (_, 0, 0) => "上报与回执，没有等着办的".to_owned(),
        (_, 0, waiting) => format!("{waiting} 份上报等街道回执"),
        (_, returned, _) => format!("{returned} 份上报被退回，请更正后重报"),
    }
}

/// The last report of each month: what took the place of a returned one answers it.
fn newest(data: &Exchange) -> impl Iterator<Item = &SentRow> {
    let is_last = |row: &&SentRow| {
        let later = |other: &SentRow| other.month == row.month && other.sequence > row.sequence;
        row.month.is_some() && !data.sent.iter().any(later)
    };
    data.sent.iter().filter(is_last)
}

fn street(data: &Exchange) -> Option<PartnerRow> {
    data.partners.iter().find(|partner| partner.kind == "street" && partner.to_on.is_none()).cloned()
}

#[component]
fn Body(exchange: Exchange, trust: Trust, hand: Hand, offset: RwSignal<u32>) -> impl IntoView {
    let Some(partner) = street(&exchange) else {
        return view! { <Begin own=exchange.fingerprint trust/> }.into_any();
    };
    let most = exchange.sent_total.max(exchange.received_total).max(exchange.refused_total);
    let pager = (most > ROWS).then(|| {
        view! { <Pager total=most offset limit=ROWS on_go=move |to| offset.set(to)/> }
    });
    let (sent, received, refused) = (exchange.clone(), exchange.clone(), exchange.clone());
    let is_empty = exchange.sent_total == 0;
    let first = is_empty.then(|| view! { <FirstSeal hand/> });
    view! {
        <div class="exchange">
            <div class="stack">
                {first}
                {(!is_empty).then(|| view! { <Sent exchange=sent/> })}
                {(exchange.received_total > 0).then(|| view! { <Received exchange=received/> })}
                <Refused exchange=refused/>
                {pager}
            </div>
            <Street own=exchange.fingerprint partner trust/>
        </div>
    }
    .into_any()
}

/// What stands where nothing went out yet.
#[component]
fn FirstSeal(hand: Hand) -> impl IntoView {
    let seal = move |()| state().session.month().map_or((), |month| hand.seal(month));
    view! {
        <Panel title="发出的">
            <Empty title="还没有上报过" text="每月核对完，把当月封装成一个加密文件，拷到U盘交给街道。">
                <Button on_press=seal>"封装上报…"</Button>
            </Empty>
        </Panel>
    }
    .into_any()
}

/// The first three steps, for a book that trusts no street.
#[component]
fn Begin(own: String, trust: Trust) -> impl IntoView {
    view! {
        <Panel title="与街道建立往来" note="只做一次">
            <ol class="begin">
                <li><b>"导出本社区的邀请函"</b><span>"拷到U盘，交给街道。"</span>
                    <Button on_press=move |()| trust.invite()>"导出邀请函…"</Button></li>
                <li><b>"登记街道的邀请函"</b><span>"街道给的文件，名称里有“邀请函”。"</span>
                    <Button look=Look::Main on_press=move |()| trust.take()>"登记邀请函…"</Button></li>
                <li><b>"打电话核对指纹"</b><span>"双方各念自己的八个字，都对上才算数。本社区念："</span></li>
            </ol>
            <Print text=own/>
        </Panel>
    }
    .into_any()
}

/// The street, and the characters of both.
#[component]
fn Street(own: String, partner: PartnerRow, trust: Trust) -> impl IntoView {
    let since = word::moment(partner.trusted_at, state().session.today.get_untracked());
    view! {
        <aside class="panel trust" aria-label="街道">
            <header><h2>{partner.name}</h2><small>{format!("{since} 登记")}</small></header>
            <div class="pad stack">
                <p class="muted">"街道的指纹，街道念："</p>
                <Print text=partner.fingerprint/>
                <p class="muted">"本社区的指纹，我们念："</p>
                <Print text=own/>
                <div class="line">
                    <Button on_press=move |()| trust.invite()>"导出邀请函…"</Button>
                    <Button on_press=move |()| trust.take()>"重新登记…"</Button>
                </div>
                <p class="hint">"街道换了电脑或重建了台账，才需要重新登记；登记前先打电话。"</p>
            </div>
        </aside>
    }
    .into_any()
}
