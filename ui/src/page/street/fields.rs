//! Which personal facts communities report: ticks, the fewer the better.

use branchbook_contract::setting::{SettingRow, SettingSet};
use leptos::prelude::*;
use serde_json::Value;

use crate::part::{Button, Check, Form};
use crate::state::act::Act;
use crate::state::notice;

/// The setting.
pub const KEY: &str = "street.report_fields";

/// The facts that can be asked for, as the setting names them.
const FIELDS: [(&str, &str); 11] = [
    ("sex", "性别"),
    ("nation", "民族"),
    ("birth_month", "出生年月"),
    ("birth_on", "出生日期"),
    ("education", "学历"),
    ("joined_on", "入党时间"),
    ("became_full_on", "转正时间"),
    ("phone", "联系电话"),
    ("address", "住址"),
    ("employer", "工作单位"),
    ("id_number", "身份证号"),
];

/// The ticks.
#[component]
pub fn Fields(
    /// The setting as it stands.
    row: SettingRow,
) -> impl IntoView {
    let act = Act::new();
    let Value::Array(asked) = row.value else { return ().into_any() };
    let ticks = FIELDS.map(|(code, label)| {
        (code, label, RwSignal::new(asked.iter().any(|one| one.as_str() == Some(code))))
    });
    let save = move |()| {
        let chosen: Vec<&str> =
            ticks.iter().filter(|(.., is_on)| is_on.get_untracked()).map(|(code, ..)| *code).collect();
        let request = SettingSet { key: KEY.to_owned(), value: chosen.into() };
        act.send(&request, |_| notice::undoable("已保存，下次下发后社区按它上报。"));
    };
    let boxes = ticks.map(|(_, label, is_on)| view! { <Check value=is_on label/> }).collect_view();
    view! {
        <div class="pad">
            <Form act on_save=save beside=true>
                <div class="w4 ticks">{boxes}</div>
                <div class="acts-line"><Button busy=act.busy() on_press=save>"保存"</Button></div>
            </Form>
        </div>
    }
    .into_any()
}
