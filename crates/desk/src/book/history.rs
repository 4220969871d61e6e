//! The undo list, and taking back.

use branchbook_contract::book::{HistoryList, HistoryRow, HistoryUndo, Undone};
use branchbook_domain::key::ChangeId;
use branchbook_domain::mask::masked_text;
use branchbook_ledger::change;
use branchbook_ledger::undo::UndoLine;
use branchbook_ledger::{Book, LedgerError};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::points::settle;
use crate::progress::Progress;

impl Handle<HistoryList> for Desk {
    fn handle(
        &mut self,
        _command: HistoryList,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<HistoryRow>>> {
        let lines = self.book()?.undo_list()?;
        Ok(Outcome::unchanged(lines.into_iter().map(row).collect()))
    }
}

impl Handle<HistoryUndo> for Desk {
    fn handle(&mut self, command: HistoryUndo, _progress: &dyn Progress) -> Result<Outcome<Undone>> {
        let book = self.book_mut()?;
        let (change, title) = target(book, command.change)?;
        let written = book.undo_with(change, |writing, undid| {
            // Caps may have cut later entries because of what is gone now; the difference is booked, never edited.
            undid.years_of("points_entry").into_iter().try_for_each(|year| settle(writing, year).map(|_| ()))
        })?;
        Ok(outcome_of(written, |()| Undone { change, title: masked_text(title) }))
    }
}

/// The operation that was named, or the newest work that stands. What hinders its undo is said by the undo itself.
fn target(book: &Book, named: Option<ChangeId>) -> Result<(ChangeId, String)> {
    if let Some(id) = named {
        let change = book.read(|reading| change::summary(reading, id))?;
        return Ok((id, change.ok_or(LedgerError::NoSuchChange(id))?.title));
    }
    let lines = book.undo_list()?;
    match lines.into_iter().find(UndoLine::is_standing_work) {
        Some(line) => Ok((line.change, line.title)),
        None => Err(DeskError::refused("没有可以撤销的操作。")),
    }
}

/// A line of the list as it is shown.
pub(crate) fn row(line: UndoLine) -> HistoryRow {
    let title = masked_text(line.title);
    HistoryRow {
        change: line.change,
        at: line.at,
        operator: line.operator,
        kind: line.kind.label().to_owned(),
        // The name stands in the title as it is shown, masked with it.
        file: file_in(&title).to_owned(),
        title,
        refusal: line.refusal,
    }
}

/// The file or folder that a title names: `导入党员花名册：新增 2 人（花名册.xlsx）`, `备份到 台账.zip（…）`, `从备份 台账.zip 恢复`,
/// `导出驻区单位 3 条：单位.xlsx`.
/// Empty if there is none. What a list was written to stands behind its colon whole, whatever words it holds.
fn file_in(title: &str) -> &str {
    let in_brackets =
        title.strip_suffix('）').and_then(|title| title.rsplit_once('（')).map(|(_, file)| file);
    let written =
        title.split_once("到 ").map(|(_, file)| file.split_once('（').map_or(file, |(file, _)| file));
    let restored =
        title.split_once("从备份 ").and_then(|(_, rest)| rest.split_once(" 恢复")).map(|(file, _)| file);
    let handed_out = title.split_once("导出本单位的").map(|(_, file)| file);
    let listed = ["条：", "人："].into_iter().find_map(|unit| title.strip_prefix("导出")?.split_once(unit));
    let listed = listed.map(|(_, file)| file);
    let mut named = [listed, in_brackets, written, restored, handed_out].into_iter().flatten();
    named.find(|file| file.contains(['.', '/', '\\'])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::file_in;

    #[test]
    fn only_the_file_of_a_title_is_marked() {
        let titles = [
            ("导入党员花名册：新增 127 人（名册 2026.xlsx）", "名册 2026.xlsx"),
            ("撤销：导入积分：新增 3 笔（points.csv）", "points.csv"),
            ("备份到 branch-20261121.zip（到第 12 号操作）", "branch-20261121.zip"),
            ("生成2026年10月月报到 /home/a b/月报.xlsx", "/home/a b/月报.xlsx"),
            ("从备份 branch.zip 恢复", "branch.zip"),
            ("导出本单位的银河社区-邀请函.txt", "银河社区-邀请函.txt"),
            ("导出驻区单位 3 条：/home/a b/单位.xlsx", "/home/a b/单位.xlsx"),
            ("导出驻区单位 3 条：/home/报到 表/单位.xlsx", "/home/报到 表/单位.xlsx"),
            ("导出驻区单位 3 条：D:\\单位\\名单（备份）", "D:\\单位\\名单（备份）"),
            ("导出名册（含完整证件号、电话、住址） 4 人：名册.xlsx", "名册.xlsx"),
            ("更正会议（党员大会）", ""),
            ("新增党员：王小红", ""),
        ];
        for (title, file) in titles {
            assert_eq!(file_in(title), file, "{title}");
        }
    }
}
