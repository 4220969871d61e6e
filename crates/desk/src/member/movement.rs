//! Movements (党员增减): who comes, who goes, who changes branch or becomes full. The true day and the month of the
//! report are kept apart (decisions 3). Who goes keeps the record; posts and conditions end with the membership.

mod possible;
mod write;

use branchbook_contract::member::{MemberMove, MemberMoved};
use branchbook_domain::care::check_stop;
use branchbook_domain::day::{Day, Month, PartialDay, Span};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{ConditionKind, MovementKind, MovementReason};
use branchbook_domain::standing::check_standing_extended;
use branchbook_ledger::table::membership::{
    Condition, Membership, conditions_of, memberships_of, probation_extended_to, standing_of,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::period::Period;
use super::reason::{Letter, missing, reason_of, require_class};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::happened;
use crate::month::Booking;
use crate::organisation::Names;
use crate::progress::Progress;

/// The reason of a membership that is stopped because somebody cannot be found.
const STOPPED_AS_LOST: &str = "51";

impl Handle<MemberMove> for Desk {
    fn handle(&mut self, command: MemberMove, _: &dyn Progress) -> Result<Outcome<MemberMoved>> {
        let today = self.clock().today();
        require_come(&command, today)?;
        let book = self.book_mut()?;
        let case = book.read(|reading| Case::of(reading, command))?;
        let title = format!("{}：{}", case.command.kind.label(), case.person.name);
        let operation = Operation::new(OperationKind::MemberMove, title);
        let (month, warnings) = (case.month, case.warnings(today));
        let written = book.write(&operation, |writing| case.write(writing))?;
        Ok(outcome_of(written, |movement| MemberMoved { movement, booked_month: month, warnings }))
    }
}

/// Whether a movement could be recorded as the book stands, for a greater operation that holds it.
pub(crate) fn require_possible(reading: &Reading<'_>, command: MemberMove, today: Day) -> Result<()> {
    require_come(&command, today)?;
    Case::of(reading, command).map(|_| ())
}

/// What would be said of a 转正 that is registered within a greater operation, of a person as they will be before it;
/// refused as it would be by itself.
pub(super) fn weigh_full(
    reading: &Reading<'_>,
    (person, home): (Stored<Person>, Home),
    on: PartialDay,
    today: Day,
) -> Result<Vec<String>> {
    let command = MemberMove::of(person.id, MovementKind::BecameFull, on);
    Ok(Case::judged(reading, command, person, home)?.warnings(today))
}

/// Where somebody comes to, as the book stands before a greater operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// The branch is in the book.
    InBook,
    /// The operation makes the branch first: nothing stands against it.
    ToBeMade,
    /// The operation lets them come first, on this day: from then on they are there.
    Since(Day),
}

/// The same of somebody as they will be when the movement is recorded; somebody yet to be entered has no spans.
pub(crate) fn require_possible_of(
    reading: &Reading<'_>,
    command: MemberMove,
    (person, home): (Stored<Person>, Home),
    today: Day,
) -> Result<()> {
    require_come(&command, today)?;
    Case::judged(reading, command, person, home).map(|_| ())
}

/// Records a movement within a greater operation.
pub(crate) fn record_within(writing: &mut Writing<'_>, command: MemberMove) -> Result<()> {
    Case::of(writing, command)?.write(writing).map(drop)
}

/// A move to another branch or group as part of a greater operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BranchMove<'a> {
    /// The branch and the group in it.
    pub to: (OrganisationId, Option<OrganisationId>),
    /// Since when.
    pub day: Day,
    /// Code of the reason.
    pub reason: &'a str,
    /// Why, in words.
    pub note: &'a str,
}

/// Moves somebody; the sentence says that it is booked in another month than its own.
pub(crate) fn branch_move(
    writing: &mut Writing<'_>,
    member: PersonId,
    moved: &BranchMove<'_>,
) -> Result<Option<String>> {
    let BranchMove { to: (branch, group), day, reason, note } = *moved;
    let command = MemberMove {
        branch: Some(branch),
        group,
        reason: Some(reason.to_owned()),
        note: Some(note.to_owned()),
        ..MemberMove::of(member, MovementKind::BranchMove, day.into())
    };
    let case = Case::of(writing, command)?;
    case.write(writing)?;
    Ok(case.late)
}

/// Everything that is known when a movement is judged.
struct Case {
    command: MemberMove,
    person: Stored<Person>,
    day: Day,
    month: Month,
    late: Option<String>,
    held: Option<Stored<Membership>>,
    reason: Option<MovementReason>,
    letter: Option<Letter>,
    home: Home,
    /// Where the person stands in the Party.
    period: Period,
    /// The day up to which an assembly has extended the probation.
    extended_to: Option<Day>,
    /// That a membership is stopped sooner than it may be.
    early: Option<String>,
}

impl Case {
    fn of(reading: &Reading<'_>, command: MemberMove) -> Result<Self> {
        let person = reading.require::<Person>(command.member)?;
        Self::judged(reading, command, person, Home::InBook)
    }

    fn judged(
        reading: &Reading<'_>,
        command: MemberMove,
        person: Stored<Person>,
        home: Home,
    ) -> Result<Self> {
        let day = match command.kind {
            MovementKind::BecameFull => command.occurred_on.earliest(),
            _ => require_span_day("occurred_on", command.occurred_on)?,
        };
        let booking = Booking::of(reading)?;
        let known = command.occurred_on.earliest();
        let (month, late) = (booking.month(known), booking.note(known));
        let spans = memberships_of(reading, command.member)?;
        let held = spans.iter().find(|span| holds(span, day)).cloned();
        let reason = reason_of("reason", command.kind, command.reason.as_deref())?;
        let texts = (command.letter_number.as_deref(), command.counterpart.as_deref());
        let letter = Letter::of("letter", (command.kind, day), texts, command.letter.as_ref())?;
        let period = Period::of(reading, &person, day)?;
        let extended_to = probation_extended_to(reading, person.id, day)?;
        let early = stopped_early(reading, person.id, reason, day)?;
        let case = Self {
            command,
            person,
            day,
            month,
            late,
            held,
            reason,
            letter,
            home,
            period,
            extended_to,
            early,
        };
        case.require_possible(&spans)?;
        case.require_in_life()?;
        let class = standing_of(day, case.period.joined_on, case.period.became_full_on).class;
        require_class(case.reason, case.command.kind, class)?;
        if let Some(branch) = case.command.branch {
            Names::of(reading)?.require_home(branch, case.command.group, day)?;
        }
        Ok(case)
    }

    fn warnings(&self, today: Day) -> Vec<String> {
        let mut warnings: Vec<String> = self.late.iter().cloned().collect();
        if self.command.occurred_on.month().is_none() {
            warnings.push(format!("只知道年份，这笔增减计入{}的报表。", self.month.label()));
        }
        warnings.extend(missing(self.command.kind, self.reason));
        warnings.extend(self.early.clone());
        if self.command.kind == MovementKind::BecameFull {
            warnings.extend(self.doubts_of_standing(today));
        }
        warnings
    }

    /// What does not fit in a 转正: too soon, too late, not yet come.
    fn doubts_of_standing(&self, today: Day) -> Vec<String> {
        let full = Some(self.command.occurred_on);
        let Some(joined) = self.period.joined_on else {
            return standing_of(today, None, full).warning().into_iter().collect();
        };
        let found = check_standing_extended(&self.person.name, today, joined, full, self.extended_to);
        found.into_iter().map(|finding| format!("{}{}", finding.gap, finding.advice)).collect()
    }
}

/// Only a 转正 may lie ahead: it is planned.
fn require_come(command: &MemberMove, today: Day) -> Result<()> {
    match command.kind {
        MovementKind::BecameFull => Ok(()),
        _ => happened::refuse_ahead("occurred_on", command.occurred_on, today),
    }
}

/// That somebody's membership is stopped for lost contact before it may be.
fn stopped_early(
    reading: &Reading<'_>,
    person: PersonId,
    reason: Option<MovementReason>,
    day: Day,
) -> Result<Option<String>> {
    if reason.map(MovementReason::code) != Some(STOPPED_AS_LOST) {
        return Ok(None);
    }
    let is_lost = |each: &Stored<Condition>| {
        each.kind == ConditionKind::Lost && Span { from: each.from_on, to: each.to_on }.contains(day)
    };
    let lost = conditions_of(reading, person)?.into_iter().rfind(is_lost);
    Ok(check_stop(lost.map(|lost| lost.from_on.map(PartialDay::Day)), day))
}

/// The day on which a span begins or ends: the day itself, or the first of a month that is all that is known.
pub(super) fn require_span_day(field: &str, occurred: PartialDay) -> Result<Day> {
    match occurred {
        PartialDay::Year(year) => {
            Err(DeskError::field(field, format!("只知道 {year} 年不够，请至少填到月份。")))
        }
        known => Ok(known.earliest()),
    }
}

/// Whether a membership holds on a day.
pub(super) fn holds(span: &Membership, day: Day) -> bool {
    span.from_on.is_none_or(|from| from <= day) && span.to_on.is_none_or(|to| day < to)
}
