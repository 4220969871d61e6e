//! What of a file was not read and nobody may have seen: hidden rows, sheets of another kind, columns that no field holds,
//! a second table beside the first. Told in words before and after an import, in every shell. Must not read a file.

use std::collections::BTreeMap;

use branchbook_contract::intake::SourceColumn;

use super::field::{REASON, fold_title, is_number_title};
use super::guess::is_by_hand;
use super::row::Layout;
use super::source::Source;

/// Numbers of hidden rows that are told of a sheet.
const MOST_ROWS: usize = 10;
/// Titles of unread columns that are told of a sheet.
const MOST_TITLES: usize = 20;

/// Titles of what follows from other columns: nothing is lost if nobody reads it.
const FOLLOWING: [&str; 4] = ["年龄", "周岁", "党龄", "党龄(年)"];

/// Sheets and rows that were passed over. Totals, signatures, blank rows and blank sheets are no part of it.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    /// Sheets with why.
    sheets: Vec<(String, String)>,
    /// Numbers of the hidden rows by sheet, the first of them.
    hidden: BTreeMap<String, Vec<u32>>,
    hidden_count: usize,
    /// Rows of nothing but formulas without a result.
    uncomputed_count: usize,
}

impl Unread {
    /// A whole sheet.
    pub fn sheet(&mut self, name: &str, reason: &str) {
        self.sheets.push((name.to_owned(), reason.to_owned()));
    }

    /// A row that the file hides.
    pub fn hidden_row(&mut self, sheet: &str, row: u32) {
        self.hidden_count += 1;
        let rows = self.hidden.entry(sheet.to_owned()).or_default();
        if rows.len() <= MOST_ROWS {
            rows.push(row);
        }
    }

    /// A row in which nothing stands, because its formulas have never been computed.
    pub fn uncomputed_row(&mut self) {
        self.uncomputed_count += 1;
    }

    /// 「隐藏的行 2 行、工作表 1 张」; nothing if everything was read.
    pub fn in_words(&self) -> Option<String> {
        let told = [
            ("隐藏的行", self.hidden_count, "行"),
            ("没有算出结果的公式行", self.uncomputed_count, "行"),
            ("工作表", self.sheets.len(), "张"),
        ];
        let told: Vec<String> = told
            .into_iter()
            .filter(|(_, count, _)| *count > 0)
            .map(|(what, count, unit)| format!("{what} {count} {unit}"))
            .collect();
        (!told.is_empty()).then(|| told.join("、"))
    }

    /// The same with the reasons.
    fn with_reasons(&self) -> Option<String> {
        let sheets = self.sheets.iter().map(|(name, reason)| format!("工作表“{name}”（{reason}）"));
        let rows = self.hidden.iter().map(|(sheet, rows)| {
            let more = if rows.len() > MOST_ROWS { "等" } else { "" };
            let rows: Vec<String> = rows.iter().take(MOST_ROWS).map(u32::to_string).collect();
            format!("工作表“{sheet}”隐藏的第 {}{more} 行", rows.join("、"))
        });
        let uncomputed = (self.uncomputed_count > 0).then(|| {
            format!(
                "只有公式、没有算出结果的 {} 行（请用 Excel 或 WPS 打开、保存一次再导入）",
                self.uncomputed_count
            )
        });
        let told: Vec<String> = sheets.chain(rows).chain(uncomputed).collect();
        let advice = match self.hidden_count {
            0 => "。",
            _ => "；要导入隐藏的行，请先在文件里取消隐藏或清除筛选。",
        };
        (!told.is_empty()).then(|| format!("没有读取：{}{advice}", told.join("，")))
    }
}

/// What was not read of a file, each a sentence.
pub(crate) fn findings(source: &Source) -> Vec<String> {
    let mut findings: Vec<String> = source.unread.with_reasons().into_iter().collect();
    for sheet in &source.sheets {
        findings.extend(second_table(sheet));
        findings.extend(columns(sheet));
    }
    findings
}

/// Columns that no field holds, with something in them.
fn unread_columns(sheet: &Layout) -> impl Iterator<Item = (&SourceColumn, String)> {
    let open = sheet.titles.iter().filter(|title| {
        title.field.is_none() && title.samples.iter().any(|text| !text.is_empty()) && !is_by_hand(title)
    });
    let folded = open.map(|title| (title, fold_title(&title.title)));
    folded.filter(|(_, folded)| {
        !is_number_title(folded) && folded != REASON && !FOLLOWING.contains(&folded.as_str())
    })
}

/// Two tables side by side under one header: only the one on the left is read.
fn second_table(sheet: &Layout) -> Option<String> {
    let required = sheet.fields.iter().find(|field| field.is_required)?;
    let (again, _) = unread_columns(sheet).find(|(_, folded)| required.is_titled(folded))?;
    let first = sheet.titles.iter().find(|title| title.field.as_deref() == Some(required.key))?;
    Some(format!(
        "工作表“{}”的表头里有两处“{}”（{} 栏、{} 栏），只读了 {} 栏的，{} 栏那一边没有读；请移到同一栏的下面再导入。",
        sheet.sheet, required.title, first.letters, again.letters, first.letters, again.letters
    ))
}

fn columns(sheet: &Layout) -> Option<String> {
    let titles: Vec<&str> = unread_columns(sheet).map(|(title, _)| title.title.as_str()).collect();
    let more = if titles.len() > MOST_TITLES { "等" } else { "" };
    let shown = titles.iter().take(MOST_TITLES).copied().collect::<Vec<_>>().join("”“");
    (!titles.is_empty())
        .then(|| format!("工作表“{}”里没有读取的栏：“{shown}”{more}；需要的请指定对应的栏目。", sheet.sheet))
}
