//! 积分: who stands where, why, and what is awarded. Order is for the office only. Counts nothing: every figure is the
//! desk's.

mod account;
mod aside;
mod award;
mod ledger;
mod ranking;
mod recount;
mod reverse;
mod room;
mod scheme;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::domain::points::Points;
use leptos::prelude::*;

use super::{Page, Place};
use crate::address;
use crate::part::{Icon, Tone, one_face};
use crate::state::watch::shared;

/// The page.
pub const PAGE: Page = Page {
    name: "points",
    title: "积分",
    icon: Icon::Points,
    office: Some(Office::Community),
    place: Place::Work,
    count: None,
    view: || view! { <PointsPage/> }.into_any(),
};

/// What points are made of.
const KINDS: &[Kind] = &[Kind::Points, Kind::Member, Kind::Organisation, Kind::Meeting, Kind::Activity];

/// The ranking, somebody's account, or the scheme.
#[component]
fn PointsPage() -> impl IntoView {
    let named = address::word(1);
    shared(move || match named.get() {
        None => one_face("ranking", view! { <ranking::Ranking/> }.into_any()),
        Some(word) if word == "scheme" => one_face("scheme", view! { <scheme::SchemePage/> }.into_any()),
        Some(word) => match word.parse() {
            Ok(person) => one_face("account", view! { <account::Account person/> }.into_any()),
            Err(_) => one_face("ranking", view! { <ranking::Ranking/> }.into_any()),
        },
    })
}

/// How a grade stands: the last one is none to be glad of, the one before it is not enough, the others are in order.
fn grade_tone(grades: &[String], grade: Option<&str>) -> Tone {
    let place = grade.and_then(|grade| grades.iter().position(|known| known == grade));
    match place {
        Some(0) => Tone::Ok,
        Some(place) if place + 1 == grades.len() => Tone::Late,
        Some(place) if place + 2 == grades.len() => Tone::Due,
        Some(_) => Tone::Ok,
        None => Tone::None,
    }
}

/// A score, or a dash for somebody who is not scored.
fn score(points: Option<Points>) -> String {
    points.map_or_else(|| crate::word::DASH.to_owned(), |points| points.to_string())
}
