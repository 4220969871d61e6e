//! The number format of each cell style. Fonts, fills and borders are not read.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::ReadError;
use crate::number_format::NumberFormat;
use crate::read::xml::{XmlPart, attribute, number};

/// Number formats by style index.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: Vec<NumberFormat>,
    by_style: Vec<u32>,
    general: NumberFormat,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read<R: Read>(part: &mut XmlPart<R>) -> Result<Self, ReadError> {
        let mut custom: HashMap<u32, String> = HashMap::new();
        let mut known: HashMap<u32, u32> = HashMap::new();
        let mut styles = Self::default();
        let mut in_cells = false;
        loop {
            match part.next()? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "numFmt" => remember(&tag, &mut custom)?,
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = number(&tag, "numFmtId")?.unwrap_or(0);
                        let at = *known.entry(id).or_insert_with(|| styles.add(id, &custom));
                        styles.by_style.push(at);
                    }
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The format of a style; General where there is none.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.by_style.get(style).and_then(|at| self.formats.get(*at as usize)).unwrap_or(&self.general)
    }

    fn add(&mut self, id: u32, custom: &HashMap<u32, String>) -> u32 {
        let format =
            custom.get(&id).map_or_else(|| NumberFormat::built_in(id), |code| NumberFormat::parse(code));
        self.formats.push(format);
        u32::try_from(self.formats.len() - 1).unwrap_or(0)
    }
}

fn remember(tag: &BytesStart<'_>, custom: &mut HashMap<u32, String>) -> Result<(), ReadError> {
    if let (Some(id), Some(code)) = (number(tag, "numFmtId")?, attribute(tag, "formatCode")?) {
        custom.insert(id, code);
    }
    Ok(())
}
