//! What a year comes to: score and grade, category by category against its cap, month by month.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::domain::points::{CapPeriod, Category, Points};
use branchbook_contract::points::{
    CategoryPoints, PointsList, PointsSchemeShow, PointsStatement, SchemeShown,
};
use leptos::prelude::*;

use super::account::Sheet;
use super::room::Room;
use super::{KINDS, grade_tone, score};
use crate::part::{Curve, Meter, Panel, Tag, Tone};
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo, shared};

/// The column beside the lines.
#[component]
pub fn Aside(
    /// What the page shares.
    sheet: Sheet,
) -> impl IntoView {
    let scheme = ask(&[Kind::Points], PointsSchemeShow::default);
    view! {
        <div class="stack">
            <Panel title="得分" place="headless"><div class="pad"><Figure sheet/><Categories sheet scheme/></div></Panel>
            <Panel title="逐月"><div class="pad"><Months sheet/></div></Panel>
            <Room sheet/>
        </div>
    }
    .into_any()
}

#[component]
fn Figure(sheet: Sheet) -> impl IntoView {
    let session = state().session;
    let branch = sheet.member.map(|member| member.membership.as_ref().map(|place| place.branch));
    let month = ask_if(KINDS, move || {
        Some(PointsList { branch: Some(branch.get()?), month: Some(session.month()?) })
    });
    let place = memo(move || {
        let month = month.get()?;
        let mine = month.people.iter().find(|row| row.person == sheet.person)?.score?;
        let before = month.people.iter().filter(|row| row.score > Some(mine)).count();
        let equal = month.people.iter().filter(|row| row.score == Some(mine)).count();
        Some(format!("支部内第 {}{}", before + 1, if equal > 1 { " 并列" } else { "" }))
    });
    let grades = month.map(|month| month.grades.clone());
    let figure = shared(move || sheet.account.get().map(|account| figure(&account, &grades.get())));
    view! {
        <div class="score-line">
            {figure}
            <a class="muted" href=move || branch_link(branch.get()) title="仅本单位内部可见">{move || place.get()}</a>
        </div>
    }
    .into_any()
}

fn branch_link(branch: Option<branchbook_contract::domain::key::OrganisationId>) -> String {
    branch.map_or_else(|| "#/points".to_owned(), |branch| format!("#/points?subject={}", branch.0))
}

fn figure(account: &Arc<PointsStatement>, grades: &[String]) -> AnyView {
    let grade = account.grade.clone();
    let (tone, word) = match (&account.vetoed_by, &grade) {
        (Some(_), _) => (Tone::Late, "一票否决".to_owned()),
        (None, Some(grade)) => (grade_tone(grades, Some(grade)), grade.clone()),
        (None, None) => (Tone::None, "不计分".to_owned()),
    };
    let next = account.next_grade.as_ref().filter(|_| account.vetoed_by.is_none());
    let next = next.map(|next| format!("再 {} 分到{}", next.missing, next.grade));
    view! {
        <span class="fig score" title=account.sentence.clone()>{score(account.score)}</span>
        <Tag tone text=word/>
        <span class="muted">{next}</span>
    }
    .into_any()
}

#[component]
fn Categories(sheet: Sheet, scheme: Ask<SchemeShown>) -> impl IntoView {
    let rows = shared(move || {
        let (account, scheme) = (sheet.account.get()?, scheme.get()?);
        let rows = account.categories.iter().flat_map(|sum| {
            let category = scheme.scheme.category(&sum.code);
            bars(sum, category).into_iter().map(|bar| view! { <CategoryBar sheet bar/> })
        });
        Some(rows.collect_view())
    });
    view! { <div>{rows}</div> }.into_any()
}

/// A bar of a category: what it added or deducted, of how much in a year.
#[derive(Debug, Clone, PartialEq)]
struct CategoryLine {
    name: String,
    amount: Points,
    most: Option<Points>,
    is_loss: bool,
}

/// A category has a bar for what it added and one for what it deducted; one of them is left out where it says nothing.
fn bars(sum: &CategoryPoints, category: Option<&Category>) -> Vec<CategoryLine> {
    let most = |caps: &[branchbook_contract::domain::points::Cap]| {
        caps.iter().find(|cap| cap.period == CapPeriod::Year).map(|cap| cap.at_most)
    };
    let bar = |amount, most, is_loss| CategoryLine { name: sum.name.clone(), amount, most, is_loss };
    let gain = bar(sum.added, category.and_then(|category| most(&category.may_add)), false);
    let loss = bar(sum.deducted, category.and_then(|category| most(&category.may_deduct)), true);
    match (sum.added.is_zero(), sum.deducted.is_zero()) {
        (_, true) => vec![gain],
        (true, false) => vec![loss],
        (false, false) => vec![gain, loss],
    }
}

#[component]
fn CategoryBar(sheet: Sheet, bar: CategoryLine) -> impl IntoView {
    let percent = percent(&bar);
    let words = words(&bar);
    let label = format!("{}：{words}", bar.name);
    let name = bar.name.clone();
    let press = move |_| {
        sheet
            .category
            .update(|now| *now = if now.as_ref() == Some(&name) { None } else { Some(name.clone()) })
    };
    view! {
        <button type="button" class="cat" class:neg=bar.is_loss title="只看这一类的明细" on:click=press>
            <span>{bar.name}</span>
            <Meter label=Signal::stored(label) percent=Signal::stored(percent)/>
            <span class="muted num">{words}</span>
        </button>
    }
    .into_any()
}

fn percent(bar: &CategoryLine) -> i64 {
    let whole = bar.most.unwrap_or(Points::whole(30)).hundredths().max(1);
    bar.amount.hundredths() * 100 / whole
}

fn words(bar: &CategoryLine) -> String {
    let sign = if bar.is_loss { "−" } else { "+" };
    match bar.most {
        _ if bar.amount.is_zero() && bar.most.is_none() => "无".to_owned(),
        Some(most) if bar.amount.is_zero() => format!("0 / {most}"),
        Some(most) if bar.is_loss => format!("−{} / −{most}", bar.amount),
        Some(most) => format!("+{} / {most}", bar.amount),
        None => format!("{sign}{}", bar.amount),
    }
}

#[component]
fn Months(sheet: Sheet) -> impl IntoView {
    let last = move || state().session.today.get().map(Month::of);
    let points = move || match (sheet.account.get(), last()) {
        (Some(account), Some(last)) => months(&account, last),
        _ => Vec::new(),
    };
    view! { <Curve label="每月月末的积分" points=derived(points)/> }.into_any()
}

/// The score at the end of each month of the year, as far as the year has come.
fn months(account: &PointsStatement, today: Month) -> Vec<(String, i64, String)> {
    let Some(base) = account.base else { return Vec::new() };
    let until = |month: &Month| -> Points {
        let lines = account.lines.iter().filter(|line| Month::of(line.occurred_on) <= *month);
        base + lines.map(|line| line.counted).sum()
    };
    let months = (1..=12).filter_map(|month| Month::new(account.year, month));
    let point = |month: Month| {
        let score = until(&month);
        (format!("{}月", month.month()), score.hundredths(), score.to_string())
    };
    months.take_while(|month| *month <= today).map(point).collect()
}
