//! A question to the desk that stays asked: it is put again when the request changes or a kind of record that it
//! depends on has changed. The old answer stays until the new one is there. Only for questions: what changes
//! something is an [`super::act::Act`].
//!
//! This stands in place of `LocalResource`: the part that knows types is one closure, everything else is compiled
//! once, and a page of twenty questions stays small.

use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use branchbook_contract::{CallError, Command, Kind};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::version;
use super::watch::{effect, memo};
use crate::ipc::{self, Ticket};
use crate::read::{Node, Unread};

/// A question and its newest answer.
pub struct Ask<T: 'static> {
    data: RwSignal<Option<Answer>>,
    line: Line,
    kind: PhantomData<fn() -> T>,
}

/// An answer of any type: signals of answers are then compiled once, not once for each reply.
type Answer = Arc<dyn Any + Send + Sync>;

impl<T> Clone for Ask<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ask<T> {}

impl<T: Send + Sync + 'static> Ask<T> {
    /// The newest answer, tracked.
    pub fn get(self) -> Option<Arc<T>> {
        self.data.get().and_then(|data| data.downcast().ok())
    }

    /// The newest answer, not tracked.
    pub fn peek(self) -> Option<Arc<T>> {
        self.data.get_untracked().and_then(|data| data.downcast().ok())
    }

    /// The same question where only its state matters.
    pub fn any(self) -> Ask<()> {
        Ask { data: self.data, line: self.line, kind: PhantomData }
    }

    /// Whether there is an answer, tracked.
    pub fn is_there(self) -> bool {
        self.data.with(Option::is_some)
    }

    /// A part of the answer, or its default while there is none.
    pub fn map<U: Clone + Default + PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&T) -> U + Send + Sync + 'static,
    ) -> Memo<U> {
        memo(move || self.get().map(|data| part(&data)).unwrap_or_default())
    }

    /// Why there is no answer.
    pub fn error(self) -> Option<CallError> {
        self.line.error.get()
    }

    /// Whether an answer is awaited.
    pub fn is_busy(self) -> bool {
        self.line.busy.get()
    }

    /// Whether it came to nothing when it was last asked; not while it is asked again.
    pub fn has_failed(self) -> bool {
        !self.line.busy.get() && self.line.error.with(Option::is_some)
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

/// Asks once for what a form begins with: what is typed afterwards must not give way to a newer answer.
pub fn ask_once<C: Command>(request: impl Fn() -> C + Send + Sync + 'static) -> Ask<C::Reply>
where
    C::Reply: Send + Sync,
{
    let payload = move || Some((0, ipc::text_of(&request()).ok()?));
    open(C::NAME, None, Box::new(payload), |_, body| Ok(Arc::new(body.to::<C::Reply>()?)))
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
    open(C::NAME, Some(kinds), Box::new(payload), |_, body| Ok(Arc::new(body.to::<C::Reply>()?)))
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
    let read: Read = |offset, body| Ok(Arc::new(Paged { offset, body: body.to::<C::Reply>()? }));
    open(C::NAME, Some(kinds), Box::new(payload), read)
}

fn open<T>(name: &'static str, kinds: Kinds, payload: Wish, read: Read) -> Ask<T> {
    let (data, line) = (RwSignal::new(None), Line::new());
    listen(name, kinds, memo(payload), line, Sink { data, read });
    Ask { data, line, kind: PhantomData }
}

/// What makes a question be put again: none of them any change, nothing at all no change.
type Kinds = Option<&'static [Kind]>;
/// A number that comes back with the answer, and the request as text.
type Payload = Option<(u32, String)>;
/// What is asked now.
type Wish = Box<dyn Fn() -> Payload + Send + Sync>;
/// Makes the typed answer out of a number and the body of a reply.
type Read = fn(u32, &Node<'_>) -> Result<Answer, Unread>;

/// Where answers go.
#[derive(Clone, Copy)]
struct Sink {
    data: RwSignal<Option<Answer>>,
    read: Read,
}

impl Sink {
    fn take(self, tag: u32, text: &str) -> Result<(), CallError> {
        let answer = ipc::body(text, |body| (self.read)(tag, body))?;
        self.data.try_set(Some(answer));
        Ok(())
    }
}

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

fn listen(name: &'static str, kinds: Kinds, payload: Memo<Payload>, line: Line, store: Sink) {
    // An answer that comes after a later question was put says nothing any more.
    let turn = Rc::new(Cell::new(0_u32));
    effect(move || {
        match kinds {
            Some([]) => version::track_any(),
            Some(kinds) => version::track(kinds),
            None => {}
        }
        line.again.track();
        turn.set(turn.get().wrapping_add(1));
        let Some((tag, text)) = payload.get() else {
            store.data.try_set(None);
            return line.end(None);
        };
        line.busy.set(true);
        let (mine, turn) = (turn.get(), turn.clone());
        spawn_local(async move {
            let answer = ipc::call_text(name, text, Ticket::fresh(), None).await;
            if turn.get() == mine {
                line.end(answer.and_then(|answer| store.take(tag, &answer)).err());
            }
        });
    });
}
