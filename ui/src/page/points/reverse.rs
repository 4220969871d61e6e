//! Takes a line out by a counter-entry with its reason; both stay in the book.

use branchbook_contract::points::{PointsBooked, PointsLine, PointsReverse};
use leptos::prelude::*;

use crate::part::{Area, Dialog, Ends, Field, Form};
use crate::state::act::Act;
use crate::state::notice;

/// The dialog.
#[component]
pub fn Reverse(
    /// What is taken out.
    line: PointsLine,
    /// It is done, or given up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let (reason, act) = (RwSignal::new(String::new()), Act::new());
    let PointsLine { entry, occurred_on, item, counted, .. } = line;
    let save = move |()| {
        let request = PointsReverse { entry, reason: reason.get_untracked() };
        act.send(&request, move |booked: PointsBooked| {
            notice::undoable(format!(
                "已冲正，{} 分，记入{}。",
                booked.counted.signed(),
                booked.booked_month.label()
            ));
            on_close.run(());
        });
    };
    let what = format!("{occurred_on}　{item}　{} 分", counted.signed());
    view! {
        <Dialog title="冲正" on_close=on_close>
            <Form act on_save=save>
                <p class="w4"><b>{what}</b></p>
                <p class="w4 muted">"会记一笔相反的分，原来那笔仍然留在账上。那个月已结账时，记入最早的未结账月份。"</p>
                <Field label="原因" required=true wide=4 error=act.problem("reason")><Area value=reason rows=2/></Field>
                <Ends act word="冲正" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}
