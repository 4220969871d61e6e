//! Fonts, borders, heights and widths: how a sheet looks on paper. One place for each number.
//! Fonts are named and not embedded; a machine without them falls back to its own Song typeface.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::measure::{line_count, measure};
use crate::sheet::{Align, Out};

/// Points of the body: at 10.5 (五号) a Chinese character is exactly two of Excel's width units.
const BODY: f64 = 10.5;
const TITLE: f64 = 18.0;
/// Excel's tallest row, in points.
pub(super) const TALLEST: f64 = 409.0;

/// What a cell is for; with its alignment it decides the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Zone {
    Mark,
    Title,
    LineLeft,
    LineCenter,
    LineRight,
    Head,
    Body(Place, Number),
    Total(Place, Number),
    Note,
}

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Left,
    Center,
    Right,
}

/// The number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Number {
    Text,
    Whole,
    Fixed(u8),
    Percent(u8),
    Day,
}

impl Zone {
    /// The zone of a table cell.
    pub(super) fn of(out: &Out, align: Align, is_total: bool) -> Self {
        let number = match out {
            Out::Blank | Out::Dash | Out::Text(_) => Number::Text,
            Out::Int(_) => Number::Whole,
            Out::Fixed(_, decimals) => Number::Fixed((*decimals).min(2)),
            Out::Percent(_, decimals) => Number::Percent((*decimals).min(2)),
            Out::Day(_) => Number::Day,
        };
        let place = match (align, out) {
            (Align::Center, _) | (Align::ByValue, Out::Dash | Out::Day(_)) => Place::Center,
            (Align::Left, _) | (_, Out::Blank | Out::Text(_)) => Place::Left,
            _ => Place::Right,
        };
        if is_total { Self::Total(place, number) } else { Self::Body(place, number) }
    }

    /// The format of the zone.
    pub(super) fn format(self) -> Format {
        let base =
            Format::new().set_font_name("宋体").set_font_size(BODY).set_align(FormatAlign::VerticalCenter);
        match self {
            Self::Mark | Self::Note => wrapped(base, Place::Left),
            Self::LineLeft => wrapped(base, Place::Left),
            Self::LineCenter => wrapped(base, Place::Center),
            Self::LineRight => wrapped(base, Place::Right),
            Self::Title => wrapped(base, Place::Center).set_font_name("方正小标宋简体").set_font_size(TITLE),
            Self::Head => bordered(wrapped(base, Place::Center)).set_font_name("黑体"),
            Self::Body(place, number) => bordered(numbered(wrapped(base, place), number)),
            Self::Total(place, number) => bordered(numbered(wrapped(base, place), number)).set_bold(),
        }
    }

    /// How many times wider a character is than in the body.
    fn scale(self) -> f64 {
        if self == Self::Title { TITLE / BODY } else { 1.0 }
    }

    /// The height that a text needs in a width of half-width body characters, in points.
    pub(super) fn height(self, text: &str, width: usize) -> f64 {
        let scale = self.scale();
        // Bold and black types and substitute fonts run wider: a margin keeps the last character inside.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "small"
        )]
        let room = ((width as f64 / scale) * 0.92 - 0.5).max(2.0) as usize;
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let lines = line_count(text, room) as f64;
        let (line, margin) = (15.0 * scale, if self == Self::Title { 10.0 } else { 5.0 });
        lines * line + margin
    }
}

/// Width in Excel's units for so many half-width characters.
pub(super) fn column_units(width: u16) -> f64 {
    f64::from(width) + 0.71
}

/// Half-width characters that a number or day needs so as not to show as `####`.
pub(super) fn needed(out: &Out) -> u16 {
    match out {
        Out::Blank | Out::Dash | Out::Text(_) => 0,
        number => {
            let shown = measure(&number.shown());
            u16::try_from(shown + shown / 6 + 2).unwrap_or(u16::MAX)
        }
    }
}

fn wrapped(format: Format, place: Place) -> Format {
    let align = match place {
        Place::Left => FormatAlign::Left,
        Place::Center => FormatAlign::Center,
        Place::Right => FormatAlign::Right,
    };
    format.set_align(align).set_text_wrap()
}

fn bordered(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(rust_xlsxwriter::Color::Black)
}

fn numbered(format: Format, number: Number) -> Format {
    format.set_num_format(match number {
        Number::Text => "@",
        Number::Whole | Number::Fixed(0) => "0",
        Number::Fixed(1) => "0.0",
        Number::Fixed(_) => "0.00",
        Number::Percent(0) => "0%",
        Number::Percent(1) => "0.0%",
        Number::Percent(_) => "0.00%",
        Number::Day => "yyyy\\-mm\\-dd",
    })
}
