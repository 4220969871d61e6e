//! The first way through a page: which tables are sheets and what they are called.

use super::page::Taker;
use super::table::Beside;
use crate::mark::MarkedRow;
use crate::read::SheetEntry;
use crate::read::guard::{Halt, check_limit};
use crate::{Limits, ReadError};

/// A tab holds 31 characters; a heading may be longer and must not be a whole text.
const LONGEST_NAME: usize = 60;

/// What Excel writes into a comment at the head of a page: the book that the page was.
#[derive(Debug, Clone, Default)]
pub(super) struct BookMarks {
    pub(super) is_1904: bool,
    /// Names of the sheets, and whether they are hidden.
    sheets: Vec<(String, bool)>,
}

impl BookMarks {
    /// What the second way through a page needs of them.
    pub(super) fn known(is_1904: bool) -> Self {
        Self { is_1904, sheets: Vec::new() }
    }

    /// Reads a comment.
    pub(super) fn take(&mut self, comment: &str) {
        if !comment.contains("<x:") {
            return;
        }
        self.is_1904 |= comment.contains("<x:Date1904");
        for sheet in comment.split("<x:ExcelWorksheet>").skip(1) {
            let name = between(sheet, "<x:Name>", "</x:Name>").unwrap_or_default();
            let visible = between(sheet, "<x:Visible>", "</x:Visible>").unwrap_or_default();
            if self.sheets.len() < usize::from(u16::MAX) {
                self.sheets.push((plain(name), visible.ends_with("Hidden")));
            }
        }
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inner, _)| inner.trim())
}

/// A name without the five entities of XML.
fn plain(name: &str) -> String {
    quick_xml::escape::unescape(name).map_or_else(|_| name.to_owned(), |name| name.into_owned())
}

/// The sheets of a page, as far as found.
pub(super) struct Survey<'a> {
    limits: &'a Limits,
    found: Vec<(usize, SheetEntry)>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, found: Vec::new() }
    }

    /// The sheets in the order in which they begin, each with a name, and the numbers of their tables.
    pub(super) fn finish(self, marks: &BookMarks, file: &str) -> (Vec<SheetEntry>, Vec<usize>) {
        let mut found = self.found;
        found.sort_by_key(|(table, _)| *table);
        let (is_single, is_told) = (found.len() == 1, found.len() == marks.sheets.len());
        for (at, (_, entry)) in found.iter_mut().enumerate() {
            if let Some((name, is_hidden)) = marks.sheets.get(at).filter(|_| is_told) {
                entry.is_hidden |= is_hidden;
                name.clone_into(&mut entry.name);
            }
            if entry.name.is_empty() {
                entry.name = if is_single { file.to_owned() } else { format!("表格{}", at + 1) };
            }
        }
        found.into_iter().map(|(table, entry)| (entry, table)).unzip()
    }
}

impl Taker for Survey<'_> {
    fn row(&mut self, _: usize, _: MarkedRow) -> Result<(), Halt> {
        Ok(())
    }

    fn sheet(&mut self, table: usize, beside: Beside, heading: String) -> Result<(), Halt> {
        let name = if beside.caption.is_empty() { heading } else { beside.caption };
        let name = name.replace('\n', " ").chars().take(LONGEST_NAME).collect();
        self.found.push((table, SheetEntry { name, is_hidden: beside.is_hidden }));
        let limit: Result<(), ReadError> =
            check_limit("工作表数", self.found.len() as u64, self.limits.sheets as u64);
        Ok(limit?)
    }
}
