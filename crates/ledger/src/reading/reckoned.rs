//! What was reckoned from the whole book, remembered by the reader that reckoned it until somebody writes: a page asks the
//! same register for its counts, its tree and its rows. Must not outlive a change of the book, however it was made.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::Reading;
use crate::error::{LedgerError, Result};

/// Something reckoned from the whole book that several questions need. Of each the latest is remembered; it holds keys
/// and counts, not names and numbers of people.
pub trait Reckoned: Sized + Send + Sync + 'static {
    /// What it is reckoned for, a day as a rule. Nothing but this and the book may go into it.
    type Key: PartialEq + Send + 'static;

    /// Reckons it.
    fn reckon(reading: &Reading<'_>, key: &Self::Key) -> Result<Self>;
}

/// The reckonings of one reader.
#[derive(Default)]
pub(crate) struct Reckonings {
    version: Cell<i64>,
    latest: RefCell<HashMap<TypeId, Latest>>,
}

struct Latest {
    key: Box<dyn Any + Send>,
    value: Arc<dyn Any + Send + Sync>,
}

impl Reckonings {
    /// Forgets what was reckoned from another state of the book.
    fn turn_to(&self, version: i64) {
        if self.version.replace(version) != version {
            self.latest.borrow_mut().clear();
        }
    }

    fn get<T: Reckoned>(&self, key: &T::Key) -> Option<Arc<T>> {
        let latest = self.latest.borrow();
        let known = latest.get(&TypeId::of::<T>())?;
        let is_same = known.key.downcast_ref::<T::Key>() == Some(key);
        is_same.then(|| Arc::clone(&known.value).downcast().ok()).flatten()
    }

    fn keep<T: Reckoned>(&self, key: T::Key, value: Arc<T>) {
        self.latest.borrow_mut().insert(TypeId::of::<T>(), Latest { key: Box::new(key), value });
    }
}

impl Reading<'_> {
    /// What was reckoned for a key: as it was remembered, if nothing was written since. Where costs are counted it is
    /// reckoned anew every time, so that they are those of the work; inside an operation too, which sees what nobody else
    /// sees yet.
    pub fn reckoned<T: Reckoned>(&self, key: T::Key) -> Result<Arc<T>> {
        let Some(reckonings) = self.reckonings.filter(|_| !super::is_measured()) else {
            return Ok(Arc::new(T::reckon(self, &key)?));
        };
        reckonings.turn_to(self.version()?);
        if let Some(known) = reckonings.get::<T>(&key) {
            return Ok(known);
        }
        let value = Arc::new(T::reckon(self, &key)?);
        reckonings.keep(key, Arc::clone(&value));
        Ok(value)
    }

    /// Another number whenever another connection has written, in this program or outside of it.
    fn version(&self) -> Result<i64> {
        self.one("PRAGMA data_version", &[], |row| Ok(row.get(0)?))?
            .ok_or_else(|| LedgerError::from(rusqlite::Error::QueryReturnedNoRows))
    }
}
