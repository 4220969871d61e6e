//! A page while its tags go by: which table is open, what is skipped, which headings stand before a table. Tags that
//! are missing are understood as browsers do: a cell ends where the next one begins.

use super::style::Looks;
use super::survey::BookMarks;
use super::table::{Beside, Ending, Table};
use super::text::Shown;
use super::token::{Piece, Pieces, Tag};
use crate::mark::MarkedRow;
use crate::read::guard::{Halt, check_limit};
use crate::{Limits, ReadError};

/// Tables one inside the other.
const DEEPEST: usize = 64;
/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "wbr",
];
/// Elements whose border begins a new line.
const BLOCKS: [&str; 19] = [
    "address",
    "article",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "p",
    "section",
    "ul",
];
/// Elements whose text belongs to no cell.
const UNSEEN: [&str; 6] = ["script", "style", "title", "template", "select", "noscript"];
/// Elements of which tables are built. They end whatever is being skipped.
const FRAME: [&str; 10] =
    ["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Who takes what is found.
pub(super) trait Taker {
    /// A row of a table has ended.
    fn row(&mut self, table: usize, row: MarkedRow) -> Result<(), Halt>;
    /// A table has ended and is a sheet. `heading` is the last heading before it.
    fn sheet(&mut self, table: usize, beside: Beside, heading: String) -> Result<(), Halt>;
}

/// An element that is not seen, until its end.
struct Skip {
    name: String,
    /// Elements of the same name inside it.
    depth: u32,
    /// Tables inside it.
    tables: u32,
}

impl Skip {
    /// Whether a start tag lies inside. A cell or row that begins here cannot: the end was forgotten.
    fn holds_start(&mut self, name: &str) -> bool {
        self.tables += u32::from(name == "table");
        self.depth += u32::from(name == self.name);
        self.tables > 0 || !FRAME.contains(&name)
    }

    /// Whether an end tag lies inside, its own too; and whether that was its own.
    fn holds_end(&mut self, name: &str) -> (bool, bool) {
        if name == "table" && self.tables > 0 {
            self.tables -= 1;
            return (true, false);
        }
        if name != self.name {
            return (self.tables > 0 || !FRAME.contains(&name), false);
        }
        let is_over = self.depth == 0;
        self.depth = self.depth.saturating_sub(1);
        (true, is_over)
    }
}

/// The walk through a page.
pub(super) struct Page<'a, T> {
    limits: &'a Limits,
    pub(super) looks: Looks,
    pub(super) marks: BookMarks,
    pub(super) taker: T,
    pub(super) has_frames: bool,
    tables: Vec<Table>,
    count: usize,
    skipping: Option<Skip>,
    heading: Option<Shown>,
    last_heading: String,
}

impl<'a, T: Taker> Page<'a, T> {
    pub(super) fn new(limits: &'a Limits, looks: Looks, marks: BookMarks, taker: T) -> Self {
        Self {
            limits,
            looks,
            marks,
            taker,
            has_frames: false,
            tables: Vec::new(),
            count: 0,
            skipping: None,
            heading: None,
            last_heading: String::new(),
        }
    }

    /// Goes through the page.
    pub(super) fn run(&mut self, pieces: &mut Pieces) -> Result<(), Halt> {
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Start(tag) => self.start(&tag)?,
                Piece::End(name) => self.end(&name)?,
                Piece::Text(text) => self.text(&text)?,
                Piece::Comment(comment) => self.marks.take(&comment),
            }
        }
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) -> Result<(), Halt> {
        let name = tag.name();
        if self.is_skipped_start(name) {
            return Ok(());
        }
        match name {
            "table" => self.start_table(tag)?,
            "caption" => self.tables.last_mut().into_iter().for_each(Table::start_caption),
            "col" => self.describe_column(tag),
            "colgroup" if tag.attribute("span").is_some() => self.describe_column(tag),
            "thead" | "tbody" | "tfoot" => {
                self.end_row()?;
                let is_hidden = self.is_hidden(tag);
                self.tables.last_mut().into_iter().for_each(|table| table.set_group_hidden(is_hidden));
            }
            "tr" => self.start_row(tag)?,
            "td" | "th" => self.start_cell(tag)?,
            "br" => self.shown().into_iter().for_each(Shown::break_line),
            "frame" => self.has_frames = true,
            heading if HEADINGS.contains(&heading) && self.tables.is_empty() => {
                self.heading = Some(Shown::default());
            }
            _ => self.start_other(tag),
        }
        Ok(())
    }

    fn start_other(&mut self, tag: &Tag) {
        let name = tag.name();
        if BLOCKS.contains(&name) {
            self.shown().into_iter().for_each(Shown::end_block);
        }
        let is_unseen = UNSEEN.contains(&name);
        let is_hidden = || !self.tables.is_empty() && self.is_hidden(tag);
        if !VOID.contains(&name) && (is_unseen || is_hidden()) {
            self.skipping = Some(Skip { name: name.to_owned(), depth: 0, tables: 0 });
        }
    }

    /// Whether a start tag lies inside of what is skipped.
    fn is_skipped_start(&mut self, name: &str) -> bool {
        let Some(skip) = &mut self.skipping else { return false };
        let is_inside = skip.holds_start(name);
        self.skipping.take_if(|_| !is_inside);
        is_inside
    }

    /// Whether an end tag lies inside of what is skipped.
    fn is_skipped_end(&mut self, name: &str) -> bool {
        let Some(skip) = &mut self.skipping else { return false };
        let (is_inside, is_over) = skip.holds_end(name);
        self.skipping.take_if(|_| is_over || !is_inside);
        is_inside
    }

    fn end(&mut self, name: &str) -> Result<(), Halt> {
        if self.is_skipped_end(name) {
            return Ok(());
        }
        match name {
            "table" => self.end_table(),
            "td" | "th" => Ok(self.end_cell()?),
            "tr" => self.end_row(),
            "caption" => {
                self.tables.last_mut().into_iter().for_each(Table::end_caption);
                Ok(())
            }
            "thead" | "tbody" | "tfoot" => {
                self.end_row()?;
                self.tables.last_mut().into_iter().for_each(|table| table.set_group_hidden(false));
                Ok(())
            }
            _ => {
                self.end_other(name);
                Ok(())
            }
        }
    }

    fn end_other(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.shown().into_iter().for_each(Shown::end_block);
        }
        if HEADINGS.contains(&name)
            && let Some(heading) = self.heading.take()
        {
            self.last_heading = heading.finish();
        }
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if let Some(skip) = &self.skipping {
            if skip.name == "style" {
                self.looks.take_sheet(text);
            }
            return Ok(());
        }
        let limit = self.limits.node_bytes;
        let Some(shown) = self.shown() else { return Ok(()) };
        shown.push(text);
        check_limit("一处内容的字节数", shown.len() as u64, limit)
    }

    /// Where text goes: into a cell, a caption, or a heading between tables.
    fn shown(&mut self) -> Option<&mut Shown> {
        match self.tables.last_mut() {
            Some(table) => table.shown(),
            None => self.heading.as_mut(),
        }
    }

    fn is_hidden(&self, tag: &Tag) -> bool {
        tag.attribute("hidden").is_some() || self.looks.of(tag).is_hidden == Some(true)
    }

    fn describe_column(&mut self, tag: &Tag) {
        let look = self.looks.of(tag);
        self.tables.last_mut().into_iter().for_each(|table| table.describe_column(tag, &look));
    }

    fn start_table(&mut self, tag: &Tag) -> Result<(), Halt> {
        // A table that begins between the cells of another one ends that one.
        if self.tables.last().is_some_and(|table| !table.has_open_cell()) {
            self.end_table()?;
        }
        check_limit("表格套表格的层数", self.tables.len() as u64, DEEPEST as u64)?;
        let is_hidden = self.is_hidden(tag);
        self.tables.push(Table::new(self.count, !self.tables.is_empty(), is_hidden));
        self.count += 1;
        Ok(())
    }

    fn start_row(&mut self, tag: &Tag) -> Result<(), Halt> {
        self.end_row()?;
        let is_hidden = self.is_hidden(tag);
        self.tables.last_mut().into_iter().for_each(|table| table.start_row(is_hidden));
        Ok(())
    }

    fn start_cell(&mut self, tag: &Tag) -> Result<(), Halt> {
        self.end_cell()?;
        let look = self.looks.of(tag);
        if let Some(table) = self.tables.last_mut() {
            if !table.has_open_row() {
                table.start_row(false);
            }
            table.start_cell(tag, &look);
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let (is_1904, limits) = (self.marks.is_1904, self.limits);
        self.tables.last_mut().map_or(Ok(()), |table| table.end_cell(is_1904, limits))
    }

    fn end_row(&mut self) -> Result<(), Halt> {
        self.end_cell()?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let number = table.number;
        table.end_row().map_or(Ok(()), |row| self.taker.row(number, row))
    }

    fn end_table(&mut self) -> Result<(), Halt> {
        self.end_row()?;
        let Some(table) = self.tables.pop() else { return Ok(()) };
        let number = table.number;
        let (beside, ending) = table.end();
        match ending {
            Ending::Sheet => {
                let heading = std::mem::take(&mut self.last_heading);
                self.taker.sheet(number, beside, heading)
            }
            Ending::Text(text) => {
                self.shown().into_iter().for_each(Shown::end_block);
                for line in text.lines() {
                    self.text(line)?;
                    self.shown().into_iter().for_each(Shown::end_block);
                }
                Ok(())
            }
            Ending::Nothing => Ok(()),
        }
    }
}
