//! One way to show a question to the desk: waiting, trouble with a way on, or the answer.

use std::sync::Arc;

use branchbook_contract::CallError;
use leptos::prelude::*;

use super::button::Button;
use crate::state::ask::Ask;
use crate::state::watch::{Shared, shared};

/// Shows the answer; while there is none, that it is awaited or why it does not come. An old answer stays on screen
/// while a new one is awaited.
pub fn shown<T, V>(ask: Ask<T>, answer: impl Fn(Arc<T>) -> V + Send + 'static) -> AnyView
where
    T: Send + Sync + 'static,
    V: IntoView + 'static,
{
    present(ask.any(), shared(move || ask.get().map(|data| answer(data).into_any())))
}

fn present(ask: Ask<()>, body: Shared<Option<AnyView>>) -> AnyView {
    let state = shared(move || match (ask.error(), ask.is_there()) {
        (Some(error), _) => view! { <Trouble error on_again=move |()| ask.again()/> }.into_any(),
        (None, false) if ask.is_busy() => view! { <Waiting/> }.into_any(),
        _ => ().into_any(),
    });
    view! { {state} {body} }.into_any()
}

/// That an answer is awaited; it becomes visible only after a moment, so that quick answers do not flicker.
#[component]
fn Waiting() -> impl IntoView {
    view! { <p class="waiting" role="status">"正在读取…"</p> }.into_any()
}

/// Why something did not work, with all its sentences.
#[component]
pub fn Trouble(
    /// The error.
    error: CallError,
    /// Tries once more.
    #[prop(optional, into)]
    on_again: Option<Callback<()>>,
) -> impl IntoView {
    let lines = error.fields.into_iter().map(|field| view! { <li>{field.message}</li> }).collect_view();
    view! {
        <div class="trouble" role="alert">
            <div><p>{error.message}</p><ul>{lines}</ul></div>
            {on_again.map(|again| view! { <Button on_press=again>"重试"</Button> })}
        </div>
    }
    .into_any()
}
