//! The tree of branches and groups with their members on the day, and below it who else can be looked at.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::home::FrameShow;
use branchbook_contract::member::ConditionKind;
use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use leptos::prelude::*;

use super::filter::{self, Counted};
use crate::part::shown;
use crate::sort::{Keys, gathered};
use crate::state::ask::ask;
use crate::state::watch::{memo, shared};

#[component]
pub fn Tree(counted: Counted) -> impl IntoView {
    let day = memo(move || counted.get().filter(|_| filter::sent_month().is_some()).map(|page| page.on));
    let rows = ask(&[Kind::Member, Kind::Organisation], move || OrganisationList {
        on: day.get().or_else(filter::day),
    });
    let folded = RwSignal::new(None::<Keys<i64>>);
    view! {
        <nav class="tree" aria-label="组织">
            {shown(rows, move |rows| view! { <Branches rows folded/> })}
            <hr/>
            <Others counted/>
        </nav>
    }
    .into_any()
}

/// Branches begin folded, except the one that is looked at.
#[component]
fn Branches(rows: Arc<Vec<OrganisationRow>>, folded: RwSignal<Option<Keys<i64>>>) -> impl IntoView {
    if folded.with_untracked(Option::is_none) {
        let here = filter::wanted_now().branch.map(|branch| branch.0);
        let first = rows.iter().find(|row| row.level.is_home_branch()).map(|row| row.organisation.0);
        let open = here.or(first);
        let all = rows.iter().filter(|row| row.level.is_home_branch()).map(|row| row.organisation.0);
        folded.set(Some(gathered(all.filter(|key| Some(*key) != open).map(|key| (key, ())))));
    }
    let lines = rows.iter().map(|row| {
        let has_more = rows.iter().any(|other| other.parent == Some(row.organisation));
        view! { <Line row=row.clone() has_more folded/> }
    });
    lines.collect_view().into_any()
}

#[component]
fn Line(row: OrganisationRow, has_more: bool, folded: RwSignal<Option<Keys<i64>>>) -> impl IntoView {
    let key = row.organisation.0;
    let parent = row.parent.map(|parent| parent.0);
    let is_root = parent.is_none();
    let is_branch = row.level.is_home_branch();
    let is_folded =
        move |key: i64| folded.with(|folded| folded.as_ref().is_some_and(|set| set.contains(&key)));
    let is_hidden = shared(move || row.depth > 1 && parent.is_some_and(is_folded));
    let is_on = memo(move || {
        let wanted = filter::wanted();
        match (wanted.group, wanted.branch) {
            _ if wanted.is_former => false,
            (Some(group), _) => group.0 == key,
            (None, Some(branch)) => branch.0 == key,
            (None, None) => is_root && wanted.condition.is_none(),
        }
    });
    let fold = move || {
        folded.update(|folded| {
            if let Some(set) = folded.as_mut()
                && !set.remove(&key)
            {
                set.insert(key, ());
            }
        });
    };
    let press = move |_| {
        if is_branch && has_more && (is_on.get_untracked() || is_folded(key)) {
            fold();
        }
        choose(key, parent, is_root, is_branch);
    };
    let mark = shared(move || match (is_branch && has_more, is_folded(key)) {
        (false, _) => "",
        (true, true) => "▸",
        (true, false) => "▾",
    });
    let expanded = (is_branch && has_more).then_some(move || (!is_folded(key)).to_string());
    view! {
        <button type="button" class=level_class(row.depth) class:on=move || is_on.get() class:hidden=is_hidden
            title=row.name.clone() aria-current=move || is_on.get().then_some("true")
            aria-expanded=expanded on:click=press>
            <i class="fold">{mark}</i>
            <span class="name">{row.name.clone()}</span>
            <span class="n">{row.member_count}</span>
        </button>
    }
    .into_any()
}

const fn level_class(depth: u32) -> &'static str {
    match depth {
        0 => "l0",
        1 => "l1",
        _ => "l2",
    }
}

fn choose(key: i64, parent: Option<i64>, is_root: bool, is_branch: bool) {
    let (branch, group) = match (is_root, is_branch) {
        (true, _) => (None, None),
        (false, true) => (Some(key), None),
        (false, false) => (parent, Some(key)),
    };
    let word = |key: Option<i64>| key.map(|key| key.to_string());
    filter::show(&[("branch", word(branch)), ("group", word(group))]);
}

#[component]
fn Others(counted: Counted) -> impl IntoView {
    let mobile = counted.map(|page| {
        let chips = page.chips.iter().flat_map(|chips| &chips.conditions);
        chips.filter(|chip| chip.value == ConditionKind::Mobile).map(|chip| chip.count).sum::<u32>()
    });
    let former = counted.map(|page| page.chips.as_ref().map_or(0, |chips| chips.former));
    let frame = ask(&[Kind::ReportIn], || FrameShow {});
    let reported = frame.map(|frame| frame.report_in_count);
    let is_mobile = || filter::wanted().condition == Some(ConditionKind::Mobile);
    let place = || [("branch", None), ("group", None)];
    let show = move |key: &'static str, value: &str| {
        let [branch, group] = place();
        filter::show(&[branch, group, (key, Some(value.to_owned()))]);
    };
    view! {
        <button type="button" class:on=is_mobile on:click=move |_| show("condition", "mobile")>
            "流动党员"<span class="n">{mobile}</span>
        </button>
        <a href="#/report-in">"在职报到党员"<span class="n">{reported}</span></a>
        <button type="button" class="muted" class:on=filter::is_former on:click=move |_| show("former", "1")>
            "历史党员"<span class="n">{former}</span>
        </button>
    }
    .into_any()
}
