//! The figures of the month; each leads to its rows.

use branchbook_contract::home::HomeTile;
use leptos::prelude::*;

use crate::page::address_of;

/// The figures.
#[component]
pub fn Tiles(
    /// As the desk says them.
    tiles: Vec<HomeTile>,
) -> impl IntoView {
    let tiles = tiles.into_iter().map(tile).collect_view();
    view! { <section class="panel tiles wide" aria-label="这个月的数字">{tiles}</section> }.into_any()
}

fn tile(tile: HomeTile) -> AnyView {
    let HomeTile { opens, what, figure, unit, beside } = tile;
    view! {
        <a href=address_of(&opens)>
            <div class="what">{what}</div>
            <div class="fig">{figure}<small>{unit}</small></div>
            <div class="beside" title=beside.clone()>{beside.clone()}</div>
        </a>
    }
    .into_any()
}
