//! What all sheets of a report share: title, the line under it, signatures, page set-up (domain.md 5.2).

use branchbook_domain::day::{Day, Month, day_label};
use branchbook_workbook::{Head, Line, Out, Page, Sheet};

/// Office, month and names that stand on every sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Name of the office: 银河社区.
    pub office: String,
    /// The month.
    pub month: Month,
    /// First day of the statistics.
    pub first_on: Day,
    /// Last day of the statistics.
    pub last_on: Day,
    /// 填报日期: data, never the clock (decisions 9).
    pub filled_on: Day,
    /// 单位负责人; empty to be signed by hand.
    pub leader: String,
    /// 审核人.
    pub reviewer: String,
    /// 填表人.
    pub preparer: String,
    /// 联系电话.
    pub phone: String,
}

impl Frame {
    /// A sheet with title, lines, signatures and page; `unit` is what the numbers count: 人.
    pub(crate) fn sheet<'a>(&self, name: &str, subject: &str, unit: &str) -> Sheet<'a> {
        let center = if unit.is_empty() { String::new() } else { format!("单位：{unit}") };
        Sheet {
            name: name.to_owned(),
            title: self.title(subject),
            lines: vec![Line { left: self.filler(), center, right: self.filled() }],
            signatures: vec![
                format!("单位负责人：{}", self.leader),
                format!("审核人：{}", self.reviewer),
                format!("填表人：{}", self.preparer),
                format!("联系电话：{}", self.phone),
            ],
            page: Page { header: self.page_header(), ..Page::default() },
            ..Sheet::default()
        }
    }

    /// 银河社区党员队伍情况表（2026年10月）.
    pub(crate) fn title(&self, subject: &str) -> String {
        format!("{}{subject}（{}）", self.office, self.month.label())
    }

    fn filler(&self) -> String {
        format!("填报单位（盖章）：{}", self.office)
    }

    fn filled(&self) -> String {
        format!("填报日期：{}", day_label(self.filled_on))
    }

    /// `&` begins a code in page headers.
    fn page_header(&self) -> String {
        format!("{} {} · &A", self.office.replace('&', "&&"), self.month.label())
    }
}

/// A header of one row.
pub(crate) fn flat_heads<T: AsRef<str>>(titles: &[T]) -> Vec<Head> {
    let head = |(column, title): (u16, &T)| Head {
        text: title.as_ref().to_owned(),
        row: 0,
        column,
        rows: 1,
        columns: 1,
    };
    (0..).zip(titles).map(head).collect()
}

/// The row that stands in an empty table, so that nobody takes it for forgotten (没有的填“无”).
pub(crate) fn nothing(width: usize, words: &str) -> Vec<Out> {
    let mut row = vec![Out::Dash; width];
    if let Some(cell) = row.get_mut(1) {
        *cell = Out::text(words);
    }
    row
}

/// A key of rows as a running number.
pub(crate) fn running(at: usize) -> Out {
    Out::Int(i64::try_from(at + 1).unwrap_or(i64::MAX))
}

/// `part` of `whole` in ten-thousandths; a dash where there is no whole.
pub(crate) fn rate(part: i64, whole: i64, decimals: u8) -> Out {
    if whole <= 0 {
        return Out::Dash;
    }
    Out::Percent((part * 20_000 + whole) / (2 * whole), decimals)
}

/// Minutes as hours in hundredths.
pub(crate) fn hours(minutes: i64) -> Out {
    Out::Fixed((minutes * 100 + 30) / 60, 1)
}
