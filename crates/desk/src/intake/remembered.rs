//! Assignments of columns that are remembered: saved, found again, listed, and forgotten. A row of the book is never
//! removed: what is forgotten becomes an assignment of nothing.

use std::collections::BTreeMap;

use branchbook_contract::import::{ImportMappingForget, ImportMappingList, ImportMappingRow};
use branchbook_contract::intake::ImportKind;
use branchbook_ledger::table::import::{self, ImportMapping};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};

use super::field::FieldSpec;
use super::form::Form;
use super::kinds::by_kind;
use super::mapping::Mapping;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<ImportMappingList> for Desk {
    fn handle(
        &mut self,
        _command: ImportMappingList,
        _: &dyn Progress,
    ) -> Result<Outcome<Vec<ImportMappingRow>>> {
        let rows = self.book()?.read(|reading| {
            let lists = ImportKind::ALL.iter().map(|kind| of_kind(reading, *kind));
            lists.collect::<Result<Vec<_>>>()
        })?;
        Ok(Outcome::unchanged(rows.into_iter().flatten().collect()))
    }
}

impl Handle<ImportMappingForget> for Desk {
    fn handle(&mut self, command: ImportMappingForget, _: &dyn Progress) -> Result<Outcome<()>> {
        let book = self.book_mut()?;
        let known = book.read(|reading| reading.get::<ImportMapping>(command.mapping))?;
        let known = known.filter(|known| known.mapping != NOTHING);
        let known = known.ok_or_else(|| DeskError::refused("没有记住这一份栏目对应，可能已经清除。"))?;
        let operation = Operation::new(OperationKind::SettingSet, "不再沿用记住的栏目对应");
        let forgotten = ImportMapping { mapping: NOTHING.to_owned(), ..known.value };
        let written = book.write(&operation, |writing| {
            writing.update(known.id, &forgotten)?;
            Ok::<_, DeskError>(())
        })?;
        Ok(outcome_of(written, |()| ()))
    }
}

/// An assignment of nothing.
const NOTHING: &str = "{}";

fn of_kind(reading: &Reading<'_>, kind: ImportKind) -> Result<Vec<ImportMappingRow>> {
    let fields = by_kind!(kind, fields_of());
    let rows = import::mappings(reading, kind.code())?.into_iter().map(|row| line(kind, fields, &row));
    let mut rows = rows.collect::<Result<Vec<_>>>()?;
    rows.retain(|row| !row.assigned.is_empty());
    Ok(rows)
}

fn fields_of<F: Form>() -> &'static [FieldSpec] {
    F::fields()
}

fn line(kind: ImportKind, fields: &[FieldSpec], row: &Stored<ImportMapping>) -> Result<ImportMappingRow> {
    let assigned: Mapping = parsed(row)?;
    let title =
        |key: &str| fields.iter().find(|field| field.key == key).map_or("不导入", |field| field.title);
    let words = |(from, to): (&str, Option<&str>)| format!("{from}：{}", to.map_or("不导入", title));
    Ok(ImportMappingRow {
        mapping: row.id,
        kind,
        titles: row.header_key.split('|').map(str::to_owned).collect(),
        assigned: assigned.pairs().map(words).collect(),
    })
}

/// Saved assignments of a kind by the key of their titles.
pub(crate) fn saved(
    reading: &Reading<'_>,
    kind: ImportKind,
) -> Result<BTreeMap<String, Mapping>, LedgerError> {
    let rows = import::mappings(reading, kind.code())?;
    let rows = rows.into_iter().map(|row| Ok::<_, LedgerError>((row.header_key.clone(), parsed(&row)?)));
    let mut saved: BTreeMap<String, Mapping> = rows.collect::<Result<_, _>>()?;
    // What was forgotten is an assignment of nothing.
    saved.retain(|_, mapping| !mapping.is_empty());
    Ok(saved)
}

/// A saved assignment as it was written.
fn parsed(row: &Stored<ImportMapping>) -> Result<Mapping, LedgerError> {
    let corrupt = LedgerError::Corrupt { table: "import_mapping", id: row.id.0, column: "mapping" };
    serde_json::from_str(&row.mapping).map_err(|_| corrupt)
}

/// Saves an assignment for files with the same titles.
pub(crate) fn save(
    writing: &mut Writing<'_>,
    kind: ImportKind,
    header_key: &str,
    mapping: &Mapping,
) -> Result<(), LedgerError> {
    let text = serde_json::to_string(mapping)
        .map_err(|error| LedgerError::Refused(format!("栏目对应无法保存：{error}。")))?;
    import::save_mapping(writing, kind.code(), header_key, text)
}
