//! Hidden columns of a sheet. They are told before the cells.

use std::io::Read;
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use crate::ReadError;
use crate::mark::HiddenColumns;
use crate::read::xml::{XmlPart, flag, number};

/// Reads the hidden columns of a sheet's part.
pub(super) fn read<R: Read>(part: &mut XmlPart<R>) -> Result<HiddenColumns, ReadError> {
    let mut ranges = Vec::new();
    loop {
        match part.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "col" => ranges.extend(hidden_range(&tag)?),
                "sheetData" => return Ok(ranges.into_iter().collect()),
                _ => {}
            },
            Event::Eof => return Ok(ranges.into_iter().collect()),
            _ => {}
        }
    }
}

fn hidden_range(tag: &BytesStart<'_>) -> Result<Option<RangeInclusive<u16>>, ReadError> {
    let has_no_width = number::<f64>(tag, "width")?.is_some_and(|width| width <= 0.0);
    if !has_no_width && !flag(tag, "hidden")? {
        return Ok(None);
    }
    let (first, last) = (number::<u16>(tag, "min")?, number::<u16>(tag, "max")?);
    Ok(first
        .and_then(|first| first.checked_sub(1))
        .zip(last.and_then(|last| last.checked_sub(1)))
        .map(|(first, last)| first..=last))
}
