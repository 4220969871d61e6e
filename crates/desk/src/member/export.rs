//! A list of members as a workbook: what the screen shows, in its order, masked unless it is to be shown in full.
//! That a list has left the book is recorded before the file takes its name.

use branchbook_contract::member::{MemberExport, MemberExported, MemberList, MemberPage};
use branchbook_domain::day::Day;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::{Operation, OperationKind, Reading};

use super::field::{Fields, resolved};
use super::list::member_page;
use super::reveal;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::organisation::Names;
use crate::progress::Progress;
use crate::report::list::ListFile;
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
        let bytes = file(&page, office).made(self.book()?, today)?;
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

/// An import of a roster recognises its titles, so that a list can be corrected outside and taken in again; posts are told
/// otherwise than 工作岗位, which is another thing.
fn file(page: &MemberPage, office: String) -> ListFile {
    ListFile {
        title: "党员名册".to_owned(),
        office,
        on: page.on,
        unit: "人",
        words: page.words.clone(),
        columns: page.columns.clone(),
        rows: page.rows.iter().map(|row| row.extra.clone()).collect(),
    }
}
