//! What the register says of a person as a row leaves them: their days, and the movements that were decided. Must not write.

use branchbook_contract::member::MemberMove;
use branchbook_domain::day::Day;
use branchbook_domain::member::LifeDays;
use branchbook_ledger::Stored;
use branchbook_ledger::table::person::Person;

use super::field::key;
use super::judge::{Planner, Row};
use crate::error::{DeskError, Result};
use crate::member::movement::{Home, require_possible_of};
use crate::member::turning::Turning;

impl Planner<'_> {
    /// What is said of joining and 转正 of a person as the row leaves them, as an edit would say it; or what no form would
    /// take of them: days of the row against days of the book, or what the register has against them. Whoever comes by the
    /// row is there from that day on.
    pub fn standing(
        &self,
        row: &Row<'_>,
        (before, after): (&Stored<Person>, &Person),
        came: Option<Day>,
    ) -> Result<Result<Vec<String>, String>> {
        if let Some(reason) = self.contradicted(before, after) {
            return Ok(Err(reason));
        }
        let today = self.context.today;
        let turning = match came {
            Some(came) => Turning::of_comer(self.reading, before, after, (came, today)),
            None => Turning::of(self.reading, before, after, today),
        };
        told(row, turning)
    }

    /// The same of somebody whom the book does not know and who comes by the row: their days were weighed with each other
    /// when it was read.
    pub fn newcomer(&self, row: &Row<'_>, after: &Person, came: Day) -> Result<Result<Vec<String>, String>> {
        told(row, Turning::of_newcomer(self.reading, after, (came, self.context.today)))
    }

    fn contradicted(&self, before: &Person, after: &Person) -> Option<String> {
        let days = |person: &Person| LifeDays {
            birth_on: person.birth_on,
            joined_on: person.joined_on,
            became_full_on: person.became_full_on,
        };
        let fault = days(after).fault(self.context.today).filter(|_| days(before) != days(after))?;
        Some(format!("与台账已有的日期合在一起，{}", fault.message))
    }

    /// Why the register would refuse a movement of a person, in its words.
    pub fn refusal(&self, command: MemberMove, person: &Person, home: Home) -> Result<Option<String>> {
        let stored = Stored { id: command.member, made_by: 0, value: person.clone() };
        match require_possible_of(self.reading, command, (stored, home), self.context.today) {
            Ok(()) => Ok(None),
            Err(error @ (DeskError::Refused(_) | DeskError::Invalid(_))) => Ok(Some(error.sentence())),
            Err(other) => Err(other),
        }
    }
}

/// What is said of a 转正, or why the register would refuse it.
fn told(row: &Row<'_>, turning: Result<Turning>) -> Result<Result<Vec<String>, String>> {
    match turning {
        Ok(turning) => {
            let said = turning.said.iter().map(|said| row.waiting.say(key::BECAME_FULL, said));
            // What looks wrong with the days was noticed when the row was read.
            let is_told = |said: &String| row.entry.notes.iter().any(|note| note.text == *said);
            Ok(Ok(said.filter(|said| !is_told(said)).collect()))
        }
        Err(error @ (DeskError::Refused(_) | DeskError::Invalid(_))) => Ok(Err(error.sentence())),
        Err(other) => Err(other),
    }
}
