//! What was reckoned from the whole book, remembered by the reader that reckoned it until somebody writes: pages ask the same
//! of the same register and the same month one after another. Must not outlive a change of the book, however it was made.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::Reading;
use crate::error::{LedgerError, Result};

/// Something dear that several questions need. It lies in memory like the pages of the book, and no longer.
pub trait Reckoned: Sized + Send + Sync + 'static {
    /// What it is reckoned for, a day as a rule. Nothing but this and the book may go into it, least of all the clock.
    type Key: PartialEq + Send + 'static;
    /// Of how many keys it is remembered, the newest.
    const KEPT: usize;

    /// Reckons it.
    fn reckon(reading: &Reading<'_>, key: &Self::Key) -> Result<Self>;
}

/// The reckonings of one reader.
#[derive(Default)]
pub(crate) struct Reckonings {
    state: Cell<State>,
    /// By kind, the newest last.
    kinds: RefCell<HashMap<TypeId, Vec<Known>>>,
}

/// SQLite's number of the state of the book, which another commit changes, and the measured stretch.
type State = (i64, u64);

struct Known {
    key: Box<dyn Any + Send>,
    value: Arc<dyn Any + Send + Sync>,
}

impl Known {
    fn value_for<T: Reckoned>(&self, key: &T::Key) -> Option<Arc<T>> {
        let is_same = self.key.downcast_ref::<T::Key>() == Some(key);
        is_same.then(|| Arc::clone(&self.value).downcast().ok()).flatten()
    }
}

impl Reckonings {
    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.kinds.borrow_mut().clear();
    }

    /// Forgets what was reckoned from another state.
    fn turn_to(&self, state: State) {
        if self.state.replace(state) != state {
            self.clear();
        }
    }

    fn get<T: Reckoned>(&self, key: &T::Key) -> Option<Arc<T>> {
        self.kinds.borrow().get(&TypeId::of::<T>())?.iter().find_map(|known| known.value_for(key))
    }

    fn keep<T: Reckoned>(&self, key: T::Key, value: Arc<T>) {
        let mut kinds = self.kinds.borrow_mut();
        let kind = kinds.entry(TypeId::of::<T>()).or_default();
        kind.push(Known { key: Box::new(key), value });
        if kind.len() > T::KEPT {
            kind.remove(0);
        }
    }
}

impl Reading<'_> {
    /// What was reckoned for a key: as it is remembered, if nothing was written since. An operation, which sees what
    /// nobody else sees yet, reckons anew.
    pub fn reckoned<T: Reckoned>(&self, key: T::Key) -> Result<Arc<T>> {
        if let Some(known) = self.remembered::<T>(&key)? {
            return Ok(known);
        }
        let value = Arc::new(T::reckon(self, &key)?);
        if let Some(reckonings) = self.reckonings {
            reckonings.keep(key, Arc::clone(&value));
        }
        Ok(value)
    }

    /// The same where it is remembered: for whoever has a cheaper way if it is not.
    pub fn remembered<T: Reckoned>(&self, key: &T::Key) -> Result<Option<Arc<T>>> {
        let Some(reckonings) = self.reckonings else { return Ok(None) };
        reckonings.turn_to((self.version()?, super::stretch()));
        Ok(reckonings.get::<T>(key))
    }

    fn version(&self) -> Result<i64> {
        self.one("PRAGMA data_version", &[], |row| Ok(row.get(0)?))?
            .ok_or_else(|| LedgerError::from(rusqlite::Error::QueryReturnedNoRows))
    }
}
