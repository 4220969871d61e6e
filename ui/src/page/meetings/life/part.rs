//! Words and counts that calendar, record and head share: spans of time, marks, counts.

use branchbook_contract::domain::day::{Around, Month};
use branchbook_contract::domain::gathering::GatheringMark;
use branchbook_contract::meeting::SpanRow;
use leptos::prelude::*;

use crate::address;
use crate::part::Tone;
use crate::state::watch::memo;

/// How the time shown is called: `十一月`, `2026年第四季度`, `2026年`.
pub fn label(around: Around, month: Month) -> String {
    match around {
        Around::Month => month.name().to_owned(),
        Around::Quarter => month.quarter().label(),
        Around::Year => format!("{}年", month.year()),
    }
}

/// The time that the address names.
pub fn chosen_span() -> Memo<Around> {
    let named = address::param("span");
    memo(move || named.get().and_then(|code| Around::from_code(&code)).unwrap_or_default())
}

/// Whether it was cancelled.
pub fn is_cancelled(row: &SpanRow) -> bool {
    row.row.marks.contains(&GatheringMark::Cancelled)
}

/// How a mark is shown.
pub const fn tone_of(mark: GatheringMark) -> Tone {
    match mark {
        GatheringMark::Late => Tone::Due,
        GatheringMark::Cancelled => Tone::Late,
        GatheringMark::Register => Tone::Info,
        GatheringMark::NumbersOnly => Tone::None,
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
    Counts {
        standing: standing().count(),
        late: standing().filter(|row| row.row.marks.contains(&GatheringMark::Late)).count(),
    }
}
