//! Earlier and later pages of a list that is read page by page.

use crate::state::watch::derived;
use leptos::prelude::*;

use super::button::Button;

/// Steps through a list.
#[component]
pub fn Pager(
    /// Rows on all pages.
    #[prop(into)]
    total: Signal<u32>,
    /// Rows before the present page.
    #[prop(into)]
    offset: Signal<u32>,
    /// Rows of a page.
    limit: u32,
    /// Takes the rows before the page that is wanted.
    #[prop(into)]
    on_go: Callback<u32>,
) -> impl IntoView {
    let end = move || (offset.get() + limit).min(total.get());
    let said =
        move || format!("第 {}–{} 条，共 {} 条", (offset.get() + 1).min(total.get()), end(), total.get());
    view! {
        <div class="pager" role="group" aria-label="翻页">
            <span class="muted">{said}</span>
            <Button disabled=derived(move || offset.get() == 0)
                on_press=move |()| on_go.run(offset.get_untracked().saturating_sub(limit))>"上一页"</Button>
            <Button disabled=derived(move || end() >= total.get())
                on_press=move |()| on_go.run(offset.get_untracked() + limit)>"下一页"</Button>
        </div>
    }
    .into_any()
}
