//! Everything that the monthly workbook says, read once from a consistent state of the book. Driven by closed
//! figures, by `booked_month` and by the register of one day: the cost does not grow with the age of the book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::activity::service::{ServiceDetail, service_details};
use branchbook_ledger::table::gathering::figures::meeting_month_figures;
use branchbook_ledger::table::gathering::held::records_of_month;
use branchbook_ledger::table::membership::members_on;
use branchbook_ledger::table::month::figure::{Figures, figure_of};
use branchbook_ledger::table::month::flow::{FlowLine, flow_lines, flow_sums};
use branchbook_ledger::table::month::{calendar, fact};
use branchbook_ledger::table::organisation::{self, Level};
use branchbook_ledger::table::unit::figures::{UnitFigures, unit_month_figures};
use branchbook_ledger::{LedgerError, Reading, Reckoned};

use super::meeting::{KindNumbers, MeetingRow};
use super::movement::MovementRow;
use super::points::{PointsBranch, PointsPerson, PointsRows};
use super::register::{BranchRow, ByBranch, Figure, Numbers, count_before, count_flows, count_members};
use super::service::ServiceRow;
use super::unit::{UnitRow, UnitRows};
use crate::month::{duty::branch_duties, row};
use crate::points::figures::points_month_figures;

/// What the workbook of one month is made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MonthlyFacts {
    /// 党员队伍, in the order of the branches.
    pub branches: Vec<BranchRow>,
    /// The same figures with the keys of the branches: what stands when the month closes.
    pub figures: Figures,
    /// Different people on the register.
    pub distinct_members: i64,
    /// 月末数 of the month before, if it is closed.
    pub previous_closed_end: Option<i64>,
    /// 增减明细.
    pub movements: Vec<MovementRow>,
    /// 组织生活.
    pub meetings: Vec<MeetingRow>,
    /// Meeting records of the month.
    pub meeting_records: i64,
    /// 双报到.
    pub units: UnitRows,
    /// People whose report-in holds at the end of the month.
    pub open_report_ins: i64,
    /// 服务明细.
    pub services: Vec<ServiceRow>,
    /// Activities of the month.
    pub activity_count: i64,
    /// Participations of the month.
    pub participations: i64,
    /// Different people of these.
    pub participants: i64,
    /// 积分.
    pub points: PointsRows,
}

/// The facts of a month. `last_on` is the last day of the statistics; `as_of` stands for today and is the 填报日期, so
/// that the same workbook comes out on every later day. They are the dearest question to a book, and several pages ask it
/// one after another.
pub(crate) fn monthly_facts(
    reading: &Reading<'_>,
    month: Month,
    last_on: Day,
    as_of: Day,
) -> Result<Arc<MonthlyFacts>, LedgerError> {
    reading.reckoned((month, last_on, as_of))
}

impl Reckoned for MonthlyFacts {
    type Key = (Month, Day, Day);
    /// Months are turned over one at a time: this one as of today and as of its end, and the one before.
    const KEPT: usize = 4;

    fn reckon(reading: &Reading<'_>, &(month, last_on, as_of): &Self::Key) -> Result<Self, LedgerError> {
        read(reading, month, last_on, as_of)
    }
}

fn read(reading: &Reading<'_>, month: Month, last_on: Day, as_of: Day) -> Result<MonthlyFacts, LedgerError> {
    let names = Names::of(reading, last_on)?;
    let booked = calendar::booked_counts(reading, month)?;
    let mut facts = MonthlyFacts {
        movements: flow_lines(reading, month)?.into_iter().map(|line| moved(line, &names)).collect(),
        meetings: meetings(reading, month, (last_on, as_of), &names)?,
        meeting_records: held_records(reading, month)?,
        units: units(reading, month)?,
        open_report_ins: fact::open_report_ins(reading, month)?,
        services: services(reading, month)?,
        activity_count: booked.activities,
        participations: booked.participations,
        participants: booked.participants,
        points: points(reading, month, &names)?,
        ..MonthlyFacts::default()
    };
    register(reading, month, last_on, &names, &mut facts)?;
    Ok(facts)
}

/// Names of the organisations, and the branches in the order of lists.
struct Names {
    all: crate::organisation::Names,
    branches: Vec<OrganisationId>,
}

impl Names {
    fn of(reading: &Reading<'_>, day: Day) -> Result<Self, LedgerError> {
        let on_day = organisation::list_on(reading, day)?;
        Ok(Self {
            all: crate::organisation::Names::on(reading, day)?,
            branches: on_day.iter().filter(|each| each.level == Level::Branch).map(|each| each.id).collect(),
        })
    }

    fn name(&self, id: OrganisationId) -> String {
        self.all.distinct(id)
    }

    /// The branches of the day, and after them others that have something to show.
    fn order(&self, others: impl IntoIterator<Item = OrganisationId>) -> Vec<OrganisationId> {
        let known: BTreeSet<_> = self.branches.iter().copied().collect();
        let more: BTreeSet<_> = others.into_iter().filter(|id| !known.contains(id)).collect();
        self.branches.iter().copied().chain(more).collect()
    }
}

fn moved(line: FlowLine, names: &Names) -> MovementRow {
    let from_branch = line.from_branch.map(|from| names.name(from));
    MovementRow { branch: names.name(line.branch), from_branch, line }
}

fn register(
    reading: &Reading<'_>,
    month: Month,
    last_on: Day,
    names: &Names,
    facts: &mut MonthlyFacts,
) -> Result<(), LedgerError> {
    let mut branches = ByBranch::new();
    let closed = calendar::last_closed(reading)?.filter(|closed| *closed < month);
    for (branch, count) in previous(reading, closed, month)? {
        branches.entry(branch).or_default().add(Figure::Previous, count);
    }
    count_flows(&mut branches, &flow_sums(reading, Some(month.prev()), month)?);
    facts.distinct_members = count_members(&mut branches, &members_on(reading, last_on)?, last_on);
    if closed == Some(month.prev()) {
        facts.previous_closed_end =
            Some(figure_of(reading, month.prev(), Figure::End.code())?.values().sum());
    }
    let nothing = Numbers::default();
    let with_something = branches.iter().filter(|(_, numbers)| !numbers.is_empty()).map(|(id, _)| *id);
    for id in names.order(with_something) {
        let numbers = branches.get(&id).unwrap_or(&nothing).clone();
        let figures = Figure::ALL.iter().map(|figure| ((id, figure.code().to_owned()), numbers.get(*figure)));
        facts.figures.extend(figures);
        facts.branches.push(BranchRow { name: names.name(id), numbers });
    }
    Ok(())
}

/// 上月数: the last closed 月末数 plus what was booked since, or all that was ever booked before the month.
fn previous(
    reading: &Reading<'_>,
    closed: Option<Month>,
    month: Month,
) -> Result<BTreeMap<OrganisationId, i64>, LedgerError> {
    let mut counts = match closed {
        Some(closed) => figure_of(reading, closed, Figure::End.code())?,
        None => BTreeMap::new(),
    };
    count_before(&mut counts, &flow_sums(reading, closed, month.prev())?);
    Ok(counts)
}

fn meetings(
    reading: &Reading<'_>,
    month: Month,
    (last_on, as_of): (Day, Day),
    names: &Names,
) -> Result<Vec<MeetingRow>, LedgerError> {
    let mut rows: BTreeMap<OrganisationId, MeetingRow> = BTreeMap::new();
    for figure in meeting_month_figures(reading, month)? {
        let numbers = rows.entry(figure.branch).or_default().kinds.entry(figure.kind).or_default();
        *numbers = KindNumbers {
            owed: None,
            held: figure.held,
            due: figure.due,
            present: figure.present,
            late: figure.late,
        };
    }
    for branch in branch_duties(reading, month, last_on, as_of)? {
        let row = rows.entry(branch.branch).or_default();
        for duty in branch.duties {
            if duty.window.last != month.last_day() {
                continue;
            }
            let numbers = row.kinds.entry(duty.kind).or_default();
            *numbers.owed.get_or_insert(0) += owed(duty.due, duty.held, numbers.held, duty.group.is_some());
        }
    }
    let order = names.order(rows.keys().copied());
    Ok(order
        .into_iter()
        .map(|id| MeetingRow { name: names.name(id), ..rows.remove(&id).unwrap_or_default() })
        .collect())
}

/// What is still due in the month: what the window asks for, less what was held in it before the month.
fn owed(due: u32, held_in_window: u32, held_in_month: i64, is_group: bool) -> i64 {
    // A group owes month by month; the branch's numbers hold the meetings of all its groups.
    let before = if is_group { 0 } else { (i64::from(held_in_window) - held_in_month).max(0) };
    (i64::from(due) - before).max(0)
}

fn held_records(reading: &Reading<'_>, month: Month) -> Result<i64, LedgerError> {
    let lines = records_of_month(reading, month)?;
    let held = lines.iter().filter(|line| line.record.cancelled_on.is_none()).count();
    Ok(i64::try_from(held).unwrap_or(i64::MAX))
}

fn units(reading: &Reading<'_>, month: Month) -> Result<UnitRows, LedgerError> {
    let found = unit_month_figures(reading, month, row::days(reading, month)?)?;
    let row = |unit: UnitFigures| UnitRow {
        name: unit.name,
        expected: unit.expected.map(|expected| expected.count),
        reported: unit.reported,
        claims: unit.claims,
        activities: unit.activities,
        attendances: unit.attendances,
        people: unit.people,
        minutes: unit.minutes,
    };
    Ok(UnitRows {
        activities: found.activities,
        people: found.people,
        units: found.units.into_iter().map(row).collect(),
    })
}

fn services(reading: &Reading<'_>, month: Month) -> Result<Vec<ServiceRow>, LedgerError> {
    let row = |detail: ServiceDetail| ServiceRow {
        day: detail.activity.occurred_on,
        title: detail.activity.title.clone(),
        place: detail.activity.place.clone(),
        organiser: detail.activity.organiser.clone().or(detail.unit).or(detail.organisation),
        participants: detail.participants,
        minutes: detail.minutes,
        beneficiaries: detail.activity.beneficiary_count.filter(|_| !detail.is_late),
        is_late: detail.is_late,
    };
    Ok(service_details(reading, month)?.into_iter().map(row).collect())
}

fn points(reading: &Reading<'_>, month: Month, names: &Names) -> Result<PointsRows, LedgerError> {
    let found = points_month_figures(reading, month, None)?;
    let of_branch =
        |branch: OrganisationId| found.people.iter().filter(move |person| person.branch == branch);
    let branches: Vec<PointsBranch> = found
        .branches
        .iter()
        .map(|branch| PointsBranch {
            name: names.name(branch.branch),
            members: count(of_branch(branch.branch)),
            unscored: count(of_branch(branch.branch).filter(|person| person.score.is_none())),
            average: branch.average,
            by_grade: branch
                .by_grade
                .iter()
                .map(|(grade, count)| (grade.clone(), i64::from(*count)))
                .collect(),
        })
        .collect();
    let people = found.people.into_iter().map(|person| PointsPerson {
        name: person.name,
        branch: names.name(person.branch),
        score: person.score,
        change: person.counted,
        grade: person.grade,
    });
    Ok(PointsRows { branches, people: people.collect(), grades: found.grades })
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}
