//! Which branch a table is about, as its title or 填报单位 above it says: 「望湖里党支部党员花名册」. Must not know the book.

use branchbook_domain::organisation::writing::is_figure;
use branchbook_domain::text::squeeze;
use branchbook_workbook::Grid;

use super::field::without_brackets;

/// What stands before the name of whoever hands a table in.
const MARKS: [&str; 9] =
    ["填报单位", "填报支部", "填报党支部", "单位名称", "支部名称", "党支部名称", "党支部", "支部", "单位"];
/// What goes on behind the name in the title of a table.
const TABLES: [&str; 12] = [
    "党员",
    "花名册",
    "名册",
    "名单",
    "信息",
    "基本情况",
    "情况",
    "登记表",
    "统计表",
    "一览表",
    "台账",
    "在册",
];
/// What the name of one branch does not begin with. 本 and 原 begin places, too: 本溪路党支部.
const NOT_ONE: [&str; 11] =
    ["各", "所属", "所在", "下属", "全体", "隶属", "每个", "本党支部", "本支部", "原党支部", "原支部"];
/// What lists several branches behind the first: in a name it may be part of a place, as in 和平路党支部.
const AND: [char; 5] = ['、', ',', ';', '和', '及'];
/// What lists several branches before the word that ends them all.
const AND_WITHIN: [&str; 3] = ["、", ",", ":"];
/// The end of the name of a branch.
const BRANCH: &str = "支部";
/// Places from the mark or from the beginning of the title in which the name must end.
const LONGEST: usize = 40;

/// The branch that is named above the titles of a table; who hands it in counts before its title.
pub(super) fn branch_above(grid: &Grid, top: u32) -> Option<String> {
    let above = grid.rows.iter().filter(|row| row.index < top);
    let texts: Vec<String> =
        above.flat_map(|row| &row.cells).map(|cell| without_brackets(&squeeze(&cell.text))).collect();
    let marked = texts.iter().enumerate().find_map(|(at, text)| handed_in(text, texts.get(at + 1)));
    marked.or_else(|| texts.iter().find_map(|text| of_title(text)))
}

/// 「填报单位：望湖里党支部　填报日期：…」, the name in the same cell or in the next.
fn handed_in(text: &str, next: Option<&String>) -> Option<String> {
    let mark = MARKS.iter().find(|mark| text.starts_with(**mark))?;
    let rest = text.strip_prefix(mark)?;
    match rest.strip_prefix(':') {
        Some("") => name_in(next?),
        None if rest.is_empty() => name_in(next?),
        Some(name) => name_in(name),
        None => None,
    }
    .map(|(name, _)| name)
}

/// 「2026年望湖里党支部党员花名册」
fn of_title(text: &str) -> Option<String> {
    let begins = text.find('年').map_or(text, |at| {
        let (year, rest) = text.split_at(at);
        if year.bytes().all(|b| b.is_ascii_digit()) {
            rest.trim_start_matches('年').trim_start_matches('度')
        } else {
            text
        }
    });
    let (name, rest) = name_in(begins)?;
    TABLES.iter().any(|table| rest.starts_with(table)).then_some(name)
}

/// The name of a branch at the beginning of a text, and what follows it.
fn name_in(text: &str) -> Option<(String, &str)> {
    let (_, end) = text.match_indices(BRANCH).map(|(at, word)| (at, at + word.len())).next()?;
    let (name, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix("委员会").unwrap_or(rest);
    let bare = name.trim_end_matches(BRANCH).trim_end_matches('党');
    let is_one = !bare.is_empty()
        && name.chars().count() <= LONGEST
        && !AND_WITHIN.iter().any(|word| name.contains(word))
        && !is_list(name)
        && !rest.starts_with(AND)
        && !NOT_ONE.iter().any(|word| name.starts_with(word))
        && !bare.ends_with('各');
    is_one.then(|| (name.to_owned(), rest))
}

/// 第一和第二党支部 are two; 永和第一党支部 is one of a place.
fn is_list(name: &str) -> bool {
    ["和第", "及第"]
        .iter()
        .any(|and| name.split_once(and).is_some_and(|(before, _)| before.ends_with(is_figure)))
}

#[cfg(test)]
mod tests {
    use branchbook_workbook::{Cell, CellValue, Row, Shape};

    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |(at, text): (usize, &&str)| Cell {
            column: u16::try_from(at).unwrap(),
            value: CellValue::Text,
            text: (*text).to_owned(),
            shape: Shape::General,
        };
        let row = |(index, texts): (usize, &&[&str])| Row {
            index: u32::try_from(index).unwrap(),
            cells: texts.iter().enumerate().map(cell).collect(),
        };
        Grid { rows: rows.iter().enumerate().map(row).collect(), merges: Vec::new() }
    }

    #[test]
    fn a_table_of_one_branch_says_so_in_its_title_or_beside_the_unit() {
        for (above, branch) in [
            (&[&["望湖里党支部党员花名册"][..]][..], Some("望湖里党支部")),
            (&[&["2026年度中共望湖里 党支部委员会 党员名册"]], Some("中共望湖里党支部")),
            (
                &[&["党员花名册"], &["填报单位（盖章）：第一党支部　　填报日期：2026年10月8日"]],
                Some("第一党支部"),
            ),
            (&[&["填报单位", "第一党支部"]], Some("第一党支部")),
            (&[&["甲党支部党员名册"], &["填报单位：乙党支部"]], Some("乙党支部")),
            (&[&["银河社区党委各党支部党员花名册"], &["填报单位：银河社区党委"]], None),
            (&[&["各党支部党员花名册"]], None),
            (&[&["和平路党支部党员花名册"]], Some("和平路党支部")),
            (&[&["永和第一党支部党员花名册"]], Some("永和第一党支部")),
            (&[&["党员花名册"], &["填报单位：永和党支部　填报日期：2026年10月8日"]], Some("永和党支部")),
            (&[&["2026年本溪路党支部党员名册"]], Some("本溪路党支部")),
            (&[&["本党支部党员花名册"]], None),
            (&[&["填报单位：原支部"]], None),
            (&[&["第一党支部、第二党支部党员花名册"]], None),
            (&[&["填报单位：第一党支部和第二党支部"]], None),
            (&[&["填报单位：第一党支部委员会、第二党支部委员会"]], None),
            (&[&["第一和第二党支部党员花名册"]], None),
            (&[&["第一、第二党支部党员花名册"]], None),
            (&[&["党支部书记名册"]], None),
            (&[&["望湖里党支部书记培训名单"]], None),
            (&[&["献血登记表"]], None),
        ] {
            let top = u32::try_from(above.len()).unwrap();
            assert_eq!(branch_above(&grid(above), top).as_deref(), branch, "{above:?}");
        }
        assert_eq!(
            branch_above(&grid(&[&["望湖里党支部党员花名册"]]), 0),
            None,
            "what stands below is no title"
        );
    }
}
