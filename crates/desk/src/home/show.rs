//! The first page of a community: figures, matrix, what falls due, the distribution of scores.

use branchbook_contract::home::{Home, HomeBranch, HomeShow, ScoreBin};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::points::Points;
use branchbook_ledger::{LedgerError, Reading};

use super::tile::Figures;
use super::title::Standing;
use super::{falls_due, matrix, tile};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::exchange::office;
use crate::month::duty::branch_duties;
use crate::month::row;
use crate::progress::Progress;
use crate::report::facts::{MonthlyFacts, monthly_facts};

impl Handle<HomeShow> for Desk {
    fn handle(&mut self, command: HomeShow, _progress: &dyn Progress) -> Result<Outcome<Home>> {
        let (month, today) = (command.month, self.clock().today());
        let (first, last) = self.book()?.read(|reading| row::days(reading, month))?;
        // A month that is not over is seen as of today, one that lies ahead as of its first day.
        let until = last.min(today.max(first));
        let home = self.book()?.read(|reading| {
            let facts = monthly_facts(reading, month, until, today)?;
            home(reading, month, (first, until, today), &facts)
        })?;
        Ok(Outcome::unchanged(home))
    }
}

fn home(
    reading: &Reading<'_>,
    month: Month,
    (first, until, today): (Day, Day, Day),
    facts: &MonthlyFacts,
) -> Result<Home, LedgerError> {
    let (id, row) = row::find(reading, month)?;
    let duties = branch_duties(reading, month, until, today)?;
    let columns = matrix::columns(reading)?;
    let branches = duties.iter().map(|branch| matrix::branch(branch, &columns, month, (first, until)));
    let branches: Vec<HomeBranch> = branches.collect();
    let shown: Vec<RecordKind> = columns.iter().map(|column| column.kind).collect();
    let falls_due = falls_due::falls_due(reading, &duties, &shown, today)?;
    let state = row::state_of(&row, id)?;
    let standing = Standing { month, state, branches: &branches, due: falls_due.len() };
    Ok(Home {
        month,
        title: standing.title(),
        note: standing.note(today, row.due_on),
        addressee: office::street(reading)?.map(|street| street.name.clone()),
        tiles: tile::tiles(&Figures::of(reading, month, facts)?),
        basis: matrix::basis(&duties, &columns),
        branches,
        falls_due,
        columns,
        distribution: distribution(facts.points.people.iter().filter_map(|person| person.score)),
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
        let below = EDGES.get(place).map(i64::to_string).unwrap_or_default();
        let opens = format!("points?span={}…{below}", from.map(|from| from.to_string()).unwrap_or_default());
        ScoreBin { label, opens, count }
    };
    counts.into_iter().enumerate().map(bin).collect()
}
