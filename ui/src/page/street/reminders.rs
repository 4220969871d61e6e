//! 催报名单: each community that owes something, whom to call, and the sentence to read out.

use branchbook_contract::Kind;
use branchbook_contract::street::{Reminder, Reminders as List, StreetReminders};
use leptos::prelude::*;

use super::super::exchange::tone;
use crate::part::{Button, Dialog, Empty, Tag, shown};
use crate::state::act;
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::shared;
use crate::word;

/// The dialog; asks only while it is open.
#[component]
pub fn Reminders(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let list = ask_if(&[Kind::Exchange], move || {
        let month = state().session.month().filter(|_| is_open.get())?;
        Some(StreetReminders { month })
    });
    let close = move |()| is_open.set(false);
    let body = shared(move || {
        is_open.get().then(|| {
            view! {
                <Dialog title="催报名单" on_close=close wide=true>
                    {shown(list, |data| view! { <Lines list=data.as_ref().clone()/> })}
                    <footer>
                        <Button on_press=|()| act::print()>"打印"</Button>
                        <Button on_press=close>"关闭"</Button>
                    </footer>
                </Dialog>
            }
        })
    });
    view! { {body} }.into_any()
}

#[component]
fn Lines(list: List) -> impl IntoView {
    if list.rows.is_empty() {
        let text = format!("{}的月报都收到了。", list.month.label());
        return view! { <Empty title="不用催" text/> }.into_any();
    }
    let late = if list.days_late > 0 { format!("，已过 {} 天", list.days_late) } else { String::new() };
    let said = format!("{} · 截止 {}{late} · {} 个社区", list.month.label(), list.due_on, list.rows.len());
    let is_late = list.days_late > 0;
    let line = move |row: Reminder| {
        let tone = tone::of_street(row.state, is_late);
        view! {
            <li>
                <p class="line">
                    <b>{row.community}</b> <Tag tone text=row.state.label()/>
                    <span class="end muted">{word::or_dash(row.contact.as_deref())}</span>
                </p>
                <p>{row.sentence}</p>
            </li>
        }
    };
    view! {
        <p class="muted">{said}</p>
        <ul class="calls">{list.rows.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}
