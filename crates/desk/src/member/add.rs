//! Adds a member: the person, the membership, the movement that brought them, and a points account.

use branchbook_contract::member::{MemberAdd, MemberEntry, MemberSaved};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MovementKind, MovementReason, cannot_follow};
use branchbook_ledger::table::membership::{Membership, Movement, memberships_of};
use branchbook_ledger::table::month::calendar;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::draft::{checked, known_name, known_number, meant, person_of, require_place};
use super::extra;
use super::movement::require_span_day;
use super::period::{begins_anew, keep_period, last_leaving};
use super::reason::{Letter, missing, reason_of};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::happened;
use crate::month::{booking_month, last_closed};
use crate::organisation::Names;
use crate::person::merge::field::all;
use crate::points::automatic::open_accounts;

/// Adds a member whose way into the register is known.
pub(crate) fn add(desk: &mut Desk, mut command: MemberAdd) -> Result<Outcome<MemberSaved>> {
    let today = desk.clock().today();
    let from = command.entry.as_ref().map(|entry| entry_day(entry, today)).transpose()?;
    let way = command.entry.as_ref().zip(from).map(|(entry, day)| Way::of(entry, day)).transpose()?;
    fill_joined(&mut command);
    let (draft, mut warnings) = checked(&command.draft, today)?;
    let filled = desk.book()?.read(|reading| extra::checked(reading, &command.draft.extra, today))?;
    let kind = command.entry.as_ref().map(|entry| entry.kind);
    warnings.extend(kind.zip(way.as_ref()).and_then(|(kind, way)| missing(kind, way.reason)));
    let book = desk.book_mut()?;
    let fresh = person_of(draft.clone(), book.new_uid());
    let (month, known) = book.read(|reading| {
        Names::of(reading)?.require_home(command.branch, command.group, from.unwrap_or(today))?;
        require_place(reading, draft.place_id)?;
        let known = meant(reading, &draft, None, command.confirm_duplicate)?;
        let known = known.map(|known| Returner::of(reading, known, &fresh, (kind, from))).transpose()?;
        if let Some(entry) = &command.entry {
            require_in_life(entry, known.as_ref().map_or(&fresh, |known| &known.person))?;
        }
        Ok::<_, DeskError>((month_of(reading, command.entry.as_ref(), today)?, known))
    })?;
    let operation = Operation::new(OperationKind::MemberAdd, format!("新增党员：{}", draft.name));
    let written = book.write(&operation, |writing| {
        let person = match known {
            Some(known) => known.keep(writing, &mut warnings)?,
            None => writing.insert(&fresh)?,
        };
        extra::write(writing, person, &filled)?;
        write(writing, &command, way.as_ref(), person, (from, month))
    })?;
    Ok(outcome_of(written, |member| MemberSaved { member, is_changed: true, warnings }))
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
    happened::refuse_ahead("entry.occurred_on", entry.occurred_on, today)?;
    require_span_day("entry.occurred_on", entry.occurred_on)
}

/// Nobody comes before birth or before joining: what the book knows of them counts as what the form says.
fn require_in_life(entry: &MemberEntry, person: &Person) -> Result<()> {
    let wrong = happened::before_joining(entry.occurred_on, person.birth_on, person.joined_on);
    happened::refuse("entry.occurred_on", wrong)
}

/// Somebody whom the book knows and who is no member on the day: reported in, a case, a role, or left.
struct Returner {
    known: Stored<Person>,
    /// Who was expelled and is admitted begins another period in the Party on this day.
    anew: Option<Day>,
    /// The person as they will be.
    person: Person,
    /// What the form says and the book did not know.
    filled: Vec<&'static str>,
    /// What the form says otherwise than the book.
    kept: Vec<&'static str>,
}

impl Returner {
    /// As the book stands. A member is refused, and who cannot come back in this way.
    fn of(
        reading: &Reading<'_>,
        known: Stored<Person>,
        fresh: &Person,
        (kind, from): (Option<MovementKind>, Option<Day>),
    ) -> Result<Self> {
        let spans = memberships_of(reading, known.id)?;
        if spans.iter().any(|span| span.to_on.is_none()) {
            let is_numbered = known.id_number.is_some() && known.id_number == fresh.id_number;
            return Err(if is_numbered { known_number(&known.name) } else { known_name(&fresh.name) });
        }
        let Some(last) = spans.iter().filter_map(|span| span.to_on).max() else {
            return Ok(Self::merged(known, None, fresh));
        };
        let (Some(kind), Some(from)) = (kind, from) else {
            let words = format!("“{}”以前在册，请写明这次的进入方式（转入或恢复党籍）和日期。", known.name);
            return Err(DeskError::field("entry", words));
        };
        if from < last {
            let words = format!("“{}”到 {last} 才离开名册，这次进入不能更早，请核对日期。", known.name);
            return Err(DeskError::field("entry.occurred_on", words));
        }
        let left = last_leaving(reading, known.id)?;
        if let Some(words) = cannot_follow(left, kind) {
            return Err(DeskError::field("entry.kind", format!("“{}”{words}", known.name)));
        }
        let is_anew = begins_anew(left, kind);
        if is_anew && fresh.joined_on.is_some_and(|joined| joined.latest() < last) {
            let words =
                format!("“{}”到 {last} 才离开名册，这次是重新入党，入党日期不能更早，请核对。", known.name);
            return Err(DeskError::field("draft.joined_on", words));
        }
        Ok(Self::merged(known, is_anew.then_some(from), fresh))
    }

    /// The person as known, with blanks filled from the form and nothing else changed but the days of a period that is
    /// over.
    fn merged(known: Stored<Person>, anew: Option<Day>, fresh: &Person) -> Self {
        let mut before = known.value.clone();
        if anew.is_some() {
            (before.joined_on, before.became_full_on) = (None, None);
        }
        let mut person = before.clone();
        let (mut filled, mut kept) = (Vec::new(), Vec::new());
        for field in all() {
            if field.differs(&before, fresh) {
                kept.push(field.label());
            } else if field.stored(&person).is_none() && field.stored(fresh).is_some() {
                field.take(&mut person, fresh);
                filled.push(field.label());
            }
        }
        Self { known, anew, person, filled, kept }
    }

    fn keep(&self, writing: &mut Writing<'_>, warnings: &mut Vec<String>) -> Result<PersonId> {
        if let Some(until) = self.anew {
            keep_period(writing, &self.known, until)?;
        }
        writing.update(self.known.id, &self.person)?;
        warnings.push(taken_words(&self.person.name, &self.filled, &self.kept));
        Ok(self.known.id)
    }
}

fn taken_words(name: &str, filled: &[&str], kept: &[&str]) -> String {
    let mut words = format!("“{name}”在台账里已有记录（报到、身份或以前的登记），已按同一人登记为党员");
    if !filled.is_empty() {
        words.push_str(&format!("，补填了{}", filled.join("、")));
    }
    if !kept.is_empty() {
        words.push_str(&format!("；{}与填写的不同，保留原来的，请核对", kept.join("、")));
    }
    words.push('。');
    words
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
    person: PersonId,
    (from, month): (Option<Day>, Month),
) -> Result<PersonId> {
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
