//! What has to be done in the next weeks: probations that end, organisation life whose window closes, the report.
//! Nothing here decides a rule: days come from the register, the duties and the month.

use std::collections::BTreeMap;

use branchbook_contract::home::FallsDue;
use branchbook_domain::day::{Day, add_days};
use branchbook_domain::frequency::{Duty, DutyState};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::PersonId;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{
    ConditionKind, ConditionOnDay, MemberOnDay, conditions_on, members_among, probations_extended_to,
    without_full_day_on,
};
use branchbook_ledger::{LedgerError, Reading};
use chrono::Months;

use crate::month::duty::BranchDuties;

/// How far is looked ahead.
const DAYS_AHEAD: i64 = 45;
/// How many days before its end a paper is spoken of.
const DAYS_BEFORE_AN_END: i64 = 30;
/// Things shown at most.
const MOST: usize = 12;

/// What falls due after `today`, or is over already, the earliest first.
pub(super) fn falls_due(
    reading: &Reading<'_>,
    branches: &[BranchDuties],
    shown: &[RecordKind],
    today: Day,
) -> Result<Vec<FallsDue>, LedgerError> {
    let horizon = add_days(today, DAYS_AHEAD);
    let members = members_among(reading, &concerned(reading, today)?, today)?;
    let tracked = crate::folio::tracked_probations(reading, today)?;
    let untracked = members.iter().filter(|member| !tracked.contains(&member.person));
    let probations = probations(reading, untracked, today)?.into_iter();
    let ending = members.iter().flat_map(|member| ending(member, today));
    let duties = duties_due(branches, shown, today);
    let folios = crate::folio::falls_due(reading, today)?;
    let all = probations.chain(ending).chain(duties).chain(folios);
    let mut all: Vec<FallsDue> = all.filter(|due| due.on <= horizon).collect();
    all.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.sentence.cmp(&b.sentence)));
    all.truncate(MOST);
    Ok(all)
}

/// Of whom something may fall due: those who have not become full, and those of whom something holds up to a day. Nobody
/// else of the register is read.
fn concerned(reading: &Reading<'_>, today: Day) -> Result<Vec<PersonId>, LedgerError> {
    let mut people = without_full_day_on(reading, today)?;
    let ending = conditions_on(reading, today)?.into_iter().filter(|held| held.to_on.is_some());
    people.extend(ending.map(|held| held.person_id));
    Ok(people)
}

/// The ends of all probations. The extensions of all are read at once, those of others are few.
fn probations<'m>(
    reading: &Reading<'_>,
    members: impl Iterator<Item = &'m MemberOnDay>,
    today: Day,
) -> Result<Vec<FallsDue>, LedgerError> {
    let extended = probations_extended_to(reading, today)?;
    let probation = |member: &MemberOnDay| probation(member, extended.get(&member.person).copied(), today);
    Ok(members.filter_map(probation).collect())
}

/// A probation lasts a year from the day of joining, or as long as an assembly has extended it.
fn probation(member: &MemberOnDay, extended_to: Option<Day>, today: Day) -> Option<FallsDue> {
    if member.standing.class != Some(MemberClass::Probationary) || member.became_full_on.is_some() {
        return None;
    }
    let joined = member.joined_on?;
    let on = extended_to.or(joined.earliest().checked_add_months(Months::new(12)))?;
    let is_late = extended_to.or(joined.latest().checked_add_months(Months::new(12)))? < today;
    let what = match (is_late, extended_to) {
        (true, None) => "预备期已满，还没有登记转正",
        (false, None) => "预备期满，支部大会应讨论转正",
        (true, Some(_)) => "延长的预备期已满，还没有登记转正",
        (false, Some(_)) => "延长的预备期满，支部大会应讨论转正",
    };
    Some(FallsDue {
        on,
        is_about: extended_to.is_none() && !joined.is_exact(),
        label: "转正".to_owned(),
        is_late,
        sentence: format!("{}{what}", member.name),
        opens: format!("members?open={}", member.person),
    })
}

/// What holds of a member only up to a day, and wants a decision or a new paper before it is over.
fn ending(member: &MemberOnDay, today: Day) -> Vec<FallsDue> {
    let horizon = add_days(today, DAYS_BEFORE_AN_END);
    let due = |condition: &ConditionOnDay| {
        let on = condition.to_on.filter(|to| *to <= horizon)?;
        let (label, what) = match condition.kind {
            ConditionKind::QuorumExempt => ("不计应到会", "不计入应到会的批准到期，继续不计的须重新报批"),
            ConditionKind::PartyProbation => ("留党察看", "留党察看期满，支部大会应讨论恢复党员权利"),
            ConditionKind::RightsSuspended => ("党员权利", "中止党员权利的期限到期"),
            _ => return None,
        };
        Some(FallsDue {
            on,
            is_about: false,
            label: label.to_owned(),
            is_late: false,
            sentence: format!("{}{what}", member.name),
            opens: format!("members?open={}", member.person),
        })
    };
    member.conditions.iter().filter_map(due).collect()
}

/// Duties that the matrix does not show, once for all branches that owe them until the same day.
fn duties_due(branches: &[BranchDuties], shown: &[RecordKind], today: Day) -> Vec<FallsDue> {
    let mut owing: BTreeMap<(Day, RecordKind), Vec<&str>> = BTreeMap::new();
    for branch in branches {
        for duty in branch.duties.iter().filter(|duty| !shown.contains(&duty.kind)) {
            if let Some(on) = open_until(duty) {
                owing.entry((on, duty.kind)).or_default().push(&branch.facts.name);
            }
        }
    }
    owing.into_iter().map(|((on, kind), names)| duty_due(on, kind, &names, today)).collect()
}

fn open_until(duty: &Duty) -> Option<Day> {
    match duty.state {
        DutyState::StillOpen { until } => Some(until),
        DutyState::Missing => Some(duty.window.last),
        DutyState::Done => None,
    }
}

fn duty_due(on: Day, kind: RecordKind, names: &[&str], today: Day) -> FallsDue {
    let who = match names {
        [only] => (*only).to_owned(),
        [first, ..] => format!("{first}等 {} 个支部", names.len()),
        [] => String::new(),
    };
    FallsDue {
        on,
        is_about: false,
        label: "组织生活".to_owned(),
        is_late: on < today,
        sentence: format!("{who}的{}还没有登记", kind.label()),
        opens: format!("meetings?kind={}", kind.code()),
    }
}
