//! The settings of the office one by one: each is saved for itself, with its explanation and its default.

use branchbook_contract::Kind;
use branchbook_contract::setting::{SettingGet, SettingRow, SettingSet};
use leptos::prelude::*;
use serde_json::Value;

use crate::part::{Button, Check, Field, Form, Text, shown};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::notice;
use crate::state::watch::{derived, memo};

/// All settings that are a number, a text or a yes.
#[component]
pub fn OfficeSettings() -> impl IntoView {
    let rows = ask(&[Kind::Office], || SettingGet { key: None });
    let list = |rows: std::sync::Arc<Vec<SettingRow>>| {
        let plain = rows.iter().filter(|row| !row.value.is_array() && !row.value.is_object());
        view! { <div class="pairs">{plain.map(|row| view! { <Line row=row.clone()/> }).collect_view()}</div> }
    };
    shown(rows, list)
}

#[component]
fn Line(row: SettingRow) -> impl IntoView {
    match row.value {
        Value::Bool(_) => view! { <YesLine row/> }.into_any(),
        _ => view! { <TextLine row/> }.into_any(),
    }
}

#[component]
fn YesLine(row: SettingRow) -> impl IntoView {
    let (act, value) = (Act::new(), RwSignal::new(row.value == Value::Bool(true)));
    let key = row.key;
    Effect::new(move |before: Option<bool>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            act.send(&SettingSet { key: key.clone(), value: Value::Bool(now) }, said);
        }
        now
    });
    view! { <Check value label=row.label hint="窗口用大一号的字和行高"/> }.into_any()
}

#[component]
fn TextLine(row: SettingRow) -> impl IntoView {
    let act = Act::new();
    let was = text_of(&row.value);
    let value = RwSignal::new(was.clone());
    let is_changed = memo(move || value.with(|value| *value != was));
    crate::address::hold(is_changed.into());
    let key = StoredValue::new((row.key, row.value.is_number()));
    let save = move |()| {
        let (key, is_number) = key.get_value();
        act.send(&SettingSet { key, value: value_of(value.get_untracked().trim(), is_number) }, said);
    };
    let error = derived(move || act.error().get().map(|error| error.message));
    let button =
        move || is_changed.get().then(|| view! { <Button busy=act.busy() on_press=save>"保存"</Button> });
    view! {
        <Form act=Act::new() on_save=save>
            <Field label=row.label hint=row.hint wide=3 error><Text value/></Field>
            <div class="w1 acts-cell">{button}</div>
        </Form>
    }
    .into_any()
}

fn said(SettingRow { label, .. }: SettingRow) {
    notice::undoable(format!("已保存：{label}"));
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn value_of(text: &str, is_number: bool) -> Value {
    let number = text.parse::<i64>().ok().filter(|_| is_number);
    number.map_or_else(|| Value::String(text.to_owned()), Value::from)
}
