//! An empty screen: what goes there, and the first step.

use leptos::prelude::*;

/// What stands where nothing is yet.
#[component]
pub fn Empty(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What goes there and where it comes from.
    #[prop(into)]
    text: String,
    /// The first step, as a button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h3>{title}</h3>
            <p>{text}</p>
            <div class="acts">{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}
