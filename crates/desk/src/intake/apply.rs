//! Imports a file: one operation with everything in it, or nothing at all.
//! Must not decide about rows; the form has done that.

use std::path::{Path, PathBuf};

use branchbook_contract::intake::{Applied, IntakeApply, RowCounts, SourceRowView};
use branchbook_domain::key::ChangeId;
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::import::ImportBatch;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing};

use super::examine::{Asked, Examined, empty_file, examine};
use super::form::Form;
use super::kinds::by_kind;
use super::look::Judgement;
use super::{refused, remembered, step};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<IntakeApply> for Desk {
    fn handle(&mut self, command: IntakeApply, progress: &dyn Progress) -> Result<Outcome<Applied>> {
        by_kind!(command.kind, apply(self, &command, progress))
    }
}

/// The import of one form.
fn apply<F: Form>(
    desk: &mut Desk,
    command: &IntakeApply,
    progress: &dyn Progress,
) -> Result<Outcome<Applied>> {
    let asked = Asked {
        path: Path::new(&command.path),
        month: command.month,
        register_on: command.register_on,
        columns: &command.columns,
        decisions: &command.decisions,
        seen: command.seen.as_deref(),
    };
    desk.looked = None;
    let mut examined = examine::<F>(desk, &asked, progress)?;
    let handed_back = refused::make::<F>(desk, &examined)?;
    let told = Told::of(&std::mem::take(&mut examined.judgement));
    let counts = told.counts;
    let written_to = hand_back(handed_back.as_deref(), command.refused_out.as_deref())?;
    let moved = moved_by::<F>(&examined);
    let outcome = if counts.written() > 0 || moved > 0 {
        write::<F>(desk, &asked, (&examined, counts), handed_back.as_deref(), progress)
    } else {
        Ok(Outcome::unchanged(None))
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            discard(written_to.as_deref());
            return Err(error);
        }
    };
    if let Some(path) = &written_to {
        record_export(desk, counts, path)?;
    }
    Ok(Outcome { body: reply::<F>(examined, told, outcome.body, written_to), changed: outcome.changed })
}

/// What an import tells of its rows. The verdicts themselves are gone before anything is written: that needs the memory.
struct Told {
    counts: RowCounts,
    attention: Vec<SourceRowView>,
    attention_count: u32,
}

impl Told {
    fn of(judgement: &Judgement) -> Self {
        let (attention, attention_count) = judgement.attention();
        Self { counts: judgement.counts(), attention, attention_count }
    }
}

fn write<F: Form>(
    desk: &mut Desk,
    asked: &Asked<'_>,
    (examined, counts): (&Examined<F::Plan>, RowCounts),
    handed_back: Option<&[u8]>,
    progress: &dyn Progress,
) -> Result<Outcome<Option<ChangeId>>> {
    let book = desk.book_mut()?;
    let name = &examined.file_name;
    let operation = Operation::new(F::OPERATION, title::<F>(counts, moved_by::<F>(examined), name));
    let written = book.write_sealing(
        |sealing| {
            let source = sealing.seal(&examined.bytes(asked.path)?)?;
            let refused = handed_back.map(|bytes| sealing.seal(bytes)).transpose()?;
            Ok::<_, DeskError>((source, refused))
        },
        &operation,
        |writing, (source, refused)| {
            F::apply(writing, &examined.plan, progress)?;
            step(progress, "保存", 1, 1)?;
            keep(writing, &source, refused.as_ref(), name)?;
            writing.insert(&batch::<F>(writing, &source, (examined, counts)))?;
            Ok(save_mapping::<F>(writing, examined)?)
        },
    )?;
    let change = written.change;
    Ok(outcome_of(written, |()| change))
}

fn keep(
    writing: &mut Writing<'_>,
    source: &SealedFile,
    refused: Option<&SealedFile>,
    name: &str,
) -> Result<(), LedgerError> {
    keep_file(writing, source, name, "imported_source")?;
    match refused {
        Some(refused) => keep_file(writing, refused, &format!("退回行：{name}"), "refused_rows").map(|_| ()),
        None => Ok(()),
    }
}

fn batch<F: Form>(
    writing: &Writing<'_>,
    source: &SealedFile,
    (examined, counts): (&Examined<F::Plan>, RowCounts),
) -> ImportBatch {
    ImportBatch {
        kind: F::KIND.code().to_owned(),
        file_sha256: source.sha256.to_vec(),
        file_name: examined.file_name.clone(),
        imported_at: writing.at(),
        added_count: counts.new.into(),
        updated_count: counts.update.into(),
        same_count: counts.same.into(),
        conflict_count: counts.conflict.into(),
        refused_count: counts.refused.into(),
        duplicate_count: Some(counts.duplicate.into()),
        register_on: examined.source.register_on,
    }
}

fn save_mapping<F: Form>(writing: &mut Writing<'_>, examined: &Examined<F::Plan>) -> Result<(), LedgerError> {
    if examined.chosen.is_empty() {
        return Ok(());
    }
    let sheets = examined.source.sheets.iter();
    sheets
        .into_iter()
        .try_for_each(|sheet| remembered::save(writing, F::KIND, &sheet.header_key, &examined.chosen))
}

/// How many members are moved whom the file does not name.
fn moved_by<F: Form>(examined: &Examined<F::Plan>) -> u32 {
    F::absent(&examined.plan).map_or(0, |absent| absent.moved)
}

/// 「导入党员花名册：新增 312 人（党员花名册.xlsx）」
fn title<F: Form>(counts: RowCounts, moved: u32, file_name: &str) -> String {
    let mut parts = Vec::new();
    if counts.new > 0 {
        parts.push(format!("新增 {} {}", counts.new, F::COUNTED));
    }
    if counts.update > 0 {
        parts.push(format!("更新 {} {}", counts.update, F::COUNTED));
    }
    if moved > 0 {
        parts.push(format!("登记增减 {moved} 人"));
    }
    format!("导入{}：{}（{file_name}）", F::KIND.label(), parts.join("，"))
}

/// Writes the rows handed back where the person asked for them.
fn hand_back(bytes: Option<&[u8]>, to: Option<&str>) -> Result<Option<PathBuf>> {
    let (Some(bytes), Some(to)) = (bytes, to) else { return Ok(None) };
    let path = PathBuf::from(to);
    refused::write_whole(&path, bytes)?;
    Ok(Some(path))
}

/// What was handed back for an import that did not happen goes again.
fn discard(path: Option<&Path>) {
    if let Some(path) = path
        && let Err(error) = std::fs::remove_file(path)
    {
        tracing::warn!(%error, "the rows handed back could not be removed");
    }
}

/// Rows with ID numbers have left the book's care: that is recorded (decisions 24).
fn record_export(desk: &mut Desk, counts: RowCounts, path: &Path) -> Result<()> {
    let title = format!("导出未导入的 {} 行：{}", counts.handed_back(), path.display());
    let operation = Operation::new(OperationKind::Export, title);
    desk.book_mut()?.write(&operation, |_| Ok::<(), LedgerError>(()))?;
    Ok(())
}

fn reply<F: Form>(
    examined: Examined<F::Plan>,
    Told { counts, attention, attention_count }: Told,
    change: Option<ChangeId>,
    refused: Option<PathBuf>,
) -> Applied {
    let is_changed = change.is_some();
    let moved = moved_by::<F>(&examined);
    Applied {
        kind: F::KIND,
        is_changed,
        change,
        message: message::<F>(counts, moved, is_changed) + &unread(&examined),
        counts,
        attention,
        attention_count,
        findings: examined.findings,
        new_organisations: if is_changed { examined.new_organisations } else { Vec::new() },
        refused_file: refused.map(|path| path.display().to_string()),
    }
}

/// What of the file was not read; why stands among the findings.
fn unread<P>(examined: &Examined<P>) -> String {
    let words = examined.source.unread.in_words();
    words.map_or_else(String::new, |words| format!("另有{words}没有读取。"))
}

fn message<F: Form>(counts: RowCounts, moved: u32, is_changed: bool) -> String {
    let back = match counts.handed_back() {
        0 => String::new(),
        n => format!("另有 {n} 行没有导入，原因写在各行上，改好后可以单独再导入。"),
    };
    let done = match (is_changed, counts.total) {
        (_, 0) => empty_file(F::KIND),
        (true, _) => format!(
            "已导入：新增 {}，更新 {}，相同 {}{}（单位：{}）。",
            counts.new,
            counts.update,
            counts.same,
            extra(counts, moved),
            F::COUNTED
        ),
        (false, _) if counts.same + counts.duplicate == counts.total => {
            "这份文件的内容台账里都有，没有改动。".to_owned()
        }
        (false, _) => "没有可以写入的行，台账没有改动。".to_owned(),
    };
    done + &back
}

/// What is told only where there is any.
fn extra(counts: RowCounts, moved: u32) -> String {
    let told = [("重复", counts.duplicate), ("不导入", counts.left), ("登记增减", moved)];
    told.into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("，{word} {count}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::roster::Roster;

    #[test]
    fn the_undo_list_says_how_many_came_from_which_file() {
        let counts = RowCounts { total: 3, new: 2, update: 1, ..RowCounts::default() };
        assert_eq!(
            title::<Roster>(counts, 0, "名册.xlsx"),
            "导入党员花名册：新增 2 人，更新 1 人（名册.xlsx）"
        );
    }

    #[test]
    fn a_file_that_says_nothing_new_is_told_apart_from_one_that_could_not_be_taken() {
        let same = RowCounts { total: 2, same: 2, ..RowCounts::default() };
        let refused = RowCounts { total: 2, refused: 2, ..RowCounts::default() };
        assert!(message::<Roster>(same, 0, false).contains("都有"));
        assert!(message::<Roster>(refused, 0, false).contains("2 行没有导入"));
        assert!(message::<Roster>(RowCounts::default(), 0, false).contains("是空的"));
    }
}
