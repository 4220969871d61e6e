//! Undo: a new operation that puts back the before of another. It refuses, and says why, where later work
//! stands on what would go away.

mod apply;
mod closed;
mod dependence;
mod obstacle;
mod touched;

use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::ChangeId;

use crate::change::operation::{OperationKind, Undoability};
use crate::change::{self, Change, Summary};
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::month::calendar;

pub use apply::Undid;
pub(crate) use apply::apply;
pub(crate) use obstacle::unreferenced;
pub use touched::{Touched, touched};

/// How many of the newest operations can be undone. What cannot be undone at all (reveals, exports, backups) takes
/// no place among them. An import can be taken back later, too: what hinders it is said row by row.
pub const UNDO_DEPTH: u32 = 100;

/// A line of the undo list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoLine {
    /// The operation.
    pub change: ChangeId,
    /// When.
    pub at: Instant,
    /// Who.
    pub operator: String,
    /// Of what kind.
    pub kind: OperationKind,
    /// In words.
    pub title: String,
    /// Why it cannot be undone, as far as can be said without trying.
    pub refusal: Option<String>,
    /// Whether it is undone at present.
    pub is_undone: bool,
}

impl UndoLine {
    /// Whether it is work that stands: neither a record of what was looked at, nor an undo, nor undone already.
    pub fn is_standing_work(&self) -> bool {
        let is_undoable = self.kind.undoability() == Undoability::Undoable;
        is_undoable && self.kind != OperationKind::Undo && !self.is_undone
    }
}

/// The operations that can be undone, newest first, and between the newest of them those that cannot.
pub fn list(reading: &Reading<'_>) -> Result<Vec<UndoLine>> {
    let floor = window_floor(reading)?;
    let records_from = change::head(reading)?.id - i64::from(UNDO_DEPTH) + 1;
    let condition = format!("(id >= {records_from} OR {})", undoable_sql());
    let closed = Closed::of(reading)?;
    let changes = change::summaries(reading, &condition, floor)?;
    changes.into_iter().map(|change| line(reading, change, &closed)).collect()
}

/// A change as a line of the undo list, however old it is.
pub fn line_of(reading: &Reading<'_>, id: ChangeId) -> Result<Option<UndoLine>> {
    let summary = change::summary(reading, id)?;
    summary.map(|summary| line(reading, summary, &Closed::of(reading)?)).transpose()
}

/// Changes as lines of the undo list, however old they are; what is too old to be undone says so.
pub fn lines_of(reading: &Reading<'_>, changes: Vec<Summary>) -> Result<Vec<UndoLine>> {
    let (floor, closed) = (window_floor(reading)?, Closed::of(reading)?);
    let aged = |change: Summary| {
        let is_too_old = !change.kind.is_import() && change.id.0 < floor;
        let mut line = line(reading, change, &closed)?;
        if line.refusal.is_none() {
            line.refusal = refusal(line.kind, line.is_undone, is_too_old);
        }
        Ok(line)
    };
    changes.into_iter().map(aged).collect()
}

/// The refusal of the undo of an import names the records that stand in the way.
pub(crate) fn naming_records(reading: &Reading<'_>, change: &Change, error: LedgerError) -> LedgerError {
    match error {
        LedgerError::NotUndoable { title, reason } if change.kind.is_import() => {
            // What cannot be asked leaves the reason as it is: that one is the cause.
            let said = touched(reading, change.id).ok().and_then(|touched| touched.sentence());
            LedgerError::NotUndoable { title, reason: reason + &said.unwrap_or_default() }
        }
        other => other,
    }
}

/// The words of the undo of a change: 「撤销：导入 127 人」, 「恢复：导入 127 人」 for its repetition, and so on in turn.
pub fn title(kind: OperationKind, title: &str) -> String {
    match (kind, title.strip_prefix("撤销："), title.strip_prefix("恢复：")) {
        (OperationKind::Undo, Some(first), _) => format!("恢复：{first}"),
        (OperationKind::Undo, _, Some(first)) => format!("撤销：{first}"),
        _ => format!("撤销：{title}"),
    }
}

/// The change to undo, if it is one that may be.
pub(crate) fn candidate(reading: &Reading<'_>, id: ChangeId) -> Result<Change> {
    let change = change::get(reading, id)?.ok_or(LedgerError::NoSuchChange(id))?;
    let is_undone = change::is_undone(reading, id)?;
    let is_too_old = !change.kind.is_import() && change.id.0 < window_floor(reading)?;
    match refusal(change.kind, is_undone, is_too_old) {
        None => Ok(change),
        Some(reason) => Err(refused(&change, reason)),
    }
}

fn line(reading: &Reading<'_>, change: Summary, closed: &Closed) -> Result<UndoLine> {
    let is_undone = change::is_undone(reading, change.id)?;
    let refusal = match refusal(change.kind, is_undone, false) {
        Some(reason) => Some(reason),
        None => closed.refusal(reading, &change)?,
    };
    let Summary { id, at, operator_name, kind, title } = change;
    Ok(UndoLine { change: id, at, operator: operator_name, kind, title, refusal, is_undone })
}

fn refusal(kind: OperationKind, is_undone: bool, is_too_old: bool) -> Option<String> {
    match kind.undoability() {
        Undoability::Final(reason) => Some(format!("{reason}。")),
        Undoability::Undoable if is_undone => Some("它已经撤销过了。".to_owned()),
        Undoability::Undoable if is_too_old => {
            Some(format!("只能撤销最近 {UNDO_DEPTH} 次操作。请用更正代替。"))
        }
        Undoability::Undoable => None,
    }
}

/// The oldest operation that can still be undone.
fn window_floor(reading: &Reading<'_>) -> Result<i64> {
    let sql = format!("SELECT id FROM change WHERE {} ORDER BY id DESC LIMIT 1 OFFSET ?", undoable_sql());
    reading.count(&sql, &[&(UNDO_DEPTH - 1)])
}

fn undoable_sql() -> String {
    let is_undoable = |kind: &&OperationKind| kind.undoability() == Undoability::Undoable;
    let codes: Vec<String> =
        OperationKind::ALL.iter().filter(is_undoable).map(|kind| format!("'{}'", kind.code())).collect();
    format!("kind IN ({})", codes.join(", "))
}

/// How far the closed months reach, to grey what the gate would refuse.
struct Closed {
    last: Option<Month>,
    /// The newest close: what came after it can only have written into open months.
    by: i64,
}

impl Closed {
    fn of(reading: &Reading<'_>) -> Result<Self> {
        let by = reading.count(
            "SELECT id FROM change WHERE kind = ? ORDER BY id DESC LIMIT 1",
            &[&OperationKind::MonthClose.code()],
        )?;
        Ok(Self { last: calendar::last_closed(reading)?, by })
    }

    /// Only changes from before the newest close are opened, so an ordinary list reads no body at all.
    fn refusal(&self, reading: &Reading<'_>, change: &Summary) -> Result<Option<String>> {
        let Some(last) = self.last.filter(|_| change.id.0 < self.by) else { return Ok(None) };
        let month = closed::month_touched(reading, change.id, &last.to_string())?;
        Ok(month.map(|month| format!("它写入了{month}，该月已结账。请在第一个未结账的月份更正。")))
    }
}

fn refused(change: &Change, reason: String) -> LedgerError {
    LedgerError::NotUndoable { title: change.title.clone(), reason }
}
