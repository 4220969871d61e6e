//! The office's own tags: a new one, another name for it, its end. What it was called stands in the history.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::Day;
use branchbook_domain::key::CodeValueId;
use branchbook_ledger::table::care::{TagHeld, tags};
use branchbook_ledger::table::office::CodeValue;
use branchbook_ledger::{OperationKind, Reading, Stored, Writing};

use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::{Deed, Filled as _, Values, field, operate, operate_saying};
use crate::person::tag::{FAMILY, Tags, is_offered};

/// Characters at most: a tag is a word, not a sentence.
const LONGEST: usize = 10;

pub(super) fn form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let tags = Tags::of(reading)?;
    let own = tags.own.iter().filter(|each| is_offered(each, deed.today));
    let own = FolioControl::Pick(own.map(|each| choice(each.id, &each.label)).collect());
    let which = field("tag", "标签", own, 2).required();
    let label = field("label", "名称", FolioControl::Text(Vec::new()), 2)
        .hinted("不超过 10 个字，如“空巢老人”")
        .required();
    let (title, about, fields, button) = match deed.act {
        "own_add" => {
            ("新增自定义标签", "本单位自己的标签，加上以后可以给党员登记、筛选。", vec![label], "新增")
        }
        "own_rename" => {
            ("修改标签名称", "已经登记的人一并改用新名称；原名称留在操作记录里。", vec![which, label], "保存")
        }
        "own_end" => (
            "停用自定义标签",
            "停用后不能再登记；党员身上的这个标签今天一并结束，以前的登记保留。",
            vec![which],
            "停用",
        ),
        _ => return deed.unknown(),
    };
    Ok(FolioEntry {
        title: title.to_owned(),
        about: about.to_owned(),
        fields,
        button: button.to_owned(),
        is_danger: deed.act == "own_end",
    })
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let tags = desk.book()?.read(Tags::of)?;
    match deed.act {
        "own_add" => add(desk, &tags, deed.today, values),
        "own_rename" => {
            let (known, label) = (chosen(&tags, &mut values), label_of(&tags, &mut values));
            values.finish()?;
            rename(desk, known, label)
        }
        _ => {
            let known = chosen(&tags, &mut values);
            values.finish()?;
            end(desk, known, deed.today)
        }
    }
}

fn add(desk: &mut Desk, tags: &Tags, today: Day, mut values: Values) -> Result<Outcome<FolioDone>> {
    let label = label_of(tags, &mut values);
    values.finish()?;
    let value = CodeValue {
        family: FAMILY.to_owned(),
        code: tags.next_code(),
        position: i64::try_from(tags.own.len()).unwrap_or(i64::MAX),
        from_on: Some(today),
        to_on: None,
        label,
    };
    let title = format!("新增标签：{}", value.label);
    operate(desk, OperationKind::CodeSet, &title, |writing| Ok(writing.insert(&value).map(|_| ())?))
}

fn rename(desk: &mut Desk, known: Option<Stored<CodeValue>>, label: String) -> Result<Outcome<FolioDone>> {
    let known = known.ok_or_else(|| DeskError::field("tag", "请选择标签。"))?;
    let title = format!("修改标签名称：{}改为{label}", known.label);
    operate(desk, OperationKind::CodeSet, &title, |writing| {
        let changed = CodeValue { label, ..known.value };
        Ok(writing.update(known.id, &changed).map(|_| ())?)
    })
}

/// Ends a tag and, with it, whoever bears it.
fn end(desk: &mut Desk, known: Option<Stored<CodeValue>>, today: Day) -> Result<Outcome<FolioDone>> {
    let known = known.ok_or_else(|| DeskError::field("tag", "请选择标签。"))?;
    let title = format!("停用标签：{}", known.label);
    let write = |writing: &mut Writing<'_>| {
        let bears = |held: &Stored<TagHeld>| held.tag == known.code && held.to_on.is_none_or(|to| to > today);
        let mut count = 0_usize;
        for held in tags(writing)?.into_iter().filter(bears) {
            let to = held.from_on.map_or(today, |from| from.max(today));
            writing.update(held.id, &TagHeld { to_on: Some(to), ..held.value })?;
            count += 1;
        }
        writing.update(known.id, &CodeValue { to_on: Some(today), ..known.value.clone() })?;
        Ok(count)
    };
    operate_saying(desk, OperationKind::CodeSet, &title, write, |count| match count {
        0 => String::new(),
        _ => format!("{count} 人的这个标签今天结束。"),
    })
}

fn chosen(tags: &Tags, values: &mut Values) -> Option<Stored<CodeValue>> {
    let id = values.key("tag").map(CodeValueId);
    let found = id.and_then(|id| tags.own.iter().find(|each| each.id == id).cloned());
    if found.is_none() {
        values.refuse("tag", "请选择一个自定义标签；系统自带的标签不能改名或停用。");
    }
    found
}

/// A name that no other tag in use has.
fn label_of(tags: &Tags, values: &mut Values) -> String {
    let label = values.need_name("label", "名称");
    if label.chars().count() > LONGEST {
        values.refuse("label", "名称太长，请控制在 10 个字以内。");
    }
    if !label.is_empty() && tags.read(&label, Day::MIN).is_some() {
        values.refuse("label", format!("已经有“{label}”这个标签。"));
    }
    label
}
