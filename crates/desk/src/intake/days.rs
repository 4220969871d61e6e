//! Which of several columns of days is which, where no title says so. Must not decide about rows.

use std::collections::BTreeSet;

use branchbook_domain::day::{Day, add_days};
use branchbook_domain::id_number::read_id;
use branchbook_domain::office_day::read_day;
use branchbook_workbook::Grid;

use super::guess::Column;
use super::wanted::Wanted;

/// Who joins is of age.
const FULL_AGE_DAYS: i64 = 17 * 365;
/// The days of a person in the order of a life.
const LIFE: [&str; 3] = ["birth", "joined", "became_full"];

/// For each column that can be told: its position among `columns`, the key of the field, and why.
pub(super) fn tell(
    columns: &[&Column<'_>],
    open: &[&'static str],
    id_numbers: Option<u16>,
    grid: &Grid,
    wanted: &Wanted<'_>,
) -> Vec<(usize, &'static str, String)> {
    let mut found = Vec::new();
    let mut taken = BTreeSet::new();
    let mut left: Vec<&'static str> = LIFE.into_iter().filter(|key| open.contains(key)).collect();
    if left.contains(&"birth")
        && let Some(at) = columns.iter().position(|column| is_birth(column.at, id_numbers, grid, wanted))
    {
        taken.insert(at);
        left.retain(|key| *key != "birth");
        found.push((at, "birth", "内容是日期，与身份证号里的出生日期一致".to_owned()));
    }
    let mut rest: Vec<(usize, Day)> = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !taken.contains(at))
        .filter_map(|(at, column)| Some((at, middle(column, wanted)?)))
        .collect();
    rest.sort_by_key(|(_, day)| *day);
    drop_what_is_no_birth(&rest, &mut left);
    if rest.len() <= left.len() {
        let pairs = rest.into_iter().zip(left);
        found.extend(pairs.map(|((at, _), key)| (at, key, "内容是日期，按先后判断".to_owned())));
    }
    found
}

/// Two columns a year apart are joined and became full, not born and joined.
fn drop_what_is_no_birth(rest: &[(usize, Day)], left: &mut Vec<&'static str>) {
    let is_life = match rest {
        [(_, first), (_, second), ..] => add_days(*first, FULL_AGE_DAYS) <= *second,
        _ => false,
    };
    if !is_life && rest.len() < left.len() {
        left.retain(|key| *key != "birth");
    }
}

/// Whether the days are those in the ID numbers beside them.
fn is_birth(column: u16, id_numbers: Option<u16>, grid: &Grid, wanted: &Wanted<'_>) -> bool {
    let Some(id_numbers) = id_numbers else { return false };
    let pairs = grid.rows.iter().filter_map(|row| {
        let birth = read_id(row.text(id_numbers)).number?.birth()?;
        let said = read_day(row.text(column), &wanted.days).ok()?.day;
        Some(said.agrees_with(birth.into()))
    });
    let agreeing: Vec<bool> = pairs.collect();
    agreeing.len() > 1 && agreeing.iter().filter(|agrees| **agrees).count() * 10 >= agreeing.len() * 8
}

/// The day in the middle of a column.
fn middle(column: &Column<'_>, wanted: &Wanted<'_>) -> Option<Day> {
    let days = column.cells.iter().filter_map(|cell| read_day(&cell.text, &wanted.days).ok());
    let mut days: Vec<Day> = days.map(|read| read.day.earliest()).collect();
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}
