//! The foot of the window: that everything is saved, the last backup, the last report, how the book is kept.

use branchbook_contract::home::Frame;
use leptos::prelude::*;

use super::FrameAsk;
use crate::state::state;
use crate::word;

/// The foot.
#[component]
pub fn Foot(
    /// The question of the frame.
    shown: FrameAsk,
) -> impl IntoView {
    let session = state().session;
    let kept =
        move || match session.status.with(|status| status.as_ref().is_some_and(|status| status.has_password))
        {
            true => "不联网 · 数据已加密",
            false => "不联网 · 未设密码，未加密",
        };
    view! {
        <footer class="foot">
            <span class="ok">"已保存到本机"</span>
            <a href="#/settings?tab=backup">{move || shown.get().map(|shown| backup(&shown))}</a>
            <span>{move || shown.get().and_then(|shown| report(&shown))}</span>
            <a class="end" href="#/settings?tab=password">{kept}</a>
        </footer>
    }
    .into_any()
}

fn backup(shown: &Frame) -> String {
    match shown.backup_at {
        Some(at) => format!("上次备份 {}，已验证", word::moment(at, Some(shown.today))),
        None => "还没有备份".to_owned(),
    }
}

fn report(shown: &Frame) -> Option<String> {
    let last = shown.last_report.as_ref()?;
    let at = word::moment(last.at, Some(shown.today));
    let month = last.month.map(|month| month.label()).unwrap_or_default();
    Some(match &last.from {
        Some(from) => format!("最近接收 {at}，{from} {month}"),
        None => format!("上次上报 {at}，{month} {}", last.state_label),
    })
}
