//! How far long work is, with counts and the way to stop it.

use leptos::prelude::*;

use super::button::Button;
use crate::ipc;
use crate::state::act::Act;
use crate::state::watch::shared;
use crate::word;

/// A bar with the stage and its counts.
#[component]
pub fn Progress(
    /// How far it is.
    #[prop(into)]
    value: Signal<Option<ipc::Progress>>,
) -> impl IntoView {
    let stage = shared(move || value.get().map_or_else(|| "正在准备…".to_owned(), |at| at.stage));
    let counts = shared(move || value.get().filter(|at| at.total > 0).map(|at| counted(at.done, at.total)));
    let percent = move || value.get().filter(|at| at.total > 0).map(|at| (at.done * 100 / at.total).min(100));
    view! {
        <div class="progress">
            <div class="line"><span>{stage}</span><span class="muted">{counts}</span></div>
            <div class="track" role="progressbar" aria-label="进度" aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=move || percent().map(|percent| percent.to_string())>
                <i class:unknown=move || percent().is_none()
                    style:width=move || format!("{}%", percent().unwrap_or(30))></i>
            </div>
        </div>
    }
    .into_any()
}

/// The bar with a button that stops the work, while an act is under way.
#[component]
pub fn Working(
    /// The act.
    act: Act,
) -> impl IntoView {
    let bar = move || {
        view! {
            <div class="working">
                <Progress value=act.progress()/>
                <Button on_press=move |()| act.cancel()>"停止"</Button>
            </div>
        }
    };
    shared(move || act.busy().get().then(bar))
}

fn counted(done: u64, total: u64) -> String {
    let number = |value: u64| word::number(i64::try_from(value).unwrap_or(i64::MAX));
    format!("{} / {}", number(done), number(total))
}
