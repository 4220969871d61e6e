//! Nouns and rules of Party-branch work. Pure: no file, clock, database or text for a screen beyond labels.

pub mod day;
pub mod frequency;
pub mod gathering;
pub mod month_state;
pub mod points;
pub mod quorum;
pub mod rule;
pub mod standing;
