//! The desk: at most one open book, the clock, and the wrong passwords so far.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_domain::day::Clock;
use branchbook_ledger::table::office::{self, key};
use branchbook_ledger::{Book, Written};

use crate::book::tries::Tries;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::intake::Looked;

/// The desk of one office.
pub struct Desk {
    book: Option<Book>,
    office: Option<Office>,
    clock: Arc<dyn Clock>,
    tries: Tries,
    /// The file that an import was last previewed of.
    pub(crate) looked: Option<Looked>,
}

impl Desk {
    /// A desk without a book.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { book: None, office: None, clock, tries: Tries::default(), looked: None }
    }

    /// The clock that everything goes by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Goes by another clock from the next book on.
    pub(crate) fn go_by(&mut self, clock: Arc<dyn Clock>) {
        self.clock = clock;
    }

    /// The open book.
    pub fn book(&self) -> Result<&Book> {
        self.book.as_ref().ok_or(DeskError::NoBook)
    }

    /// The open book, for writing.
    pub fn book_mut(&mut self) -> Result<&mut Book> {
        self.book.as_mut().ok_or(DeskError::NoBook)
    }

    /// Which office the open book serves; it never changes in the life of a book.
    pub fn office(&self) -> Option<Office> {
        self.office
    }

    /// The wrong passwords so far.
    pub(crate) fn tries(&self) -> &Tries {
        &self.tries
    }

    /// The wrong passwords so far, to count another.
    pub(crate) fn tries_mut(&mut self) -> &mut Tries {
        &mut self.tries
    }

    /// Puts a book on the desk; the one before it is closed.
    pub fn put(&mut self, book: Book) -> Result<()> {
        self.close()?;
        self.office = book.read(|reading| office::setting::<Office>(reading, key::OFFICE))?;
        self.book = Some(book);
        Ok(())
    }

    /// Closes the book with its log folded in.
    pub fn close(&mut self) -> Result<()> {
        self.office = None;
        self.looked = None;
        match self.book.take() {
            Some(book) => Ok(book.close()?),
            None => Ok(()),
        }
    }
}

/// The outcome of a write: the answer with the kinds that its tables stand for.
pub fn outcome_of<T, R>(written: Written<T>, body: impl FnOnce(T) -> R) -> Outcome<R> {
    let mut changed: Vec<Kind> = written.tables.iter().filter_map(|table| kind_of(table)).collect();
    changed.sort_unstable();
    changed.dedup();
    Outcome { body: body(written.value), changed }
}

fn kind_of(table: &str) -> Option<Kind> {
    Some(match table {
        "operator" | "saved_view" | "setting" | "code_value" | "office_key" => Kind::Office,
        "organisation" | "organisation_past" | "place" | "place_care" | "term" => Kind::Organisation,
        "person" | "membership" | "movement" | "condition" | "post_held" | "earlier_period"
        | "merged_person" | "distinct_person" | "role" | "transfer_letter" | "contact" | "tag_held"
        | "mobility" | "development_case" | "development_step" | "case_supporter" | "custom_field"
        | "person_field" => Kind::Member,
        "unit" | "unit_expectation" => Kind::Unit,
        "report_in" => Kind::ReportIn,
        "offer" | "claim" | "post_duty" | "post_result" => Kind::Offer,
        "activity" | "participation" => Kind::Activity,
        "gathering" | "meeting_record" | "topic" | "vote" | "attendance" | "attachment" => Kind::Meeting,
        "points_scheme" | "points_item" | "points_account" | "points_entry" | "points_closing" => {
            Kind::Points
        }
        "month" | "month_figure" => Kind::Month,
        "partner" | "parcel_sent" | "parcel_received" | "parcel_refused" => Kind::Exchange,
        "roll_up" | "held_member" => Kind::RollUp,
        "import_batch" | "import_mapping" => Kind::Import,
        _ => return None,
    })
}
