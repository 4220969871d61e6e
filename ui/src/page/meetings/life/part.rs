//! Words and counts that calendar, record and head share: spans of time, marks, counts.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::meeting::SpanRow;
use leptos::prelude::*;

use crate::address;
use crate::part::Tone;
use crate::state::watch::memo;
use crate::word;

/// How much time is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Span {
    #[default]
    Month,
    Quarter,
    Year,
}

impl Span {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Its word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// First and last day around a month.
    pub fn days(self, month: Month) -> (Day, Day) {
        let (first, last) = match self {
            Self::Month => (month, month),
            Self::Quarter => {
                let [first, _, last] = month.quarter().months();
                (first, last)
            }
            Self::Year => {
                let first = month.plus(1 - i32::try_from(month.month()).unwrap_or(1));
                (first, first.plus(11))
            }
        };
        (first.first_day(), last.last_day())
    }

    /// `十一月`, `2026年第四季度`, `2026年`.
    pub fn label(self, month: Month) -> String {
        match self {
            Self::Month => word::month_name(month).to_owned(),
            Self::Quarter => month.quarter().label(),
            Self::Year => format!("{}年", month.year()),
        }
    }
}

/// The span that the address names.
pub fn chosen_span() -> Memo<Span> {
    let named = address::param("span");
    memo(move || {
        let code = named.get();
        Span::ALL.into_iter().find(|span| Some(span.code()) == code.as_deref()).unwrap_or_default()
    })
}

/// Whether a record carries a mark.
fn has(row: &SpanRow, mark: &str) -> bool {
    row.row.marks.iter().any(|each| each == mark)
}

/// Whether it was cancelled.
pub fn is_cancelled(row: &SpanRow) -> bool {
    has(row, "已取消")
}

/// How a mark is shown.
pub fn tone_of(mark: &str) -> Tone {
    match mark {
        "补录" => Tone::Due,
        "已取消" => Tone::Late,
        "按登记表补入" => Tone::Info,
        _ => Tone::None,
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub standing: usize,
    pub late: usize,
}

/// Counts records that were not cancelled.
pub fn counts(rows: &[SpanRow]) -> Counts {
    let standing = || rows.iter().filter(|row| !is_cancelled(row));
    Counts { standing: standing().count(), late: standing().filter(|row| has(row, "补录")).count() }
}
