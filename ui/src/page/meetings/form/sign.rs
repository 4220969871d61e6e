//! 签到表: the roll of the day with room to sign, for paper. It prints what the register says, nothing typed later.

use leptos::prelude::*;

use super::live::{Live, Seat};
use crate::part::{Button, Dialog, Look};
use crate::state::act;
use crate::word;

/// Names side by side.
const BESIDE: usize = 3;

/// The sheet, with the way to print it.
#[component]
pub fn SignIn(live: Live, is_open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| is_open.set(false);
    view! {
        <Dialog title="签到表" on_close=close wide=true>
            <Paper live/>
            <footer class="acts">
                <Button on_press=close>"关闭"</Button>
                <Button look=Look::Main on_press=|()| act::print()>"打印"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Paper(live: Live) -> impl IntoView {
    let sheet = live.sheet;
    let seats: Vec<Seat> =
        live.people.with_untracked(|people| people.iter().filter(|seat| !seat.is_exempt).cloned().collect());
    let kinds =
        untrack(|| sheet.records.get().iter().map(|record| record.label()).collect::<Vec<_>>().join("、"));
    let holder = untrack(|| sheet.records.get().first().and_then(|record| live.name(record.organisation())));
    let facts = untrack(|| {
        let day = sheet.day.get().map(|day| day.to_string());
        [("时间", day.map(|day| format!("{day} {}", sheet.time.get()))), ("地点", Some(sheet.place.get()))]
    });
    let facts =
        facts.map(|(label, fact)| view! { <span>{label}"：" {word::or_dash(fact.as_deref())}</span> });
    let count = seats.len();
    view! {
        <div class="signin">
            <h2>{format!("{}{kinds}签到表", holder.unwrap_or_default())}</h2>
            <p class="line">{facts}<span>{format!("应到 {count} 人")}</span></p>
            <SignTable seats/>
        </div>
    }
    .into_any()
}

#[component]
fn SignTable(seats: Vec<Seat>) -> impl IntoView {
    let head = || view! { <th class="num">"序号"</th><th>"姓名"</th><th class="sign">"签名"</th> };
    let rows = seats.len().div_ceil(BESIDE);
    let cell = |at: usize| {
        let name = seats.get(at).map(|seat| seat.row.name.clone());
        view! { <td class="num">{name.is_some().then_some(at + 1)}</td><td>{name}</td><td class="sign"></td> }
    };
    let line =
        |row: usize| view! { <tr>{(0..BESIDE).map(|side| cell(side * rows + row)).collect_view()}</tr> };
    view! {
        <table class="plain">
            <thead><tr>{(0..BESIDE).map(|_| head()).collect_view()}</tr></thead>
            <tbody>{(0..rows).map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
