//! A folio's list from its lines: filters counted, words found, one page cut out. The same for every folio. A list that
//! grows with the register is made of [`Rows`]: they are filtered as they stand in the book, and only those of the page
//! become lines.

use std::collections::HashSet;

use branchbook_contract::folio::{
    FolioButton, FolioCell, FolioChip, FolioColumn, FolioFact, FolioGroup, FolioLink, FolioPage, FolioRow,
    FolioSubject, FolioTone,
};
use branchbook_domain::day::Day;
use branchbook_domain::figure;
use branchbook_domain::key::PersonId;
use branchbook_domain::name::NameKeys;
use branchbook_domain::rule::Finding;
use branchbook_ledger::LedgerError;

use super::{Asked, Head, masked};
use crate::error::Result;

/// A row before it is filtered.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// Its key.
    pub row: i64,
    /// One for each column.
    pub cells: Vec<FolioCell>,
    /// What can be done with it.
    pub acts: Vec<FolioButton>,
    /// The filters that find it.
    pub marks: Vec<&'static str>,
    /// What it is found by, in small letters: names, initials, numbers.
    pub words: String,
}

/// What a list that grows with the register needs of all its rows, and what only of those on the page.
pub(crate) trait Rows {
    /// What a row is made of.
    type Row;

    /// Its key in requests.
    fn key(&self, row: &Self::Row) -> i64;

    /// The filters that find it.
    fn marks(&self, row: &Self::Row) -> Vec<&'static str>;

    /// What each is found by, in small letters; asked only where words are looked for.
    fn words(&self, rows: &[Self::Row]) -> Result<Vec<String>, LedgerError>;

    /// Cells and acts of the rows of a page, in their order.
    fn lines(&self, rows: &[Self::Row]) -> Result<Vec<Line>>;
}

/// A list in the making.
#[derive(Debug)]
pub(crate) struct Sheet {
    head: Head,
    columns: Vec<FolioColumn>,
    chips: Vec<(&'static str, &'static str)>,
    /// The filter that holds where none is asked for.
    begins: Option<&'static str>,
    /// Filters that the book itself names, each with the rows that it finds.
    own: Vec<(String, String, HashSet<i64>)>,
    lines: Vec<Line>,
    /// The filters with what they find, once that is known.
    counted: Vec<FolioChip>,
    /// Further filters.
    pub groups: Vec<FolioGroup>,
    /// Whose it is.
    pub subject: Option<FolioSubject>,
    /// What is known of the whole.
    pub facts: Vec<FolioFact>,
    /// What can be done with the whole.
    pub acts: Vec<FolioButton>,
    /// What does not fit.
    pub findings: Vec<Finding>,
    /// What can be searched for.
    search: &'static str,
    /// What to say where there is no row.
    pub empty: String,
}

impl Sheet {
    /// A list with its columns: title and width in characters, 0 for what is left.
    pub fn new(head: Head, columns: &[(&str, u8)]) -> Self {
        let column = |&(title, width): &(&str, u8)| FolioColumn {
            title: title.to_owned(),
            width,
            is_number: false,
            is_extra: false,
        };
        Self {
            head,
            columns: columns.iter().map(column).collect(),
            chips: Vec::new(),
            begins: None,
            own: Vec::new(),
            lines: Vec::new(),
            counted: Vec::new(),
            groups: Vec::new(),
            subject: None,
            facts: Vec::new(),
            acts: Vec::new(),
            findings: Vec::new(),
            search: "姓名、拼音首字母、编号",
            empty: "还没有登记。".to_owned(),
        }
    }

    /// Figures stand in the column of this title.
    #[must_use]
    pub fn number(mut self, title: &str) -> Self {
        for column in self.columns.iter_mut().filter(|column| column.title == title) {
            column.is_number = true;
        }
        self
    }

    /// The column of this title gives way where a record stands beside the list.
    #[must_use]
    pub fn extra(mut self, title: &str) -> Self {
        for column in self.columns.iter_mut().filter(|column| column.title == title) {
            column.is_extra = true;
        }
        self
    }

    /// A filter: its name among the marks of lines, and what a person calls it.
    #[must_use]
    pub fn chip(mut self, mark: &'static str, label: &'static str) -> Self {
        self.chips.push((mark, label));
        self
    }

    /// The filter that holds where none is asked for; all rows are found by the name `all` then.
    #[must_use]
    pub fn begins(mut self, mark: &'static str) -> Self {
        self.begins = Some(mark);
        self
    }

    /// A filter that the book itself names: its name in requests, what a person calls it, the rows that it finds.
    pub fn own_chip(&mut self, mark: impl Into<String>, label: impl Into<String>, rows: HashSet<i64>) {
        self.own.push((mark.into(), label.into(), rows));
    }

    /// Something that can be done with the whole.
    #[must_use]
    pub fn act(mut self, act: &str, label: &str) -> Self {
        self.acts.push(button(act, label));
        self
    }

    /// What can be searched for, where it is not people.
    #[must_use]
    pub fn search(mut self, words: &'static str) -> Self {
        self.search = words;
        self
    }

    /// What to say where there is no row.
    #[must_use]
    pub fn empty(mut self, words: &str) -> Self {
        words.clone_into(&mut self.empty);
        self
    }

    /// Notes a fact of the whole.
    pub fn fact(&mut self, label: &str, text: impl Into<String>) {
        self.facts.push(FolioFact { label: label.to_owned(), text: text.into() });
    }

    /// Adds a line.
    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// The page that was asked for. The filters count what the words find.
    pub fn finish(mut self, asked: &Asked<'_>) -> FolioPage {
        let words = asked.words.to_lowercase();
        let mut found = std::mem::take(&mut self.lines);
        found.retain(|line| line.words.contains(&words));
        let found = self.filtered(asked, found, |line| line.row, |line| line.marks.clone());
        let total = count(found.len());
        self.page(asked, total, cut(found, asked).collect())
    }

    /// The page that was asked for, of rows that become lines only if they stand on it.
    pub fn finish_rows<R: Rows>(
        mut self,
        asked: &Asked<'_>,
        rows: &R,
        all: Vec<R::Row>,
    ) -> Result<FolioPage> {
        let found = worded(rows, all, &asked.words.to_lowercase())?;
        let found = self.filtered(asked, found, |row| rows.key(row), |row| rows.marks(row));
        let total = count(found.len());
        let shown: Vec<R::Row> = cut(found, asked).collect();
        let lines = rows.lines(&shown)?;
        Ok(self.page(asked, total, lines))
    }

    /// What the filter leaves of the rows; the filters count all of them, each row read once.
    fn filtered<R>(
        &mut self,
        asked: &Asked<'_>,
        rows: Vec<R>,
        key: impl Fn(&R) -> i64,
        marks: impl Fn(&R) -> Vec<&'static str>,
    ) -> Vec<R> {
        let chosen = self.chosen(asked).filter(|chip| *chip != self.all());
        let number_of_all = rows.len();
        let own_mark = |mark: &str| self.own.iter().any(|(own, ..)| own == mark);
        let (mut counts, mut own_counts) = (vec![0; self.chips.len()], vec![0; self.own.len()]);
        let mut left = Vec::new();
        for row in rows {
            let (key, marks) = (key(&row), marks(&row));
            for ((mark, _), count) in self.chips.iter().zip(&mut counts) {
                *count += usize::from(marks.contains(mark));
            }
            for ((.., rows), count) in self.own.iter().zip(&mut own_counts) {
                *count += usize::from(rows.contains(&key));
            }
            let is_left = match chosen {
                None => true,
                Some(chip) if own_mark(chip) => {
                    self.own.iter().any(|(own, _, rows)| own == chip && rows.contains(&key))
                }
                Some(chip) => marks.contains(&chip),
            };
            left.extend(is_left.then_some(row));
        }
        let chip = |((mark, label), number): (&(&str, &str), usize)| folio_chip(mark, label, number);
        let own_chip =
            |((mark, label, _), number): (&(String, String, _), usize)| folio_chip(mark, label, number);
        let counted: Vec<FolioChip> = self.chips.iter().zip(counts).map(chip).collect();
        let own = self.own.iter().zip(own_counts).map(own_chip);
        let all = folio_chip(self.all(), "全部", number_of_all);
        let is_filtered = !counted.is_empty() || !self.own.is_empty();
        self.counted = is_filtered.then_some(all).into_iter().chain(counted).chain(own).collect();
        left
    }

    /// The name of the filter that finds all.
    fn all(&self) -> &'static str {
        if self.begins.is_some() { "all" } else { "" }
    }

    /// The filter that holds.
    fn chosen<'a>(&self, asked: &Asked<'a>) -> Option<&'a str> {
        asked.chip.or(self.begins)
    }

    fn page(self, asked: &Asked<'_>, total: u32, lines: Vec<Line>) -> FolioPage {
        let chip = self.chosen(asked).unwrap_or_default().to_owned();
        let row = |line: Line| FolioRow { row: line.row, cells: line.cells, acts: line.acts };
        masked::page(FolioPage {
            folio: self.head.folio.to_owned(),
            title: self.head.title.to_owned(),
            about: self.head.about.to_owned(),
            on: asked.on,
            subject: self.subject,
            facts: self.facts,
            columns: self.columns,
            chips: self.counted,
            chip,
            groups: self.groups,
            offset: asked.offset,
            total,
            rows: lines.into_iter().map(row).collect(),
            acts: self.acts,
            ways: Vec::new(),
            findings: self.findings,
            search: self.search.to_owned(),
            empty: self.empty,
        })
    }
}

/// The rows in which the words stand; without words nothing is read.
fn worded<R: Rows>(rows: &R, all: Vec<R::Row>, words: &str) -> Result<Vec<R::Row>, LedgerError> {
    if words.is_empty() {
        return Ok(all);
    }
    let texts = rows.words(&all)?;
    let found = all.into_iter().zip(texts).filter(|(_, text)| text.contains(words));
    Ok(found.map(|(row, _)| row).collect())
}

fn cut<R>(rows: Vec<R>, asked: &Asked<'_>) -> impl Iterator<Item = R> {
    rows.into_iter().skip(asked.offset as usize).take(asked.limit as usize)
}

/// A filter with the number of rows that it finds.
pub(crate) fn folio_chip(mark: &str, label: &str, number: usize) -> FolioChip {
    FolioChip { chip: mark.to_owned(), label: label.to_owned(), count: count(number) }
}

/// A further filter that holds and can only be let go, with what it leaves.
pub(crate) fn held_group(name: &str, label: &str, held: &str, number: usize) -> FolioGroup {
    FolioGroup {
        name: name.to_owned(),
        label: label.to_owned(),
        chips: vec![folio_chip("", held, number)],
        chip: String::new(),
        is_long: false,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What a row is found by, in small letters: its names, each with its pinyin and its initials, and further texts as they
/// are. Of a long text the readings would be many, and nobody types its initials.
pub(crate) fn found_by(names: &[&str], texts: &[&str]) -> String {
    let keys = names.iter().flat_map(|name| {
        let NameKeys { pinyin, initials } = NameKeys::of(name);
        [(*name).to_owned(), pinyin, initials]
    });
    keys.chain(texts.iter().map(|text| (*text).to_owned())).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A cell of plain text.
pub(crate) fn cell(text: impl Into<String>) -> FolioCell {
    FolioCell { text: text.into(), ..FolioCell::default() }
}

/// A cell of a day, empty where it is not known.
pub(crate) fn dated(day: Option<Day>) -> FolioCell {
    cell(day.map(|day| day.to_string()).unwrap_or_default())
}

/// A cell with a second, smaller line.
pub(crate) fn noted(text: impl Into<String>, note: impl Into<String>) -> FolioCell {
    FolioCell { text: text.into(), note: note.into(), ..FolioCell::default() }
}

/// A cell with a tag.
pub(crate) fn tagged(text: impl Into<String>, tone: FolioTone) -> FolioCell {
    FolioCell::tagged(text, tone)
}

/// A name that leads to the record.
pub(crate) fn linked(name: impl Into<String>, person: PersonId) -> FolioCell {
    FolioCell { text: name.into(), opens: Some(FolioLink::Member(person.0)), ..FolioCell::default() }
}

/// A number that leads to its rows; zero leads nowhere.
pub(crate) fn counted(number: i64, address: impl FnOnce() -> String) -> FolioCell {
    let opens = (number != 0).then(|| FolioLink::Page(address()));
    FolioCell { text: number.to_string(), opens, ..FolioCell::default() }
}

/// Minutes as hours with at most one decimal: `1264`, `2.5`.
pub(crate) fn hours(minutes: i64) -> FolioCell {
    cell(figure::hours(minutes))
}

/// Something that can be done.
pub(crate) fn button(act: &str, label: &str) -> FolioButton {
    FolioButton { act: act.to_owned(), label: label.to_owned() }
}
