//! Something that changes the book, or takes long: sent once, with the state of being sent, its error and its
//! progress. What was typed stays with the form, whatever comes back.

use std::rc::Rc;

use branchbook_contract::{CallError, Code, Command};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::address::Hold;
use crate::ipc::{self, Progress, Ticket};
use crate::read::{Node, Unread};
use crate::state::watch::derived;

/// Takes an answer; told whether the page that asked is gone.
type Then = Box<dyn FnOnce(&Node<'_>, bool) -> Result<(), Unread>>;

/// The state of one act of a page; it can be sent again when the last one has ended.
#[derive(Clone, Copy)]
pub struct Act {
    busy: RwSignal<bool>,
    error: RwSignal<Option<CallError>>,
    progress: RwSignal<Option<Progress>>,
    ticket: RwSignal<Option<Ticket>>,
    /// Whether something was typed that is not sent.
    touched: RwSignal<bool>,
}

impl Default for Act {
    fn default() -> Self {
        Self::new()
    }
}

impl Act {
    /// An act that was not sent yet.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            progress: RwSignal::new(None),
            ticket: RwSignal::new(None),
            touched: RwSignal::new(false),
        }
    }

    /// Whether something was typed that did not reach the book.
    pub fn touched(self) -> Signal<bool> {
        derived(move || self.touched.get() || self.busy.get())
    }

    /// Says that something was typed, or that it is kept elsewhere.
    pub fn touch(self, is_touched: bool) {
        self.touched.try_set(is_touched);
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Why it was not done; a cancelled one has no error.
    pub fn error(self) -> Signal<Option<CallError>> {
        self.error.into()
    }

    /// How far it is.
    pub fn progress(self) -> Signal<Option<Progress>> {
        self.progress.into()
    }

    /// What is wrong with a field; `name` is the field of the request, without what stands before its last dot.
    pub fn problem(self, name: &str) -> Signal<Option<String>> {
        let name = name.to_owned();
        derived(move || {
            self.error.with(|error| {
                let fields = error.as_ref().map(|error| error.fields.as_slice()).unwrap_or_default();
                let is_it = |field: &str| field.rsplit('.').next() == Some(&name) || field == name;
                fields.iter().find(|wrong| is_it(&wrong.field)).map(|wrong| wrong.message.clone())
            })
        })
    }

    /// Forgets the error.
    pub fn clear(self) {
        self.error.set(None);
    }

    /// Puts an error there that did not come from the desk.
    pub fn fail(self, error: CallError) {
        self.error.try_set(Some(error));
    }

    /// Sends a command unless one is under way; `then` gets the answer if it was done and its page still stands.
    pub fn send<C: Command + 'static>(self, command: &C, then: impl FnOnce(C::Reply) + 'static) {
        let then = move |body: &Node<'_>, is_left: bool| {
            let body = body.to::<C::Reply>()?;
            if !is_left {
                then(body);
            }
            Ok(())
        };
        self.send_text(C::NAME, ipc::text_of(command), Box::new(then));
    }

    /// Asks the running work to stop.
    pub fn cancel(self) {
        if let Some(ticket) = self.ticket.get_untracked() {
            spawn_local(async move { drop(ipc::cancel(ticket).await) });
        }
    }

    fn send_text(self, name: &'static str, text: Result<String, CallError>, then: Then) {
        match text {
            Ok(text) if self.busy.try_get_untracked() == Some(false) => {
                // Busy from here on: another step in the same moment is not sent beside it.
                let ticket = Ticket::fresh();
                self.begin(ticket);
                spawn_local(self.run(ticket, name, text, then));
            }
            Ok(_) => {}
            Err(error) => self.fail(error),
        }
    }

    /// What the page holds is gone with the page: nothing of it can be asked any more.
    fn take(self, answer: &str, then: Then) -> Result<(), CallError> {
        ipc::body(answer, |body| then(body, self.is_left()))?;
        if self.is_left() {
            super::notice::done("离开页面前的那一步已经完成。");
        }
        Ok(())
    }

    async fn run(self, ticket: Ticket, name: &'static str, text: String, then: Then) {
        // What is typed while it is under way is typed after it.
        let was_touched = self.touched.try_get_untracked() == Some(true);
        self.touch(false);
        let watcher = Rc::new(move |progress| drop(self.progress.try_set(Some(progress))));
        let answer = ipc::call_text(name, text, ticket, Some(watcher)).await;
        self.end();
        let outcome = answer.and_then(|answer| self.take(&answer, then));
        if was_touched && outcome.is_err() {
            self.touch(true);
        }
        match outcome.err().filter(|error| error.code != Code::Cancelled) {
            Some(error) if self.is_left() => super::notice::fail(&error.message),
            Some(error) => self.fail(error),
            None => {}
        }
    }

    /// Whether the page that sent it is gone.
    fn is_left(self) -> bool {
        self.busy.is_disposed()
    }

    fn begin(self, ticket: Ticket) {
        self.error.try_set(None);
        self.ticket.try_set(Some(ticket));
        self.busy.try_set(true);
    }

    fn end(self) {
        self.progress.try_set(None);
        self.ticket.try_set(None);
        self.busy.try_set(false);
    }
}

/// Lets the person choose files and goes on with them; a closed dialog does nothing.
pub fn pick(ask: ipc::Pick, then: impl FnOnce(Vec<String>) + 'static) {
    boxed_pick(ask, Box::new(then));
}

fn boxed_pick(ask: ipc::Pick, then: Box<dyn FnOnce(Vec<String>)>) {
    // The window must not lock itself under an open dialog: what is picked belongs to the page behind it.
    let hold = Hold::fresh();
    hold.set(true);
    spawn_local(async move {
        let picked = ipc::pick(&ask).await;
        hold.set(false);
        match picked {
            Ok(paths) if paths.is_empty() => {}
            Ok(paths) => then(paths),
            Err(error) => super::notice::fail(&error.message),
        }
    });
}

/// The same for one file or folder.
pub fn pick_one(ask: ipc::Pick, then: impl FnOnce(String) + 'static) {
    pick(ask, move |paths| paths.into_iter().next().map_or((), then));
}

/// Shows a file in the file manager.
pub fn reveal(path: String) {
    spawn_local(async move {
        if let Err(error) = ipc::reveal(&path).await {
            super::notice::fail(&error.message);
        }
    });
}

/// Prints what the page shows.
pub fn print() {
    print_or(None);
}

/// The same of what was drawn for it; if that fails it is told, and `put_back` draws the page as it was.
pub fn print_or(put_back: Option<Callback<()>>) {
    spawn_local(async move {
        if let Err(error) = ipc::print().await {
            if let Some(put_back) = put_back {
                put_back.run(());
            }
            super::notice::fail(&error.message);
        }
    });
}
