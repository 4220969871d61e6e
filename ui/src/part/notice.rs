//! Shows the short messages at the foot of the window; a screen reader reads them out.

use leptos::prelude::*;

use super::button::{Button, IconButton, Look};
use super::icon::Icon;
use crate::state::notice::{Notice, dismiss};
use crate::state::state;

/// Where messages appear.
#[component]
pub fn NoticeHost() -> impl IntoView {
    let notices = state().notices;
    view! {
        <div class="notices" aria-live="polite" role="status">
            <For each=move || notices.get() key=|notice| notice.id let:notice>
                <NoticeLine notice/>
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn NoticeLine(notice: Notice) -> impl IntoView {
    let Notice { id, text, is_bad, step } = notice;
    let step = step.map(|(word, deed)| {
        let act = move |()| {
            dismiss(id);
            deed();
        };
        view! { <Button look=Look::Quiet on_press=act>{word}</Button> }
    });
    view! {
        <div class="notice" class:bad=is_bad>
            <span>{text}</span>
            {step}
            <IconButton icon=Icon::Close label="知道了" on_press=move |()| dismiss(id)/>
        </div>
    }
    .into_any()
}
