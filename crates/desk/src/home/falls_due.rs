//! What has to be done in the next weeks: probations that end, organisation life whose window closes, the report.
//! Nothing here decides a rule: days come from the register, the duties and the month.

use branchbook_contract::Kind;
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::RecordRef;
use branchbook_domain::day::{Day, add_days};
use branchbook_domain::frequency::{Duty, DutyState};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{MemberOnDay, members_on};
use branchbook_ledger::{LedgerError, Reading};
use chrono::Months;

use crate::month::duty::BranchDuties;

/// How far is looked ahead.
const DAYS_AHEAD: i64 = 45;
/// Things shown at most.
const MOST: usize = 12;

/// What falls due after `today`, or is over already, the earliest first.
pub(super) fn falls_due(
    reading: &Reading<'_>,
    branches: &[BranchDuties],
    today: Day,
) -> Result<Vec<FallsDue>, LedgerError> {
    let horizon = add_days(today, DAYS_AHEAD);
    let members = members_on(reading, today)?;
    let probations = members.iter().filter_map(|member| probation(member, today));
    let duties = branches.iter().flat_map(|branch| {
        branch.duties.iter().filter_map(move |duty| duty_due(duty, branch.branch.0, today))
    });
    let mut all: Vec<FallsDue> = probations.chain(duties).filter(|due| due.on <= horizon).collect();
    all.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.sentence.cmp(&b.sentence)));
    all.truncate(MOST);
    Ok(all)
}

/// A probation lasts a year from the day of joining.
fn probation(member: &MemberOnDay, today: Day) -> Option<FallsDue> {
    if member.standing.class != Some(MemberClass::Probationary) || member.became_full_on.is_some() {
        return None;
    }
    let joined = member.joined_on?;
    let on = joined.earliest().checked_add_months(Months::new(12))?;
    let is_late = joined.latest().checked_add_months(Months::new(12))? < today;
    let what = if is_late {
        "预备期已满，还没有登记转正"
    } else {
        "预备期满，支部大会应讨论转正"
    };
    Some(FallsDue {
        on,
        is_about: !joined.is_exact(),
        label: "转正".to_owned(),
        is_late,
        sentence: format!("{}{what}", member.name),
        record: Some(RecordRef { kind: Kind::Member, id: member.person.0 }),
    })
}

fn duty_due(duty: &Duty, branch: i64, today: Day) -> Option<FallsDue> {
    let on = match duty.state {
        DutyState::StillOpen { until } => until,
        DutyState::Missing => duty.window.last,
        DutyState::Done => return None,
    };
    Some(FallsDue {
        on,
        is_about: false,
        label: "组织生活".to_owned(),
        is_late: on < today,
        sentence: format!("{}：{}还差 {} 次", duty.subject, duty.kind.label(), duty.missing),
        record: Some(RecordRef { kind: Kind::Meeting, id: branch }),
    })
}
