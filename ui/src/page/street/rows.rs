//! The rows behind a figure: a part of the parcel that holds, page by page, as the community reported it. The address
//! says whose, so that the way back works. Rows can be marked to be sent back.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::street::{ReportedRow, ReportedRows, StreetRows};
use leptos::prelude::*;

use super::send_back::{SendBack, SendBackForm};
use crate::address;
use crate::part::{Button, Dialog, Empty, Pager, Tab, Tabs, shown};
use crate::state::ask::ask_if;
use crate::state::question;
use crate::state::watch::{derived, shared};
use crate::word;

/// Rows of a page.
const ROWS: u32 = 50;
/// The parts of a month's parcel, in the order of the tabs.
const PARTS: [(&str, &str); 6] = [
    ("member", "党员名册"),
    ("movement", "党员增减"),
    ("meeting", "组织生活"),
    ("unit", "报到单位"),
    ("service", "服务活动"),
    ("branch", "党支部"),
];

/// Opens the rows of a part over the present page.
pub fn open(community: &str, month: Month, part: &str) {
    address::set(&[
        ("whose", Some(community.to_owned())),
        ("of", Some(month.to_string())),
        ("part", Some(part.to_owned())),
    ]);
}

fn close() {
    address::set(&[("whose", None), ("of", None), ("part", None)]);
}

/// Shows the rows that the address names.
#[component]
pub fn RowsHost() -> impl IntoView {
    let whose = address::param("whose");
    let of = address::param_as::<Month>("of");
    shared(move || {
        whose.get().zip(of.get()).map(|(community, month)| view! { <RowsDialog community month/> })
    })
}

#[component]
fn RowsDialog(community: String, month: Month) -> impl IntoView {
    let part = address::param("part");
    let (offset, reveal) = (RwSignal::new(0), RwSignal::new(false));
    let send_back = SendBack::new();
    let title = format!("{community} · {}", month.label());
    let name = community.clone();
    let rows = ask_if(&[Kind::Exchange], move || {
        let part = part.get()?;
        let (community, offset, reveal) = (name.clone(), offset.get(), reveal.get());
        Some(StreetRows { community, month, part, offset, limit: Some(ROWS), reveal })
    });
    let go = move |part: &'static str| {
        offset.set(0);
        reveal.set(false);
        address::settle(&[("part", Some(part.to_owned()))]);
    };
    let tabs = PARTS.map(|(key, label)| Tab::new(key, label)).to_vec();
    let body = move |data: Arc<ReportedRows>| {
        view! { <Rows data=data.as_ref().clone() offset reveal part send_back/> }
    };
    view! {
        <Dialog title on_close=|()| close() wide=true>
            <Tabs label="数据包的各部分" tabs open=derived(move || part.get().unwrap_or_default()) on_open=go/>
            {shown(rows, body)}
            <SendBackForm send_back community on_done=|()| close()/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Rows(
    data: ReportedRows,
    offset: RwSignal<u32>,
    reveal: RwSignal<bool>,
    part: Memo<Option<String>>,
    send_back: SendBack,
) -> impl IntoView {
    if data.total == 0 {
        let text = "社区在这一部分没有报来内容。";
        return view! { <Empty title=format!("{}：没有", data.label) text/> }.into_any();
    }
    let total = u32::try_from(data.total).unwrap_or(u32::MAX);
    let heads = data.columns.iter().map(|title| view! { <th>{title.clone()}</th> }).collect_view();
    let lines = data.rows.into_iter().map(|row| view! { <Line row part send_back/> }).collect_view();
    let can_reveal = part.get_untracked().as_deref() == Some("member") && !data.is_revealed;
    let show = can_reveal.then(|| {
        view! { <Button on_press=move |()| ask_reveal(reveal)>"显示完整证件号、电话…"</Button> }
    });
    let said = format!("第 {} 次上报 · {} 共 {} 行", data.sequence, data.label, data.total);
    view! {
        <div class="span"><span class="muted">{said}</span><span class="end">{show}</span></div>
        <div class="wide-rows"><table class="plain">
            <thead><tr><th class="c">"行"</th>{heads}<th></th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {(total > ROWS).then(|| view! { <Pager total offset limit=ROWS on_go=move |to| offset.set(to)/> })}
    }
    .into_any()
}

#[component]
fn Line(row: ReportedRow, part: Memo<Option<String>>, send_back: SendBack) -> impl IntoView {
    let (number, who) = (row.number, row.who);
    let cells =
        row.cells.into_iter().map(|cell| view! { <td>{word::or_dash(cell.as_deref())}</td> }).collect_view();
    let mark = move |()| send_back.mark(part.get_untracked().unwrap_or_default(), number, who.clone());
    view! {
        <tr>
            <td class="c muted">{number}</td>
            {cells}
            <td class="num"><Button look=crate::part::Look::Quiet on_press=mark>"退回这行"</Button></td>
        </tr>
    }
    .into_any()
}

fn ask_reveal(reveal: RwSignal<bool>) {
    let text = "会在这一页显示完整的证件号、电话和住址。谁在什么时候看过，会记入历史，不能撤销。";
    question::confirm("显示完整信息？", text, "显示并记录", move || reveal.set(true));
}
