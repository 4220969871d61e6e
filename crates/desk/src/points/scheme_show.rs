//! Shows the scheme of a day with all its versions.

use branchbook_contract::points::{PointsSchemeShow, SchemeShown, SchemeVersionRow};
use branchbook_domain::day::{Day, day_label};
use branchbook_ledger::Reading;

use super::scheme::Schemes;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<PointsSchemeShow> for Desk {
    fn handle(
        &mut self,
        command: PointsSchemeShow,
        _progress: &dyn Progress,
    ) -> Result<Outcome<SchemeShown>> {
        let day = command.on.unwrap_or_else(|| self.clock().today());
        Ok(Outcome::unchanged(self.book()?.read(|reading| shown(reading, day))?))
    }
}

/// The scheme that holds on a day.
pub(crate) fn shown(reading: &Reading<'_>, day: Day) -> Result<SchemeShown> {
    let mut schemes = Schemes::of(reading)?;
    let version = schemes.on(reading, day)?;
    let version = version
        .ok_or_else(|| DeskError::refused(format!("{} 没有积分方案，请先设置积分方案。", day_label(day))))?;
    let row =
        |row: &branchbook_ledger::Stored<branchbook_ledger::table::points::PointsScheme>| SchemeVersionRow {
            version: row.version,
            name: row.name.clone(),
            from_on: row.from_on,
            to_on: row.to_on,
        };
    Ok(SchemeShown {
        version: version.number,
        from_on: version.from_on,
        to_on: version.to_on,
        scheme: version.scheme.clone(),
        versions: schemes.rows().iter().map(row).collect(),
    })
}
