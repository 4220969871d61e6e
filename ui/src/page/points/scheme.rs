//! The scheme as it holds on a day, with its versions: base, grades, categories with their caps, items. Shown only.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::points::{Cap, Category, Item, Scheme};
use branchbook_contract::points::{PointsSchemeShow, SchemeShown, SchemeVersionRow};
use leptos::prelude::*;

use super::award::worth;
use crate::address;
use crate::part::{Fact, Facts, Head, Panel, shown};
use crate::state::ask::ask;

/// The page.
#[component]
pub fn SchemePage() -> impl IntoView {
    let on: Memo<Option<Day>> = address::param_as("on");
    let scheme = ask(&[Kind::Points], move || PointsSchemeShow { on: on.get() });
    let name = scheme.map(|shown| format!("积分方案 · {} {}", shown.scheme.name, shown.scheme.version));
    let note = scheme.map(|shown| format!("第 {} 版，{}", shown.version, span(shown.from_on, shown.to_on)));
    view! {
        <Head title=name note=note>
            <a class="btn" href="#/points">"回到排名"</a>
        </Head>
        {shown(scheme, |shown| view! { <Shown shown/> })}
    }
    .into_any()
}

fn span(from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (None, None) => "一直有效".to_owned(),
        (Some(from), None) => format!("{from} 起有效"),
        (None, Some(to)) => format!("{to} 前有效"),
        (Some(from), Some(to)) => format!("{from} 起，{to} 前有效"),
    }
}

#[component]
fn Shown(shown: Arc<SchemeShown>) -> impl IntoView {
    view! {
        <div class="scheme">
            <div class="stack">
                <Basics scheme=shown.scheme.clone()/>
                <Versions shown=shown.clone()/>
            </div>
            <div class="stack"><Items scheme=shown.scheme.clone()/></div>
        </div>
    }
    .into_any()
}

#[component]
fn Basics(scheme: Scheme) -> impl IntoView {
    let base = scheme.base_by_class.iter().map(|(class, base)| format!("{} {base}", class.label()));
    let base = base.collect::<Vec<_>>().join("，");
    let bound = |points: Option<branchbook_contract::domain::points::Points>| {
        points.map_or_else(|| "不设".to_owned(), |points| points.to_string())
    };
    let grade = |grade: &branchbook_contract::domain::points::Grade| match grade.at_least {
        Some(least) => format!("{} {least} 分以上", grade.name),
        None => format!("{} 其余", grade.name),
    };
    let grades = scheme.grades.iter().map(grade).map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <Panel title="基本">
            <div class="pad">
                <Facts>
                    <Fact label="年初基础分">{base}</Fact>
                    <Fact label="最低">{bound(scheme.floor)}</Fact>
                    <Fact label="最高">{bound(scheme.ceiling)}</Fact>
                    <Fact label="等次">{grades}</Fact>
                </Facts>
                <p class="hint">"积分年度是自然年，1 月 1 日回到基础分。方案是本单位自己定的，不是上级规定。"</p>
            </div>
        </Panel>
    }
    .into_any()
}

#[component]
fn Versions(shown: Arc<SchemeShown>) -> impl IntoView {
    let present = shown.version;
    let row = move |row: SchemeVersionRow| {
        let day = row.from_on.or_else(|| row.to_on.and_then(|to| to.pred_opt()));
        let href = match day {
            Some(day) => format!("#/points/scheme?on={day}"),
            None => "#/points/scheme".to_owned(),
        };
        view! {
            <tr class:sel=row.version == present>
                <td><a href=href>{format!("第 {} 版", row.version)}</a></td>
                <td>{row.name}</td>
                <td class="muted">{span(row.from_on, row.to_on)}</td>
            </tr>
        }
    };
    let rows = shown.versions.iter().rev().cloned().map(row).collect_view();
    view! {
        <Panel title="各版" note="已记的分按当时那一版">
            <table class="plain"><tbody>{rows}</tbody></table>
        </Panel>
    }
    .into_any()
}

#[component]
fn Items(scheme: Scheme) -> impl IntoView {
    let panel = |category: &Category| {
        let of = scheme.items.iter().filter(|item| item.category == category.code).map(item);
        let rows = of.collect_view();
        let note = category_words(category);
        view! {
            <Panel title=category.name.clone() note=note>
                <table class="plain">
                    <thead><tr><th>"事项"</th><th class="num">"分值"</th><th>"封顶"</th><th>"怎样记"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Panel>
        }
    };
    scheme.categories.iter().map(panel).collect_view().into_any()
}

fn item(item: &Item) -> AnyView {
    let how = if item.automatic.is_some() { "按考勤或时长自动记" } else { "手工记" };
    view! {
        <tr>
            <td>{item.name.clone()}</td>
            <td class="num">{worth(item)}</td>
            <td>{caps(&item.caps)}</td>
            <td class="muted">{how}</td>
        </tr>
    }
    .into_any()
}

fn caps(caps: &[Cap]) -> String {
    let words: Vec<String> =
        caps.iter().map(|cap| format!("{}封顶 {}", cap.period.label(), cap.at_most)).collect();
    if words.is_empty() { "不封顶".to_owned() } else { words.join("，") }
}

fn category_words(category: &Category) -> String {
    let side = |word: &str, list: &[Cap]| (!list.is_empty()).then(|| format!("{word}：{}", caps(list)));
    let sides = [side("加分", &category.may_add), side("扣分", &category.may_deduct)];
    sides.into_iter().flatten().collect::<Vec<_>>().join("　")
}
