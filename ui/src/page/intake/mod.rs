//! 导入: one way for every kind of file. Pick a file, look at its columns, look at what would happen, do it, see what
//! came of it. Nothing is written before the fourth step. It reads no file: the desk does.
#![allow(clippy::needless_pass_by_value, reason = "a component owns its properties, shared ones too")]

mod apply;
mod columns;
mod decide;
mod past;
mod pick;
mod preview;
mod rows;
mod run;

use branchbook_contract::book::Office;
use branchbook_contract::intake::ImportKind;
use leptos::prelude::*;

use super::{Page, Place};
use crate::address;
use crate::part::{Head, Icon, Step, Steps};
use crate::state::watch::{derived, memo, shared};
use run::{Run, Stage};

/// The page.
pub const PAGE: Page = Page {
    name: "intake",
    title: "导入表格",
    icon: Icon::File,
    office: Some(Office::Community),
    place: Place::Hidden,
    count: None,
    view: || view! { <Intake/> }.into_any(),
};

/// The steps, in their order.
const STEPS: [&str; 4] = ["选择文件", "核对栏目", "预览", "导入结果"];

#[component]
fn Intake() -> impl IntoView {
    let word = address::param("kind");
    let kind = memo(move || kind_of(word.get().as_deref().unwrap_or_default()));
    view! { {move || view! { <Wizard kind=kind.get()/> }} }.into_any()
}

fn kind_of(word: &str) -> ImportKind {
    ImportKind::ALL.iter().copied().find(|kind| kind.code() == word).unwrap_or(ImportKind::Roster)
}

/// Where the person came from, and what it is called.
const fn origin(kind: ImportKind) -> (&'static str, &'static str) {
    match kind {
        ImportKind::Roster => ("#/members", "党员名册"),
        ImportKind::Units | ImportKind::ReportIns => ("#/report-in", "双报到"),
        ImportKind::Meetings => ("#/meetings", "组织生活"),
        ImportKind::Points => ("#/points", "积分"),
    }
}

#[component]
fn Wizard(kind: ImportKind) -> impl IntoView {
    let run = Run::new(kind);
    // Columns and rows that somebody has decided about are work, although nothing of it is typed.
    address::hold(derived(move || matches!(run.stage.get(), Stage::Columns | Stage::Preview)));
    let (href, back) = origin(kind);
    let steps = derived(move || steps(run.stage.get()));
    let body = shared(move || match run.stage.get() {
        Stage::Pick => view! { <pick::Picking run/> }.into_any(),
        Stage::Columns => view! { <columns::Columns run/> }.into_any(),
        Stage::Preview => view! { <preview::Previewing run/> }.into_any(),
        Stage::Done => view! { <apply::Summary run/> }.into_any(),
    });
    let is_first = memo(move || run.stage.get() == Stage::Pick);
    let past = shared(move || is_first.get().then(|| view! { <past::Past/> }));
    let note =
        move || run.path.get().map(|path| crate::word::file_name(&path).to_owned()).unwrap_or_default();
    view! {
        <Head title=format!("导入{}", kind.label()) note=derived(note)>
            <a class="btn" href=href>{format!("回到{back}")}</a>
        </Head>
        <section class="panel intake">
            <Steps label="导入的步骤" steps/>
            {body}
        </section>
        {past}
    }
    .into_any()
}

fn steps(now: Stage) -> Vec<(String, Step)> {
    let now = now as usize;
    let state = |at: usize| match at.cmp(&now) {
        std::cmp::Ordering::Less => Step::Done,
        std::cmp::Ordering::Equal if now + 1 == STEPS.len() => Step::Done,
        std::cmp::Ordering::Equal => Step::Now,
        std::cmp::Ordering::Greater => Step::Ahead,
    };
    STEPS.iter().enumerate().map(|(at, text)| ((*text).to_owned(), state(at))).collect()
}
