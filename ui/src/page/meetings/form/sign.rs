//! 签到表: the roll of the day with room to sign, for paper. It prints what the register says, nothing typed later.

use leptos::prelude::*;

use super::live::{Live, Seat};
use crate::part::{Button, Dialog, Look};
use crate::state::act;
use crate::state::watch::{memo, shared};
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
    let seats = memo(move || {
        live.people.with(|people| people.iter().filter(|seat| !seat.is_exempt).cloned().collect::<Vec<_>>())
    });
    let title = shared(move || {
        let records = sheet.records.get();
        let holder = records.first().and_then(|record| live.name(record.organisation()));
        let kinds: Vec<String> = records.iter().map(|record| record.label()).collect();
        format!("{}{}签到表", holder.unwrap_or_default(), kinds.join("、"))
    });
    let when = move || sheet.day.get().map(|day| format!("{day} {}", sheet.time.get()));
    view! {
        <div class="signin">
            <h2>{title}</h2>
            <p class="line">
                <span>"时间：" {move || word::or_dash(when().as_deref())}</span>
                <span>"地点：" {move || word::or_dash(Some(&sheet.place.get()))}</span>
                <span>{move || format!("应到 {} 人", seats.with(Vec::len))}</span>
            </p>
            {move || view! { <SignTable seats=seats.get()/> }}
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
