//! 本月: where the month stands.

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::month::{MonthShow, MonthStatus};
use leptos::prelude::*;

use super::{Page, Place};
use crate::part::{Head, Icon, Panel, shown};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "home",
    title: "本月",
    icon: Icon::Home,
    office: Some(Office::Community),
    place: Place::Work,
    count: None,
    view: || view! { <Home/> }.into_any(),
};

#[component]
fn Home() -> impl IntoView {
    let session = state().session;
    let month =
        ask_if(&[Kind::Month, Kind::Member, Kind::Meeting, Kind::Activity, Kind::Points], move || {
            session.month().map(|month| MonthShow { month })
        });
    let title = move || session.month().map(word::month_name).unwrap_or_default().to_owned();
    let body =
        |status: std::sync::Arc<MonthStatus>| view! { <p class="pad">{status.row.state_label.clone()}</p> };
    view! {
        <Head title=Signal::derive(title)/>
        <Panel title="本月上报">{shown(month, body)}</Panel>
    }
    .into_any()
}
