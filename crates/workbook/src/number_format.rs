//! Number formats: what kind of thing a format shows, and the text it makes of a number. Built-in formats as a Chinese
//! Excel knows them (ECMA-376 part 1, 18.8.30, zh-cn list: 27–36 and 50–58). Colours, conditions and Chinese numerals
//! ([DBNum1]) are passed over: the digits stay Arabic.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};

use crate::cell::{CellValue, Shape};
use crate::decimal::{Decimal, plain};

/// A parsed number format.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct NumberFormat {
    /// What it shows.
    pub(crate) shape: Shape,
    sections: Vec<Vec<Piece>>,
}

/// A piece of a format section.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Literal(String),
    Year(usize),
    Month(usize),
    Day(usize),
    Hour(usize),
    Minute(usize),
    Second(usize),
    HalfDay,
    Weekday(bool),
    Number { whole: usize, decimals: usize, optional: usize, scientific: bool },
    Percent,
    General,
}

impl NumberFormat {
    /// The format of a built-in number; unknown ones are General.
    pub(crate) fn built_in(id: u32) -> Self {
        built_in_code(id).map_or_else(Self::default, Self::parse)
    }

    /// Parses a format code such as `yyyy"年"m"月"d"日"` or `0.0%`.
    pub(crate) fn parse(code: &str) -> Self {
        let mut sections: Vec<Vec<Piece>> = split_sections(code).iter().map(|s| pieces(s)).collect();
        for section in &mut sections {
            settle_minutes(section);
        }
        let shape = sections.first().map_or(Shape::General, |s| shape_of(s, code));
        Self { shape, sections }
    }

    /// What a number with this format is, and the text that a person sees.
    pub(crate) fn apply(&self, value: f64, is_1904: bool) -> (CellValue, String) {
        if self.shape.is_date() {
            return match moment(value, is_1904) {
                Some(at) => (CellValue::Date(at), self.show_moment(at)),
                None => (CellValue::Number(value), plain(value)),
            };
        }
        (CellValue::Number(value), self.show_number(value))
    }

    /// The text of a date; only for formats that show one.
    pub(crate) fn show_moment(&self, at: NaiveDateTime) -> String {
        let halves = self.sections[0].contains(&Piece::HalfDay);
        self.sections[0].iter().map(|piece| moment_piece(piece, at, halves)).collect()
    }

    fn show_number(&self, value: f64) -> String {
        if matches!(self.shape, Shape::General | Shape::Text) {
            return plain(value);
        }
        let at = if value < 0.0 { 1 } else { 0 } + usize::from(value == 0.0) * 2;
        let (section, own_sign) = match self.sections.get(at) {
            Some(section) if !section.is_empty() => (section, at == 1),
            _ => (&self.sections[0], false),
        };
        let percent = section.contains(&Piece::Percent);
        let shown = if own_sign { value.abs() } else { value };
        let text: String = section.iter().map(|piece| number_piece(piece, shown, percent)).collect();
        text.trim().to_owned()
    }
}

/// The point in time of an Excel serial: `None` outside 1900–9999 and for the 29 February 1900 that never was.
pub(crate) fn moment(serial: f64, is_1904: bool) -> Option<NaiveDateTime> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let base = match (is_1904, serial < 60.0) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        (false, true) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (false, false) if serial < 61.0 => None,
        (false, false) => NaiveDate::from_ymd_opt(1899, 12, 30),
    }?;
    #[expect(clippy::cast_possible_truncation, reason = "below 2^38")]
    let seconds = (serial * 86_400.0).round() as i64;
    base.and_hms_opt(0, 0, 0)?.checked_add_signed(Duration::seconds(seconds))
}

fn built_in_code(id: u32) -> Option<&'static str> {
    Some(match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 | 48 => "0.00E+00",
        14 => "yyyy/m/d",
        15 => "d-mm-yy",
        16 => "d-mm",
        17 => "mm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 | 46 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        45 | 47 => "mm:ss",
        49 => "@",
        _ => return None,
    })
}

/// Sections stand between semicolons outside quotes.
fn split_sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars().take(1024) {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped && !quoted;
        if let Some(section) = sections.last_mut() {
            section.push(c);
        }
    }
    sections
}

fn pieces(section: &str) -> Vec<Piece> {
    let mut rest = section;
    let mut found = Vec::new();
    while let Some(c) = rest.chars().next() {
        let (piece, length) = next_piece(rest, c);
        rest = rest.get(length.max(1)..).unwrap_or("");
        match (piece, found.last_mut()) {
            (Some(Piece::Literal(text)), Some(Piece::Literal(before))) => before.push_str(&text),
            (Some(piece), _) => found.push(piece),
            (None, _) => {}
        }
    }
    found
}

/// The piece at the start of the text and the bytes it takes.
fn next_piece(rest: &str, c: char) -> (Option<Piece>, usize) {
    for (word, piece) in [
        ("General", Piece::General),
        ("G/通用格式", Piece::General),
        ("AM/PM", Piece::HalfDay),
        ("A/P", Piece::HalfDay),
        ("上午/下午", Piece::HalfDay),
    ] {
        if rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            return (Some(piece), word.len());
        }
    }
    let run = rest.chars().take_while(|next| next.eq_ignore_ascii_case(&c)).count();
    match c {
        '"' => quoted(rest),
        '[' => bracketed(rest),
        '\\' => escaped(rest),
        '_' | '*' => (None, 1 + rest.chars().nth(1).map_or(0, char::len_utf8)),
        'y' | 'Y' | 'e' | 'E' => (Some(Piece::Year(if matches!(c, 'e' | 'E') { 4 } else { run })), run),
        'm' | 'M' => (Some(Piece::Month(run)), run),
        'd' | 'D' => (Some(Piece::Day(run)), run),
        'h' | 'H' => (Some(Piece::Hour(run)), run),
        's' | 'S' => (Some(Piece::Second(run)), run),
        'a' | 'A' if run >= 3 => (Some(Piece::Weekday(run > 3)), run),
        '0' | '#' | '?' => number(rest),
        '.' if rest[1..].starts_with(['0', '#', '?']) => number(rest),
        '%' => (Some(Piece::Percent), 1),
        ',' | '@' => (None, 1),
        _ => (Some(Piece::Literal(c.to_string())), c.len_utf8()),
    }
}

fn quoted(rest: &str) -> (Option<Piece>, usize) {
    let inner = rest.get(1..).unwrap_or("");
    let text = inner.split('"').next().unwrap_or("");
    (Some(Piece::Literal(text.to_owned())), text.len() + 2)
}

fn escaped(rest: &str) -> (Option<Piece>, usize) {
    let next = rest.chars().nth(1);
    (next.map(|c| Piece::Literal(c.to_string())), 1 + next.map_or(0, char::len_utf8))
}

/// `[h]` is a duration, `[$￥-804]` a currency sign; colours, conditions and numerals are passed over.
fn bracketed(rest: &str) -> (Option<Piece>, usize) {
    let length = rest.find(']').map_or(rest.len(), |at| at + 1);
    let inner = rest.get(1..length.saturating_sub(1)).unwrap_or("");
    let piece = match inner.to_ascii_lowercase().trim_end_matches(['h', 'm', 's']) {
        "" if inner.starts_with(['h', 'H']) => Some(Piece::Hour(inner.len())),
        "" if inner.starts_with(['m', 'M']) => Some(Piece::Minute(inner.len())),
        "" if inner.starts_with(['s', 'S']) => Some(Piece::Second(inner.len())),
        _ => inner
            .strip_prefix('$')
            .map(|sign| Piece::Literal(sign.split('-').next().unwrap_or("").to_owned())),
    };
    (piece, length)
}

fn number(rest: &str) -> (Option<Piece>, usize) {
    let length = rest.find(|c: char| !matches!(c, '0' | '#' | '?' | '.' | ',')).unwrap_or(rest.len());
    let (whole, decimals) = rest[..length].split_once('.').unwrap_or((&rest[..length], ""));
    let zeros = |part: &str| part.matches('0').count();
    let places = decimals.chars().filter(|c| *c != ',').count();
    let tail = &rest[length..];
    let power = tail.starts_with(['E', 'e']) && tail[1..].starts_with(['+', '-']);
    let power_length =
        if power { 2 + tail[2..].chars().take_while(|c| matches!(c, '0' | '#' | '?')).count() } else { 0 };
    let piece = Piece::Number {
        whole: zeros(whole),
        decimals: places,
        optional: places - zeros(decimals),
        scientific: power,
    };
    (Some(piece), length + power_length)
}

/// `m` means minutes after an hour or before a second.
fn settle_minutes(section: &mut [Piece]) {
    let timed: Vec<usize> =
        (0..section.len()).filter(|at| !matches!(section[*at], Piece::Literal(_) | Piece::HalfDay)).collect();
    for (place, at) in timed.iter().enumerate() {
        let Piece::Month(run) = section[*at] else { continue };
        let after_hour = place > 0 && matches!(section[timed[place - 1]], Piece::Hour(_));
        let before_second =
            timed.get(place + 1).is_some_and(|next| matches!(section[*next], Piece::Second(_)));
        if run <= 2 && (after_hour || before_second) {
            section[*at] = Piece::Minute(run);
        }
    }
}

fn shape_of(section: &[Piece], code: &str) -> Shape {
    let has = |wanted: fn(&Piece) -> bool| section.iter().any(wanted);
    let year = has(|p| matches!(p, Piece::Year(_)));
    let month = has(|p| matches!(p, Piece::Month(_)));
    let day = has(|p| matches!(p, Piece::Day(_)));
    let time = has(|p| matches!(p, Piece::Hour(_) | Piece::Minute(_) | Piece::Second(_) | Piece::HalfDay));
    let number = has(|p| matches!(p, Piece::Number { .. }));
    match (year, month, day) {
        (true, true, true) => Shape::Day,
        (true, true, false) => Shape::Month,
        (false, true, true) => Shape::MonthDay,
        (true, false, _) if !number => Shape::Year,
        (false, true, false) | (false, false, true) => Shape::MonthDay,
        _ if has(|p| matches!(p, Piece::Weekday(_))) => Shape::Day,
        _ if time => Shape::Time,
        _ if has(|p| matches!(p, Piece::Percent)) => Shape::Percent,
        _ if number => Shape::Number,
        _ if code.trim() == "@" => Shape::Text,
        _ => Shape::General,
    }
}

fn moment_piece(piece: &Piece, at: NaiveDateTime, halves: bool) -> String {
    let padded = |number: u32, run: usize| format!("{number:0width$}", width = run.min(2));
    let hour = if halves { (at.hour() + 11) % 12 + 1 } else { at.hour() };
    match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Year(run) if *run <= 2 => format!("{:02}", at.year().rem_euclid(100)),
        Piece::Year(_) => at.year().to_string(),
        Piece::Month(run) => padded(at.month(), *run),
        Piece::Day(run) if *run <= 2 => padded(at.day(), *run),
        Piece::Day(_) | Piece::Weekday(true) => format!("星期{}", weekday(at)),
        Piece::Weekday(false) => weekday(at).to_owned(),
        Piece::Hour(run) => padded(hour, *run),
        Piece::Minute(run) => padded(at.minute(), *run),
        Piece::Second(run) => padded(at.second(), *run),
        Piece::HalfDay => (if at.hour() < 12 { "上午" } else { "下午" }).to_owned(),
        Piece::Number { .. } | Piece::Percent | Piece::General => String::new(),
    }
}

fn weekday(at: NaiveDateTime) -> &'static str {
    ["一", "二", "三", "四", "五", "六", "日"][at.weekday().num_days_from_monday() as usize]
}

fn number_piece(piece: &Piece, value: f64, percent: bool) -> String {
    match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Percent => "%".to_owned(),
        Piece::General => plain(value),
        Piece::Number { scientific: true, .. } => plain(value),
        Piece::Number { whole, decimals, optional, .. } => {
            let shifted = Decimal::new(value).map(|d| d.shifted(if percent { 2 } else { 0 }));
            let text = shifted.map_or_else(|| "#NUM!".to_owned(), |d| d.fixed(*decimals, *whole));
            trim_optional(&text, *optional)
        }
        _ => String::new(),
    }
}

/// Takes away at most so many zeros at the end of the decimals.
fn trim_optional(text: &str, optional: usize) -> String {
    let mut kept = text;
    for _ in 0..optional {
        kept = kept.strip_suffix('0').unwrap_or(kept);
    }
    kept.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(format: &NumberFormat, value: f64) -> (String, Shape) {
        (format.apply(value, false).1, format.shape)
    }

    #[test]
    fn built_in_formats_of_a_chinese_excel_are_dates() {
        let cases = [
            (14, "2026/10/8", Shape::Day),
            (27, "2026年10月", Shape::Month),
            (28, "10月8日", Shape::MonthDay),
            (30, "10-8-26", Shape::Day),
            (31, "2026年10月8日", Shape::Day),
            (36, "2026年10月", Shape::Month),
            (57, "2026年10月", Shape::Month),
            (58, "10月8日", Shape::MonthDay),
        ];
        for (id, text, shape) in cases {
            assert_eq!(shown(&NumberFormat::built_in(id), 46_303.0), (text.to_owned(), shape), "{id}");
        }
        for id in (27..=36).chain(50..=58) {
            assert!(NumberFormat::built_in(id).shape.is_date(), "{id} is a date or time");
        }
    }

    #[test]
    fn custom_formats_show_what_a_person_sees() {
        let cases = [
            ("yyyy\"年\"m\"月\"d\"日\"", 46_303.0, "2026年10月8日", Shape::Day),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", 46_303.0, "2026年10月8日", Shape::Day),
            ("yyyy.mm", 46_303.0, "2026.10", Shape::Month),
            ("yyyy\\-mm\\-dd;@", 46_303.0, "2026-10-08", Shape::Day),
            ("yyyy-mm-dd hh:mm:ss", 46_303.604_166_666_7, "2026-10-08 14:30:00", Shape::Day),
            ("h:mm", 0.604_166_666_7, "14:30", Shape::Time),
            ("上午/下午h\"时\"mm\"分\"", 0.604_166_666_7, "下午2时30分", Shape::Time),
            ("yyyy/m/d aaaa", 46_303.0, "2026/10/8 星期四", Shape::Day),
            ("General", 1998.07, "1998.07", Shape::General),
            ("0.00", 1998.1, "1998.10", Shape::Number),
            ("0.00_ ", 1994.1, "1994.10", Shape::Number),
            ("0.0%", 0.935, "93.5%", Shape::Percent),
            ("000", 7.0, "007", Shape::Number),
            ("#,##0.00;[Red]-#,##0.00", -1234.5, "-1234.50", Shape::Number),
            ("0.##", 1.5, "1.5", Shape::Number),
            ("0\"人\"", 312.0, "312人", Shape::Number),
            ("0.00E+00", 12.5, "12.5", Shape::Number),
            ("@", 12.0, "12", Shape::Text),
            ("[Blue]General", 3.0, "3", Shape::General),
        ];
        for (code, value, text, shape) in cases {
            assert_eq!(shown(&NumberFormat::parse(code), value), (text.to_owned(), shape), "{code}");
        }
    }

    #[test]
    fn both_date_systems_start_where_excel_starts_them() {
        let day = |serial, is_1904| moment(serial, is_1904).map(|at| at.date().to_string());
        let cases = [
            (1.0, false, Some("1900-01-01")),
            (59.0, false, Some("1900-02-28")),
            (60.0, false, None),
            (61.0, false, Some("1900-03-01")),
            (0.0, true, Some("1904-01-01")),
            (44_841.0, true, Some("2026-10-08")),
            (-1.0, false, None),
            (3e6, false, None),
        ];
        for (serial, is_1904, expected) in cases {
            assert_eq!(day(serial, is_1904).as_deref(), expected, "{serial} {is_1904}");
        }
    }

    #[test]
    fn a_serial_outside_the_calendar_stays_a_number() {
        let format = NumberFormat::built_in(14);
        assert_eq!(format.apply(-5.0, false), (CellValue::Number(-5.0), "-5".to_owned()));
    }

    #[test]
    fn broken_formats_never_panic() {
        for code in [
            "", "\"", "[", "\\", "_", "*", "[$", "0E", "0E+", ";;;", "[h", "\"年", "年[", "E", "yyyy\\",
            "0.0.0",
        ] {
            let format = NumberFormat::parse(code);
            for value in [0.0, -1.0, 46_303.5, 1e300, f64::MAX] {
                let _ = format.apply(value, false);
            }
        }
        let chinese = NumberFormat::parse("上午上");
        assert_eq!(chinese.shape, Shape::General);
    }
}
