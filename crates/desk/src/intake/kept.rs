//! Imports of the past: their list, what hinders their undo, and their kept files handed out again.
//! Must not undo anything: that is done by the number of the operation.

use branchbook_contract::import::{ImportList, ImportRow, ImportSave, ImportSaved, ImportShow};
use branchbook_contract::intake::{ImportKind, RowCounts};
use branchbook_domain::key::{ChangeId, ImportBatchId};
use branchbook_ledger::table::import::{self, ImportBatch};
use branchbook_ledger::table::office::KeptFile;
use branchbook_ledger::undo;
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::report::publish;

impl Handle<ImportList> for Desk {
    fn handle(&mut self, _command: ImportList, _: &dyn Progress) -> Result<Outcome<Vec<ImportRow>>> {
        let rows = self.book()?.read(|reading| {
            let batches = import::batches(reading)?;
            batches.iter().map(|batch| row(reading, batch)).collect::<Result<Vec<_>>>()
        })?;
        Ok(Outcome::unchanged(rows))
    }
}

impl Handle<ImportShow> for Desk {
    fn handle(&mut self, command: ImportShow, _: &dyn Progress) -> Result<Outcome<ImportRow>> {
        let shown = self.book()?.read(|reading| {
            let mut shown = row(reading, &require(reading, command.import)?)?;
            if shown.refusal.is_none() {
                shown.refusal = undo::touched(reading, shown.change)?.refusal();
            }
            Ok::<_, DeskError>(shown)
        })?;
        Ok(Outcome::unchanged(shown))
    }
}

impl Handle<ImportSave> for Desk {
    fn handle(&mut self, command: ImportSave, _: &dyn Progress) -> Result<Outcome<ImportSaved>> {
        let book = self.book_mut()?;
        let (name, sha256) = book.read(|reading| kept_file(reading, &command))?;
        let target = publish::free_target(&command.out, &name)?;
        publish::require_outside(book, &target)?;
        let bytes = book.load_file(&sha256)?;
        let title = format!("导出导入的文件“{name}”到 {}", target.display());
        publish::hand_out(book, &bytes, &target, title)?;
        let path = target.display().to_string();
        Ok(Outcome::unchanged(ImportSaved { path, size: bytes.len() as u64 }))
    }
}

fn require(reading: &Reading<'_>, id: ImportBatchId) -> Result<Stored<ImportBatch>> {
    let found = reading.get::<ImportBatch>(id)?;
    found.ok_or_else(|| DeskError::refused("没有这次导入，可能已经撤销。请到“以往导入”里查看。"))
}

/// Name and hash of what is to be handed out.
fn kept_file(reading: &Reading<'_>, command: &ImportSave) -> Result<(String, Vec<u8>)> {
    let batch = require(reading, command.import)?;
    if !command.refused {
        return Ok((batch.file_name.clone(), batch.file_sha256.clone()));
    }
    let refused = import::refused_rows(reading, ChangeId(batch.made_by))?;
    let refused: Stored<KeptFile> =
        refused.ok_or_else(|| DeskError::refused("这次导入没有退回的行，没有可以另存的文件。"))?;
    let stem = batch.file_name.rsplit_once('.').map_or(batch.file_name.as_str(), |(stem, _)| stem);
    Ok((format!("{stem}-未导入.xlsx"), refused.value.sha256))
}

fn row(reading: &Reading<'_>, batch: &Stored<ImportBatch>) -> Result<ImportRow> {
    let corrupt = |column| LedgerError::Corrupt { table: "import_batch", id: batch.id.0, column };
    let kind = ImportKind::ALL.iter().copied().find(|kind| kind.code() == batch.kind);
    let change = ChangeId(batch.made_by);
    let line = undo::line_of(reading, change)?.ok_or_else(|| corrupt("made_by"))?;
    Ok(ImportRow {
        import: batch.id,
        change,
        kind: kind.ok_or_else(|| corrupt("kind"))?,
        file_name: batch.file_name.clone(),
        sha256: batch.file_sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        at: batch.imported_at,
        operator: line.operator,
        counts: counts(batch),
        has_refused: import::refused_rows(reading, change)?.is_some(),
        refusal: line.refusal,
    })
}

fn counts(batch: &ImportBatch) -> RowCounts {
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let mut counts = RowCounts {
        total: 0,
        new: count(batch.added_count),
        update: count(batch.updated_count),
        same: count(batch.same_count),
        duplicate: batch.duplicate_count.map_or(0, count),
        conflict: count(batch.conflict_count),
        refused: count(batch.refused_count),
        left: 0,
    };
    counts.total = counts.written() + counts.same + counts.duplicate + counts.handed_back();
    counts
}
