//! The first step: which file, and what will be done with it.

use branchbook_contract::intake::ImportKind;
use leptos::prelude::*;

use super::run::Run;
use crate::part::{Button, Look, Trouble, Working};

#[component]
pub fn Picking(run: Run) -> impl IntoView {
    let busy = run.reading.busy();
    view! {
        <div class="choose">
            <h2>{format!("选择{}的表格", run.kind.label())}</h2>
            <p class="said muted">{holds(run.kind)}</p>
            <p class="said muted">
                "Excel、WPS 表格、网页系统导出的表格和文本文件都可以，不必改格式：合并的标题行、多出的栏目都能识别。\n选好后先看预览，确认之前台账不会有任何改动。"
            </p>
            <Button look=Look::Main busy on_press=move |()| run.pick()>"选择文件…"</Button>
            <Working act=run.reading/>
            {move || run.reading.error().get().map(|error| view! { <Trouble error/> })}
        </div>
    }
    .into_any()
}

const fn holds(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Roster => {
            "每行一名党员：姓名、支部、入党时间、身份证号等。台账里已有的人会更新，没有的会新增。"
        }
        ImportKind::Units => "每行一个单位：单位名称、应报到党员数、联系人等。",
        ImportKind::ReportIns => "每行一名在职党员：姓名、单位、报到日期、居住小区等。",
        ImportKind::Meetings => "每行一次会议或一个人的到会情况：日期、类型、支部、主题、到会。",
        ImportKind::Points => "每行一笔积分：姓名、支部、日期、事项、次数或时长。",
    }
}
