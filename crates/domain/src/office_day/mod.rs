//! Dates as offices write them: 1978.5, 78年5月, 1978-05-00, 19780120, 2015年4月20日, 10月9日, serial numbers.
//! Must not guess in silence: whatever was assumed is a note, and what no calendar knows is refused.

mod note;
mod parts;
mod serial;

pub use note::{DayNote, DayProblem};
pub(crate) use parts::{is_chinese_figure, western};
pub use serial::{DateSystem, read_serial};

use crate::day::{Day, Month, PartialDay};
use crate::text::{is_blank_mark, squeeze, tidy};
use parts::{Separator, Written};

/// Years that a register can hold; anything else is a slip of the pen. They stand in the sentence of
/// [`DayProblem::OutsideYears`], too.
const YEARS: std::ops::RangeInclusive<i32> = 1890..=2100;

/// What must be known besides the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayContext {
    /// Today in Beijing.
    pub today: Day,
    /// The month that is being worked on (`--month`), for dates without a year.
    pub month: Option<Month>,
    /// Whether the column holds any `yyyy.0m`: then its `1994.1` is October (decisions 2).
    pub column_has_two_digit_months: bool,
}

impl DayContext {
    /// A context with nothing but today.
    pub const fn on(today: Day) -> Self {
        Self { today, month: None, column_has_two_digit_months: false }
    }

    /// The last day that a date without a year can mean.
    fn latest(&self) -> Day {
        self.month.map_or(self.today, Month::last_day)
    }
}

/// A date and what was assumed to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDay {
    /// The day, as far as it is known.
    pub day: PartialDay,
    /// What was assumed, each to be shown in the preview.
    pub notes: Vec<DayNote>,
}

impl ReadDay {
    fn plain(day: impl Into<PartialDay>) -> Self {
        Self { day: day.into(), notes: Vec::new() }
    }

    fn noted(day: impl Into<PartialDay>, note: DayNote) -> Self {
        Self { day: day.into(), notes: vec![note] }
    }

    fn and(mut self, notes: impl IntoIterator<Item = DayNote>) -> Self {
        self.notes.extend(notes);
        self
    }
}

/// Reads the text of a cell; numbers in the text of a cell are read as well (`41787`, `1951.08`).
///
/// # Errors
/// `Blank` for an empty cell or a dash, `Word` for a word without figures (预备), and the reason for anything
/// that is no possible date.
pub fn read_day(text: &str, context: &DayContext) -> Result<ReadDay, DayProblem> {
    if let Some(day) = plain_day(text) {
        return Ok(ReadDay::plain(day));
    }
    if is_blank_mark(text) {
        return Err(DayProblem::Blank);
    }
    let said = squeeze(without_time(&tidy(text)));
    let Some(written) = parts::take_apart(&said) else {
        return Err(not_a_date(text));
    };
    let reader = Reader { said: &said, context };
    reader.read(&written)
}

/// Whether any of these texts is `yyyy.0m`: then `1994.1` in the same column means October (decisions 2).
pub fn column_has_two_digit_months<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    texts.into_iter().any(|text| {
        let said = squeeze(text);
        let parts = said.split_once(".0");
        parts.is_some_and(|(year, month)| is_year(year) && matches!(month.as_bytes(), [b'1'..=b'9']))
    })
}

fn not_a_date(text: &str) -> DayProblem {
    let tidied = tidy(text);
    if tidied.chars().any(|c| c.is_ascii_digit()) {
        DayProblem::NotADate(tidied)
    } else {
        DayProblem::Word(tidied)
    }
}

/// `2015-04-20 00:00:00` and `2015-04-20T08:00` without the time of day.
fn without_time(text: &str) -> &str {
    let parts = text.rsplit_once([' ', 'T']);
    parts.filter(|(_, clock)| clock.contains(':')).map_or(text, |(date, _)| date)
}

/// `1978-05-02`, the writing of most cells, without taking it apart.
fn plain_day(text: &str) -> Option<Day> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let figures = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !figures.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let year = i32::try_from(number(&[y1, y2, y3, y4])).ok().filter(|year| YEARS.contains(year))?;
    Day::from_ymd_opt(year, number(&[m1, m2]), number(&[d1, d2]))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: i32| YEARS.contains(&year))
}

struct Reader<'a> {
    said: &'a str,
    context: &'a DayContext,
}

impl Reader<'_> {
    fn read(&self, written: &Written) -> Result<ReadDay, DayProblem> {
        let figures: Vec<&str> = written.figures.iter().map(String::as_str).collect();
        match (figures.as_slice(), written.separators.as_slice()) {
            ([run], []) => self.run_of_digits(run),
            ([year], [Separator::Year]) => self.ymd(year, None, None),
            ([month], [Separator::Month]) => self.month_without_year(month),
            ([day], [Separator::Day]) => self.day_of_the_month(day),
            ([year, rest], [Separator::Point]) if rest.len() == 4 => self.packed(year, rest),
            ([serial, fraction], [Separator::Point]) if serial.len() == 5 => self.serial(serial, fraction),
            ([year, month], [Separator::Point]) if *month == "1" && is_year(year) => self.ambiguous(year),
            ([month, day], [Separator::Month, ..]) => self.without_year(month, day),
            ([a, b], [first, ..]) if *first != Separator::Year && self.is_month_and_day(a, b) => {
                self.without_year(a, b)
            }
            ([year, month], _) => self.ymd(year, Some(month), None),
            ([a, b, year], [Separator::Slash | Separator::Dash, ..]) if is_year(year) && a.len() < 3 => {
                self.year_last(a, b, year)
            }
            ([year, month, day], _) => self.ymd(year, Some(month), Some(day)),
            _ => Err(self.not_a_date()),
        }
    }

    /// 1978, 197805, 19780120, 41787.
    fn run_of_digits(&self, run: &str) -> Result<ReadDay, DayProblem> {
        let part = |from: usize, to: usize| run.get(from..to);
        match run.len() {
            4 => self.ymd(run, None, None),
            5 => self.serial(run, "0"),
            6 if run.get(..4).is_some_and(is_year) => {
                self.ymd(run.get(..4).unwrap_or_default(), part(4, 6), None)
            }
            8 => self.ymd(run.get(..4).unwrap_or_default(), part(4, 6), part(6, 8)),
            _ => Err(self.not_a_date()),
        }
    }

    fn serial(&self, whole: &str, fraction: &str) -> Result<ReadDay, DayProblem> {
        let number = whole.parse().map_err(|_| self.not_a_date())?;
        let day = serial::nth_day(number, DateSystem::From1900).ok_or_else(|| {
            let said = format!("{number}.{fraction}");
            DayProblem::NotASerial(said.trim_end_matches('0').trim_end_matches('.').to_owned())
        })?;
        Ok(ReadDay::noted(day, DayNote::FromSerial { serial: whole.to_owned(), day }))
    }

    /// 1978.0120
    fn packed(&self, year: &str, rest: &str) -> Result<ReadDay, DayProblem> {
        self.ymd(year, rest.get(..2), rest.get(2..))
    }

    /// `1994.1`: October in a column of two-digit months, else January with a warning.
    fn ambiguous(&self, year: &str) -> Result<ReadDay, DayProblem> {
        let said = self.said.to_owned();
        let (number, note) = if self.context.column_has_two_digit_months {
            (10, DayNote::OctoberByColumn { said })
        } else {
            (1, DayNote::JanuaryAssumed { said })
        };
        let month = Month::new(self.number(year)?, number).ok_or_else(|| self.impossible())?;
        Ok(ReadDay::noted(month, note))
    }

    /// Zero for month or day means that it is not known (1978-05-00).
    fn ymd(&self, year: &str, month: Option<&str>, day: Option<&str>) -> Result<ReadDay, DayProblem> {
        let (year, note) = self.year(year)?;
        let number = |part: Option<&str>| part.map_or(Ok(0), |part| self.number(part));
        let (month, day): (u32, u32) = (number(month)?, number(day)?);
        let read = match (month, day) {
            (0, 0) => PartialDay::Year(year),
            (_, 0) => PartialDay::Month(Month::new(year, month).ok_or_else(|| self.impossible())?),
            _ => PartialDay::Day(Day::from_ymd_opt(year, month, day).ok_or_else(|| self.impossible())?),
        };
        Ok(ReadDay::plain(read).and(note))
    }

    /// Four digits as they stand; two digits in the latest century that is not after this year.
    fn year(&self, text: &str) -> Result<(i32, Option<DayNote>), DayProblem> {
        let number: i32 = self.number(text)?;
        let this_year = Month::of(self.context.today).year();
        let (year, note) = match text.len() {
            4 => (number, None),
            2 => {
                let recent = if 2000 + number <= this_year { 2000 + number } else { 1900 + number };
                (recent, Some(DayNote::CenturyAssumed { said: self.said.to_owned(), year: recent }))
            }
            _ => return Err(self.not_a_date()),
        };
        match year {
            0 => Err(self.impossible()),
            _ if YEARS.contains(&year) => Ok((year, note)),
            _ => Err(DayProblem::OutsideYears(self.said.to_owned())),
        }
    }

    /// 4/20/2015 is read only if it can be read in one way.
    fn year_last(&self, a: &str, b: &str, year: &str) -> Result<ReadDay, DayProblem> {
        let (first, second): (u32, u32) = (self.number(a)?, self.number(b)?);
        match (first > 12, second > 12) {
            (false, true) => self.ymd(year, Some(a), Some(b)),
            (true, false) => self.ymd(year, Some(b), Some(a)),
            _ if first == second => self.ymd(year, Some(a), Some(b)),
            _ => Err(DayProblem::OrderUnclear(self.said.to_owned())),
        }
    }

    fn is_month_and_day(&self, a: &str, b: &str) -> bool {
        let fits = |text: &str, most: u32| {
            text.len() <= 2 && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
        };
        fits(a, 12) && fits(b, 31)
    }

    /// 10月9日: the latest such day not after the end of the month worked on, or today.
    fn without_year(&self, month: &str, day: &str) -> Result<ReadDay, DayProblem> {
        let (month, day): (u32, u32) = (self.number(month)?, self.number(day)?);
        let last_year = Month::of(self.context.latest()).year();
        let mut candidates =
            (last_year - 8..=last_year).rev().filter_map(|y| Day::from_ymd_opt(y, month, day));
        let found = candidates.find(|found| *found <= self.context.latest());
        let found = found.ok_or_else(|| self.impossible())?;
        Ok(ReadDay::noted(found, self.year_note(found.into())))
    }

    /// 10月: the latest such month that has begun.
    fn month_without_year(&self, month: &str) -> Result<ReadDay, DayProblem> {
        let latest = Month::of(self.context.latest());
        let this_year = Month::new(latest.year(), self.number(month)?).ok_or_else(|| self.impossible())?;
        let found = if this_year > latest { this_year.plus(-12) } else { this_year };
        Ok(ReadDay::noted(found, self.year_note(found.into())))
    }

    /// 9日: only within a month that is being worked on.
    fn day_of_the_month(&self, day: &str) -> Result<ReadDay, DayProblem> {
        let month = self.context.month.ok_or_else(|| self.not_a_date())?;
        let found = Day::from_ymd_opt(month.year(), month.month(), self.number(day)?);
        let found = found.ok_or_else(|| self.impossible())?;
        Ok(ReadDay::noted(found, self.year_note(found.into())))
    }

    fn year_note(&self, day: PartialDay) -> DayNote {
        DayNote::YearAssumed { said: self.said.to_owned(), day, by_month: self.context.month }
    }

    fn number<T: std::str::FromStr>(&self, text: &str) -> Result<T, DayProblem> {
        text.parse().map_err(|_| self.not_a_date())
    }

    fn not_a_date(&self) -> DayProblem {
        DayProblem::NotADate(self.said.to_owned())
    }

    fn impossible(&self) -> DayProblem {
        DayProblem::Impossible(self.said.to_owned())
    }
}

#[cfg(test)]
mod tests;
