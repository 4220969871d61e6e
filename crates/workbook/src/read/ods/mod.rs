//! OpenDocument spreadsheets, read from the stream of `content.xml`. The text of a cell is what the program that wrote
//! it showed. The cells themselves are read in `walk`.

mod walk;

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use self::walk::{Beside, Walk};
use super::SheetEntry;
use super::archive::Archive;
use super::guard::{Halt, Sink, check_limit};
use super::sniff::FileStamp;
use super::xml::attribute;
use crate::cell::Span;
use crate::mark::HiddenColumns;
use crate::{Limits, ReadError};

const CONTENT: &str = "content.xml";

/// What is needed to read the sheets again.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    pub(crate) is_1904: bool,
    /// Styles of rows and columns that have no height or width.
    styles_without_extent: HashSet<String>,
}

/// Lists the sheets.
pub(crate) fn open(stamp: FileStamp, limits: &Limits) -> Result<(Vec<SheetEntry>, Plan), ReadError> {
    let mut archive = Archive::open(&stamp, limits)?;
    if archive.has("META-INF/manifest.xml") {
        archive.xml("META-INF/manifest.xml")?.each_tag(|name, _| match name {
            "encryption-data" => Err(ReadError::Encrypted),
            _ => Ok(()),
        })?;
    }
    let mut survey = Survey::default();
    archive.xml(CONTENT)?.each_tag(|name, tag| survey.see(name, tag))?;
    check_limit("工作表数", survey.sheets.len() as u64, limits.sheets as u64)?;
    let plan = Plan {
        stamp,
        limits: limits.clone(),
        is_1904: survey.is_1904,
        styles_without_extent: survey.without_extent,
    };
    Ok((survey.sheets, plan))
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(plan: &Plan, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    let mut archive = Archive::open(&plan.stamp, &plan.limits)?;
    let mut part = archive.xml(CONTENT)?;
    Walk::new(plan).run(&mut part, sheet, &mut |row| sink.push(row)).map(|_| ())
}

/// The merged ranges of a sheet.
pub(crate) fn merges(plan: &Plan, sheet: usize) -> Result<Vec<Span>, ReadError> {
    beside(plan, sheet).map(|beside| beside.spans)
}

/// The hidden columns of a sheet.
pub(crate) fn hidden_columns(plan: &Plan, sheet: usize) -> Result<HiddenColumns, ReadError> {
    beside(plan, sheet).map(|beside| beside.hidden_columns.into_iter().collect())
}

fn beside(plan: &Plan, sheet: usize) -> Result<Beside, ReadError> {
    let mut archive = Archive::open(&plan.stamp, &plan.limits)?;
    let mut part = archive.xml(CONTENT)?;
    Walk::new(plan).run(&mut part, sheet, &mut |_| Ok(())).map_err(|halt| halt.into_error(sheet))
}

/// What the tags tell before the cells are read.
#[derive(Default)]
struct Survey {
    sheets: Vec<SheetEntry>,
    hidden_styles: HashSet<String>,
    without_extent: HashSet<String>,
    style: String,
    is_1904: bool,
}

impl Survey {
    fn see(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        match name {
            "style" => self.style = attribute(tag, "name")?.unwrap_or_default(),
            "table-properties" if attribute(tag, "display")?.as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table-row-properties" if is_nothing(attribute(tag, "row-height")?.as_deref()) => {
                self.without_extent.insert(self.style.clone());
            }
            "table-column-properties" if is_nothing(attribute(tag, "column-width")?.as_deref()) => {
                self.without_extent.insert(self.style.clone());
            }
            "null-date" => self.is_1904 = attribute(tag, "date-value")?.as_deref() == Some("1904-01-01"),
            "table" => {
                let style = attribute(tag, "style-name")?;
                let is_hidden = style.is_some_and(|style| self.hidden_styles.contains(&style));
                let name = attribute(tag, "name")?.unwrap_or_default();
                self.sheets.push(SheetEntry { name, is_hidden });
            }
            _ => {}
        }
        Ok(())
    }
}

/// A length of nothing, in any unit: `0in`, `0.00cm`.
fn is_nothing(length: Option<&str>) -> bool {
    let digits = length.unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit());
    digits.parse::<f64>().is_ok_and(|length| length <= 0.0)
}
