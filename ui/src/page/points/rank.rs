//! Who stands where among those shown: equal scores share a place, and the next one counts those before it.

use branchbook_contract::points::PointsPersonRow;

use crate::sort::by_rank;

/// A place in the order of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The place, from 1.
    pub place: usize,
    /// Whether somebody else has the same score.
    pub is_shared: bool,
}

/// The rows by falling score, those without one at the end, each with its place. Equal scores stay in the order of the
/// register.
pub fn ranked(rows: &[PointsPersonRow]) -> Vec<(PointsPersonRow, Option<Standing>)> {
    let mut rows = rows.to_vec();
    by_rank(&mut rows, |row| row.score.map_or(i64::MAX, |score| -score.hundredths()));
    let standings: Vec<Option<Standing>> = rows.iter().map(|row| standing(&rows, row)).collect();
    rows.into_iter().zip(standings).collect()
}

/// Where a row stands among sorted ones.
fn standing(sorted: &[PointsPersonRow], row: &PointsPersonRow) -> Option<Standing> {
    let score = row.score?;
    let before = sorted.partition_point(|other| other.score > Some(score));
    let upto = sorted.partition_point(|other| other.score >= Some(score));
    Some(Standing { place: before + 1, is_shared: upto - before > 1 })
}

impl Standing {
    /// `12`, or `12 并列`.
    pub fn words(self) -> String {
        if self.is_shared { format!("{} 并列", self.place) } else { self.place.to_string() }
    }
}
