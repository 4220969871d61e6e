//! What a column holds where its title does not say so: by a title that contains a known one, by the content of its
//! first cells, by its place. Every column is told with how sure that is and why. Must not decide about rows.

use std::collections::HashSet;

use branchbook_contract::intake::{Confidence, SourceColumn};
use branchbook_workbook::{Cell, CellValue, Grid, Shape, cell_name};

use super::content::{Content, shown};
use super::days;
use super::field::{FieldSpec, REASON, fold_title, is_number_title};
use super::header::{Header, lacking};
use super::neighbour::{self, speaks_of_others};
use super::wanted::Wanted;

/// Cells of a column that are looked at.
const MOST_CELLS: usize = 40;
/// Cells that are shown.
const SHOWN: usize = 3;
/// Fewer filled cells prove nothing.
const LEAST_CELLS: usize = 2;
/// Percent of the cells that must look so for a column to be taken by its content.
const ENOUGH: usize = 80;
/// Fields that a table without titles must show.
const LEAST_FIELDS: usize = 3;
/// Why a column holds what a person assigned.
const BY_HAND: &str = "由人指定";
/// The same of an earlier file.
const SAVED: &str = "沿用上次的对应";

/// Whether a person said what a column holds, or that it is not read.
pub(super) fn is_by_hand(title: &SourceColumn) -> bool {
    [BY_HAND, SAVED].contains(&title.reason.as_str())
}

/// The cells of a column below the titles.
pub(super) struct Column<'g> {
    pub at: u16,
    pub cells: Vec<&'g Cell>,
}

impl<'g> Column<'g> {
    fn of(grid: &'g Grid, at: u16, below: u32) -> Self {
        let rows = grid.rows.iter().filter(|row| row.index >= below);
        let filled = rows.map(|row| row.cell(at)).filter(|cell| !cell.text.trim().is_empty());
        Self { at, cells: filled.take(MOST_CELLS).collect() }
    }

    /// Percent of the cells that look like a content; nothing where there are too few.
    fn share(&self, content: Content, wanted: &Wanted<'_>) -> Option<usize> {
        let fitting = self.cells.iter().filter(|cell| content.fits(cell, wanted)).count();
        (self.cells.len() >= LEAST_CELLS).then(|| fitting * 100 / self.cells.len())
    }

    fn looks(&self, content: Content, wanted: &Wanted<'_>) -> bool {
        self.share(content, wanted).is_some_and(|share| share >= ENOUGH) && self.is_varied(content)
    }

    /// Names and ID numbers are all different, or they are something else.
    fn is_varied(&self, content: Content) -> bool {
        let different: HashSet<&str> = self.cells.iter().map(|cell| cell.text.trim()).collect();
        !content.is_of_one() || different.len() * 10 >= self.cells.len() * 7
    }
}

/// Fills in what the titles left open, and says of every column why it was taken.
pub(super) fn complete(header: Header, grid: &Grid, wanted: &Wanted<'_>) -> Header {
    let mut guess = Guess::new(header, grid, wanted);
    guess.explain_titles();
    guess.by_contained_title();
    guess.by_content();
    guess.explain_the_rest();
    guess.into_header()
}

/// A table without titles, if enough of its columns show by their content what they hold; of a narrow one at least half.
pub(super) fn untitled(grid: &Grid, wanted: &Wanted<'_>) -> Option<Header> {
    let names_all = wanted.fields.iter().filter(|field| field.is_required);
    if names_all.clone().any(|field| Content::of(field).is_none()) {
        return None;
    }
    let filled = |row: &branchbook_workbook::Row| row.cells.iter().filter(|cell| is_filled(cell)).count();
    let names_somebody =
        |row: &branchbook_workbook::Row| row.cells.iter().any(|cell| Content::Name.fits(cell, wanted));
    let wide = grid.rows.iter().find(|row| filled(row) > 2);
    let wide = wide.and_then(|first| from_row(first.index, grid, wanted));
    let wide = wide.filter(|header| found_in(header) >= LEAST_FIELDS);
    wide.or_else(|| {
        let first = grid.rows.iter().find(|row| names_somebody(row))?;
        let narrow = from_row(first.index, grid, wanted);
        narrow.filter(|header| found_in(header) * 2 >= header.titles.len())
    })
}

fn from_row(first: u32, grid: &Grid, wanted: &Wanted<'_>) -> Option<Header> {
    let header = Header::without_titles(first, wanted.fields, wanted.chosen);
    let header = complete(header, grid, wanted);
    lacking(&header, wanted.fields).is_empty().then_some(header)
}

fn found_in(header: &Header) -> usize {
    header.columns.iter().flatten().count()
}

/// Whether what was taken for titles is a record itself: no title is known, and one of them looks like what stands below
/// it.
pub(super) fn is_record(header: &Header, wanted: &Wanted<'_>) -> bool {
    let looks_so = |title: &SourceColumn| {
        let key = title.field.as_deref();
        let spec = wanted.fields.iter().find(|field| Some(field.key) == key);
        let content = spec.and_then(Content::of);
        let cell =
            Cell { column: 0, value: CellValue::Text, text: title.title.clone(), shape: Shape::General };
        content.is_some_and(|content| content.fits(&cell, wanted))
    };
    header.matched == 0 && header.titles.iter().any(looks_so)
}

fn is_filled(cell: &Cell) -> bool {
    !cell.text.trim().is_empty()
}

struct Guess<'a> {
    header: Header,
    grid: &'a Grid,
    wanted: &'a Wanted<'a>,
    columns: Vec<Column<'a>>,
}

impl<'a> Guess<'a> {
    fn new(mut header: Header, grid: &'a Grid, wanted: &'a Wanted<'a>) -> Self {
        add_untitled(&mut header, grid);
        let columns =
            header.titles.iter().map(|title| Column::of(grid, column_of(title), header.below)).collect();
        Self { header, grid, wanted, columns }
    }

    fn into_header(mut self) -> Header {
        for (title, column) in self.header.titles.iter_mut().zip(&self.columns) {
            let key = title.field.as_deref();
            title.samples =
                column.cells.iter().take(SHOWN).map(|cell| sample(key, cell, self.wanted)).collect();
        }
        self.header
    }

    fn field(&self, at: usize) -> Option<&'static FieldSpec> {
        self.wanted.fields.get(at)
    }

    /// Fields that no column was found for.
    fn open(&self) -> Vec<usize> {
        let open = self.header.columns.iter().enumerate().filter(|(_, column)| column.is_none());
        open.map(|(at, _)| at).collect()
    }

    /// Titled columns that nothing was found for and that nobody has set aside.
    fn free(&self) -> Vec<usize> {
        let is_free = |title: &SourceColumn| {
            let folded = fold_title(&title.title);
            title.field.is_none()
                && self.header.mapping.of(&title.title).is_none()
                && !self.header.beside.contains_key(&column_of(title))
                && !is_number_title(&folded)
                && folded != REASON
        };
        let titles = self.header.titles.iter().enumerate();
        titles.filter(|(_, title)| is_free(title)).map(|(at, _)| at).collect()
    }

    fn take(&mut self, title: usize, field: usize, confidence: Confidence, reason: String) {
        let (Some(spec), Some(column)) = (self.field(field), self.columns.get(title)) else { return };
        if let Some(slot) = self.header.columns.get_mut(field) {
            *slot = Some(column.at);
        }
        if let Some(title) = self.header.titles.get_mut(title) {
            title.field = Some(spec.key.to_owned());
            title.field_title = Some(spec.title.to_owned());
            (title.confidence, title.reason) = (confidence, reason);
        }
    }

    /// Columns that were found by their titles: whether what stands in them agrees.
    fn explain_titles(&mut self) {
        for at in 0..self.header.titles.len() {
            let Some((confidence, reason)) = self.of_title(at) else { continue };
            if let Some(title) = self.header.titles.get_mut(at) {
                (title.confidence, title.reason) = (confidence, reason);
            }
        }
    }

    fn of_title(&self, at: usize) -> Option<(Confidence, String)> {
        let (title, column) = (self.header.titles.get(at)?, self.columns.get(at)?);
        if self.header.mapping.of(&title.title).is_some() {
            let reason = if self.header.is_saved { SAVED } else { BY_HAND };
            return Some((Confidence::Certain, reason.to_owned()));
        }
        let key = title.field.as_deref()?;
        if let Some((confidence, reason)) = self.header.beside.get(&column.at) {
            return Some((*confidence, reason.clone()));
        }
        let spec = self.wanted.fields.iter().find(|field| field.key == key)?;
        let is_same = spec.is_titled(&fold_title(&title.title));
        let how = if is_same { "标题相同" } else { "标题相近" };
        let content = Content::of(spec);
        let share = content.and_then(|content| Some((content, column.share(content, self.wanted)?)));
        Some(match share {
            Some((content, share)) if share < 30 && column.cells.len() > LEAST_CELLS => {
                (Confidence::Unsure, format!("{how}，但内容只有 {share}% 像{}", content.word()))
            }
            Some((content, share)) if !is_same => {
                (Confidence::Certain, format!("{how}，内容像{}（{share}%）", content.word()))
            }
            _ if is_same => (Confidence::Certain, how.to_owned()),
            _ => (Confidence::Likely, how.to_owned()),
        })
    }

    /// 「本人联系电话(手机)必填」 contains 联系电话: the longest known title decides.
    fn by_contained_title(&mut self) {
        for title in self.free() {
            let Some((field, confidence, reason)) = self.contained(title) else { continue };
            self.take(title, field, confidence, reason);
        }
    }

    fn contained(&self, at: usize) -> Option<(usize, Confidence, String)> {
        let (title, column) = (self.header.titles.get(at)?, self.columns.get(at)?);
        let folded = fold_title(&title.title);
        if speaks_of_others(&folded) {
            return None;
        }
        let step = neighbour::step_in(&folded);
        let fitting = self.open().into_iter().filter_map(|field| {
            let spec = self.field(field)?;
            let content = Content::of(spec);
            // 申请入党时间 contains 入党时间 and is another day.
            let is_meant = |known: &&'static str| {
                let is_step = step.is_some_and(|step| content == Some(Content::Day) && !known.contains(step));
                folded.contains(known) && !is_step
            };
            let writing = spec.writings().filter(is_meant).max_by_key(|known| known.len())?;
            let share = content.and_then(|content| column.share(content, self.wanted));
            let is_possible = match (content, share) {
                (Some(_), Some(share)) => share >= 50,
                (Some(_), None) => true,
                (None, _) => writing.chars().count() > 2 && folded.chars().count() <= 12,
            };
            is_possible.then_some((writing, field, content, share))
        });
        let (writing, field, content, share) = fitting.max_by_key(|(writing, ..)| writing.len())?;
        Some(match (content, share) {
            (Some(content), Some(share)) if share >= ENOUGH => (
                field,
                Confidence::Likely,
                format!("标题含有“{writing}”，内容像{}（{share}%）", content.word()),
            ),
            _ => (field, Confidence::Unsure, format!("标题含有“{writing}”")),
        })
    }

    fn by_content(&mut self) {
        for content in Content::TELLING {
            for title in self.free() {
                self.one_by_content(title, *content);
            }
        }
        self.days();
    }

    /// A title that nobody knows may mean anything: only what can be nothing else is taken by its content.
    fn one_by_content(&mut self, at: usize, content: Content) {
        let (Some(title), Some(column)) = (self.header.titles.get(at), self.columns.get(at)) else { return };
        let is_titled = !is_made_up(title);
        let fitting = self.open().into_iter().filter(|field| {
            let spec = self.field(*field);
            let may = |spec: &FieldSpec| !is_titled || spec.is_required || content.is_telling_under_a_title();
            spec.is_some_and(|spec| Content::of(spec) == Some(content) && may(spec))
        });
        let Some(field) = fitting.min() else { return };
        if !column.looks(content, self.wanted) || (is_titled && speaks_of_others(&fold_title(&title.title))) {
            return;
        }
        let share = column.share(content, self.wanted).unwrap_or_default();
        let sure = share >= 95 && content.is_telling_under_a_title();
        let confidence = if sure { Confidence::Likely } else { Confidence::Unsure };
        self.take(at, field, confidence, format!("内容像{}（{share}%）", content.word()));
    }

    /// Days look alike: born, joined, became full are told by their order and by the ID number.
    fn days(&mut self) {
        let free: Vec<usize> = self
            .free()
            .into_iter()
            .filter(|at| self.header.titles.get(*at).is_some_and(says_no_day))
            .filter(|at| self.columns.get(*at).is_some_and(|column| column.looks(Content::Day, self.wanted)))
            .collect();
        let columns: Vec<&Column<'_>> = free.iter().filter_map(|at| self.columns.get(*at)).collect();
        let open: Vec<&'static str> =
            self.open().into_iter().filter_map(|at| self.field(at)).map(|field| field.key).collect();
        let id_numbers = self.wanted.fields.iter().position(|field| field.key == "id_number");
        let id_numbers = id_numbers.and_then(|at| self.header.columns.get(at).copied().flatten());
        let found = days::tell(&columns, &open, id_numbers, self.grid, self.wanted);
        for (which, key, reason) in found {
            let at = free.get(which).copied();
            let field = self.wanted.fields.iter().position(|field| field.key == key);
            if let (Some(at), Some(field)) = (at, field) {
                self.take(at, field, Confidence::Unsure, reason);
            }
        }
    }

    /// Columns that stay unread although they look like something are to be looked at.
    fn explain_the_rest(&mut self) {
        for title in self.header.titles.iter_mut().filter(|title| title.field.is_none()) {
            if let Some(told) = self.header.beside.get(&column_of(title)) {
                (title.confidence, title.reason) = told.clone();
            }
        }
        for at in self.free() {
            let looks = self.columns.get(at).and_then(|column| {
                let mut contents = Content::TELLING.iter().chain([&Content::Day]);
                contents.find(|content| column.looks(**content, self.wanted))
            });
            let Some(title) = self.header.titles.get_mut(at) else { continue };
            (title.confidence, title.reason) = match looks {
                Some(content) => (
                    Confidence::Unsure,
                    format!("内容像{}，没有认出是哪一栏；不需要的不用管", content.word()),
                ),
                None => (Confidence::Certain, "没有对应的栏目".to_owned()),
            };
        }
    }
}

/// What stands in a cell, masked as the field or the content wants it.
fn sample(key: Option<&str>, cell: &Cell, wanted: &Wanted<'_>) -> String {
    let text = cell.text.trim();
    match key {
        Some(key) => shown(key, text),
        None if Content::IdNumber.fits(cell, wanted) => shown("id_number", text),
        None if Content::Phone.fits(cell, wanted) => shown("phone", text),
        None if Content::Address.fits(cell, wanted) => shown("address", text),
        None => shown("", text),
    }
}

/// Columns with something in them and nothing above: they get a name to be called by.
fn add_untitled(header: &mut Header, grid: &Grid) {
    let known: HashSet<u16> = header.titles.iter().map(column_of).collect();
    let below = || grid.rows.iter().filter(|row| row.index >= header.below);
    let count = below().count();
    let filled = |at: u16| below().filter(|row| is_filled(row.cell(at))).count();
    let width = below().map(branchbook_workbook::Row::width).max().unwrap_or(0);
    let new: Vec<u16> =
        (0..width).filter(|at| !known.contains(at) && filled(*at) * 2 > count && count > 1).collect();
    for at in new {
        let letters = letters(at);
        let title = made_up(&letters);
        let mapped = header.mapping.of(&title).cloned().flatten();
        let spec = mapped.and_then(|key| header.assign_by_hand(&key, at));
        let (field, field_title) = spec.map_or((None, None), |(key, title)| (Some(key), Some(title)));
        header.titles.push(SourceColumn { letters, title, field, field_title, ..SourceColumn::default() });
    }
    header.titles.sort_by_key(column_of);
}

fn letters(column: u16) -> String {
    cell_name(0, column).trim_end_matches('1').to_owned()
}

/// What a column without a title is called.
fn made_up(letters: &str) -> String {
    format!("（无标题）{letters} 栏")
}

fn is_made_up(title: &SourceColumn) -> bool {
    title.title == made_up(&title.letters)
}

/// Whether a title does not say which day stands below it: it has none, or only 日期.
fn says_no_day(title: &SourceColumn) -> bool {
    is_made_up(title) || neighbour::DAYS.contains(&fold_title(&title.title).as_str())
}

/// Column of its letters.
pub(super) fn column_of(title: &SourceColumn) -> u16 {
    let place =
        |sum: u16, c: u8| sum.saturating_mul(26).saturating_add(u16::from(c.saturating_sub(b'A')) + 1);
    title.letters.bytes().fold(0, place).saturating_sub(1)
}
