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
/// What a column wants that shares what is left: enough for a subject to be read.
const SHARED: u32 = 12;

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
    let wanted = |width: u8| if width == 0 { SHARED } else { u32::from(width) };
    let width: u32 = page.columns.iter().map(|column| wanted(column.width)).sum();
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

/// Figures of the longest amount. What has more of them is no amount but names something, such as an ID number of fifteen
/// or eighteen places: it goes place by place, so that those that end with X stand among the others.
const AMOUNT: usize = 14;

/// What a cell says, for its order. Figures within words count as figures: 第2批 stands before 第10批, and days go by year,
/// month and day.
fn pieces(text: &str) -> Vec<Piece> {
    let text = text.trim();
    let figures = text.chars().filter(char::is_ascii_digit).count();
    if let Some(amount) = hundredths(text.trim_end_matches('%')).filter(|_| figures <= AMOUNT) {
        return vec![Piece::Number(amount)];
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_figure = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_figure).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        let number = part.parse::<i64>().ok().filter(|_| is_figure && part.len() <= AMOUNT);
        let word = || Piece::Word(if is_figure { part.to_owned() } else { pinyin(part) });
        pieces.push(number.map_or_else(word, |number| Piece::Number(number * 100)));
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use branchbook_contract::folio::FolioPage;
    use serde_json::json;

    use super::{Piece, choose, pieces};

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

    #[test]
    fn id_numbers_go_by_their_places_whatever_they_end_with() {
        let numbers =
            ["53259919480512001X", "532599195001010023", "53259919780512002X", "532599197805120039"];
        assert_eq!(sorted(vec![numbers[3], numbers[0], numbers[2], numbers[1]]), numbers);
        assert!(matches!(pieces("13800001234567")[..], [Piece::Number(_)]), "an amount of fourteen places");
        assert!(matches!(pieces("1380000123456789")[..], [Piece::Word(_)]));
    }

    /// A list with columns of these widths, all of which may give way.
    fn page(widths: [u8; 6]) -> FolioPage {
        let titles = ["日期", "主题", "组织", "类型", "实到", "请假"];
        let column = |(title, width): (&str, u8)| json!({ "title": title, "width": width, "is_extra": true });
        let columns: Vec<_> = titles.into_iter().zip(widths).map(column).collect();
        let page = json!({
            "folio": "meetings", "title": "会议列表", "on": "2026-10-31", "columns": columns, "rows": [], "total": 0,
        });
        serde_json::from_value(page).unwrap()
    }

    #[test]
    fn a_choice_that_leaves_no_room_for_what_shares_the_rest_still_gives_way() {
        let gives_way = |mut page: FolioPage, chosen: &str| {
            choose(&mut page, chosen).unwrap();
            page.columns.iter().any(|column| column.is_extra)
        };
        let widths = [8, 0, 15, 9, 8, 8];
        assert!(gives_way(page(widths), "日期,主题,组织,类型,实到,请假"), "48 without the subject");
        assert!(!gives_way(page(widths), "日期,主题,组织"), "there is room for all of it");
    }
}
