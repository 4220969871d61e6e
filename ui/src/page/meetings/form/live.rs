//! What the form asks while it is filled in: the organisations of the day, the roll of each record, and what follows
//! from them. Shows nothing.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::organisation::Level;
use branchbook_contract::meeting::{MeetingRoll, RollRow, RollSheet};
use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use leptos::prelude::*;

use super::count::{self, Count};
use super::sheet::{RecordForm, Sheet};
use crate::part::Choice;
use crate::sort::{Keys, by_rank, gathered};
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::watch::memo;

/// Records of a gathering at most: one of each kind.
pub const MOST: usize = 7;

/// What the rolls are made of.
const KINDS: &[Kind] = &[Kind::Member, Kind::Organisation];

/// What the form knows from the desk.
#[derive(Clone, Copy)]
pub struct Live {
    pub sheet: Sheet,
    organisations: Ask<Vec<OrganisationRow>>,
    rolls: [Ask<RollSheet>; MOST],
    /// Everybody on any roll, each once; whether not counted among those due.
    pub people: Memo<Vec<Seat>>,
}

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub row: RollRow,
    pub is_exempt: bool,
}

impl Live {
    /// Begins to ask.
    pub fn new(sheet: Sheet) -> Self {
        let organisations = ask(&[Kind::Organisation], move || OrganisationList { on: sheet.day.get() });
        let rolls = std::array::from_fn(|at| ask_if(KINDS, move || request(sheet, at)));
        let people = memo(move || seats(sheet, rolls));
        Self { sheet, organisations, rolls, people }
    }

    /// The roll of a record.
    pub fn roll(self, at: usize) -> Option<Arc<RollSheet>> {
        self.rolls.get(at).copied().and_then(Ask::get)
    }

    /// The window in which a record counts, as soon as the desk has said it of what stands in the form.
    pub fn window(self, at: usize) -> Option<String> {
        let roll = self.rolls.get(at).copied().filter(|roll| !roll.is_busy() && !roll.has_failed())?;
        roll.get()?.window.clone()
    }

    /// Whether the roll of every record is there as it is asked for now.
    pub fn is_settled(self) -> bool {
        let count = self.sheet.records.with(Vec::len);
        self.rolls.into_iter().take(count).all(|roll| roll.get().is_some() && !roll.is_busy())
    }

    /// Whether the roll of a record could not be read.
    pub fn trouble(self) -> Option<branchbook_contract::CallError> {
        self.rolls.into_iter().find_map(Ask::error)
    }

    /// The numbers of a record as they stand.
    pub fn count(self, at: usize) -> Count {
        let record = self.sheet.records.with(|records| records.get(at).copied());
        let Some(record) = record else { return Count::default() };
        if self.sheet.is_numbers.get() {
            return count::of_stated(record.kind(), record.stated.map(|number| number.get()));
        }
        let roll = self.roll(at);
        roll.map(|roll| self.sheet.marks.with(|marks| count::of_roll(&roll, marks))).unwrap_or_default()
    }

    /// The organisations that hold such a meeting on that day.
    pub fn holders(self, kind: Option<RecordKind>) -> Vec<Choice> {
        let rows = self.organisations.get();
        let rows = rows.as_deref().map(Vec::as_slice).unwrap_or_default();
        let is_wanted = |row: &&OrganisationRow| match row.level {
            Level::Group => may_be_group(kind),
            Level::Branch | Level::TemporaryBranch => kind != Some(RecordKind::GroupMeeting),
            Level::Committee | Level::GeneralBranch => is_open_to_all(kind),
            Level::Street => false,
        };
        let mut wanted: Vec<&OrganisationRow> = rows.iter().filter(is_wanted).collect();
        by_rank(&mut wanted, |row| rank(row.level));
        wanted.into_iter().map(|row| Choice::new(row.organisation, name_among(rows, row))).collect()
    }

    /// The name of an organisation.
    pub fn name(self, id: Option<OrganisationId>) -> Option<String> {
        let rows = self.organisations.get()?;
        let row = rows.iter().find(|row| Some(row.organisation) == id)?;
        Some(name_among(&rows, row))
    }
}

/// Votes on the topics of a record, tracked.
pub fn votes_of(record: RecordForm) -> Keys<branchbook_contract::domain::quorum::VoteKind> {
    let topics = record.topics.get();
    let votes = topics.into_iter().flat_map(|topic| topic.votes.get());
    gathered(votes.filter_map(|vote| Some((vote.kind()?, ()))))
}

/// A group with its branch.
pub fn name_among(rows: &[OrganisationRow], row: &OrganisationRow) -> String {
    let parent = rows.iter().find(|other| Some(other.organisation) == row.parent);
    match (row.level, parent) {
        (Level::Group, Some(branch)) => format!("{} {}", branch.name, row.name),
        _ => row.name.clone(),
    }
}

/// Branches hold most meetings; what the whole committee holds comes last.
const fn rank(level: Level) -> i64 {
    match level {
        Level::Branch | Level::TemporaryBranch => 0,
        Level::Group => 1,
        _ => 2,
    }
}

fn may_be_group(kind: Option<RecordKind>) -> bool {
    use RecordKind::{GroupMeeting, Lecture, OrganisationLifeMeeting, ThemeDay};
    matches!(kind, Some(GroupMeeting | Lecture | OrganisationLifeMeeting | ThemeDay))
}

fn is_open_to_all(kind: Option<RecordKind>) -> bool {
    matches!(kind, Some(RecordKind::Lecture | RecordKind::ThemeDay))
}

fn request(sheet: Sheet, at: usize) -> Option<MeetingRoll> {
    let record = sheet.records.with(|records| records.get(at).copied())?;
    let (kind, organisation) = (record.kind()?, record.organisation()?);
    Some(MeetingRoll { day: sheet.day.get()?, kind, organisation })
}

fn seats(sheet: Sheet, rolls: [Ask<RollSheet>; MOST]) -> Vec<Seat> {
    let count = sheet.records.with(Vec::len);
    let sheets: Vec<Arc<RollSheet>> = rolls.into_iter().take(count).filter_map(Ask::get).collect();
    let mut seats: Vec<Seat> = Vec::new();
    for (is_exempt, row) in sheets.iter().flat_map(|sheet| rows(sheet)) {
        match seats.iter_mut().find(|seat| seat.row.person == row.person) {
            Some(seat) => seat.is_exempt &= is_exempt,
            None => seats.push(Seat { row: row.clone(), is_exempt }),
        }
    }
    seats
}

fn rows(sheet: &RollSheet) -> impl Iterator<Item = (bool, &RollRow)> {
    let due = sheet.due.iter().map(|row| (false, row));
    due.chain(sheet.exempt.iter().map(|row| (true, row)))
}
