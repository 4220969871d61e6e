//! Adds a member: the person, the membership, the movement that brought them, and a points account.

use branchbook_contract::member::{MemberAdd, MemberEntry, MemberSaved};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MemberDraft, MovementKind, MovementReason};
use branchbook_ledger::table::membership::{Membership, Movement};
use branchbook_ledger::table::month::calendar;
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};

use super::draft::{checked, person_of, refuse_known, require_place};
use super::movement::{require_past, require_span_day};
use super::reason::{Letter, missing, reason_of};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::{booking_month, last_closed};
use crate::organisation::Names;
use crate::points::automatic::open_accounts;
use crate::progress::Progress;

impl Handle<MemberAdd> for Desk {
    fn handle(&mut self, mut command: MemberAdd, _: &dyn Progress) -> Result<Outcome<MemberSaved>> {
        let today = self.clock().today();
        let from = command.entry.as_ref().map(|entry| entry_day(entry, today)).transpose()?;
        let way = command.entry.as_ref().zip(from).map(|(entry, day)| Way::of(entry, day)).transpose()?;
        fill_joined(&mut command);
        let (draft, mut warnings) = checked(&command.draft, today)?;
        let kind = command.entry.as_ref().map(|entry| entry.kind);
        warnings.extend(kind.zip(way.as_ref()).and_then(|(kind, way)| missing(kind, way.reason)));
        let book = self.book_mut()?;
        let uid = book.new_uid();
        let month = book.read(|reading| {
            Names::of(reading)?.require_home(command.branch, command.group, from.unwrap_or(today))?;
            require_place(reading, &draft)?;
            refuse_known(reading, &draft, None, command.confirm_duplicate)?;
            month_of(reading, command.entry.as_ref(), today)
        })?;
        let operation = Operation::new(OperationKind::MemberAdd, format!("新增党员：{}", draft.name));
        let written = book
            .write(&operation, |writing| write(writing, &command, way.as_ref(), draft, uid, (from, month)))?;
        Ok(outcome_of(written, |member| MemberSaved { member, is_changed: true, warnings }))
    }
}

/// Who is admitted joined on the day of admission, unless the form says otherwise.
fn fill_joined(command: &mut MemberAdd) {
    if let Some(entry) = command.entry.as_ref().filter(|entry| entry.kind == MovementKind::Admitted) {
        command.draft.joined_on = command.draft.joined_on.or(Some(entry.occurred_on));
    }
}

/// Whoever was on the register when the book began belongs to its first month; once a month is closed its closing
/// number stands, and whoever comes must have come some way.
fn month_of(reading: &Reading<'_>, entry: Option<&MemberEntry>, today: Day) -> Result<Month> {
    let Some(entry) = entry else {
        if let Some(closed) = last_closed(reading)? {
            let sentence =
                format!("{}已结账，新增党员请写明进入方式（发展、转入或恢复党籍）和日期。", closed.label());
            return Err(DeskError::field("entry", sentence));
        }
        return Ok(match calendar::opening_month(reading)? {
            Some(month) => month,
            None => booking_month(reading, today)?,
        });
    };
    Ok(booking_month(reading, entry.occurred_on.earliest())?)
}

fn entry_day(entry: &MemberEntry, today: Day) -> Result<Day> {
    if entry.kind.direction() != 1 {
        return Err(DeskError::field("entry.kind", "进入名册的方式只能是发展、转入或恢复党籍。"));
    }
    require_past("entry.occurred_on", entry.occurred_on, today)?;
    require_span_day("entry.occurred_on", entry.occurred_on)
}

/// Why somebody came, and with which letter.
struct Way {
    reason: Option<MovementReason>,
    letter: Option<Letter>,
}

impl Way {
    fn of(entry: &MemberEntry, day: Day) -> Result<Self> {
        let texts = (entry.letter_number.as_deref(), entry.counterpart.as_deref());
        Ok(Self {
            reason: reason_of("entry.reason", entry.kind, entry.reason.as_deref())?,
            letter: Letter::of("entry.letter", (entry.kind, day), texts, entry.letter.as_ref())?,
        })
    }
}

fn write(
    writing: &mut Writing<'_>,
    command: &MemberAdd,
    way: Option<&Way>,
    draft: MemberDraft,
    uid: uuid::Uuid,
    (from, month): (Option<Day>, Month),
) -> Result<PersonId> {
    let person = writing.insert(&person_of(draft, uid))?;
    writing.insert(&Membership {
        person_id: person,
        branch_id: command.branch,
        group_id: command.group,
        from_on: from,
        to_on: None,
    })?;
    let entry = command.entry.clone();
    let movement = writing.insert(&Movement {
        person_id: person,
        kind: entry.as_ref().map_or(MovementKind::Opening, |entry| entry.kind),
        occurred_on: entry.as_ref().map(|entry| entry.occurred_on),
        booked_month: month,
        branch_id: command.branch,
        from_branch_id: None,
        counterpart: entry.as_ref().and_then(|entry| entry.counterpart.clone()),
        letter_number: entry.as_ref().and_then(|entry| entry.letter_number.clone()),
        corrects_id: None,
        note: entry.and_then(|entry| entry.note),
        reason: way.and_then(|way| way.reason).map(|reason| reason.code().to_owned()),
    })?;
    if let Some(letter) = way.and_then(|way| way.letter.as_ref()) {
        letter.write(writing, person, movement)?;
    }
    open_accounts(writing, &[person], from)?;
    Ok(person)
}
