//! What an XML spreadsheet tells beside its cells: sheets, number formats of styles, the 1904 system.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::number_format::NumberFormat;
use crate::read::SheetEntry;
use crate::read::format_name::named_format;
use crate::read::guard::check_limit;
use crate::read::xml::{XmlPart, attribute, push_text};
use crate::{Limits, ReadError};

/// Styles that are believed; Excel stops at 64,000.
const MOST_STYLES: usize = 65_536;
/// A style may be based on another one, that one on a third.
const DEEPEST_STYLE: usize = 16;

/// What was found.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) formats: HashMap<String, NumberFormat>,
    pub(super) is_1904: bool,
}

#[derive(Default)]
struct Style {
    parent: Option<String>,
    format: Option<String>,
}

/// Runs over the whole file once.
pub(super) fn survey<R: Read>(part: &mut XmlPart<R>, limits: &Limits) -> Result<Survey, ReadError> {
    let (mut found, mut styles, mut style) = (Survey::default(), HashMap::new(), String::new());
    let mut visible: Option<String> = None;
    loop {
        let event = part.next()?;
        match &event {
            Event::Start(tag) if tag.local_name().as_ref() == "Visible" => visible = Some(String::new()),
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "Date1904" => found.is_1904 = true,
                "Style" => style = begin_style(tag, &mut styles)?,
                "NumberFormat" => give_format(tag, styles.get_mut(&style))?,
                "Worksheet" => {
                    let name = attribute(tag, "Name")?.unwrap_or_default();
                    found.sheets.push(SheetEntry { name, is_hidden: false });
                    check_limit("工作表数", found.sheets.len() as u64, limits.sheets as u64)?;
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "Visible" => {
                let is_hidden = visible.take().is_some_and(|text| text.trim().ends_with("Hidden"));
                if let Some(sheet) = found.sheets.last_mut() {
                    sheet.is_hidden |= is_hidden;
                }
            }
            Event::Eof => break,
            _ => {
                visible.iter_mut().for_each(|text| push_text(&event, text));
                // One word is looked for; a tag that is never closed must not collect the file.
                visible.take_if(|text| text.len() > 64);
            }
        }
    }
    found.formats = formats(&styles);
    Ok(found)
}

fn begin_style(tag: &BytesStart<'_>, styles: &mut HashMap<String, Style>) -> Result<String, ReadError> {
    let id = attribute(tag, "ID")?.unwrap_or_default();
    styles.insert(id.clone(), Style { parent: attribute(tag, "Parent")?, format: None });
    check_limit("单元格样式数", styles.len() as u64, MOST_STYLES as u64)?;
    Ok(id)
}

fn give_format(tag: &BytesStart<'_>, style: Option<&mut Style>) -> Result<(), ReadError> {
    if let (Some(style), Some(format)) = (style, attribute(tag, "Format")?) {
        style.format = Some(format);
    }
    Ok(())
}

/// The formats of the styles that have one, of their own or from their parents.
fn formats(styles: &HashMap<String, Style>) -> HashMap<String, NumberFormat> {
    let own_or_inherited = |id: &String| {
        let chain = std::iter::successors(styles.get(id), |style| styles.get(style.parent.as_ref()?));
        chain.take(DEEPEST_STYLE).find_map(|style| style.format.as_deref())
    };
    let known = styles.keys().filter_map(|id| Some((id.clone(), named_format(own_or_inherited(id)?))));
    known.filter(|(_, format)| *format != NumberFormat::default()).collect()
}
