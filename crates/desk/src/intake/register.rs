//! Finds the day on which a table was filled in: 「填报日期：2026年10月8日」 above or below it.
//! Must not take any other date for it.

use branchbook_domain::day::Day;
use branchbook_domain::office_day::{DayContext, read_day};
use branchbook_domain::text::squeeze;
use branchbook_workbook::Row;

/// Words before the day.
const MARKS: [&str; 12] = [
    "填报日期",
    "填表日期",
    "制表日期",
    "登记日期",
    "统计日期",
    "填报时间",
    "填表时间",
    "制表时间",
    "统计时间",
    "截止日期",
    "截至",
    "截止",
];

/// The day that a row states, in the same cell or in the next.
pub(crate) fn day_in(row: &Row, context: &DayContext) -> Option<Day> {
    let texts: Vec<String> = row.cells.iter().map(|cell| squeeze(&cell.text)).collect();
    texts.iter().enumerate().find_map(|(at, text)| {
        let mark = MARKS.iter().find(|mark| text.contains(**mark))?;
        let (_, rest) = text.split_once(*mark)?;
        let rest = rest.trim_start_matches([':', '-']);
        let said = if rest.is_empty() { texts.get(at + 1).map_or("", String::as_str) } else { rest };
        let date: String =
            said.chars().take_while(|c| c.is_ascii_digit() || "年月日.-/".contains(*c)).collect();
        read_day(&date, context).ok().and_then(|read| read.day.day())
    })
}

#[cfg(test)]
mod tests {
    use branchbook_workbook::{Cell, CellValue, Shape};

    use super::*;

    #[test]
    fn the_day_stands_in_the_cell_or_in_the_next() {
        let context = DayContext::on("2026-11-01".parse().unwrap());
        for (texts, day) in [
            (vec!["填报单位：甲", "填报日期：2026年10月8日"], Some("2026-10-08")),
            (vec!["填报单位：甲　　填报日期: 2026.10.8 制表人：乙"], Some("2026-10-08")),
            (vec!["填表时间", "2026-10-08"], Some("2026-10-08")),
            (vec!["银河社区十月份组织生活登记表（截至2026年10月31日）"], Some("2026-10-31")),
            (vec!["填报日期：　年　月　日"], None),
            (vec!["会议日期：2026-10-08"], None),
        ] {
            let cells = texts.iter().enumerate().map(|(at, text)| Cell {
                column: u16::try_from(at).unwrap(),
                value: CellValue::Text,
                text: (*text).to_owned(),
                shape: Shape::General,
            });
            let row = Row { index: 1, cells: cells.collect() };
            assert_eq!(day_in(&row, &context), day.map(|day| day.parse().unwrap()), "{texts:?}");
        }
    }
}
