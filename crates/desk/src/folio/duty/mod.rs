//! 设岗定责: the posts, duties and quarterly results of the members without office (一编三定). A post is a claim of an
//! offer, as everywhere; the duty stands beside it. Whoever holds a post of the Party needs none.

mod assign;
mod change;
mod due;
mod form;
mod page;
mod paper;
mod rate;
mod rate_all;
mod register;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::key::{ClaimId, PersonId};
use branchbook_ledger::table::offer::{Claim, claims};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, Values};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};

/// The folio.
pub(crate) struct Duties;

const HEAD: Head = Head {
    folio: "duties",
    title: "设岗定责",
    about: "无职党员“一编三定”：编组、定岗位、定责任、定期限，每季度评价一次。已任党内职务的不用另设岗位。",
    group: "党员",
};

impl Folio for Duties {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(match Row::of(row) {
            Row::Post(claim) => record::DUTY.of(claim.0),
            Row::Person(person) => record::MEMBER.of(person.0),
        })
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::page(reading, asked)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "assign" => form::assign(reading, deed),
            "change" => form::change(reading, deed),
            "end" => form::end(reading, deed),
            "rate" => form::rate(reading, deed),
            "rate_all" => form::rate_all(reading, deed.today),
            "letter" => form::letter(reading, deed),
            "notice" => form::notice(reading, deed.today),
            "without" => form::without(reading, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "assign" => assign::act(desk, deed, values),
            "change" => change::act(desk, deed, values),
            "end" => change::end(desk, deed, values),
            "rate" => rate::act(desk, deed, values),
            "rate_all" => rate_all::act(desk, deed, values),
            "letter" => paper::letter(desk, deed),
            "notice" => paper::notice(desk, deed, values),
            "without" => paper::without(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        Ok(match deed.row.map(Row::of) {
            Some(Row::Post(claim)) => reading.require::<Claim>(claim)?.person_id,
            Some(Row::Person(person)) => Some(person),
            None => deed.subject.map(PersonId),
        })
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        due::attention(reading, today)
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(claims(reading, None, Some(person))?.len()).unwrap_or(u32::MAX)))
    }

    fn falls_due(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        due::falls_due(reading, today)
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        due::findings(reading, today)
    }
}

/// What a row stands for: a post that somebody holds, or somebody without one. Both have keys of their own, so the
/// last bit of the key of a row says which of them it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Post(ClaimId),
    Person(PersonId),
}

impl Row {
    const fn key(self) -> i64 {
        match self {
            Self::Post(claim) => claim.0 * 2,
            Self::Person(person) => person.0 * 2 + 1,
        }
    }

    const fn of(key: i64) -> Self {
        match key % 2 {
            0 => Self::Post(ClaimId(key / 2)),
            _ => Self::Person(PersonId(key / 2)),
        }
    }

    /// The claim of a person that a row stands for.
    fn claim(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<(Stored<Claim>, PersonId)> {
        let none = || DeskError::refused("这一行还没有定岗，请先登记定岗。");
        let Self::Post(claim) = Self::of(deed.need_row()?) else { return Err(none()) };
        let claim = reading.require::<Claim>(claim)?;
        let person = claim.person_id.ok_or_else(none)?;
        Ok((claim, person))
    }
}
