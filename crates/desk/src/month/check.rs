//! 数据体检: everything in a month that deserves a look before it is sent or closed, each with rule, gap and advice.
//! Reports, never corrects.

use std::collections::BTreeSet;

use branchbook_contract::Kind;
use branchbook_contract::month::{MonthCheck, MonthFinding, MonthFindings};
use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::frequency::check_branch;
use branchbook_domain::key::PersonId;
use branchbook_domain::rule::Level;
use branchbook_ledger::table::month::fact;
use branchbook_ledger::table::unit::figures::unit_month_figures;
use branchbook_ledger::{LedgerError, Reading};

use super::duty::branch_duties;
use super::{finding, record, row};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;
use crate::report::audit::{Audit, audits};
use crate::report::facts::monthly_facts;

impl Handle<MonthCheck> for Desk {
    fn handle(&mut self, command: MonthCheck, _progress: &dyn Progress) -> Result<Outcome<MonthFindings>> {
        let (month, today) = (command.month, self.clock().today());
        let mut found = self.book()?.read(|reading| findings(reading, month, today))?;
        if let Some(limit) = command.limit {
            found.findings = first_of_each_level(found.findings, limit);
        }
        Ok(Outcome::unchanged(found))
    }
}

/// The first findings of each level; a level stands in one piece.
fn first_of_each_level(findings: Vec<MonthFinding>, limit: u32) -> Vec<MonthFinding> {
    let (mut level, mut count) = (None, 0);
    let mut is_among_first = |each: &MonthFinding| {
        count = if level == Some(each.finding.level) { count + 1 } else { 1 };
        level = Some(each.finding.level);
        count <= limit
    };
    findings.into_iter().filter(|each| is_among_first(each)).collect()
}

/// The last day of a month's statistics.
fn last_on(reading: &Reading<'_>, month: Month) -> Result<Day, LedgerError> {
    let (_, found) = row::find(reading, month)?;
    Ok(add_days(found.to_on, -1))
}

/// The findings of a month as of a day, the gravest first.
pub(crate) fn findings(
    reading: &Reading<'_>,
    month: Month,
    today: Day,
) -> Result<MonthFindings, LedgerError> {
    let audits = audits(&*monthly_facts(reading, month, last_on(reading, month)?, today)?);
    findings_beside(reading, month, today, &audits)
}

/// The same beside a workbook of that day, whose audits are known: its facts are the dearest part of a check.
pub(crate) fn findings_beside(
    reading: &Reading<'_>,
    month: Month,
    today: Day,
    audits: &[Audit],
) -> Result<MonthFindings, LedgerError> {
    let (_, found) = row::find(reading, month)?;
    let last_on = add_days(found.to_on, -1);
    let day = last_on.min(today.max(found.from_on));
    let mut findings = of_branches(reading, month, day, today)?;
    findings.extend(finding::of_audit(audits));
    let tracked = crate::folio::tracked_probations(reading, today)?;
    let of_members = finding::of_members(&fact::member_fields(reading, day)?, day);
    findings.extend(of_members.into_iter().filter(|each| !is_said_by_a_case(each, &tracked)));
    findings.extend(finding::of_units(&unit_month_figures(reading, month, (found.from_on, last_on))?.units));
    findings.extend(record::findings(reading, month)?);
    findings.extend(crate::folio::findings(reading, today)?);
    findings.extend(finding::of_accounts(&fact::members_without_account(reading, day)?));
    // Stable: within a level the order of the checks stays.
    findings.sort_by_key(|each| std::cmp::Reverse(each.finding.level));
    let count = |level: Level| {
        let same = findings.iter().filter(|each| each.finding.level == level).count();
        u32::try_from(same).unwrap_or(u32::MAX)
    };
    Ok(MonthFindings {
        month,
        must_count: count(Level::Must),
        should_count: count(Level::Should),
        note_count: count(Level::Note),
        findings,
    })
}

/// Of a probation with an open case (发展党员) the case speaks: it knows of an extension.
fn is_said_by_a_case(each: &MonthFinding, tracked: &BTreeSet<PersonId>) -> bool {
    let person = each.record.map(|record| PersonId(record.id));
    each.finding.rule.id == "P05" && person.is_some_and(|person| tracked.contains(&person))
}

/// Size, committee and organisation life of each branch.
fn of_branches(
    reading: &Reading<'_>,
    month: Month,
    day: Day,
    today: Day,
) -> Result<Vec<MonthFinding>, LedgerError> {
    let mut findings = Vec::new();
    for branch in branch_duties(reading, month, day, today)? {
        let missing = branch.duties.iter().filter_map(branchbook_domain::frequency::Duty::finding);
        let found = check_branch(&branch.facts).into_iter().chain(missing);
        findings.extend(found.map(|each| finding::with_record(each, Kind::Organisation, branch.branch.0)));
    }
    Ok(findings)
}
