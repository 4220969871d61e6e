//! The papers of records: what the book says of one record, laid out on A4. Numbers of people are masked; whatever looks
//! like one in a remark is masked where the paper goes out (`folio/masked.rs`). Must not write.

pub(super) mod meeting;
pub(super) mod member;
pub(super) mod service;
pub(super) mod unit;

use branchbook_contract::folio::PaperPart;
use branchbook_contract::meeting::TimeOfDay;
use branchbook_domain::day::{Day, day_label};

/// Facts of a sheet; what is not known stands as a dash.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn add(&mut self, label: &str, text: impl Into<String>) {
        let text: String = text.into();
        self.0.push((label.to_owned(), if text.is_empty() { "—".to_owned() } else { text }));
    }

    fn maybe(&mut self, label: &str, text: Option<&str>) {
        self.add(label, text.unwrap_or_default());
    }

    fn part(self) -> PaperPart {
        PaperPart::Facts(self.0)
    }
}

/// 「2026年10月17日 14:30–16:00」.
fn when(day: Day, [start, end]: [Option<TimeOfDay>; 2]) -> String {
    let times: Vec<String> = [start, end].iter().flatten().map(ToString::to_string).collect();
    format!("{} {}", day_label(day), times.join("–")).trim_end().to_owned()
}

/// Minutes as hours: 90 is 「1.5」, 60 is 「1」.
fn hours(minutes: i64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// A day, empty where it is not known.
fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Lines to sign on.
fn signs(lines: &[&str]) -> PaperPart {
    PaperPart::Signs(lines.iter().map(|&line| line.to_owned()).collect())
}
