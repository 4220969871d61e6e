//! One meeting of the book with everybody in it, against a row of a register: what the row says otherwise, and what would
//! be thrown away if the row took the place of the meeting. Must not decide and must not write.

use std::collections::HashMap;

use branchbook_contract::intake::FieldChange;
use branchbook_domain::day::Day;
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::PersonId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::held::{RecordLine, records_of, topics_of};
use branchbook_ledger::table::gathering::presence::{NamedAttendance, attendance_at};
use branchbook_ledger::table::person::Person;

use super::super::cancel::standing;
use super::super::register::Register;
use super::draft::{NO_REASON, UNNAMED, count};
use super::leaver::{Leaver, read_leavers};
use crate::error::{DeskError, Result};
use crate::intake::SourceRow;
use crate::intake::change::plain;

/// Where a meeting is corrected that a register cannot correct.
pub(super) const BY_HAND: &str = "要更正的请在会议记录里更正。";

/// A meeting of the book with everybody in it.
pub(super) struct Book<'a> {
    reading: &'a Reading<'a>,
    line: &'a RecordLine,
    people: Vec<NamedAttendance>,
}

impl<'a> Book<'a> {
    /// Reads who was there.
    pub fn of(reading: &'a Reading<'a>, line: &'a RecordLine) -> Result<Self> {
        let people = match line.gathering.is_numbers_only {
            true => Vec::new(),
            false => attendance_at(reading, line.gathering.id)?,
        };
        Ok(Self { reading, line, people })
    }

    /// Its record and its gathering.
    pub fn line(&self) -> &RecordLine {
        self.line
    }

    /// What a row says otherwise; what it does not say is no difference.
    pub fn changes(&self, row: &SourceRow, register: &Register) -> Result<Vec<FieldChange>> {
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
        let known = squeeze(self.note());
        changes.extend(
            note.filter(|note| !known.contains(&squeeze(note)))
                .map(|note| plain("", "备注", gathering.note.clone(), note)),
        );
        Ok(changes)
    }

    /// Why a row of a register cannot take the place of this meeting, in whole sentences: the month is closed, or it would
    /// throw away what was recorded.
    pub fn hindrance(&self, row: &SourceRow) -> Result<Option<String>> {
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
        let lost = self.lost(row);
        let reason = match () {
            () if !is_alone => "这次集中还登记了别的会议；".to_owned(),
            () if has_topics => "这次会议还记有讨论和表决；".to_owned(),
            () if has_others => "这次会议还记有列席或补课的人；".to_owned(),
            () if !lost.is_empty() => {
                format!("台账里这次会议记有{}，登记表没有写；", lost.join("、"))
            }
            () => return Ok(None),
        };
        Ok(Some(format!("{reason}{BY_HAND}")))
    }

    fn name(&self, id: Option<PersonId>, name: Option<&str>) -> Result<Option<String>> {
        match id {
            Some(id) => Ok(self.reading.get::<Person>(id)?.map(|person| person.value.name)),
            None => Ok(name.map(str::to_owned)),
        }
    }

    fn note(&self) -> &str {
        self.line.gathering.note.as_deref().unwrap_or_default()
    }

    fn is_in_numbers(&self) -> bool {
        self.line.gathering.is_numbers_only
    }

    /// 应到 and 实到 of the row where the book has other numbers. Numbers that count those with who need not come are the
    /// same meeting.
    fn numbers_said(&self, row: &SourceRow) -> (Option<i64>, Option<i64>) {
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
        (due.filter(|said| !is_due(*said)), present.filter(|said| !is_present(*said)))
    }

    fn other_numbers(&self, row: &SourceRow) -> Vec<FieldChange> {
        let record = &self.line.record;
        let (due, present) = self.numbers_said(row);
        let in_words = |number: i64| format!("{number} 人");
        [("应到", record.due_count, due), ("实到", record.present_count, present)]
            .into_iter()
            .filter_map(|(title, known, said)| Some(plain("", title, Some(in_words(known)), in_words(said?))))
            .collect()
    }

    /// Other people, or another reason. Who need not come is away without a row; 全勤 says that nobody was.
    fn other_leavers(&self, row: &SourceRow, register: &Register) -> Option<FieldChange> {
        let cell = row.text("leavers").trim().to_owned();
        let leavers = read_leavers(&cell);
        let leave_count = self.line.record.leave_count;
        let is_other = if leavers.is_empty() {
            row.value("leavers").is_some() && leave_count > 0
        } else if !self.is_in_numbers() {
            let record = &self.line.record;
            let roll = register.roll(record.kind, record.organisation_id);
            let is_exempt = |name: &str| {
                roll.iter().any(|person| person.name == name)
                    && !roll.iter().any(|it| it.name == name && it.is_due)
            };
            let said: Vec<&Leaver> = leavers.iter().filter(|leaver| !is_exempt(&leaver.name)).collect();
            are_others(&said, &self.away(&[AttendanceState::Leave]))
        } else if self.told_leavers().is_some() {
            are_others(&leavers.iter().collect::<Vec<_>>(), &self.away(&[]))
        } else {
            i64::try_from(leavers.len()).ok() != Some(leave_count)
        };
        is_other.then(|| plain("", "请假人员及原因", self.leavers_in_words(), cell))
    }

    /// Booked in numbers: what the note says of those who were away.
    fn told_leavers(&self) -> Option<&str> {
        let told = self.note().split_once(UNNAMED).filter(|_| self.is_in_numbers());
        told.map(|(_, told)| told)
    }

    /// Who was away in one of these ways; of a meeting in numbers, whom its note names.
    fn away(&self, ways: &[AttendanceState]) -> Vec<Leaver> {
        if self.is_in_numbers() {
            return self.told_leavers().map(read_leavers).unwrap_or_default();
        }
        let is_meant = |named: &&NamedAttendance| ways.contains(&named.attendance.state);
        self.people
            .iter()
            .filter(is_meant)
            .map(|named| Leaver { name: named.name.clone(), reason: named.attendance.reason.clone() })
            .collect()
    }

    fn leavers_in_words(&self) -> Option<String> {
        if self.is_in_numbers() {
            let told = self.told_leavers().map(str::to_owned);
            return Some(told.unwrap_or_else(|| format!("{} 人", self.line.record.leave_count)));
        }
        let told: Vec<String> = self
            .away(&[AttendanceState::Leave])
            .into_iter()
            .map(|known| match known.reason {
                Some(reason) => format!("{}（{reason}）", known.name),
                None => known.name,
            })
            .collect();
        (!told.is_empty()).then(|| told.join("、"))
    }

    /// What was recorded, would be thrown away, and is nowhere among the changes, because the row does not say it.
    fn lost(&self, row: &SourceRow) -> Vec<&'static str> {
        let (record, gathering) = (&self.line.record, &self.line.gathering);
        let in_numbers = self.is_in_numbers();
        let cells = [
            ("theme", "议题", record.theme.is_some()),
            ("host", "主持人", gathering.host_id.is_some() || gathering.host_name.is_some()),
            ("recorder", "记录人", gathering.recorder_id.is_some() || gathering.recorder_name.is_some()),
            ("lecturer", "授课人", record.lecturer.is_some()),
            ("place", "地点", gathering.place.is_some()),
            ("due", "应到", in_numbers),
            ("present", "实到", in_numbers || record.present_count < record.due_count),
            ("leavers", "请假人员及原因", record.leave_count > 0),
        ];
        let leavers = read_leavers(row.text("leavers"));
        let others = [
            ("请假原因", self.loses_reason(&leavers)),
            ("缺席人员", self.loses_absent(row, &leavers)),
            ("有表决权的人数", self.has_stated_voters()),
            ("起止时间", gathering.start_minute.is_some() || gathering.end_minute.is_some()),
            ("备注", self.loses_note(row) || record.note.is_some()),
            ("补录原因", self.has_late_reason()),
        ];
        let blank = cells.into_iter().filter(|(key, _, is_known)| *is_known && row.value(key).is_none());
        let blank = blank.map(|(_, title, _)| title);
        blank.chain(others.into_iter().filter(|(_, is_lost)| *is_lost).map(|(title, _)| title)).collect()
    }

    /// Somebody is named without the reason that the book has.
    fn loses_reason(&self, leavers: &[Leaver]) -> bool {
        let known = self.away(&[AttendanceState::Leave, AttendanceState::Absent]);
        let has_reason = |known: &Leaver| known.reason.as_deref().is_some_and(|reason| reason != NO_REASON);
        let is_bare = |name: &str| leavers.iter().any(|said| said.name == name && said.reason.is_none());
        known.iter().any(|known| has_reason(known) && is_bare(&known.name))
    }

    /// A register names nobody as absent: who was would be present, although the row has no other number than the book.
    fn loses_absent(&self, row: &SourceRow, leavers: &[Leaver]) -> bool {
        let (_, other_present) = self.numbers_said(row);
        let absent = self.people.iter().filter(|named| named.attendance.state == AttendanceState::Absent);
        let mut unnamed = absent.filter(|named| leavers.iter().all(|said| said.name != named.name));
        other_present.is_none() && unnamed.next().is_some()
    }

    /// Voters that somebody stated. Those of a committee are all its members and come back by themselves.
    fn has_stated_voters(&self) -> bool {
        let record = &self.line.record;
        let voters = (record.due_voting_count, record.present_voting_count);
        let are_all = voters == (record.due_count, record.present_count);
        let come_back = record.kind == RecordKind::CommitteeMeeting && are_all;
        self.is_in_numbers() && record.due_voting_count > 0 && !come_back
    }

    /// The remark without those who were away; a row that has a part of it says less.
    fn loses_note(&self, row: &SourceRow) -> bool {
        let note = self.note();
        let own = self.told_leavers().and_then(|_| note.split_once(UNNAMED)).map_or(note, |(own, _)| own);
        let own = squeeze(own.trim().trim_end_matches('；'));
        let said = row.value("note").map(|said| squeeze(&said)).unwrap_or_default();
        !own.is_empty() && own != said && squeeze(note).contains(&said)
    }

    /// Why it was entered late, in somebody's own words; the date of a register stands at the same place.
    fn has_late_reason(&self) -> bool {
        self.line.gathering.origin_note.as_deref().is_some_and(|note| note.parse::<Day>().is_err())
    }
}

/// Whether other people are said to be away, or other reasons; a reason that is not said is no difference.
fn are_others(said: &[&Leaver], known: &[Leaver]) -> bool {
    let known: HashMap<&str, Option<&str>> =
        known.iter().map(|leaver| (leaver.name.as_str(), leaver.reason.as_deref())).collect();
    let said: HashMap<&str, Option<&str>> =
        said.iter().map(|leaver| (leaver.name.as_str(), leaver.reason.as_deref())).collect();
    let is_same = |(name, reason): (&&str, &Option<&str>)| {
        known.get(*name).is_some_and(|known| {
            reason.is_none_or(|reason| known.is_some_and(|known| squeeze(reason) == squeeze(known)))
        })
    };
    known.len() != said.len() || !said.iter().all(is_same)
}

/// A text of the row that the book does not have so.
fn other_text(row: &SourceRow, (key, title): (&str, &str), known: Option<String>) -> Option<FieldChange> {
    let said = row.value(key)?;
    let is_same = known.as_deref().is_some_and(|known| squeeze(known) == squeeze(&said));
    (!is_same).then(|| plain("", title, known, said))
}
