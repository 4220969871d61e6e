//! Counts all accounts of a year anew and shows where the book differs from the count; differences can be settled.

use branchbook_contract::points::{PointsDifference, PointsRecount, PointsRecounted};
use leptos::prelude::*;

use crate::part::{Button, Dialog, Look, Trouble, Working};
use crate::state::act::Act;
use crate::state::{notice, state};

/// The dialog.
#[component]
pub fn Recount(
    /// It is closed.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let (act, found) = (Act::new(), RwSignal::new(None::<PointsRecounted>));
    let year = state().session.month().map(|month| month.year());
    let count = move |settle: bool| {
        act.send(&PointsRecount { year, settle }, move |answer: PointsRecounted| {
            if answer.settled > 0 {
                notice::undoable(format!("已补记 {} 笔封顶调整。", answer.settled));
            }
            found.set(Some(answer));
        });
    };
    count(false);
    view! {
        <Dialog title="重新核算" on_close=on_close>
            <p class="muted">"把每个人全年的每一笔按方案重算一遍，与账上的分值对照。只核对，不改动。"</p>
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
            {move || found.get().map(|found| view! { <Outcome found/> })}
            <footer>
                {move || needs_settling(found).then(|| view! {
                    <Button busy=act.busy() on_press=move |()| count(true)>"按重算结果补记差额"</Button>
                })}
                <Button look=Look::Main on_press=on_close>"关闭"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

/// Whether there are differences that were not settled just now.
fn needs_settling(found: RwSignal<Option<PointsRecounted>>) -> bool {
    found
        .with(|found| found.as_ref().is_some_and(|found| !found.differences.is_empty() && found.settled == 0))
}

#[component]
fn Outcome(found: PointsRecounted) -> impl IntoView {
    let counted = format!("{} 年，{} 个账户，{} 笔。", found.year, found.accounts, found.entries);
    if found.differences.is_empty() {
        return view! { <p class="said">{counted}<b>"全部相符。"</b></p> }.into_any();
    }
    let said =
        if found.settled > 0 { "下列差额已补记。" } else { "下列账户与重算结果不符：" };
    let rows = found.differences.into_iter().map(difference).collect_view();
    view! {
        <p class="said">{counted}{said}</p>
        <table class="plain">
            <thead><tr><th>"党员"</th><th>"月份"</th><th class="num">"账上"</th><th class="num">"重算"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn difference(row: PointsDifference) -> AnyView {
    view! {
        <tr>
            <td><a href=format!("#/points/{}", row.person.0)>{row.name}</a></td>
            <td>{row.month.label()}</td>
            <td class="num">{row.booked.signed()}</td>
            <td class="num">{row.counted.signed()}</td>
        </tr>
    }
    .into_any()
}
