//! The form of an act, drawn from what the desk says it asks for. Every value is a text; the desk reads and judges it.

use std::sync::Arc;

use branchbook_contract::domain::day::PartialDay;
use branchbook_contract::folio::{
    FolioAct, FolioChoice, FolioControl, FolioDone, FolioEntry, FolioField, FolioForm, FolioLink, Paper,
};
use leptos::prelude::*;

use super::{href, paper};
use crate::address;
use crate::ipc::Pick;
use crate::page::report_in::find::{FindPerson, Found};
use crate::part::dialog;
use crate::part::{Area, Button, Check, Choice, DateField, Dialog, Ends, Field, Form, Select, Text, shown};
use crate::sort::{Keyed, gathered};
use crate::state::act::{Act, pick_one};
use crate::state::ask::ask_once;
use crate::state::notice;
use crate::state::watch::{derived, effect, memo, shared};

/// What stands in the fields, by key.
pub type Values = StoredValue<Keyed<String, RwSignal<String>>>;

#[component]
pub fn Entry(
    /// The folio.
    #[prop(into)]
    folio: String,
    /// The act.
    #[prop(into)]
    act: String,
    /// The row.
    row: Option<i64>,
    /// What the folio is narrowed to.
    subject: Option<i64>,
    /// What the form is told, which goes with what is filled in.
    #[prop(optional)]
    values: Keyed<String, String>,
    /// It is done, or given up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(FolioForm { folio, act, row, subject, values });
    let form = ask_once(move || asked.get());
    let title = form.map(|form| form.title.clone());
    let paper = RwSignal::new(None::<Paper>);
    let after = After { asked, paper, on_close };
    let draw = move |form: Arc<FolioEntry>| view! { <Fields form after/> };
    let inside = shared(move || match paper.get() {
        Some(paper) => view! { <paper::Sheet paper/> }.into_any(),
        None => shown(form, draw),
    });
    view! { <Dialog title on_close>{inside}</Dialog> }.into_any()
}

/// Where an act leads: the form that it is of, a sheet, away.
#[derive(Clone, Copy)]
struct After {
    asked: RwSignal<FolioForm>,
    paper: RwSignal<Option<Paper>>,
    on_close: Callback<()>,
}

#[component]
fn Fields(form: Arc<FolioEntry>, after: After) -> impl IntoView {
    let act = Act::new();
    let values = begun(&form);
    request_animation_frame(dialog::begin);
    let save = move |()| save(values, act, after);
    let is_asking = !form.button.is_empty();
    if !is_asking {
        save(());
    }
    let about = form.about.clone();
    view! {
        <Form act on_save=save>
            {(!about.is_empty()).then(|| view! { <p class="w4 said">{about}</p> })}
            {form.fields.iter().map(|field| one(field, values, act)).collect_view()}
            {is_asking.then(|| view! { <Ends act word=form.button.clone() on_save=save is_danger=form.is_danger/> })}
        </Form>
    }
    .into_any()
}

/// What stands in the fields of a form at first.
pub fn begun(form: &FolioEntry) -> Values {
    let first = |field: &FolioField| (field.key.clone(), RwSignal::new(field.value.clone()));
    StoredValue::new(gathered(form.fields.iter().map(first)))
}

/// What stands in the fields now.
pub fn texts(values: Values) -> Vec<(String, String)> {
    values
        .with_value(|values| values.iter().map(|(key, value)| (key.clone(), value.get_untracked())).collect())
}

fn save(values: Values, act: Act, after: After) {
    let After { asked, paper, on_close } = after;
    let FolioForm { folio, act: name, row, subject, values: mut all } = asked.get_untracked();
    all.extend(texts(values));
    act.send(&FolioAct { folio, act: name, row, subject, values: all }, move |done: FolioDone| {
        tell(&done);
        match (done.next, done.paper) {
            (Some(next), _) => asked.set(next),
            (None, Some(sheet)) => paper.set(Some(sheet)),
            (None, None) => on_close.run(()),
        }
        match done.opens {
            // Filters of the register stay where its list is made anew.
            Some(FolioLink::Members(view)) if address::page().get_untracked() == "members" => {
                address::set(&[("view", Some(view))]);
            }
            Some(FolioLink::Here(key, value)) => address::set(&[(&key, Some(value))]),
            Some(link) => address::go(href(&link).trim_start_matches("#/")),
            None => {}
        }
    });
}

/// Says what was done, with the way to the file or to the undo, and what deserves a look.
pub fn tell(done: &FolioDone) {
    let sentence = done.sentence.clone();
    match &done.file {
        Some(file) => notice::written(sentence, file.clone()),
        None if sentence.is_empty() => {}
        None if done.is_undoable => notice::undoable(sentence),
        None => notice::done(sentence),
    }
    if !done.warnings.is_empty() {
        notice::done(format!("请留意：{}", done.warnings.join(" ")));
    }
}

fn value_of(values: Values, key: &str) -> Option<RwSignal<String>> {
    values.with_value(|values| values.get(&key.to_owned()).copied())
}

/// A field, shown while the field that it depends on says so.
pub fn one(field: &FolioField, values: Values, act: Act) -> AnyView {
    let Some(value) = value_of(values, &field.key) else { return ().into_any() };
    let field = field.clone();
    match field.only_if.clone().and_then(|(key, wanted)| Some((value_of(values, &key)?, wanted))) {
        None => whole(&field, value, act),
        Some((other, wanted)) => {
            let is_shown = memo(move || wanted.contains(&other.get()));
            shared(move || is_shown.get().then(|| whole(&field, value, act))).into_any()
        }
    }
}

fn whole(field: &FolioField, value: RwSignal<String>, act: Act) -> AnyView {
    let FolioField { label, hint, is_required, wide, .. } = field.clone();
    let error = act.problem(&field.key);
    match &field.control {
        FolioControl::Said => {
            view! { <p class="w4 said"><b>{label}</b>" "{field.value.clone()}</p> }.into_any()
        }
        FolioControl::Yes => {
            let ticked = RwSignal::new(value.get_untracked() == "1");
            effect(move || value.set(if ticked.get() { "1".to_owned() } else { String::new() }));
            view! { <div class=format!("field w{wide}")><Check value=ticked label hint/></div> }.into_any()
        }
        control => {
            let inside = inside(control.clone(), value);
            view! { <Field label hint error required=is_required wide>{inside}</Field> }.into_any()
        }
    }
}

fn inside(control: FolioControl, value: RwSignal<String>) -> AnyView {
    let late = move || match control.clone() {
        FolioControl::Lines => view! { <Area value/> }.into_any(),
        FolioControl::Day => view! { <Dated value exact=true/> }.into_any(),
        FolioControl::PartialDay => view! { <Dated value exact=false/> }.into_any(),
        FolioControl::Pick(choices) => {
            let choices: Vec<Choice> = choices.into_iter().map(choice).collect();
            view! { <Select value choices none="未选"/> }.into_any()
        }
        FolioControl::Ticks(choices) => {
            choices.into_iter().map(|one| tick(one, value)).collect_view().into_any()
        }
        FolioControl::Person(name) => view! { <Person name value/> }.into_any(),
        FolioControl::Save(name) => view! { <SaveAs name value/> }.into_any(),
        FolioControl::Text(choices) => view! { <Text value choices=Signal::stored(choices)/> }.into_any(),
        FolioControl::Number | FolioControl::Yes | FolioControl::Said => view! { <Text value/> }.into_any(),
    };
    // Drawn inside the field, so that the control finds what ties it to label and error.
    shared(late).into_any()
}

fn choice(choice: FolioChoice) -> Choice {
    Choice::new(choice.value, choice.label)
}

/// A day as a text: what the field reads as a day is handed on as one.
#[component]
fn Dated(value: RwSignal<String>, exact: bool) -> impl IntoView {
    let day: RwSignal<Option<PartialDay>> = RwSignal::new(value.get_untracked().parse().ok());
    effect(move || value.set(day.get().map(|day| day.to_string()).unwrap_or_default()));
    view! { <DateField value=day exact/> }.into_any()
}

/// One of several that can be ticked.
fn tick(one: FolioChoice, value: RwSignal<String>) -> AnyView {
    let has = |text: &str, key: &str| text.split(',').any(|each| each == key);
    let ticked = RwSignal::new(has(&value.get_untracked(), &one.value));
    let key = one.value;
    effect(move || {
        let (now, text) = (ticked.get(), value.get_untracked());
        if has(&text, &key) != now {
            let others = text.split(',').filter(|each| !each.is_empty() && *each != key).map(str::to_owned);
            let all: Vec<String> = others.chain(now.then(|| key.clone())).collect();
            value.set(all.join(","));
        }
    });
    view! { <Check value=ticked label=one.label/> }.into_any()
}

/// Somebody of the book.
#[component]
fn Person(name: String, value: RwSignal<String>) -> impl IntoView {
    let chosen = RwSignal::new(Some(name).filter(|name| !name.is_empty()));
    let pick = move |found: Found| {
        value.set(found.person.to_string());
        chosen.set(Some(format!("{}　{}", found.name, found.note)));
    };
    view! { <FindPerson on_pick=pick with_reported=true chosen=derived(move || chosen.get())/> }.into_any()
}

/// Where a file is to be saved.
#[component]
fn SaveAs(name: String, value: RwSignal<String>) -> impl IntoView {
    let press = move |()| pick_one(Pick::save("存到哪里", name.clone()), move |path| value.set(path));
    view! { <Button on_press=press>"选择位置…"</Button><p class="muted wrap">{move || value.get()}</p> }
        .into_any()
}
