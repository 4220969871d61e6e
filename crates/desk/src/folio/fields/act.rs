//! What is done to fields of the office's own. A field is never taken away: it ends.

use std::collections::BTreeMap;

use branchbook_contract::folio::FolioDone;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{CustomKind, MEMBER_FIELDS, READY_FIELDS};
use branchbook_domain::text::tidy;
use branchbook_ledger::table::custom::{CustomField, fields, values_in};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::{kind_of, row};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values, operate};
use crate::member::extra;
use crate::member::field::{own_choices, own_key};

/// Longest name of a field and most choices of one.
const LONGEST_LABEL: usize = 20;
const MOST_CHOICES: usize = 60;

pub(super) fn add(desk: &mut Desk, mut values: Values) -> Result<Outcome<FolioDone>> {
    let known = desk.book()?.read(fields)?;
    let label = label(&mut values, &known, None);
    let kind = values.pick("kind", CustomKind::from_code).unwrap_or(CustomKind::Text);
    let choices = (kind == CustomKind::Choice).then(|| choices(&mut values));
    values.finish()?;
    let position = next_position(&known);
    let new = new_field(label, kind, choices.as_deref(), position);
    let title = format!("新增栏目：{}", new.label);
    write(desk, &title, |writing| writing.insert(&new).map(|_| ()).map_err(DeskError::from))
}

fn next_position(known: &[Stored<CustomField>]) -> i64 {
    known.iter().map(|own| own.position).max().unwrap_or_default() + 1
}

fn new_field(label: String, kind: CustomKind, choices: Option<&[String]>, position: i64) -> CustomField {
    CustomField {
        label,
        kind: kind.code().to_owned(),
        choices: choices.and_then(|choices| serde_json::to_string(choices).ok()),
        position,
        // What is filled in says nothing of days: a field counts on every day before its end.
        from_on: None,
        to_on: None,
    }
}

pub(super) fn ready(desk: &mut Desk, values: &Values) -> Result<Outcome<FolioDone>> {
    let known = desk.book()?.read(fields)?;
    let wanted = values.ticks("labels");
    let chosen: Vec<_> = READY_FIELDS
        .iter()
        .filter(|(label, ..)| wanted.iter().any(|one| one == label))
        .filter(|(label, ..)| known.iter().all(|own| own.label != *label))
        .collect();
    if chosen.is_empty() {
        return Err(DeskError::field("labels", "请勾选要加的栏目。"));
    }
    let first = next_position(&known);
    let labels: Vec<&str> = chosen.iter().map(|(label, ..)| *label).collect();
    let title = format!("新增栏目：{}", labels.join("、"));
    let new = |(position, (label, kind, choices)): (i64, &&(&str, CustomKind, &[&str]))| {
        let choices: Vec<String> = choices.iter().map(|&choice| choice.to_owned()).collect();
        let choices = (*kind == CustomKind::Choice).then_some(choices);
        new_field((*label).to_owned(), *kind, choices.as_deref(), position)
    };
    let new: Vec<CustomField> = (first..).zip(chosen.iter()).map(new).collect();
    write(desk, &title, |writing| {
        for field in &new {
            writing.insert(field)?;
        }
        Ok(())
    })
}

pub(super) fn edit(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (known, own) =
        desk.book()?.read(|reading| Ok::<_, DeskError>((fields(reading)?, row(reading, deed)?)))?;
    let label = label(&mut values, &known, Some(&own));
    let mut new = CustomField { label, ..own.value.clone() };
    if kind_of(&own) == CustomKind::Choice {
        let choices = choices(&mut values);
        let lost = desk.book()?.read(|reading| lost_choice(reading, &own, &choices))?;
        if let Some((text, count)) = lost {
            values.refuse("choices", format!("“{text}”已有 {count} 人填写，不能去掉。请先批量修改这些人。"));
        }
        new.choices = serde_json::to_string(&choices).ok();
    }
    values.finish()?;
    let title = format!("修改栏目：{}", new.label);
    write(desk, &title, |writing| Ok(writing.update(own.id, &new).map(|_| ())?))
}

/// A choice that is to go and that somebody has.
fn lost_choice(
    reading: &Reading<'_>,
    own: &Stored<CustomField>,
    choices: &[String],
) -> Result<Option<(String, usize)>> {
    let values = values_in(reading, own.id)?;
    let lost = own_choices(own).into_iter().find_map(|text| {
        let count = values.iter().filter(|row| row.value.value.as_ref() == Some(&text)).count();
        (count > 0 && !choices.contains(&text)).then_some((text, count))
    });
    Ok(lost)
}

/// Puts a field before the one above it, or behind the one below: all are numbered anew.
pub(super) fn moved(desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let mut list = desk.book()?.read(fields)?;
    let own = desk.book()?.read(|reading| row(reading, deed))?;
    let at = list.iter().position(|one| one.id == own.id).unwrap_or_default();
    let to = if deed.act == "up" { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < list.len()) };
    let to = to.ok_or_else(|| DeskError::refused("已经在最边上，不能再移。"))?;
    list.swap(at, to);
    write(desk, &format!("调整栏目次序：{}", own.label), |writing| {
        for (position, one) in (1..).zip(list) {
            writing.update(one.id, &CustomField { position, ..one.value })?;
        }
        Ok(())
    })
}

/// Ends a field, or takes it up again.
pub(super) fn end(desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let own = desk.book()?.read(|reading| row(reading, deed))?;
    let is_end = deed.act == "end";
    let to_on = is_end.then_some(deed.today);
    let title = format!("{}栏目：{}", if is_end { "停用" } else { "恢复" }, own.label);
    write(desk, &title, |writing| {
        Ok(writing.update(own.id, &CustomField { to_on, ..own.value }).map(|_| ())?)
    })
}

/// Writes what was filled in of one person; a field that was emptied is taken out.
pub(super) fn fill(desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let person = deed.subject.ok_or_else(|| DeskError::refused("请先打开一名党员再填写。"))?;
    let person = PersonId(person);
    let today = deed.today;
    let (name, filled) = desk.book()?.read(|reading| {
        let name = reading.require::<Person>(person)?.value.name;
        let keys = fields(reading)?.into_iter().map(|own| own_key(own.id));
        let given: BTreeMap<String, String> =
            keys.filter_map(|key| deed.given.get(&key).map(|text| (key, text.clone()))).collect();
        Ok::<_, DeskError>((name, extra::checked(reading, &given, today).map_err(without_draft)?))
    })?;
    let operation = Operation::new(OperationKind::MemberEdit, format!("填写自定义栏目：{name}"));
    let written = desk
        .book_mut()?
        .write(&operation, |writing| Ok::<_, DeskError>(extra::write(writing, person, &filled)?))?;
    Ok(outcome_of(written, |is_changed| FolioDone {
        sentence: if is_changed {
            format!("已填写自定义栏目：{name}。")
        } else {
            "没有改动。".to_owned()
        },
        is_undoable: is_changed,
        ..FolioDone::default()
    }))
}

/// The form of a folio names its fields without the draft that they are part of.
fn without_draft(error: DeskError) -> DeskError {
    let DeskError::Invalid(mut fields) = error else { return error };
    for field in &mut fields {
        field.field = field.field.trim_start_matches("draft.extra.").to_owned();
    }
    DeskError::Invalid(fields)
}

/// The name: short, and not that of another field, whether shipped or the office's own.
fn label(values: &mut Values, known: &[Stored<CustomField>], own: Option<&Stored<CustomField>>) -> String {
    let label = values.need_name("label", "栏目名称");
    let is_other = |one: &&Stored<CustomField>| own.is_none_or(|own| own.id != one.id);
    if label.chars().count() > LONGEST_LABEL {
        values.refuse("label", format!("栏目名称超过 {LONGEST_LABEL} 个字，请缩短。"));
    } else if MEMBER_FIELDS.iter().any(|field| field.is_called(&label)) {
        values.refuse("label", format!("“{label}”是名册已有的栏目，请换一个名称。"));
    } else if known.iter().filter(is_other).any(|one| one.label == label) {
        values.refuse("label", format!("已有栏目“{label}”；如果停用了，可以恢复使用。"));
    } else if label.contains(['=', '<', '>', '~', ':', '!', ',']) {
        values.refuse("label", "栏目名称里不能有 = < > ~ : ! 和逗号，请去掉。");
    }
    label
}

/// The choices, each once, in the order in which they were written.
fn choices(values: &mut Values) -> Vec<String> {
    let text = values.lines("choices").unwrap_or_default();
    let mut choices: Vec<String> = Vec::new();
    for line in text.lines().map(tidy).filter(|line| !line.is_empty()) {
        if !choices.contains(&line) {
            choices.push(line);
        }
    }
    if choices.is_empty() {
        values.refuse("choices", "请填写可选内容，一行一项。");
    } else if choices.len() > MOST_CHOICES {
        values.refuse("choices", format!("可选内容超过 {MOST_CHOICES} 项，请减少。"));
    }
    choices
}

fn write(
    desk: &mut Desk,
    title: &str,
    work: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> Result<Outcome<FolioDone>> {
    operate(desk, OperationKind::FieldSet, title, work)
}
