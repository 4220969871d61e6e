//! What specially holds of a member over a span: 流动, 失联, 困难, 不计应到会, 留党察看, 延长预备期, 中止党员权利.

use branchbook_contract::FieldError;
use branchbook_contract::member::{ConditionSaved, MemberConditionEnd, MemberConditionSet};
use branchbook_domain::care::LostReason;
use branchbook_domain::day::{Day, Span, add_months};
use branchbook_domain::key::ConditionId;
use branchbook_domain::member::ConditionKind;
use branchbook_domain::quorum::{ExemptReason, Exemption, check_exemption};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::care::{Mobility, mobilities_beside};
use branchbook_ledger::table::membership::{Condition, conditions_of, extensions_of, member_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::period::class_on;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::happened;
use crate::progress::Progress;

impl Handle<MemberConditionSet> for Desk {
    fn handle(&mut self, command: MemberConditionSet, _: &dyn Progress) -> Result<Outcome<ConditionSaved>> {
        let today = self.clock().today();
        let from = command.from_on.unwrap_or(today);
        let condition = condition_of(&command, from, today)?;
        let book = self.book_mut()?;
        let name = book.read(|reading| require_free(reading, &condition, from))?;
        let warnings = warnings(&name, &condition);
        let title = format!("登记{}：{name}", condition.kind.label());
        let operation = Operation::new(OperationKind::ConditionSet, title);
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&condition)?))?;
        Ok(outcome_of(written, |condition| ConditionSaved { condition, warnings }))
    }
}

impl Handle<MemberConditionEnd> for Desk {
    fn handle(&mut self, command: MemberConditionEnd, _: &dyn Progress) -> Result<Outcome<ConditionSaved>> {
        let today = self.clock().today();
        let (id, to) = (command.condition, command.to_on.unwrap_or(today));
        let book = self.book_mut()?;
        let (stored, name) = book.read(|reading| {
            let stored = reading.require::<Condition>(id)?;
            let person = reading.require::<Person>(stored.person_id)?;
            Ok::<_, DeskError>((stored, person.value.name))
        })?;
        require_end(&stored, to, today)?;
        let title = format!("结束{}：{name}", stored.kind.label());
        let operation = Operation::new(OperationKind::ConditionSet, title);
        let written = book.write(&operation, |writing| end(writing, &stored, to))?;
        Ok(outcome_of(written, |()| ConditionSaved { condition: id, warnings: Vec::new() }))
    }
}

/// Whether it is decided before it begins, as its end is: 不计应到会 is approved for a time to come, an extension is
/// resolved before the probation is over. Everything else is noticed when it is there.
const fn is_decided_ahead(kind: ConditionKind) -> bool {
    matches!(kind, ConditionKind::QuorumExempt | ConditionKind::ProbationExtended)
}

fn condition_of(command: &MemberConditionSet, from: Day, today: Day) -> Result<Condition> {
    let wrong = faults(command, from, today);
    if !wrong.is_empty() {
        return Err(DeskError::Invalid(wrong));
    }
    Ok(Condition {
        person_id: command.member,
        kind: command.kind,
        reason: reason_of(command),
        from_on: Some(from),
        to_on: command.to_on,
        approved_by: command.approved_by.clone(),
        approved_on: command.approved_on,
        reference: command.reference.clone(),
        note: command.note.clone(),
    })
}

/// What is wrong with what was said, whoever it is said of.
fn faults(command: &MemberConditionSet, from: Day, today: Day) -> Vec<FieldError> {
    let mut wrong = faults_of_days(command, from, today);
    match command.kind {
        ConditionKind::QuorumExempt => wrong.extend(faults_of_exemption(command)),
        ConditionKind::ProbationExtended if command.to_on.is_none() => {
            wrong.push(fault("to_on", "请填写预备期延长到哪一天。"));
        }
        _ => (),
    }
    wrong
}

fn faults_of_days(command: &MemberConditionSet, from: Day, today: Day) -> Vec<FieldError> {
    let begun = happened::ahead(from, today).filter(|_| !is_decided_ahead(command.kind));
    let approved = command.approved_on.and_then(|on| happened::ahead(on, today));
    let is_backwards = command.to_on.is_some_and(|to| to <= from);
    let ended = is_backwards.then(|| "结束日期应晚于开始日期。".to_owned());
    let days = [("from_on", begun), ("approved_on", approved), ("to_on", ended)];
    days.into_iter().filter_map(|(field, words)| Some(fault(field, words?))).collect()
}

/// An exemption counts by its papers: what for, by whom, when.
fn faults_of_exemption(command: &MemberConditionSet) -> Vec<FieldError> {
    let has_reason = command.reason.as_deref().and_then(exempt_reason).is_some();
    let has_office = command.approved_by.as_deref().is_some_and(|by| !by.trim().is_empty());
    let papers = [
        ("reason", has_reason, "请选择不计入应到会的情形（规定的六种之一）。"),
        ("approved_by", has_office, "不计入应到会须经上级党组织批准，请填写批准单位。"),
        ("approved_on", command.approved_on.is_some(), "请填写批准日期。"),
    ];
    let missing = papers.into_iter().filter(|(_, is_there, _)| !*is_there);
    missing.map(|(field, _, words)| fault(field, words)).collect()
}

fn fault(field: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), message: message.into() }
}

/// The reason as it is kept: by its code, where there is a table of them.
fn reason_of(command: &MemberConditionSet) -> Option<String> {
    let said = command.reason.as_deref();
    match command.kind {
        ConditionKind::QuorumExempt => said.and_then(exempt_reason).map(|reason| reason.code().to_owned()),
        ConditionKind::Lost => said.map(lost_reason),
        _ => command.reason.clone(),
    }
}

fn exempt_reason(text: &str) -> Option<ExemptReason> {
    let by_label = || ExemptReason::ALL.into_iter().find(|reason| reason.label() == text.trim());
    ExemptReason::from_code(text.trim()).or_else(by_label)
}

/// The code of a reason of the table; other words stay as they are.
fn lost_reason(text: &str) -> String {
    LostReason::read(text).map_or_else(|| text.to_owned(), |reason| reason.code().to_owned())
}

/// Refuses a day on which a condition cannot end: before it begins, or one that is still to come.
pub(crate) fn require_end(condition: &Condition, to: Day, today: Day) -> Result<()> {
    if condition.from_on.is_some_and(|from| to < from) {
        return Err(DeskError::field("to_on", "结束日期早于开始日期，请核对。"));
    }
    match is_decided_ahead(condition.kind) {
        true => Ok(()),
        false => happened::refuse_ahead("to_on", to, today),
    }
}

/// Ends a condition on a day, and with it what stands beside it.
pub(crate) fn end(writing: &mut Writing<'_>, held: &Stored<Condition>, to: Day) -> Result<()> {
    end_mobilities(writing, held.id, to)?;
    writing.update(held.id, &Condition { to_on: Some(to), ..held.value.clone() })?;
    Ok(())
}

/// Where a mobile member is ends with the condition that says so.
fn end_mobilities(writing: &mut Writing<'_>, condition: ConditionId, to: Day) -> Result<()> {
    for mobility in mobilities_beside(writing, condition)? {
        if mobility.to_on.is_none_or(|known| known > to) {
            let to_on = mobility.from_on.map_or(to, |from| from.max(to));
            writing.update(mobility.id, &Mobility { to_on: Some(to_on), ..mobility.value })?;
        }
    }
    Ok(())
}

/// The name of the member, if the condition does not overlap another of its kind.
pub(crate) fn require_free(reading: &Reading<'_>, condition: &Condition, from: Day) -> Result<String> {
    let person = reading.require::<Person>(condition.person_id)?;
    require_free_of(reading, condition, (&person, from))
}

/// The same of a member as they will be, where a greater operation changes the record as well.
pub(crate) fn require_free_of(
    reading: &Reading<'_>,
    condition: &Condition,
    (person, from): (&Stored<Person>, Day),
) -> Result<String> {
    happened::refuse_before_joining_of(reading, "from_on", from, person)?;
    if let Some(approved) = condition.approved_on {
        happened::refuse_before_joining_of(reading, "approved_on", approved, person)?;
    }
    if member_on(reading, person.id, from)?.is_none() {
        return Err(DeskError::refused(format!("{}在 {from} 不在册，请核对日期。", person.name)));
    }
    if condition.kind == ConditionKind::ProbationExtended {
        require_extensible(reading, person, from)?;
    }
    let new = Span { from: condition.from_on, to: condition.to_on };
    let known = conditions_of(reading, person.id)?;
    let mut same = known.iter().filter(|known| known.kind == condition.kind);
    if same.any(|known| Span { from: known.from_on, to: known.to_on }.overlaps(new)) {
        let label = condition.kind.label();
        return Err(DeskError::refused(format!(
            "{}已登记“{label}”且时间重叠，请先结束原来的一条。",
            person.name
        )));
    }
    Ok(person.name.clone())
}

/// Only a probation is extended, and only once: whoever was expelled and is admitted anew has another one.
fn require_extensible(reading: &Reading<'_>, person: &Stored<Person>, from: Day) -> Result<()> {
    let name = &person.name;
    if class_on(reading, person, from)? != Some(MemberClass::Probationary) {
        return Err(DeskError::field("kind", format!("{name}在 {from} 不是预备党员，不能延长预备期。")));
    }
    match extensions_of(reading, person.id, from)?.is_empty() {
        true => Ok(()),
        false => Err(DeskError::field("kind", format!("{name}的预备期已经延长过，只能延长一次。"))),
    }
}

fn warnings(name: &str, condition: &Condition) -> Vec<String> {
    if condition.kind == ConditionKind::ProbationExtended {
        return extension_warning(condition).into_iter().collect();
    }
    let reason = condition.reason.as_deref().and_then(ExemptReason::from_code);
    let exemption = reason.map(|reason| Exemption {
        reason,
        approved_by: condition.approved_by.clone(),
        approved_on: condition.approved_on,
        meeting_ref: condition.reference.clone(),
        valid: Span { from: condition.from_on, to: condition.to_on },
    });
    let finding = exemption.and_then(|exemption| check_exemption(name, &exemption));
    finding.map(|finding| finding.to_string()).into_iter().collect()
}

/// 党章: not under half a year, not over a year.
fn extension_warning(condition: &Condition) -> Option<String> {
    let (from, to) = condition.from_on.zip(condition.to_on)?;
    let is_usual = add_months(from, 6) <= to && to <= add_months(from, 12);
    let words = "延长预备期不能少于半年，最长不超过一年（《中国共产党章程》第七条），请核对起止日期。";
    (!is_usual).then(|| words.to_owned())
}
