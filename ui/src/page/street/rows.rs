//! The rows behind a figure: a part of the parcel that holds, page by page, as the community reported it. The address
//! says whose and in which order, so that the way back works. Rows can be marked to be sent back, and exported as they
//! are shown.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Month;
use branchbook_contract::folio::FolioDone;
use branchbook_contract::street::{ReportedRow, ReportedRows, StreetRows, StreetRowsExport};
use leptos::prelude::*;

use super::super::folio::{tell, turned};
use super::send_back::{SendBack, SendBackForm};
use crate::address;
use crate::ipc::Pick;
use crate::part::notice::NoticeHost;
use crate::part::{Button, Dialog, Empty, Pager, Tab, Tabs, Trouble, head, shown};
use crate::state::act::{Act, pick_one};
use crate::state::ask::ask_if;
use crate::state::question;
use crate::state::watch::{derived, effect, shared};
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
    address::set(&[("whose", None), ("of", None), ("part", None), ("sort", None)]);
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

/// What is looked at, and how.
#[derive(Clone, Copy)]
struct Looked {
    wanted: Signal<Option<StreetRows>>,
    offset: RwSignal<u32>,
    reveal: RwSignal<bool>,
    part: Memo<Option<String>>,
    order: Memo<Option<String>>,
    /// The export.
    act: Act,
}

impl Looked {
    fn at(community: String, month: Month) -> Self {
        let (part, order) = (address::param("part"), address::param("sort"));
        let (offset, reveal) = (RwSignal::new(0), RwSignal::new(false));
        let wanted = derived(move || {
            let (community, part, sort) = (community.clone(), part.get()?, order.get());
            let (offset, reveal) = (offset.get(), reveal.get());
            Some(StreetRows { community, month, part, offset, limit: Some(ROWS), sort, reveal })
        });
        Self { wanted, offset, reveal, part, order, act: Act::new() }
    }

    /// Other rows, from the first one on. What is marked to be sent back stays.
    fn go(self, changes: &[(&str, Option<String>)]) {
        self.turn_to(0);
        address::settle(changes);
    }

    /// Another page. What was asked to be seen in full was the one before: who stands here is nobody's to see yet.
    fn turn_to(self, offset: u32) {
        self.reveal.set(false);
        self.offset.set(offset);
    }
}

#[component]
fn RowsDialog(community: String, month: Month) -> impl IntoView {
    let send_back = SendBack::new();
    let title = format!("{community} · {}", month.label());
    let looked = Looked::at(community.clone(), month);
    let rows = ask_if(&[Kind::Exchange], move || looked.wanted.get());
    let go = move |part: &'static str| looked.go(&[("part", Some(part.to_owned())), ("sort", None)]);
    // A newer report may lack the column of the order: without rows there are no heads to ask for another one by.
    effect(move || {
        let is_plain = !looked.reveal.get_untracked();
        if rows.has_failed() && is_plain && looked.order.get_untracked().is_some() {
            looked.go(&[("sort", None)]);
        }
    });
    let tabs = PARTS.map(|(key, label)| Tab::new(key, label)).to_vec();
    let open = derived(move || looked.part.get().unwrap_or_default());
    let body = move |data: Arc<ReportedRows>| view! { <Rows data=data.as_ref().clone() looked send_back/> };
    view! {
        <Dialog title on_close=|()| close() wide=true>
            <Tabs label="数据包的各部分" tabs open on_open=go/>
            {move || looked.act.error().get().map(|error| view! { <Trouble error/> })}
            {shown(rows, body)}
            <SendBackForm send_back community on_done=|()| close()/>
            // What is told of the file: outside of an open dialog nothing can be pressed or is read out.
            <NoticeHost/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Rows(data: ReportedRows, looked: Looked, send_back: SendBack) -> impl IntoView {
    let Looked { offset, reveal, part, order, act, .. } = looked;
    let class = |is_figure: bool| if is_figure { "num" } else { "" };
    let classes: Vec<&'static str> = data.are_figures.into_iter().map(class).collect();
    if data.total == 0 {
        let text = "社区在这一部分没有报来内容。";
        return view! { <Empty title=format!("{}：没有", data.label) text/> }.into_any();
    }
    let total = u32::try_from(data.total).unwrap_or(u32::MAX);
    let turn = Callback::new(move |title: String| looked.go(&[("sort", turned(title))]));
    let one = |(title, class): (String, &'static str)| {
        head(title.clone(), (class, 0), Some(title), order.into(), Some(turn))
    };
    let heads = data.columns.into_iter().zip(classes.iter().copied()).map(one).collect_view();
    let lines = data
        .rows
        .into_iter()
        .map(|row| view! { <Line row classes=classes.clone() part send_back/> })
        .collect_view();
    let show = (data.is_private && !data.is_revealed).then(|| {
        view! { <Button on_press=move |()| ask_reveal(reveal)>"显示完整证件号、电话…"</Button> }
    });
    let said = format!("第 {} 次上报 · {} 共 {} 行", data.sequence, data.label, data.total);
    view! {
        <div class="span">
            <span class="muted">{said}</span>
            <span class="end">
                {show}
                <Button busy=act.busy() on_press=move |()| ask_export(looked)>"导出…"</Button>
            </span>
        </div>
        <div class="wide-rows"><table class="plain">
            <thead><tr><th class="c">"行"</th>{heads}<th></th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {(total > ROWS).then(|| view! { <Pager total offset limit=ROWS on_go=move |to| looked.turn_to(to)/> })}
    }
    .into_any()
}

#[component]
fn Line(
    row: ReportedRow,
    classes: Vec<&'static str>,
    part: Memo<Option<String>>,
    send_back: SendBack,
) -> impl IntoView {
    let (number, who) = (row.number, row.who);
    let cell = |(cell, class): (Option<String>, &'static str)| {
        view! { <td class=class>{word::or_dash(cell.as_deref())}</td> }
    };
    let cells = row.cells.into_iter().zip(classes).map(cell).collect_view();
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

/// All pages of what is shown. What stands there in full is asked about once more before it leaves the book.
fn ask_export(looked: Looked) {
    let Some(list) = looked.wanted.get_untracked() else { return };
    if !list.reveal {
        return export(&list, looked.act);
    }
    let text = "文件里会有完整的证件号、电话和住址。谁在什么时候导出了哪些人，会记入历史，不能撤销。用完请妥善保管或删除。";
    question::confirm("导出完整证件号、电话和住址？", text, "导出并记录", move || {
        export(&list, looked.act);
    });
}

fn export(list: &StreetRows, act: Act) {
    let list = list.clone();
    let part = PARTS.iter().find(|(key, _)| *key == list.part).map_or("", |(_, label)| *label);
    let name = format!("{}{}{part}.xlsx", list.community, list.month.label());
    pick_one(Pick::save("导出明细", name).kind("表格", &["xlsx"]), move |out| {
        act.send(&StreetRowsExport { list, out }, |done: FolioDone| tell(&done));
    });
}

fn ask_reveal(reveal: RwSignal<bool>) {
    let text = "会在这一页显示完整的证件号、电话和住址。谁在什么时候看过，会记入历史，不能撤销。";
    question::confirm("显示完整信息？", text, "显示并记录", move || reveal.set(true));
}
