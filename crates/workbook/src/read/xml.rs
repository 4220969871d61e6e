//! XML parts as events, with the errors of the layers below told apart. Entities other than the five of XML are not
//! expanded.

use std::io::{BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::Gauge;
use crate::ReadError;

/// An XML part being read.
pub(crate) struct XmlPart<R: Read> {
    reader: Reader<BufReader<R>>,
    gauge: Rc<Gauge>,
    buffer: Vec<u8>,
}

impl<R: Read> XmlPart<R> {
    /// Reads XML from metered bytes.
    pub(crate) fn new(bytes: R, gauge: Rc<Gauge>) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, bytes));
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Self { reader, gauge, buffer: Vec::new() }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.gauge.begin_node();
        let gauge = &self.gauge;
        self.reader.read_event_into(&mut self.buffer).map_err(|_| gauge.verdict().unwrap_or_else(not_xml))
    }

    /// Calls back for every start tag, until the end of the part.
    pub(crate) fn each_tag(
        &mut self,
        mut seen: impl FnMut(&str, &BytesStart<'_>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        loop {
            match self.next()? {
                Event::Start(tag) | Event::Empty(tag) => seen(tag.local_name().as_ref(), &tag)?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The value of an attribute, by its name without prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| not_xml())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(|v| Some(v.into_owned())).map_err(|_| not_xml());
        }
    }
    Ok(None)
}

/// An attribute that is a number; absent or unreadable is `None`.
pub(crate) fn number<T: std::str::FromStr>(tag: &BytesStart<'_>, name: &str) -> Result<Option<T>, ReadError> {
    Ok(attribute(tag, name)?.and_then(|text| text.trim().parse().ok()))
}

/// Whether an attribute says yes.
pub(crate) fn flag(tag: &BytesStart<'_>, name: &str) -> Result<bool, ReadError> {
    Ok(attribute(tag, name)?.is_some_and(|text| is_true(&text)))
}

/// Whether the value of an attribute says yes.
pub(crate) fn is_true(text: &str) -> bool {
    matches!(text.trim(), "1" | "true" | "on")
}

/// Adds what an event holds of text.
pub(crate) fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(piece) => push_lines(text, piece),
        Event::CData(piece) => push_lines(text, piece),
        Event::GeneralRef(reference) => push_reference(reference, text),
        _ => {}
    }
}

/// Line ends of all kinds become `\n`.
fn push_lines(text: &mut String, piece: &str) {
    if piece.contains('\r') {
        text.push_str(&piece.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        text.push_str(piece);
    }
}

fn push_reference(reference: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        text.push(c);
        return;
    }
    match quick_xml::escape::resolve_predefined_entity(reference) {
        Some(meaning) => text.push_str(meaning),
        None => text.push('\u{fffd}'),
    }
}

/// What the parser says is English and names offsets that no person can look up.
pub(crate) fn not_xml() -> ReadError {
    ReadError::damaged("内部的 XML 不合格式")
}
