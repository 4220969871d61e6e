//! 附件 of a recorded meeting: the list, adding, saving to where the person wants it, taking off. Scans often come later:
//! a closed month does not matter here.

use branchbook_contract::domain::attachment::MOST;
use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{
    AttachmentRow, AttachmentSaved, MeetingAttach, MeetingAttached, MeetingAttachmentSave, MeetingDetach,
    MeetingDetached,
};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::page::meetings::pick_files;
use crate::part::{Button, Look, Trouble, Working};
use crate::state::act::{self, Act};
use crate::state::{notice, state};
use crate::word;

/// The files of a gathering; one that was cancelled keeps what it has.
#[component]
pub fn Attached(gathering: GatheringId, files: Vec<AttachmentRow>, is_standing: bool) -> impl IntoView {
    let act = Act::new();
    let title = if files.is_empty() { "附件".to_owned() } else { format!("附件 {} 个", files.len()) };
    let hint = match (files.is_empty(), is_standing) {
        (true, true) => "签到表、照片、会议记录的扫描件可以随时补上，月份结账后也可以，不影响已结账的数字。",
        (true, false) => "没有附件。",
        _ => "",
    };
    let is_full = files.len() >= MOST;
    let add = is_standing.then(|| view! { <Add gathering act is_full/> });
    let lines = files.into_iter().map(|file| view! { <Line file act is_standing/> }).collect_view();
    view! {
        <section class="one attached" aria-label="附件">
            <div class="line"><h3>{title}</h3>{add}</div>
            {(!hint.is_empty()).then(|| view! { <p class="muted">{hint}</p> })}
            <ul class="files">{lines}</ul>
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Add(gathering: GatheringId, act: Act, is_full: bool) -> impl IntoView {
    let add = move |()| {
        pick_files(move |paths| {
            act.send(&MeetingAttach { gathering, paths }, |attached: MeetingAttached| {
                notice::undoable(format!("已添加 {} 个附件。", attached.added));
            });
        });
    };
    let hint = if is_full { format!("一次会议最多 {MOST} 个附件。") } else { String::new() };
    view! { <Button look=Look::Quiet on_press=add busy=act.busy() disabled=is_full hint>"添加附件…"</Button> }
        .into_any()
}

/// A file with its ways. Its name is nobody's word: it is not translated.
#[component]
fn Line(file: AttachmentRow, act: Act, is_standing: bool) -> impl IntoView {
    let AttachmentRow { attachment, name, size, added_at } = file;
    let about = format!(
        "{}，{}添加",
        word::bytes(size),
        word::moment(added_at, state().session.today.get_untracked())
    );
    let offered = name.clone();
    let save = move |()| {
        act::pick_one(Pick::save("附件存到哪里", offered.clone()), move |out| {
            act.send(&MeetingAttachmentSave { attachment, out }, |saved: AttachmentSaved| {
                notice::written("附件已存好。", saved.path.clone());
                act::reveal(saved.path);
            });
        });
    };
    let remove = move |()| {
        act.send(&MeetingDetach { attachment }, |gone: MeetingDetached| {
            notice::undoable(format!("已移除附件“{}”。", gone.name));
        });
    };
    let remove = is_standing.then(|| {
        view! { <Button look=Look::Quiet on_press=remove busy=act.busy() hint="可以在“撤销记录”里撤销">"移除"</Button> }
    });
    view! {
        <li>
            <b translate="no">{name}</b>
            <small>{about}</small>
            <Button look=Look::Quiet on_press=save busy=act.busy()>"另存为…"</Button>
            {remove}
        </li>
    }
    .into_any()
}
