//! What a form is: its fields, its decision about the rows, its writing. Implemented by the five imports.
//! Must not open files and must not open transactions.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use branchbook_contract::intake::{FieldChange, ImportKind, MissingMember, RowChoice, RowState};
use branchbook_domain::day::{Day, Month};
use branchbook_ledger::{OperationKind, Reading, Writing};

use super::change;
use super::decide::Decisions;
use super::field::FieldSpec;
use super::question::Question;
use super::row::{SourceRow, SourceRows};
use crate::error::Result;
use crate::progress::Progress;

/// What is known besides the rows.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Today in Beijing.
    pub today: Day,
    /// The month that is worked on (`--month`), for dates without a year.
    pub month: Option<Month>,
    /// 填报日期 found above or below the table.
    pub register_on: Option<Day>,
    /// Name of the file.
    pub file_name: &'a str,
    /// What a person decided.
    pub(crate) decisions: &'a Decisions,
    /// Rows that a person left out: nothing is done about them, but they stand in the file.
    pub(crate) left: &'a SourceRows,
    /// Rows that stand in the file and are not read: hidden ones, and those that lack what every row must have.
    pub(crate) unread: &'a SourceRows,
}

impl Context<'_> {
    /// The day that the file speaks of: its register date, else today.
    pub fn as_of(&self) -> Day {
        self.register_on.unwrap_or(self.today)
    }
}

/// The decision about one row. A hundred thousand of them are held at once, and most have nothing to say.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Row in its sheet, from 1.
    pub row: u32,
    /// What becomes of it.
    pub state: RowState,
    /// Whom or what it speaks of.
    pub who: Arc<str>,
    /// What is said of it; nothing of most.
    remarks: Option<Box<Remarks>>,
}

/// What is said of a row. A verdict is read and written as if it were this; it takes its room when it is written for the
/// first time.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// Warnings and reasons, each a sentence.
    pub notes: Vec<String>,
    /// What an update changes.
    pub changes: Vec<FieldChange>,
    /// What can be decided about it, besides leaving it out, and what was.
    pub questions: Vec<Question>,
}

impl Deref for Verdict {
    type Target = Remarks;
    fn deref(&self) -> &Remarks {
        static NOTHING: Remarks = Remarks { notes: Vec::new(), changes: Vec::new(), questions: Vec::new() };
        self.remarks.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Verdict {
    fn deref_mut(&mut self) -> &mut Remarks {
        self.remarks.get_or_insert_default()
    }
}

impl Verdict {
    /// A decision without notes.
    pub fn new(row: &SourceRow, who: impl Into<Arc<str>>, state: RowState) -> Self {
        Self::of(row.number, who.into(), state)
    }

    /// A decision without notes about the row of a number.
    pub(crate) fn of(row: u32, who: Arc<str>, state: RowState) -> Self {
        Self { row, who, state, remarks: None }
    }

    /// The same without the room of remarks that came to nothing.
    #[must_use]
    pub(crate) fn settled(mut self) -> Self {
        match self.remarks.take() {
            Some(remarks) => self.with(*remarks),
            None => self,
        }
    }

    /// The same with all that is said of it.
    #[must_use]
    pub fn with(mut self, remarks: Remarks) -> Self {
        let is_nothing =
            remarks.notes.is_empty() && remarks.changes.is_empty() && remarks.questions.is_empty();
        self.remarks = (!is_nothing).then(|| Box::new(remarks));
        self
    }

    /// The same with these questions and no others.
    #[must_use]
    pub fn asking_all(mut self, questions: Vec<Question>) -> Self {
        if !(questions.is_empty() && self.remarks.is_none()) {
            self.questions = questions;
        }
        self
    }

    /// The same with one more question.
    #[must_use]
    pub fn asking(mut self, question: Question) -> Self {
        self.questions.push(question);
        self
    }

    /// The same with one more note.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// What a form decided.
#[derive(Debug, Clone)]
pub struct Planned<P> {
    /// What will be written.
    pub plan: P,
    /// One decision for each row, in the order of the rows.
    pub verdicts: Vec<Verdict>,
    /// What concerns the file as a whole, each a sentence.
    pub findings: Vec<String>,
    /// Branches and groups that would be made, by name.
    pub new_organisations: Vec<String>,
}

/// Members whom the file should name and does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absent {
    /// Who they are, each with what is chosen.
    pub members: Vec<MissingMember>,
    /// What can be chosen about each of them.
    pub choices: Vec<RowChoice>,
    /// How many of them are moved by the import.
    pub moved: u32,
}

/// A form that can be imported.
pub trait Form {
    /// What will be written.
    type Plan;
    /// What the file holds.
    const KIND: ImportKind;
    /// The operation that an import becomes.
    const OPERATION: OperationKind;
    /// The word that counts its rows: 人, 家, 场, 笔.
    const COUNTED: &'static str;

    /// Its fields.
    fn fields() -> &'static [FieldSpec];

    /// Its fields with those that the office of this book has added.
    fn fields_in(_: &Reading<'_>) -> Result<&'static [FieldSpec]> {
        Ok(Self::fields())
    }

    /// Decides: looks into the book, writes nothing. Rows that lack a required field are not among `rows`.
    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Self::Plan>>;

    /// Members whom the file should name and does not, for a form that speaks of all members.
    fn absent(_plan: &Self::Plan) -> Option<&Absent> {
        None
    }

    /// Whether this is an answer that can be given for all rows of a state: whatever else is said of them is refused.
    fn can_answer(state: RowState, answer: &str) -> bool {
        change::is_of_state(state, answer)
    }

    /// Writes the plan inside the one operation. Long work reports through `progress` and stops with
    /// [`DeskError::Cancelled`](crate::DeskError::Cancelled) when told to: see `step`.
    fn apply(writing: &mut Writing<'_>, plan: &Self::Plan, progress: &dyn Progress) -> Result<()>;
}
