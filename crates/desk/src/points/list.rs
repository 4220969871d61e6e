//! The points of a month, for the office's eyes.

use branchbook_contract::points::{PointsList, PointsMonth};
use branchbook_domain::day::Month;

use super::figures::points_month_figures;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<PointsList> for Desk {
    fn handle(&mut self, command: PointsList, _progress: &dyn Progress) -> Result<Outcome<PointsMonth>> {
        let today = self.clock().now().beijing_day();
        let month = command.month.unwrap_or_else(|| Month::of(today));
        let list = self.book()?.read(|reading| points_month_figures(reading, month, command.branch))?;
        Ok(Outcome::unchanged(list))
    }
}
