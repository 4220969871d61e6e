//! How figures are written, the same on the screen, in lists, on paper and on the command line.

/// A number with commas: `1,264`, `−3`.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let first = (digits.len() - 1) % 3 + 1;
    let (begin, rest) = digits.split_at(first);
    let sign = if value < 0 { "−" } else { "" };
    rest.as_bytes()
        .chunks(3)
        .fold(format!("{sign}{begin}"), |text, group| format!("{text},{}", String::from_utf8_lossy(group)))
}

/// Minutes as hours with at most one decimal: `1264`, `2.5`.
pub fn hours(minutes: i64) -> String {
    decimal(minutes, i64::to_string)
}

/// Minutes as hours with at most one decimal and commas: `1,264`, `2.5`.
pub fn grouped_hours(minutes: i64) -> String {
    decimal(minutes, |whole| grouped(*whole))
}

/// A part of a whole with at most one decimal: `93.2%`, `100%`; nothing if there is no whole.
pub fn percent(part: i64, whole: i64) -> Option<String> {
    Some(format!("{}%", of_tenths(tenths(part, whole)?, i64::to_string)))
}

/// The same with the decimal always written, so that a column of them lines up: `93.2%`, `100.0%`.
pub fn aligned_percent(part: i64, whole: i64) -> Option<String> {
    let tenths = tenths(part, whole)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// Of a hundred, in tenths.
fn tenths(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 1000 + whole / 2) / whole)
}

fn decimal(minutes: i64, write: impl Fn(&i64) -> String) -> String {
    of_tenths((minutes * 10 + 30) / 60, write)
}

fn of_tenths(tenths: i64, write: impl Fn(&i64) -> String) -> String {
    let (whole, rest) = (write(&(tenths / 10)), tenths % 10);
    if rest == 0 { whole } else { format!("{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_alike_everywhere() {
        assert_eq!([0, 999, 1_264, 1_000_000].map(grouped), ["0", "999", "1,264", "1,000,000"]);
        assert_eq!([-3, -123_456].map(grouped), ["−3", "−123,456"]);
        assert_eq!(
            [0, 60, 150, 100, 75_840].map(|minutes| (hours(minutes), grouped_hours(minutes))),
            [("0", "0"), ("1", "1"), ("2.5", "2.5"), ("1.7", "1.7"), ("1264", "1,264")]
                .map(|(plain, with_commas)| (plain.to_owned(), with_commas.to_owned()))
        );
        let written = [(41, 44), (1, 1), (932, 1000), (0, 0)].map(|(part, whole)| percent(part, whole));
        assert_eq!(
            written.each_ref().map(Option::as_deref),
            [Some("93.2%"), Some("100%"), Some("93.2%"), None]
        );
        let aligned = [(41, 44), (1, 1), (0, 7), (0, 0)].map(|(part, whole)| aligned_percent(part, whole));
        assert_eq!(
            aligned.each_ref().map(Option::as_deref),
            [Some("93.2%"), Some("100.0%"), Some("0.0%"), None]
        );
    }
}
