//! XML spreadsheets of Excel 2003 (SpreadsheetML), read from the stream of the file. Its cells are read in `walk`.

mod survey;
mod walk;

use std::collections::HashMap;

use encoding_rs::Encoding;

use self::survey::survey;
use self::walk::{Beside, Walk};
use super::SheetEntry;
use super::archive::Metered;
use super::encoding::{Decoded, find_declared};
use super::guard::{Halt, Sink};
use super::sniff::FileStamp;
use super::xml::XmlPart;
use crate::cell::Span;
use crate::mark::HiddenColumns;
use crate::number_format::NumberFormat;
use crate::{Limits, ReadError};

/// What is needed to read the sheets again.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    pub(crate) is_1904: bool,
    encoding: &'static Encoding,
    formats: HashMap<String, NumberFormat>,
}

/// The file as XML.
type Part = XmlPart<Metered<Decoded<std::fs::File>>>;

/// Lists the sheets.
pub(crate) fn open(stamp: FileStamp, limits: &Limits) -> Result<(Vec<SheetEntry>, Plan), ReadError> {
    let encoding = find_declared(&stamp)?;
    let mut plan = Plan { stamp, limits: limits.clone(), is_1904: false, encoding, formats: HashMap::new() };
    let found = survey(&mut plan.part()?, limits)?;
    plan.is_1904 = found.is_1904;
    plan.formats = found.formats;
    Ok((found.sheets, plan))
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(plan: &Plan, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    Walk::new(plan).run(&mut plan.part()?, sheet, &mut |row| sink.push(row)).map(|_| ())
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
    Walk::new(plan).run(&mut plan.part()?, sheet, &mut |_| Ok(())).map_err(|halt| halt.into_error(sheet))
}

impl Plan {
    fn part(&self) -> Result<Part, ReadError> {
        let decoded = Decoded::new(self.stamp.open()?, self.encoding);
        let bytes = Metered::of_plain_file(decoded, &self.limits);
        let gauge = bytes.gauge();
        Ok(XmlPart::new(bytes, gauge))
    }
}
