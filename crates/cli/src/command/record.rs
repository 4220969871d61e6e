//! What every record has: its history and its paper.

use branchbook_contract::folio::{FolioAct, FolioShow};

use super::folio::{done, page};
use crate::session::{Failure, Session};

/// What is asked of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Who changed what, and when.
    History,
    /// What is printed of it, masked.
    Paper,
}

/// Shows the history of a record, newest first, or its paper. `history` is the folio of its history.
pub fn show(session: &mut Session, asked: Asked, history: &str, key: i64) -> Result<(), Failure> {
    let (folio, subject) = (history.to_owned(), Some(key));
    match asked {
        Asked::History => session.answer(&FolioShow { folio, subject, ..FolioShow::default() }, page),
        Asked::Paper => {
            let paper = FolioAct { folio, act: "paper".to_owned(), subject, ..FolioAct::default() };
            session.answer(&paper, done)
        }
    }
}
