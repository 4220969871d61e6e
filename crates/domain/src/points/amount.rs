//! An amount of points in hundredths. Whole-number arithmetic only; saturates instead of overflowing.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Points in hundredths: `Points::whole(2)` and `Points::from_hundredths(200)` are the same.
/// Stored and sent as the integer number of hundredths; shown as `2`, `1.5`, `−0.25`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(i64);

/// A text is not a number of points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// Not a number, or with characters that do not belong to one.
    #[error("「{0}」不是分值，请填写数字，例如 2、1.5 或 -1。")]
    NotANumber(String),
    /// More than two digits behind the point.
    #[error("「{0}」的小数超过两位，分值最多精确到 0.01 分。")]
    TooFine(String),
}

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// From hundredths of a point.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// From whole points.
    pub const fn whole(points: i64) -> Self {
        Self(points.saturating_mul(100))
    }

    /// As hundredths of a point.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The amount without its sign.
    pub const fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True at exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This rate per hour over `minutes`, rounded towards zero to a hundredth.
    pub fn for_minutes(self, minutes: u32) -> Self {
        let exact = i128::from(self.0) * i128::from(minutes) / 60;
        Self(i64::try_from(exact).unwrap_or(if exact < 0 { i64::MIN } else { i64::MAX }))
    }

    /// To a tenth that is always written, so that means which stand below each other line up: `60.0`, `60.5`.
    pub fn to_tenths(self) -> String {
        let tenths = (self.0.unsigned_abs() + 5) / 10;
        let sign = if self.is_negative() && tenths > 0 { "−" } else { "" };
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    }

    /// With a sign in front, as in lists of entries: `+2`, `−1`, `0`.
    pub fn signed(self) -> String {
        if self.0 > 0 { format!("+{self}") } else { self.to_string() }
    }

    /// The same magnitude, with the sign of `like`.
    pub(super) const fn with_sign_of(self, like: Self) -> Self {
        if like.is_negative() { Self(self.magnitude().0.saturating_neg()) } else { self.magnitude() }
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "−" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", part / 10),
            _ => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

impl FromStr for Points {
    type Err = PointsError;

    /// Reads `2`, `+2`, `-1.5`, `−1`, `2分`, `２`. Never rounds.
    fn from_str(text: &str) -> Result<Self, PointsError> {
        let wrong = || PointsError::NotANumber(text.to_owned());
        let plain = plain_ascii(text);
        let number = plain.strip_suffix('分').unwrap_or(&plain);
        let (negative, digits) = match number.strip_prefix(['+', '-']) {
            Some(rest) => (number.starts_with('-'), rest),
            None => (false, number),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(part) {
            return Err(wrong());
        }
        let part = part.trim_end_matches('0');
        if part.len() > 2 {
            return Err(PointsError::TooFine(text.to_owned()));
        }
        let magnitude: i64 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
        Ok(Self(if negative { -magnitude } else { magnitude }))
    }
}

/// Without spaces, with full-width digits, signs and points as their plain forms.
fn plain_ascii(text: &str) -> String {
    let plain = |c| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' | '。' => '.',
        '＋' => '+',
        '－' | '−' | '–' | '—' => '-',
        _ => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_shown_without_needless_zeros() {
        for (hundredths, shown) in
            [(200, "2"), (150, "1.5"), (-100, "−1"), (-25, "−0.25"), (5, "0.05"), (0, "0")]
        {
            assert_eq!(Points::from_hundredths(hundredths).to_string(), shown);
        }
        assert_eq!(Points::whole(2).signed(), "+2");
        assert_eq!(Points::whole(-1).signed(), "−1");
    }

    #[test]
    fn means_have_one_digit_whether_it_is_needed_or_not() {
        let means = [(6_000, "60.0"), (6_045, "60.5"), (6_044, "60.4"), (-125, "−1.3"), (-4, "0.0")];
        for (hundredths, shown) in means {
            assert_eq!(Points::from_hundredths(hundredths).to_tenths(), shown);
        }
    }

    #[test]
    fn amounts_are_read_as_offices_write_them() {
        for (text, hundredths) in [
            ("2", 200),
            ("+2", 200),
            ("-1.5", -150),
            ("−1", -100),
            (" 2 分 ", 200),
            ("２", 200),
            ("1.50", 150),
        ] {
            assert_eq!(text.parse::<Points>().unwrap().hundredths(), hundredths, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_in_words() {
        for text in ["", "分", "两分", "--1", "1e3", ".5", "1.2.3", "99999999999999999999"] {
            assert_eq!(text.parse::<Points>(), Err(PointsError::NotANumber(text.into())), "{text}");
        }
        assert_eq!("1.005".parse::<Points>(), Err(PointsError::TooFine("1.005".into())));
    }

    #[test]
    fn half_an_hour_of_an_hourly_point_is_half_a_point() {
        assert_eq!(Points::whole(1).for_minutes(30).to_string(), "0.5");
        assert_eq!(Points::whole(1).for_minutes(100).to_string(), "1.66");
        assert_eq!(Points::whole(-1).for_minutes(100).to_string(), "−1.66");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(hundredths in -10_000_000i64..10_000_000) {
            let points = Points::from_hundredths(hundredths);
            prop_assert_eq!(points.to_string().parse::<Points>().unwrap(), points);
            prop_assert_eq!(points.signed().parse::<Points>().unwrap(), points);
        }
    }
}
