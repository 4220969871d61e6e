//! 党员名册: tree of branches and groups, filters with counts, the long table, the record beside it. What is filtered,
//! ordered and open stands in the address. It holds no rule: the desk says who is on the register on which day.
#![allow(clippy::needless_pass_by_value, reason = "a component owns its properties, shared ones too")]

mod bar;
mod edit;
mod export;
mod fields;
mod filter;
mod held;
mod lists;
mod movement;
mod new;
mod record;
mod rows;
mod story;
mod tree;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use leptos::prelude::*;

use super::{Page, Place};
use crate::address;
use crate::key::{self, Shortcut};
use crate::part::{Button, Head, Icon, Look, TableState};
use crate::state::state;
use crate::state::watch::derived;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "members",
    title: "党员名册",
    icon: Icon::People,
    office: Some(Office::Community),
    place: Place::Work,
    count: Some(|frame| frame.member_count),
    view: || view! { <Members/> }.into_any(),
};

/// What the list and the record depend on.
const KINDS: &[Kind] = &[Kind::Member, Kind::Organisation, Kind::Points, Kind::Offer, Kind::Meeting];

#[component]
fn Members() -> impl IntoView {
    let table = TableState::new();
    let open = address::param_as::<i64>("open");
    let counted = filter::counted();
    let is_new = address::param("do");
    view! {
        <Heading table counted/>
        <section class="panel members">
            <div class="split treed" class:opened=move || open.get().is_some()>
                <tree::Tree counted/>
                <div class="body">
                    <bar::Bar table counted/>
                    <rows::List table/>
                </div>
                {move || open.get().map(|member| view! { <record::Record member/> })}
            </div>
        </section>
        {move || (is_new.get().as_deref() == Some("new")).then(|| view! { <new::NewMember/> })}
    }
    .into_any()
}

#[component]
fn Heading(table: TableState, counted: filter::Counted) -> impl IntoView {
    let counts = counted.map(|page| (Some(page.on), page.total));
    let note = move || {
        let (on, total) = counts.get();
        let what = match (filter::is_search(), filter::is_former()) {
            (true, _) => "找到",
            (false, true) => "历史党员",
            (false, false) => "在册",
        };
        let scope = match filter::sent_month() {
            Some(month) => format!("{}上报口径", month.label()),
            None => on.map(|on| format!("截至 {}", filter::long_day(on))).unwrap_or_default(),
        };
        on.map(|_| format!("{scope} {what} {} 人", word::number(i64::from(total)))).unwrap_or_default()
    };
    let add = |()| address::set(&[("do", Some("new".to_owned()))]);
    key::on(move |asked| {
        let is_it =
            asked == Shortcut::Edit && state().address.with_untracked(|at| !at.query.contains("open"));
        if is_it {
            add(());
        }
        is_it
    });
    view! {
        <Head title="党员名册" note=derived(note)>
            <a class="btn" href="#/intake?kind=roster">"导入表格…"</a>
            <export::Export table/>
            <Button look=Look::Main on_press=add>"新增党员"</Button>
        </Head>
    }
    .into_any()
}
