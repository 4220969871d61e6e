//! How facts are written on the screen: figures, days, dashes. Knows no record.

use branchbook_domain::day::{Datelike, Day, Instant};
use branchbook_domain::figure;
use leptos::prelude::*;

pub use branchbook_domain::day::short_label as short_day;
pub use branchbook_domain::figure::{grouped as number, grouped_hours as hours};

/// What stands where nothing is known. Zero is 0, missing is a dash.
pub const DASH: &str = "—";

/// A text, or a dash.
pub fn or_dash(text: Option<&str>) -> String {
    text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(DASH).to_owned()
}

/// A change: `+2`, `−1`, `0`.
pub fn change(value: i64) -> String {
    if value > 0 { format!("+{}", number(value)) } else { number(value) }
}

/// A part of a whole with at most one decimal: `93.2%`; a dash if there is no whole.
pub fn percent(part: i64, whole: i64) -> String {
    figure::percent(part, whole).unwrap_or_else(|| DASH.to_owned())
}

/// A part of a whole without decimals: `91%`.
pub fn whole_percent(part: i64, whole: i64) -> String {
    if whole <= 0 { DASH.to_owned() } else { format!("{}%", (part * 100 + whole / 2) / whole) }
}

/// `11-26`.
pub fn month_and_day(day: Day) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}

/// An instant as it is said today: `今天 08:31`, `昨天 17:02`, `11月3日`, `2025-12-30`.
pub fn moment(at: Instant, today: Option<Day>) -> String {
    let (day, text) = (at.beijing_day(), at.to_string());
    let clock = text.split(' ').nth(1).unwrap_or_default();
    match today.map(|today| (today - day).num_days()) {
        Some(0) => format!("今天 {clock}"),
        Some(1) => format!("昨天 {clock}"),
        Some(2..=300) => short_day(day),
        _ => day.to_string(),
    }
}

/// A longer text. Its days and months keep to one line: a browser would break them behind a hyphen or before 年.
pub fn running(text: &str) -> AnyView {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let is_over = |c: char| !c.is_ascii_digit() && !"-年月日".contains(c);
        let (day, after) = from.split_at(from.find(is_over).unwrap_or(from.len()));
        pieces.push(view! { {before.to_owned()}<span class="whole">{day.to_owned()}</span> }.into_any());
        rest = after;
    }
    view! { {pieces}{rest.to_owned()} }.into_any()
}

/// The length of a file in words.
pub fn bytes(size: u64) -> String {
    match size {
        0..1_024 => format!("{size} 字节"),
        1_024..1_048_576 => format!("{} KB", size.div_ceil(1_024)),
        _ => format!("{}.{} MB", size / 1_048_576, size % 1_048_576 * 10 / 1_048_576),
    }
}

/// The name of a file without its folders, whatever system wrote the path.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
