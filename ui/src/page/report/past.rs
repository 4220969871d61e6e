//! All months of the book: where each stands, when its workbook was made. A press works on that month.

use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::month::MonthRow;
use leptos::prelude::*;

use crate::part::{Button, Empty, Look, Tag, Tone};
use crate::state::state;
use crate::state::watch::shared;
use crate::word;

/// The months, the newest first.
#[component]
pub fn Past(
    /// The months.
    rows: Vec<MonthRow>,
) -> impl IntoView {
    if rows.is_empty() {
        let text = "导入花名册、登记会议或活动之后，月份会列在这里。";
        return view! { <Empty title="还没有月份" text/> }.into_any();
    }
    let lines = rows.into_iter().rev().map(|row| view! { <Line row/> }).collect_view();
    view! {
        <div class="lists"><table class="plain">
            <thead><tr><th>"月份"</th><th>"状态"</th><th>"填报日期"</th><th>"上报截止"</th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
    }
    .into_any()
}

#[component]
fn Line(row: MonthRow) -> impl IntoView {
    let session = state().session;
    let month = row.month;
    let is_present = shared(move || session.month() == Some(month));
    let filled = row.filled_on.map_or_else(|| word::DASH.to_owned(), |day| day.to_string());
    let changed = row.has_changed_since_sent.then(|| view! { " " <Tag tone=Tone::Due text="上报后有改动"/> });
    view! {
        <tr class:sel=is_present>
            <td><Button look=Look::Quiet on_press=move |()| session.choose_month(month)>{row.label}</Button></td>
            <td><Tag tone=tone(row.state) text=row.state_label/>{changed}</td>
            <td>{filled}</td>
            <td>{row.due_on.to_string()}</td>
        </tr>
    }
    .into_any()
}

/// How a month stands.
pub const fn tone(state: MonthState) -> Tone {
    match state {
        MonthState::Open => Tone::None,
        MonthState::Submitted => Tone::Info,
        MonthState::Returned => Tone::Due,
        MonthState::Received | MonthState::Closed => Tone::Ok,
    }
}
