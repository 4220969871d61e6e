//! Buttons. One main button on a page; a busy one cannot be pressed twice.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How a button looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several steps.
    #[default]
    Plain,
    /// The main step of the page.
    Main,
    /// A step in a line of text.
    Quiet,
    /// A step that destroys something.
    Danger,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Main => "btn main",
            Self::Quiet => "btn text",
            Self::Danger => "btn danger",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// Whether its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be pressed now; say why in `hint`.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does or why it cannot be pressed, in a sentence.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// The keys that do the same: `Ctrl+S`.
    #[prop(optional)]
    keys: &'static str,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button type="button" class=look.class() on:click=press
            prop:disabled=move || disabled.get() aria-busy=move || busy.get().to_string()
            title=move || hint.get()>
            {icon.map(|icon| view! { <Glyph icon/> })}
            <span>{children()}</span>
            {(!keys.is_empty()).then(|| view! { <kbd>{keys}</kbd> })}
        </button>
    }
    .into_any()
}

/// A button that shows nothing but a drawing; its words are for the screen reader and the hint.
#[component]
pub fn IconButton(
    /// The drawing.
    icon: Icon,
    /// What it does, in words.
    #[prop(into)]
    label: String,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="btn bare" aria-label=label.clone() title=label
            on:click=move |_| on_press.run(())>
            <Glyph icon/>
        </button>
    }
    .into_any()
}
