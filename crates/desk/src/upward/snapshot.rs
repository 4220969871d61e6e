//! What a month says to the street, read once from a consistent state of the book: figures, register, facts. The same
//! book gives the same rows on every day. Must not seal them.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::PersonId;
use branchbook_domain::roll_up::{Figures, Held, RollUp};
use branchbook_ledger::table::gathering::held::{RecordLine, records_of_month};
use branchbook_ledger::table::membership::{MemberOnDay, members_on, people_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::error::{DeskError, Result};
use crate::exchange::canonical;
use crate::exchange::kind::Part;
use crate::exchange::policy::Policy;
use crate::exchange::row::{
    BranchRow, MeetingRow, MemberRow, MovementRow, PartRow, RollUpRow, ServiceRow, UnitRow, reasons_of,
};
use crate::month;
use crate::organisation::Names;
use crate::report::audit::audits;
use crate::report::facts::{MonthlyFacts, monthly_facts};
use crate::report::meeting::{KindNumbers, MeetingRow as MeetingNumbers, total};
use crate::report::movement::MovementRow as Moved;
use crate::report::points::PointsPerson;
use crate::report::register::{Figure, Numbers};

/// The rows of a month.
pub(super) struct Snapshot {
    /// The rows of each part.
    pub parts: Vec<(Part, Vec<Value>)>,
    /// What is said of rows beside them, for `about` of the manifest.
    pub beside: Map<String, Value>,
    /// Findings that must be seen to.
    pub must_count: u32,
    /// Findings that should be seen to.
    pub should_count: u32,
}

impl Snapshot {
    /// Reads the month. `filled_on` stands for today.
    pub fn of(reading: &Reading<'_>, month: Month, last_on: Day, filled_on: Day) -> Result<Self> {
        let facts = monthly_facts(reading, month, last_on, filled_on)?;
        let findings = month::findings_beside(reading, month, filled_on, &audits(&facts))?;
        let mut whole = RollUp { figures: figures(&facts), grades: BTreeMap::new() };
        add_points(&mut whole, facts.points.people.iter());
        whole.figures.must_findings = i64::from(findings.must_count);
        whole.figures.should_findings = i64::from(findings.should_count);
        let movements: Vec<MovementRow> = facts.movements.iter().map(movement).collect();
        let parts = vec![
            values(&[RollUpRow { roll_up: whole }])?,
            values(&branches(&facts))?,
            values(&members(reading, last_on)?)?,
            values(&movements)?,
            values(&meetings(reading, month, last_on)?)?,
            values(&units(&facts))?,
            values(&services(&facts))?,
        ];
        let beside = reasons_of(&movements).into_iter().collect();
        Ok(Self { parts, beside, must_count: findings.must_count, should_count: findings.should_count })
    }

    /// A hash of what the rows say, and of what else decides about the file: equal for files that say the same.
    pub fn content(&self, beside: &[&[u8]]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut put = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        beside.iter().for_each(|bytes| put(bytes));
        for (part, rows) in &self.parts {
            put(part.code().as_bytes());
            rows.iter().for_each(|row| put(canonical::text(row).as_bytes()));
        }
        for (field, value) in &self.beside {
            put(field.as_bytes());
            put(canonical::text(value).as_bytes());
        }
        hash.finalize().into()
    }
}

fn values<R: PartRow>(rows: &[R]) -> Result<(Part, Vec<Value>)> {
    let values: Result<Vec<Value>, _> = rows.iter().map(serde_json::to_value).collect();
    let values =
        values.map_err(|error| DeskError::refused(format!("{}无法写出（{error}）。", R::PART.label())))?;
    Ok((R::PART, values))
}

/// The figures of the community.
fn figures(facts: &MonthlyFacts) -> Figures {
    let mut figures = Figures::default();
    facts.branches.iter().for_each(|branch| figures.add(&register_figures(&branch.numbers)));
    figures.branches = count(facts.branches.len());
    set_meetings(&mut figures, &total(&facts.meetings));
    let units = facts.units.total();
    let stated = facts.units.units.iter().filter(|unit| unit.expected.is_some());
    Figures {
        units: count(facts.units.units.len()),
        expected: units.expected.unwrap_or(0),
        stated_reported: stated.map(|unit| unit.reported).sum(),
        reported: facts.open_report_ins,
        claims: units.claims,
        activities: units.activities,
        attendances: units.attendances,
        people: units.people,
        minutes: units.minutes,
        service_activities: facts.activity_count,
        service_attendances: facts.participations,
        service_people: facts.participants,
        service_minutes: facts.services.iter().map(|service| service.minutes).sum(),
        ..figures
    }
}

fn register_figures(numbers: &Numbers) -> Figures {
    let of = |figure| numbers.get(figure);
    Figures {
        previous: of(Figure::Previous),
        admitted: of(Figure::Admitted),
        transfer_in: of(Figure::TransferIn),
        restored: of(Figure::Restored),
        transfer_out: of(Figure::TransferOut),
        death: of(Figure::Death),
        expelled: of(Figure::Expelled),
        suspended: of(Figure::Suspended),
        moved_in: of(Figure::MovedIn),
        moved_out: of(Figure::MovedOut),
        members: of(Figure::End),
        full_members: of(Figure::Full),
        probationary: of(Figure::Probationary),
        women: of(Figure::Women),
        minority: of(Figure::Minority),
        up_to_35: of(Figure::UpTo35),
        from_60: of(Figure::From60),
        college: of(Figure::College),
        mobile: of(Figure::Mobile),
        lost: of(Figure::Lost),
        hardship: of(Figure::Hardship),
        ..Figures::default()
    }
}

fn set_meetings(figures: &mut Figures, row: &MeetingNumbers) {
    for kind in RecordKind::ALL {
        let Some(numbers) = row.kinds.get(&kind) else { continue };
        let owed = numbers.owed.unwrap_or(0);
        let KindNumbers { held, due, present, late, .. } = *numbers;
        figures.set_held(kind, Held { owed, held, due, present, late });
    }
}

fn add_points<'a>(roll_up: &mut RollUp, people: impl Iterator<Item = &'a PointsPerson>) {
    for person in people {
        match person.score {
            Some(score) => {
                roll_up.figures.scored += 1;
                roll_up.figures.score_sum += score.hundredths();
            }
            None => roll_up.figures.unscored += 1,
        }
        if let Some(grade) = &person.grade {
            *roll_up.grades.entry(grade.clone()).or_default() += 1;
        }
    }
}

/// Branch by branch: register, meetings and points. Units and service belong to the community as a whole.
fn branches(facts: &MonthlyFacts) -> Vec<BranchRow> {
    let mut rows: BTreeMap<&str, BranchRow> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let names = facts.branches.iter().map(|branch| branch.name.as_str());
    for name in names.chain(facts.meetings.iter().map(|row| row.name.as_str())) {
        if !order.contains(&name) {
            order.push(name);
            rows.insert(name, BranchRow { name: name.to_owned(), roll_up: RollUp::default() });
        }
    }
    for branch in &facts.branches {
        if let Some(row) = rows.get_mut(branch.name.as_str()) {
            row.roll_up.figures.add(&register_figures(&branch.numbers));
            row.roll_up.figures.branches = 1;
        }
    }
    for meetings in &facts.meetings {
        if let Some(row) = rows.get_mut(meetings.name.as_str()) {
            set_meetings(&mut row.roll_up.figures, meetings);
        }
    }
    for (name, row) in &mut rows {
        add_points(&mut row.roll_up, facts.points.people.iter().filter(|person| person.branch == *name));
    }
    order.into_iter().filter_map(|name| rows.remove(name)).collect()
}

fn members(reading: &Reading<'_>, last_on: Day) -> Result<Vec<MemberRow>, LedgerError> {
    let policy = Policy::of(reading)?;
    let names = Names::on(reading, last_on)?;
    let people: BTreeMap<PersonId, Stored<Person>> =
        people_on(reading, last_on)?.into_iter().map(|person| (person.id, person)).collect();
    let row = |member: &MemberOnDay| {
        let person = people.get(&member.person);
        MemberRow {
            uid: member.uid.to_string(),
            name: member.name.clone(),
            branch: names.distinct(member.branch_id),
            group: member.group_id.map(|group| names.name(group)),
            standing: member.class().map(|class| class.code().to_owned()),
            mark: person.and_then(|person| policy.mark_of(person)),
            fields: person.map(|person| policy.fields_of(person)).unwrap_or_default(),
        }
    };
    Ok(members_on(reading, last_on)?.iter().map(row).collect())
}

fn movement(moved: &Moved) -> MovementRow {
    let line = &moved.line;
    MovementRow {
        id: line.movement.0,
        name: line.name.clone(),
        kind: line.kind.code().to_owned(),
        label: line.kind.label().to_owned(),
        occurred_on: line.occurred_on,
        branch: moved.branch.clone(),
        from_branch: moved.from_branch.clone(),
        counterpart: line.counterpart.clone(),
        is_correction: line.is_correction,
        reason: line.reason.clone(),
    }
}

fn meetings(reading: &Reading<'_>, month: Month, last_on: Day) -> Result<Vec<MeetingRow>, LedgerError> {
    let names = Names::on(reading, last_on)?;
    let lines = records_of_month(reading, month)?;
    let held = lines.iter().filter(|line| line.record.cancelled_on.is_none());
    let row = |line: &RecordLine| MeetingRow {
        id: line.record.id.0,
        organisation: names.distinct(line.record.organisation_id),
        kind: line.record.kind,
        occurred_on: line.record.occurred_on,
        theme: line.record.theme.clone(),
        due: line.record.due_count,
        present: line.record.present_count,
        leave: line.record.leave_count,
        absent: line.record.absent_count,
    };
    Ok(held.map(row).collect())
}

fn units(facts: &MonthlyFacts) -> Vec<UnitRow> {
    let row = |unit: &crate::report::unit::UnitRow| UnitRow {
        name: unit.name.clone(),
        expected: unit.expected,
        reported: unit.reported,
        claims: unit.claims,
        activities: unit.activities,
        attendances: unit.attendances,
        people: unit.people,
        minutes: unit.minutes,
    };
    facts.units.units.iter().map(row).collect()
}

fn services(facts: &MonthlyFacts) -> Vec<ServiceRow> {
    let row = |(service, number): (&crate::report::service::ServiceRow, i64)| ServiceRow {
        number,
        day: service.day,
        title: service.title.clone(),
        place: service.place.clone(),
        organiser: service.organiser.clone(),
        participants: service.participants,
        minutes: service.minutes,
        beneficiaries: service.beneficiaries,
        is_late: service.is_late,
    };
    facts.services.iter().zip(1..).map(row).collect()
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
