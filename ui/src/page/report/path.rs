//! The path of a month: 登记, 核对, 导出, 街道回执, 结账, with what to do now. Closing asks first: it cannot be undone.

use branchbook_contract::domain::month_state::MonthState;
use branchbook_contract::month::{MonthClose, MonthClosed, MonthStatus};
use leptos::prelude::*;

use super::Asked;
use super::past::tone;
use crate::part::{Button, Panel, Step, Steps, Tag, Trouble, Working};
use crate::state::act::Act;
use crate::state::watch::{derived, shared};
use crate::state::{notice, question};

/// The step that only who reports to a street takes.
const RECEIPT: &str = "街道回执";

/// Where the month stands and what follows.
#[component]
pub fn PathPanel(
    /// The month.
    status: MonthStatus,
    /// What the page has asked.
    asked: Asked,
) -> impl IntoView {
    let act = Act::new();
    let steps = {
        let status = status.clone();
        derived(move || steps(&status, asked.has_street.get()))
    };
    let booked = [
        ("党员增减", status.movement_count, "/members"),
        ("会议活动", status.gathering_count, "/meetings"),
        ("服务活动", status.activity_count, "/report-in?tab=activities"),
        ("积分", status.points_entry_count, "/points"),
    ];
    let figure = |(label, count, to): (&'static str, i64, &str)| {
        view! { <a href=format!("#{to}")>{label} <b>{count}</b></a> }
    };
    let notes = status.notes.iter().cloned().map(|note| view! { <p>{note}</p> }).collect_view();
    let (tone, state_label) = (tone(status.row.state), status.row.state_label.clone());
    let (month, state, has_changed) = (status.row.month, status.row.state, status.row.has_changed_since_sent);
    let is_behind = status.next_to_close.is_some_and(|next| next < month);
    let said = said(state, has_changed, is_behind);
    view! {
        <Panel title=status.row.label.clone() note=format!("统计 {} 至 {}", status.row.first_on, status.row.last_on)>
            <Steps label="月份的进度" steps/>
            <div class="booked">{booked.map(figure).collect_view()}</div>
            <div class="pad stack">
                <p class="line"><Tag tone text=state_label/> <span class="muted">{said}</span></p>
                {notes}
                <Working act/>
                {move || act.error().get().map(|error| view! { <Trouble error/> })}
                <Next status asked act/>
            </div>
        </Panel>
    }
    .into_any()
}

/// The way on from here.
#[component]
fn Next(status: MonthStatus, asked: Asked, act: Act) -> impl IntoView {
    let state = status.row.state;
    let may_close = status.next_to_close == Some(status.row.month) && state != MonthState::Closed;
    let close = move |()| ask_close(&status, asked, act);
    let steps = shared(move || {
        let has_street = asked.has_street.get();
        let sends =
            has_street && matches!(state, MonthState::Open | MonthState::Returned | MonthState::Submitted);
        let closes = may_close && (state == MonthState::Received || !has_street);
        let close = close.clone();
        view! {
            {sends.then(|| view! { <a class="btn" href="#/exchange">"去上报与回执"</a> })}
            {closes.then(|| view! { <Button busy=act.busy() on_press=close>"结账…"</Button> })}
        }
    });
    view! { <div class="line">{steps}</div> }.into_any()
}

fn ask_close(status: &MonthStatus, asked: Asked, act: Act) {
    let (must, should) =
        asked.findings.peek().map(|data| (data.must_count, data.should_count)).unwrap_or_default();
    let left = if must + should > 0 {
        format!("还有必须处理 {must} 处、应当处理 {should} 处没有处理，会随结账留在记录里。\n")
    } else {
        String::new()
    };
    let text =
        format!("{left}结账后，这个月不能再登记、修改、上报；发现错误要在下一个月更正。\n结账不能撤销。");
    let month = status.row.month;
    let title = format!("给{}结账？", status.row.label);
    question::confirm_danger(&title, &text, "结账", move || {
        act.send(&MonthClose { month, confirm_findings: must > 0 }, |closed: MonthClosed| {
            notice::done(format!("{}已结账，{} 个数字定下来了。", closed.month.label(), closed.figure_count));
        });
    });
}

/// What is behind the month and what is ahead of it. Without a street there is no receipt to wait for.
pub fn steps(status: &MonthStatus, has_street: bool) -> Vec<(String, Step)> {
    let booked =
        status.movement_count + status.gathering_count + status.activity_count + status.points_entry_count;
    let now = match status.row.state {
        MonthState::Open if booked == 0 => 0,
        MonthState::Open | MonthState::Returned if status.row.filled_on.is_none() => 1,
        MonthState::Open if !has_street => 4,
        MonthState::Open | MonthState::Submitted => 3,
        MonthState::Returned => 1,
        MonthState::Received => 4,
        MonthState::Closed => 5,
    };
    let step = |(place, word): (usize, &str)| {
        let step = match place.cmp(&now) {
            std::cmp::Ordering::Less => Step::Done,
            std::cmp::Ordering::Equal => Step::Now,
            std::cmp::Ordering::Greater => Step::Ahead,
        };
        (word.to_owned(), step)
    };
    let all = ["登记", "核对", "导出", RECEIPT, "结账"].into_iter().enumerate();
    all.filter(|(_, word)| has_street || *word != RECEIPT).map(step).collect()
}

/// What the state means; `is_behind` while a month before it is not closed.
const fn said(state: MonthState, has_changed: bool, is_behind: bool) -> &'static str {
    match state {
        MonthState::Closed => "数字已经定下来，不再改动。",
        MonthState::Received => "街道已经接收，可以结账。",
        MonthState::Submitted if has_changed => "上报后有改动，可以重新封装上报。",
        MonthState::Submitted => "等街道回执。",
        MonthState::Returned => "街道退回了，更正后重新上报。",
        MonthState::Open if is_behind => "前面的月份结账后才能结账。",
        MonthState::Open => "正在登记。",
    }
}
