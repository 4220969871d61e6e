//! A community's desk with a book of its own, for the tests: on a day that can be set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use branchbook_contract::book::{BookCreate, Office};
use branchbook_domain::day::{Clock, FixedClock, Instant};

use crate::Desk;

/// A clock that stands until it is set.
pub(crate) struct SetClock(AtomicI64);

impl SetClock {
    /// It is another day.
    pub fn set(&self, day: &str) {
        self.0.store(FixedClock::on(day.parse().unwrap()).now().0, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

/// The desk, its clock, and the folder that goes when the test is over; the book lies in `book`, without a password.
pub(crate) struct Fresh {
    pub desk: Desk,
    pub clock: Arc<SetClock>,
    pub dir: tempfile::TempDir,
}

/// The new book of 银河社区 on a day.
pub(crate) fn fresh(day: &str, operator: Option<&str>) -> Fresh {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock(AtomicI64::new(0)));
    clock.set(day);
    let mut desk = Desk::new(clock.clone());
    let create = BookCreate {
        dir: dir.path().join("book").display().to_string(),
        office: Office::Community,
        name: "银河社区".into(),
        operator: operator.map(str::to_owned),
        password: None,
    };
    desk.call(&create).unwrap();
    Fresh { desk, clock, dir }
}
