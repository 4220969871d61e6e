//! 撤销记录: the newest operations of the office, whatever they were about, each with whether it can be taken back. It
//! stands on a page of its own; what was done to one record stands in the history of that record.

#[cfg(test)]
mod tests;

use branchbook_contract::book::{HistoryRow, HistoryUndo, Office};
use branchbook_contract::folio::{FolioCell, FolioDone, FolioEntry, FolioPage};
use branchbook_domain::key::ChangeId;
use branchbook_ledger::undo::{self, UndoLine};
use branchbook_ledger::{Reading, change};

use super::record::{UNDO, undo_form};
use super::{Asked, Deed, Folio, Head, Line, PeopleKeys, Sheet, Values, button, cell, found_by};
use crate::book::history::row;
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct Operations;

const HEAD: Head = Head {
    folio: "operations",
    title: "撤销记录",
    about: "最近 100 次操作，新的在上：什么时候、谁、做了什么，还能不能撤销。",
    group: "历史",
};

const COLUMNS: &[(&str, u8)] = &[("时间", 11), ("操作", 0), ("经办人", 7), ("状态", 0)];

impl Folio for Operations {
    fn head(&self) -> Head {
        HEAD
    }

    fn is_of(&self, _office: Office) -> bool {
        true
    }

    fn has_page(&self) -> bool {
        true
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("open", "可以撤销")
            .chip("undone", "撤销过")
            .chip("final", "不能撤销")
            .empty("登记、导入、修改之后，每一步都会列在这里，随时可以撤销。");
        for operation in undo::list(reading)? {
            if asked.lists(Some(operation.at.beijing_day())) {
                sheet.push(line(operation));
            }
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        if deed.act != UNDO {
            return deed.unknown();
        }
        let found = change::summary(reading, ChangeId(deed.need_row()?))?;
        let gone = || DeskError::refused("没有这一步操作，请刷新后再试。");
        Ok(undo_form(&found.ok_or_else(gone)?))
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, _: Values) -> Result<Outcome<FolioDone>> {
        if deed.act != UNDO {
            return deed.unknown();
        }
        let change = Some(ChangeId(deed.need_row()?));
        let Outcome { body, changed } = desk.handle(HistoryUndo { change }, &Unwatched)?;
        let sentence = format!("已撤销：{}。", body.title);
        Ok(Outcome { body: FolioDone { sentence, ..FolioDone::default() }, changed })
    }
}

fn line(operation: UndoLine) -> Line {
    let is_undone = operation.is_undone;
    let HistoryRow { change, at, operator, title, file, refusal, .. } = row(operation);
    let mark = match &refusal {
        None => "open",
        Some(_) if is_undone => "undone",
        Some(_) => "final",
    };
    let acts = refusal.is_none().then(|| button(UNDO, "撤销"));
    Line {
        row: change.0,
        acts: acts.into_iter().collect(),
        marks: vec![mark],
        words: found_by(&[&operator], &[&title]),
        cells: vec![
            cell(at.to_string()),
            FolioCell { file, ..cell(title) },
            cell(operator),
            cell(refusal.unwrap_or_else(|| "可以撤销".to_owned())),
        ],
    }
}
