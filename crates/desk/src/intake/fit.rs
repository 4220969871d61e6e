//! Which kind of file a sheet looks like: a file taken for another kind is refused by name instead of being read as
//! what it is not. Must not decide about rows.

use std::collections::BTreeMap;

use branchbook_contract::intake::ImportKind;
use branchbook_workbook::Grid;

use super::field::FieldSpec;
use super::form::Form;
use super::header;
use super::kinds::by_kind;
use super::mapping::Mapping;

/// So many more titles must another kind recognise to fit clearly better.
const CLEARLY: usize = 2;

/// The other kind that a sheet fits clearly better than the one asked for, which recognises `matched` of its titles.
pub(crate) fn better(grid: &Grid, asked: ImportKind, matched: usize) -> Option<ImportKind> {
    // No kind recognises more titles than the sheet has columns.
    if matched + CLEARLY > usize::from(grid.width()) {
        return None;
    }
    let others = ImportKind::ALL.iter().copied().filter(|kind| *kind != asked);
    let scored = others.map(|kind| (recognised(grid, by_kind!(kind, fields_of())), kind));
    let (best, kind) = scored.max_by_key(|(recognised, _)| *recognised)?;
    (best >= matched + CLEARLY).then_some(kind)
}

fn fields_of<F: Form>() -> &'static [FieldSpec] {
    F::fields()
}

/// How many titles of the sheet are fields of a kind; none if it lacks what the kind requires.
fn recognised(grid: &Grid, fields: &'static [FieldSpec]) -> usize {
    let header = header::find(grid, fields, &Mapping::default(), &BTreeMap::new());
    header.map_or(0, |header| header.columns.iter().flatten().count())
}
