//! Opens a file from outside under limits, chooses its sheets and brings their rows together.
//! Must not write anything and must not know a form beyond its fields.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use branchbook_contract::intake::{Confidence, ImportKind, Skipped};
use branchbook_domain::day::Day;
use branchbook_domain::office_day::{DateSystem as DaysFrom, DayContext, column_has_two_digit_months};
use branchbook_domain::text::{is_blank_mark, is_ditto_mark, tidy};
use branchbook_workbook::{
    Cell, CellValue, DateSystem, Grid, HEAD_ROWS, Limits, MarkedRow, PackedRow, Row, SourceBook, Span, open,
};

use super::field::FieldSpec;
use super::fit;
use super::guess;
use super::header::{self, Header};
use super::heading;
use super::register;
use super::row::{Layout, WaitingRow};
use super::skip::{self, RowKind};
use super::step;
use super::unread::Unread;
use super::wanted::Wanted;
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// Rows between two reports of progress.
const STRIDE: usize = 2_000;
/// Skipped rows that are told at most; a file with more is not a table.
const MOST_SKIPPED: usize = 500;

/// Why a hidden row is not read.
const HIDDEN: &str = "隐藏的行，没有读取；要导入它，请先在文件里取消隐藏或清除筛选";

/// The rows of a file.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Sheets that are read.
    pub sheets: Vec<Arc<Layout>>,
    /// Rows that hold a whole record, sheet by sheet.
    pub rows: Vec<WaitingRow>,
    /// Rows that lack what every record must have.
    pub lacking: Vec<WaitingRow>,
    /// Rows that the file hides: nobody hands them in, but whom they name does not lack in the file.
    pub hidden: Vec<WaitingRow>,
    /// What is not read.
    pub skipped: Vec<Skipped>,
    /// What is said of a row because of what its cells are: a formula without a result, 同上 with nothing above. By
    /// the order of its sheet and its number.
    pub told: HashMap<(usize, u32), Vec<String>>,
    /// How much of it nobody may have seen.
    pub unread: Unread,
    /// 填报日期.
    pub register_on: Option<Day>,
}

/// Reads a file.
pub(crate) fn read(path: &Path, wanted: &Wanted<'_>, progress: &dyn Progress) -> Result<Source> {
    let book = open(path, &Limits::default())?;
    let mut source = Source::default();
    let mut lacking: Vec<&'static str> = Vec::new();
    let mut other: Option<ImportKind> = None;
    for (at, sheet) in book.sheets().iter().enumerate() {
        let name = sheet.name.as_str();
        if sheet.is_hidden {
            source.skip_sheet(name, "隐藏的工作表，没有读取".to_owned());
            continue;
        }
        let grid = book.head(at, HEAD_ROWS)?;
        if grid.rows.is_empty() {
            source.skip(name, None, "空白工作表".to_owned());
            continue;
        }
        let found = find(&grid, wanted);
        if let Some(kind) = better_kind(&grid, wanted, found.as_ref().ok()) {
            source.skip_sheet(name, format!("这是「{}」的表，不是「{}」", kind.label(), wanted.kind.label()));
            other = Some(kind);
            lacking = found.err().unwrap_or_default();
            continue;
        }
        match found.or_else(|missing| guess::untitled(&grid, wanted).ok_or(missing)) {
            Ok(header) => {
                source.read_sheet(&Sheet { book: &book, at, name, grid: &grid }, header, wanted, progress)?
            }
            Err(missing) => {
                source.skip_sheet(name, format!("没有找到「{}」的表头", wanted.kind.label()));
                lacking = missing;
            }
        }
    }
    if source.sheets.is_empty() { Err(no_table(wanted, &lacking, other)) } else { Ok(source) }
}

/// The header by titles, content and position; otherwise the required fields that are still missing.
fn find(grid: &Grid, wanted: &Wanted<'_>) -> Result<Header, Vec<&'static str>> {
    let header = match header::find(grid, wanted.fields, wanted.chosen, wanted.saved) {
        Ok(header) => header,
        Err(None) => return Err(Vec::new()),
        Err(Some(header)) => header,
    };
    let header = guess::complete(header, grid, wanted);
    if guess::is_record(&header, wanted) {
        return Err(Vec::new());
    }
    let lacking = header::lacking(&header, wanted.fields);
    if lacking.is_empty() { Ok(header) } else { Err(lacking) }
}

/// The kind that the sheet fits clearly better; what a person has assigned is not doubted.
fn better_kind(grid: &Grid, wanted: &Wanted<'_>, header: Option<&Header>) -> Option<ImportKind> {
    let is_assigned = !wanted.chosen.is_empty() || header.is_some_and(|header| header.is_saved);
    // Titles against titles: what was found by content says nothing about the kind.
    let matched = header.map_or(0, |header| header.matched);
    if is_assigned { None } else { fit::better(grid, wanted.kind, matched) }
}

fn no_table(wanted: &Wanted<'_>, lacking: &[&'static str], other: Option<ImportKind>) -> DeskError {
    let label = wanted.kind.label();
    let required = wanted.fields.iter().filter(|field| field.is_required).map(|field| field.title);
    let names = if lacking.is_empty() { required.collect::<Vec<_>>() } else { lacking.to_vec() };
    let names = names.join("」「");
    DeskError::refused(match other {
        Some(other) if lacking.is_empty() => {
            let other = other.label();
            format!(
                "这份文件看起来是「{other}」，不是「{label}」，没有导入。请按「{other}」导入；确实是{label}的，请核对表头。"
            )
        }
        Some(other) => {
            let other = other.label();
            format!(
                "没有在文件中找到{label}的表头：缺少「{names}」一栏。这份文件看起来是「{other}」，请按「{other}」导入。"
            )
        }
        None => format!(
            "没有在文件中找到{label}的表头：缺少「{names}」一栏。请核对是不是这种表，或在预览中指定各栏对应的内容。"
        ),
    })
}

/// A sheet on its way in.
struct Sheet<'a> {
    book: &'a SourceBook,
    at: usize,
    name: &'a str,
    grid: &'a Grid,
}

impl Source {
    fn skip(&mut self, sheet: &str, row: Option<u32>, reason: String) {
        if self.skipped.len() < MOST_SKIPPED {
            self.skipped.push(Skipped { sheet: sheet.to_owned(), row, reason });
        }
    }

    /// A sheet with something in it that is not read.
    fn skip_sheet(&mut self, sheet: &str, reason: String) {
        self.unread.sheet(sheet, &reason);
        self.skip(sheet, None, reason);
    }

    /// Sentences about a row that is read.
    fn tell(&mut self, layout: &Layout, row: u32, sentences: Vec<String>) {
        if !sentences.is_empty() {
            self.told.insert((layout.order, row), sentences);
        }
    }

    fn read_sheet(
        &mut self,
        sheet: &Sheet<'_>,
        header: Header,
        wanted: &Wanted<'_>,
        progress: &dyn Progress,
    ) -> Result<()> {
        self.register_above(sheet.grid, header.top, &wanted.days);
        let branch_above = heading::branch_above(sheet.grid, header.top);
        let mut layout = layout(sheet.name, self.sheets.len(), header, wanted.fields);
        layout.branch_above = branch_above;
        mark_hidden(&mut layout, sheet)?;
        layout.date_system = date_system(sheet.book);
        let records = self.records(sheet, &layout, wanted, progress)?;
        layout.two_digit_months = records.two_digit_months;
        let layout = Arc::new(layout);
        let waiting = |packed: PackedRow| WaitingRow::new(packed, Arc::clone(&layout));
        self.rows.extend(records.whole.into_iter().map(waiting));
        self.lacking.extend(records.lacking.into_iter().map(waiting));
        self.hidden.extend(records.hidden.into_iter().map(waiting));
        self.sheets.push(layout);
        Ok(())
    }

    fn register_above(&mut self, grid: &Grid, top: u32, days: &DayContext) {
        let above = grid.rows.iter().filter(|row| row.index < top);
        let found = above.filter_map(|row| register::day_in(row, days)).next();
        self.register_on = self.register_on.or(found);
    }

    fn records(
        &mut self,
        sheet: &Sheet<'_>,
        layout: &Layout,
        wanted: &Wanted<'_>,
        progress: &dyn Progress,
    ) -> Result<Records> {
        let mut fill = FillDown::new(&sheet.grid.merges, layout.below);
        let mut records = Records::of(layout);
        let mut above = RowAbove::default();
        for marked in sheet.book.rows(sheet.at)?.marked() {
            let MarkedRow { mut row, is_hidden, uncomputed } = marked?;
            if row.index < layout.below {
                continue;
            }
            fill.fill(&mut row);
            match skip::kind_of(&row, layout) {
                RowKind::Record => {
                    let untold = above.fill(&mut row, layout);
                    // As with hidden sheets: what nobody sees in the file nobody means to hand in.
                    if is_hidden {
                        self.skip(sheet.name, Some(row.number()), HIDDEN.to_owned());
                        self.unread.hidden_row(sheet.name, row.number());
                        records.hidden.push(row.pack());
                    } else {
                        let told = not_computed(&uncomputed, layout).into_iter().chain(untold);
                        self.tell(layout, row.number(), told.collect());
                        records.take(&row, layout);
                    }
                    above.0 = Some(row);
                }
                // With the formulas computed it may hold a record.
                RowKind::Blank => {
                    if let Some(reason) = not_computed(&uncomputed, layout) {
                        self.unread.uncomputed_row();
                        self.skip(sheet.name, Some(row.number()), reason);
                    }
                }
                RowKind::Aside(reason) => {
                    self.register_on = self.register_on.or_else(|| register::day_in(&row, &wanted.days));
                    self.skip(sheet.name, Some(row.number()), reason);
                }
            }
            if records.count() % STRIDE == STRIDE - 1 {
                step(progress, "读取文件", records.count(), 0)?;
            }
        }
        Ok(records)
    }
}

/// A sentence if a formula of a column that is read has never been computed.
fn not_computed(uncomputed: &[u16], layout: &Layout) -> Option<String> {
    let fields = layout.fields.iter().zip(&layout.columns);
    let lost = fields.filter(|(_, column)| column.is_some_and(|column| uncomputed.contains(&column)));
    let titles: Vec<&str> = lost.map(|(field, _)| field.title).collect();
    let titles = titles.join("」「");
    (!titles.is_empty()).then(|| {
        format!("「{titles}」是没有算出结果的公式，按空白读取；请用 Excel 或 WPS 打开、保存一次再导入。")
    })
}

/// A column that the file hides is read, with a word: what nobody sees is easily forgotten.
fn mark_hidden(layout: &mut Layout, sheet: &Sheet<'_>) -> Result<()> {
    let hidden = sheet.book.hidden_columns(sheet.at)?;
    if hidden.is_empty() {
        return Ok(());
    }
    for title in layout.titles.iter_mut().filter(|title| hidden.contains(guess::column_of(title))) {
        title.reason = format!("在文件里是隐藏的栏；{}", title.reason);
        title.confidence = title.confidence.max(Confidence::Likely);
    }
    Ok(())
}

fn date_system(book: &SourceBook) -> DaysFrom {
    match book.date_system() {
        DateSystem::From1900 => DaysFrom::From1900,
        DateSystem::From1904 => DaysFrom::From1904,
    }
}

fn layout(sheet: &str, order: usize, header: Header, fields: &'static [FieldSpec]) -> Layout {
    Layout {
        sheet: tidy(sheet),
        order,
        fields,
        columns: header.columns,
        two_digit_months: Vec::new(),
        date_system: DaysFrom::From1900,
        is_titled: header.below > header.top,
        below: header.below,
        titles: header.titles,
        is_mapping_saved: header.is_saved,
        header_key: header.key,
        branch_above: None,
    }
}

/// The records of one sheet, and what only all of them together tell.
struct Records {
    /// Whether the sheet can tell one person from another; without that no row is whole.
    is_telling: bool,
    whole: Vec<PackedRow>,
    lacking: Vec<PackedRow>,
    hidden: Vec<PackedRow>,
    two_digit_months: Vec<bool>,
}

impl Records {
    fn of(layout: &Layout) -> Self {
        Self {
            is_telling: layout.tells_nobody_apart().is_none(),
            whole: Vec::new(),
            lacking: Vec::new(),
            hidden: Vec::new(),
            two_digit_months: vec![false; layout.columns.len()],
        }
    }

    fn count(&self) -> usize {
        self.whole.len() + self.lacking.len()
    }

    fn take(&mut self, row: &Row, layout: &Layout) {
        for (known, column) in self.two_digit_months.iter_mut().zip(&layout.columns) {
            *known = *known || column.is_some_and(|column| has_two_digit_month(row.text(column)));
        }
        let is_whole = self.is_telling && !skip::lacks_required(row, layout);
        let list = if is_whole { &mut self.whole } else { &mut self.lacking };
        list.push(row.pack());
    }
}

fn has_two_digit_month(text: &str) -> bool {
    text.len() <= 16 && text.contains(".0") && column_has_two_digit_months([text])
}

/// Cells merged downwards in the table: the rows below say what the first one says.
struct FillDown {
    coming: std::iter::Peekable<std::vec::IntoIter<Span>>,
    open: Vec<(Span, Option<Cell>)>,
}

impl FillDown {
    fn new(merges: &[Span], below: u32) -> Self {
        let below = |span: &&Span| span.top >= below && span.bottom > span.top;
        let mut spans: Vec<Span> = merges.iter().filter(below).copied().collect();
        spans.sort_by_key(|span| (span.top, span.left));
        Self { coming: spans.into_iter().peekable(), open: Vec::new() }
    }

    fn fill(&mut self, row: &mut Row) {
        self.open.retain(|(span, _)| span.bottom >= row.index);
        while let Some(span) = self.coming.next_if(|span| span.top <= row.index) {
            let stands = span.top == row.index && row.cell(span.left).value != CellValue::Blank;
            self.open.push((span, stands.then(|| row.cell(span.left).clone())));
        }
        let missing = self.open.iter().filter(|(span, _)| span.top < row.index);
        let cells: Vec<Cell> = missing.filter_map(|(_, cell)| cell.clone()).collect();
        for cell in cells {
            if let Err(at) = row.cells.binary_search_by_key(&cell.column, |known| known.column) {
                row.cells.insert(at, cell);
            }
        }
    }
}

/// The record above: 同上 and 〃 say what it says. A row that is handed back carries the words themselves, because it
/// stands alone then.
#[derive(Default)]
struct RowAbove(Option<Row>);

impl RowAbove {
    /// Writes out what a row says to be the same as above; a sentence for each field where nothing can be copied.
    fn fill(&self, row: &mut Row, layout: &Layout) -> Vec<String> {
        let mut untold = Vec::new();
        for (field, column) in layout.fields.iter().zip(&layout.columns) {
            let place = column.map(|column| row.cells.binary_search_by_key(&column, |cell| cell.column));
            let Some(Ok(at)) = place else { continue };
            let Some(cell) = row.cells.get_mut(at).filter(|cell| is_ditto_mark(&cell.text)) else { continue };
            let known = self.0.as_ref().map(|above| above.cell(cell.column));
            if let Some(known) = known.filter(|known| !field.is_own && !is_blank_mark(&known.text)) {
                *cell = known.clone();
                continue;
            }
            let why =
                if field.is_own { "每行应各写各的" } else { "上面没有可以照抄的内容" };
            untold.push(format!("「{}」写的是“{}”，{why}，按空白读取。", field.title, tidy(&cell.text)));
            row.cells.remove(at);
        }
        untold
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use branchbook_workbook::Shape;

    use super::*;
    use crate::intake::Form as _;
    use crate::intake::mapping::Mapping;
    use crate::progress::Unwatched;

    fn cell(column: u16, text: &str) -> Cell {
        Cell { column, value: CellValue::Text, text: text.to_owned(), shape: Shape::General }
    }

    #[test]
    fn a_cell_merged_downwards_is_said_by_every_row_under_it() {
        let span = Span { top: 3, left: 2, bottom: 5, right: 2 };
        let mut fill = FillDown::new(&[span], 2);
        let mut seen = Vec::new();
        for (index, own) in [(2, None), (3, Some("锦华苑党支部")), (4, None), (5, None), (6, None)] {
            let mut row = Row { index, cells: vec![cell(0, "x")] };
            row.cells.extend(own.map(|text| cell(2, text)));
            fill.fill(&mut row);
            seen.push(row.text(2).to_owned());
        }
        assert_eq!(seen, ["", "锦华苑党支部", "锦华苑党支部", "锦华苑党支部", ""]);
    }

    /// A page as web systems call their exports .xls: a leaver that somebody has hidden, and a formula never computed.
    const PAGE: &str = "<!--[if gte mso 9]><xml><x:Date1904/></xml><![endif]--><table><tr><th>姓名</th><th>身份证号</th><th>入党时间</th></tr>\
        <tr><td>谭敏</td><td x:str>53259919920124880X</td><td>2015-04-20</td></tr>\
        <tr style='display:none'><td>邱俊</td><td x:str>532599197801204078</td><td>2014-05-28</td></tr>\
        <tr><td>乔敏</td><td x:str>53259919910319078X</td><td x:fmla='=A1'></td></tr></table>";

    #[test]
    fn hidden_rows_and_formulas_without_a_result_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("名册.xls");
        std::fs::write(&path, PAGE).unwrap();
        let days = DayContext::on("2026-11-01".parse().unwrap());
        let wanted = Wanted {
            fields: crate::intake::roster::Roster::fields(),
            kind: ImportKind::Roster,
            chosen: &Mapping::default(),
            saved: &BTreeMap::new(),
            branches: &HashSet::new(),
            days,
        };
        let source = read(&path, &wanted, &Unwatched).unwrap();
        assert_eq!(source.rows.len() + source.lacking.len(), 2);
        assert_eq!(source.sheets[0].date_system, DaysFrom::From1904, "bare numbers are four years later");
        let skipped: Vec<(Option<u32>, bool)> =
            source.skipped.iter().map(|each| (each.row, each.reason.contains("隐藏"))).collect();
        assert_eq!(skipped, [(Some(3), true)]);
        let told = &source.told[&(0, 4)];
        assert!(
            told[0].starts_with("「入党时间」是没有算出结果的公式") && source.told.len() == 1,
            "{told:?}"
        );
    }
}
