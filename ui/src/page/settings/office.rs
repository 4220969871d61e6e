//! The settings of the office one by one: each is saved for itself, with its explanation and its default.

use branchbook_contract::setting::{SettingGet, SettingRow, SettingSet};
use leptos::prelude::*;
use serde_json::Value;

use crate::part::{Button, Check, Field, Form, Text, shown};
use crate::state::act::Act;
use crate::state::ask::ask_once;
use crate::state::notice;

/// All settings that are a number, a text or a yes.
#[component]
pub fn OfficeSettings() -> impl IntoView {
    // Asked once: what is saved in one line must not take away what is typed in another.
    let rows = ask_once(|| SettingGet { key: None });
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
    let (value, touched) = (RwSignal::new(text_of(&row.value)), act.touched());
    let key = StoredValue::new((row.key, row.value.is_number()));
    let save = move |()| {
        let (key, is_number) = key.get_value();
        act.send(&SettingSet { key, value: value_of(value.get_untracked().trim(), is_number) }, move |row| {
            // As the book writes it, unless somebody has typed on.
            if !touched.get_untracked() {
                value.set(text_of(&row.value));
            }
            said(row);
        });
    };
    let button =
        move || touched.get().then(|| view! { <Button busy=act.busy() on_press=save>"保存"</Button> });
    view! {
        <Form act on_save=save beside=true>
            <Field label=row.label hint=row.hint wide=3 error=act.problem("value")><Text value/></Field>
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
