//! From two strings to a use case and back: the only way into the desk for a shell.

mod office;

use branchbook_contract::{CallError, Command, Kind, Reply};

pub(crate) use office::of_the_other;
use office::require_office;

use crate::desk::Desk;
use crate::error::{DeskError, Result, json_words};
use crate::person::follow::follow;
use crate::progress::{Progress, Unwatched};

/// What a use case answers, and what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The answer.
    pub body: T,
    /// Kinds of record that are different now.
    pub changed: Vec<Kind>,
}

impl<T> Outcome<T> {
    /// An answer that changed nothing.
    pub fn unchanged(body: T) -> Self {
        Self { body, changed: Vec::new() }
    }
}

/// A use case. Every command of the contract must have one, or `dispatch` does not compile.
pub trait Handle<C: Command> {
    /// Does what the command asks: wholly, or not at all.
    fn handle(&mut self, command: C, progress: &dyn Progress) -> Result<Outcome<C::Reply>>;
}

impl Desk {
    /// Answers a command given as name and JSON with the JSON of its [`Reply`].
    pub fn dispatch(&mut self, name: &str, json: &str) -> Result<String, CallError> {
        self.dispatch_watched(name, json, &Unwatched)
    }

    /// The same for a typed command: what the command line and the tests use.
    pub fn call<C: Command>(&mut self, command: &C) -> Result<Reply<C::Reply>, CallError> {
        self.call_watched(command, &Unwatched)
    }

    /// A typed command whose progress is watched. It goes the way of the window: through text and `dispatch`.
    pub fn call_watched<C: Command>(
        &mut self,
        command: &C,
        progress: &dyn Progress,
    ) -> Result<Reply<C::Reply>, CallError> {
        let json = serde_json::to_string(command).map_err(malformed)?;
        let reply = self.dispatch_watched(C::NAME, &json, progress)?;
        serde_json::from_str(&reply).map_err(malformed)
    }

    /// Answers a command whose progress is watched.
    pub fn dispatch_watched(
        &mut self,
        name: &str,
        json: &str,
        progress: &dyn Progress,
    ) -> Result<String, CallError> {
        tracing::debug!(command = name, "call");
        macro_rules! route {
            ($($request:path),+) => {
                match name {
                    $(name if name == <$request as Command>::NAME => self.run::<$request>(json, progress),)+
                    other => Err(CallError::from(DeskError::Malformed(format!("没有“{other}”这个命令")))),
                }
            };
        }
        branchbook_contract::for_each_command!(route)
    }

    fn run<C: Command>(&mut self, json: &str, progress: &dyn Progress) -> Result<String, CallError>
    where
        Self: Handle<C>,
    {
        require_office(C::NAME, self.office())?;
        let mut command = serde_json::from_str::<C>(json).map_err(malformed)?;
        if let Ok(book) = self.book() {
            follow(book, &mut command).map_err(DeskError::from)?;
        }
        let Outcome { body, changed } = self.handle(command, progress)?;
        serde_json::to_string(&Reply { body, changed }).map_err(malformed)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function of map_err")]
fn malformed(error: serde_json::Error) -> CallError {
    DeskError::Malformed(json_words(&error)).into()
}
