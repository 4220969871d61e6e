//! Writes a merge, in the order in which nothing stands twice at any moment: doubles end, rows are handed over, the
//! record gives way, points are settled.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{CustomFieldId, PersonId};
use branchbook_domain::member::MovementKind;
use branchbook_ledger::table::activity::Participation;
use branchbook_ledger::table::custom::{PersonField, value_of};
use branchbook_ledger::table::membership::{Membership, Movement, movements_of};
use branchbook_ledger::table::merge::{
    Carried, distinct_of, distinct_with, hand_over, merged_into, shared_accounts, shared_attendance,
    shared_participations,
};
use branchbook_ledger::table::offer::{Claim, open_claims_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::EntrySource;
use branchbook_ledger::table::role::{DistinctPerson, MergedPerson};
use branchbook_ledger::table::unit::ReportIn;
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::held::Doubles;
use super::span::{Joining, Spans};
use super::{Beside, Record, Side, counted_until, is_closed};
use crate::error::Result;
use crate::month::Booking;
use crate::organisation::Names;
use crate::person::twin::Pair;
use crate::points::automatic::take_back;
use crate::points::settle_person;

/// What the remark of a correction says.
const DOUBLE: &str = "重复登记，已并入同一人的另一条记录";

/// What was chosen.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// The record that stands.
    pub stands: Side,
    /// The person as it is to stand.
    pub person: Person,
    /// Of two homes, whose stays.
    pub home: Side,
    /// What stands in the fields of the office's own where both say something.
    pub fields: BTreeMap<CustomFieldId, Side>,
}

/// Makes one person of two records, and says what deserves to be known.
pub(crate) fn merge(
    writing: &mut Writing<'_>,
    beside: &Beside,
    chosen: &Chosen,
    today: Day,
) -> Result<Vec<String>> {
    beside.require_possible(writing, chosen.stands)?;
    let (into, from) = (beside.side(chosen.stands), beside.side(chosen.stands.other()));
    let mut merge = Merge {
        into,
        from,
        closed: beside.closed,
        today,
        month: Booking::of(writing)?.month(today),
        behind: Vec::new(),
        notes: Vec::new(),
    };
    merge.join_memberships(writing, chosen.home == chosen.stands)?;
    merge.join_held(writing)?;
    merge.join_report_ins(writing)?;
    merge.join_claims(writing)?;
    merge.join_fields(writing, chosen)?;
    let twice = merge.find_twice(writing)?;
    merge.hand_all_over(writing)?;
    merge.give_way(writing)?;
    writing.update(into.person.id, &chosen.person)?;
    merge.settle_points(writing, &twice)?;
    Ok(merge.notes)
}

struct Merge<'a> {
    into: &'a Record,
    from: &'a Record,
    closed: Option<Month>,
    today: Day,
    /// The month that takes what is booked today.
    month: Month,
    /// Rows that stay with the record that gives way.
    behind: Vec<(&'static str, i64)>,
    notes: Vec<String>,
}

/// Facts that both records have.
struct Twice {
    attendance: Vec<i64>,
    participations: Vec<i64>,
}

impl Merge<'_> {
    fn ids(&self) -> (PersonId, PersonId) {
        (self.into.person.id, self.from.person.id)
    }

    fn stay_behind(&mut self, table: &'static str, id: i64) {
        self.behind.push((table, id));
    }

    fn join_memberships(&mut self, writing: &mut Writing<'_>, is_own_home: bool) -> Result<()> {
        let (into, from) = self.ids();
        let dropped_of = if is_own_home { from } else { into };
        let both = self.into.home().is_some() && self.from.home().is_some();
        let arrival = if both { arrival(writing, dropped_of)? } else { None };
        let booked = arrival.as_ref().map(|arrival| arrival.booked_month);
        let reported_until = booked.map(|booked| counted_until(writing, booked, self.closed)).transpose()?;
        let joining = Joining {
            stays: &self.into.memberships,
            goes: &self.from.memberships,
            into,
            from,
            is_own_home,
            reported_until: reported_until.flatten(),
        };
        let Spans { written, dropped } = joining.spans(&Names::of(writing)?, self.today)?;
        for (id, membership) in &written {
            writing.update(*id, membership)?;
        }
        // They say already whose they are.
        let own: Vec<i64> = self.from.memberships.iter().map(|span| span.id.0).collect();
        own.into_iter().for_each(|id| self.stay_behind("membership", id));
        match (dropped, arrival) {
            (Some(dropped), Some(arrival)) => self.correct(writing, &dropped, &arrival),
            _ => Ok(()),
        }
    }

    /// The double leaves the numbers: silently if no report has counted it, else as a correction in an open month.
    fn correct(
        &mut self,
        writing: &mut Writing<'_>,
        dropped: &Stored<Membership>,
        arrival: &Stored<Movement>,
    ) -> Result<()> {
        let month = self.month.max(arrival.booked_month);
        let is_reported = Some(arrival.booked_month) <= self.closed;
        let booked_month = if is_reported { month } else { arrival.booked_month };
        writing.insert(&Movement {
            person_id: arrival.person_id,
            kind: MovementKind::TransferOut,
            occurred_on: Some(self.today.into()),
            booked_month,
            branch_id: dropped.branch_id,
            from_branch_id: None,
            counterpart: None,
            letter_number: None,
            corrects_id: Some(arrival.id),
            note: Some(DOUBLE.to_owned()),
            reason: None,
        })?;
        self.stay_behind("movement", arrival.id.0);
        if is_reported || arrival.branch_id != dropped.branch_id {
            self.notes.push(format!(
                "重复的一人已计入以前的人数，{}的党员增减里按“转出”减去，备注写明“{DOUBLE}”。",
                booked_month.label()
            ));
        }
        Ok(())
    }

    fn join_held(&mut self, writing: &mut Writing<'_>) -> Result<()> {
        let (into, from) = self.ids();
        let doubles = Doubles::of(writing, into, from)?;
        doubles.write(writing)?;
        self.behind.extend(doubles.behind);
        Ok(())
    }

    /// Two open report-ins of one unit are one: the double ends today.
    fn join_report_ins(&mut self, writing: &mut Writing<'_>) -> Result<()> {
        let (Some(own), Some(other)) = (&self.into.report_in, &self.from.report_in) else { return Ok(()) };
        let ended = ReportIn {
            returned_on: Some(self.today.max(other.reported_on.latest())),
            returned_month: Some(self.month),
            return_reason: Some(DOUBLE.to_owned()),
            ..other.value.clone()
        };
        writing.update(other.id, &ended)?;
        self.notes.push(format!("两条报到记录保留 {} 的一条，重复的一条已结束。", own.reported_on));
        let id = other.id.0;
        self.stay_behind("report_in", id);
        Ok(())
    }

    /// A post that both hold is held once: the double ends today.
    fn join_claims(&mut self, writing: &mut Writing<'_>) -> Result<()> {
        let (into, from) = self.ids();
        let own = open_claims_of(writing, into)?;
        for other in open_claims_of(writing, from)? {
            if own.iter().any(|claim| claim.offer_id == other.offer_id) {
                let ended = Claim {
                    ended_on: Some(self.today.max(other.occurred_on)),
                    ended_month: Some(self.month),
                    ..other.value.clone()
                };
                writing.update(other.id, &ended)?;
                self.stay_behind("claim", other.id.0);
            }
        }
        Ok(())
    }

    /// A field of the office's own has one row for each person.
    fn join_fields(&mut self, writing: &mut Writing<'_>, chosen: &Chosen) -> Result<()> {
        let (into, _) = self.ids();
        let rows: Vec<i64> =
            self.from.rows.iter().filter(|row| row.table.name == "person_field").map(|row| row.id).collect();
        for id in rows {
            let other = writing.require::<PersonField>(id.into())?;
            let Some(own) = value_of(writing, into, other.field_id)? else { continue };
            let is_others = chosen.fields.get(&other.field_id).is_some_and(|side| *side != chosen.stands);
            if own.value.value.is_none() || (is_others && other.value.value.is_some()) {
                let value = other.value.value.clone();
                writing.update(own.id, &PersonField { value, ..own.value.clone() })?;
            }
            self.stay_behind("person_field", id);
        }
        Ok(())
    }

    /// What both attended: the row of the record that stands counts.
    fn find_twice(&mut self, writing: &mut Writing<'_>) -> Result<Twice> {
        let (into, from) = self.ids();
        let attendance: Vec<i64> =
            shared_attendance(writing, from, into)?.into_iter().map(|id| id.0).collect();
        let shared = shared_participations(writing, from, into)?;
        for part in &shared {
            self.cancel(writing, part)?;
        }
        let participations: Vec<i64> = shared.iter().map(|part| part.id.0).collect();
        attendance.iter().for_each(|id| self.behind.push(("attendance", *id)));
        participations.iter().for_each(|id| self.behind.push(("participation", *id)));
        for account in shared_accounts(writing, from, into)? {
            self.stay_behind("points_account", account.0);
        }
        let count = attendance.len() + participations.len();
        if count > 0 {
            self.notes.push(format!("两条记录都登记在内的会议和活动有 {count} 次，各只算一次。"));
        }
        Ok(Twice { attendance, participations })
    }

    /// In an open month the hours of one person count once.
    fn cancel(&self, writing: &mut Writing<'_>, part: &Stored<Participation>) -> Result<()> {
        if Some(part.booked_month) <= self.closed {
            return Ok(());
        }
        let cancelled = Participation {
            cancelled_on: Some(self.today),
            note: Some(
                part.note.clone().map_or_else(|| DOUBLE.to_owned(), |note| format!("{note}；{DOUBLE}")),
            ),
            ..part.value.clone()
        };
        writing.update(part.id, &cancelled)?;
        Ok(())
    }

    fn hand_all_over(&mut self, writing: &mut Writing<'_>) -> Result<()> {
        let into = self.into.person.id;
        let is_behind = |row: &Carried| self.behind.iter().any(|(table, id)| row.is(table, *id));
        let mut closed = 0_usize;
        for row in &self.from.rows {
            if is_closed(row, self.closed) {
                closed += 1;
            } else if !is_behind(row) {
                hand_over(writing, row, into)?;
            }
        }
        if closed > 0 {
            self.notes.push(format!(
                "有 {closed} 条登记属于已结账的月份，照原样留存，查看时一并列出；上报过的数字不变。"
            ));
        }
        Ok(())
    }

    /// The record gives way, with all that gave way to it, and is told apart from whom it was told apart from.
    fn give_way(&mut self, writing: &mut Writing<'_>) -> Result<()> {
        let (into_id, person_id) = self.ids();
        for earlier in merged_into(writing, person_id)? {
            writing.update(earlier.id, &MergedPerson { into_id, ..earlier.value })?;
        }
        writing.insert(&MergedPerson { person_id, into_id, merged_on: self.today })?;
        for said in distinct_with(writing, person_id)? {
            let other = if said.person_id == person_id { said.other_id } else { said.person_id };
            if said.withdrawn_on.is_none() && other != into_id {
                keep_apart(writing, Pair::of(into_id, other), said.note.clone())?;
            }
        }
        Ok(())
    }

    fn settle_points(&mut self, writing: &mut Writing<'_>, twice: &Twice) -> Result<()> {
        take_back(writing, EntrySource::Attendance, &twice.attendance, self.month)?;
        take_back(writing, EntrySource::Participation, &twice.participations, self.month)?;
        settle_person(writing, self.into.person.id, Month::of(self.today).year())?;
        Ok(())
    }
}

/// The movement that brought somebody onto the register the last time.
fn arrival(reading: &Reading<'_>, person: PersonId) -> Result<Option<Stored<Movement>>, LedgerError> {
    let came = |movement: &Stored<Movement>| {
        movement.person_id == person
            && (movement.kind == MovementKind::Opening || movement.kind.direction() > 0)
    };
    Ok(movements_of(reading, person)?.into_iter().filter(came).max_by_key(|movement| movement.id))
}

/// Notes that two records are two people.
pub(crate) fn keep_apart(
    writing: &mut Writing<'_>,
    pair: Pair,
    note: Option<String>,
) -> Result<(), LedgerError> {
    let said = DistinctPerson { person_id: pair.left, other_id: pair.right, note, withdrawn_on: None };
    match distinct_of(writing, (pair.left, pair.right))? {
        Some(known) => writing.update(known.id, &said).map(|_| ()),
        None => writing.insert(&said).map(|_| ()),
    }
}
