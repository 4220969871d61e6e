//! Meetings that are in the book already, against what a register says of them. What was recorded is never rewritten in
//! silence: where the register says otherwise, each field is told, and a person decides. Must not write.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::day::Day;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{GatheringId, OrganisationId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held};

use super::super::register::Register;
use super::book::{BY_HAND, Book};
use super::decide::theme_key;
use crate::error::Result;
use crate::intake::decide::{Decisions, Place};
use crate::intake::repeat::Repeat;
use crate::intake::{SourceRow, SourceRows};

/// What a person can say of a meeting of the book of which the register says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The book keeps what it says of it.
    Book,
    /// The register corrects it.
    Correct,
    /// The row speaks of another meeting of that day.
    Another,
}

impl Answer {
    /// In the order in which they are offered.
    const ALL: [Self; 3] = [Self::Book, Self::Correct, Self::Another];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Correct => "correct",
            Self::Another => "another",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Book => "以台账为准，不改动这次会议",
            Self::Correct => "就是这次会议，按登记表更正",
            Self::Another => "是另一次会议，新增",
        }
    }

    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }
}

/// Day, kind, organisation and theme: the same meeting.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meeting {
    pub day: Day,
    pub kind: RecordKind,
    pub organisation: OrganisationId,
    pub theme: String,
}

/// All meetings of a kind of an organisation on a day.
pub(super) type Spot = (Day, RecordKind, OrganisationId);

impl Meeting {
    /// What tells it from others.
    pub fn key(&self) -> String {
        format!("{} {} {} {}", self.day, self.kind.label(), self.organisation, self.theme)
    }

    fn spot(&self) -> Spot {
        (self.day, self.kind, self.organisation)
    }
}

/// What the book says of a row's meeting.
pub(super) enum Against {
    /// It knows no such meeting.
    Unknown,
    /// The same.
    Same,
    /// Something else.
    Differs(Box<Known>),
}

/// A meeting of the book of which a row says otherwise.
pub(super) struct Known {
    pub gathering: GatheringId,
    pub changes: Vec<FieldChange>,
    /// Whether it was recorded by name.
    pub is_by_name: bool,
    /// How it came into the book.
    pub origin: Origin,
    /// Whether nothing but the theme, or nothing at all, tells whether it is another meeting.
    may_be_another: bool,
    /// Whether it is the nearest of several that can be meant.
    is_of_several: bool,
    /// Why the register cannot correct it, in whole sentences.
    hindrance: Option<String>,
}

impl Known {
    /// What can be decided.
    pub fn choices(&self) -> Vec<RowChoice> {
        let offered = Answer::ALL.into_iter().filter(|answer| self.allows(*answer));
        offered.map(|answer| RowChoice::new(answer.key(), answer.label())).collect()
    }

    fn allows(&self, answer: Answer) -> bool {
        match answer {
            Answer::Book => true,
            Answer::Correct => self.can_be_corrected(),
            Answer::Another => self.may_be_another,
        }
    }

    /// What was decided, of the row itself or of all rows of its state.
    pub fn chosen(&self, place: Place, decisions: &Decisions) -> Option<Answer> {
        let chosen = decisions.answer(place, RowState::Conflict, &self.choices())?;
        Answer::of_key(&chosen.key)
    }

    /// Whether the register can correct it.
    pub fn can_be_corrected(&self) -> bool {
        self.hindrance.is_none()
    }

    /// What is said of the row without a decision.
    pub fn sentence(&self, is_corrected_twice: bool) -> String {
        let told: Vec<String> = self.changes.iter().map(FieldChange::sentence).collect();
        let told = told.join("，");
        let kept = match () {
            () if self.is_of_several => {
                format!(
                    "台账里的会议和登记表写得不同，可能是其中一次，也可能是另一次（与最相近的一次相比，{told}）"
                )
            }
            () if self.may_be_another => {
                format!("台账里这一天已经有同类的会议，议题不同，可能是同一次，也可能是另一次（{told}）")
            }
            () => format!("台账里已经有这次会议，登记表写得不同（{told}）"),
        };
        let how = match &self.hindrance {
            _ if is_corrected_twice => "几行都要更正这一次，只能选定其中一行。",
            Some(reason) => reason.as_str(),
            None => "要按登记表更正的请选定。",
        };
        format!("{kept}；没有选定的，台账不改动。{how}")
    }
}

/// The meetings of the book at the spots of a file.
#[derive(Default)]
pub(super) struct Held {
    lines: HashMap<Spot, Vec<RecordLine>>,
    /// Themes that the file names at a spot.
    named: HashMap<Spot, HashSet<String>>,
}

impl Held {
    /// Reads them, each spot once.
    pub fn of(reading: &Reading<'_>, meetings: &[Option<Meeting>]) -> Result<Self> {
        let mut held = Self::default();
        for meeting in meetings.iter().flatten() {
            let spot = meeting.spot();
            held.named.entry(spot).or_default().insert(meeting.theme.clone());
            if let Entry::Vacant(slot) = held.lines.entry(spot) {
                let (day, kind, organisation) = spot;
                slot.insert(records_held(reading, organisation, kind, day, day)?);
            }
        }
        Ok(held)
    }

    /// The meetings of the book that can be meant, and whether only the theme is another one: such meetings can be meant
    /// if no row of the file names their theme.
    fn meant(&self, meeting: &Meeting) -> (Vec<&RecordLine>, bool) {
        let lines = self.lines.get(&meeting.spot()).map(Vec::as_slice).unwrap_or_default();
        let equal: Vec<&RecordLine> = lines.iter().filter(|line| theme_of(line) == meeting.theme).collect();
        if !equal.is_empty() {
            return (equal, false);
        }
        let named = self.named.get(&meeting.spot());
        let is_named = |line: &RecordLine| named.is_some_and(|named| named.contains(&theme_of(line)));
        let open: Vec<&RecordLine> = lines.iter().filter(|line| !is_named(line)).collect();
        let says_none = meeting.theme.is_empty() || open.iter().any(|line| theme_of(line).is_empty());
        (open, !says_none)
    }

    /// What the book says of the meeting of a row. Of several that can be meant, one that says the same is meant; if none
    /// does, nobody but a person can tell whether the row speaks of one of them, and of which.
    pub fn against(
        &self,
        reading: &Reading<'_>,
        row: &SourceRow,
        (meeting, register): (&Meeting, &Register),
    ) -> Result<Against> {
        let (lines, has_other_theme) = self.meant(meeting);
        let mut nearest: Option<(Book<'_>, Vec<FieldChange>)> = None;
        for line in lines.iter().copied() {
            let book = Book::of(reading, line)?;
            let changes = book.changes(row, register)?;
            if changes.is_empty() {
                return Ok(Against::Same);
            }
            if nearest.as_ref().is_none_or(|(_, fewest)| changes.len() < fewest.len()) {
                nearest = Some((book, changes));
            }
        }
        let Some((book, changes)) = nearest else { return Ok(Against::Unknown) };
        let is_of_several = lines.len() > 1;
        let hindrance = match is_of_several {
            true => Some(format!("这一天登记有几次同类的会议；{BY_HAND}")),
            false => book.hindrance(row)?,
        };
        let gathering = &book.line().gathering;
        Ok(Against::Differs(Box::new(Known {
            gathering: gathering.id,
            changes,
            is_by_name: !gathering.is_numbers_only,
            origin: gathering.origin,
            may_be_another: has_other_theme || is_of_several,
            is_of_several,
            hindrance,
        })))
    }
}

/// How many rows are to correct each meeting of the book, whether that was decided of the row or of all rows of its state.
/// A row that repeats another one corrects nothing.
pub(super) fn corrections(
    rows: &SourceRows,
    against: &[Against],
    repeats: &HashMap<usize, Repeat>,
    decisions: &Decisions,
) -> HashMap<GatheringId, u32> {
    let mut counts: HashMap<GatheringId, u32> = HashMap::new();
    for (at, (row, against)) in rows.waiting().iter().zip(against).enumerate() {
        let Against::Differs(known) = against else { continue };
        if !repeats.contains_key(&at) && known.chosen(row.place(), decisions) == Some(Answer::Correct) {
            *counts.entry(known.gathering).or_default() += 1;
        }
    }
    counts
}

fn theme_of(line: &RecordLine) -> String {
    theme_key(line.record.theme.as_deref())
}
