//! Numbers as decimal text, with the 15 significant digits that Excel shows. No number formats here.

/// A decimal number: `0.d1d2d3… × 10^exponent`.
pub(crate) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i32,
}

impl Decimal {
    /// The 15 significant digits of a number; `None` for infinities.
    pub(crate) fn new(value: f64) -> Option<Self> {
        let text = value.is_finite().then(|| format!("{:.14e}", value.abs()))?;
        let (mantissa, exponent) = text.split_once('e')?;
        let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let exponent = if digits.is_empty() { 0 } else { exponent.parse::<i32>().ok()? + 1 };
        Some(Self { negative: value < 0.0 && !digits.is_empty(), digits, exponent })
    }

    /// Multiplied by a power of ten.
    pub(crate) fn shifted(mut self, places: i32) -> Self {
        if !self.digits.is_empty() {
            self.exponent += places;
        }
        self
    }

    /// With a fixed number of decimals, half away from zero, at least `whole` digits before the point.
    pub(crate) fn fixed(mut self, decimals: usize, whole: usize) -> String {
        let scale = i32::try_from(decimals).unwrap_or(0);
        self.round_to(self.exponent + scale);
        let point = self.exponent.max(0);
        let mut text: String = (0..point).map(|at| self.digit(at)).collect();
        while text.len() < whole {
            text.insert(0, '0');
        }
        if decimals > 0 {
            text.push('.');
            text.extend((self.exponent..).take(decimals).map(|at| self.digit(at)));
        }
        if self.negative { format!("-{text}") } else { text }
    }

    /// As short as it can be written without loss; an exponent only where Excel must use one.
    pub(crate) fn plain(self) -> String {
        if self.digits.is_empty() {
            return "0".to_owned();
        }
        if !(-9..=21).contains(&self.exponent) {
            return self.scientific();
        }
        let decimals = i32::try_from(self.digits.len()).unwrap_or(0) - self.exponent;
        self.fixed(usize::try_from(decimals).unwrap_or(0), 1)
    }

    fn scientific(&self) -> String {
        let rest: String = (1..self.digits.len()).map(|at| char::from(b'0' + self.digits[at])).collect();
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}{point}{rest}E{:+03}", self.digits[0], self.exponent - 1)
    }

    fn digit(&self, at: i32) -> char {
        let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }

    fn round_to(&mut self, keep: i32) {
        let Ok(keep) = usize::try_from(keep) else {
            *self = Self { negative: false, digits: Vec::new(), exponent: 0 };
            return;
        };
        if keep >= self.digits.len() {
            return;
        }
        let up = self.digits[keep] >= 5;
        self.digits.truncate(keep);
        if up {
            self.carry();
        }
        if self.digits.iter().all(|d| *d == 0) {
            *self = Self { negative: false, digits: Vec::new(), exponent: 0 };
        }
    }

    fn carry(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.exponent += 1;
    }
}

/// A number as Excel's formula bar shows it.
pub(crate) fn plain(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15")]
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return (value as i64).to_string();
    }
    Decimal::new(value).map_or_else(|| "#NUM!".to_owned(), Decimal::plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_as_excel_shows_it() {
        let cases = [
            (1998.07, "1998.07"),
            (f64::from_bits(1_998.07_f64.to_bits() - 1), "1998.07"),
            (0.1 + 0.2, "0.3"),
            (5.325_991_990_010_112e17, "532599199001011000"),
            (1e21, "1E+21"),
            (0.000_1, "0.0001"),
            (-12.5, "-12.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (1.5e-12, "1.5E-12"),
        ];
        for (value, text) in cases {
            assert_eq!(plain(value), text, "{value:e}");
        }
    }

    #[test]
    fn fixed_decimals_round_half_away_from_zero() {
        let cases = [
            (0.125, 2, 1, "0.13"),
            (1998.1, 2, 1, "1998.10"),
            (9.999, 2, 1, "10.00"),
            (0.004, 2, 1, "0.00"),
            (-0.004, 2, 1, "0.00"),
            (0.006, 2, 1, "0.01"),
            (7.0, 0, 3, "007"),
            (0.5, 0, 1, "1"),
            (-1234.5, 1, 1, "-1234.5"),
            (0.05, 3, 0, ".050"),
        ];
        for (value, decimals, whole, text) in cases {
            let shown = Decimal::new(value).map(|d| d.fixed(decimals, whole));
            assert_eq!(shown.as_deref(), Some(text), "{value}");
        }
    }
}
