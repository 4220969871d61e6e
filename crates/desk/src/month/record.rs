//! What deserves a look in the meetings of a month: numbers that do not add up (K01), meetings that too few voters
//! attended to be opened (V01). Must not judge whether enough meetings were held: that is `duty`.

use branchbook_contract::Kind;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::{Month, day_label};
use branchbook_domain::rule::{Finding, Level, Rule, Source};
use branchbook_ledger::table::gathering::MeetingRecord;
use branchbook_ledger::table::gathering::held::{RecordLine, records_of_month};
use branchbook_ledger::{LedgerError, Reading};

use super::calendar::Calendar;
use super::finding::{said, with_record};
use crate::meeting::verdict::{opening, voters};
use crate::organisation::Names;

const ATTENDANCE: Rule = Rule::new("K01", "到会人数", Source::OfficeDefault);

/// The findings, by day.
pub(crate) fn findings(reading: &Reading<'_>, month: Month) -> Result<Vec<MonthFinding>, LedgerError> {
    let names = Names::on(reading, Calendar::of(reading)?.last_day(month))?;
    let lines = records_of_month(reading, month)?;
    let held = lines.iter().filter(|line| line.record.cancelled_on.is_none());
    Ok(held.flat_map(|line| of_line(line, &names)).collect())
}

fn of_line(line: &RecordLine, names: &Names) -> Vec<MonthFinding> {
    let record = &line.record.value;
    let name = names.name(record.organisation_id);
    let subject = format!("{name} {} {}", day_label(record.occurred_on), record.kind.label());
    let found = [
        arithmetic(record, &subject),
        opening(record.kind, voters(record)).and_then(|v| v.finding(&subject)),
    ];
    found.into_iter().flatten().map(|each| with_record(each, Kind::Meeting, line.gathering.id.0)).collect()
}

fn arithmetic(record: &MeetingRecord, subject: &str) -> Option<Finding> {
    let MeetingRecord {
        due_count: due,
        present_count: present,
        leave_count: leave,
        absent_count: absent,
        ..
    } = *record;
    let gap = format!("应到 {due} 人，实到 {present} 人，请假 {leave} 人，缺席 {absent} 人，合计不符。");
    let advice = "请核对签到表，更正这次会议的人数。";
    (due != present + leave + absent)
        .then(|| said(ATTENDANCE, Level::Should, subject.to_owned(), gap, advice))
}
