//! The first page of a community: figures, matrix, what falls due, the distribution of scores.

use branchbook_contract::home::{Home, HomeFigures, HomeShow, ScoreBin};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::points::Points;
use branchbook_ledger::table::points::month_entries;
use branchbook_ledger::{LedgerError, Reading};

use super::{falls_due, matrix};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::exchange::office;
use crate::month::duty::branch_duties;
use crate::month::row;
use crate::progress::Progress;
use crate::report::facts::MonthlyFacts;
use crate::report::register::{self, Figure};

impl Handle<HomeShow> for Desk {
    fn handle(&mut self, command: HomeShow, _progress: &dyn Progress) -> Result<Outcome<Home>> {
        let (month, today) = (command.month, self.clock().today());
        let (first, last) = self.book()?.read(|reading| row::days(reading, month))?;
        // A month that is not over is seen as of today, one that lies ahead as of its first day.
        let until = last.min(today.max(first));
        let facts = self.monthly_facts(month, until, today)?;
        let home = self.book()?.read(|reading| home(reading, month, (first, until, today), &facts))?;
        Ok(Outcome::unchanged(home))
    }
}

fn home(
    reading: &Reading<'_>,
    month: Month,
    (first, until, today): (Day, Day, Day),
    facts: &MonthlyFacts,
) -> Result<Home, LedgerError> {
    let (_, row) = row::find(reading, month)?;
    let duties = branch_duties(reading, month, until, today)?;
    let columns = matrix::columns(reading)?;
    let branches = duties.iter().map(|branch| matrix::branch(branch, &columns, month, (first, until)));
    let shown: Vec<RecordKind> = columns.iter().map(|column| column.kind).collect();
    Ok(Home {
        month,
        due_on: row.due_on,
        addressee: office::street(reading)?.map(|street| street.name.clone()),
        figures: figures(reading, month, facts)?,
        basis: matrix::basis(&duties, &columns),
        branches: branches.collect(),
        falls_due: falls_due::falls_due(reading, &duties, &shown, today)?,
        columns,
        distribution: distribution(facts.points.people.iter().filter_map(|person| person.score)),
    })
}

fn figures(reading: &Reading<'_>, month: Month, facts: &MonthlyFacts) -> Result<HomeFigures, LedgerError> {
    let numbers = register::total(&facts.branches);
    let units = &facts.units;
    let total = units.total();
    let over = |unit: &&crate::report::unit::UnitRow| unit.expected.is_some_and(|most| unit.reported > most);
    let stated = units.units.iter().filter(|unit| unit.expected.is_some());
    let entries = month_entries(reading, month)?;
    Ok(HomeFigures {
        members: numbers.get(Figure::End),
        gained: numbers.gain(),
        lost: numbers.loss(),
        probationary: numbers.get(Figure::Probationary),
        mobile: numbers.get(Figure::Mobile),
        reported: facts.open_report_ins,
        expected: total.expected,
        stated_reported: stated.map(|unit| unit.reported).sum(),
        units: count(units.units.len()),
        over_units: count(units.units.iter().filter(over).count()),
        activities: facts.activity_count,
        attendances: facts.participations,
        people: facts.participants,
        minutes: facts.services.iter().map(|service| service.minutes).sum(),
        entries: entries.entries,
        entry_people: entries.accounts,
        automatic_entries: entries.automatic,
    })
}

/// Spans of ten points from 50 to 100, and what lies outside.
fn distribution(scores: impl Iterator<Item = Points>) -> Vec<ScoreBin> {
    const EDGES: [i64; 6] = [50, 60, 70, 80, 90, 100];
    let mut counts = [0_i64; EDGES.len() + 1];
    for score in scores {
        let place = EDGES.iter().filter(|edge| score.hundredths() >= *edge * 100).count();
        counts[place] += 1;
    }
    let bin = |(place, count): (usize, i64)| {
        let from = place.checked_sub(1).and_then(|place| EDGES.get(place)).copied();
        let label = match from {
            None => format!("<{}", EDGES[0]),
            Some(from) if place == EDGES.len() => format!("≥{from}"),
            Some(from) => from.to_string(),
        };
        ScoreBin { from, label, count }
    };
    counts.into_iter().enumerate().map(bin).collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
