//! The side bar: the pages of the office, the present one marked, with their numbers. Only icons on a narrow screen.

use leptos::prelude::*;

use super::FrameAsk;
use crate::address;
use crate::page::{Page, Place, page_named, pages_of};
use crate::part::Glyph;
use crate::state::state;
use crate::state::watch::memo;

/// The side bar.
#[component]
pub fn Side(
    /// The question of the frame.
    shown: FrameAsk,
) -> impl IntoView {
    let session = state().session;
    let name = address::page();
    let present = memo(move || page_named(session.office(), &name.get()).map(|page| page.name));
    let entry = move |page: &'static Page| view! { <Entry page shown present/> };
    let entries = move |place| {
        pages_of(session.office()).filter(move |page| page.place == place).map(entry).collect_view()
    };
    view! {
        <nav class="side" aria-label="页面">
            {move || entries(Place::Work)}
            <hr/>
            {move || entries(Place::Foot)}
        </nav>
    }
    .into_any()
}

#[component]
fn Entry(page: &'static Page, shown: FrameAsk, present: Memo<Option<&'static str>>) -> impl IntoView {
    let is_present = move || present.get() == Some(page.name);
    let number = page.count.map(|count| {
        let number = shown.map(count);
        move || (number.get() > 0).then(|| view! { <span class="n">{number.get()}</span> })
    });
    view! {
        <a href=format!("#/{}", page.name) class:on=is_present title=page.title
            aria-current=move || is_present().then_some("page")>
            <Glyph icon=page.icon/><span class="name">{page.title}</span>{number}
        </a>
    }
    .into_any()
}
