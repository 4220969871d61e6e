//! The forms of fields of the office's own.

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{CustomKind, READY_FIELDS};
use branchbook_ledger::table::custom::{CustomField, fields};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};

use super::kind_of;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::{Deed, Filled as _, coded_choices, field};
use crate::member::extra;
use crate::member::field::{is_open, own_choices, own_key};

fn form(title: String, about: &str, fields: Vec<FolioField>, button: &str) -> FolioEntry {
    FolioEntry { title, about: about.to_owned(), fields, button: button.to_owned(), is_danger: false }
}

fn label_field() -> FolioField {
    field("label", "栏目名称", FolioControl::Text(Vec::new()), 2).required()
}

fn choices_field() -> FolioField {
    field("choices", "可选内容", FolioControl::Lines, 4).hinted("一行一项")
}

pub(super) fn add() -> FolioEntry {
    let kinds = coded_choices(CustomKind::ALL.iter().copied(), CustomKind::code, CustomKind::label);
    let fields = vec![
        label_field(),
        field("kind", "类型", kinds, 2).holding(CustomKind::Text.code()).required(),
        choices_field().only_if("kind", &[CustomKind::Choice.code()]),
    ];
    form("新增栏目".to_owned(), "类型定了以后不能改，可选内容以后可以增加。", fields, "新增")
}

pub(super) fn ready(reading: &Reading<'_>) -> Result<FolioEntry> {
    let known = fields(reading)?;
    let is_new = |label: &str| known.iter().all(|own| own.label != label);
    let choices = READY_FIELDS
        .iter()
        .filter(|(label, ..)| is_new(label))
        .map(|(label, kind, _)| choice(label, format!("{label}（{}）", kind.label())))
        .collect::<Vec<_>>();
    if choices.is_empty() {
        return Err(DeskError::refused("常用栏目都已经有了。"));
    }
    let fields = vec![field("labels", "要加的栏目", FolioControl::Ticks(choices), 4).required()];
    Ok(form("选用常用栏目".to_owned(), "勾选后加到名册里，名称和可选内容以后都能改。", fields, "加上"))
}

pub(super) fn edit(own: &Stored<CustomField>) -> Result<FolioEntry> {
    let mut fields = vec![label_field().holding(&own.label)];
    if kind_of(own) == CustomKind::Choice {
        fields.push(choices_field().holding(own_choices(own).join("\n")));
    }
    Ok(form(format!("修改栏目：{}", own.label), "改名后，已填的内容不变。", fields, "保存"))
}

pub(super) fn moved(own: &Stored<CustomField>, is_up: bool) -> FolioEntry {
    let way = if is_up { "上移" } else { "下移" };
    form(format!("{way}：{}", own.label), "档案、条件和导出里的次序随之改变。", Vec::new(), way)
}

pub(super) fn end(own: &Stored<CustomField>) -> FolioEntry {
    let about = "停用后不再出现在表单、条件和导出里；已经填的内容留着，恢复使用就回来。";
    FolioEntry { is_danger: true, ..form(format!("停用：{}", own.label), about, Vec::new(), "停用") }
}

pub(super) fn reopen(own: &Stored<CustomField>) -> FolioEntry {
    form(format!("恢复使用：{}", own.label), "以前填的内容一并回来。", Vec::new(), "恢复使用")
}

/// All fields in use with what stands in them of one person.
pub(super) fn fill(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let person = deed.subject.ok_or_else(|| DeskError::refused("请先打开一名党员再填写。"))?;
    let person = reading.require::<Person>(PersonId(person))?;
    let stored = extra::stored_of(reading, person.id)?;
    let open = fields(reading)?.into_iter().filter(|own| is_open(own, deed.today));
    let filled = |own: Stored<CustomField>| {
        let key = own_key(own.id);
        field(&key, &own.label, control(&own), 2).holding_some(stored.get(&key))
    };
    let fields: Vec<FolioField> = open.map(filled).collect();
    if fields.is_empty() {
        return Err(DeskError::refused("还没有自定义栏目，请先在“自定义栏目”里新增。"));
    }
    Ok(form(format!("填写自定义栏目：{}", person.name), "清空就是没有填写。", fields, "保存"))
}

/// How a field is filled in. A number may have decimals, so it is a text.
pub(crate) fn control(own: &CustomField) -> FolioControl {
    match kind_of(own) {
        CustomKind::Text | CustomKind::Number => FolioControl::Text(Vec::new()),
        CustomKind::Day => FolioControl::PartialDay,
        CustomKind::Choice => {
            FolioControl::Pick(own_choices(own).into_iter().map(|text| choice(text.clone(), text)).collect())
        }
        CustomKind::Yes => FolioControl::Yes,
    }
}
