//! What lies on the desk: the head of a page, and panels with a head.

use crate::state::watch::effect;
use leptos::prelude::*;

/// The head of a page: a title that says where things stand, a line beside it, and the steps of the page.
#[component]
pub fn Head(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The line beside it.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The steps: at most one main button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    effect(move || document().set_title(&format!("{} · 支部台账", title.get())));
    view! {
        <div class="head">
            <h1>{title}</h1>
            <p>{note}</p>
            <div class="acts">{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}

/// A panel.
#[component]
pub fn Panel(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// The rule or the scope, beside the title.
    #[prop(optional, into)]
    note: Signal<String>,
    /// What stands at the end of its head.
    #[prop(optional, into)]
    more: Option<ViewFn>,
    /// Classes of its place in the page.
    #[prop(default = "")]
    place: &'static str,
    /// What lies in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class=format!("panel {place}") aria-label=move || title.get()>
            <header>
                <h2>{title}</h2>
                <small>{note}</small>
                {more.map(|more| view! { <span class="more">{more.run()}</span> })}
            </header>
            {children()}
        </section>
    }
    .into_any()
}

/// Facts of a record: what is known, line by line.
#[component]
pub fn Facts(
    /// [`Fact`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="kv">{children()}</dl> }.into_any()
}

/// A fact of a record.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    label: String,
    /// What is known.
    children: Children,
) -> impl IntoView {
    view! { <dt>{label}</dt><dd>{children()}</dd> }.into_any()
}
