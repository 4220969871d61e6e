//! The frame of the window: today, the counts of the side bar, the last backup and the last report.

use std::sync::Arc;

use branchbook_contract::book::Office;
use branchbook_contract::home::{Frame, FrameShow, LastReport};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::DutyState;
use branchbook_ledger::change::newest_of;
use branchbook_ledger::change::operation::OperationKind;
use branchbook_ledger::table::exchange::{self, ParcelKind, Stretch};
use branchbook_ledger::table::membership::member_count_on;
use branchbook_ledger::table::unit::report_ins::{self, ReportInFilter, ReportState};
use branchbook_ledger::{LedgerError, Reading, Reckoned};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::exchange::list;
use crate::month::Calendar;
use crate::month::duty::branch_duties;
use crate::month::row;
use crate::progress::Progress;
use crate::setting::preference::LARGE_TYPE;
use crate::street::receipt;

impl Handle<FrameShow> for Desk {
    fn handle(&mut self, _command: FrameShow, _progress: &dyn Progress) -> Result<Outcome<Frame>> {
        let today = self.clock().today();
        let is_street = self.office() == Some(Office::Street);
        let frame = self.book()?.read(|reading| {
            let empty = Frame {
                today,
                member_count: 0,
                report_in_count: 0,
                open_duty_count: 0,
                waiting_count: 0,
                is_large: LARGE_TYPE.get(reading)?,
                backup_at: newest_of(reading, OperationKind::Backup)?.map(|backup| backup.at),
                last_report: None,
            };
            if is_street { street(reading, &empty) } else { community(reading, &empty) }
        })?;
        Ok(Outcome::unchanged(frame))
    }
}

fn community(reading: &Reading<'_>, frame: &Frame) -> Result<Frame> {
    let last_report = exchange::last_sent(reading, ParcelKind::Month)?.map(|parcel| LastReport {
        from: None,
        month: parcel.month,
        at: parcel.sealed_at,
        state_label: list::sent_label(parcel.state).to_owned(),
    });
    let counts: Arc<SideBar> = reading.reckoned(frame.today)?;
    Ok(Frame {
        member_count: counts.members,
        report_in_count: counts.report_ins,
        open_duty_count: counts.open_duties,
        waiting_count: number(exchange::unanswered_months(reading)?),
        last_report,
        ..frame.clone()
    })
}

/// The counts of a community's side bar on a day. Every page asks for them, most of the time with nothing written since.
struct SideBar {
    members: u32,
    report_ins: u32,
    open_duties: u32,
}

impl Reckoned for SideBar {
    type Key = Day;
    const KEPT: usize = 1;

    fn reckon(reading: &Reading<'_>, today: &Day) -> Result<Self, LedgerError> {
        let month = Calendar::of(reading)?.month_of(*today);
        Ok(Self {
            members: number(member_count_on(reading, *today)?),
            report_ins: number(open_report_ins(reading, *today)?),
            open_duties: open_duties(reading, month, *today)?,
        })
    }
}

fn open_report_ins(reading: &Reading<'_>, day: Day) -> Result<i64, LedgerError> {
    report_ins::count(reading, &ReportInFilter { day, state: ReportState::Open, text: "", letters: "" })
}

fn open_duties(reading: &Reading<'_>, month: Month, today: Day) -> Result<u32, LedgerError> {
    let (first, last) = row::days(reading, month)?;
    let branches = branch_duties(reading, month, last.min(today.max(first)), today)?;
    let duties = branches.iter().flat_map(|branch| &branch.duties);
    Ok(number(duties.filter(|duty| duty.state != DutyState::Done).count()))
}

fn street(reading: &Reading<'_>, frame: &Frame) -> Result<Frame> {
    let waiting = receipt::waiting(reading)?;
    let partners = exchange::partners(reading)?;
    let name = |id| partners.iter().find(|partner| partner.id == id).map(|partner| partner.name.clone());
    let received = exchange::received(reading, Stretch { limit: Some(1), ..Stretch::default() })?;
    let last = received.into_iter().find(|parcel| parcel.kind == ParcelKind::Month);
    let last_report = last.map(|parcel| LastReport {
        from: Some(name(parcel.partner_id).unwrap_or_default()),
        month: parcel.month,
        at: parcel.received_at,
        state_label: list::verdict_label(parcel.verdict).to_owned(),
    });
    Ok(Frame { waiting_count: number(waiting), last_report, ..frame.clone() })
}

/// A count as the screen takes it.
fn number<N: TryInto<u32>>(count: N) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}
