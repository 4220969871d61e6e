//! 接收与回执: files that communities bring are first shown, then taken; receipts go into a folder. What is refused
//! says why and changes nothing.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::parcel::{
    Exchange, OpenOutcome, OpenedFile, ParcelList, ParcelOpen, ParcelReceipt, ParcelsOpened, PartChanges,
    ReceiptsMade,
};
use leptos::prelude::*;

use super::super::exchange::ROWS;
use super::super::exchange::lists::{Reasons, Received, Refused, Sent};
use crate::ipc::Pick;
use crate::part::{Button, Empty, Head, Look, Pager, Panel, Tag, Tone, Trouble, Working, shown};
use crate::sort::by_rank;
use crate::state::act::{Act, pick, pick_one};
use crate::state::ask::ask;
use crate::state::watch::{derived, shared};
use crate::state::{notice, state};
use crate::word;

/// What is at hand: the files that were picked, and what would become of them.
#[derive(Clone, Copy)]
struct Take {
    act: Act,
    receipt: Act,
    paths: RwSignal<Vec<String>>,
    opened: RwSignal<Option<ParcelsOpened>>,
}

impl Take {
    fn new() -> Self {
        let (act, receipt) = (Act::new(), Act::new());
        Self { act, receipt, paths: RwSignal::new(Vec::new()), opened: RwSignal::new(None) }
    }

    fn files(self) {
        let ask = Pick::open_many("选择社区的上报文件").kind("数据包", &["zbt"]);
        pick(ask, move |paths| self.preview(paths));
    }

    fn folder(self) {
        pick_one(Pick::folder("选择放上报文件的文件夹（如U盘）"), move |path| {
            self.preview(vec![path])
        });
    }

    fn preview(self, paths: Vec<String>) {
        self.paths.set(paths);
        self.send(true);
    }

    fn send(self, is_preview: bool) {
        let request = ParcelOpen { paths: self.paths.get_untracked(), is_preview };
        self.act.send(&request, move |opened: ParcelsOpened| {
            if !is_preview {
                notice::undoable(format!("已接收 {} 份上报。", applied(&opened)));
            }
            self.opened.set(Some(opened));
        });
    }

    fn receipts(self) {
        pick_one(Pick::folder("回执放到哪里（如U盘）"), move |out| {
            self.receipt
                .send(&ParcelReceipt { out, month: None, office: None }, |made: ReceiptsMade| told(&made));
        });
    }
}

fn applied(opened: &ParcelsOpened) -> usize {
    opened.files.iter().filter(|file| file.outcome == OpenOutcome::Applied).count()
}

fn told(made: &ReceiptsMade) {
    match made.receipts.first() {
        Some(first) => notice::written(
            format!("已导出 {} 份回执，请交给各社区。", made.receipts.len()),
            first.path.clone(),
        ),
        None => notice::done(made.notes.first().cloned().unwrap_or_else(|| "没有要导出的回执。".to_owned())),
    }
}

/// The page.
#[component]
pub fn ReceivePage() -> impl IntoView {
    let take = Take::new();
    let offset = RwSignal::new(0);
    let list =
        ask(&[Kind::Exchange, Kind::RollUp], move || ParcelList { offset: offset.get(), limit: Some(ROWS) });
    let body = move |data: Arc<Exchange>| view! { <Lists exchange=data.as_ref().clone() take offset/> };
    view! {
        <Heading take/>
        <Working act=take.act/>
        <Working act=take.receipt/>
        {move || take.act.error().get().map(|error| view! { <Trouble error/> })}
        {move || take.receipt.error().get().map(|error| view! { <Trouble error/> })}
        <div class="stack">
            {move || take.opened.get().map(|opened| view! { <Opened take opened/> })}
            {shown(list, body)}
        </div>
    }
    .into_any()
}

#[component]
fn Heading(take: Take) -> impl IntoView {
    let title = derived(|| match state().session.waiting.get() {
        0 => "接收与回执".to_owned(),
        waiting => format!("{waiting} 份上报等着核对、回执"),
    });
    // One main step at a time: while files are shown, it is to take them.
    let files = shared(move || {
        let look = if take.opened.with(Option::is_some) { Look::Plain } else { Look::Main };
        view! { <Button look busy=take.act.busy() on_press=move |()| take.files()>"接收文件…"</Button> }
    });
    view! {
        <Head title note="先看内容再接收；接收后导出回执，交还社区">
            <a class="btn" href="#/folio/parcels">"查找和导出"</a>
            <Button busy=take.receipt.busy() on_press=move |()| take.receipts()>"导出回执…"</Button>
            <Button busy=take.act.busy() on_press=move |()| take.folder()>"接收文件夹…"</Button>
            {files}
        </Head>
    }
    .into_any()
}

/// What would become of the files, or what became of them.
#[component]
fn Opened(take: Take, opened: ParcelsOpened) -> impl IntoView {
    let count = |outcome| opened.files.iter().filter(|file| file.outcome == outcome).count();
    let (news, same, refused) =
        (count(OpenOutcome::Applied), count(OpenOutcome::Same), count(OpenOutcome::Refused));
    let is_preview = opened.is_preview;
    let title = if is_preview { "预览：还没有接收" } else { "接收结果" };
    let taken = if is_preview { "可接收" } else { "已接收" };
    let note = format!("{taken} {news} 份 · 相同 {same} 份 · 不接收 {refused} 份");
    let mut files = opened.files;
    by_rank(&mut files, |file| order(file.outcome).into());
    let lines = files.into_iter().map(|file| view! { <File file is_preview/> }).collect_view();
    let go = (is_preview && news > 0).then(|| {
        view! { <Button look=Look::Main busy=take.act.busy() on_press=move |()| take.send(false)>
            {format!("接收这 {news} 份")}
        </Button> }
    });
    let receipts = (!is_preview).then(|| {
        view! { <Button look=Look::Main busy=take.receipt.busy() on_press=move |()| take.receipts()>"导出回执…"</Button> }
    });
    let word = if is_preview { "先不接收" } else { "收起" };
    view! {
        <Panel title note>
            <div>{lines}</div>
            <div class="pad acts-line">
                <Button on_press=move |()| take.opened.set(None)>{word}</Button>
                {receipts}
                {go}
            </div>
        </Panel>
    }
    .into_any()
}

/// What can be taken first, then what is refused.
const fn order(outcome: OpenOutcome) -> u8 {
    match outcome {
        OpenOutcome::Applied => 0,
        OpenOutcome::Refused => 1,
        OpenOutcome::Same => 2,
    }
}

#[component]
fn File(file: OpenedFile, is_preview: bool) -> impl IntoView {
    let (tone, said) = match file.outcome {
        // What was taken waits for its receipt, as in the list below.
        OpenOutcome::Applied => (Tone::Info, if is_preview { "可接收" } else { "已接收" }),
        OpenOutcome::Same => (Tone::None, "相同"),
        OpenOutcome::Refused => (Tone::Late, "不接收"),
    };
    let findings = file.findings.into_iter().map(|text| view! { <p class="muted">{text}</p> }).collect_view();
    let parts = (!file.parts.is_empty()).then(|| view! { <Parts parts=file.parts/> });
    view! {
        <div class="file">
            <p class="line"><Tag tone text=said/><b>{word::file_name(&file.path).to_owned()}</b></p>
            <p>{file.sentence}</p>
            {findings}
            {parts}
            <Reasons reasons=file.refused_rows/>
        </div>
    }
    .into_any()
}

#[component]
fn Parts(parts: Vec<PartChanges>) -> impl IntoView {
    let line = |part: PartChanges| {
        let PartChanges { label, added, changed, same, gone, refused, .. } = part;
        let numbers =
            [added, changed, same, gone, refused].map(|count| view! { <td class="num">{count}</td> });
        view! { <tr><td>{label}</td>{numbers.collect_view()}</tr> }
    };
    let head = |text: &'static str| view! { <th class="num">{text}</th> };
    view! {
        <table class="plain">
            <thead><tr><th>"部分"</th>{["新增", "更新", "相同", "比上次少", "不接收"].map(head).collect_view()}</tr></thead>
            <tbody>{parts.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Lists(exchange: Exchange, take: Take, offset: RwSignal<u32>) -> impl IntoView {
    if exchange.received_total == 0 && exchange.refused_total == 0 && exchange.sent_total == 0 {
        return view! { <First take/> }.into_any();
    }
    let most = exchange.sent_total.max(exchange.received_total).max(exchange.refused_total);
    let pager = (most > ROWS).then(|| {
        view! { <Pager total=most offset limit=ROWS on_go=move |to| offset.set(to)/> }
    });
    let (received, refused) = (exchange.clone(), exchange.clone());
    view! {
        <Received exchange=received/>
        <Refused exchange=refused/>
        <Sent exchange/>
        {pager}
    }
    .into_any()
}

#[component]
fn First(take: Take) -> impl IntoView {
    let text = "社区把月报封装成文件交来。选择文件或整个文件夹，先看内容再接收。\n还没有登记社区的，先到“社区”登记它的邀请函。";
    view! {
        <Panel title="收到的"><Empty title="还没有收到上报" text>
            <Button on_press=move |()| take.folder()>"接收文件夹…"</Button>
        </Empty></Panel>
    }
    .into_any()
}
