//! What is due, kind by kind: the rule with its article once, and below it who still owes it, with the way to record.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::frequency::{Duty, DutyState};
use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::meeting::{BranchDuties, DutyRow, MeetingDue};
use leptos::prelude::*;

use crate::address;
use crate::part::{Chip, Empty, Light, Tone, shown};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::{derived, shared};
use crate::word;

/// A duty with whose branch it is.
type Owed = (OrganisationId, DutyRow);

/// What is due beside the list.
#[component]
pub fn DuePanel() -> impl IntoView {
    let session = state().session;
    let duties = ask_if(&[Kind::Meeting, Kind::Member, Kind::Organisation, Kind::Office], move || {
        session.month().map(|month| MeetingDue { month, branch: None })
    });
    let is_all = RwSignal::new(false);
    let title = shared(move || session.month().map(|month| format!("{}应开展的", month.name())));
    view! {
        <aside class="drawer owed" aria-label="应开展的组织生活">
            <h3>{title}</h3>
            {shown(duties, move |duties| view! { <Duties duties is_all/> })}
        </aside>
    }
    .into_any()
}

#[component]
fn Duties(duties: Arc<Vec<BranchDuties>>, is_all: RwSignal<bool>) -> impl IntoView {
    let owed: Vec<Owed> = duties
        .iter()
        .flat_map(|branch| branch.duties.iter().map(|row| (branch.branch, row.clone())))
        .collect();
    if owed.is_empty() {
        let text = "登记党支部和党员后，这里按条例列出每月、每季、每年应开展的次数。";
        return view! { <Empty title="还没有党支部" text/> }.into_any();
    }
    let count = |is_it: fn(&DutyState) -> bool| {
        u32::try_from(owed.iter().filter(|(_, row)| is_it(&row.duty.state)).count()).unwrap_or(u32::MAX)
    };
    let open = count(|state| *state != DutyState::Done);
    let all = u32::try_from(owed.len()).unwrap_or(u32::MAX);
    let missing = count(|state| *state == DutyState::Missing);
    view! {
        <div class="filters bare" role="group" aria-label="应开展的组织生活">
            <Chip label="没完成".to_owned() count=Some(open) on=derived(move || !is_all.get()) on_press=move |()| is_all.set(false)/>
            <Chip label="全部".to_owned() count=Some(all) on=is_all on_press=move |()| is_all.set(true)/>
            {(missing > 0).then(|| view! { <Light tone=Tone::Late text=format!("缺 {missing} 项")/> })}
        </div>
        {move || groups(&owed, is_all.get())}
    }
    .into_any()
}

fn groups(owed: &[Owed], is_all: bool) -> AnyView {
    let wanted = |(_, row): &&Owed| is_all || row.duty.state != DutyState::Done;
    let of_kind = |kind: RecordKind| owed.iter().filter(wanted).filter(move |(_, row)| row.duty.kind == kind);
    let groups: Vec<Vec<Owed>> = RecordKind::ALL
        .into_iter()
        .map(|kind| of_kind(kind).cloned().collect())
        .filter(|group: &Vec<Owed>| !group.is_empty())
        .collect();
    if groups.is_empty() {
        return view! { <Empty title="都完成了" text="到这个月为止应开展的组织生活都已登记。"/> }.into_any();
    }
    groups.into_iter().map(|group| view! { <Group group/> }).collect_view().into_any()
}

/// One kind: its rule, then who owes it.
#[component]
fn Group(group: Vec<Owed>) -> impl IntoView {
    let Some((_, first)) = group.first().cloned() else { return ().into_any() };
    let Duty { kind, rule, window, .. } = first.duty;
    let line = |(branch, row): Owed| view! { <Line branch row/> };
    view! {
        <section class="owing">
            <h4>{kind.label()} <small>{format!("{} · {}前", window.label, word::short_day(window.last))}</small></h4>
            <p class="hint">{rule.source.to_string()}</p>
            <ul>{group.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(branch: OrganisationId, row: DutyRow) -> impl IntoView {
    let duty = row.duty;
    let holder = duty.group.unwrap_or(branch.0).to_string();
    let (tone, said) = match duty.state {
        DutyState::Done => (Tone::Ok, format!("已 {} 次", duty.held)),
        DutyState::StillOpen { .. } => (Tone::Due, format!("已 {} / 应 {}", duty.held, duty.due)),
        DutyState::Missing => (Tone::Late, format!("缺 {} 次", duty.missing)),
    };
    let late = (duty.late > 0).then(|| format!(" · 补录 {}", duty.late));
    let kind = duty.kind.code().to_owned();
    let href = address::link("meetings/new", &[("kind", kind), ("branch", holder)]);
    let record = (duty.state != DutyState::Done).then(
        || view! { <a href=href aria-label=format!("登记{}{}", duty.subject, duty.kind.label())>"登记"</a> },
    );
    view! {
        <li title=row.sentence>
            <span class="who">{duty.subject}</span>
            <Light tone text=format!("{said}{}", late.unwrap_or_default())/>
            {record}
        </li>
    }
    .into_any()
}
