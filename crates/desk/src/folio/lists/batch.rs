//! Edits of many: the field and what is to stand in it, then what that would do, then the edit.

use std::collections::BTreeSet;

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField, FolioForm};
use branchbook_contract::member::{BatchRefusal, MemberPatch, MembersEdit, MembersEdited};
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::key::{PersonId, PlaceId};
use branchbook_domain::member::FieldKind;
use branchbook_ledger::Reading;

use super::entry::form;
use super::{HEAD, carried, keys_of};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::{Deed, Filled as _, Values, field};
use crate::member::batch::{self, group};
use crate::member::field::{Field, Fields};
use crate::organisation::Names;
use crate::person::follow::Merged;

/// Changes, reasons of refusals and names behind a reason that are written out in the question.
const MOST_SAID: usize = 8;
/// The field that is no field of the person: the group in the branch of each.
const GROUP: &str = "group";

fn fields_of(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Fields> {
    Fields::of(reading, &Names::of(reading)?, deed.today)
}

/// Who was ticked, each once. Whose record gave way meanwhile is the record that stands.
fn members(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Vec<PersonId>> {
    let keys = keys_of(deed.given.get("members").map_or("", String::as_str))?;
    if keys.is_empty() {
        return Err(DeskError::refused("还没有选人。请先在名册里勾选要修改的党员。"));
    }
    let merged = Merged::of(reading)?;
    let standing: BTreeSet<PersonId> = keys.into_iter().map(|key| merged.standing(PersonId(key))).collect();
    Ok(standing.into_iter().collect())
}

pub(super) fn entry(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let members = members(reading, deed)?;
    let fields = fields_of(reading, deed)?;
    let open: Vec<&Field> = fields.list.iter().filter(|field| field.can_batch).collect();
    let names = open.iter().map(|field| choice(&field.key, &field.label)).collect();
    let mut controls = vec![field("field", "栏目", FolioControl::Pick(names), 2).required()];
    controls.push(field("clear", "清空这一栏", FolioControl::Yes, 2));
    let groups = group::names_among(reading, &members, deed.today)?;
    controls.extend(open.into_iter().map(|field| control(field, &groups)));
    let title = format!("批量修改 {} 人", members.len());
    Ok(form(&title, "下一步先看会改成什么样，确定后才修改；修改后可以撤销。", controls, "下一步"))
}

fn value_key(field: &Field) -> String {
    format!("to_{}", field.key)
}

/// A control for a field; a group is one of those that the branches of these people have.
fn control(one: &Field, groups: &[String]) -> FolioField {
    let control = match one.kind {
        _ if one.key == GROUP => FolioControl::Pick(groups.iter().map(|name| choice(name, name)).collect()),
        FieldKind::Code | FieldKind::Place => {
            FolioControl::Pick(one.choices.iter().map(|each| choice(&each.code, &each.label)).collect())
        }
        FieldKind::Day => FolioControl::PartialDay,
        FieldKind::Yes => FolioControl::Yes,
        _ => FolioControl::Text(Vec::new()),
    };
    field(&value_key(one), "改为", control, 4).only_if("field", &[&one.key])
}

/// The edit that a form asks for.
fn command(reading: &Reading<'_>, deed: &Deed<'_>, values: &mut Values) -> Result<MembersEdit> {
    let (fields, members) = (fields_of(reading, deed)?, members(reading, deed)?);
    let name = values.need_text("field", "栏目");
    let (mut patch, mut group) = (MemberPatch::default(), None);
    match fields.of_key(&name).filter(|field| field.can_batch) {
        Some(field) if field.key == GROUP => group = written(field, values).map(Option::unwrap_or_default),
        Some(field) => set(&mut patch, field, values),
        None if name.is_empty() => {}
        None => values.refuse("field", "这一栏不能批量修改，请重新选择。"),
    }
    Ok(MembersEdit { members, patch, group, is_preview: true })
}

/// What is to stand in a field: a text, or nothing. Neither if that was not said, which is noted.
#[allow(clippy::option_option, reason = "not said, nothing and a text are three answers")]
fn written(field: &Field, values: &mut Values) -> Option<Option<String>> {
    let (key, is_clear) = (value_key(field), values.yes("clear"));
    let text = values.lines(&key).filter(|_| !is_clear);
    if text.is_none() && !is_clear && field.kind != FieldKind::Yes {
        values.refuse(&key, format!("请填写{}，或勾选“清空这一栏”。", field.label));
        return None;
    }
    Some(text)
}

fn set(patch: &mut MemberPatch, field: &Field, values: &mut Values) {
    let Some(text) = written(field, values) else { return };
    let (key, is_clear) = (value_key(field), values.yes("clear"));
    let code = text.as_deref();
    match field.key.as_str() {
        "sex" => patch.sex = Some(code.and_then(Sex::read)),
        "nation" => patch.nation = Some(code.and_then(Nation::of_code)),
        "education" => patch.education = Some(code.and_then(Education::of_code)),
        "work_post" => patch.work_post = Some(code.and_then(WorkPost::of_code)),
        "new_stratum" => patch.new_stratum = Some(code.and_then(NewStratum::of_code)),
        "place" => patch.place_id = Some(code.and_then(|code| code.parse().ok()).map(PlaceId)),
        "joined_on" => patch.joined_on = Some(day(&key, is_clear, values)),
        "became_full_on" => patch.became_full_on = Some(day(&key, is_clear, values)),
        "address" => patch.address = Some(text),
        "employer" => patch.employer = Some(text),
        "note" => patch.note = Some(text),
        own => {
            patch.extra.insert(own.to_owned(), text.unwrap_or_default());
        }
    }
}

fn day(key: &str, is_clear: bool, values: &mut Values) -> Option<branchbook_domain::day::PartialDay> {
    if is_clear { None } else { values.partial_day(key) }
}

/// What the edit would do, as the next form.
pub(super) fn preview(desk: &Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (command, field) = desk.book()?.read(|reading| {
        let command = command(reading, deed, &mut values)?;
        Ok::<_, DeskError>((command, values.text("field").unwrap_or_default()))
    })?;
    values.finish()?;
    let told = desk.book()?.read(|reading| batch::preview(reading, &command, deed.today))?;
    if told.changed == 0 {
        return Err(DeskError::refused(nothing(&told)));
    }
    let values = carried(deed, &["view", "members", "field", "clear", &format!("to_{field}")]);
    let next = FolioForm {
        folio: HEAD.folio.to_owned(),
        act: "batch_do".to_owned(),
        row: None,
        subject: None,
        values: values.into(),
    };
    Ok(Outcome::unchanged(FolioDone { sentence: told.sentence, next: Some(next), ..FolioDone::default() }))
}

fn nothing(told: &MembersEdited) -> String {
    match told.refused.first() {
        Some(refused) => format!("没有人可以这样修改。{}：{}", refused.name, refused.message),
        None => "选中的人都已经是这样，没有要改的。".to_owned(),
    }
}

/// The question with what would become of what.
pub(super) fn confirm(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut values = Values::new(deed.given.clone(), deed.today);
    let command = command(reading, deed, &mut values)?;
    values.finish()?;
    let told = batch::preview(reading, &command, deed.today)?;
    let said = |text: &str| if text.is_empty() { "空".to_owned() } else { text.to_owned() };
    let lines = told.changes.iter().take(MOST_SAID).map(|change| {
        format!("{}：{} → {}，{} 人", change.field, said(&change.before), said(&change.after), change.count)
    });
    let text: Vec<String> =
        lines.chain(named("不能修改", &told.refused)).chain(named("请核对", &told.noted)).collect();
    let fields = vec![field("said", "会改成这样", FolioControl::Said, 4).holding(text.join("\n"))];
    Ok(form("确认批量修改", &told.sentence, fields, &format!("修改 {} 人", told.changed)))
}

/// Who cannot be changed or deserves a look, reason by reason.
fn named(what: &str, people: &[BatchRefusal]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in people {
        match reasons.iter_mut().find(|(message, _)| *message == one.message) {
            Some((_, names)) => names.push(&one.name),
            None => reasons.push((&one.message, vec![&one.name])),
        }
    }
    let said = |(message, names): (&str, Vec<&str>)| {
        let first: Vec<&str> = names.iter().take(MOST_SAID).copied().collect();
        let more = if names.len() > MOST_SAID { format!("等 {} 人", names.len()) } else { String::new() };
        format!("{what} {}{more}：{message}", first.join("、"))
    };
    reasons.into_iter().take(MOST_SAID).map(said).collect()
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let command = desk.book()?.read(|reading| command(reading, deed, &mut values))?;
    values.finish()?;
    let done = batch::edit(desk, &MembersEdit { is_preview: false, ..command })?;
    let noted = named("请核对", &done.body.noted).into_iter().map(|line| format!("\n{line}"));
    let body = FolioDone {
        is_undoable: done.body.changed > 0,
        sentence: done.body.sentence.clone() + &noted.collect::<String>(),
        ..FolioDone::default()
    };
    Ok(Outcome { body, changed: done.changed })
}
