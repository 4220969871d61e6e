//! 公民身份号码, GB 11643-1999: cleaning, checksum, birth, sex, and the old numbers of fifteen digits.
//! Must never rebuild digits that a spreadsheet has destroyed, and must not print a number in full in debug text.

mod finding;

pub use finding::IdFinding;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::code::Sex;
use crate::day::{Day, PartialDay};
use crate::mask::mask_id;
use crate::text::{fold_width, is_blank_mark};

/// A number of eighteen places: seventeen digits and a digit or X. Its checksum and birth may still be wrong;
/// the findings of the reading say so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct IdNumber(String);

impl IdNumber {
    /// Takes a number that is already in its plain writing (eighteen places, capital X).
    pub fn from_plain(text: &str) -> Option<Self> {
        is_eighteen(text).then(|| Self(text.to_owned()))
    }

    /// The whole number. Showing or exporting it is recorded by whoever does so.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `5325**********021X`.
    pub fn masked(&self) -> String {
        mask_id(&self.0)
    }

    /// Whether the last place is what GB 11643 computes from the others.
    pub fn has_right_checksum(&self) -> bool {
        self.0.as_bytes().last().copied() == Some(check_character(self.0.as_bytes()))
    }

    /// The day of birth in places 7 to 14; nothing if there is no such day.
    pub fn birth(&self) -> Option<Day> {
        let year = self.places(6, 10).parse().ok()?;
        let month = self.places(10, 12).parse().ok()?;
        Day::from_ymd_opt(year, month, self.places(12, 14).parse().ok()?)
    }

    /// Place 17: odd is male, even is female.
    pub fn sex(&self) -> Sex {
        let digit = self.0.as_bytes().get(16).copied().unwrap_or(b'0');
        if digit % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The county code in places 1 to 6.
    pub fn county(&self) -> &str {
        self.places(0, 6)
    }

    /// The old number of fifteen digits, for a person born from 1900 to 1999.
    pub fn to_fifteen(&self) -> Option<String> {
        let in_century = self.places(6, 8) == "19";
        in_century.then(|| format!("{}{}", self.places(0, 6), self.places(8, 17)))
    }

    /// Whether one of two numbers may be the other mistyped: at most two places differ, and not both have the right last
    /// place. Two right numbers are two people.
    pub fn is_slip_of(&self, other: &Self) -> bool {
        let differing = self.0.bytes().zip(other.0.bytes()).filter(|(one, other)| one != other).count();
        let both_right = || self.has_right_checksum() && other.has_right_checksum();
        (1..=MOST_MISTYPED).contains(&differing) && !both_right()
    }

    /// Where the number says otherwise than the register. A birth known in part contradicts only what it excludes.
    pub fn contradicts(&self, birth: Option<PartialDay>, sex: Option<Sex>) -> Vec<IdFinding> {
        let mut findings = Vec::new();
        if let (Some(given), Some(in_id)) = (birth, self.birth())
            && !given.may_be(in_id)
        {
            findings.push(IdFinding::BirthDiffers { in_id, given });
        }
        if let Some(given) = sex.filter(|given| *given != self.sex()) {
            findings.push(IdFinding::SexDiffers { in_id: self.sex(), given });
        }
        findings
    }

    fn places(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

impl<'de> Deserialize<'de> for IdNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_plain(&text).ok_or_else(|| de::Error::custom("身份证号不是 18 位"))
    }
}

/// Places that one slip of the pen changes: one digit, or two that were exchanged.
const MOST_MISTYPED: usize = 2;

/// The number of a cell, if one could be read, and what deserves a look. An empty cell has neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdReading {
    /// The number in eighteen places.
    pub number: Option<IdNumber>,
    /// What deserves a look.
    pub findings: Vec<IdFinding>,
}

impl IdReading {
    fn refused(finding: IdFinding) -> Self {
        Self { number: None, findings: vec![finding] }
    }
}

/// Reads a text cell.
pub fn read_id(text: &str) -> IdReading {
    if is_blank_mark(text) {
        return IdReading::default();
    }
    // Hidden digits must never be closed up: what is left could look like an old number of fifteen.
    if text.contains("**") || text.contains("＊＊") {
        return IdReading::refused(IdFinding::Masked);
    }
    let plain = clean(text);
    if is_scientific(&plain) {
        return IdReading::refused(IdFinding::DestroyedByExcel);
    }
    read_plain(&plain)
}

/// Reads a numeric cell. A figure of sixteen places or more has lost its last places; fifteen digits are still exact.
pub fn read_numeric_id(value: f64) -> IdReading {
    if value >= 1e15 {
        return IdReading::refused(IdFinding::DestroyedByExcel);
    }
    read_id(&format!("{value}"))
}

/// Reads the text of a numeric cell as the spreadsheet shows it: `4.4E+17`, `532599193501143000`.
pub fn read_numeric_id_text(text: &str) -> IdReading {
    match clean(text).parse::<f64>() {
        Ok(value) => read_numeric_id(value),
        Err(_) => read_id(text),
    }
}

fn read_plain(plain: &str) -> IdReading {
    let widened = widen(plain);
    let mut findings = Vec::new();
    if widened.is_some() {
        findings.push(IdFinding::FromFifteen);
    }
    let Some(number) = widened.or_else(|| IdNumber::from_plain(plain)) else {
        return IdReading::refused(misshapen(plain));
    };
    findings.extend(doubts(&number));
    IdReading { number: Some(number), findings }
}

/// Why this is no number.
fn misshapen(plain: &str) -> IdFinding {
    let places = plain.chars().count();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let signs: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    // An X may stand at the end; one elsewhere is as wrong as an O.
    if matches!(places, 15 | 18) && !signs.is_empty() && digits * 2 > places {
        return IdFinding::WrongSigns { signs };
    }
    IdFinding::WrongShape { places }
}

fn doubts(number: &IdNumber) -> Vec<IdFinding> {
    let mut findings = Vec::new();
    if !number.has_right_checksum() {
        let expected = char::from(check_character(number.0.as_bytes()));
        findings.push(IdFinding::WrongChecksum { expected });
    }
    if number.birth().is_none_or(|birth| birth < first_birth()) {
        findings.push(IdFinding::ImpossibleBirth { written: number.places(6, 14).to_owned() });
    }
    if !is_province(number.places(0, 2)) {
        findings.push(IdFinding::UnknownProvince { code: number.places(0, 2).to_owned() });
    }
    findings
}

/// No living person was born before.
fn first_birth() -> Day {
    Day::from_ymd_opt(1890, 1, 1).unwrap_or(Day::MIN)
}

/// Half-width, without spaces, apostrophes and dashes; x and × become X.
fn clean(text: &str) -> String {
    let folded = fold_width(text);
    let kept =
        folded.chars().filter(|c| c.is_ascii_alphanumeric() || "×✕╳Хх.+".contains(*c) || *c > '\u{2E80}');
    let mut cleaned = String::with_capacity(folded.len());
    cleaned.extend(kept.map(|c| if matches!(c, 'x' | '×' | '✕' | '╳' | 'Х' | 'х') { 'X' } else { c }));
    cleaned
}

fn is_eighteen(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 18
        && bytes.iter().take(17).all(u8::is_ascii_digit)
        && bytes.last().is_some_and(|last| last.is_ascii_digit() || *last == b'X')
}

/// Fifteen digits with a possible birth in 19xx, as eighteen places.
fn widen(text: &str) -> Option<IdNumber> {
    let all_digits = text.len() == 15 && text.bytes().all(|b| b.is_ascii_digit());
    let (county, rest) = text.split_at_checked(6).filter(|_| all_digits)?;
    let mut wide = format!("{county}19{rest}");
    wide.push(char::from(check_character(wide.as_bytes())));
    IdNumber::from_plain(&wide).filter(|number| number.birth().is_some())
}

fn is_scientific(text: &str) -> bool {
    let digits_and_marks = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+' | 'E' | 'e'));
    digits_and_marks && text.contains(['E', 'e']) && text.parse::<f64>().is_ok()
}

/// GB 11643: weights are 2^(18-i) mod 11, the sum mod 11 picks from 10X98765432.
fn check_character(bytes: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: &[u8; 11] = b"10X98765432";
    let digit = |b: u8| u32::from(b.wrapping_sub(b'0'));
    let sum: u32 = WEIGHTS.iter().zip(bytes).map(|(weight, b)| weight * digit(*b)).sum();
    let place = usize::try_from(sum % 11).unwrap_or_default();
    CHARACTERS.get(place).copied().unwrap_or(b'X')
}

/// GB/T 2260 provinces, and 83 for residents from Taiwan.
fn is_province(code: &str) -> bool {
    let number: u8 = code.parse().unwrap_or_default();
    matches!(number, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

#[cfg(test)]
mod tests;
