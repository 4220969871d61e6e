//! Months, what stands when they close, and the questions asked of a month. Every question is driven from an index
//! on `booked_month` or from closed figures: it costs the same at any age of the book.

pub mod calendar;
pub mod changed;
pub mod fact;
pub mod figure;
pub mod flow;
pub mod made;

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::key::{OrganisationId, PointsAccountId};

use crate::entity;

entity! {
    /// A month of the book and its state.
    pub struct MonthRow: MonthId, "month", 28 {
        month: Month,
        state: String,
        from_on: Day,
        to_on: Day,
        due_on: Day,
        filled_on: Option<Day>,
        sent_file_id: Option<i64>,
        submitted_change_id: Option<i64>,
        closed_at: Option<Instant>,
    }

    /// A figure of a closed month for one organisation.
    pub struct MonthFigure: MonthFigureId, "month_figure", 29 {
        month: Month,
        organisation_id: OrganisationId,
        figure: String,
        value: i64,
    }

    /// An account's closing balance of a month.
    pub struct PointsClosing: PointsClosingId, "points_closing", 30 {
        account_id: PointsAccountId,
        month: Month,
        counted: i64,
        by_category: String,
        is_vetoed: bool,
        score: i64,
        grade: String,
    }
}
