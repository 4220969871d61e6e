//! A list of members as a workbook: what the screen shows, in its order, masked unless it is to be shown in full.
//! That a list has left the book is recorded before the file takes its name.

use std::path::Path;

use branchbook_contract::member::{MemberExport, MemberExported, MemberList, MemberRow};
use branchbook_domain::day::Day;
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_ledger::{LedgerError, Operation, OperationKind};
use branchbook_workbook::{Body, Book, Column, Creation, Line, Orientation, Out, Page, Sheet, header, write};

use super::list::member_page;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::report::publish::{Draft, target};

/// Titles and widths of the columns, in half-width characters.
const COLUMNS: [(&str, u16); 16] = [
    ("序号", 6),
    ("姓名", 10),
    ("性别", 6),
    ("民族", 8),
    ("出生日期", 12),
    ("身份证号", 21),
    ("学历", 12),
    ("类别", 10),
    ("党支部", 22),
    ("党小组", 14),
    ("入党时间", 12),
    ("转正时间", 12),
    ("手机", 14),
    ("工作单位及职务", 26),
    ("岗位", 16),
    ("特殊情况", 12),
];

impl Handle<MemberExport> for Desk {
    fn handle(&mut self, command: MemberExport, progress: &dyn Progress) -> Result<Outcome<MemberExported>> {
        let today = self.clock().today();
        let list =
            MemberList { offset: 0, limit: None, with_chips: false, with_figures: true, ..command.list };
        let mut page = self.book()?.read(|reading| member_page(reading, &list, today))?;
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
        let bytes = self.made(&sheet(&page.rows, &office, page.on), today)?;
        let draft = Draft::write(&path, &bytes)?;
        let what = if list.reveal { "名册（含完整证件号、电话）" } else { "名册" };
        let title = format!("导出{what} {count} 人：{}", path.display());
        self.book_mut()?
            .write(&Operation::new(OperationKind::Export, title), |_| Ok::<(), LedgerError>(()))?;
        draft.publish()?;
        let rows = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Outcome::unchanged(MemberExported { path: path.display().to_string(), rows }))
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

/// What the one sheet holds.
struct SheetOf {
    office: String,
    on: Day,
    rows: Vec<Vec<Out>>,
}

fn sheet(rows: &[MemberRow], office: &str, on: Day) -> SheetOf {
    let rows = rows.iter().enumerate().map(|(at, row)| cells(at, row, on)).collect();
    SheetOf { office: office.to_owned(), on, rows }
}

impl SheetOf {
    fn drawn(&self) -> Sheet<'_> {
        let titles: Vec<&'static str> = COLUMNS.iter().map(|(title, _)| *title).collect();
        Sheet {
            name: "党员名册".to_owned(),
            title: "党员名册".to_owned(),
            lines: vec![Line::ends(
                format!("单位：{}", self.office),
                format!("截至 {}，共 {} 人", self.on, self.rows.len()),
            )],
            columns: COLUMNS.iter().map(|(_, width)| Column::new(*width)).collect(),
            heads: header(&[titles]),
            body: Body::Held(self.rows.clone()),
            page: Page { orientation: Orientation::Landscape, freeze_columns: 2, ..Page::default() },
            ..Sheet::default()
        }
    }
}

fn cells(at: usize, row: &MemberRow, on: Day) -> Vec<Out> {
    let text = |text: Option<String>| text.map_or(Out::Blank, Out::text);
    let day = |day: Option<branchbook_domain::day::PartialDay>| text(day.map(|day| day.to_string()));
    let conditions: Vec<&str> = row.conditions.iter().map(|kind| kind.label()).collect();
    let class = row.class.map(|class| if row.is_class_about { "约" } else { "" }.to_owned() + class.label());
    vec![
        Out::Int(i64::try_from(at + 1).unwrap_or(i64::MAX)),
        Out::text(row.name.clone()),
        text(row.sex.map(|sex| sex.label().to_owned())),
        text(row.nation.clone()),
        day(row.birth_on),
        text(row.id_number.clone()),
        text(row.education.clone()),
        text(class),
        Out::text(row.branch_name.clone()),
        text(row.group_name.clone()),
        day(row.joined_on),
        day(row.became_full_on.filter(|full| full.earliest() <= on)),
        text(row.phone.clone()),
        text(row.employer.clone()),
        text(row.posts.clone()),
        text((!conditions.is_empty()).then(|| conditions.join("、"))),
    ]
}
