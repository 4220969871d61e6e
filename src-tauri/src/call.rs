//! What the page calls: `call` carries two strings to the desk and one back, off the main thread; `cancel` stops it.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use branchbook_contract::{CallError, Code};
use branchbook_desk::progress::Progress;
use branchbook_desk::room::{Room, Ticket};
use serde_json::json;
use tauri::State;
use tauri::ipc::Channel;

/// More reports than this nobody can read.
const PAUSE: Duration = Duration::from_millis(60);

/// Carries out a command of the contract.
#[tauri::command]
pub async fn call(
    room: State<'_, Arc<Room>>,
    name: String,
    payload: String,
    ticket: u32,
    progress: Channel<String>,
) -> Result<String, String> {
    let room = Arc::clone(&room);
    let number = ticket;
    let ticket = room.begin(number);
    let work = move || {
        let watch = Watch { channel: progress, ticket: Arc::clone(&ticket), last: Cell::default() };
        let answer = room.answer(&name, &payload, &watch, &ticket);
        room.end(number);
        answer
    };
    off_thread(work).await
}

/// Asks a running call to stop.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "the arguments of a command are handed over")]
pub fn cancel(room: State<'_, Arc<Room>>, ticket: u32) {
    room.stop(ticket);
}

/// Runs work that may take a while; its error becomes the JSON text that the page reads.
pub async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CallError> + Send + 'static,
) -> Result<T, String> {
    let lost = |_| Err(CallError::new(Code::Broken, "程序内部出错，这一步没有做完。请重试。"));
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(lost).map_err(|error| text(&error))
}

fn text(error: &CallError) -> String {
    serde_json::to_string(error).unwrap_or_default()
}

/// Passes progress on to the page, and the wish to stop to the work.
struct Watch {
    channel: Channel<String>,
    ticket: Ticket,
    last: Cell<Option<Instant>>,
}

impl Progress for Watch {
    fn report(&self, stage: &str, done: u64, total: u64) -> bool {
        let is_due = self.last.get().is_none_or(|last| last.elapsed() >= PAUSE);
        if is_due || done == total {
            self.last.set(Some(Instant::now()));
            let report = json!({ "stage": stage, "done": done, "total": total });
            // A page that is gone needs no report; the work goes on to its end.
            drop(self.channel.send(report.to_string()));
        }
        !self.ticket.load(Ordering::Relaxed)
    }
}
