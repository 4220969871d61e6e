//! Nouns and rules of Party-branch work. Pure: no file, clock, database or text for a screen beyond labels.

pub mod day;
