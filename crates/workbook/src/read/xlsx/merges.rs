//! Merged ranges of a sheet. They stand behind the cells, which are run over as bytes, not parsed.

use std::io::{Cursor, Read};

use quick_xml::events::Event;

use super::rows::position;
use crate::ReadError;
use crate::cell::Span;
use crate::read::archive::PartBytes;
use crate::read::guard::check_limit;
use crate::read::xml::{XmlPart, attribute};

const MARK: &[u8] = b"sheetData>";
const CHUNK: usize = 64 << 10;

/// Reads the merged ranges of a sheet's part.
pub(super) fn read(mut bytes: PartBytes<'_>, limit: usize) -> Result<Vec<Span>, ReadError> {
    let gauge = bytes.gauge();
    let tail = behind_cells(&mut bytes, &gauge)?;
    let mut part = XmlPart::new(Cursor::new(tail).chain(bytes), gauge);
    let mut spans = Vec::new();
    loop {
        match part.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "mergeCell" => {
                if let Some(span) = attribute(&tag, "ref")?.as_deref().and_then(span) {
                    spans.push(span);
                    check_limit("合并单元格数", spans.len() as u64, limit as u64)?;
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "mergeCells" => return Ok(spans),
            Event::Eof => return Ok(spans),
            _ => {}
        }
    }
}

/// Runs over everything up to the end tag of the cells; what was read beyond it comes back.
fn behind_cells(bytes: &mut impl Read, gauge: &crate::read::archive::Gauge) -> Result<Vec<u8>, ReadError> {
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK + 64);
    let mut chunk = vec![0; CHUNK];
    loop {
        gauge.begin_node();
        let read = bytes
            .read(&mut chunk)
            .map_err(|_| gauge.verdict().unwrap_or_else(|| ReadError::damaged("部件读不完整")))?;
        if read == 0 {
            return Ok(Vec::new());
        }
        window.extend_from_slice(&chunk[..read]);
        if let Some(end) = end_of_cells(&window) {
            return Ok(window.split_off(end));
        }
        let keep = window.len().min(64);
        window.drain(..window.len() - keep);
    }
}

/// The position behind `</sheetData>`, with or without a prefix.
fn end_of_cells(window: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = window[from..].windows(MARK.len()).position(|w| w == MARK).map(|at| at + from) {
        let tag = window[..at].iter().rposition(|b| *b == b'<');
        if tag.is_some_and(|tag| window.get(tag + 1) == Some(&b'/')) {
            return Some(at + MARK.len());
        }
        from = at + 1;
    }
    None
}

fn span(reference: &str) -> Option<Span> {
    let (first, last) = reference.split_once(':')?;
    let ((top, left), (bottom, right)) = (position(first)?, position(last)?);
    (top <= bottom && left <= right).then_some(Span { top, left, bottom, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_cells_is_found_with_any_prefix() {
        for (text, rest) in [
            ("<sheetData><row/></sheetData><mergeCells>", Some("<mergeCells>")),
            ("<x:sheetData></x:sheetData><x:m>", Some("<x:m>")),
            ("<sheetData><row>", None),
        ] {
            let found = end_of_cells(text.as_bytes()).map(|at| &text[at..]);
            assert_eq!(found, rest);
        }
    }

    #[test]
    fn a_range_reads_from_its_two_corners() {
        assert_eq!(span("B2:AA10"), Some(Span { top: 1, left: 1, bottom: 9, right: 26 }));
        for broken in ["", "A1", "B2:A1", "A0:B2", "1:2", "A1:XFE9", "A99999999999:B2"] {
            assert_eq!(span(broken), None, "{broken}");
        }
    }
}
