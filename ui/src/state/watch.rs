//! Memos, effects and reactive closures that are boxed at once: what the library makes of a closure is then compiled
//! once for each type of value, not once for each place. Knows no value.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// A closure with one way to call it. The table of a `dyn Fn` holds three, each with the code of the closure.
trait Look<T> {
    fn look(&self) -> T;
}

impl<T, F: Fn() -> T> Look<T> for F {
    fn look(&self) -> T {
        self()
    }
}

/// The same for closures that change what they hold.
trait Step<T> {
    fn step(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Step<T> for F {
    fn step(&mut self) -> T {
        self()
    }
}

/// What follows from signals; told on only when it is different.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(value))
}

#[inline(never)]
fn boxed_memo<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Look<T> + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value.look())
}

/// The same, worked out anew whenever it is read.
pub fn derived<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    boxed_derived(Box::new(value))
}

#[inline(never)]
fn boxed_derived<T: Send + Sync + 'static>(value: Box<dyn Look<T> + Send + Sync>) -> Signal<T> {
    Signal::derive(move || value.look())
}

/// What is done now and again when the signals that it reads change.
pub fn effect(deed: impl FnMut() + 'static) {
    boxed_effect(Box::new(deed));
}

#[inline(never)]
fn boxed_effect(mut deed: Box<dyn Step<()>>) {
    Effect::new(move |_| deed.step());
}

/// What the library calls a shared reactive function.
pub type Shared<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// What the macro of views makes of `{move || ..}`.
pub fn shared<T: 'static>(value: impl FnMut() -> T + Send + 'static) -> Shared<T> {
    boxed_shared(Box::new(value))
}

#[inline(never)]
fn boxed_shared<T: 'static>(mut value: Box<dyn Step<T> + Send>) -> Shared<T> {
    Arc::new(Mutex::new(move || value.step()))
}
