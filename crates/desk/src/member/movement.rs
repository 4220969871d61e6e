//! Movements (党员增减): who comes, who goes, who changes branch or becomes full. The true day and the month of the
//! report are kept apart (decisions 3). Who goes keeps the record; posts and conditions end with the membership.

use branchbook_contract::member::{MemberMove, MemberMoved};
use branchbook_domain::care::check_stop;
use branchbook_domain::day::{Day, Month, PartialDay, Span};
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};
use branchbook_domain::member::{ConditionKind, MovementKind, MovementReason, cannot_follow};
use branchbook_domain::standing::check_standing_extended;
use branchbook_ledger::table::membership::{
    Condition, Membership, Movement, conditions_of, memberships_of, probation_extended_to, standing_of,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::leaving::{Left, end_conditions, end_posts};
use super::period::{Period, keep_period};
use super::reason::{Letter, missing, reason_of, require_class};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::organisation::Names;
use crate::points::automatic::open_accounts;
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
    person: Stored<Person>,
    on: PartialDay,
    today: Day,
) -> Result<Vec<String>> {
    let command = MemberMove::of(person.id, MovementKind::BecameFull, on);
    Ok(Case::judged(reading, command, person, Home::InBook)?.warnings(today))
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
        let extended_to = probation_extended_to(reading, person.id)?;
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
                match cannot_follow(self.period.left, self.command.kind) {
                    Some(words) => Err(DeskError::refused(format!("{name}{words}"))),
                    None => Ok(()),
                }
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

    /// Nothing is registered of a day before birth or before joining; who joins anew, joins on the day itself.
    fn require_in_life(&self) -> Result<()> {
        let is_anew = self.command.kind == MovementKind::Admitted && self.period.begins_anew();
        let joined = self.period.joined_on.filter(|_| !is_anew);
        require_in_life("occurred_on", self.command.occurred_on, self.person.birth_on, joined)
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
        if self.period.is_past {
            let words = format!("{name}后来重新入党，{} 的转正属于以前的党籍，不能再登记。", self.day);
            return Err(DeskError::field("occurred_on", words));
        }
        let (joined, full) = (self.period.joined_on, self.period.became_full_on);
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
                self.begin_period(writing)?;
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

    /// Who is admitted joined on the day, unless the book knows a day; who is admitted anew joined on that day again
    /// and is on probation.
    fn begin_period(&self, writing: &mut Writing<'_>) -> Result<()> {
        if self.command.kind != MovementKind::Admitted {
            return Ok(());
        }
        let joined = Some(self.command.occurred_on);
        if self.period.begins_anew() {
            keep_period(writing, &self.person, self.day)?;
            let person = Person { joined_on: joined, became_full_on: None, ..self.person.value.clone() };
            writing.update(self.person.id, &person)?;
        } else if self.person.joined_on.is_none() {
            let person = Person { joined_on: joined, ..self.person.value.clone() };
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

/// Only a 转正 may lie ahead: it is planned.
fn require_come(command: &MemberMove, today: Day) -> Result<()> {
    match command.kind {
        MovementKind::BecameFull => Ok(()),
        _ => require_past("occurred_on", command.occurred_on, today),
    }
}

/// Nothing happens to a member before birth, or before joining the Party.
pub(super) fn require_in_life(
    field: &str,
    occurred: PartialDay,
    birth: Option<PartialDay>,
    joined: Option<PartialDay>,
) -> Result<()> {
    for (what, day) in [("出生日期", birth), ("入党日期", joined)] {
        if let Some(day) = day.filter(|day| occurred.latest() < day.earliest()) {
            let words = format!("日期 {} 早于{what} {}，请核对。", occurred.label(), day.label());
            return Err(DeskError::field(field, words));
        }
    }
    Ok(())
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
