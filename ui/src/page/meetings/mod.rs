//! 组织生活: what was held and what is due, and 登记会议. `#/meetings` lists, `#/meetings/new` records, continues a
//! draft (`draft=`) or corrects (`correct=`). Reckons nothing that the domain reckons.

mod form;
mod life;

use branchbook_contract::book::Office;
use branchbook_contract::domain::attachment::ENDINGS;
use leptos::prelude::*;

use super::{Page, Place};
use crate::address;
use crate::ipc::Pick;
use crate::part::{Icon, one_face};
use crate::state::act;
use crate::state::watch::memo;

/// The page.
pub const PAGE: Page = Page {
    name: "meetings",
    title: "组织生活",
    icon: Icon::Calendar,
    office: Some(Office::Community),
    place: Place::Work,
    count: Some(|frame| frame.open_duty_count),
    view: || view! { <Meetings/> }.into_any(),
};

#[component]
fn Meetings() -> impl IntoView {
    let word = address::word(1);
    let is_form = memo(move || word.get().as_deref() == Some("new"));
    move || match is_form.get() {
        true => one_face("form", view! { <form::MeetingForm/> }.into_any()),
        false => one_face("life", view! { <life::MeetingLife/> }.into_any()),
    }
}

/// Lets the person choose files to be attached to a meeting.
fn pick_files(then: impl FnOnce(Vec<String>) + 'static) {
    let ask = Pick::open_many("选择要添加的附件").kind("图片和文档", ENDINGS).kind("所有文件", &["*"]);
    act::pick(ask, then);
}
