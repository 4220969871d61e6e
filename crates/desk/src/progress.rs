//! How long work tells how far it is and learns that it should stop.

/// Takes reports of progress; answers whether to go on.
pub trait Progress {
    /// `done` of `total` steps of the stage are finished; false asks the work to stop.
    fn report(&self, stage: &str, done: u64, total: u64) -> bool;
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn report(&self, _stage: &str, _done: u64, _total: u64) -> bool {
        true
    }
}
