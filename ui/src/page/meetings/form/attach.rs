//! 附件 of the form: files are chosen while the meeting is written, and attached as soon as it is recorded. What could
//! not be taken is said with its reason; the meeting itself stands.

use branchbook_contract::CallError;
use branchbook_contract::domain::attachment::MOST;
use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{MeetingAttach, MeetingAttached};
use leptos::prelude::*;

use crate::page::meetings::pick_files;
use crate::part::{Button, Look, Tag, Tone};
use crate::state::act::Act;
use crate::state::watch::{derived, effect};
use crate::word;

/// The files that were chosen.
#[component]
pub fn Files(
    /// Where they lie.
    files: RwSignal<Vec<String>>,
    /// Of a correction, how many come along with the meeting that it stands in for.
    carried: Option<usize>,
) -> impl IntoView {
    let most = MOST.saturating_sub(carried.unwrap_or_default());
    let add = move |()| pick_files(move |paths| files.update(|files| add_new(files, paths, most)));
    let is_full = derived(move || files.with(|files| files.len() >= most));
    let line = move |path: String| {
        let (name, gone) = (word::file_name(&path).to_owned(), path.clone());
        let remove = move |()| files.update(|files| files.retain(|file| *file != gone));
        view! { <li><b translate="no" title=path>{name}</b><Button look=Look::Quiet on_press=remove>"移除"</Button></li> }
    };
    let hint = match carried {
        Some(0) => format!("原会议没有附件；这里可以新添，最多 {most} 个。"),
        Some(carried) => {
            format!("原会议的 {carried} 个附件会带到更正后的会议；这里只选要新添的，最多 {most} 个。")
        }
        None => {
            "签到表、照片、会议记录的扫描件。登记完成时收进台账，原来的文件不动；以后也可以补。".to_owned()
        }
    };
    view! {
        <div class="w4 field" role="group" aria-label="附件">
            <div class="line"><span class="muted small">"附件"</span>
                <Button look=Look::Quiet on_press=add disabled=is_full>"添加附件…"</Button>
            </div>
            <ul class="files">{move || files.get().into_iter().map(line).collect_view()}</ul>
            <p class="hint">{hint}</p>
        </div>
    }
    .into_any()
}

fn add_new(files: &mut Vec<String>, paths: Vec<String>, most: usize) {
    for path in paths {
        if !files.contains(&path) && files.len() < most {
            files.push(path);
        }
    }
}

/// Attaches what was chosen to the meeting that was recorded. Files that cannot be taken are left out, the others are
/// sent once more without them.
#[derive(Clone, Copy)]
pub struct Attacher {
    act: Act,
    asked: RwSignal<Option<(GatheringId, Vec<String>)>>,
    added: RwSignal<u32>,
    faults: RwSignal<Vec<String>>,
}

impl Attacher {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        let attacher = Self {
            act: Act::new(),
            asked: RwSignal::new(None),
            added: RwSignal::new(0),
            faults: RwSignal::new(Vec::new()),
        };
        effect(move || {
            if let Some(error) = attacher.act.error().get() {
                attacher.leave_out(&error);
            }
        });
        attacher
    }

    /// Attaches the files, if there are any.
    pub fn begin(self, gathering: GatheringId, paths: Vec<String>) {
        if paths.is_empty() {
            return;
        }
        self.asked.set(Some((gathering, paths.clone())));
        self.act.send(&MeetingAttach { gathering, paths }, move |attached: MeetingAttached| {
            self.added.set(attached.added);
        });
    }

    /// Whether files are on their way, tracked.
    pub fn is_busy(self) -> bool {
        self.act.busy().get()
    }

    fn leave_out(self, error: &CallError) {
        let Some((gathering, paths)) = self.asked.get_untracked() else { return };
        let bad: Vec<usize> = error.fields.iter().filter_map(|fault| place(&fault.field)).collect();
        let said = |faults: &mut Vec<String>| match bad.is_empty() {
            true => faults.push(error.message.clone()),
            false => faults.extend(error.fields.iter().map(|fault| fault.message.clone())),
        };
        self.faults.update(said);
        if !bad.is_empty() {
            let good = paths.into_iter().enumerate().filter(|(at, _)| !bad.contains(at));
            self.begin(gathering, good.map(|(_, path)| path).collect());
        }
    }
}

/// The place of a file in the request: `paths[2]`.
fn place(field: &str) -> Option<usize> {
    field.strip_prefix("paths[")?.strip_suffix(']')?.parse().ok()
}

/// What became of the files.
#[component]
pub fn Attached(attacher: Attacher) -> impl IntoView {
    let Attacher { act, added, faults, .. } = attacher;
    let taken = move || {
        let count = added.get();
        (count > 0).then(|| view! { <p>{format!("已收存附件 {count} 个。")}</p> })
    };
    let left = move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| view! { <LeftOut faults/> })
    };
    let under_way =
        move || act.busy().get().then(|| view! { <p class="muted" role="status">"正在收存附件…"</p> });
    view! { <div class="pad stack">{under_way}{taken}{left}</div> }.into_any()
}

#[component]
fn LeftOut(faults: Vec<String>) -> impl IntoView {
    let line = |text: String| view! { <li>{text}</li> };
    view! {
        <div class="stack" role="alert">
            <p><Tag tone=Tone::Due text="附件没有收全"/> " 会议已经登记好了，下面的文件没有收进来，可以在“查看这次会议”里补添："</p>
            <ul class="warned">{faults.into_iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}
