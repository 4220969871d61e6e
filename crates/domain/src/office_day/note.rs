//! What is said to the person about a date that was read or refused.
//! Must not decide anything.

use crate::day::{Day, Month, PartialDay, day_label};

/// Something assumed while reading a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayNote {
    /// `1994.1` read as January, because nothing in the column says otherwise. A warning.
    JanuaryAssumed {
        /// The cell.
        said: String,
    },
    /// `1994.1` read as October, because the column writes January `01`.
    OctoberByColumn {
        /// The cell.
        said: String,
    },
    /// A year of two digits.
    CenturyAssumed {
        /// The cell.
        said: String,
        /// The year it was read as.
        year: i32,
    },
    /// No year in the cell.
    YearAssumed {
        /// The cell.
        said: String,
        /// What it was read as.
        day: PartialDay,
        /// The month worked on, if that decided it.
        by_month: Option<Month>,
    },
    /// A serial number of a spreadsheet.
    FromSerial {
        /// The number.
        serial: String,
        /// The day it stands for.
        day: Day,
    },
}

impl DayNote {
    /// Whether a person should compare it with the paper.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::JanuaryAssumed { .. })
    }

    /// The sentence for the person.
    pub fn sentence(&self) -> String {
        match self {
            Self::JanuaryAssumed { said } => {
                format!(
                    "「{said}」可能是 1 月，也可能是 10 月；本列没有 01 至 09 的写法，按 1 月读入，请核对。"
                )
            }
            Self::OctoberByColumn { said } => {
                format!("「{said}」按 10 月读入：本列的月份写成两位，1 月会写成 01。")
            }
            Self::CenturyAssumed { said, year } => format!("「{said}」的年份只有两位，按 {year} 年读入。"),
            Self::YearAssumed { said, day, by_month: Some(month) } => {
                format!("「{said}」没有年份，按所办月份（{}）读作 {}。", month.label(), day.label())
            }
            Self::YearAssumed { said, day, by_month: None } => {
                format!("「{said}」没有年份，按今天以前最近的一次读作 {}。", day.label())
            }
            Self::FromSerial { serial, day } => {
                format!("「{serial}」是表格软件的日期序号，读作 {}。", day_label(*day))
            }
        }
    }
}

/// Why there is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayProblem {
    /// Nothing stands there.
    #[error("日期是空的。")]
    Blank,
    /// A word without figures, such as 预备; the column decides whether it means something.
    #[error("「{0}」是文字，不是日期。")]
    Word(String),
    /// Figures, but no date.
    #[error("「{0}」看不出是哪一天，请改成 2026-10-31 这样的写法。")]
    NotADate(String),
    /// A date that no calendar has.
    #[error("「{0}」这一天不存在，请核对后改正。")]
    Impossible(String),
    /// A date far outside the years of a register.
    #[error("「{0}」的年份不像台账里的日期（1890 年到 2100 年），请核对后改正。")]
    FarYear(String),
    /// Day and month cannot be told apart.
    #[error("「{0}」分不清哪个是月、哪个是日，请把年份写在前面。")]
    OrderUnclear(String),
    /// A serial number that stands for no day of a register.
    #[error("「{0}」不是日期序号，请改成 2026-10-31 这样的写法。")]
    NotASerial(String),
}

impl DayProblem {
    /// The sentence for the person.
    pub fn sentence(&self) -> String {
        self.to_string()
    }

    /// Whether nothing was meant to stand there (an empty cell or a dash).
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }
}
