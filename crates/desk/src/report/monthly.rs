//! Makes the monthly workbook. The same book and 填报日期 give the same bytes; what is recorded is kept sealed with the
//! book; a closed month hands out the workbook that it was closed with.

use std::path::Path;
use std::sync::Arc;

use branchbook_contract::month::MonthFindings;
use branchbook_contract::report::{ReportMade, ReportMonthly};
use branchbook_domain::day::{Day, Month, add_days, day_label};
use branchbook_domain::key::FileId;
use branchbook_domain::month_state::MonthState;
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::month::{MonthRow, calendar, figure};
use branchbook_ledger::table::office::{self, KeptFile};
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading};
use branchbook_workbook as workbook;
use sha2::{Digest as _, Sha256};

use super::audit::{Audit, audits};
use super::facts::{MonthlyFacts, monthly_facts};
use super::frame::Frame;
use super::publish::{self, Draft};
use super::{audit, cover, meeting, movement, points, register, service, unit};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::{self, row};
use crate::progress::Progress;
use crate::setting::preference::{LEADER, PHONE, PREPARER, REVIEWER};

/// Purpose of kept workbooks.
pub(crate) const SENT_WORKBOOK: &str = "sent_workbook";
const SHEETS: [&str; 7] =
    ["党员队伍", "党员增减明细", "组织生活", "双报到（分单位）", "服务明细", "积分", "校验"];

impl Handle<ReportMonthly> for Desk {
    fn handle(&mut self, command: ReportMonthly, progress: &dyn Progress) -> Result<Outcome<ReportMade>> {
        let today = self.clock().today();
        let book = self.book_mut()?;
        let office = book.read(|reading| office::setting::<String>(reading, office::key::OFFICE_NAME))?;
        let name = file_name(&office.unwrap_or_default(), command.month);
        let target = publish::target(&command.out, &name)?;
        let made = make(book, command.month, command.on, today, progress)?;
        let draft = Draft::write(&target, &made.bytes)?;
        let written = record(book, &made, &name, &target)?;
        draft.publish()?;
        let must = must_count(book, &made)?;
        Ok(outcome_of(written, |is_same| reply(&made, &target, is_same, must)))
    }
}

/// A workbook in memory, with what it says of itself.
pub(crate) struct Made {
    pub month: Month,
    pub filled_on: Day,
    pub bytes: Vec<u8>,
    /// Facts and audits; none of a closed month.
    pub facts: Option<(Arc<MonthlyFacts>, Vec<Audit>)>,
    /// Cross checks that do not agree; of a closed month as it was closed.
    pub disagreements: u32,
}

/// Makes the workbook of a month, or takes the kept one of a closed month.
pub(crate) fn make(
    book: &Book,
    month: Month,
    on: Option<Day>,
    today: Day,
    progress: &dyn Progress,
) -> Result<Made> {
    book.read(|reading| refuse_before_opening(reading, month))?;
    let (id, found) = book.read(|reading| row::find(reading, month))?;
    if row::state_of(&found, id)? == MonthState::Closed {
        return kept(book, &found, on);
    }
    let filled_on = on.or(found.filled_on).unwrap_or(today);
    if filled_on < found.from_on {
        return Err(DeskError::field("on", "填报日期早于统计期间，请核对填报日期。"));
    }
    let last_on = add_days(found.to_on, -1);
    step(progress, "汇总数据", 0)?;
    let (frame, facts) = book.read(|reading| {
        let frame = frame_of(reading, &found, filled_on)?;
        Ok::<_, LedgerError>((frame, monthly_facts(reading, month, last_on, filled_on)?))
    })?;
    step(progress, "生成工作簿", 1)?;
    let audits = audits(&facts);
    let bytes = written(book, &frame, "党建月报", sheets(&frame, &facts, &audits))?;
    step(progress, "保存", 2)?;
    let disagreements = audits.iter().filter(|audit| !audit.agrees()).count();
    let disagreements = u32::try_from(disagreements).unwrap_or(u32::MAX);
    Ok(Made { month, filled_on, bytes, facts: Some((facts, audits)), disagreements })
}

/// Before its first register a book knows nothing that it could report.
fn refuse_before_opening(reading: &Reading<'_>, month: Month) -> Result<()> {
    match calendar::opening_month(reading)? {
        Some(opening) if month < opening => Err(DeskError::field(
            "month",
            format!("台账从{}开始，没有{}的月报。", opening.label(), month.label()),
        )),
        _ => Ok(()),
    }
}

/// The workbook that a closed month was closed with.
fn kept(book: &Book, found: &MonthRow, on: Option<Day>) -> Result<Made> {
    let label = found.month.label();
    let missing = || DeskError::refused(format!("{label}已结账，但没有找到当时的月报。请运行“校验台账”。"));
    let (id, filled_on) = found.sent_file_id.map(FileId).zip(found.filled_on).ok_or_else(missing)?;
    if on.is_some_and(|on| on != filled_on) {
        return Err(DeskError::field(
            "on",
            format!("{label}已结账，填报日期{}不能再改。", day_label(filled_on)),
        ));
    }
    let file = book.read(|reading| reading.require::<KeptFile>(id))?;
    let bytes = book.load_file(&file.sha256)?;
    let disagreements = book.read(|reading| figure::disagreements(reading, found.month))?;
    Ok(Made { month: found.month, filled_on, bytes, facts: None, disagreements })
}

/// Names the kept file and the 填报日期 in the row of the month. Says whether they stood there already.
pub(crate) fn remember(
    writing: &mut branchbook_ledger::Writing<'_>,
    made: &Made,
    sealed: &SealedFile,
    name: &str,
) -> Result<bool, LedgerError> {
    let file = keep_file(writing, sealed, name, SENT_WORKBOOK)?;
    let (id, mut found) = row::find(writing, made.month)?;
    if found.sent_file_id == Some(file.0) && found.filled_on == Some(made.filled_on) {
        return Ok(true);
    }
    found.sent_file_id = Some(file.0);
    found.filled_on = Some(made.filled_on);
    row::save(writing, id, &found)?;
    Ok(false)
}

/// 银河社区党建月报（2026年10月）.xlsx
pub(crate) fn file_name(office: &str, month: Month) -> String {
    format!("{office}党建月报（{}）.xlsx", month.label())
}

/// New bytes are remembered; the same bytes again are only recorded as handed out.
fn record(
    book: &mut Book,
    made: &Made,
    name: &str,
    target: &Path,
) -> Result<branchbook_ledger::Written<bool>> {
    let is_known = book.read(|reading| stands_already(reading, made))?;
    let label = made.month.label();
    let operation = match is_known {
        true => Operation::new(OperationKind::Export, format!("再次导出{label}月报到 {}", target.display())),
        false => {
            Operation::new(OperationKind::MonthReport, format!("生成{label}月报到 {}", target.display()))
        }
    };
    book.write_sealing(
        |sealing| Ok(sealing.seal(&made.bytes)?),
        &operation,
        |writing, sealed| match is_known {
            true => Ok(true),
            false => remember(writing, made, &sealed, name).map_err(DeskError::from),
        },
    )
}

fn stands_already(reading: &Reading<'_>, made: &Made) -> Result<bool, LedgerError> {
    let (_, found) = row::find(reading, made.month)?;
    let file = office::kept_file(reading, &Sha256::digest(&made.bytes)[..])?;
    let is_named = file.is_some_and(|file| found.sent_file_id == Some(file.id.0));
    Ok(is_named && found.filled_on == Some(made.filled_on))
}

/// What stands on every sheet of a month's workbook, a community's or a street's.
pub(crate) fn frame_of(
    reading: &Reading<'_>,
    found: &MonthRow,
    filled_on: Day,
) -> Result<Frame, LedgerError> {
    Ok(Frame {
        office: office::setting(reading, office::key::OFFICE_NAME)?.unwrap_or_default(),
        month: found.month,
        first_on: found.from_on,
        last_on: add_days(found.to_on, -1),
        filled_on,
        leader: LEADER.get(reading)?,
        reviewer: REVIEWER.get(reading)?,
        preparer: PREPARER.get(reading)?,
        phone: PHONE.get(reading)?,
    })
}

/// The sheets in order.
pub(crate) fn sheets<'a>(frame: &Frame, facts: &MonthlyFacts, audits: &[Audit]) -> Vec<workbook::Sheet<'a>> {
    vec![
        cover::sheet(frame, audits, &SHEETS),
        register::sheet(frame, "党支部", &facts.branches),
        movement::sheet(frame, &facts.movements),
        meeting::sheet(frame, "党支部", &facts.meetings),
        unit::sheet(frame, &facts.units),
        service::sheet(frame, &facts.services),
        points::sheet(frame, &facts.points),
        audit::sheet(frame, audits),
    ]
}

/// The workbook in memory. The same sheets give the same bytes.
pub(crate) fn written(
    book: &Book,
    frame: &Frame,
    subject: &str,
    sheets: Vec<workbook::Sheet<'_>>,
) -> Result<Vec<u8>> {
    let temporary = book.dir().join(TEMPORARY);
    let path = temporary.join(format!("monthly-{}.xlsx", frame.month));
    let creation = workbook::Creation {
        at: frame.filled_on.and_time(chrono::NaiveTime::MIN),
        title: frame.title(subject),
        author: frame.office.clone(),
    };
    workbook::write(&path, &workbook::Book { sheets }, &creation, &temporary)?;
    let bytes = std::fs::read(&path)?;
    std::fs::remove_file(&path)?;
    Ok(bytes)
}

fn must_count(book: &Book, made: &Made) -> Result<u32> {
    let findings: MonthFindings = book.read(|reading| match &made.facts {
        Some((_, audits)) => month::findings_beside(reading, made.month, made.filled_on, audits),
        None => month::findings(reading, made.month, made.filled_on),
    })?;
    Ok(findings.must_count)
}

fn reply(made: &Made, target: &Path, is_same: bool, must_count: u32) -> ReportMade {
    let wrong = made.disagreements;
    let mut notes = vec![format!("{}月报已保存到“{}”。", made.month.label(), target.display())];
    if is_same {
        notes.push("内容与上次生成的相同。".to_owned());
    }
    if wrong > 0 {
        notes.push(format!("表间核对有 {wrong} 项不一致，请看“校验”表。"));
    }
    if must_count > 0 {
        notes.push(format!("数据体检有 {must_count} 项必须处理，请在上报前核对。"));
    }
    ReportMade {
        path: target.display().to_string(),
        size: made.bytes.len() as u64,
        sha256: Sha256::digest(&made.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        filled_on: made.filled_on,
        is_same_as_before: is_same,
        disagreement_count: wrong,
        must_count,
        notes,
    }
}

fn step(progress: &dyn Progress, stage: &str, done: u64) -> Result<()> {
    if progress.report(stage, done, 3) { Ok(()) } else { Err(DeskError::Cancelled) }
}
