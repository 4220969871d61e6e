//! The facts of months that were reckoned last. They are the dearest question to a book, several pages ask it one after
//! another, and as long as nothing is written the answer stays the same.

use std::sync::Arc;

use branchbook_domain::day::{Day, Month};
use branchbook_ledger::change::Head;

use super::facts::{MonthlyFacts, monthly_facts};
use crate::desk::Desk;
use crate::error::Result;

/// Months are turned over one at a time: this one as of today and as of its end, and the one before.
const MOST: usize = 4;

/// What was reckoned as of one state of the book.
#[derive(Default)]
pub(crate) struct KnownFacts {
    head: Head,
    /// The newest last.
    facts: Vec<(Asked, Arc<MonthlyFacts>)>,
}

/// Month, last day of its statistics, and the day that stands for today.
type Asked = (Month, Day, Day);

impl KnownFacts {
    /// What is known of these as of a state of the book; all of another state is forgotten.
    fn get(&mut self, head: Head, asked: Asked) -> Option<Arc<MonthlyFacts>> {
        if self.head != head {
            *self = Self { head, facts: Vec::new() };
        }
        self.facts.iter().find(|(of, _)| *of == asked).map(|(_, facts)| Arc::clone(facts))
    }

    fn put(&mut self, asked: Asked, facts: &Arc<MonthlyFacts>) {
        if self.facts.len() == MOST {
            self.facts.remove(0);
        }
        self.facts.push((asked, Arc::clone(facts)));
    }
}

impl Desk {
    /// The facts of a month. Every row of a book is changed through its gate, so its head stands for its state.
    pub(crate) fn monthly_facts(
        &mut self,
        month: Month,
        last_on: Day,
        as_of: Day,
    ) -> Result<Arc<MonthlyFacts>> {
        let asked = (month, last_on, as_of);
        let (book, known) = self.book_and_facts()?;
        if let Some(facts) = known.get(book.head(), asked) {
            return Ok(facts);
        }
        let facts = Arc::new(book.read(|reading| monthly_facts(reading, month, last_on, as_of))?);
        known.put(asked, &facts);
        Ok(facts)
    }
}
