//! What the forms of a list do: a list made anew, or one that is saved, renamed, dropped.

use branchbook_contract::folio::{FolioDone, FolioLink};
use branchbook_contract::member::MemberOrder;
use branchbook_ledger::table::custom::{SavedView, views};
use branchbook_ledger::{Operation, OperationKind, Stored, Writing};

use super::{Ground, PAGE, row};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values, done};
use crate::member::field::View;

/// Longest name of a list.
const LONGEST: usize = 30;

pub(super) fn filter(mut ground: Ground, mut values: Values) -> Result<Outcome<FolioDone>> {
    let kept = values.ticks("keep");
    let list = &mut ground.view.list;
    let mut at = 0;
    list.clauses.retain(|_| {
        at += 1;
        kept.contains(&(at - 1).to_string())
    });
    list.is_any = is_any(&mut values).unwrap_or(list.is_any);
    values.finish()?;
    ground.opened()
}

/// What was chosen of 且 and 或.
pub(super) fn is_any(values: &mut Values) -> Option<bool> {
    values.pick("join", |code| match code {
        "any" => Some(true),
        "all" => Some(false),
        _ => None,
    })
}

pub(super) fn columns(mut ground: Ground, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (columns, sort) = (values.ticks("columns"), values.text("sort"));
    for name in columns.iter().chain(&sort) {
        ground.fields.need(name)?;
    }
    let order = values.pick("order", |code| match code {
        "0" => Some(MemberOrder::Register),
        "1" => Some(MemberOrder::Pinyin),
        "2" => Some(MemberOrder::Stroke),
        _ => None,
    });
    let list = &mut ground.view.list;
    (list.columns, list.is_descending, list.sort) =
        (columns, values.yes("descending") && sort.is_some(), sort);
    list.order = order.unwrap_or_default();
    values.finish()?;
    ground.opened()
}

pub(super) fn save(desk: &mut Desk, ground: &Ground, mut values: Values) -> Result<Outcome<FolioDone>> {
    let name = name(&mut values);
    let known = desk.book()?.read(|reading| views(reading, PAGE))?;
    let same = known.into_iter().find(|view| view.name == name);
    if same.is_some() && !values.yes("replace") {
        values.refuse("name", format!("已有常用列表“{name}”，请换个名称，或勾选“换成这一个”。"));
    }
    values.finish()?;
    let new =
        SavedView { page: PAGE.to_owned(), name, query: View::text(&ground.view.list)?, dropped_on: None };
    let title = format!("保存常用列表：{}", new.name);
    write(desk, &title, |writing| match &same {
        Some(same) => writing.update(same.id, &new).map(|_| same.id.0).map_err(DeskError::from),
        None => writing.insert(&new).map(|id| id.0).map_err(DeskError::from),
    })
}

pub(super) fn change(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let view = desk.book()?.read(|reading| row(reading, deed))?;
    if deed.act == "drop" {
        values.finish()?;
        let new = SavedView { dropped_on: Some(deed.today), ..view.value.clone() };
        return put(desk, &format!("删除常用列表：{}", view.name), &view, &new);
    }
    let name = name(&mut values);
    let known = desk.book()?.read(|reading| views(reading, PAGE))?;
    if known.iter().any(|other| other.id != view.id && other.name == name) {
        values.refuse("name", format!("已有常用列表“{name}”，请换个名称。"));
    }
    values.finish()?;
    let new = SavedView { name, ..view.value.clone() };
    let title = format!("常用列表改名：{}", new.name);
    put(desk, &title, &view, &new)
}

fn name(values: &mut Values) -> String {
    let name = values.need_name("name", "名称");
    if name.chars().count() > LONGEST {
        values.refuse("name", format!("名称超过 {LONGEST} 个字，请缩短。"));
    }
    name
}

/// Writes a list that is known.
fn put(
    desk: &mut Desk,
    title: &str,
    known: &Stored<SavedView>,
    new: &SavedView,
) -> Result<Outcome<FolioDone>> {
    let written = write(desk, title, |writing| Ok(writing.update(known.id, new).map(|_| known.id.0)?))?;
    Ok(Outcome { body: FolioDone { opens: None, ..written.body }, ..written })
}

/// Writes a list; the reply opens it.
fn write(
    desk: &mut Desk,
    title: &str,
    work: impl FnOnce(&mut Writing<'_>) -> Result<i64>,
) -> Result<Outcome<FolioDone>> {
    let operation = Operation::new(OperationKind::ViewSet, title);
    let written = desk.book_mut()?.write(&operation, work)?;
    Ok(outcome_of(written, |id| FolioDone {
        opens: Some(FolioLink::Members(id.to_string())),
        ..done(format!("已{title}。"))
    }))
}
