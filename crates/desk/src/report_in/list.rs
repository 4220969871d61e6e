//! Those who are reported in, masked.

use branchbook_contract::folio::{FolioCell, FolioTone};
use branchbook_contract::report_in::{ReportInList, ReportInPage, ReportInRow};
use branchbook_domain::code::Sex;
use branchbook_domain::day::Day;
use branchbook_domain::key::ReportInId;
use branchbook_domain::mask::{mask_id, mask_phone, masked_text};
use branchbook_domain::name::query_key;
use branchbook_domain::text::tidy;
use branchbook_ledger::Reading;
use branchbook_ledger::table::unit::report_ins::{self, ReportInFilter, ReportInLine, ReportState};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

/// Rows at most unless another number is asked for.
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

/// Words that report-ins are looked for by: as they were written, and as the letters of readings.
pub(crate) struct Sought {
    text: String,
    letters: String,
}

impl Sought {
    /// Of what somebody typed.
    pub fn of(words: &str) -> Self {
        let text = tidy(words);
        let letters = Some(query_key(&text)).filter(|letters| letters.is_ascii()).unwrap_or_default();
        Self { text, letters }
    }

    /// Those of a state on a day.
    pub fn filter(&self, day: Day, state: ReportState) -> ReportInFilter<'_> {
        ReportInFilter { day, state, text: &self.text, letters: &self.letters }
    }
}

fn page(reading: &Reading<'_>, command: &ReportInList, on: Day) -> Result<ReportInPage> {
    let sought = Sought::of(&command.text);
    let asked = sought.filter(on, ReportState::Open);
    let rows = report_ins::list(reading, &asked, command.limit.unwrap_or(WINDOW))?;
    let rows = rows.into_iter().map(|line| row(line, on)).collect();
    Ok(ReportInPage { on, rows, total: report_ins::count(reading, &asked)? })
}

/// One of them alone, whatever its state, once it has been made.
fn one(reading: &Reading<'_>, id: ReportInId, on: Day) -> Result<ReportInPage> {
    let line = report_ins::line_of(reading, id, on)?;
    let line = line.filter(|line| line.report_in.reported_on.earliest() <= on);
    let rows: Vec<ReportInRow> = line.map(|line| row(line, on)).into_iter().collect();
    let total = i64::from(!rows.is_empty());
    Ok(ReportInPage { on, rows, total })
}

/// Whether it is over on a day.
pub(crate) fn is_over(line: &ReportInLine, on: Day) -> bool {
    line.report_in.returned_on.is_some_and(|day| day <= on)
}

/// Where a report-in stands on a day, in a word.
pub(crate) fn state(line: &ReportInLine, on: Day) -> FolioCell {
    match (is_over(line, on), line.posts.is_some()) {
        (true, _) => FolioCell::tagged("已返回", FolioTone::Plain),
        (false, true) => FolioCell::tagged("已认领", FolioTone::Ok),
        (false, false) => FolioCell::tagged("未认领", FolioTone::Due),
    }
}

fn row(line: ReportInLine, on: Day) -> ReportInRow {
    let state = state(&line, on);
    let known = line.report_in.value;
    ReportInRow {
        state,
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

#[cfg(test)]
mod tests {
    use branchbook_ledger::reading::measured;

    use super::*;
    use crate::unit::office::{Office, day};

    #[test]
    fn one_alone_is_asked_for_in_one_query_and_stands_from_its_day_on() {
        let mut office = Office::on("2026-11-21");
        let unit = office.unit("市税务局", None);
        let id = office.report_in(unit, "方娟", "2026-10-09").report_in;
        office.report_in(unit, "贾丹", "2026-10-10");
        let ask = |on: &str| {
            let book = office.desk.book().unwrap();
            let (page, cost) = measured(|| book.read(|reading| one(reading, id, day(on))));
            (page.unwrap(), cost.queries)
        };
        let (page, queries) = ask("2026-10-09");
        assert_eq!((page.total, page.rows[0].name.as_str(), queries), (1, "方娟", 1));
        assert!(ask("2026-10-08").0.rows.is_empty());
    }
}
