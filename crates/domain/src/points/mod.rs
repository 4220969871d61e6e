//! Honour points: amounts, schemes, counting under caps, and the sentences that explain a count.
//! Books nothing and knows no person: it is handed one person's entries and the scheme in its versions.

mod amount;
mod count;
mod default_scheme;
mod explain;
mod grade;
mod item;
mod reversal;
mod scheme;

pub use amount::{Points, PointsError};
pub use count::{
    CapStage, CategorySum, Counted, Counting, Cut, PointEvent, Score, Versions, count, count_versions,
};
pub use default_scheme::default_scheme;
pub use explain::{explain, explain_line};
pub use grade::{Grade, excellent_at_most};
pub use item::{AutoSource, Cap, CapPeriod, Item, Unit};
pub use reversal::LineState;
pub use scheme::{Category, Scheme, SchemeError};
