//! Closes a month: its figures and points balances stand for ever, its workbook is kept, nothing is written into it
//! any more. Only the month after the last closed one; the person decides in sight of the findings.

use branchbook_contract::month::{MonthClose, MonthClosed, MonthFindings};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::month_state::{MonthState, MonthStep};
use branchbook_domain::rule::Level;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::month::{calendar, figure};
use branchbook_ledger::table::office;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Writing};

use super::{check, row};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::points::close::close_points;
use crate::progress::Progress;
use crate::report::monthly::{self, Made};

/// Findings named in the refusal.
const NAMED: usize = 5;

impl Handle<MonthClose> for Desk {
    fn handle(&mut self, command: MonthClose, progress: &dyn Progress) -> Result<Outcome<MonthClosed>> {
        let today = self.clock().today();
        let month = command.month;
        let book = self.book_mut()?;
        book.read(|reading| may_close(reading, month, today))?;
        let findings: MonthFindings = book.read(|reading| check::findings(reading, month, today))?;
        if findings.must_count > 0 && !command.confirm_findings {
            return Err(unanswered(month, &findings));
        }
        let made = monthly::make(book, month, None, today, progress)?;
        let operation = Operation::new(OperationKind::MonthClose, format!("{}结账", month.label()));
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&made.bytes)?),
            &operation,
            |writing, sealed| close(writing, &made, &sealed).map_err(DeskError::from),
        )?;
        let open_finding_count = findings.must_count + findings.should_count;
        Ok(outcome_of(written, |(figure_count, account_count)| MonthClosed {
            month,
            figure_count,
            account_count,
            open_finding_count,
            notes: vec![format!(
                "{}已结账，不能再写入；以后的更正记入{}，并注明所更正的记录。",
                month.label(),
                month.next().label()
            )],
        }))
    }
}

/// The month that can be closed next: after the last closed one, or the month of the first booking.
pub(super) fn next_to_close(reading: &Reading<'_>) -> Result<Option<Month>, LedgerError> {
    match calendar::last_closed(reading)? {
        Some(closed) => Ok(Some(closed.next())),
        None => calendar::first_booked(reading),
    }
}

fn may_close(reading: &Reading<'_>, month: Month, today: Day) -> Result<()> {
    let (id, found) = row::find(reading, month)?;
    let state = row::state_of(&found, id)?;
    let trusts_street =
        office::setting::<bool>(reading, crate::exchange::office::TRUSTS_STREET)?.unwrap_or(false);
    if state == MonthState::Closed {
        return Err(DeskError::refused(format!("{}已经结账，不用重复结账。", month.label())));
    }
    match next_to_close(reading)? {
        None => Err(DeskError::refused("台账里还没有任何登记，没有可以结账的月份。")),
        Some(next) if next != month => Err(DeskError::refused(format!(
            "现在应当结账的是{}，{}不能结账；请按月份顺序结账。",
            next.label(),
            month.label()
        ))),
        Some(_) if today < found.to_on => Err(DeskError::refused(format!(
            "{}还没有结束（统计到{}），不能结账；请在截止日之后结账。",
            month.label(),
            branchbook_domain::day::day_label(branchbook_domain::day::add_days(found.to_on, -1))
        ))),
        Some(_) => state
            .after(MonthStep::Close, trusts_street)
            .map(|_| ())
            .map_err(|refusal| DeskError::refused(refusal.to_string())),
    }
}

/// Figures, balances, the kept workbook, and last the state: from then on the gate refuses rows of the month.
fn close(writing: &mut Writing<'_>, made: &Made, sealed: &SealedFile) -> Result<(u64, u64), LedgerError> {
    let office: String = office::setting(writing, office::key::OFFICE_NAME)?.unwrap_or_default();
    monthly::remember(writing, made, sealed, &monthly::file_name(&office, made.month))?;
    let figures = made.facts.as_ref().map(|(facts, _)| &facts.figures);
    if let Some(figures) = figures {
        figure::write_figures(writing, made.month, figures)?;
    }
    figure::write_disagreements(writing, made.month, made.disagreements)?;
    let accounts = close_points(writing, made.month)?;
    let (id, mut found) = row::find(writing, made.month)?;
    found.state = MonthState::Closed.code().to_owned();
    found.closed_at = Some(writing.at());
    row::save(writing, id, &found)?;
    Ok((figures.map_or(0, |figures| figures.len() as u64), u64::from(accounts)))
}

fn unanswered(month: Month, findings: &MonthFindings) -> DeskError {
    let must = findings.findings.iter().filter(|each| each.finding.level == Level::Must);
    let lines: Vec<String> = must.take(NAMED).map(|each| format!("· {}", each.finding)).collect();
    let more = if findings.must_count as usize > NAMED { "\n· …" } else { "" };
    DeskError::refused(format!(
        "{}有 {} 项必须处理，没有结账。请先处理；确实无法处理的，确认后仍可结账。\n{}{more}",
        month.label(),
        findings.must_count,
        lines.join("\n")
    ))
}
