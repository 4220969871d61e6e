//! Four figures of the month; each leads to its rows.

use branchbook_contract::domain::day::Month;
use branchbook_contract::home::HomeFigures;
use leptos::prelude::*;

use crate::page::address_of;
use crate::word;

/// A figure.
struct Tile {
    page: &'static str,
    what: &'static str,
    figure: String,
    unit: String,
    beside: String,
}

/// The four figures.
#[component]
pub fn Tiles(
    /// The numbers.
    figures: HomeFigures,
    /// Their month.
    month: Month,
) -> impl IntoView {
    let tiles = [members(&figures), report_ins(&figures), service(&figures), points(&figures)];
    let label = format!("{}的数字", month.label());
    view! {
        <section class="panel tiles wide" aria-label=label>{tiles.into_iter().map(tile).collect_view()}</section>
    }
    .into_any()
}

fn tile(tile: Tile) -> AnyView {
    let Tile { page, what, figure, unit, beside } = tile;
    let inside = view! {
        <div class="what">{what}</div>
        <div class="fig">{figure}<small>{unit}</small></div>
        <div class="beside" title=beside.clone()>{beside.clone()}</div>
    };
    match address_of(page) {
        Some(href) => view! { <a href=href>{inside}</a> }.into_any(),
        None => view! { <div>{inside}</div> }.into_any(),
    }
}

fn members(of: &HomeFigures) -> Tile {
    let HomeFigures { members, gained, lost, probationary, mobile, .. } = *of;
    Tile {
        page: "members",
        what: "在册党员",
        figure: word::number(members),
        unit: "人".to_owned(),
        beside: format!("本月 +{gained} −{lost} · 预备 {probationary} · 流动 {mobile}"),
    }
}

fn report_ins(of: &HomeFigures) -> Tile {
    let HomeFigures { reported, expected, stated_reported, units, over_units, .. } = *of;
    let unit = match expected {
        Some(expected) => {
            format!(
                "/ {} 人 · {}",
                word::number(expected),
                word::percent(stated_reported.min(expected), expected)
            )
        }
        None => "人".to_owned(),
    };
    let missing = expected.map(|expected| (expected - stated_reported).max(0)).filter(|missing| *missing > 0);
    let missing = missing.map(|missing| format!(" · 未报到 {missing} 人")).unwrap_or_default();
    let over = if over_units > 0 { format!(" · {over_units} 个单位超报") } else { String::new() };
    Tile {
        page: "report-in",
        what: "在职党员报到",
        figure: word::number(reported),
        unit,
        beside: format!("{units} 个单位{missing}{over}"),
    }
}

fn service(of: &HomeFigures) -> Tile {
    let HomeFigures { minutes, activities, attendances, people, .. } = *of;
    Tile {
        page: "report-in",
        what: "本月服务",
        figure: word::hours(minutes),
        unit: "小时".to_owned(),
        beside: format!("{activities} 场 · {attendances} 人次 · {people} 人"),
    }
}

fn points(of: &HomeFigures) -> Tile {
    let HomeFigures { entries, entry_people, automatic_entries, .. } = *of;
    let by_hand = entries - automatic_entries;
    Tile {
        page: "points",
        what: "本月积分",
        figure: word::number(entries),
        unit: "笔".to_owned(),
        beside: format!("{entry_people} 人 · 自动 {automatic_entries} · 手记 {by_hand}"),
    }
}
