//! States, always by word and shape or tint together, never by colour alone.

use leptos::prelude::*;

/// How a state stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Done, in order: a full disc.
    Ok,
    /// To be done soon: a ring.
    Due,
    /// Too late, wrong: a square.
    Late,
    /// Under way, worth knowing: half a disc.
    Info,
    /// Does not apply: a dash.
    #[default]
    None,
}

impl Tone {
    /// The class that carries colour and shape.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Due => "due",
            Self::Late => "late",
            Self::Info => "info",
            Self::None => "na",
        }
    }
}

/// A word on a tint.
#[component]
pub fn Tag(
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class=move || format!("chip {}", tone.get().class())>{text}</span> }.into_any()
}

/// A shape with a word beside it.
#[component]
pub fn Light(
    /// How it stands.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class=move || format!("m {}", tone.get().class())>{text}</span> }.into_any()
}

/// A shape alone in a narrow cell; its word is for the screen reader and the hint.
#[component]
pub fn Dot(
    /// How it stands.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class=format!("m {}", tone.class()) role="img" aria-label=label.clone() title=label></span> }.into_any()
}
