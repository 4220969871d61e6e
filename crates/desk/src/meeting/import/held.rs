//! Meetings that are in the book already, against what a register says of them. What was recorded is never rewritten in
//! silence: where the register says otherwise, each field is told, and a person decides. Must not write.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use branchbook_contract::intake::{FieldChange, RowChoice};
use branchbook_domain::day::Day;
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{GatheringId, OrganisationId, PersonId};
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held, records_of, topics_of};
use branchbook_ledger::table::gathering::presence::{NamedAttendance, attendance_at};
use branchbook_ledger::table::person::Person;

use super::super::cancel::standing;
use super::super::register::Register;
use super::decide::theme_key;
use super::draft::{NO_REASON, UNNAMED, count};
use super::leaver::{Leaver, read_leavers};
use crate::error::{DeskError, Result};
use crate::intake::change::plain;
use crate::intake::decide::Decisions;
use crate::intake::{SourceRow, SourceRows};

/// The choice that the book keeps what it says of the meeting.
pub(super) const BOOK: &str = "book";
/// The choice that the register corrects the meeting.
pub(super) const CORRECT: &str = "correct";
/// The choice that the row speaks of another meeting of that day.
pub(super) const ANOTHER: &str = "another";

/// Day, kind, organisation and theme: the same meeting.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meeting {
    pub day: Day,
    pub kind: RecordKind,
    pub organisation: OrganisationId,
    pub theme: String,
}

/// All meetings of a kind of an organisation on a day.
type Spot = (Day, RecordKind, OrganisationId);

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
    /// Whether only the theme could tell whether it is another meeting.
    may_be_another: bool,
    /// Why the register cannot correct it.
    hindrance: Option<String>,
}

impl Known {
    /// What can be decided.
    pub fn choices(&self) -> Vec<RowChoice> {
        let correct = self.hindrance.is_none().then(|| RowChoice::new(CORRECT, "就是这次会议，按登记表更正"));
        let another = self.may_be_another.then(|| RowChoice::new(ANOTHER, "是另一次会议，新增"));
        let book = RowChoice::new(BOOK, "以台账为准，不改动这次会议");
        [Some(book), correct, another].into_iter().flatten().collect()
    }

    /// What is said of the row without a decision.
    pub fn sentence(&self, is_corrected_twice: bool) -> String {
        let told: Vec<String> = self.changes.iter().map(FieldChange::sentence).collect();
        let told = told.join("，");
        let kept = if self.may_be_another {
            "台账里这一天已经有同类的会议，议题不同，可能是同一次，也可能是另一次"
        } else {
            "台账里已经有这次会议，登记表写得不同"
        };
        let how = match &self.hindrance {
            _ if is_corrected_twice => "几行都要更正这一次，只能选定其中一行".to_owned(),
            Some(reason) => format!("{reason}要更正的请在会议记录里更正"),
            None => "要按登记表更正的请选定".to_owned(),
        };
        format!("{kept}（{told}）；没有选定的，台账不改动。{how}。")
    }
}

/// The meetings of the book at the spots of a file.
#[derive(Default)]
pub(super) struct Held {
    lines: HashMap<Spot, Vec<RecordLine>>,
    /// Themes that the file names at a spot.
    named: HashMap<Spot, HashSet<String>>,
    /// How many rows are to correct a meeting.
    corrections: HashMap<GatheringId, u32>,
}

impl Held {
    /// Reads them, each spot once.
    pub fn of(
        reading: &Reading<'_>,
        rows: &SourceRows,
        meetings: &[Option<Meeting>],
        decisions: &Decisions,
    ) -> Result<Self> {
        let mut held = Self::default();
        for meeting in meetings.iter().flatten() {
            let spot = meeting.spot();
            held.named.entry(spot).or_default().insert(meeting.theme.clone());
            if let Entry::Vacant(slot) = held.lines.entry(spot) {
                let (day, kind, organisation) = spot;
                slot.insert(records_held(reading, organisation, kind, day, day)?);
            }
        }
        for (row, meeting) in rows.waiting().iter().zip(meetings) {
            let corrects =
                decisions.own(row.place()).is_some_and(|own| own.parts().any(|part| part == CORRECT));
            let known = meeting.as_ref().filter(|_| corrects).and_then(|meeting| held.line(meeting));
            if let Some((line, _)) = known {
                *held.corrections.entry(line.gathering.id).or_default() += 1;
            }
        }
        Ok(held)
    }

    /// Whether several rows are to correct one meeting.
    pub fn is_corrected_twice(&self, gathering: GatheringId) -> bool {
        self.corrections.get(&gathering).is_some_and(|count| *count > 1)
    }

    /// The meeting of the book that is meant, and whether only its theme is another one: such a meeting is meant if no
    /// row of the file names its theme.
    fn line(&self, meeting: &Meeting) -> Option<(&RecordLine, bool)> {
        let lines = self.lines.get(&meeting.spot())?;
        let theme = |line: &&RecordLine| theme_key(line.record.theme.as_deref());
        if let Some(line) = lines.iter().find(|line| theme(line) == meeting.theme) {
            return Some((line, false));
        }
        let named = self.named.get(&meeting.spot())?;
        let mut open = lines.iter().filter(|line| !named.contains(&theme(line)));
        let only = open.next().filter(|_| open.next().is_none())?;
        let says_none = meeting.theme.is_empty() || theme(&only).is_empty();
        Some((only, !says_none))
    }

    /// What the book says of the meeting of a row.
    pub fn against(
        &self,
        reading: &Reading<'_>,
        row: &SourceRow,
        (meeting, register): (&Meeting, &Register),
    ) -> Result<Against> {
        let Some((line, may_be_another)) = self.line(meeting) else { return Ok(Against::Unknown) };
        let people = match line.gathering.is_numbers_only {
            true => Vec::new(),
            false => attendance_at(reading, line.gathering.id)?,
        };
        let book = Book { reading, line, people: &people };
        let changes = book.changes(row, register)?;
        if changes.is_empty() {
            return Ok(Against::Same);
        }
        let hindrance = book.hindrance(row)?;
        let (gathering, is_by_name) = (line.gathering.id, !line.gathering.is_numbers_only);
        let known = Known { gathering, changes, is_by_name, may_be_another, hindrance };
        Ok(Against::Differs(Box::new(known)))
    }
}

/// A meeting of the book with everybody in it.
struct Book<'a> {
    reading: &'a Reading<'a>,
    line: &'a RecordLine,
    people: &'a [NamedAttendance],
}

impl Book<'_> {
    /// What a row says otherwise; what it does not say is no difference.
    fn changes(&self, row: &SourceRow, register: &Register) -> Result<Vec<FieldChange>> {
        let (record, gathering) = (&self.line.record, &self.line.gathering);
        let host = self.name(gathering.host_id, gathering.host_name.as_deref())?;
        let recorder = self.name(gathering.recorder_id, gathering.recorder_name.as_deref())?;
        let texts = [
            ("theme", "议题", record.theme.clone()),
            ("host", "主持人", host),
            ("recorder", "记录人", recorder),
            ("lecturer", "授课人", record.lecturer.clone()),
            ("place", "地点", gathering.place.clone()),
        ];
        let mut changes: Vec<FieldChange> = texts
            .into_iter()
            .filter_map(|(key, title, known)| other_text(row, (key, title), known))
            .collect();
        changes.extend(self.other_numbers(row));
        changes.extend(self.other_leavers(row, register));
        let note = row.value("note");
        let known = gathering.note.as_deref().unwrap_or_default();
        changes.extend(
            note.filter(|note| !squeeze(known).contains(&squeeze(note)))
                .map(|note| plain("", "备注", gathering.note.clone(), note)),
        );
        Ok(changes)
    }

    fn name(&self, id: Option<PersonId>, name: Option<&str>) -> Result<Option<String>> {
        match id {
            Some(id) => Ok(self.reading.get::<Person>(id)?.map(|person| person.value.name)),
            None => Ok(name.map(str::to_owned)),
        }
    }

    /// Numbers that count those with who need not come are the same meeting.
    fn other_numbers(&self, row: &SourceRow) -> Vec<FieldChange> {
        let record = &self.line.record;
        let (due, present) = (count(row, "due").map(i64::from), count(row, "present").map(i64::from));
        let (known_due, known_present) = (record.due_count, record.present_count);
        let exempt = record.exempt_count;
        let counts_exempt = exempt > 0 && due == Some(known_due + exempt);
        let is_due = |said: i64| said == known_due || counts_exempt;
        let is_present = |said: i64| {
            said == known_present
                || (counts_exempt && (known_present..=known_present + exempt).contains(&said))
        };
        let in_words = |number: i64| format!("{number} 人");
        let due = due.filter(|said| !is_due(*said));
        let present = present.filter(|said| !is_present(*said));
        [("应到", known_due, due), ("实到", known_present, present)]
            .into_iter()
            .filter_map(|(title, known, said)| Some(plain("", title, Some(in_words(known)), in_words(said?))))
            .collect()
    }

    fn other_leavers(&self, row: &SourceRow, register: &Register) -> Option<FieldChange> {
        let cell = row.text("leavers").trim().to_owned();
        let leavers = read_leavers(&cell);
        if leavers.is_empty() {
            return None;
        }
        let is_other = match self.line.gathering.is_numbers_only {
            true => self.is_other_note(&cell, leavers.len()),
            false => self.are_others(&leavers, register),
        };
        is_other.then(|| plain("", "请假人员及原因", self.leavers_in_words(), cell))
    }

    /// Booked in numbers: what the note says of them, else how many they are.
    fn is_other_note(&self, cell: &str, count: usize) -> bool {
        let note = self.line.gathering.note.as_deref().unwrap_or_default();
        match note.contains(UNNAMED) {
            true => !squeeze(note).contains(&squeeze(cell)),
            false => i64::try_from(count).ok() != Some(self.line.record.leave_count),
        }
    }

    /// By name: other people, or another reason. Who need not come is away without a row.
    fn are_others(&self, leavers: &[Leaver], register: &Register) -> bool {
        let record = &self.line.record;
        let roll = register.roll(record.kind, record.organisation_id);
        let is_exempt = |name: &str| {
            roll.iter().any(|person| person.name == name)
                && !roll.iter().any(|it| it.name == name && it.is_due)
        };
        let known: HashMap<&str, &str> = self
            .on_leave()
            .map(|named| (named.name.as_str(), named.attendance.reason.as_deref().unwrap_or_default()))
            .collect();
        let said: HashMap<&str, Option<&str>> = leavers
            .iter()
            .filter(|leaver| !is_exempt(&leaver.name))
            .map(|leaver| (leaver.name.as_str(), leaver.reason.as_deref()))
            .collect();
        let is_same = |(name, reason): (&&str, &Option<&str>)| {
            known.get(*name).is_some_and(|known| {
                reason.is_none_or(|reason| squeeze(reason) == squeeze(known) || *known == NO_REASON)
            })
        };
        known.len() != said.len() || !said.iter().all(is_same)
    }

    fn on_leave(&self) -> impl Iterator<Item = &NamedAttendance> {
        self.people.iter().filter(|named| named.attendance.state == AttendanceState::Leave)
    }

    fn leavers_in_words(&self) -> Option<String> {
        if self.line.gathering.is_numbers_only {
            let note = self.line.gathering.note.as_deref().unwrap_or_default();
            let told = note.split_once(UNNAMED).map(|(_, told)| told.to_owned());
            return Some(told.unwrap_or_else(|| format!("{} 人", self.line.record.leave_count)));
        }
        let told: Vec<String> = self
            .on_leave()
            .map(|named| match named.attendance.reason.as_deref() {
                Some(reason) => format!("{}（{reason}）", named.name),
                None => named.name.clone(),
            })
            .collect();
        (!told.is_empty()).then(|| told.join("、"))
    }

    /// Why a row of a register cannot take the place of this meeting: it says less than was recorded, or the month is
    /// closed.
    fn hindrance(&self, row: &SourceRow) -> Result<Option<String>> {
        match standing(self.reading, self.line.gathering.id, "更正") {
            Ok(_) => {}
            Err(DeskError::Refused(reason)) => return Ok(Some(reason)),
            Err(other) => return Err(other),
        }
        let is_alone = records_of(self.reading, self.line.gathering.id)?.len() == 1;
        let has_topics = !topics_of(self.reading, self.line.record.id)?.is_empty();
        let says_more = |state: AttendanceState| {
            !matches!(state, AttendanceState::Present | AttendanceState::Leave | AttendanceState::Absent)
        };
        let has_others = self.people.iter().any(|named| says_more(named.attendance.state));
        let is_timed = self.line.gathering.start_minute.is_some();
        let lacks = [
            ("host", self.line.gathering.host_id.is_some() || self.line.gathering.host_name.is_some()),
            (
                "recorder",
                self.line.gathering.recorder_id.is_some() || self.line.gathering.recorder_name.is_some(),
            ),
            ("lecturer", self.line.record.lecturer.is_some()),
            ("place", self.line.gathering.place.is_some()),
            ("theme", self.line.record.theme.is_some()),
        ];
        let says_less = lacks.into_iter().any(|(key, is_known)| is_known && row.value(key).is_none());
        let reason = match () {
            () if !is_alone => Some("这次集中还登记了别的会议；"),
            () if has_topics => Some("这次会议还记有讨论和表决；"),
            () if has_others => Some("这次会议还记有列席或补课的人；"),
            () if is_timed || says_less => Some("这次会议记的比登记表多；"),
            () => None,
        };
        Ok(reason.map(str::to_owned))
    }
}

/// A text of the row that the book does not have so.
fn other_text(row: &SourceRow, (key, title): (&str, &str), known: Option<String>) -> Option<FieldChange> {
    let said = row.value(key)?;
    let is_same = known.as_deref().is_some_and(|known| squeeze(known) == squeeze(&said));
    (!is_same).then(|| plain("", title, known, said))
}
