//! Export of what is shown, or of what is ticked: numbers masked unless they are asked for in full, and recorded.

use branchbook_contract::domain::key::PersonId;
use branchbook_contract::member::{MemberExport, MemberExported, MemberList};
use leptos::prelude::*;

use super::edit::warn;
use super::filter;
use crate::ipc::Pick;
use crate::part::{Entry, Menu, TableState, Trouble, Working};
use crate::sort::Keys;
use crate::state::act::{Act, pick_one};
use crate::state::watch::derived;
use crate::state::{notice, question};

#[component]
pub fn Export(table: TableState) -> impl IntoView {
    let act = Act::new();
    let entries = derived(move || {
        let count = table.ticked.with(Keys::len);
        let what = if count == 0 { "当前名单".to_owned() } else { format!("所选 {count} 人") };
        vec![
            Entry::new(format!("导出{what}（证件号、电话遮住）"), move || {
                save(table, act, false)
            }),
            Entry::new(format!("导出{what}（完整证件号、电话）"), move || save_open(table, act)),
        ]
    });
    view! {
        <Menu label="导出" entries/>
        <div class="over">
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
        </div>
    }
    .into_any()
}

fn save_open(table: TableState, act: Act) {
    let text = "文件里会有完整的身份证号和电话。这次导出会记入操作记录，写明谁、什么时候、导出了多少人。\n用完请妥善保管或删除。";
    question::confirm("导出完整证件号和电话", text, "导出", move || save(table, act, true));
}

fn save(table: TableState, act: Act, reveal: bool) {
    let ask = Pick::save("导出名册", "党员名册.xlsx").kind("表格", &["xlsx"]);
    pick_one(ask, move |out| {
        let members =
            table.ticked.with_untracked(|ticked| ticked.iter().map(|(key, ())| PersonId(*key)).collect());
        let list = MemberList { reveal, ..filter::wanted_now() };
        act.send(&MemberExport { list, members, out }, |written: MemberExported| {
            notice::written(format!("已导出 {} 人", written.rows), written.path);
            warn(written.warning.as_slice());
        });
    });
}
