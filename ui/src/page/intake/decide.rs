//! What a person decides about a row, all rows of a state, a field or a member: a list of what the desk offers. Every
//! decision is shown to the desk at once, which says what would happen then.

use branchbook_contract::domain::day::Day;
use branchbook_contract::intake::{About, FieldChange, MissingMember, Preview, RowChoice, SourceRowView};
use leptos::prelude::*;

use super::run::Run;
use crate::part::{Choice, DayField, Select};
use crate::state::watch::effect;

/// A choice; nothing chosen is what `none` says. `what` names what it is about for those who hear the page.
#[component]
pub fn Decide(
    about: About,
    what: String,
    choices: Vec<RowChoice>,
    chosen: String,
    day: Option<Day>,
    none: String,
    run: Run,
) -> impl IntoView {
    let value = RwSignal::new(chosen.clone());
    let on = RwSignal::new(day);
    // What moves somebody has a day: the register's own if nothing is written.
    let is_dated = chosen.split('+').any(|answer| answer.contains('/') || answer == "move");
    let before = RwSignal::new((chosen, day));
    let decide = move || {
        let now = (value.get_untracked(), on.get_untracked());
        if before.get_untracked() != now {
            before.set(now.clone());
            run.decide(about.clone(), now.0, now.1);
        }
    };
    let chosen = decide.clone();
    effect(move || {
        value.track();
        chosen();
    });
    let choices: Vec<Choice> =
        choices.into_iter().map(|choice| Choice::new(choice.key, choice.label)).collect();
    let dated = is_dated.then(|| view! { <DayField value=on label=format!("{what}：哪一天")/> });
    // A day that is half written is a day, too: what was decided is shown anew when the field is left.
    view! {
        <span class="decided" on:focusout=move |_| decide()>
            <Select value choices=Signal::stored(choices) none label=format!("{what}怎么处理")/>{dated}
        </span>
    }
    .into_any()
}

/// What is decided about a row as a whole.
pub fn of_row(row: &SourceRowView, run: Run) -> Option<AnyView> {
    let about = About::Row { sheet: row.sheet.clone(), row: row.row };
    let (choices, chosen) = (row.choices.clone(), row.chosen.clone());
    let day = run.day_of(&about);
    let (what, none) = (format!("第 {} 行", row.row), "按“情况”处理".to_owned());
    (!choices.is_empty()).then(|| view! { <Decide about what choices chosen day none run/> }.into_any())
}

/// What is decided about a field that a row changes: only where the book says something already.
pub fn of_field(row: &SourceRowView, change: &FieldChange, run: Run) -> Option<AnyView> {
    if change.key.is_empty() || change.before.is_none() {
        return None;
    }
    let about = About::Field { sheet: row.sheet.clone(), row: row.row, field: change.key.clone() };
    let choices = vec![RowChoice::new("keep", format!("{}：保留台账的", change.field))];
    let chosen = if change.is_kept { "keep" } else { "" }.to_owned();
    let (what, none) = (format!("第 {} 行{}", row.row, change.field), format!("{}：用文件的", change.field));
    Some(view! { <Decide about what choices chosen day=None none run/> }.into_any())
}

/// What is decided about all rows of a state.
#[component]
pub fn Kinds(preview: std::sync::Arc<Preview>, run: Run) -> impl IntoView {
    let each = preview.kinds.iter().map(|kind| {
        let about = About::State(kind.state);
        let (choices, chosen) = (kind.choices.clone(), kind.chosen.clone());
        let what = format!("所有{}的行", kind.state.label());
        let none = format!("{what}：逐行按情况");
        view! { <Decide about what choices chosen day=None none run/> }
    });
    view! { <div class="told kinds">{each.collect_view()}</div> }.into_any()
}

/// A page of the members whom the file does not name, each with where they are.
pub fn missing(preview: &Preview, page: (usize, usize), run: Run) -> AnyView {
    let line = |each: &MissingMember| {
        let about = About::Member(each.member);
        let (choices, chosen) = (preview.missing_choices.clone(), each.chosen.clone());
        let (what, day, none) = (each.who.clone(), each.day, "未定（不改动）".to_owned());
        view! {
            <tr>
                <td><b>{each.who.clone()}</b></td>
                <td class="muted">{each.born.clone()}</td>
                <td>{each.branch.clone()}</td>
                <td><Decide about what choices chosen day none run/></td>
            </tr>
        }
    };
    let lines = preview.missing.iter().skip(page.0).take(page.1).map(line).collect_view();
    view! {
        <table class="plain">
            <thead><tr><th>"姓名"</th><th>"出生"</th><th>"支部"</th><th>"去向和日期"</th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}
