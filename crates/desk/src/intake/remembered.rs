//! Assignments of columns that are remembered: listed, and forgotten. A row of the book is never removed: what is
//! forgotten becomes an assignment of nothing.

use branchbook_contract::import::{ImportMappingForget, ImportMappingList, ImportMappingRow};
use branchbook_contract::intake::ImportKind;
use branchbook_ledger::table::import::{self, ImportMapping};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::field::FieldSpec;
use super::form::Form;
use super::kinds::by_kind;
use super::mapping::{self, Mapping};
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
    let assigned: Mapping = mapping::parsed(row)?;
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
