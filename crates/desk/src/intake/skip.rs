//! Tells rows that hold a record from totals, signatures, remarks, repeated titles and blanks.
//! Must not look into the meaning of a record.

use branchbook_domain::text::{is_han, squeeze, tidy};
use branchbook_workbook::Row;

use super::field::fold_title;
use super::row::Layout;

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// It holds a record.
    Record,
    /// Nothing, or only a running number that stands ready.
    Blank,
    /// No record; the reason with what stands there.
    Aside(String),
}

/// Words of total rows.
const TOTALS: [&str; 8] = ["小计", "合计", "总计", "共计", "累计", "总合计", "本页小计", "本页合计"];
/// Words before a colon that begin a signature or a remark.
const SIGNATURES: [&str; 16] = [
    "负责人",
    "审核人",
    "填表人",
    "填报人",
    "制表人",
    "经办人",
    "审批人",
    "书记",
    "盖章",
    "(盖章)",
    "(公章)",
    "签字",
    "签名",
    "填报日期",
    "填表日期",
    "制表日期",
];
/// Words that begin a remark when a colon follows at once.
const REMARKS: [&str; 5] = ["注", "备注", "说明", "填表说明", "填报说明"];

/// Tells what a row is.
pub(crate) fn kind_of(row: &Row, layout: &Layout) -> RowKind {
    let filled = || row.cells.iter().filter(|cell| !cell.text.trim().is_empty());
    let Some(first) = filled().next() else { return RowKind::Blank };
    let shown = || tidy(&first.text);
    if let Some(total) = total(row, layout) {
        return RowKind::Aside(format!("合计行（{total}），不作为记录"));
    }
    if is_signature(&squeeze(&first.text)) {
        return RowKind::Aside(format!("签名或说明行（{}），不作为记录", shown()));
    }
    if is_title_again(row, layout) {
        return RowKind::Aside("重复的表头，不作为记录".to_owned());
    }
    if is_column_numbers(row, layout) {
        return RowKind::Aside("栏号行，不作为记录".to_owned());
    }
    let mapped = || layout.columns.iter().flatten().filter(|column| !row.text(**column).trim().is_empty());
    let is_alone = filled().count() == 1;
    let lacks_all = mapped().next().is_none();
    let is_remark = is_alone && (lacks_all || lacks_required(row, layout)) && first.text.chars().any(is_han);
    match (is_remark, lacks_all) {
        (true, _) => RowKind::Aside(format!("只有一格文字（{}），不作为记录", shown())),
        (false, true) => RowKind::Blank,
        (false, false) => RowKind::Record,
    }
}

/// The word of a total, in the columns up to the first one that a record must fill.
fn total(row: &Row, layout: &Layout) -> Option<String> {
    let required = layout.fields.iter().zip(&layout.columns).filter(|(field, _)| field.is_required);
    let last = required.filter_map(|(_, column)| *column).min().unwrap_or(0).max(1);
    let said = row.cells.iter().take_while(|cell| cell.column <= last).map(|cell| squeeze(&cell.text));
    said.into_iter().find(|text| is_total(text))
}

fn is_total(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !is_han(c));
    let ends = ["小计", "合计", "总计"].iter().any(|word| bare.ends_with(word));
    let begins = TOTALS.iter().any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| {
            !rest.chars().next().is_some_and(is_han) || rest.starts_with(['人', '名', '户', '数', '共'])
        })
    });
    ends || begins || bare == "计"
}

fn is_signature(text: &str) -> bool {
    let begins_remark =
        REMARKS.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')));
    let signs = SIGNATURES.iter().any(|word| {
        text.find(word).is_some_and(|at| {
            text.get(at + word.len()..).is_some_and(|rest| rest.starts_with(':') || rest.starts_with("("))
        })
    });
    begins_remark || signs
}

/// At least two titles stand where titles stand, and they are half of what stands there.
fn is_title_again(row: &Row, layout: &Layout) -> bool {
    let mut same = 0;
    let mut filled = 0;
    for field in layout.titles.iter().filter(|title| title.field.is_some()) {
        let key = field.field.as_deref().unwrap_or_default();
        let text = layout.column(key).map_or("", |column| row.text(column));
        if text.is_empty() {
            continue;
        }
        filled += 1;
        same += usize::from(begins_alike(text, &field.title) && fold_title(text) == fold_title(&field.title));
    }
    same >= 2 && same * 2 >= filled
}

/// Spares the folding of nearly every cell.
fn begins_alike(text: &str, title: &str) -> bool {
    text.len() <= 60 && text.trim_start().chars().next() == title.chars().next()
}

/// `1 2 3 4` or `(1) (2) (3)` or 甲 乙 1 2 just below the titles.
fn is_column_numbers(row: &Row, layout: &Layout) -> bool {
    if row.index > layout.below || row.cells.len() < 3 {
        return false;
    }
    let number = |text: &str| squeeze(text).trim_matches(['(', ')']).parse::<u32>().ok();
    let numbers: Vec<u32> = row.cells.iter().filter_map(|cell| number(&cell.text)).collect();
    let letters = row.cells.iter().filter(|cell| matches!(cell.text.trim(), "甲" | "乙" | "丙")).count();
    let ascending = numbers.windows(2).all(|pair| matches!(pair, [a, b] if *b == *a + 1));
    numbers.len() >= 3 && ascending && numbers.len() + letters == row.cells.len()
}

/// Whether a field is blank that every record must fill.
pub(crate) fn lacks_required(row: &Row, layout: &Layout) -> bool {
    let mut pairs = layout.fields.iter().zip(&layout.columns);
    pairs.any(|(field, column)| {
        field.is_required && column.is_none_or(|column| row.text(column).trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use branchbook_contract::intake::SourceColumn;
    use branchbook_domain::office_day::DateSystem;
    use branchbook_workbook::{Cell, CellValue, Shape};

    use super::*;
    use crate::intake::FieldSpec;

    const FIELDS: &[FieldSpec] = &[
        FieldSpec::required("name", "姓名", &[]),
        FieldSpec::new("sex", "性别", &[]),
        FieldSpec::new("note", "备注", &[]),
    ];

    fn layout() -> Layout {
        let title = |letters: &str, title: &str, field: &str| SourceColumn {
            letters: letters.into(),
            title: title.into(),
            field: Some(field.into()),
            ..SourceColumn::default()
        };
        Layout {
            sheet: "名册".into(),
            order: 0,
            fields: FIELDS,
            columns: vec![Some(1), Some(2), Some(3)],
            two_digit_months: vec![false; 3],
            date_system: DateSystem::From1900,
            below: 4,
            is_titled: true,
            titles: vec![title("B", "姓　名", "name"), title("C", "性别", "sex"), title("D", "备注", "note")],
            is_mapping_saved: false,
            header_key: String::new(),
            branch_above: None,
        }
    }

    fn row(index: u32, texts: &[&str]) -> Row {
        let cell = |(at, text): (usize, &&str)| Cell {
            column: u16::try_from(at).unwrap(),
            value: CellValue::Text,
            text: (*text).to_owned(),
            shape: Shape::General,
        };
        Row {
            index,
            cells: texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect(),
        }
    }

    #[test]
    fn rows_that_are_no_records_are_told_apart() {
        for (index, texts, is_record) in [
            (9, vec!["1", "张三", "男", ""], true),
            (9, vec!["", "小计", "120"], false),
            (9, vec!["合计", "313人"], false),
            (9, vec!["", "锦华苑党支部小计", "86"], false),
            (9, vec!["单位负责人：　　审核人：　　填表人："], false),
            (9, vec!["", "填表人（签字）：", "", "填报日期："], false),
            (9, vec!["注：本表一式两份"], false),
            (9, vec!["序号", "姓名", "性 别", "备注"], false),
            (4, vec!["1", "2", "3", "4"], false),
            (9, vec!["本表由组织委员保管"], false),
            (9, vec!["17"], false),
            (9, vec!["", "", "男", "缺姓名"], true),
            (9, vec!["", "计红梅", "女"], true),
            (9, vec!["", "共计明", "女"], true),
            (9, vec!["", "王五", "", "小计"], true),
        ] {
            let kind = kind_of(&row(index, &texts), &layout());
            assert_eq!(kind == RowKind::Record, is_record, "{texts:?}: {kind:?}");
        }
    }
}
