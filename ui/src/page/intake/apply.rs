//! The last step: what came of it, the rows handed back, and the one press that takes it all back.

use std::sync::Arc;

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::domain::key::ChangeId;
use branchbook_contract::intake::{Applied, RowState, SourceRowView};
use leptos::prelude::*;

use super::origin;
use super::rows::{Counts, SourceRows};
use super::run::Run;
use crate::part::{Button, Look, Trouble};
use crate::state::act::{Act, reveal};
use crate::state::watch::shared;
use crate::state::{notice, question};

#[component]
pub fn Summary(run: Run) -> impl IntoView {
    let body = shared(move || run.applied.get().map(|applied| view! { <Outcome applied run/> }));
    view! { {body} }.into_any()
}

#[component]
fn Outcome(applied: Arc<Applied>, run: Run) -> impl IntoView {
    let chosen = RwSignal::new(None::<RowState>);
    let made = match applied.new_organisations.as_slice() {
        [] => String::new(),
        names => format!("新建了：{}。", names.join("、")),
    };
    let findings = applied.findings.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    view! {
        <Counts counts=applied.counts chosen/>
        <p class="sentence"><b>{applied.message.clone()}</b>{made}</p>
        <ul class="findings">{findings}</ul>
        {applied.refused_file.clone().map(|path| view! { <HandedBack path/> })}
        <Attention applied=applied.clone() run chosen/>
        <Steps applied run/>
    }
    .into_any()
}

#[component]
fn HandedBack(path: String) -> impl IntoView {
    let name = crate::word::file_name(&path).to_owned();
    view! {
        <p class="sentence">
            {format!("没有导入的行已另存：{name}，改好后可以单独再导入。")}
            <Button look=Look::Quiet on_press=move |()| reveal(path.clone())>"打开所在位置"</Button>
        </p>
    }
    .into_any()
}

#[component]
fn Attention(applied: Arc<Applied>, run: Run, chosen: RwSignal<Option<RowState>>) -> impl IntoView {
    let rows = move || -> Vec<SourceRowView> {
        let is_wanted = |row: &&SourceRowView| chosen.get().is_none_or(|state| row.state == state);
        applied.attention.iter().filter(is_wanted).cloned().collect()
    };
    let titles = run.preview.with_untracked(|preview| preview.as_ref().map(|preview| preview.titles.clone()));
    let titles = Arc::new(titles.unwrap_or_default());
    let body = shared(move || {
        let rows = rows();
        (!rows.is_empty()).then(|| {
            view! {
                <h3 class="sheet">"要看的行"</h3>
                <div class="listed"><SourceRows titles=titles.clone() rows run=None/></div>
            }
        })
    });
    view! { {body} }.into_any()
}

#[component]
fn Steps(applied: Arc<Applied>, run: Run) -> impl IntoView {
    let undo = Act::new();
    let (href, back) = origin(run.kind);
    let is_undone = RwSignal::new(false);
    let step = applied.change.map(|change| {
        let busy = undo.busy();
        view! { <Button busy disabled=is_undone on_press=move |()| ask_back(undo, change, is_undone)>"撤销这次导入"</Button> }
    });
    view! {
        {move || undo.error().get().map(|error| view! { <Trouble error/> })}
        <div class="go">
            {step}
            <span class="spacer"></span>
            <Button on_press=move |()| run.restart()>"再导入一个文件"</Button>
            <a class="btn main" href=href>{format!("看{back}")}</a>
        </div>
    }
    .into_any()
}

/// Asks, and takes back this import and no other.
pub fn ask_back(undo: Act, change: ChangeId, is_undone: RwSignal<bool>) {
    let text = "这次导入写入的内容会全部撤回，台账回到导入以前。撤销以后还可以再撤回来。";
    question::confirm_danger("撤销这次导入", text, "撤销导入", move || {
        undo.send(&HistoryUndo { change: Some(change) }, move |undone| {
            is_undone.set(true);
            notice::done(format!("已撤销：{}", undone.title));
        });
    });
}
