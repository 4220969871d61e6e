//! A folio's list from its lines: filters counted, words found, one page cut out. The same for every folio.

use branchbook_contract::folio::{
    FolioButton, FolioCell, FolioChip, FolioColumn, FolioFact, FolioLink, FolioPage, FolioRow, FolioSubject,
    FolioTone,
};
use branchbook_domain::key::PersonId;
use branchbook_domain::rule::Finding;

use super::{Asked, Head};

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

/// A list in the making.
#[derive(Debug)]
pub(crate) struct Sheet {
    head: Head,
    columns: Vec<FolioColumn>,
    chips: Vec<(&'static str, &'static str)>,
    /// Filters that the book itself names, each with the rows that it finds.
    own: Vec<(String, String, Vec<i64>)>,
    lines: Vec<Line>,
    /// Whose it is.
    pub subject: Option<FolioSubject>,
    /// What is known of the whole.
    pub facts: Vec<FolioFact>,
    /// What can be done with the whole.
    pub acts: Vec<FolioButton>,
    /// What does not fit.
    pub findings: Vec<Finding>,
    /// What to say where there is no row.
    pub empty: String,
}

impl Sheet {
    /// A list with its columns: title and width in characters, 0 for what is left.
    pub fn new(head: Head, columns: &[(&str, u8)]) -> Self {
        let column =
            |&(title, width): &(&str, u8)| FolioColumn { title: title.to_owned(), width, is_number: false };
        Self {
            head,
            columns: columns.iter().map(column).collect(),
            chips: Vec::new(),
            own: Vec::new(),
            lines: Vec::new(),
            subject: None,
            facts: Vec::new(),
            acts: Vec::new(),
            findings: Vec::new(),
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

    /// A filter: its name among the marks of lines, and what a person calls it.
    #[must_use]
    pub fn chip(mut self, mark: &'static str, label: &'static str) -> Self {
        self.chips.push((mark, label));
        self
    }

    /// A filter that the book itself names: its name in requests, what a person calls it, the rows that it finds.
    pub fn own_chip(&mut self, mark: impl Into<String>, label: impl Into<String>, rows: Vec<i64>) {
        self.own.push((mark.into(), label.into(), rows));
    }

    /// Something that can be done with the whole.
    #[must_use]
    pub fn act(mut self, act: &str, label: &str) -> Self {
        self.acts.push(button(act, label));
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
    pub fn finish(self, asked: &Asked<'_>) -> FolioPage {
        let words = asked.words.to_lowercase();
        let found: Vec<Line> = self.lines.into_iter().filter(|line| line.words.contains(&words)).collect();
        let chip = |(mark, label): (&'static str, &'static str)| FolioChip {
            chip: mark.to_owned(),
            label: label.to_owned(),
            count: count(found.iter().filter(|line| line.marks.contains(&mark)).count()),
        };
        let own_chip = |(mark, label, rows): &(String, String, Vec<i64>)| FolioChip {
            chip: mark.clone(),
            label: label.clone(),
            count: count(found.iter().filter(|line| rows.contains(&line.row)).count()),
        };
        let chips = self.chips.into_iter().map(chip).chain(self.own.iter().map(own_chip)).collect();
        let own = self.own.iter().find(|(mark, ..)| asked.chip == Some(mark.as_str()));
        let fits = |line: &Line| match (own, asked.chip) {
            (Some((.., rows)), _) => rows.contains(&line.row),
            (None, Some(chip)) => line.marks.contains(&chip),
            (None, None) => true,
        };
        let shown: Vec<Line> = found.into_iter().filter(fits).collect();
        FolioPage {
            folio: self.head.folio.to_owned(),
            title: self.head.title.to_owned(),
            about: self.head.about.to_owned(),
            on: asked.on,
            subject: self.subject,
            facts: self.facts,
            columns: self.columns,
            chips,
            total: count(shown.len()),
            rows: cut(shown, asked),
            acts: self.acts,
            findings: self.findings,
            empty: self.empty,
        }
    }
}

fn cut(lines: Vec<Line>, asked: &Asked<'_>) -> Vec<FolioRow> {
    let row = |line: Line| FolioRow { row: line.row, cells: line.cells, acts: line.acts };
    lines.into_iter().skip(asked.offset as usize).take(asked.limit as usize).map(row).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A cell of plain text.
pub(crate) fn cell(text: impl Into<String>) -> FolioCell {
    FolioCell { text: text.into(), ..FolioCell::default() }
}

/// A cell with a second, smaller line.
pub(crate) fn noted(text: impl Into<String>, note: impl Into<String>) -> FolioCell {
    FolioCell { text: text.into(), note: note.into(), ..FolioCell::default() }
}

/// A cell with a tag.
pub(crate) fn tagged(text: impl Into<String>, tone: FolioTone) -> FolioCell {
    FolioCell { text: text.into(), tone: Some(tone), ..FolioCell::default() }
}

/// A name that leads to the record.
pub(crate) fn linked(name: impl Into<String>, person: PersonId) -> FolioCell {
    FolioCell { text: name.into(), opens: Some(FolioLink::Member(person.0)), ..FolioCell::default() }
}

/// Something that can be done.
pub(crate) fn button(act: &str, label: &str) -> FolioButton {
    FolioButton { act: act.to_owned(), label: label.to_owned() }
}
