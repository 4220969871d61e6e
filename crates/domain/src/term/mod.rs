//! Terms of office (任期, 换届) and the posts that a branch of its size needs. Reckons days and names gaps; when an
//! election is held, and whether a term is made longer, is the superior organisation's to say.

mod length;
mod office;
mod title;
mod vacancy;

pub use length::{TermLength, term_length};
pub use office::{Term, TermExtension, TermMark, check_term};
pub use title::{TitlesOfLevel, titles_of};
pub use vacancy::{check_posts, titles_due, vacancies};
