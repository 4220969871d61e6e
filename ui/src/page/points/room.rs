//! 还能怎样得分: what the caps still leave today, item by item.

use branchbook_contract::account::{ItemRoom, PointsRoom};
use leptos::prelude::*;

use super::KINDS;
use super::account::Sheet;
use crate::part::Panel;
use crate::state::ask::ask;
use crate::state::watch::shared;

/// Items shown before the rest is asked for.
const FEW: usize = 4;

/// The panel.
#[component]
pub fn Room(
    /// What the page shares.
    sheet: Sheet,
) -> impl IntoView {
    let rooms = ask(KINDS, move || PointsRoom { person: sheet.person, on: None });
    let is_open = RwSignal::new(false);
    let left = rooms.map(|rooms| rooms.iter().filter(|room| has_room(room)).cloned().collect::<Vec<_>>());
    let few = shared(move || {
        let count = if is_open.get() { usize::MAX } else { FEW };
        left.get().into_iter().take(count).map(line).collect_view()
    });
    let more = move || {
        let words =
            if is_open.get() { "收起".to_owned() } else { format!("全部 {} 项", left.with(Vec::len)) };
        (left.with(Vec::len) > FEW).then(|| {
            view! {
                <button type="button" class="btn text" on:click=move |_| is_open.update(|open| *open = !*open)>{words}</button>
            }
        })
    };
    let none =
        move || left.with(Vec::is_empty).then(|| view! { <li class="muted">"今天起各项都已到封顶。"</li> });
    view! { <Panel title="还能怎样得分" more=move || view! { {more} }><ul class="room">{few}{none}</ul></Panel> }.into_any()
}

fn has_room(room: &ItemRoom) -> bool {
    room.room.is_none_or(|left| !left.is_zero())
}

fn line(room: ItemRoom) -> AnyView {
    let each =
        if room.is_hourly { format!("每小时 {}", room.points.signed()) } else { room.points.signed() };
    let period = room.period.as_deref().map(period_words).unwrap_or_default();
    let left = room.room.map_or_else(|| "不封顶".to_owned(), |left| format!("{period}还可 +{left}"));
    let from = if room.is_automatic { "自动计" } else { "手工记" };
    view! {
        <li title=format!("{} · {from}", room.category)>
            <span>{room.name}</span><span class="num">{each}</span><span class="muted num">{left}</span>
        </li>
    }
    .into_any()
}

/// The present period of a cap.
fn period_words(period: &str) -> &'static str {
    match period {
        "日" => "今天",
        "月" => "本月",
        "季" => "本季",
        "年" => "今年",
        _ => "这次",
    }
}
