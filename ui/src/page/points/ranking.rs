//! The ranking of the community or of a branch, for the office's eyes: the head, the branches beside it, and the list that
//! the desk declares.

use branchbook_contract::Kind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::points::Points;
use branchbook_contract::month::MonthList;
use branchbook_contract::organisation::OrganisationList;
use branchbook_contract::points::{PointsList, PointsMonth, PointsSchemeShow};
use leptos::prelude::*;

use super::KINDS;
use super::award::Award;
use super::recount::Recount;
use crate::address;
use crate::page::folio::{Listed, Listing};
use crate::part::{Button, Entry, Head, Look, Menu};
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo, shared};
use crate::word;

const LISTED: Listed = Listed {
    folio: "ranking",
    label: "积分排名",
    search: "姓名、拼音首字母",
    kinds: KINDS,
    more: &["span"],
    first: "记分",
};

/// The page.
#[component]
pub fn Ranking() -> impl IntoView {
    let session = state().session;
    let month = ask_if(KINDS, move || Some(PointsList { branch: None, month: Some(session.month()?) }));
    let branch = address::param_as("subject");
    let on = derived(move || Some(session.month()?.last_day()));
    let open = |key: i64| address::go(&format!("points/{key}"));
    let dialog = RwSignal::new("");
    view! {
        <RankingHead month dialog/>
        <section class="panel split treed" aria-label="积分排名">
            <Branches month branch/>
            <div class="body">
                <Listing listed=LISTED on on_open=open on_first=move |()| dialog.set("award")/>
            </div>
        </section>
        {move || (dialog.get() == "award").then(|| view! { <Award person=None on_close=move |()| dialog.set("")/> })}
        {move || (dialog.get() == "recount").then(|| view! { <Recount on_close=move |()| dialog.set("")/> })}
    }
    .into_any()
}

#[component]
fn RankingHead(month: Ask<PointsMonth>, dialog: RwSignal<&'static str>) -> impl IntoView {
    let session = state().session;
    let scored = month.map(|month| month.branches.iter().map(|row| row.members).sum::<u32>());
    let title = move || match scored.get() {
        0 => "积分".to_owned(),
        count => format!("积分，{count} 人计分，平均 {}", month.get().map_or_else(String::new, |m| mean(&m))),
    };
    let scheme = ask(&[Kind::Points], PointsSchemeShow::default);
    let named = scheme.map(|shown| format!("方案「{} {}」", shown.scheme.name, shown.scheme.version));
    let closed = closed_note();
    let note = move || {
        let month = session.month().map(|month| format!("截至 {}", month.label())).unwrap_or_default();
        format!("{month} · {}{} · 名次只供本单位内部使用", named.get(), closed.get())
    };
    let entries = Signal::stored(vec![
        Entry::new("导入积分登记表", || address::go("intake?kind=points")),
        Entry::new("积分方案", || address::go("points/scheme")),
        Entry::new("重新核算", move || dialog.set("recount")),
    ]);
    view! {
        <Head title=derived(title) note=derived(note)>
            <Menu label="更多" entries/>
            <Button look=Look::Main on_press=move |()| dialog.set("award")>"记分"</Button>
        </Head>
    }
    .into_any()
}

/// That the month is closed, which changes where corrections go.
fn closed_note() -> Memo<String> {
    let session = state().session;
    let months = ask(&[Kind::Month], || MonthList {});
    memo(move || {
        let (months, month) = (months.get(), session.month());
        let row = months.as_ref().and_then(|months| months.iter().find(|row| Some(row.month) == month));
        let is_closed = row.is_some_and(|row| row.state_label == "已结账");
        if is_closed { "（已结账，更正记入以后的月份）".to_owned() } else { String::new() }
    })
}

/// The mean over branches, weighed by their members.
fn mean(month: &PointsMonth) -> String {
    if month.people.iter().all(|row| row.score.is_none()) {
        return word::DASH.to_owned();
    }
    let scores: Vec<i64> = month.people.iter().filter_map(|row| row.score).map(Points::hundredths).collect();
    let count = i64::try_from(scores.len()).unwrap_or(1).max(1);
    Points::from_hundredths(scores.iter().sum::<i64>() / count).to_tenths()
}

#[component]
fn Branches(month: Ask<PointsMonth>, branch: Memo<Option<i64>>) -> impl IntoView {
    let tree = ask(&[Kind::Organisation], OrganisationList::default);
    let name = move |branch: OrganisationId| {
        let tree = tree.get();
        let found = tree.as_ref().and_then(|tree| tree.iter().find(|row| row.organisation == branch));
        found.map_or_else(String::new, |row| row.name.clone())
    };
    let entry = move |label: String, key: Option<i64>, mean: String| {
        let is_on = shared(move || branch.get() == key);
        let press = move |_| address::set(&[("subject", key.map(|key| key.to_string()))]);
        view! {
            <button type="button" class:on=is_on class:l1=key.is_some() on:click=press title=label.clone()>
                <span class="name">{label.clone()}</span><span class="n">{mean}</span>
            </button>
        }
    };
    let rows = shared(move || {
        let month = month.get()?;
        let of_branch = |row: &branchbook_contract::points::PointsBranchRow| {
            let average = row.average.map(Points::to_tenths);
            entry(name(row.branch), Some(row.branch.0), word::or_dash(average.as_deref()))
        };
        Some(month.branches.iter().map(of_branch).collect_view())
    });
    let all = shared(move || {
        entry("全部支部".to_owned(), None, month.get().map_or_else(String::new, |m| mean(&m)))
    });
    view! { <nav class="tree points-tree" aria-label="党支部，右边是平均分">{all}{rows}</nav> }.into_any()
}
