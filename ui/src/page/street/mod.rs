//! The street's pages: who has reported, what came in, the figures of all, the workbook, what goes down, and the
//! communities themselves. Everything is asked of the desk; nothing is reckoned here but rates for the eye.

mod communities;
mod fields;
mod figures;
mod overview;
mod publish;
mod receive;
mod reminders;
mod report;
mod roll_up;
mod rows;
mod send_back;
mod themes;

use branchbook_contract::book::Office;
use leptos::prelude::*;

use super::{Page, Place};
use crate::part::Icon;

const fn page(name: &'static str, title: &'static str, icon: Icon, view: fn() -> AnyView) -> Page {
    Page { name, title, icon, office: Some(Office::Street), place: Place::Work, count: None, view }
}

/// 街道总览.
pub const PAGE: Page =
    page("street", "街道总览", Icon::Home, || view! { <overview::OverviewPage/> }.into_any());
/// 接收与回执.
pub const RECEIVE: Page = Page {
    count: Some(|frame| frame.waiting_count),
    ..page("receive", "接收与回执", Icon::Exchange, || view! { <receive::ReceivePage/> }.into_any())
};
/// 汇总台账.
pub const ROLL_UP: Page =
    page("roll-up", "汇总台账", Icon::List, || view! { <roll_up::RollUpPage/> }.into_any());
/// 报表.
pub const REPORT: Page =
    page("street-report", "报表", Icon::Report, || view! { <report::ReportPage/> }.into_any());
/// 下发.
pub const PUBLISH: Page =
    page("publish", "下发", Icon::Clock, || view! { <publish::PublishPage/> }.into_any());
/// 社区.
pub const COMMUNITIES: Page =
    page("communities", "社区", Icon::House, || view! { <communities::CommunitiesPage/> }.into_any());
