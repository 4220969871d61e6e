//! Folios (台账分册): lists of the book that are drawn from a declaration. The desk says which columns, rows, filters and
//! acts a folio has and which fields a form asks for; a shell draws any of them without knowing what it is about.
//! So a new kind of record is a declaration at the desk, and neither a command nor a page.

use crate::keyed::Keyed;
use branchbook_domain::day::Day;
use branchbook_domain::rule::Finding;
use serde::{Deserialize, Serialize};

/// Asks for the folios of the book, or of one person: then only those that can say something of a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FolioList {
    /// Key of the person.
    #[serde(default)]
    pub person: Option<i64>,
}

/// A folio of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioName {
    /// Its name in requests.
    pub folio: String,
    /// What a person calls it.
    pub title: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// What it belongs to: 党员, 组织, 发展党员 …
    pub group: String,
    /// Rows that want attention; of one person, all rows.
    pub count: u32,
}

/// Asks for the rows of a folio.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FolioShow {
    /// Name of the folio.
    pub folio: String,
    /// Only what concerns this person, organisation or case; which of them, the folio says.
    #[serde(default)]
    pub subject: Option<i64>,
    /// The filter, one of the chips.
    #[serde(default)]
    pub chip: Option<String>,
    /// Words to find: names, their initials, numbers.
    #[serde(default)]
    pub words: String,
    /// As of this day; today if nothing is said.
    #[serde(default)]
    pub on: Option<Day>,
    /// Rows to pass over.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most; 100 if nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Title of the column by which the rows are sorted, with `-` before it from the end; the folio's own order if
    /// nothing is said.
    #[serde(default)]
    pub sort: Option<String>,
    /// Titles of the columns that are wanted, in their order, separated by commas; all if nothing is said.
    #[serde(default)]
    pub columns: Option<String>,
    /// Further filters that the page of the list offers, by name.
    #[serde(default)]
    pub more: Keyed<String, String>,
}

/// A folio as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioPage {
    /// Its name in requests.
    pub folio: String,
    /// What a person calls it.
    pub title: String,
    /// What it is for, and by which regulation.
    #[serde(default)]
    pub about: String,
    /// The day of everything in it.
    pub on: Day,
    /// Whose it is, if only somebody's or something's rows were asked for.
    #[serde(default)]
    pub subject: Option<FolioSubject>,
    /// What is known of the whole.
    #[serde(default)]
    pub facts: Vec<FolioFact>,
    /// Columns.
    pub columns: Vec<FolioColumn>,
    /// Filters with how many rows each finds; the first has no name and finds all.
    #[serde(default)]
    pub chips: Vec<FolioChip>,
    /// The filter that holds: the one that was asked for, or the one that the folio begins with.
    #[serde(default)]
    pub chip: String,
    /// Further filters, each by its name in `more`; `subject` is the one that narrows the list.
    #[serde(default)]
    pub groups: Vec<FolioGroup>,
    /// Rows before the first one here.
    #[serde(default)]
    pub offset: u32,
    /// Rows from `offset`.
    pub rows: Vec<FolioRow>,
    /// Rows that fit, on all pages.
    pub total: u32,
    /// What can be done with the folio as a whole; the first is the main one.
    #[serde(default)]
    pub acts: Vec<FolioButton>,
    /// What can be done with what is shown, of every folio: another choice of columns, a file of it. Their forms are told
    /// the list in `shown`, the text of a [`FolioShow`], and the rows that are ticked in `ticked`.
    #[serde(default)]
    pub ways: Vec<FolioButton>,
    /// What does not fit.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What can be searched for.
    #[serde(default)]
    pub search: String,
    /// What to say where there is no row.
    #[serde(default)]
    pub empty: String,
}

/// Whom or what a folio is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioSubject {
    /// As shown.
    pub label: String,
    /// Where more is to be seen.
    #[serde(default)]
    pub opens: Option<FolioLink>,
    /// The list is of it alone, and there is none of all.
    #[serde(default)]
    pub is_only: bool,
}

/// A fact with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioFact {
    /// Its name.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioColumn {
    /// Title.
    pub title: String,
    /// Width in characters; 0 shares what is left.
    pub width: u8,
    /// Whether figures stand in it.
    #[serde(default)]
    pub is_number: bool,
    /// Whether it gives way where a record stands beside the list, which says the same.
    #[serde(default)]
    pub is_extra: bool,
}

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioChip {
    /// Its name in requests.
    pub chip: String,
    /// What a person calls it.
    pub label: String,
    /// Rows that it finds.
    pub count: u32,
}

impl FolioPage {
    /// What the list is narrowed to, in words: what it is about, and what is chosen of each further filter.
    pub fn narrowed(&self) -> Vec<&str> {
        let subject = self.subject.iter().map(|subject| subject.label.as_str());
        let chosen = self.groups.iter().filter_map(|group| group.chosen().map(|chip| chip.label.as_str()));
        subject.chain(chosen).collect()
    }
}

/// A further filter of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioGroup {
    /// Its name in requests.
    pub name: String,
    /// What a person calls it.
    pub label: String,
    /// What is chosen from, each with the rows that it would leave.
    pub chips: Vec<FolioChip>,
    /// What is chosen.
    pub chip: String,
    /// There are many of them: one is picked from a list.
    #[serde(default)]
    pub is_long: bool,
}

impl FolioGroup {
    /// What is chosen, if anything is. A chip without a name can only be let go.
    pub fn chosen(&self) -> Option<&FolioChip> {
        self.chips.iter().find(|chip| chip.chip == self.chip)
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioRow {
    /// Its key in requests.
    pub row: i64,
    /// One for each column.
    pub cells: Vec<FolioCell>,
    /// What can be done with it.
    #[serde(default)]
    pub acts: Vec<FolioButton>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioCell {
    /// The text; empty is shown as a dash.
    pub text: String,
    /// A second, smaller line.
    #[serde(default)]
    pub note: String,
    /// The name of a file as it stands in the text, which nobody translates; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Shown as a tag of this tone.
    #[serde(default)]
    pub tone: Option<FolioTone>,
    /// Where it leads.
    #[serde(default)]
    pub opens: Option<FolioLink>,
}

impl FolioCell {
    /// A cell with a tag.
    pub fn tagged(text: impl Into<String>, tone: FolioTone) -> Self {
        Self { text: text.into(), tone: Some(tone), ..Self::default() }
    }
}

/// The tone of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolioTone {
    /// In order.
    Ok,
    /// Falls due soon.
    Due,
    /// Over its day.
    Late,
    /// To know.
    Info,
    /// Neither.
    Plain,
}

/// Where something leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolioLink {
    /// The record of a member.
    Member(i64),
    /// A folio, narrowed to a subject.
    Folio(String, Option<i64>),
    /// The register as a view shows it: the text of the view.
    Members(String),
    /// A page: its address behind the `#/`.
    Page(String),
    /// Where the person is, with another value for a part of the address: its name and the value.
    Here(String, String),
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioButton {
    /// Its name in requests.
    pub act: String,
    /// What stands on the button.
    pub label: String,
}

/// Asks for the form of an act.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioForm {
    /// Name of the folio.
    pub folio: String,
    /// The act.
    pub act: String,
    /// The row, if it is done with one.
    #[serde(default)]
    pub row: Option<i64>,
    /// What the folio is narrowed to.
    #[serde(default)]
    pub subject: Option<i64>,
    /// What is known already, by key: a form of a list is told which list it is. It goes with what is filled in.
    #[serde(default)]
    pub values: Keyed<String, String>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioEntry {
    /// Its title.
    pub title: String,
    /// What will happen, or what the rule says.
    #[serde(default)]
    pub about: String,
    /// Fields in order; without any it is a question that is answered by the button.
    #[serde(default)]
    pub fields: Vec<FolioField>,
    /// What stands on the button. Empty: nothing is asked and nothing will change, so a shell does the act at once and
    /// shows what it gives: a sheet to print, a place to look at.
    pub button: String,
    /// Whether it ends something.
    #[serde(default)]
    pub is_danger: bool,
}

/// A field of a form. Its value is always a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioField {
    /// Its name in requests.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// How it is filled in.
    pub control: FolioControl,
    /// What stands in it at first.
    #[serde(default)]
    pub value: String,
    /// What to write.
    #[serde(default)]
    pub hint: String,
    /// Whether it must be filled in.
    #[serde(default)]
    pub is_required: bool,
    /// How many of the four columns of a form it takes.
    pub wide: u8,
    /// Shown only while the field of this key has one of these values.
    #[serde(default)]
    pub only_if: Option<(String, Vec<String>)>,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolioControl {
    /// A line of text, with texts to choose from.
    Text(Vec<String>),
    /// Several lines.
    Lines,
    /// A whole number.
    Number,
    /// A day, known whole.
    Day,
    /// A day, known as far as it is known.
    PartialDay,
    /// One of a few; an empty value is none of them.
    Pick(Vec<FolioChoice>),
    /// Any of a few: the values that are chosen, separated by commas.
    Ticks(Vec<FolioChoice>),
    /// Yes or nothing: `1` or empty.
    Yes,
    /// Somebody of the book: the key. The name that stands for the value at first.
    Person(String),
    /// Where a file is to be saved: its proposed name.
    Save(String),
    /// Words to read, nothing to fill in: the value.
    Said,
}

/// One of a few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioChoice {
    /// Its name in requests.
    pub value: String,
    /// What a person calls it.
    pub label: String,
}

/// Does it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FolioAct {
    /// Name of the folio.
    pub folio: String,
    /// The act.
    pub act: String,
    /// The row, if it is done with one.
    #[serde(default)]
    pub row: Option<i64>,
    /// What the folio is narrowed to.
    #[serde(default)]
    pub subject: Option<i64>,
    /// What was filled in, by key.
    #[serde(default)]
    pub values: Keyed<String, String>,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioDone {
    /// In words.
    pub sentence: String,
    /// Whether it can be taken back.
    #[serde(default)]
    pub is_undoable: bool,
    /// What deserves a look although it was done, each a sentence.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// What to look at next.
    #[serde(default)]
    pub opens: Option<FolioLink>,
    /// A sheet to print.
    #[serde(default)]
    pub paper: Option<Paper>,
    /// The file that was written.
    #[serde(default)]
    pub file: Option<String>,
    /// The form that follows: what was filled in is asked about once more, with what it would do.
    #[serde(default)]
    pub next: Option<FolioForm>,
}

/// A sheet of A4 to print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its heading.
    pub title: String,
    /// From top to bottom.
    pub parts: Vec<PaperPart>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperPart {
    /// A heading within the sheet.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Facts, two to a line: name and text.
    Facts(Vec<(String, String)>),
    /// A table: titles and rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Lines to sign on, at the foot on the right.
    Signs(Vec<String>),
}
