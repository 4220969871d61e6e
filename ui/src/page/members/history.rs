//! 修改记录: who changed what of the record, when, before and after. Numbers are masked by the desk.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::member::{HistoryLine, Member, MemberChange, MemberHistory};
use leptos::prelude::*;

use super::record::{Open, today};
use crate::part::{Dialog, Empty, shown};
use crate::state::ask::ask;
use crate::word;

#[component]
pub fn History(member: Arc<Member>, open: Open) -> impl IntoView {
    let key = member.member;
    let changes = ask(&[Kind::Member], move || MemberHistory { member: key });
    let draw = |changes: Arc<Vec<MemberChange>>| match changes.is_empty() {
        true => view! { <Empty title="还没有改动" text="登记和修改之后，这里逐项列出。"/> }.into_any(),
        false => {
            changes.iter().map(|change| view! { <Change change=change.clone()/> }).collect_view().into_any()
        }
    };
    let title = format!("修改记录：{}", member.draft.name);
    view! {
        <Dialog title wide=true on_close=move |()| open.over.set(None)>{shown(changes, draw)}</Dialog>
    }
    .into_any()
}

#[component]
fn Change(change: MemberChange) -> impl IntoView {
    let line = |line: &HistoryLine| {
        view! {
            <tr>
                <td class="muted">{line.part.clone()}</td>
                <td>{line.field.clone()}</td>
                <td class="wrap muted">{word::or_dash(line.before.as_deref())}</td>
                <td class="wrap">{word::or_dash(line.after.as_deref())}</td>
            </tr>
        }
    };
    view! {
        <h3 class="when">{change.title}<span class="muted">{word::moment(change.at, today())}" · "{change.operator}</span></h3>
        <table class="plain">
            <thead><tr><th>"部分"</th><th>"项目"</th><th>"改前"</th><th>"改后"</th></tr></thead>
            <tbody>{change.lines.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
