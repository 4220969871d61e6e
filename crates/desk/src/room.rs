//! The room in which the desk stands: one call at a time works at it, calls can be stopped, and a fault in one
//! call does not take the program down. Every shell that carries calls to the desk puts it into one, whatever the calls
//! come by.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use branchbook_contract::book::BookBegin;
use branchbook_contract::{CallError, Code, Command};
use branchbook_domain::day::Clock;

use crate::Desk;
use crate::progress::{Progress, Unwatched};

/// Slower calls leave a line in the log.
const SLOW: Duration = Duration::from_millis(500);

/// The desk and the calls that run.
pub struct Room {
    held: Mutex<Held>,
    clock: Arc<dyn Clock>,
    running: Mutex<HashMap<u32, Ticket>>,
}

/// What one call at a time has in its hands.
struct Held {
    desk: Desk,
    /// The beginning, answered before anybody asked; whatever is asked first takes it away.
    begun: Option<Begun>,
}

/// The question how the page begins, and its answer.
struct Begun {
    payload: String,
    answer: String,
}

/// Set when the call is to stop.
pub type Ticket = Arc<AtomicBool>;

impl Room {
    /// A room with an empty desk.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let held = Held { desk: Desk::new(Arc::clone(&clock)), begun: None };
        Self { held: Mutex::new(held), clock, running: Mutex::default() }
    }

    /// Announces a call, so that it can be stopped from now on.
    pub fn begin(&self, number: u32) -> Ticket {
        Arc::clone(taken(&self.running).entry(number).insert_entry(Ticket::default()).get())
    }

    /// Forgets a call.
    pub fn end(&self, number: u32) {
        taken(&self.running).remove(&number);
    }

    /// Asks a call to stop. One that is over already has nothing to stop.
    pub fn stop(&self, number: u32) {
        if let Some(ticket) = taken(&self.running).get(&number) {
            ticket.store(true, Ordering::Relaxed);
        }
    }

    /// Carries out a command: JSON text in, JSON text out.
    pub fn answer(
        &self,
        name: &str,
        payload: &str,
        progress: &dyn Progress,
        ticket: &Ticket,
    ) -> Result<String, CallError> {
        let held = &mut *taken(&self.held);
        if ticket.load(Ordering::Relaxed) {
            return Err(CallError::new(Code::Cancelled, "已取消，没有任何改动。"));
        }
        let begun = held.begun.take().filter(|begun| name == BookBegin::NAME && payload == begun.payload);
        begun.map_or_else(|| self.work(&mut held.desk, name, payload, progress), |begun| Ok(begun.answer))
    }

    /// Opens the book and answers ahead what the page will ask first, while the web view is still being made. What goes
    /// wrong here is told to the page when it asks itself.
    pub fn read_ahead(&self, dir: String) {
        let Ok(payload) = serde_json::to_string(&BookBegin { dir }) else { return };
        let held = &mut *taken(&self.held);
        let answer = self.work(&mut held.desk, BookBegin::NAME, &payload, &Unwatched);
        held.begun = answer.ok().map(|answer| Begun { payload, answer });
    }

    /// A call at the desk, which is a fresh one after a fault.
    fn work(
        &self,
        desk: &mut Desk,
        name: &str,
        payload: &str,
        progress: &dyn Progress,
    ) -> Result<String, CallError> {
        let start = Instant::now();
        let work = AssertUnwindSafe(|| desk.dispatch_watched(name, payload, progress));
        let answer = catch_unwind(work).unwrap_or_else(|_| {
            *desk = Desk::new(Arc::clone(&self.clock));
            Err(CallError::new(
                Code::NoBook,
                "程序内部出错，这一步没有做完，已经保存的内容都在。请重新打开台账再试。",
            ))
        });
        note(name, start.elapsed(), answer.as_ref().err());
        answer
    }

    /// Stops what runs and closes the book with its log folded in.
    pub fn close(&self) {
        taken(&self.running).values().for_each(|ticket| ticket.store(true, Ordering::Relaxed));
        if let Err(error) = taken(&self.held).desk.close() {
            tracing::error!(?error, "the book was not closed cleanly");
        }
    }
}

/// A panic is caught while the desk is held; what it leaves behind is replaced, so the poison means nothing.
fn taken<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(command: &str, took: Duration, error: Option<&CallError>) {
    if let Some(error) = error {
        tracing::info!(command, code = ?error.code, "refused");
    } else if took > SLOW {
        tracing::info!(command, ms = took.as_millis(), "slow");
    }
}

#[cfg(test)]
mod tests {
    use crate::clock::SystemClock;

    use super::*;

    fn room() -> Room {
        Room::new(Arc::new(SystemClock))
    }

    #[test]
    fn a_call_that_was_stopped_while_it_waited_does_nothing() {
        let room = room();
        let ticket = room.begin(7);
        room.stop(7);
        let error = room.answer("member_list", "{}", &Unwatched, &ticket).unwrap_err();
        assert_eq!(error.code, Code::Cancelled);
    }

    #[test]
    fn stopping_what_is_over_stops_nothing() {
        let room = room();
        let first = room.begin(7);
        room.end(7);
        room.stop(7);
        assert!(!first.load(Ordering::Relaxed), "the number may belong to another call by now");
    }

    #[test]
    fn reading_ahead_opens_no_book_where_there_is_none() {
        let room = room();
        room.read_ahead("nowhere".to_owned());
        let error = room.answer("book_status", "{}", &Unwatched, &room.begin(1)).unwrap_err();
        assert_eq!(error.code, Code::NoBook);
    }

    #[test]
    fn the_beginning_is_answered_ahead_once_and_for_its_own_question_only() {
        let room = room();
        let dir = "nowhere".to_owned();
        let ask = serde_json::to_string(&BookBegin { dir: dir.clone() }).unwrap();
        let is_ahead = || taken(&room.held).begun.is_some();
        room.read_ahead(dir.clone());
        assert!(is_ahead());
        room.answer(BookBegin::NAME, &ask, &Unwatched, &room.begin(1)).unwrap();
        assert!(!is_ahead(), "a second page must hear how things stand by then");
        room.read_ahead(dir);
        room.answer("book_status", "{}", &Unwatched, &room.begin(2)).unwrap_err();
        assert!(!is_ahead(), "what was asked between may have changed what it says");
    }

    #[test]
    fn a_fault_becomes_a_sentence_and_the_next_call_is_answered() {
        /// Fails at the first report of progress.
        struct Fault;
        impl Progress for Fault {
            fn report(&self, _stage: &str, _done: u64, _total: u64) -> bool {
                panic!("a fault in the work")
            }
        }
        let folder = std::env::temp_dir().join(format!("branchbook-room-{}", std::process::id()));
        let room = room();
        let ask = serde_json::json!({ "dir": folder }).to_string();
        let error = room.answer("demo_make", &ask, &Fault, &room.begin(1)).unwrap_err();
        assert!(error.message.contains("程序内部出错"), "{error}");
        let next = room.answer("member_list", "{}", &Unwatched, &room.begin(2)).unwrap_err();
        assert_eq!(next.code, Code::NoBook, "{next}");
        std::fs::remove_dir_all(folder).ok();
    }
}
