//! A sheet as text, for tests: what a person would see, aligned by display width. Draws no file.

use std::fmt::Write as _;

use crate::measure::measure;
use crate::sheet::{Line, Sheet, TotalsAt};
use crate::{Out, WriteError};

/// The text of a sheet: mark, title, lines, header, rows, totals, signatures, notes.
///
/// # Errors
/// What the maker of the rows says.
pub fn snapshot(sheet: &Sheet<'_>) -> Result<String, WriteError> {
    let mut table = header_rows(sheet);
    let totals: Vec<Vec<String>> = sheet.totals.iter().map(|row| shown(row)).collect();
    if sheet.totals_at == TotalsAt::Top {
        table.extend(totals.iter().cloned());
    }
    sheet.body.each(&mut |row| {
        table.push(shown(row));
        Ok(())
    })?;
    if sheet.totals_at == TotalsAt::Bottom {
        table.extend(totals);
    }
    let mut text = format!("〔{}〕\n", sheet.name);
    for line in [&sheet.mark, &sheet.title].into_iter().filter(|l| !l.is_empty()) {
        push_line(&mut text, line);
    }
    sheet.lines.iter().for_each(|line| push_line(&mut text, &joined(line)));
    push_table(&mut text, &table);
    if !sheet.signatures.is_empty() {
        push_line(&mut text, &sheet.signatures.join("    "));
    }
    sheet.notes.iter().for_each(|note| push_line(&mut text, note));
    Ok(text)
}

fn header_rows(sheet: &Sheet<'_>) -> Vec<Vec<String>> {
    let rows = sheet.heads.iter().map(|h| h.row + h.rows).max().unwrap_or(0);
    let mut table = vec![vec![String::new(); sheet.columns.len()]; usize::from(rows)];
    for head in &sheet.heads {
        for row in head.row..head.row + head.rows {
            for column in head.column..head.column + head.columns {
                let text = match (row == head.row, column == head.column) {
                    (true, true) => head.text.as_str(),
                    (true, false) => "<",
                    (false, _) => "^",
                };
                if let Some(cell) = table[usize::from(row)].get_mut(usize::from(column)) {
                    text.clone_into(cell);
                }
            }
        }
    }
    if sheet.column_numbers {
        table.push((1..=sheet.columns.len()).map(|n| n.to_string()).collect());
    }
    table
}

fn shown(row: &[Out]) -> Vec<String> {
    row.iter().map(|cell| cell.shown().replace('\n', "⏎")).collect()
}

fn joined(line: &Line) -> String {
    [&line.left, &line.center, &line.right]
        .into_iter()
        .filter(|t| !t.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("    ")
}

fn push_line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{}", line.trim_end());
}

fn push_table(text: &mut String, table: &[Vec<String>]) {
    let widths = crate::fit_widths(table, 0, u16::MAX);
    for row in table {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(usize::from(*width).saturating_sub(2 + measure(cell))))
            })
            .collect();
        push_line(text, &cells.join(" | "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Body, Column, header};

    #[test]
    fn a_snapshot_lines_up_by_display_width() {
        let sheet = Sheet {
            name: "积分".into(),
            title: "银河社区2026年10月党员积分表".into(),
            lines: vec![Line::ends("填报单位：银河社区", "填报日期：2026-11-03")],
            columns: vec![Column::new(12), Column::new(8), Column::new(8)],
            heads: header(&[["支部", "人数", "均分"]]),
            body: Body::Held(vec![vec![Out::text("一支部"), Out::Int(86), Out::Fixed(6150, 1)]]),
            totals: vec![vec![Out::text("合计"), Out::Int(86), Out::Dash]],
            signatures: vec!["审核人：".into(), "填表人：".into()],
            ..Sheet::default()
        };
        let text = snapshot(&sheet).unwrap();
        let expected = "〔积分〕\n银河社区2026年10月党员积分表\n填报单位：银河社区    填报日期：2026-11-03\n\
                        支部   | 人数 | 均分\n一支部 | 86   | 61.5\n合计   | 86   | —\n审核人：    填表人：\n";
        assert_eq!(text, expected);
    }
}
