//! The steps of a record as a list, the newest first. Must not write.

use branchbook_contract::folio::{FolioButton, FolioCell, FolioPage, FolioSubject, FolioTone};
use branchbook_ledger::change::{RecordChange, record_history};
use branchbook_ledger::undo::{self, UndoLine};
use branchbook_ledger::{OperationKind, Reading};

use super::word::Words;
use super::{PAPER, Record, UNDO};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, button, cell, tagged};

const COLUMNS: &[(&str, u8)] = &[("时间", 11), ("操作", 16), ("改动", 0), ("经办人", 8), ("状态", 10)];

/// The history of one record, up to a day.
pub(super) fn of_record(
    record: &Record,
    reading: &Reading<'_>,
    asked: &Asked<'_>,
    key: i64,
) -> Result<FolioPage> {
    let label = (record.name)(reading, key)?;
    let mut changes = record_history(reading, &(record.made_of)(reading, key)?)?;
    changes.retain(|told| told.change.at.beijing_day() <= asked.on);
    let words = Words::of(reading, &changes)?;
    let lines = undo::lines_of(reading, changes.iter().map(|told| told.change.clone()).collect())?;
    let mut sheet = Sheet::new(record.head(), COLUMNS)
        .chip("standing", "有效")
        .chip("undone", "已撤销")
        .empty("还没有改动。登记和修改之后，每一步都会列在这里。");
    if let Some((label, _)) = record.paper {
        sheet = sheet.act(PAPER, label);
    }
    sheet.subject = Some(FolioSubject { label, opens: Some(record.home.link(Some(key))), is_only: true });
    for (told, line) in changes.iter().zip(&lines).rev() {
        sheet.push(step(told, line, &words));
    }
    Ok(sheet.finish(asked))
}

fn step(told: &RecordChange, line: &UndoLine, words: &Words) -> Line {
    let changed = words.of_change(told);
    Line {
        row: line.change.0,
        acts: undo_button(line).into_iter().collect(),
        marks: vec![if line.is_undone { "undone" } else { "standing" }],
        words: format!("{} {} {changed}", line.title, line.operator).to_lowercase(),
        cells: vec![
            cell(line.at.to_string()),
            cell(&line.title),
            cell(changed),
            cell(&line.operator),
            state(line),
        ],
    }
}

/// The undo of an undo brings back what was.
fn undo_button(line: &UndoLine) -> Option<FolioButton> {
    let label = if line.kind == OperationKind::Undo { "恢复" } else { "撤销" };
    line.refusal.is_none().then(|| button(UNDO, label))
}

/// Whether the step stands; why it cannot be taken back, if not.
fn state(line: &UndoLine) -> FolioCell {
    match &line.refusal {
        _ if line.is_undone => tagged("已撤销", FolioTone::Plain),
        refusal => FolioCell { note: refusal.clone().unwrap_or_default(), ..tagged("有效", FolioTone::Ok) },
    }
}
