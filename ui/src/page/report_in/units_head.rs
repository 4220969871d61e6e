//! The steps of each face, in the head of the page: one of them is the main one.

use leptos::prelude::*;

use super::{Open, Shared};
use crate::address;
use crate::part::{Button, Look};

/// The steps of a face.
pub fn acts(shared: Shared, tab: &str) -> AnyView {
    match tab {
        "people" => people(shared),
        "posts" => main("登记岗位", shared, || Open::Post(None)),
        "activities" => main("登记活动", shared, || Open::Activity),
        _ => units(shared),
    }
}

fn units(shared: Shared) -> AnyView {
    let import = || address::go("intake?kind=units");
    view! {
        <Button on_press=move |()| import()>"导入单位"</Button>
        {main("登记单位", shared, || Open::Unit(None))}
    }
    .into_any()
}

fn people(shared: Shared) -> AnyView {
    let import = || address::go("intake?kind=report_ins");
    let unit = address::param_as::<i64>("subject");
    let slip = move || Open::Slip(untrack(move || unit.get()));
    view! {
        <Button on_press=move |()| import()>"导入报到名册"</Button>
        {main("登记报到", shared, slip)}
    }
    .into_any()
}

fn main(words: &'static str, shared: Shared, open: impl Fn() -> Open + Send + Sync + 'static) -> AnyView {
    view! { <Button look=Look::Main on_press=move |()| shared.open.set(open())>{words}</Button> }.into_any()
}
