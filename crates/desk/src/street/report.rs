//! The street's own monthly workbook: who has reported, and the figures of all communities, in the manner of theirs.
//! The same book and 填报日期 give the same bytes.

use std::path::Path;

use branchbook_contract::report::ReportMade;
use branchbook_contract::street::{RollUpTable, StreetReport};
use branchbook_domain::day::{Day, Month};
use branchbook_ledger::kept::keep_file;
use branchbook_ledger::table::month::MonthRow;
use branchbook_ledger::{Operation, OperationKind, Reading};

mod movement;
mod sheet;

use movement::Movements;

use super::overview::overview;
use super::roll_up::table;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::mark::hex;
use crate::month::row;
use crate::points::scheme::Schemes;
use crate::progress::Progress;
use crate::report::frame::Frame;
use crate::report::monthly::{SENT_WORKBOOK, frame_of, written};
use crate::report::publish::{self, Draft};

impl Handle<StreetReport> for Desk {
    fn handle(&mut self, command: StreetReport, progress: &dyn Progress) -> Result<Outcome<ReportMade>> {
        let today = self.clock().today();
        let month = command.month;
        let book = self.book_mut()?;
        let (id, found) = book.read(|reading| row::find(reading, month))?;
        let filled_on = command.on.or(found.filled_on).unwrap_or(today);
        if filled_on < found.from_on {
            return Err(DeskError::field("on", "填报日期早于统计期间，请核对填报日期。"));
        }
        if !progress.report("汇总数据", 0, 2) {
            return Err(DeskError::Cancelled);
        }
        let mut facts = book.read(|reading| Facts::of(reading, month, filled_on))?;
        facts.movements = Movements::of(book, &facts.table)?;
        let bytes = written(book, &facts.frame, "党建工作汇总月报", sheet::all(&facts))?;
        let name = format!("{}党建工作汇总月报（{}）.xlsx", facts.frame.office, month.label());
        let target = publish::target(&command.out, &name)?;
        let draft = Draft::write(&target, &bytes)?;
        let title = format!("生成{}汇总月报到 {}", month.label(), target.display());
        let operation = Operation::new(OperationKind::MonthReport, title);
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&bytes)?),
            &operation,
            |writing, sealed| {
                let file = keep_file(writing, &sealed, &name, SENT_WORKBOOK)?;
                let is_same = found.sent_file_id == Some(file.0) && found.filled_on == Some(filled_on);
                let row =
                    MonthRow { sent_file_id: Some(file.0), filled_on: Some(filled_on), ..found.clone() };
                row::save(writing, id, &row)?;
                Ok::<_, DeskError>((is_same, hex(&sealed.sha256)))
            },
        )?;
        draft.publish()?;
        Ok(outcome_of(written, |made| reply(&facts, &target, &bytes, made)))
    }
}

/// What the workbook is made of.
pub(super) struct Facts {
    pub frame: Frame,
    pub table: RollUpTable,
    pub overview: branchbook_contract::street::Overview,
    /// Names of the grades in the street's scheme, the best first; communities may know others.
    pub grades: Vec<String>,
    /// The movements behind the figures.
    pub movements: Movements,
}

impl Facts {
    fn of(reading: &Reading<'_>, month: Month, filled_on: Day) -> Result<Self> {
        let table = table(reading, month, month)?;
        if table.rows.is_empty() {
            return Err(DeskError::refused(format!("还没有社区报来{}，没有可以汇总的内容。", month.label())));
        }
        let frame = frame_of(reading, &row::find(reading, month)?.1, filled_on)?;
        let scheme = Schemes::of(reading)?.on(reading, frame.last_on)?;
        let known = scheme.iter().flat_map(|version| &version.scheme.grades);
        let grades = known.map(|grade| grade.name.clone()).collect();
        let overview = overview(reading, month, 1, filled_on)?;
        Ok(Self { frame, table, overview, grades, movements: Movements::default() })
    }
}

fn reply(facts: &Facts, target: &Path, bytes: &[u8], (is_same, sha256): (bool, String)) -> ReportMade {
    let must: i64 = facts.table.totals.iter().map(|total| total.roll_up.figures.must_findings).sum();
    let mut notes = vec![format!("{}汇总月报已保存到“{}”。", facts.table.last.label(), target.display())];
    if is_same {
        notes.push("内容与上次生成的相同。".to_owned());
    }
    if !facts.table.missing.is_empty() {
        notes.push(format!("还没有报的社区：{}。汇总数不含它们。", facts.table.missing.join("、")));
    }
    if !facts.movements.unread.is_empty() {
        let names = facts.movements.unread.join("、");
        notes.push(format!("{names}当时报来的文件打不开，“党员增减明细”里没有；请运行“校验台账”。"));
    }
    let audits = sheet::audits(&facts.table);
    let wrong = audits.iter().filter(|audit| !audit.agrees()).count();
    if wrong > 0 {
        notes.push(format!("表间核对有 {wrong} 项不一致，请看“校验”表。"));
    }
    ReportMade {
        path: target.display().to_string(),
        size: bytes.len() as u64,
        sha256,
        filled_on: facts.frame.filled_on,
        is_same_as_before: is_same,
        disagreement_count: u32::try_from(wrong).unwrap_or(u32::MAX),
        must_count: u32::try_from(must).unwrap_or(u32::MAX),
        notes,
    }
}
