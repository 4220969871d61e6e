//! Movements (党员增减): who comes, who goes, who changes branch or becomes full. The true day and the month of the
//! report are kept apart (decisions 3). Who goes keeps the record; posts and conditions end with the membership.

use branchbook_contract::member::{MemberMove, MemberMoved};
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};
use branchbook_domain::member::{MovementKind, MovementReason};
use branchbook_ledger::table::membership::{Membership, Movement, memberships_of, standing_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::leaving::{Left, end_conditions, end_posts};
use super::reason::{Letter, missing, reason_of, require_class};
use super::stop;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::organisation::Names;
use crate::points::automatic::open_accounts;
use crate::progress::Progress;

impl Handle<MemberMove> for Desk {
    fn handle(&mut self, command: MemberMove, _: &dyn Progress) -> Result<Outcome<MemberMoved>> {
        let today = self.clock().today();
        if command.kind != MovementKind::BecameFull {
            require_past("occurred_on", command.occurred_on, today)?;
        }
        let book = self.book_mut()?;
        let case = book.read(|reading| Case::of(reading, command))?;
        let title = format!("{}：{}", case.command.kind.label(), case.person.name);
        let operation = Operation::new(OperationKind::MemberMove, title);
        let (month, mut warnings) = (case.month, case.warnings(today));
        warnings.extend(book.read(|reading| stop::too_early(reading, &case.command))?);
        let written = book.write(&operation, |writing| case.write(writing))?;
        Ok(outcome_of(written, |movement| MemberMoved { movement, booked_month: month, warnings }))
    }
}

/// Whether a movement could be recorded as the book stands, for a greater operation that holds it.
pub(crate) fn require_possible(reading: &Reading<'_>, command: MemberMove, today: Day) -> Result<()> {
    require_past("occurred_on", command.occurred_on, today)?;
    Case::of(reading, command).map(|_| ())
}

/// Where somebody comes to, as the book stands before a greater operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// The branch is in the book.
    InBook,
    /// The operation makes the branch first: nothing stands against it.
    ToBeMade,
}

/// The same of somebody as they will be when the movement is recorded; somebody yet to be entered has no spans.
pub(crate) fn require_possible_of(
    reading: &Reading<'_>,
    command: MemberMove,
    (person, home): (Stored<Person>, Home),
    today: Day,
) -> Result<()> {
    require_past("occurred_on", command.occurred_on, today)?;
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
        let case = Self { command, person, day, month, late, held, reason, letter, home };
        case.require_possible(&spans)?;
        let class = standing_of(day, case.person.joined_on, case.person.became_full_on).class;
        require_class(case.reason, case.command.kind, class)?;
        if let Some(branch) = case.command.branch {
            Names::of(reading)?.require_home(branch, case.command.group, day)?;
        }
        Ok(case)
    }

    fn require_possible(&self, spans: &[Stored<Membership>]) -> Result<()> {
        let name = &self.person.name;
        match self.command.kind {
            MovementKind::Opening => {
                Err(DeskError::field("kind", "建账时在册的党员请用“新增党员”登记，不作增减。"))
            }
            MovementKind::Admitted | MovementKind::TransferIn | MovementKind::Restored => {
                self.require_home()?;
                if spans.iter().any(|span| span.to_on.is_none_or(|to| to > self.day)) {
                    let words = format!("{name}在 {} 或以后已在册，不能重复登记{}。", self.day, self.label());
                    return Err(DeskError::refused(words));
                }
                Ok(())
            }
            MovementKind::BecameFull => self.require_probationary(),
            MovementKind::BranchMove => {
                let branch = self.require_home()?;
                let held = self.require_open()?;
                if branch
                    .is_some_and(|branch| (held.branch_id, held.group_id) == (branch, self.command.group))
                {
                    return Err(DeskError::field("branch", format!("{name}已经在这个党支部和党小组。")));
                }
                Ok(())
            }
            _ => self.require_open().map(|_| ()),
        }
    }

    fn label(&self) -> &'static str {
        self.command.kind.label()
    }

    /// The branch, unless it is yet to be made.
    fn require_home(&self) -> Result<Option<OrganisationId>> {
        match self.home {
            Home::InBook => self.require_branch().map(Some),
            Home::ToBeMade => Ok(None),
        }
    }

    fn require_branch(&self) -> Result<OrganisationId> {
        let missing = || DeskError::field("branch", format!("登记{}请选择党支部。", self.label()));
        self.command.branch.ok_or_else(missing)
    }

    /// The membership on the day, still running and begun before.
    fn require_open(&self) -> Result<&Stored<Membership>> {
        let name = &self.person.name;
        let held = self.held.as_ref().ok_or_else(|| {
            DeskError::refused(format!(
                "{name}在 {} 不在册，不能登记{}。请核对日期。",
                self.day,
                self.label()
            ))
        })?;
        if held.to_on.is_some() {
            let words = format!("{name}在 {} 之后已有别的增减，请先撤销后来的登记。", self.day);
            return Err(DeskError::refused(words));
        }
        if held.from_on == Some(self.day) {
            return Err(DeskError::field("occurred_on", format!("{name}当天才进入该党支部，请核对日期。")));
        }
        Ok(held)
    }

    fn require_probationary(&self) -> Result<()> {
        let name = &self.person.name;
        if self.held.is_none() {
            return Err(DeskError::refused(format!("{name}在 {} 不在册，不能登记转正。", self.day)));
        }
        let (joined, full) = (self.person.joined_on, self.person.became_full_on);
        if joined.is_some_and(|joined| self.command.occurred_on.latest() < joined.earliest()) {
            return Err(DeskError::field("occurred_on", "转正日期早于入党日期，请对照档案核对。"));
        }
        if let Some(full) = full.filter(|full| full.earliest() <= self.day) {
            let words = format!("{name}已登记 {} 转正。日期有误请在基本情况里修改。", full.label());
            return Err(DeskError::refused(words));
        }
        Ok(())
    }

    fn warnings(&self, today: Day) -> Vec<String> {
        let mut warnings: Vec<String> = self.late.iter().cloned().collect();
        if self.command.occurred_on.month().is_none() {
            warnings.push(format!("只知道年份，这笔增减计入{}的报表。", self.month.label()));
        }
        warnings.extend(missing(self.command.kind, self.reason));
        if self.command.kind == MovementKind::BecameFull {
            warnings
                .extend(standing_of(today, self.person.joined_on, Some(self.command.occurred_on)).warning());
        }
        warnings
    }

    fn write(&self, writing: &mut Writing<'_>) -> Result<Option<MovementId>> {
        let from_branch = self.held.as_ref().map(|held| held.branch_id);
        match self.command.kind {
            MovementKind::BecameFull => self.set_full(writing)?,
            MovementKind::BranchMove => {
                self.close_membership(writing)?;
                self.open_membership(writing)?;
                end_posts(writing, self.person.id, self.left(), self.day)?;
            }
            kind if kind.direction() > 0 => {
                self.open_membership(writing)?;
                self.fill_joined(writing)?;
                open_accounts(writing, &[self.person.id], Some(self.day))?;
            }
            _ => {
                self.close_membership(writing)?;
                end_posts(writing, self.person.id, Left::Everything, self.day)?;
                end_conditions(writing, self.person.id, self.day)?;
            }
        }
        if self.command.kind == MovementKind::BranchMove && self.command.branch == from_branch {
            return Ok(None);
        }
        self.record(writing, from_branch).map(Some)
    }

    fn record(&self, writing: &mut Writing<'_>, held: Option<OrganisationId>) -> Result<MovementId> {
        let is_move = self.command.kind == MovementKind::BranchMove;
        let comes = is_move || self.command.kind.direction() > 0;
        let branch = if comes { self.command.branch } else { held };
        let Some(branch_id) = branch else {
            return Err(DeskError::refused("没有可以登记的党支部。"));
        };
        let movement = Movement {
            person_id: self.person.id,
            kind: self.command.kind,
            occurred_on: Some(self.command.occurred_on),
            booked_month: self.month,
            branch_id,
            from_branch_id: held.filter(|_| is_move),
            counterpart: self.command.counterpart.clone(),
            letter_number: self.command.letter_number.clone(),
            corrects_id: None,
            note: self.command.note.clone(),
            reason: self.reason.map(|reason| reason.code().to_owned()),
        };
        let id = writing.insert(&movement)?;
        if let Some(letter) = &self.letter {
            letter.write(writing, self.person.id, id)?;
        }
        Ok(id)
    }

    fn set_full(&self, writing: &mut Writing<'_>) -> Result<()> {
        let person = Person { became_full_on: Some(self.command.occurred_on), ..self.person.value.clone() };
        writing.update(self.person.id, &person)?;
        Ok(())
    }

    fn fill_joined(&self, writing: &mut Writing<'_>) -> Result<()> {
        if self.command.kind == MovementKind::Admitted && self.person.joined_on.is_none() {
            let person = Person { joined_on: Some(self.command.occurred_on), ..self.person.value.clone() };
            writing.update(self.person.id, &person)?;
        }
        Ok(())
    }

    fn open_membership(&self, writing: &mut Writing<'_>) -> Result<()> {
        writing.insert(&Membership {
            person_id: self.person.id,
            branch_id: self.require_branch()?,
            group_id: self.command.group,
            from_on: Some(self.day),
            to_on: None,
        })?;
        Ok(())
    }

    fn close_membership(&self, writing: &mut Writing<'_>) -> Result<()> {
        let held = self.require_open()?;
        writing.update(held.id, &Membership { to_on: Some(self.day), ..held.value.clone() })?;
        Ok(())
    }

    /// What somebody who moves leaves behind: the branch, or only the group within it.
    fn left(&self) -> Left {
        let held = self.held.as_ref();
        match held.filter(|held| Some(held.branch_id) == self.command.branch) {
            Some(held) => held.group_id.map_or(Left::Nothing, Left::Group),
            None => held.map_or(Left::Nothing, |held| Left::Branch(held.branch_id)),
        }
    }
}

/// What happens to people is recorded after it has happened.
pub(super) fn require_past(field: &str, occurred: PartialDay, today: Day) -> Result<()> {
    match occurred.earliest() > today {
        true => Err(DeskError::field(field, format!("日期 {} 还没有到，请到时再登记。", occurred.label()))),
        false => Ok(()),
    }
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
