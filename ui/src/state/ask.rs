//! A question to the desk that stays asked: it is put again when the request changes or a kind of record that it
//! depends on has changed. The old answer stays until the new one is there. Only for questions: what changes
//! something is an [`super::act::Act`].
//!
//! This stands in place of `LocalResource`: the part that knows types is one closure, everything else is compiled
//! once, and a page of twenty questions stays small.

use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use branchbook_contract::{CallError, Command, Kind};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::version;
use crate::ipc::{self, Ticket};

/// A question and its newest answer.
pub struct Ask<T: 'static> {
    data: RwSignal<Option<Arc<T>>>,
    line: Line,
}

impl<T> Clone for Ask<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ask<T> {}

impl<T: Send + Sync + 'static> Ask<T> {
    /// The newest answer, tracked.
    pub fn get(self) -> Option<Arc<T>> {
        self.data.get()
    }

    /// The newest answer, not tracked.
    pub fn peek(self) -> Option<Arc<T>> {
        self.data.get_untracked()
    }

    /// A part of the answer, or its default while there is none.
    pub fn map<U: Clone + Default + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&T) -> U + Send + Sync + 'static,
    ) -> Memo<U> {
        Memo::new(move |_| self.data.with(|data| data.as_deref().map(&part).unwrap_or_default()))
    }

    /// Why there is no answer.
    pub fn error(self) -> Option<CallError> {
        self.line.error.get()
    }

    /// Whether an answer is awaited.
    pub fn is_busy(self) -> bool {
        self.line.busy.get()
    }

    /// Asks once more.
    pub fn again(self) {
        self.line.again.update(|count| *count += 1);
    }
}

/// An answer with the row at which it begins.
#[derive(Debug)]
pub struct Paged<T> {
    /// Rows before the first one of the answer.
    pub offset: u32,
    /// The answer.
    pub body: T,
}

impl<T> Deref for Paged<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// Rows that a table wants to have at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows to pass over.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// Asks, and asks again when one of `kinds` changes or the request says something else. Without kinds any change counts.
pub fn ask<C: Command>(
    kinds: &'static [Kind],
    request: impl Fn() -> C + Send + Sync + 'static,
) -> Ask<C::Reply>
where
    C::Reply: Send + Sync,
{
    ask_if(kinds, move || Some(request()))
}

/// Asks while there is something to ask.
pub fn ask_if<C: Command>(
    kinds: &'static [Kind],
    request: impl Fn() -> Option<C> + Send + Sync + 'static,
) -> Ask<C::Reply>
where
    C::Reply: Send + Sync,
{
    let payload = move || request().and_then(|request| Some((0, ipc::text_of(&request).ok()?)));
    open(C::NAME, kinds, payload, |_, text| ipc::body_of::<C::Reply>(text))
}

/// Asks for the rows that a table wants to have at hand.
pub fn ask_rows<C: Command>(
    kinds: &'static [Kind],
    window: RwSignal<Window>,
    request: impl Fn(Window) -> C + Send + Sync + 'static,
) -> Ask<Paged<C::Reply>>
where
    C::Reply: Send + Sync,
{
    let payload = move || {
        let window = window.get();
        Some((window.offset, ipc::text_of(&request(window)).ok()?))
    };
    open(C::NAME, kinds, payload, |offset, text| Ok(Paged { offset, body: ipc::body_of::<C::Reply>(text)? }))
}

fn open<T: Send + Sync + 'static>(
    name: &'static str,
    kinds: &'static [Kind],
    payload: impl Fn() -> Payload + Send + Sync + 'static,
    read: impl Fn(u32, &str) -> Result<T, CallError> + 'static,
) -> Ask<T> {
    let data = RwSignal::new(None);
    let store: Sink = Rc::new(move |answer| {
        let answer = answer.map(|(tag, text)| read(tag, text)).transpose()?;
        data.try_set(answer.map(Arc::new));
        Ok(())
    });
    let line = Line::new();
    listen(name, kinds, Memo::new(move |_| payload()), line, store);
    Ask { data, line }
}

/// A number that comes back with the answer, and the request as text.
type Payload = Option<(u32, String)>;
/// Takes the text of an answer with its number; nothing where nothing is asked.
type Sink = Rc<dyn Fn(Option<(u32, &str)>) -> Result<(), CallError>>;

/// What a question has besides its typed answer.
#[derive(Clone, Copy)]
struct Line {
    error: RwSignal<Option<CallError>>,
    busy: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl Line {
    fn new() -> Self {
        Self { error: RwSignal::new(None), busy: RwSignal::new(true), again: RwSignal::new(0) }
    }

    fn end(self, error: Option<CallError>) {
        self.error.try_set(error);
        self.busy.try_set(false);
    }
}

fn listen(name: &'static str, kinds: &'static [Kind], payload: Memo<Payload>, line: Line, store: Sink) {
    // An answer that comes after a later question was put says nothing any more.
    let turn = Rc::new(Cell::new(0_u32));
    Effect::new(move |_| {
        if kinds.is_empty() {
            version::track_any();
        }
        version::track(kinds);
        line.again.track();
        turn.set(turn.get().wrapping_add(1));
        let Some((tag, text)) = payload.get() else {
            return line.end(store(None).err());
        };
        line.busy.set(true);
        let (mine, turn, store) = (turn.get(), turn.clone(), store.clone());
        spawn_local(async move {
            let answer = ipc::call_text(name, text, Ticket::fresh(), None).await;
            if turn.get() == mine {
                line.end(answer.and_then(|answer| store(Some((tag, &answer)))).err());
            }
        });
    });
}
