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
    /// The word on the button that leaves things as they are.
    pub no: &'static str,
    /// Whether it destroys something.
    pub is_danger: bool,
    /// What it does.
    pub then: Arc<dyn Fn() + Send + Sync>,
}

/// Leaves things as they are, where nothing clearer can be said.
const NO: &str = "取消";

/// Asks before an ordinary step.
pub fn confirm(title: &str, text: &str, yes: &str, then: impl Fn() + Send + Sync + 'static) {
    put(title, text, (yes, NO), false, Arc::new(then));
}

/// Asks before a step that destroys something.
pub fn confirm_danger(title: &str, text: &str, yes: &str, then: impl Fn() + Send + Sync + 'static) {
    put(title, text, (yes, NO), true, Arc::new(then));
}

/// Asks before what was typed is thrown away: 取消 alone could mean either.
pub fn confirm_loss(title: &str, text: &str, yes: &str, then: impl Fn() + Send + Sync + 'static) {
    put(title, text, (yes, "继续填写"), true, Arc::new(then));
}

fn put(
    title: &str,
    text: &str,
    (yes, no): (&str, &'static str),
    is_danger: bool,
    then: Arc<dyn Fn() + Send + Sync>,
) {
    let (title, text, yes) = (title.to_owned(), text.to_owned(), yes.to_owned());
    state().question.set(Some(Question { title, text, yes, no, is_danger, then }));
}
