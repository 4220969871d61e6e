//! Nouns and rules of Party-branch work. Pure: no file, clock, database or text for a screen beyond labels.

pub mod code;
pub mod day;
pub mod mask;
pub mod phone;
pub mod text;
