//! What a cell of a page is: by the marks that Excel, WPS and LibreOffice leave, otherwise text as it stands.

use std::rc::Rc;

use super::style::Look;
use super::token::Tag;
use crate::cell::{CellValue, Shape};
use crate::number_format::NumberFormat;
use crate::read::format_name::named_format;
use crate::read::xlsx::bool_value;

/// The marks of a cell. A mark may stand alone; then the shown text is the value.
#[derive(Debug, Default)]
pub(super) struct Hints {
    number: Option<String>,
    text: Option<String>,
    truth: Option<String>,
    is_error: bool,
    is_formula: bool,
    format: Option<Rc<NumberFormat>>,
}

impl Hints {
    pub(super) fn of(tag: &Tag, look: &Look) -> Self {
        let own = tag.attribute("sdnum").and_then(|codes| {
            let code = codes.splitn(3, ';').nth(2).unwrap_or_default();
            (!code.is_empty()).then(|| Rc::new(named_format(code)))
        });
        let owned = |name| tag.attribute(name).map(str::to_owned);
        Self {
            number: owned("x:num").or_else(|| owned("sdval")),
            text: owned("x:str"),
            truth: owned("x:bool"),
            is_error: tag.attribute("x:err").is_some(),
            is_formula: tag.attribute("x:fmla").is_some(),
            format: own.or_else(|| look.format.clone()),
        }
    }

    fn shape(&self) -> Shape {
        self.format.as_deref().map_or(Shape::General, |format| format.shape)
    }

    /// Whether a cell without text is a formula without a stored result.
    pub(super) fn lacks_its_result(&self) -> bool {
        let has_result =
            self.number.is_some() || self.text.is_some() || self.truth.is_some() || self.is_error;
        self.is_formula && !has_result
    }

    /// Value, text and shape; `None` for a blank cell.
    pub(super) fn read(&self, shown: String, is_1904: bool) -> Option<(CellValue, String, Shape)> {
        if let Some(number) = self.number.as_deref().and_then(|stored| number_of(stored, &shown)) {
            return Some(self.number(number, shown, is_1904));
        }
        if let Some(stored) = &self.truth {
            let word = if stored.is_empty() { &shown } else { stored };
            let (value, text) = bool_value(matches!(word.trim(), "TRUE" | "true" | "1"));
            return Some((value, text, Shape::General));
        }
        let text = self.text.clone().filter(|stored| !stored.is_empty()).unwrap_or(shown);
        if text.is_empty() {
            return None;
        }
        let shape = if self.shape() == Shape::Text { Shape::Text } else { Shape::General };
        Some((if self.is_error { CellValue::Error } else { CellValue::Text }, text, shape))
    }

    /// What the page shows is kept where it says more than the bare number: a date, decimals, a unit.
    fn number(&self, number: f64, shown: String, is_1904: bool) -> (CellValue, String, Shape) {
        let bare = NumberFormat::default();
        let format = self.format.as_deref().unwrap_or(&bare);
        let (value, text) = format.apply(number, is_1904);
        let says_more = *format == bare || format.shape.is_date();
        let keep = says_more && !shown.is_empty() && !shown.contains([',', '，']);
        (value, if keep { shown } else { text }, format.shape)
    }
}

/// The stored number, or the shown one where none is stored.
fn number_of(stored: &str, shown: &str) -> Option<f64> {
    let text = if stored.trim().is_empty() { shown.replace([',', '，'], "") } else { stored.to_owned() };
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(number: Option<&str>, code: &str) -> Hints {
        Hints {
            number: number.map(str::to_owned),
            format: Some(Rc::new(named_format(code))),
            ..Hints::default()
        }
    }

    #[test]
    fn a_marked_number_is_a_number_and_shows_what_the_page_shows() {
        let cases = [
            (Some(""), "", "1,998.50", "1998.5", Shape::General),
            (Some("1998.1"), "0.00", "1998.10", "1998.10", Shape::Number),
            (Some("46303"), "yyyy-mm-dd", "2026年10月8日", "2026年10月8日", Shape::Day),
            (Some("46303"), "yyyy-mm-dd", "", "2026-10-08", Shape::Day),
            (Some(""), "", "二十", "二十", Shape::General),
            (None, "@", "0012", "0012", Shape::Text),
            (None, "yyyy-mm-dd", "2026-10-08", "2026-10-08", Shape::General),
        ];
        for (number, code, shown, text, shape) in cases {
            let read = hints(number, code).read(shown.to_owned(), false);
            let (_, read_text, read_shape) = read.unwrap();
            assert_eq!((read_text.as_str(), read_shape), (text, shape), "{number:?} {code} {shown}");
        }
        assert_eq!(hints(None, "").read(String::new(), false), None);
    }
}
