//! Filters with their counts. One is pressed or it is not; what it does is the page's business.

use leptos::prelude::*;

/// The line of filters over a table.
#[component]
pub fn Filters(
    /// What can be filtered by.
    #[prop(default = "筛选")]
    label: &'static str,
    /// Filters, and what stands at the end of the line in a `span.end`.
    children: Children,
) -> impl IntoView {
    view! { <div class="filters" role="group" aria-label=label>{children()}</div> }.into_any()
}

/// A filter with its count.
#[component]
pub fn Chip(
    /// What it shows.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows it shows.
    #[prop(optional, into)]
    count: Signal<Option<u32>>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="f" class:on=move || on.get() aria-pressed=move || on.get().to_string()
            on:click=move |_| on_press.run(())>
            {label} {move || count.get().map(|count| view! { <b>{count}</b> })}
        </button>
    }
    .into_any()
}
