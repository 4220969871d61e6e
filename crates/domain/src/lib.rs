//! Nouns and rules of Party-branch work. Pure: no file, clock, database or text for a screen beyond labels.

pub mod attachment;
pub mod code;
pub mod day;
pub mod development;
pub mod due_day;
pub mod frequency;
pub mod gathering;
pub mod id_number;
pub mod key;
pub mod letter;
pub mod mask;
pub mod member;
pub mod month_state;
pub mod name;
pub mod office_day;
pub mod organisation;
pub mod phone;
pub mod points;
pub mod quorum;
pub mod roll_up;
pub mod rule;
pub mod standing;
pub mod stroke;
pub mod term;
pub mod text;
pub mod work_day;
