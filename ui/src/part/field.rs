//! A field of a form: label, hint, error, tied to the one control inside. Holds no value.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::state::watch::shared;
use leptos::context::Provider;
use leptos::prelude::*;

/// What ties a control to the field around it.
#[derive(Clone)]
pub struct Tie {
    /// The id of the control.
    pub id: Arc<str>,
    /// The id of the lines below it.
    pub note: Arc<str>,
    /// What is wrong, as the desk says.
    pub error: Signal<Option<String>>,
    /// What the control itself cannot read.
    pub unread: RwSignal<Option<String>>,
    /// What the control assumed.
    pub assumed: RwSignal<Option<String>>,
    /// Whether it must be filled in.
    pub is_required: bool,
}

impl Tie {
    /// The tie of the field around, or one of its own for a control that stands alone.
    pub fn find() -> Self {
        use_context().unwrap_or_else(|| Self::new(Signal::stored(None), false))
    }

    /// Whether anything is wrong.
    pub fn is_wrong(&self) -> bool {
        self.unread.with(Option::is_some) || self.error.with(Option::is_some)
    }

    fn new(error: Signal<Option<String>>, is_required: bool) -> Self {
        let id = next_id();
        let note = Arc::from(format!("{id}-note"));
        let (unread, assumed) = (RwSignal::new(None), RwSignal::new(None));
        Self { id, note, error, unread, assumed, is_required }
    }

    fn trouble(&self) -> Option<String> {
        self.unread.get().or_else(|| self.error.get())
    }
}

/// An id that no other control has.
pub fn next_id() -> Arc<str> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    Arc::from(format!("c{}", NEXT.fetch_add(1, Ordering::Relaxed)))
}

/// A field.
#[component]
pub fn Field(
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// What to write, or where it goes.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// How many of the four columns of a form it takes; 1 if not said.
    #[prop(default = 1)]
    wide: u8,
    /// One control.
    children: Children,
) -> impl IntoView {
    let tie = Tie::new(error, required);
    let (lines, marked, id) = (tie.clone(), tie.clone(), tie.id.to_string());
    view! {
        <div class=format!("field w{wide}") class:wrong=move || marked.is_wrong()>
            <label for=id>{label}{required.then(|| view! { <span class="must">"必填"</span> })}</label>
            <Provider value=tie>{children()}</Provider>
            <FieldLines tie=lines hint/>
        </div>
    }
    .into_any()
}

/// The lines below a control: what is wrong, or what was assumed, or the hint.
#[component]
fn FieldLines(tie: Tie, hint: MaybeProp<String>) -> impl IntoView {
    let id = tie.note.to_string();
    let line = shared(move || match tie.trouble() {
        Some(trouble) => view! { <p class="error" role="alert">{trouble}</p> }.into_any(),
        None => tie
            .assumed
            .get()
            .or_else(|| hint.get())
            .map(|text| view! { <p class="hint">{text}</p> })
            .into_any(),
    });
    view! { <div class="lines" id=id>{line}</div> }.into_any()
}
