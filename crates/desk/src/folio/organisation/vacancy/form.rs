//! What is done with posts: somebody appointed, somebody's appointment ended. Who may hold a post is asked where the
//! record of a member asks it.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PostHeldId};
use branchbook_domain::member::{PostTitle, post_label};
use branchbook_domain::term::titles_of;
use branchbook_ledger::table::membership::{PostHeld, posts_in};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::super::{choices, done, refuse_ahead};
use super::seats_on;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::value::choice;
use crate::folio::{Deed, Values, field};
use crate::member::post::{judged, title_of};
use crate::organisation::exists_on;

/// The form of an appointment.
pub(super) fn assign(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut fields = Vec::new();
    let mut name = String::new();
    let mut vacant = None;
    let mut offered = PostTitle::ALL;
    match target(deed) {
        Some(id) => {
            let seats = seats_on(reading, deed.today)?.into_iter().find(|each| each.organisation.id == id);
            vacant = seats.and_then(|seats| seats.vacant().first().map(|title| title.label()));
            let organisation = reading.require::<Organisation>(id)?;
            offered = titles_of(organisation.level).titles;
            name = format!("：{}", organisation.name);
        }
        None => {
            let all = choices(reading, deed.today, |each| each.level != Level::Street)?;
            fields.push(field("organisation", "组织", all, 4).required());
        }
    }
    let titles = offered.iter().map(|title| title.label().to_owned()).collect();
    fields.extend([
        field("title", "职务", FolioControl::Text(titles), 2)
            .holding_some(vacant)
            .hinted("可以选，也可以写本单位的叫法")
            .required(),
        field("person", "党员", FolioControl::Person(String::new()), 2).required(),
        field("from_on", "任职日期", FolioControl::Day, 2).holding(deed.today).required(),
        field("is_full_time", "专职", FolioControl::Yes, 1),
        field("replaces", "原任职者同日免职", FolioControl::Yes, 1),
        field("note", "备注", FolioControl::Text(Vec::new()), 4),
    ]);
    Ok(FolioEntry {
        title: format!("登记任职{name}"),
        about: "只登记任职结果；选举、补选和任命由党组织决定。一人可以兼任两个职务。".to_owned(),
        fields,
        button: "登记任职".to_owned(),
        is_danger: false,
    })
}

/// The form that ends a post.
pub(super) fn end(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut fields = Vec::new();
    let title = if deed.subject.is_some() {
        format!("免职：{}", in_words(reading, &*post(reading, deed.need_row()?)?)?)
    } else {
        let organisation = reading.require::<Organisation>(OrganisationId(deed.need_row()?))?;
        let mut held = Vec::new();
        for each in posts_in(reading, organisation.id, deed.today)? {
            held.push(choice(each.id.0, in_words(reading, &each)?));
        }
        let first = held.first().filter(|_| held.len() == 1).map(|only| only.value.clone());
        fields.push(field("post", "职务", FolioControl::Pick(held), 4).holding_some(first).required());
        format!("免职：{}", organisation.name)
    };
    fields.push(field("to_on", "免职日期", FolioControl::Day, 2).holding(deed.today).required());
    fields.push(field("note", "原因", FolioControl::Text(Vec::new()), 4));
    Ok(FolioEntry {
        title,
        about: "这一天起不再担任；任职的经历仍留在台账里。".to_owned(),
        fields,
        button: "免职".to_owned(),
        is_danger: true,
    })
}

/// Appoints somebody.
pub(super) fn assigned(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let organisation = target(deed).or_else(|| values.organisation("organisation"));
    if organisation.is_none() {
        values.refuse("organisation", "请选择组织。");
    }
    let person = values.person("person");
    if person.is_none() {
        values.refuse("person", "请选择党员。");
    }
    let from = values.need_day("from_on", "任职日期");
    let post = PostHeld {
        person_id: person.unwrap_or(PersonId(0)),
        organisation_id: organisation.unwrap_or(OrganisationId(0)),
        title: values.need_text("title", "职务"),
        is_full_time: values.yes("is_full_time"),
        from_on: Some(from),
        to_on: None,
        note: values.text("note"),
    };
    let replaces = values.yes("replaces");
    values.finish()?;
    let post = PostHeld { title: title_of(&post.title)?, ..post };
    refuse_ahead("from_on", from, deed.today)?;
    let book = desk.book_mut()?;
    let (title, _) = book.read(|reading| {
        require_there(reading, post.organisation_id, from)?;
        judged(reading, &post, from)
    })?;
    let operation = Operation::new(OperationKind::PostAssign, &title);
    let written = book.write(&operation, |writing| {
        if replaces {
            end_before(writing, &post, from)?;
        }
        // Asked again: whoever has just made room is no reason to warn.
        let (_, warnings) = judged(writing, &post, from)?;
        writing.insert(&post)?;
        Ok::<_, DeskError>(warnings)
    })?;
    Ok(outcome_of(written, |warnings| done(format!("已登记{title}。{}", warnings.concat()))))
}

/// Ends a post.
pub(super) fn ended(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let id = if deed.subject.is_some() { deed.row } else { values.key("post") };
    if id.is_none() {
        values.refuse("post", "请选择要免去的职务。");
    }
    let to = values.need_day("to_on", "免职日期");
    let note = values.text("note");
    values.finish()?;
    let book = desk.book_mut()?;
    let (held, words) = book.read(|reading| {
        let held = post(reading, id.unwrap_or_default())?;
        let words = in_words(reading, &held)?;
        Ok::<_, DeskError>((held, words))
    })?;
    if held.to_on.is_some() {
        return Err(DeskError::refused(format!("{words} 已经登记免职。")));
    }
    refuse_ahead("to_on", to, deed.today)?;
    if held.from_on.is_some_and(|from| to < from) {
        return Err(DeskError::field("to_on", "免职日期早于任职日期，请核对。"));
    }
    let note = [held.note.clone(), note].into_iter().flatten().collect::<Vec<_>>().join("；");
    let new =
        PostHeld { to_on: Some(to), note: Some(note).filter(|note| !note.is_empty()), ..held.value.clone() };
    let operation = Operation::new(OperationKind::PostAssign, format!("结束任职：{words}"));
    let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.update(held.id, &new)?))?;
    Ok(outcome_of(written, |_| done(format!("已登记免职：{words}，{to} 起不再担任。"))))
}

fn target(deed: &Deed<'_>) -> Option<OrganisationId> {
    deed.subject.or(deed.row).map(OrganisationId)
}

fn post(reading: &Reading<'_>, id: i64) -> Result<Stored<PostHeld>> {
    Ok(reading.require::<PostHeld>(PostHeldId(id))?)
}

fn in_words(reading: &Reading<'_>, post: &PostHeld) -> Result<String> {
    let person = reading.require::<Person>(post.person_id)?;
    Ok(format!("{} {}", person.name, post_label(&post.title)))
}

fn require_there(reading: &Reading<'_>, organisation: OrganisationId, from: Day) -> Result<()> {
    let stored = reading.require::<Organisation>(organisation)?;
    match exists_on(&stored, from) {
        true => Ok(()),
        false => Err(DeskError::field("from_on", format!("{} 在 {from} 不存在，请核对日期。", stored.name))),
    }
}

/// Ends the same post of whoever holds it.
fn end_before(writing: &mut Writing<'_>, post: &PostHeld, from: Day) -> Result<()> {
    for held in posts_in(writing, post.organisation_id, from)? {
        if held.title != post.title {
            continue;
        }
        if held.from_on.is_some_and(|since| since >= from) {
            let words = format!("{} 当天或以后才任职，不能同日免职。", in_words(writing, &held)?);
            return Err(DeskError::field("from_on", words));
        }
        writing.update(held.id, &PostHeld { to_on: Some(from), ..held.value })?;
    }
    Ok(())
}
