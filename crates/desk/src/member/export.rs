//! A list of members as a workbook: what the screen shows, in its order, masked unless it is to be shown in full.
//! That a list has left the book is recorded before the file takes its name.

use std::path::Path;

use branchbook_contract::member::{
    ListColumn, MemberExport, MemberExported, MemberList, MemberPage, MemberRow,
};
use branchbook_domain::day::Day;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_ledger::{Operation, OperationKind, Reading};
use branchbook_workbook::{Body, Book, Column, Creation, Head, Line, Orientation, Out, Page, Sheet, write};

use super::field::{Fields, resolved};
use super::list::member_page;
use super::reveal;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::organisation::Names;
use crate::progress::Progress;
use crate::report::publish::{Draft, target};

/// What is said of a file with everything in full.
const NOT_FOR_POSTING: &str = "文件里有完整的证件号、电话和住址，不能张贴、公示或发到群里。要公开的名单请不要勾选“完整显示”，重新导出。";

impl Handle<MemberExport> for Desk {
    fn handle(&mut self, command: MemberExport, progress: &dyn Progress) -> Result<Outcome<MemberExported>> {
        let today = self.clock().today();
        let list =
            MemberList { offset: 0, limit: None, with_chips: false, with_figures: false, ..command.list };
        let (list, mut page) = self.book()?.read(|reading| {
            let list = with_columns(reading, &list, today)?;
            let page = member_page(reading, &list, today)?;
            Ok::<_, DeskError>((list, page))
        })?;
        if !command.members.is_empty() {
            page.rows.retain(|row| command.members.contains(&row.member));
        }
        if page.rows.is_empty() {
            return Err(DeskError::refused("名单里没有人，没有导出。请换一个筛选条件。"));
        }
        let count = page.rows.len();
        if !progress.report("写出名册", 0, count as u64) {
            return Err(DeskError::Cancelled);
        }
        let path = target(&command.out, &format!("党员名册-{}.xlsx", page.on))?;
        let office = self.book()?.read(branchbook_ledger::table::organisation::root)?;
        let office = office.map(|root| root.name.clone()).unwrap_or_default();
        let bytes = self.made(&sheet(&page, &office), today)?;
        let draft = Draft::write(&path, &bytes)?;
        let what = if list.reveal { "名册（含完整证件号、电话、住址）" } else { "名册" };
        let title = format!("导出{what} {count} 人：{}", path.display());
        let shown: Vec<_> = page.rows.iter().filter(|_| list.reveal).collect();
        self.book_mut()?.write(&Operation::new(OperationKind::Export, title), |writing| {
            let shown = shown.iter().map(|row| (row.member, row.name.as_str()));
            reveal::record(writing, RevealWay::Export, shown)
        })?;
        draft.publish()?;
        let rows = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Outcome::unchanged(MemberExported {
            path: path.display().to_string(),
            rows,
            warning: list.reveal.then(|| NOT_FOR_POSTING.to_owned()),
        }))
    }
}

impl Desk {
    fn made(&self, sheet: &SheetOf, today: Day) -> Result<Vec<u8>> {
        let temporary = self.book()?.dir().join(TEMPORARY);
        let path = temporary.join("members.xlsx");
        let creation = Creation {
            at: today.and_hms_opt(0, 0, 0).unwrap_or_default(),
            title: "党员名册".to_owned(),
            author: self.book()?.operator().to_owned(),
        };
        write(&path, &Book { sheets: vec![sheet.drawn()] }, &creation, Path::new(&temporary))?;
        let bytes = std::fs::read(&path)?;
        std::fs::remove_file(&path)?;
        Ok(bytes)
    }
}

/// The list with the columns of the file: those that are shown, or the usual ones of a register. The name stands first.
fn with_columns(reading: &Reading<'_>, list: &MemberList, today: Day) -> Result<MemberList> {
    let (mut list, _) = resolved(reading, list)?;
    if list.columns.is_empty() {
        let fields = Fields::of(reading, &Names::of(reading)?, today)?;
        list.columns =
            fields.list.iter().filter(|field| field.is_usual).map(|field| field.key.clone()).collect();
    } else {
        list.columns.insert(0, "name".to_owned());
    }
    Ok(list)
}

/// What the one sheet holds. An import of a roster recognises its titles, so that a list can be corrected outside and
/// taken in again; posts are told otherwise than 工作岗位, which is another thing.
struct SheetOf {
    office: String,
    on: Day,
    /// The conditions in words.
    words: String,
    columns: Vec<ListColumn>,
    rows: Vec<Vec<Out>>,
}

/// Width of the running numbers, in half-width characters.
const NUMBER_WIDTH: u16 = 6;

fn sheet(page: &MemberPage, office: &str) -> SheetOf {
    let cells = |(at, row): (usize, &MemberRow)| {
        let number = Out::Int(i64::try_from(at + 1).unwrap_or(i64::MAX));
        let texts = row.extra.iter().zip(&page.columns).map(|(text, column)| cell(text, column));
        std::iter::once(number).chain(texts).collect()
    };
    SheetOf {
        office: office.to_owned(),
        on: page.on,
        words: page.words.clone(),
        columns: page.columns.clone(),
        rows: page.rows.iter().enumerate().map(cells).collect(),
    }
}

fn cell(text: &str, column: &ListColumn) -> Out {
    match text.parse() {
        _ if text.is_empty() => Out::Blank,
        Ok(number) if column.is_number => Out::Int(number),
        _ => Out::text(text.to_owned()),
    }
}

fn head(column: u16, title: &str) -> Head {
    Head { text: title.to_owned(), row: 0, column, rows: 1, columns: 1 }
}

impl SheetOf {
    fn drawn(&self) -> Sheet<'_> {
        let titles = std::iter::once("序号").chain(self.columns.iter().map(|column| column.label.as_str()));
        let widths = std::iter::once(NUMBER_WIDTH).chain(self.columns.iter().map(|column| column.width));
        let mut lines = vec![Line::ends(
            format!("单位：{}", self.office),
            format!("截至 {}，共 {} 人", self.on, self.rows.len()),
        )];
        if !self.words.is_empty() {
            lines.push(Line::ends(format!("条件：{}", self.words), String::new()));
        }
        Sheet {
            name: "党员名册".to_owned(),
            title: "党员名册".to_owned(),
            lines,
            columns: widths.map(Column::new).collect(),
            heads: (0..).zip(titles).map(|(at, title)| head(at, title)).collect(),
            body: Body::Held(self.rows.clone()),
            page: Page { orientation: Orientation::Landscape, freeze_columns: 2, ..Page::default() },
            ..Sheet::default()
        }
    }
}
