//! Finds the titles of a table under merged title rows, in one row or in several.
//! Must not read the rows below.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::intake::{Confidence, SourceColumn};
use branchbook_domain::text::tidy;
use branchbook_workbook::{Grid, cell_name};

use super::field::{FieldSpec, REASON, fold_title, is_number_title, without_brackets};
use super::mapping::Mapping;
use super::neighbour::{self, Beside};

/// Rows that titles may take together.
const MOST_ROWS: u32 = 3;
/// One field over as many rows as titles may take: with the required fields found, that is a header.
const LEAST: usize = 7;
/// So many titles must two tables share to be nearly of one form.
const LEAST_SHARED: usize = 3;
/// A known arrangement of titles is worth more than any guess.
const KNOWN: usize = 100_000;

/// The titles of a table and what they were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Highest row of titles, zero-based.
    pub top: u32,
    /// First row that can hold a record, zero-based.
    pub below: u32,
    /// Column of each field.
    pub columns: Vec<Option<u16>>,
    /// All columns with a title.
    pub titles: Vec<SourceColumn>,
    /// How sure it is and why a column was taken for its field, or left, where its neighbour says so.
    pub beside: Reasons,
    /// Fields that were found by their titles.
    pub matched: usize,
    /// Key of the titles.
    pub key: String,
    /// Whether a saved assignment was used.
    pub is_saved: bool,
    /// The assignment by hand that was used, asked or saved.
    pub mapping: Mapping,
    fields: &'static [FieldSpec],
}

impl Header {
    /// A table that begins at a row, without any titles.
    pub fn without_titles(first: u32, fields: &'static [FieldSpec], mapping: &Mapping) -> Self {
        Self {
            top: first,
            below: first,
            columns: vec![None; fields.len()],
            titles: Vec::new(),
            beside: Reasons::new(),
            matched: 0,
            key: String::new(),
            is_saved: false,
            mapping: mapping.clone(),
            fields,
        }
    }

    /// Gives a field the column that a person assigned; its key and title.
    pub fn assign_by_hand(&mut self, key: &str, column: u16) -> Option<(String, String)> {
        let at = self.fields.iter().position(|field| field.key == key)?;
        let spec = self.fields.get(at)?;
        let slot = self.columns.get_mut(at).filter(|slot| slot.is_none())?;
        *slot = Some(column);
        Some((spec.key.to_owned(), spec.title.to_owned()))
    }
}

/// What neighbours say of columns: how sure it is, and why.
type Reasons = BTreeMap<u16, (Confidence, String)>;

/// The titles of one column.
struct Title {
    column: u16,
    shown: String,
    leaf: String,
    joined: String,
}

/// Finds the header by its titles; otherwise the one that comes nearest, if any row shows a known title.
#[allow(clippy::result_large_err, reason = "once for a sheet, and both are the same header")]
pub(crate) fn find(
    grid: &Grid,
    fields: &'static [FieldSpec],
    chosen: &Mapping,
    saved: &BTreeMap<String, Mapping>,
) -> Result<Header, Option<Header>> {
    let grid = &upper_part(grid);
    let mut best: Option<(usize, Header)> = None;
    let mut nearest: Option<(usize, Header)> = None;
    for row in &grid.rows {
        for depth in 1..=MOST_ROWS {
            let (score, header) = candidate(grid, (row.index, depth), fields, chosen, saved);
            if !lacking(&header, fields).is_empty() || score < LEAST {
                if nearest.as_ref().is_none_or(|(known, _)| score > *known) {
                    nearest = Some((score, header));
                }
            } else if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, header)| header).ok_or_else(|| nearest.map(|(_, header)| header))
}

/// The head with only those merged ranges that touch it.
fn upper_part(grid: &Grid) -> Grid {
    let last = grid.rows.last().map_or(0, |row| row.index);
    let merges = grid.merges.iter().copied().filter(|merge| merge.top <= last).collect();
    Grid { rows: grid.rows.clone(), merges }
}

/// One reading of the rows as titles. Ten points a field; fewer rows are better at equal fields.
fn candidate(
    grid: &Grid,
    (top, depth): (u32, u32),
    fields: &'static [FieldSpec],
    chosen: &Mapping,
    saved: &BTreeMap<String, Mapping>,
) -> (usize, Header) {
    let titles = titles(grid, top, depth);
    let key = key_of(&titles);
    let known = saved.get(&key).or_else(|| near(saved, &key));
    let mapping = if chosen.is_empty() { known.unwrap_or(chosen) } else { chosen };
    let (columns, beside) = assign(&titles, fields, mapping);
    let matched = columns.iter().flatten().count();
    let numbered = titles.iter().any(|title| is_number_title(&title.leaf));
    let depth_cost = usize::try_from(depth).unwrap_or(0);
    let bonus = if known.is_some() { KNOWN } else { 0 };
    let score = (matched * 10 + usize::from(numbered) * 5 + bonus).saturating_sub(depth_cost);
    let below = bottom(grid, top, depth, &titles) + 1;
    let titles = titles.iter().map(|title| source_column(title, &columns, fields)).collect();
    let is_saved = known.is_some() && chosen.is_empty();
    let mapping = mapping.clone();
    (score, Header { top, below, columns, titles, beside, matched, key, is_saved, mapping, fields })
}

/// The saved assignment of a table of nearly the same titles: one more, one less, or one called otherwise.
fn near<'a>(saved: &'a BTreeMap<String, Mapping>, key: &str) -> Option<&'a Mapping> {
    let titles: BTreeSet<&str> = key.split('|').collect();
    let distance = |known: &str| {
        let known: BTreeSet<&str> = known.split('|').collect();
        let shared = known.intersection(&titles).count();
        let (more, less) = (titles.len() - shared, known.len() - shared);
        (shared >= LEAST_SHARED && more <= 1 && less <= 1).then_some(more + less)
    };
    let found = saved.iter().filter_map(|(known, mapping)| Some((distance(known)?, mapping)));
    found.min_by_key(|(distance, _)| *distance).map(|(_, mapping)| mapping)
}

/// What tells this arrangement of titles from others. The workbook of rows handed back has one title more than the
/// file it came from, and writes each as it was shown: both have the same key.
fn key_of(titles: &[Title]) -> String {
    let own = titles.iter().map(|title| fold_title(&title.shown)).filter(|title| title != REASON);
    own.collect::<Vec<_>>().join("|")
}

fn titles(grid: &Grid, top: u32, depth: u32) -> Vec<Title> {
    let mut list: Vec<Title> =
        (0..grid.width()).filter_map(|column| title(grid, column, top, depth)).collect();
    let leaves: Vec<String> = list.iter().map(|title| title.leaf.clone()).collect();
    for title in &mut list {
        let is_twice = leaves.iter().filter(|leaf| **leaf == title.leaf).count() > 1;
        if is_twice && title.joined != title.leaf {
            title.shown = title.joined.clone();
        }
    }
    list
}

/// What stands above a column, from the upper to the lower title; a title over several rows counts once.
fn title(grid: &Grid, column: u16, top: u32, depth: u32) -> Option<Title> {
    let mut texts: Vec<String> = (top..top + depth)
        .map(|row| tidy(&grid.seen(row, column).text))
        .filter(|text| !text.is_empty())
        .collect();
    texts.dedup();
    let shown = texts.last()?.clone();
    let leaf = fold_title(&shown);
    let joined = fold_title(&texts.concat());
    (!leaf.is_empty()).then_some(Title { column, shown, leaf, joined })
}

/// Gives each field its column: what a person assigned, then vague titles by their neighbours, then exact titles, then
/// titles without brackets, then a title with the one above it. With the reasons of the neighbours.
fn assign(titles: &[Title], fields: &[FieldSpec], mapping: &Mapping) -> (Vec<Option<u16>>, Reasons) {
    let mut columns = vec![None; fields.len()];
    let is_free = |title: &Title| mapping.of(&title.shown).is_none();
    for title in titles {
        let field = mapping.of(&title.shown).and_then(|field| field.as_deref());
        let at = field.and_then(|key| fields.iter().position(|field| field.key == key));
        fill(&mut columns, at, title.column);
    }
    let (mut reasons, contacts) = assign_beside(titles, fields, &is_free, &mut columns);
    let writings: [fn(&Title) -> String; 3] =
        [|title| title.leaf.clone(), |title| without_brackets(&title.leaf), |title| title.joined.clone()];
    for writing in writings {
        for title in titles.iter().filter(|title| is_free(title) && !reasons.contains_key(&title.column)) {
            if columns.contains(&Some(title.column)) {
                continue;
            }
            let text = writing(title);
            fill(&mut columns, fields.iter().position(|field| field.is_titled(&text)), title.column);
        }
    }
    reasons.extend(steps_above(titles, &columns, &is_free));
    for (title, left) in contacts {
        let at = fields.iter().position(|field| field.is_titled(&title.leaf));
        fill(&mut columns, at, title.column);
        let is_taken = columns.contains(&Some(title.column));
        let what = if is_taken { "请核对是谁的" } else { "不是本行这一位的" };
        let confidence = if is_taken { Confidence::Unsure } else { Confidence::Likely };
        reasons.insert(title.column, (confidence, format!("在“{}”右边，{what}", left.shown)));
    }
    (columns, reasons)
}

/// 时间 below 申请入党 that no field was found for: nothing else may take it for another day.
fn steps_above(titles: &[Title], columns: &[Option<u16>], is_free: &dyn Fn(&Title) -> bool) -> Reasons {
    let is_open = |title: &&Title| is_free(title) && !columns.contains(&Some(title.column));
    let told = titles.iter().filter(is_open).filter_map(|title| {
        let above = title.joined.strip_suffix(&title.leaf).filter(|above| !above.is_empty())?;
        let is_step = neighbour::is_bare_day(&title.leaf) && neighbour::step_in(above).is_some();
        is_step.then(|| (title.column, (Confidence::Likely, format!("是“{above}”的日期，没有对应的栏目"))))
    });
    told.collect()
}

/// Vague titles, by what stands to the left of them; and those of contacts, each with that.
fn assign_beside<'t>(
    titles: &'t [Title],
    fields: &[FieldSpec],
    is_free: &dyn Fn(&Title) -> bool,
    columns: &mut [Option<u16>],
) -> (Reasons, Vec<(&'t Title, &'t Title)>) {
    let (mut reasons, mut contacts) = (Reasons::new(), Vec::new());
    let is_named = |at: usize| {
        let named = |field: &FieldSpec| {
            titles.iter().any(|title| field.is_titled(&title.leaf) && !neighbour::is_vague(&title.leaf))
        };
        fields.get(at).is_some_and(named)
    };
    for (left, title) in titles.iter().zip(titles.iter().skip(1)) {
        let is_beside = left.column + 1 == title.column && title.joined == title.leaf;
        if !is_beside || !is_free(title) {
            continue;
        }
        match neighbour::beside(&title.leaf, &left.leaf, fields) {
            Beside::Field(at) if !is_named(at) && columns.get(at).is_some_and(Option::is_none) => {
                fill(columns, Some(at), title.column);
                let spec = fields.get(at).map_or("", |field| field.title);
                let reason = format!("在“{}”右边，是{spec}", left.shown);
                reasons.insert(title.column, (Confidence::Likely, reason));
            }
            Beside::Others => {
                let reason = format!("在“{}”右边，不是本行这一位的", left.shown);
                reasons.insert(title.column, (Confidence::Likely, reason));
            }
            Beside::Step => {
                let reason = format!("在“{}”右边，是它的日期，没有对应的栏目", left.shown);
                reasons.insert(title.column, (Confidence::Likely, reason));
            }
            Beside::Contact => contacts.push((title, left)),
            Beside::Field(_) | Beside::Nothing => {}
        }
    }
    // What stands beside a contact waits until everything else has been looked at.
    let waiting = contacts.iter().map(|(title, _)| (title.column, (Confidence::Unsure, String::new())));
    reasons.extend(waiting);
    (reasons, contacts)
}

fn fill(columns: &mut [Option<u16>], at: Option<usize>, column: u16) {
    if let Some(slot) = at.and_then(|at| columns.get_mut(at))
        && slot.is_none()
    {
        *slot = Some(column);
    }
}

/// A title merged downwards pushes the first row of the table down.
fn bottom(grid: &Grid, top: u32, depth: u32, titles: &[Title]) -> u32 {
    let lowest = top + depth - 1;
    let merged = titles.iter().filter_map(|title| grid.merge_at(lowest, title.column));
    let of_titles = merged.filter(|merge| merge.bottom < top + MOST_ROWS);
    of_titles.map(|merge| merge.bottom).max().unwrap_or(lowest).max(lowest)
}

fn source_column(title: &Title, columns: &[Option<u16>], fields: &[FieldSpec]) -> SourceColumn {
    let field = columns.iter().position(|column| *column == Some(title.column));
    let field = field.and_then(|at| fields.get(at));
    SourceColumn {
        letters: cell_name(0, title.column).trim_end_matches('1').to_owned(),
        title: title.shown.clone(),
        field: field.map(|field| field.key.to_owned()),
        field_title: field.map(|field| field.title.to_owned()),
        ..SourceColumn::default()
    }
}

/// Titles of the required fields that no column was found for.
pub(super) fn lacking(header: &Header, fields: &[FieldSpec]) -> Vec<&'static str> {
    let pairs = fields.iter().zip(&header.columns);
    pairs
        .filter(|(field, column)| field.is_required && column.is_none())
        .map(|(field, _)| field.title)
        .collect()
}

#[cfg(test)]
mod tests {
    use branchbook_workbook::{Cell, CellValue, Row, Shape, Span};

    use super::*;

    const FIELDS: &[FieldSpec] = &[
        FieldSpec::required("name", "姓名", &[]),
        FieldSpec::new("id_number", "身份证号", &["身份证号码"]),
        FieldSpec::new("phone", "联系电话", &["手机"]),
        FieldSpec::new("unit_phone", "单位电话", &[]),
    ];

    fn grid(rows: &[&[&str]], merges: &[(u32, u16, u32, u16)]) -> Grid {
        let row = |(index, texts): (usize, &&[&str])| Row {
            index: u32::try_from(index).unwrap(),
            cells: texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect(),
        };
        let span = |m: &(u32, u16, u32, u16)| Span { top: m.0, left: m.1, bottom: m.2, right: m.3 };
        Grid { rows: rows.iter().enumerate().map(row).collect(), merges: merges.iter().map(span).collect() }
    }

    fn cell((column, text): (usize, &&str)) -> Cell {
        let column = u16::try_from(column).unwrap();
        Cell { column, value: CellValue::Text, text: (*text).to_owned(), shape: Shape::General }
    }

    fn found(grid: &Grid) -> Header {
        find(grid, FIELDS, &Mapping::default(), &BTreeMap::new()).unwrap()
    }

    #[test]
    fn a_header_of_two_merged_rows_under_titles_is_found() {
        let rows: &[&[&str]] = &[
            &["党员花名册"],
            &["填报单位：甲"],
            &["序号", "基本情况", "", "联系方式"],
            &["", "姓　名", "身份证号码（18位）", "手机"],
            &["1", "张三", "x", "y"],
        ];
        let header = found(&grid(rows, &[(0, 0, 0, 3), (2, 0, 3, 0), (2, 1, 2, 2)]));
        assert_eq!((header.below, header.columns), (4, vec![Some(1), Some(2), Some(3), None]));
    }

    #[test]
    fn a_header_merged_downwards_ends_at_its_lowest_row() {
        let rows: &[&[&str]] = &[&["姓名", "身份证号"], &[], &["张三", "1"]];
        let header = found(&grid(rows, &[(0, 0, 1, 0), (0, 1, 1, 1)]));
        assert_eq!((header.top, header.below), (0, 2));
    }

    #[test]
    fn a_title_counts_with_the_one_above_it() {
        let rows: &[&[&str]] = &[&["姓名", "单位", "身份证号"], &["", "电话", ""], &["张三", "1", "2"]];
        assert_eq!(found(&grid(rows, &[])).columns, [Some(0), Some(2), None, Some(1)]);
    }

    #[test]
    fn what_a_person_assigned_goes_before_what_is_recognised() {
        let rows: &[&[&str]] = &[&["姓名", "手机", "短号", "身份证号"], &["张三", "1", "2", "3"]];
        let mut chosen = Mapping::default();
        chosen.put("短号", Some("phone"));
        let grid = grid(rows, &[]);
        let header = find(&grid, FIELDS, &chosen, &BTreeMap::new()).unwrap();
        assert_eq!(header.columns, [Some(0), Some(3), Some(2), None]);
        let saved = BTreeMap::from([(header.key, chosen)]);
        let again = find(&grid, FIELDS, &Mapping::default(), &saved).unwrap();
        assert_eq!((again.columns, again.is_saved), (vec![Some(0), Some(3), Some(2), None], true));
    }

    #[test]
    fn an_assignment_serves_tables_of_nearly_the_same_titles() {
        let known = "姓名|身份证号|手机|短号";
        let mut mapping = Mapping::default();
        mapping.put("短号", Some("phone"));
        let saved = BTreeMap::from([(known.to_owned(), mapping)]);
        for (key, is_near) in [
            ("姓名|身份证号|手机|短号|备注", true),
            ("姓名|身份证号|短号", true),
            ("姓名|身份证号|手机|短信号", true),
            ("姓名|身份证号|手机|短信号|备注", false),
            ("姓名|短号", false),
        ] {
            assert_eq!(near(&saved, key).is_some(), is_near, "{key}");
        }
    }

    #[test]
    fn a_phone_beside_a_contact_is_not_the_persons() {
        let rows: &[&[&str]] = &[&["姓名", "紧急联系人", "手机", "手机"], &["张三", "李四", "1", "2"]];
        let header = found(&grid(rows, &[]));
        assert_eq!(header.columns, [Some(0), None, Some(3), None]);
        assert_eq!(header.beside[&2].1, "在“紧急联系人”右边，不是本行这一位的");
    }

    #[test]
    fn the_only_phone_of_a_table_is_read_beside_a_contact_with_a_doubt() {
        let rows: &[&[&str]] = &[&["姓名", "联系人", "手机"], &["张三", "李四", "1"]];
        let header = found(&grid(rows, &[]));
        assert_eq!(header.columns, [Some(0), None, Some(2), None]);
        assert_eq!(header.beside[&2], (Confidence::Unsure, "在“联系人”右边，请核对是谁的".to_owned()));
    }

    #[test]
    fn a_table_without_a_required_title_names_it() {
        let rows: &[&[&str]] = &[&["身份证号", "手机"], &["1", "2"]];
        let nearest = find(&grid(rows, &[]), FIELDS, &Mapping::default(), &BTreeMap::new()).unwrap_err();
        assert_eq!(lacking(&nearest.unwrap(), FIELDS), ["姓名"]);
    }
}
