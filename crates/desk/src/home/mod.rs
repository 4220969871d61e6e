//! What the window shows around every page and on the first one. Questions only: what they count is counted by the
//! same functions as the workbook and the check of the month.

mod ahead;
mod falls_due;
mod frame;
mod matrix;
mod show;
mod tile;
mod title;

#[cfg(test)]
mod tests;
