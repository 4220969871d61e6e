//! Number formats that XML spreadsheets and pages call by an English name. The codes are those of a Chinese Excel.

use crate::number_format::NumberFormat;

const NAMES: [(&str, &str); 15] = [
    ("general", "General"),
    ("general number", "General"),
    ("general date", "yyyy/m/d h:mm"),
    ("long date", "yyyy\"年\"m\"月\"d\"日\""),
    ("medium date", "d-mm-yy"),
    ("short date", "yyyy/m/d"),
    ("long time", "h:mm:ss"),
    ("medium time", "h:mm AM/PM"),
    ("short time", "h:mm"),
    ("currency", "#,##0.00"),
    ("fixed", "0.00"),
    ("standard", "#,##0.00"),
    ("percent", "0.00%"),
    ("scientific", "0.00E+00"),
    ("text", "@"),
];

/// The format of a name or a code.
pub(super) fn named_format(text: &str) -> NumberFormat {
    let text = text.trim();
    let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    NumberFormat::parse(known.map_or(text, |(_, code)| code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Shape;

    #[test]
    fn names_and_codes_become_formats() {
        let cases = [
            ("Short Date", Shape::Day),
            ("general date", Shape::Day),
            ("Short Time", Shape::Time),
            ("Percent", Shape::Percent),
            ("Fixed", Shape::Number),
            ("General", Shape::General),
            ("", Shape::General),
            ("@", Shape::Text),
            ("yyyy\\-mm", Shape::Month),
        ];
        for (text, shape) in cases {
            assert_eq!(named_format(text).shape, shape, "{text}");
        }
    }
}
