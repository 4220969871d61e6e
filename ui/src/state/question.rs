//! A question before something that cannot be taken for granted: what will happen, and the two answers.

use std::sync::Arc;

use leptos::prelude::*;

use super::state;

/// A question that waits for an answer.
#[derive(Clone)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// What will happen, in sentences.
    pub text: String,
    /// The word on the button that does it.
    pub yes: String,
    /// Whether it destroys something.
    pub is_danger: bool,
    /// What it does.
    pub then: Arc<dyn Fn() + Send + Sync>,
}

/// Asks before an ordinary step.
pub fn confirm(title: &str, text: &str, yes: &str, then: impl Fn() + Send + Sync + 'static) {
    put(title, text, yes, false, Arc::new(then));
}

/// Asks before a step that destroys something.
pub fn confirm_danger(title: &str, text: &str, yes: &str, then: impl Fn() + Send + Sync + 'static) {
    put(title, text, yes, true, Arc::new(then));
}

fn put(title: &str, text: &str, yes: &str, is_danger: bool, then: Arc<dyn Fn() + Send + Sync>) {
    let (title, text, yes) = (title.to_owned(), text.to_owned(), yes.to_owned());
    state().question.set(Some(Question { title, text, yes, is_danger, then }));
}
