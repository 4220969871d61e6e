//! Figures of closed months by organisation: written once at the close, read ever after.

use std::collections::BTreeMap;

use branchbook_domain::day::Month;
use branchbook_domain::key::OrganisationId;

use super::MonthFigure;
use crate::error::Result;
use crate::gate::Writing;
use crate::reading::Reading;
use crate::table::organisation::Organisation;

/// Code of the number of cross checks that did not agree.
const DISAGREEMENTS: &str = "disagreements";

/// Figures of one month: organisation and code of the figure → number.
pub type Figures = BTreeMap<(OrganisationId, String), i64>;

/// All figures of a closed month; empty for an open one.
pub fn figures_of(reading: &Reading<'_>, month: Month) -> Result<Figures> {
    let rows = reading.entities::<MonthFigure>("WHERE month = ?", &[&month.to_string()])?;
    Ok(rows.into_iter().map(|row| ((row.organisation_id, row.value.figure), row.value.value)).collect())
}

/// One figure of a closed month, by organisation.
pub fn figure_of(reading: &Reading<'_>, month: Month, figure: &str) -> Result<BTreeMap<OrganisationId, i64>> {
    let rows =
        reading.entities::<MonthFigure>("WHERE month = ? AND figure = ?", &[&month.to_string(), &figure])?;
    Ok(rows.into_iter().map(|row| (row.organisation_id, row.value.value)).collect())
}

/// Cross checks that did not agree when the month was closed.
pub fn disagreements(reading: &Reading<'_>, month: Month) -> Result<u32> {
    let sum: i64 = figure_of(reading, month, DISAGREEMENTS)?.values().sum();
    Ok(u32::try_from(sum).unwrap_or(u32::MAX))
}

/// Notes them with the month that is being closed, at the office's own organisation.
pub fn write_disagreements(writing: &mut Writing<'_>, month: Month, count: u32) -> Result<()> {
    let Some(root) = writing.entity::<Organisation>("WHERE parent_id IS NULL ORDER BY id", &[])? else {
        return Ok(());
    };
    let figure = DISAGREEMENTS.to_owned();
    writing.insert(&MonthFigure { month, organisation_id: root.id, figure, value: i64::from(count) })?;
    Ok(())
}

/// Writes the figures of a month that is being closed.
pub fn write_figures(writing: &mut Writing<'_>, month: Month, figures: &Figures) -> Result<()> {
    for ((organisation_id, figure), value) in figures {
        let row =
            MonthFigure { month, organisation_id: *organisation_id, figure: figure.clone(), value: *value };
        writing.insert(&row)?;
    }
    Ok(())
}
