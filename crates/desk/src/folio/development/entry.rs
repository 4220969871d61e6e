//! Fields that several forms of a case share, days that cannot be, and the end of every act: one operation, the words
//! of the undo list, and what the rules say of the case after it that they did not say before.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField, FolioLink};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::{RulePacks, check_case};
use branchbook_domain::key::{DevelopmentCaseId, OrganisationId};
use branchbook_domain::rule::Level;
use branchbook_domain::work_day::WorkCalendar;
use branchbook_ledger::table::development::DevelopmentCase;
use branchbook_ledger::table::organisation::{Level as OrganisationLevel, list_on};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Writing};

use super::CASE;
use super::file::CaseFile;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Filled as _, Values, choice, field};
use crate::happened;
use crate::organisation::Names;

/// Days and lessons of a training, at most.
const MOST: i64 = 999;

/// Branches that somebody can belong to on a day.
pub(super) fn branch_control(reading: &Reading<'_>, on: Day) -> Result<FolioControl, LedgerError> {
    let names = Names::on(reading, on)?;
    let all = list_on(reading, on)?;
    let homes = all.iter().filter(|each| each.level.is_home_branch());
    Ok(FolioControl::Pick(homes.map(|each| choice(each.id, names.distinct(each.id))).collect()))
}

/// Groups that somebody can belong to on a day, each with its branch where names repeat.
pub(super) fn group_control(reading: &Reading<'_>, on: Day) -> Result<FolioControl, LedgerError> {
    let names = Names::on(reading, on)?;
    let all = list_on(reading, on)?;
    let groups = all.iter().filter(|each| each.level == OrganisationLevel::Group);
    Ok(FolioControl::Pick(groups.map(|each| choice(each.id, names.distinct(each.id))).collect()))
}

/// The branch of a form: one that people can belong to on the day.
pub(super) fn need_branch(
    reading: &Reading<'_>,
    values: &mut Values,
    on: Day,
) -> Result<OrganisationId, LedgerError> {
    let Some(branch) = values.organisation("branch") else {
        values.refuse("branch", "请选择党支部。");
        return Ok(OrganisationId(0));
    };
    let known = list_on(reading, on)?;
    if !known.iter().any(|each| each.id == branch && each.level.is_home_branch()) {
        values.refuse("branch", "请选择一个现有的党支部。");
    }
    Ok(branch)
}

/// A field for a day, known perhaps in part.
pub(super) fn day_field(key: &str, label: &str) -> FolioField {
    field(key, label, FolioControl::PartialDay, 2).hinted("知道到哪写到哪，如 2026-11-21、2026-11、2026")
}

/// A field for a remark.
pub(super) fn note_field(known: Option<&String>) -> FolioField {
    field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(known)
}

/// A form with a title and a button.
pub(super) fn form(title: String, about: &str, fields: Vec<FolioField>, button: &str) -> FolioEntry {
    FolioEntry { title, about: about.to_owned(), fields, button: button.to_owned(), is_danger: false }
}

/// Refuses a day on which nothing of a person can have happened: after today, before birth.
pub(super) fn refuse_impossible(
    values: &mut Values,
    key: &str,
    day: PartialDay,
    (birth, today): (Option<PartialDay>, Day),
) {
    values.refuse_if(key, happened::ahead(day, today));
    values.refuse_absurd(key, Some(day), birth);
}

/// A note with another before it.
pub(super) fn noted_after(before: Option<&String>, words: &str) -> Option<String> {
    Some(before.map_or(words.to_owned(), |before| format!("{before}；{words}")))
}

/// Writes an act of a case as one operation.
pub(super) fn save(
    desk: &mut Desk,
    file: &CaseFile,
    title: &str,
    today: Day,
    write: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> Result<Outcome<FolioDone>> {
    let before = gaps(file, today);
    let title = format!("{title}：{}", file.person.name);
    let operation = Operation::new(OperationKind::CaseSet, &title);
    let id = file.stored.id;
    let book = desk.book_mut()?;
    let written = book.write(&operation, write)?;
    let after = book.read(|reading| CaseFile::get(reading, id, today))?;
    let new: Vec<String> = gaps(&after, today).into_iter().filter(|gap| !before.contains(gap)).collect();
    let reminder = if new.is_empty() { String::new() } else { format!("请核对：{}", new.join("")) };
    Ok(outcome_of(written, |()| done(id, format!("已{title}。{reminder}"))))
}

/// What the rules say of a case, without mere remarks.
fn gaps(file: &CaseFile, today: Day) -> Vec<String> {
    let found = check_case(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), today);
    found.into_iter().filter(|each| each.level > Level::Note).map(|each| each.gap).collect()
}

/// The answer to an act that leads to its case.
pub(super) fn done(case: DevelopmentCaseId, sentence: String) -> FolioDone {
    FolioDone { opens: Some(FolioLink::Folio(CASE.to_owned(), Some(case.0))), ..crate::folio::done(sentence) }
}

/// The refusal of an act that the case does not admit as it stands.
pub(super) fn refuse_unless(is_possible: bool, words: &str) -> Result<()> {
    if is_possible { Ok(()) } else { Err(DeskError::refused(words)) }
}

/// Refuses what is entered in a case that is over.
pub(super) fn require_running(file: &CaseFile) -> Result<()> {
    refuse_unless(file.is_running(), "这份档案已经结束或作废，请先恢复办理。")
}

/// The length of a training, in a form.
pub(super) fn training_fields(case: &DevelopmentCase) -> Vec<FolioField> {
    vec![
        field("days", "培训天数", FolioControl::Number, 1).holding_some(case.training_days),
        field("hours", "培训学时", FolioControl::Number, 1).holding_some(case.training_hours),
    ]
}

/// The case with the length of its training as a form says it.
pub(super) fn with_training(case: &DevelopmentCase, values: &mut Values) -> DevelopmentCase {
    DevelopmentCase {
        training_days: values.number("days", 0..=MOST),
        training_hours: values.number("hours", 0..=MOST),
        ..case.clone()
    }
}
