//! Memos and effects whose closure is boxed at once: what the library makes of a closure is then compiled once for
//! each type of value, not once for each place. Knows no value.

use leptos::prelude::*;

/// What follows from signals; told on only when it is different.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(value))
}

#[inline(never)]
fn boxed_memo<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}

/// What is done now and again when the signals that it reads change.
pub fn effect(deed: impl FnMut() + 'static) {
    boxed_effect(Box::new(deed));
}

#[inline(never)]
fn boxed_effect(mut deed: Box<dyn FnMut()>) {
    Effect::new(move |_| deed());
}
