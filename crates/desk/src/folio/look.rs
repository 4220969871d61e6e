//! How a list stands: its rows in the order of a column, its columns as somebody chose them. Goes by what the cells say,
//! so that it is the same for every folio.

use std::cmp::{Ordering, Reverse};

use branchbook_contract::folio::FolioPage;
use branchbook_domain::name::pinyin;

use crate::error::{DeskError, Result};
use crate::report::list::hundredths;

/// A part of what stands in a cell: figures go by their amount, words by pinyin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(i64),
    Word(String),
}

/// Sorts a page by the column of this title.
pub(super) fn sort(page: &mut FolioPage, sort: &str) -> Result<()> {
    let mut rows = std::mem::take(&mut page.rows);
    let known = titles(page);
    in_order((page.title.as_str(), known.as_slice()), sort, &mut rows, |row, at| {
        row.cells.get(at).map_or("", |cell| cell.text.as_str())
    })?;
    page.rows = rows;
    Ok(())
}

/// Brings rows into the order of what they say in the column of this title, with `-` before it from the end. Equals keep
/// their order; rows that say nothing there stand at the end, whichever way it goes. `list` is what the list is called.
pub(crate) fn in_order<R>(
    (list, titles): (&str, &[&str]),
    sort: &str,
    rows: &mut Vec<R>,
    text: impl Fn(&R, usize) -> &str,
) -> Result<()> {
    let (title, is_descending) = match sort.strip_prefix('-') {
        Some(title) => (title, true),
        None => (sort, false),
    };
    let at = place((list, titles), title)?;
    let mut keyed: Vec<(Vec<Piece>, R)> =
        std::mem::take(rows).into_iter().map(|row| (pieces(text(&row, at)), row)).collect();
    keyed.sort_by(|(one, _), (other, _)| match (one.is_empty(), other.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) if is_descending => Reverse(one).cmp(&Reverse(other)),
        (false, false) => one.cmp(other),
    });
    rows.extend(keyed.into_iter().map(|(_, row)| row));
    Ok(())
}

/// Columns that have room beside a record, in characters: a choice of no more than these is shown whole.
const BESIDE: u32 = 48;

/// Leaves the columns of these titles, separated by commas, in their order; all of them without any.
pub(super) fn choose(page: &mut FolioPage, titles: &str) -> Result<()> {
    let titles = titles.split(',').map(str::trim).filter(|title| !title.is_empty());
    let known = self::titles(page);
    let list = (page.title.as_str(), known.as_slice());
    let places = titles.map(|title| place(list, title)).collect::<Result<Vec<usize>>>()?;
    if places.is_empty() {
        return Ok(());
    }
    page.columns = places.iter().filter_map(|&at| page.columns.get(at).cloned()).collect();
    for row in &mut page.rows {
        row.cells = places.iter().filter_map(|&at| row.cells.get(at).cloned()).collect();
    }
    let width: u32 = page.columns.iter().map(|column| u32::from(column.width)).sum();
    if width <= BESIDE {
        page.columns.iter_mut().for_each(|column| column.is_extra = false);
    }
    Ok(())
}

fn titles(page: &FolioPage) -> Vec<&str> {
    page.columns.iter().map(|column| column.title.as_str()).collect()
}

/// Where the column of a title stands.
fn place((list, titles): (&str, &[&str]), title: &str) -> Result<usize> {
    titles.iter().position(|known| *known == title).ok_or_else(|| {
        let titles = titles.join("、");
        DeskError::refused(format!("“{list}”里没有“{title}”这一栏。可以用的栏目：{titles}。"))
    })
}

/// What a cell says, for its order. Figures within words count as figures: 第2批 stands before 第10批, and days go by year,
/// month and day.
fn pieces(text: &str) -> Vec<Piece> {
    let text = text.trim();
    let amount = hundredths(text.trim_end_matches('%'));
    if let Some(amount) = amount {
        return vec![Piece::Number(amount)];
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_figure = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_figure).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        // A number that is longer than any amount goes by its figures.
        let number =
            part.parse::<i64>().ok().filter(|_| is_figure).and_then(|number| number.checked_mul(100));
        pieces.push(number.map_or_else(|| Piece::Word(pinyin(part)), Piece::Number));
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    fn sorted(mut texts: Vec<&str>) -> Vec<&str> {
        texts.sort_by_key(|text| pieces(text));
        texts
    }

    #[test]
    fn cells_go_by_amount_day_and_pinyin() {
        assert_eq!(sorted(vec!["10", "9.5", "-3", "1,200", "+2"]), ["-3", "+2", "9.5", "10", "1,200"]);
        assert_eq!(sorted(vec!["93.2%", "100%", "8%"]), ["8%", "93.2%", "100%"]);
        assert_eq!(sorted(vec!["第10批", "第2批"]), ["第2批", "第10批"]);
        assert_eq!(
            sorted(vec!["2026-10-02", "2026-09-30", "2025-12-31"]),
            ["2025-12-31", "2026-09-30", "2026-10-02"]
        );
        assert_eq!(
            sorted(vec!["赵六", "单冠松", "王五"]),
            ["单冠松", "王五", "赵六"],
            "单 is a surname: shan"
        );
        assert_eq!(sorted(vec!["12 并列", "3", "12"]), ["3", "12", "12 并列"]);
        assert!(pieces("").is_empty());
        assert!(matches!(pieces("99999999999999999999")[..], [Piece::Word(_)]), "too long for an amount");
    }
}
