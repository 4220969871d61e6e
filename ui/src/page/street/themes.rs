//! The themes of the months to come, which go down to the communities.

use branchbook_contract::domain::day::Month;
use branchbook_contract::setting::{SettingRow, SettingSet};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::part::{Button, Form, Text};
use crate::state::act::Act;
use crate::state::{notice, state};

/// The setting.
pub const KEY: &str = "month.themes";
/// Months that can be written in, from the last one on.
const MONTHS: i32 = 6;

/// A line for each month.
#[component]
pub fn Themes(
    /// The setting as it stands.
    row: SettingRow,
) -> impl IntoView {
    let act = Act::new();
    let stated = match row.value {
        Value::Object(themes) => themes,
        _ => Map::new(),
    };
    let Some(now) = state().session.month() else { return ().into_any() };
    let line = |step: i32| {
        let month = now.plus(step - 1);
        let theme = stated.get(&month.to_string()).and_then(Value::as_str).unwrap_or_default().to_owned();
        (month, RwSignal::new(theme))
    };
    let lines: Vec<(Month, RwSignal<String>)> = (0..MONTHS).map(line).collect();
    let written = StoredValue::new(lines.clone());
    let save = Callback::new(move |()| {
        let themes = merged(stated.clone(), &written.get_value());
        let request = SettingSet { key: KEY.to_owned(), value: Value::Object(themes) };
        act.send(&request, |_| notice::undoable("主题已保存，下次下发发给社区。"));
    });
    let fields = lines.into_iter().map(|(month, theme)| field(month, theme)).collect_view();
    view! {
        <div class="pad">
            <Form act on_save=save beside=true>
                <div class="w4 themes">{fields}</div>
                <div class="acts-line"><Button busy=act.busy() on_press=save>"保存"</Button></div>
            </Form>
        </div>
    }
    .into_any()
}

fn field(month: Month, theme: RwSignal<String>) -> AnyView {
    let label = format!("{}主题", month.label());
    view! {
        <div class="line"><b>{month.label()}</b><Text value=theme label placeholder="如：学习贯彻全会精神"/></div>
    }
    .into_any()
}

/// Months that are not on the page keep what was written; an empty line takes its month away.
fn merged(mut themes: Map<String, Value>, lines: &[(Month, RwSignal<String>)]) -> Map<String, Value> {
    for (month, theme) in lines {
        let text = theme.get_untracked().trim().to_owned();
        if text.is_empty() {
            themes.remove(&month.to_string());
        } else {
            themes.insert(month.to_string(), Value::String(text));
        }
    }
    themes
}
