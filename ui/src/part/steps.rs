//! The path of something: what is done, where it stands, what follows.

use leptos::prelude::*;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Behind us.
    Done,
    /// Here.
    Now,
    /// Ahead.
    Ahead,
}

/// Steps from left to right.
#[component]
pub fn Steps(
    /// What path it is.
    #[prop(into)]
    label: String,
    /// Each step with its word.
    #[prop(into)]
    steps: Signal<Vec<(String, Step)>>,
) -> impl IntoView {
    let one = |(place, (text, step)): (usize, (String, Step))| {
        let (class, said) = match step {
            Step::Done => ("done", "已完成"),
            Step::Now => ("now", "现在"),
            Step::Ahead => ("", "还没到"),
        };
        let current = (step == Step::Now).then_some("step");
        view! {
            <li class=class data-i=(place + 1).to_string() aria-current=current>
                {text}<span class="unseen">{said}</span>
            </li>
        }
    };
    view! {
        <ol class="steps" aria-label=label>
            {move || steps.get().into_iter().enumerate().map(one).collect_view()}
        </ol>
    }
    .into_any()
}
