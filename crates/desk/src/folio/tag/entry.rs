//! Tags given to people: to one, or to everybody of a list of names; and their end.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::{PersonId, TagHeldId};
use branchbook_ledger::table::care::{TagHeld, tags_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, OperationKind, Reading, Stored};

use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::named::named_members;
use crate::folio::value::choice;
use crate::folio::whose::{asked_person, person_of};
use crate::folio::{Deed, Filled as _, Values, field, operate};
use crate::person::tag::Tags;

pub(super) fn set_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (whose, mut fields) = asked_person(reading, deed.subject)?;
    fields.extend(tag_fields(reading, deed.today)?);
    Ok(FolioEntry {
        title: format!("登记标签{whose}"),
        about: "离退休、年老体弱、困难、独居的，会列入重点对象，按周期提醒走访。".to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn many_form(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let names = field("names", "名单", FolioControl::Lines, 4)
        .hinted("每行一个姓名；有重名的在后面写上党支部，如“王芳 第一党支部”")
        .required();
    Ok(FolioEntry {
        title: "批量登记标签".to_owned(),
        about: "名单里有对不上的，一个也不登记；已有这个标签的人不重复登记。".to_owned(),
        fields: [names].into_iter().chain(tag_fields(reading, today)?).collect(),
        button: "登记".to_owned(),
        is_danger: false,
    })
}

fn tag_fields(reading: &Reading<'_>, today: Day) -> Result<Vec<FolioField>, LedgerError> {
    Ok(vec![
        field("tag", "标签", offered(&Tags::of(reading)?, today), 2).required(),
        field("from_on", "起始日期", FolioControl::Day, 1).holding(today).hinted("不知道从何时起，可以不填"),
        field("to_on", "结束日期", FolioControl::Day, 1),
        field("note", "说明", FolioControl::Text(Vec::new()), 4),
    ])
}

/// What the form says, of nobody yet.
/// The tags that may be given on a day.
fn offered(tags: &Tags, on: Day) -> FolioControl {
    FolioControl::Pick(tags.offered(on).into_iter().map(|(code, label)| choice(code, label)).collect())
}

fn filled(reading: &Reading<'_>, values: &mut Values, today: Day) -> Result<TagHeld, LedgerError> {
    let tags = Tags::of(reading)?;
    let tag = values.pick("tag", |text| tags.read(text, today));
    if tag.is_none() && values.text("tag").is_none() {
        values.refuse("tag", "请选择标签。");
    }
    let held = TagHeld {
        person_id: PersonId(0),
        tag: tag.unwrap_or_default(),
        from_on: values.day("from_on"),
        to_on: values.day("to_on"),
        note: values.text("note"),
    };
    if held.from_on.zip(held.to_on).is_some_and(|(from, to)| to <= from) {
        values.refuse("to_on", "结束日期应晚于起始日期。");
    }
    values.refuse_ahead("from_on", held.from_on);
    Ok(held)
}

fn span(held: &TagHeld) -> Span {
    Span { from: held.from_on, to: held.to_on }
}

/// Whether a person bears the tag already in that time.
fn is_borne(
    reading: &Reading<'_>,
    person: PersonId,
    new: &TagHeld,
    but: Option<TagHeldId>,
) -> Result<bool, LedgerError> {
    let known = tags_of(reading, person)?;
    let same = |held: &Stored<TagHeld>| held.tag == new.tag && but != Some(held.id);
    Ok(known.iter().any(|held| same(held) && span(held).overlaps(span(new))))
}

pub(super) fn set(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let person_id = person_of(deed, &mut values);
    let book = desk.book_mut()?;
    let held = book.read(|reading| filled(reading, &mut values, deed.today))?;
    values.finish()?;
    let held = TagHeld { person_id, ..held };
    let (name, label) = book.read(|reading| {
        let (name, label) = names(reading, &held)?;
        if is_borne(reading, person_id, &held, None)? {
            let words = format!("{name}在这段时间里已有“{label}”标签，不用重复登记。");
            return Err(DeskError::field("tag", words));
        }
        Ok((name, label))
    })?;
    write(desk, &format!("登记标签“{label}”：{name}"), &[held])
}

pub(super) fn set_many(desk: &mut Desk, mut values: Values, today: Day) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let (people, held) = book.read(|reading| {
        let people = named_members(reading, &mut values, "names", today)?;
        Ok::<_, LedgerError>((people, filled(reading, &mut values, today)?))
    })?;
    values.finish()?;
    give(desk, &people, &held)
}

/// Gives a tag to everybody who does not bear it yet.
pub(super) fn give(desk: &mut Desk, people: &[PersonId], held: &TagHeld) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let (label, new) = book.read(|reading| {
        let mut new = Vec::new();
        for &person_id in people {
            if !is_borne(reading, person_id, held, None)? {
                new.push(TagHeld { person_id, ..held.clone() });
            }
        }
        Ok::<_, LedgerError>((Tags::of(reading)?.label(&held.tag), new))
    })?;
    if new.is_empty() {
        return Err(DeskError::refused(format!("名单上的人都已有“{label}”标签，没有要登记的。")));
    }
    write(desk, &format!("批量登记标签“{label}”：{} 人", new.len()), &new).map(|mut outcome| {
        if new.len() < people.len() {
            let more = format!("另有 {} 人已有这个标签，没有重复登记。", people.len() - new.len());
            outcome.body.sentence.push_str(&more);
        }
        outcome
    })
}

fn names(reading: &Reading<'_>, held: &TagHeld) -> Result<(String, String), LedgerError> {
    let name = reading.require::<Person>(held.person_id)?.value.name;
    Ok((name, Tags::of(reading)?.label(&held.tag)))
}

fn write(desk: &mut Desk, title: &str, new: &[TagHeld]) -> Result<Outcome<FolioDone>> {
    operate(desk, OperationKind::TagSet, title, |writing| {
        for held in new {
            writing.insert(held)?;
        }
        Ok(())
    })
}

/// The form of a row that exists: its end, or what was entered wrong.
pub(super) fn row_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let held = stored(reading, deed)?;
    let (name, label) = names(reading, &held)?;
    let from = field("from_on", "起始日期", FolioControl::Day, 2).holding_some(held.from_on);
    let to = field("to_on", "结束日期", FolioControl::Day, 2);
    let note = field("note", "说明", FolioControl::Text(Vec::new()), 4).holding_some(held.note.as_ref());
    let is_end = deed.act == "end";
    let fields = if is_end {
        vec![to.holding(deed.today).hinted("从这一天起不再有这个标签").required()]
    } else {
        vec![from, to.holding_some(held.to_on), note]
    };
    Ok(FolioEntry {
        title: format!("{}标签“{label}”：{name}", if is_end { "结束" } else { "修改" }),
        about: if is_end { "以前的登记保留，可以查到。".to_owned() } else { String::new() },
        fields,
        button: if is_end { "结束" } else { "保存" }.to_owned(),
        is_danger: false,
    })
}

pub(super) fn change(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let held = desk.book()?.read(|reading| stored(reading, deed))?;
    let is_end = deed.act == "end";
    let changed = if is_end {
        TagHeld { to_on: Some(values.need_day("to_on", "结束日期")), ..held.value.clone() }
    } else {
        let (from_on, to_on) = (values.day("from_on"), values.day("to_on"));
        TagHeld { from_on, to_on, note: values.text("note"), ..held.value.clone() }
    };
    values.refuse_ahead("from_on", changed.from_on);
    if changed.from_on.zip(changed.to_on).is_some_and(|(from, to)| to < from) {
        values.refuse("to_on", "结束日期早于起始日期，请核对。");
    }
    values.finish()?;
    let book = desk.book_mut()?;
    let (name, label) = book.read(|reading| {
        if is_borne(reading, held.person_id, &changed, Some(held.id))? {
            return Err(DeskError::field("from_on", "与这个人同名标签的另一条登记时间重叠，请核对。"));
        }
        Ok(names(reading, &held)?)
    })?;
    let title = format!("{}标签“{label}”：{name}", if is_end { "结束" } else { "修改" });
    operate(desk, OperationKind::TagSet, &title, |writing| {
        Ok(writing.update(held.id, &changed).map(|_| ())?)
    })
}

fn stored(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<TagHeld>> {
    Ok(reading.require::<TagHeld>(TagHeldId(deed.need_row()?))?)
}
