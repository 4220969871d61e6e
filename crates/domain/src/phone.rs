//! Phone cells as offices write them: several numbers in one cell, spaces, dashes, country codes.
//! Must not drop what a person typed: what is no known kind of number is kept as unclear, with a finding;
//! words beside a number are left out, and said.

use serde::{Deserialize, Serialize};

use crate::text::{fold_width, is_blank_mark};

/// Digits of the longest extension that is one.
const LONGEST_EXTENSION: usize = 5;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// Eleven digits beginning with 13 to 19.
    Mobile,
    /// Seven or eight digits, with or without area code and extension.
    Landline,
    /// Neither; kept as typed.
    Unclear,
}

impl PhoneKind {
    /// 手机, 座机, 待核.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mobile => "手机",
            Self::Landline => "座机",
            Self::Unclear => "待核",
        }
    }
}

/// One number in its plain writing: `13800001234`, `0873-3722442`, `0873-3722442-801`, `3722442`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// The plain writing.
    pub text: String,
    /// What kind of number it is.
    pub kind: PhoneKind,
}

/// What deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneFinding {
    /// Digits, but of no known kind.
    UnknownShape(String),
    /// No number at all.
    NotANumber(String),
    /// The number was read without the words beside it.
    WithWords(String),
    /// Excel showed the number in scientific writing: digits are lost.
    DestroyedByExcel(String),
}

impl PhoneFinding {
    /// The sentence for the person.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownShape(text) => {
                format!("电话「{text}」不是 11 位手机号，也不是座机号，已照原样保留，请核对。")
            }
            Self::WithWords(text) => {
                format!("电话「{text}」旁边写有文字，只读入了号码，请核对是不是本人的。")
            }
            Self::NotANumber(text) => format!("「{text}」不是电话号码，未读入，请补填。"),
            Self::DestroyedByExcel(text) => {
                format!("电话「{text}」被表格软件改成了科学计数，后几位已丢失，未读入，请补填。")
            }
        }
    }
}

impl PhoneFinding {
    /// Why a field that somebody fills in cannot be taken so: part of what was typed would be lost. A table that is
    /// imported is read as far as it goes; whoever types can be asked.
    pub fn refusal(&self) -> Option<String> {
        match self {
            Self::NotANumber(text) => {
                Some(format!("「{text}」不是电话号码，请核对后重新填写，不知道就先留空。"))
            }
            Self::DestroyedByExcel(text) => Some(format!(
                "电话「{text}」被表格软件改成了科学计数，后几位已丢失，请核对后重新填写，不知道就先留空。"
            )),
            Self::UnknownShape(_) | Self::WithWords(_) => None,
        }
    }
}

/// The numbers of a cell, in order, without repetitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhoneReading {
    /// The numbers.
    pub numbers: Vec<PhoneNumber>,
    /// What deserves a look.
    pub findings: Vec<PhoneFinding>,
}

impl PhoneReading {
    /// All numbers joined with 、, as they are stored and shown. Empty if none.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.numbers.iter().map(|n| n.text.as_str()).collect();
        texts.join("、")
    }

    fn keep(&mut self, number: PhoneNumber) {
        if number.kind == PhoneKind::Unclear {
            self.findings.push(PhoneFinding::UnknownShape(number.text.clone()));
        }
        if !self.numbers.contains(&number) {
            self.numbers.push(number);
        }
    }
}

/// Reads the numbers of one cell.
pub fn read_phones(text: &str) -> PhoneReading {
    let mut reading = PhoneReading::default();
    // Most cells hold one mobile number and nothing else.
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(number) = is_digits.then(|| mobile(text)).flatten() {
        reading.keep(number);
        return reading;
    }
    if is_blank_mark(text) {
        return reading;
    }
    let is_between = |c: char| matches!(c, '、' | ',' | ';' | '/' | '|' | '；' | '，' | '\n' | '或' | '和');
    let folded = fold_width(text);
    for piece in folded.split(is_between) {
        read_piece(piece.trim(), &mut reading);
    }
    reading
}

fn read_piece(piece: &str, reading: &mut PhoneReading) {
    if is_blank_mark(piece) {
        return;
    }
    if is_scientific(piece) {
        return reading.findings.push(PhoneFinding::DestroyedByExcel(piece.to_owned()));
    }
    let parts: Vec<&str> = piece.split_whitespace().collect();
    let each_whole = parts.len() > 1 && parts.iter().all(|part| recognise(part).is_some());
    if each_whole {
        parts.iter().filter_map(|part| recognise(part)).for_each(|number| reading.keep(number));
    } else {
        read_spaced(piece, reading);
    }
}

/// One number with spaces inside, or two mobiles without anything between them.
fn read_spaced(piece: &str, reading: &mut PhoneReading) {
    let joined: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = digits_of(&joined);
    let halves = if digits.len() == 22 { digits.split_at_checked(11) } else { None };
    if let Some((first, second)) = halves
        && let (Some(first), Some(second)) = (mobile(first), mobile(second))
    {
        reading.keep(first);
        reading.keep(second);
    } else if let Some(number) = recognise(&joined) {
        reading.keep(number);
    } else if let Some((number, words)) = beside_words(&joined) {
        if !is_label(&words) {
            reading.findings.push(PhoneFinding::WithWords(joined));
        }
        reading.keep(number);
    } else if digits.len() >= 3 {
        reading.keep(PhoneNumber { text: joined, kind: PhoneKind::Unclear });
    } else {
        reading.findings.push(PhoneFinding::NotANumber(piece.to_owned()));
    }
}

/// `19900010001(女儿)`, `手机:19900010001`: the number from its first to its last digit, and the words around it.
fn beside_words(text: &str) -> Option<(PhoneNumber, String)> {
    let first = text.find(|c: char| c.is_ascii_digit() || c == '+')?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let words = [text.get(..first)?, text.get(last + 1..)?].concat();
    let words: String = words.chars().filter(|c| c.is_alphabetic()).collect();
    let number = recognise(text.get(first..=last)?)?;
    (!words.is_empty()).then_some((number, words))
}

/// Words that only say that it is a telephone number.
fn is_label(words: &str) -> bool {
    matches!(
        words,
        "手机"
            | "电话"
            | "座机"
            | "固话"
            | "联系电话"
            | "手机号"
            | "移动电话"
            | "本人"
            | "TEL"
            | "Tel"
            | "tel"
    )
}

fn recognise(text: &str) -> Option<PhoneNumber> {
    let plain = text.strip_suffix(".0").unwrap_or(text);
    let known = |c: char| c.is_ascii_digit() || "-—–－()+转#".contains(c);
    if !plain.chars().all(known) {
        return None;
    }
    let (main, extension) = split_extension(plain)?;
    let digits = digits_of(main);
    let local = without_country(&digits, main.starts_with('+'));
    if extension.is_empty()
        && let Some(number) = mobile(local)
    {
        return Some(number);
    }
    landline(local, main).map(|text| with_extension(text, &extension))
}

fn mobile(digits: &str) -> Option<PhoneNumber> {
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    let fits = digits.len() == 11 && digits.starts_with('1') && (b'3'..=b'9').contains(&second);
    fits.then(|| PhoneNumber { text: digits.to_owned(), kind: PhoneKind::Mobile })
}

/// Area codes are 010, 02x and four digits elsewhere; the number itself has seven or eight.
fn landline(digits: &str, written: &str) -> Option<String> {
    let without_area = matches!(digits.len(), 7 | 8) && !digits.starts_with(['0', '1']);
    if without_area {
        return Some(digits.to_owned());
    }
    let three = digits.starts_with("010") || digits.starts_with("02");
    let (area, local) = digits.split_at_checked(if three { 3 } else { 4 })?;
    let fits = area.starts_with('0') && matches!(local.len(), 7 | 8) && !local.starts_with('0');
    (fits && !written.starts_with('-')).then(|| format!("{area}-{local}"))
}

/// The number and its extension, if there is one; nothing where what stands behind 转 is no single extension: run together,
/// two of them would be a third that nobody has.
fn split_extension(text: &str) -> Option<(&str, String)> {
    if let Some((main, last)) = text.split_once(['转', '#']) {
        let extension = digits_of(last);
        let is_one = extension.len() <= LONGEST_EXTENSION && !last.contains(['转', '#']);
        return is_one.then_some((main, extension));
    }
    let dashed = || {
        let (main, last) = text.rsplit_once('-')?;
        let is_short = (1..=LONGEST_EXTENSION).contains(&last.len());
        let is_extension = is_short && digits_of(main).len() >= 7 && !last.contains(')');
        (is_extension && mobile(&digits_of(text)).is_none()).then(|| (main, digits_of(last)))
    };
    Some(dashed().unwrap_or_else(|| (text, String::new())))
}

fn with_extension(text: String, extension: &str) -> PhoneNumber {
    let whole = if extension.is_empty() { text } else { format!("{text}-{extension}") };
    PhoneNumber { text: whole, kind: PhoneKind::Landline }
}

fn without_country(digits: &str, plus: bool) -> &str {
    let bare =
        digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|d| plus || d.len() == 11));
    bare.unwrap_or(digits)
}

fn is_scientific(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_number = lower.parse::<f64>().is_ok_and(f64::is_finite);
    is_number && lower.contains("e+")
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_split_into_plain_numbers() {
        for (cell, expected) in [
            ("19900441046", "19900441046"),
            ("199 0013 5412", "19900135412"),
            ("199-0013-5412", "19900135412"),
            ("199－0013－5412", "19900135412"),
            ("１９９００１３５４１２", "19900135412"),
            ("199 0015 1776、0873-3734931", "19900151776、0873-3734931"),
            ("19900301572/19900301573", "19900301572、19900301573"),
            ("19900301572 19900301573", "19900301572、19900301573"),
            ("1990030157219900301573", "19900301572、19900301573"),
            ("+86 19900301572", "19900301572"),
            ("8619900301572", "19900301572"),
            ("19900301572.0", "19900301572"),
            ("08733734931", "0873-3734931"),
            ("(0873)3734931", "0873-3734931"),
            ("0871-63734931转801", "0871-63734931-801"),
            ("0871-63734931-801", "0871-63734931-801"),
            ("010 63734931", "010-63734931"),
            ("3734931", "3734931"),
            ("19900301572、19900301572", "19900301572"),
            ("无", ""),
            ("", ""),
        ] {
            let reading = read_phones(cell);
            assert_eq!(reading.text(), expected, "{cell}");
            assert_eq!(reading.findings, [], "{cell}");
        }
    }

    #[test]
    fn words_beside_a_number_are_told_and_not_kept() {
        for (cell, text, is_told) in [
            ("19900010001（女儿）", "19900010001", true),
            ("子：199 0001 0002", "19900010002", true),
            ("手机：19900010005", "19900010005", false),
            ("19900010003(本人)", "19900010003", false),
            ("办0873-3722400转801", "0873-3722400-801", true),
        ] {
            let reading = read_phones(cell);
            assert_eq!((reading.text().as_str(), reading.findings.len() == 1), (text, is_told), "{cell}");
        }
        assert_eq!(read_phones("3号楼2单元").numbers, [], "a number of a house is none of a telephone");
    }

    #[test]
    fn a_number_of_no_known_kind_is_kept_and_reported() {
        let reading = read_phones("1990044104");
        assert_eq!(reading.text(), "1990044104");
        assert_eq!(reading.numbers[0].kind, PhoneKind::Unclear);
        assert!(reading.findings[0].sentence().contains("1990044104"));
    }

    #[test]
    fn two_extensions_are_not_run_together_into_one_that_nobody_has() {
        for cell in ["72631001转21001转2", "3734931转801#2", "0871-63734931转801802"] {
            let reading = read_phones(cell);
            assert_eq!(reading.numbers, [PhoneNumber { text: cell.into(), kind: PhoneKind::Unclear }]);
            assert_eq!(reading.findings, [PhoneFinding::UnknownShape(cell.into())]);
        }
        assert_eq!(read_phones("3734931转801").text(), "3734931-801");
    }

    #[test]
    fn what_is_no_number_is_not_read_but_reported() {
        assert_eq!(read_phones("同上").findings, [PhoneFinding::NotANumber("同上".into())]);
        let destroyed = read_phones("1.99E+10");
        assert_eq!(destroyed.numbers, []);
        assert_eq!(destroyed.findings, [PhoneFinding::DestroyedByExcel("1.99E+10".into())]);
    }

    #[test]
    fn kinds_are_told_apart() {
        let kinds: Vec<&str> =
            read_phones("19900301572、0873-3722400").numbers.iter().map(|n| n.kind.label()).collect();
        assert_eq!(kinds, ["手机", "座机"]);
    }
}
