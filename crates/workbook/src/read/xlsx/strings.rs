//! The shared strings of a workbook, packed into one text. Runs are joined; phonetic guides are left out.

use std::io::Read;

use quick_xml::events::Event;

use crate::read::guard::check_limit;
use crate::read::xml::{XmlPart, push_text};
use crate::{Limits, ReadError};

/// All shared strings, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the part.
    pub(super) fn read<R: Read>(part: &mut XmlPart<R>, limits: &Limits) -> Result<Self, ReadError> {
        let mut strings = Self::default();
        let (mut in_text, mut in_guide) = (false, false);
        loop {
            let event = part.next()?;
            match &event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "t" => in_text = !in_guide,
                    "rPh" => in_guide = true,
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.end(limits)?,
                Event::End(tag) => match tag.local_name().as_ref() {
                    "t" => in_text = false,
                    "rPh" => in_guide = false,
                    "si" => strings.end(limits)?,
                    _ => {}
                },
                Event::Eof => return Ok(strings.packed()),
                _ if in_text => push_text(&event, &mut strings.text),
                _ => {}
            }
        }
    }

    /// The string of an index.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.text.get(start..end)
    }

    fn end(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let start = self.ends.last().map_or(0, |end| *end as usize);
        if self.text[start..].contains("_x") {
            let plain = unescaped(&self.text[start..]);
            self.text.truncate(start);
            self.text.push_str(&plain);
        }
        check_limit("共享文字的字节数", (self.text.len() + 4 * self.ends.len()) as u64, limits.shared_bytes)?;
        let end = u32::try_from(self.text.len());
        self.ends.push(end.map_err(|_| ReadError::too_large("共享文字的字节数", limits.shared_bytes))?);
        Ok(())
    }

    fn packed(mut self) -> Self {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }
}

/// `_x000D_` stands for a character that XML cannot hold; `_x005F_` for an underscore.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let c = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        plain.push_str(&rest[..at]);
        match c {
            Some('\r') => {}
            Some(c) => plain.push(c),
            None => plain.push_str("_x"),
        }
        rest = &rest[at + if c.is_some() { 7 } else { 2 }..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_restored() {
        let cases = [
            ("一_x000D_\n二", "一\n二"),
            ("a_x005F_x000D_", "a_x000D_"),
            ("_x", "_x"),
            ("_x12", "_x12"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x年月日", "_x年月日"),
        ];
        for (text, plain) in cases {
            assert_eq!(unescaped(text), plain);
        }
    }
}
