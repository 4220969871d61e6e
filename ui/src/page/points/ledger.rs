//! The lines of a year, the newest first: day, item, category, source, points, balance. A press on a line says why it
//! counts so much and offers the counter-entry. A long year is folded; nothing is left out.

use std::sync::Arc;

use branchbook_contract::account::{EntryOrigin, OriginRecord, PointsOrigins};
use branchbook_contract::domain::day::{Datelike, Month};
use branchbook_contract::domain::points::Points;
use branchbook_contract::points::{PointsLine, PointsStatement};
use leptos::prelude::*;

use super::KINDS;
use super::account::Sheet;
use crate::part::{Button, Empty, Look, Panel, Tag};
use crate::sort::{Keyed, gathered};
use crate::state::ask::ask_if;
use crate::state::state;
use crate::state::watch::{derived, shared};
use crate::word;

/// Lines shown before a year is folded.
const OPEN: usize = 14;

/// What the lines share.
#[derive(Clone, Copy)]
struct Way {
    sheet: Sheet,
    /// The line that is told in full.
    told: RwSignal<Option<i64>>,
    unfolded: RwSignal<bool>,
    origins: Memo<Keyed<i64, EntryOrigin>>,
    on_reverse: Callback<PointsLine>,
}

/// The panel.
#[component]
pub fn Ledger(
    /// What the page shares.
    sheet: Sheet,
    /// Asks for the counter-entry of a line.
    #[prop(into)]
    on_reverse: Callback<PointsLine>,
    /// Hands the lines out as a table.
    #[prop(into)]
    on_export: Callback<()>,
) -> impl IntoView {
    let session = state().session;
    let origins = ask_if(KINDS, move || {
        Some(PointsOrigins { person: sheet.person, year: Some(session.month()?.year()) })
    });
    let origins = origins.map(|found| gathered(found.iter().map(|one| (one.entry.0, one.clone()))));
    let way = Way { sheet, told: RwSignal::new(None), unfolded: RwSignal::new(false), origins, on_reverse };
    let note = move || match sheet.category.get() {
        Some(category) => format!("只看「{category}」"),
        None => "每一分都有出处；记错了用冲正，不涂改".to_owned(),
    };
    let all = move || {
        sheet.category.get().map(|_| {
            view! { <button type="button" class="btn text" on:click=move |_| sheet.category.set(None)>"看全部"</button> }
        })
    };
    let body = shared(move || sheet.account.get().map(|account| view! { <Lines way account/> }));
    let is_there = sheet.account.map(is_scored);
    let export =
        move || is_there.get().then(|| view! { <Button look=Look::Quiet on_press=on_export>"导出"</Button> });
    let more = move || view! { {all}{export} };
    view! { <Panel title="明细" note=derived(note) more=more place="ledger">{body}</Panel> }.into_any()
}

/// Whether there is any line at all.
fn is_scored(account: &PointsStatement) -> bool {
    account.base.is_some() || !account.lines.is_empty()
}

#[component]
fn Lines(way: Way, account: Arc<PointsStatement>) -> impl IntoView {
    if !is_scored(&account) {
        let text =
            format!("{}可以在党员资料里核对入党和转正日期，或在积分方案里设基础分。", account.sentence);
        return view! { <Empty title="这一年不计分" text/> }.into_any();
    }
    let newest = account.clone();
    let lines = shared(move || lines(way, &newest));
    view! {
        <div class="scroll">
            <table class="plain">
                <thead><tr>
                    <th>"日期"</th><th>"事项"</th><th>"类别"</th><th>"出处"</th>
                    <th class="num">"分值"</th><th class="num">"余额"</th>
                </tr></thead>
                <tbody>{lines}{base_line(&account)}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn lines(way: Way, account: &PointsStatement) -> Vec<AnyView> {
    let category = way.sheet.category.get();
    let is_shown = |line: &&PointsLine| category.as_ref().is_none_or(|name| *name == line.category);
    let newest: Vec<PointsLine> = account.lines.iter().rev().filter(is_shown).cloned().collect();
    let is_folded = newest.len() > OPEN + 1 && !way.unfolded.get() && category.is_none();
    let open = if is_folded { OPEN } else { newest.len() };
    let mut views: Vec<AnyView> =
        newest.iter().take(open).map(|line| view! { <Line way line=line.clone()/> }.into_any()).collect();
    if is_folded {
        views.push(fold(way, newest.get(open..).unwrap_or_default()));
    }
    views
}

/// The earlier lines in one.
fn fold(way: Way, rest: &[PointsLine]) -> AnyView {
    let sum: Points = rest.iter().map(|line| line.counted).sum();
    let month = |line: Option<&PointsLine>| line.map(|line| format!("{:02}", line.occurred_on.month()));
    let (first, last) = (month(rest.last()).unwrap_or_default(), month(rest.first()).unwrap_or_default());
    let span = if first == last { format!("{first}月") } else { format!("{first}–{last}月") };
    let balance = rest.first().map(|line| line.balance.to_string());
    view! {
        <tr>
            <td class="muted">{span}</td>
            <td class="muted">{format!("另有 {} 笔", rest.len())}</td>
            <td class="muted">"—"</td>
            <td><button type="button" class="btn text" on:click=move |_| way.unfolded.set(true)>"展开"</button></td>
            <td class="num">{sum.signed()}</td>
            <td class="num">{balance}</td>
        </tr>
    }
    .into_any()
}

fn base_line(account: &PointsStatement) -> Option<AnyView> {
    let base = account.base?;
    Some(
        view! {
            <tr>
                <td>"01-01"</td><td>"基础分"</td><td class="muted">"—"</td>
                <td><a href="#/points/scheme">"积分方案"</a></td>
                <td class="num">{base.signed()}</td><td class="num">{base.to_string()}</td>
            </tr>
        }
        .into_any(),
    )
}

#[component]
fn Line(way: Way, line: PointsLine) -> impl IntoView {
    let key = line.entry.0;
    let is_told = move || way.told.get() == Some(key);
    let press = move |_| way.told.update(|told| *told = if *told == Some(key) { None } else { Some(key) });
    let day = word::month_and_day(line.occurred_on);
    let (source, told) = (line.clone(), line.clone());
    view! {
        <tr class:dim=line.is_reversed class:sel=is_told>
            <td>{day}</td>
            <td>
                <button type="button" class="line" aria-expanded=move || is_told().to_string() on:click=press>
                    {line.title.clone()}
                </button>
                {line.is_reversed.then(|| view! { <Tag text="已冲正"/> })}
            </td>
            <td class="muted">{word::or_dash(Some(&line.category))}</td>
            <td>{move || origin(way, &source)}</td>
            <td class="num" class:minus=line.counted.is_negative()>{cut_words(&line)}{line.counted.signed()}</td>
            <td class="num">{line.balance.to_string()}</td>
        </tr>
        {move || is_told().then(|| view! { <Told way line=told.clone()/> })}
    }
    .into_any()
}

/// What a line was before it was taken out, or what the caps took.
fn cut_words(line: &PointsLine) -> Option<AnyView> {
    if line.is_reversed {
        return Some(
            view! { <span class="hint cap">{format!("原记 {}", line.raw.signed())}</span> }.into_any(),
        );
    }
    let taken = (line.raw.magnitude() - line.counted.magnitude()).magnitude();
    let is_cut = line.kind == "记分" && !taken.is_zero();
    is_cut.then(|| view! { <span class="hint cap">{format!("封顶 −{taken}")}</span> }.into_any())
}

/// Where a line comes from, with the way there.
fn origin(way: Way, line: &PointsLine) -> AnyView {
    let found = way.origins.with(|origins| origins.get(&line.entry.0).cloned());
    let Some(EntryOrigin { record, label, .. }) = found else {
        return view! { <span class="muted">{line.source.clone()}</span> }.into_any();
    };
    match record {
        OriginRecord::Gathering(key) => {
            view! { <a href=format!("#/meetings?open={}", key.0)>{label}</a> }.into_any()
        }
        OriginRecord::Activity(key) => {
            view! { <a href=format!("#/report-in?open={}&tab=activities", key.0)>{label}</a> }.into_any()
        }
        OriginRecord::Entry(key) => {
            let show = move |_| {
                way.unfolded.set(true);
                way.told.set(Some(key.0));
            };
            view! { <button type="button" class="btn text" on:click=show>{label}</button> }.into_any()
        }
    }
}

/// Why a line counts so much, where it was booked, and the way to take it out.
#[component]
fn Told(way: Way, line: PointsLine) -> impl IntoView {
    let late = (line.booked_month != Month::of(line.occurred_on))
        .then(|| format!("当月已结账，记入{}。", line.booked_month.label()));
    let (can, reversed) = (line.can_be_reversed, line.clone());
    let reverse = move |()| way.on_reverse.run(reversed.clone());
    let note = line.note.clone().map(|note| format!("事由：{note}"));
    view! {
        <tr class="sel told">
            <td></td>
            <td class="wrap" colspan="4">
                <p>{line.why.clone()}"（"{line.source.clone()}"）"</p>
                {note.map(|note| view! { <p class="muted">{note}</p> })}
                {late.map(|late| view! { <p class="muted">{late}</p> })}
            </td>
            <td class="num">{can.then(|| view! { <Button on_press=reverse>"冲正"</Button> })}</td>
        </tr>
    }
    .into_any()
}
