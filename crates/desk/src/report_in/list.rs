//! A window of the report-ins, masked.

use branchbook_contract::report_in::{ReportInList, ReportInPage, ReportInRow, ReportInState};
use branchbook_domain::code::Sex;
use branchbook_domain::day::Day;
use branchbook_domain::key::ReportInId;
use branchbook_domain::mask::{mask_id, mask_phone, masked_text};
use branchbook_domain::name::query_key;
use branchbook_domain::text::tidy;
use branchbook_ledger::Reading;
use branchbook_ledger::table::unit::ReportIn;
use branchbook_ledger::table::unit::report_ins::{self, ReportInFilter, ReportInLine, ReportState};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

/// Rows of a window unless another number is asked for.
pub(crate) const WINDOW: u32 = 200;

impl Handle<ReportInList> for Desk {
    fn handle(&mut self, command: ReportInList, _progress: &dyn Progress) -> Result<Outcome<ReportInPage>> {
        let on = command.on.unwrap_or_else(|| self.clock().today());
        Ok(Outcome::unchanged(self.book()?.read(|reading| match command.report_in {
            Some(id) => one(reading, id, on),
            None => page(reading, &command, on),
        })?))
    }
}

fn page(reading: &Reading<'_>, command: &ReportInList, on: Day) -> Result<ReportInPage> {
    let text = tidy(&command.text);
    let letters = Some(query_key(&text)).filter(|letters| letters.is_ascii()).unwrap_or_default();
    let base = ReportInFilter {
        day: on,
        state: ReportState::Open,
        unit: command.unit,
        without_post: false,
        text: &text,
        letters: &letters,
    };
    let asked =
        ReportInFilter { state: state(command.state), without_post: command.without_post, ..base.clone() };
    let rows = report_ins::list(reading, &asked, command.offset, command.limit.unwrap_or(WINDOW))?;
    Ok(ReportInPage {
        on,
        rows: rows.into_iter().map(row).collect(),
        total: report_ins::count(reading, &asked)?,
        open_count: report_ins::count(reading, &base)?,
        returned_count: report_ins::count(
            reading,
            &ReportInFilter { state: ReportState::Returned, ..base.clone() },
        )?,
        without_post_count: report_ins::count(reading, &ReportInFilter { without_post: true, ..base })?,
    })
}

/// One of them alone, whatever its state.
fn one(reading: &Reading<'_>, id: ReportInId, on: Day) -> Result<ReportInPage> {
    let unit = Some(reading.require::<ReportIn>(id)?.unit_id);
    let command =
        ReportInList { unit, state: ReportInState::All, limit: Some(u32::MAX), ..ReportInList::default() };
    let page = page(reading, &command, on)?;
    let rows: Vec<ReportInRow> = page.rows.into_iter().filter(|row| row.report_in == id).collect();
    Ok(ReportInPage { total: i64::try_from(rows.len()).unwrap_or(i64::MAX), rows, ..page })
}

fn state(asked: ReportInState) -> ReportState {
    match asked {
        ReportInState::Open => ReportState::Open,
        ReportInState::Returned => ReportState::Returned,
        ReportInState::All => ReportState::All,
    }
}

fn row(line: ReportInLine) -> ReportInRow {
    let known = line.report_in.value;
    ReportInRow {
        report_in: line.report_in.id,
        person: known.person_id,
        name: line.name,
        sex: line.sex.as_deref().and_then(Sex::read),
        id_number: line.id_number.as_deref().map(mask_id),
        phone: line.phone.as_deref().map(mask_phone),
        unit: known.unit_id,
        unit_name: line.unit,
        duty: known.duty.map(masked_text),
        residence: known.residence,
        skills: known.skills.map(masked_text),
        wanted_post: known.wanted_post.map(masked_text),
        posts: line.posts,
        reported_on: known.reported_on,
        returned_on: known.returned_on,
        return_reason: known.return_reason.map(masked_text),
        attendances: line.attendances,
        minutes: line.minutes,
    }
}
