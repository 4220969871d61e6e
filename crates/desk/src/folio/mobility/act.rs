//! What is done with mobile members. The condition 流动 and where somebody is are one thing to an office: they begin and
//! end in one operation.

use branchbook_contract::folio::FolioDone;
use branchbook_domain::care::MobilityWay;
use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::{ConditionId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_ledger::table::care::{Mobility, mobilities_of};
use branchbook_ledger::table::membership::{Condition, conditions_of, member_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{OperationKind, Reading, Stored, Writing};

use super::row::way_of;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::whose::person_of;
use crate::folio::{Deed, Values, operate};
use crate::happened;

/// Somebody goes, home or abroad.
pub(super) fn go_out(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let person = person_of(deed, &mut values);
    let way = values.pick("way", MobilityWay::read);
    if way.is_none_or(|way| way == MobilityWay::In) && values.text("way").is_none_or(|text| text == "in") {
        values.refuse("way", "请选择流出或者出国（境）。");
    }
    let mobility = filled(person, way.unwrap_or(MobilityWay::Out), &mut values);
    values.finish()?;
    let book = desk.book_mut()?;
    let (name, condition) = book.read(|reading| {
        let name = reading.require::<Person>(person)?.value.name;
        if let Some(from) = mobility.from_on {
            happened::refuse_before_joining(reading, "from_on", from, person)?;
        }
        require_single(reading, &name, &mobility)?;
        let condition = condition_to_link(reading, &name, &mobility)?;
        Ok::<_, DeskError>((name, condition))
    })?;
    let title = format!("登记流出：{name}");
    operate(desk, OperationKind::MobilitySet, &title, |writing| {
        let condition_id = match condition {
            Some(known) => known,
            None => writing.insert(&condition_of(&mobility))?,
        };
        writing.insert(&Mobility { condition_id: Some(condition_id), ..mobility.clone() })?;
        Ok(())
    })
}

/// Somebody comes whose relation stays elsewhere.
pub(super) fn come_in(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let person = deed.subject.map(PersonId).or_else(|| values.person("person"));
    let new = if person.is_none() { super::guest::read(desk, &mut values)? } else { None };
    let mobility = filled(person.unwrap_or(PersonId(0)), MobilityWay::In, &mut values);
    values.finish()?;
    let book = desk.book_mut()?;
    let name = match (&new, person) {
        (Some(new), _) => new.name.clone(),
        (None, Some(person)) => book.read(|reading| require_guest(reading, person, &mobility))?,
        (None, None) => return Err(DeskError::field("name", "请选择人员，或者填写姓名。")),
    };
    let title = format!("登记流入：{name}");
    operate(desk, OperationKind::MobilitySet, &title, |writing| {
        let person_id = match &new {
            Some(new) => writing.insert(&new.person(writing))?,
            None => mobility.person_id,
        };
        writing.insert(&Mobility { person_id, ..mobility.clone() })?;
        Ok(())
    })
}

/// Back home, or gone on: the condition ends with it.
pub(super) fn come_back(
    desk: &mut Desk,
    stored: &Stored<Mobility>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let to = values.need_day("to_on", "日期");
    if stored.from_on.is_some_and(|from| to < from) {
        values.refuse("to_on", "日期早于外出的日期，请核对。");
    }
    values.refuse_ahead("to_on", Some(to));
    let note = values.text("note");
    values.finish()?;
    if stored.to_on.is_some() {
        return Err(DeskError::refused("这一条已经登记返回。"));
    }
    let what = if way_of(stored) == MobilityWay::In { "登记离开" } else { "登记返回" };
    let book = desk.book_mut()?;
    let name = book.read(|reading| reading.require::<Person>(stored.person_id))?.value.name;
    let title = format!("{what}：{name}");
    operate(desk, OperationKind::MobilitySet, &title, |writing| {
        writing.update(stored.id, &Mobility { to_on: Some(to), note, ..stored.value.clone() })?;
        stored.condition_id.map_or(Ok(()), |condition| end_condition(writing, condition, to))
    })
}

/// What was entered wrong. The condition that began with it begins where it does.
pub(super) fn put_right(
    desk: &mut Desk,
    stored: &Stored<Mobility>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let new = filled(stored.person_id, way_of(stored), &mut values);
    if stored.to_on.zip(new.from_on).is_some_and(|(to, from)| to < from) {
        values.refuse("from_on", "起始日期晚于返回的日期，请核对。");
    }
    values.finish()?;
    let new = Mobility {
        condition_id: stored.condition_id,
        to_on: stored.to_on,
        other_contact: new.other_contact.clone().or_else(|| stored.other_contact.clone()),
        ..new
    };
    let book = desk.book_mut()?;
    let name = book.read(|reading| reading.require::<Person>(stored.person_id))?.value.name;
    let title = format!("修改流动去向：{name}");
    operate(desk, OperationKind::MobilitySet, &title, |writing| {
        writing.update(stored.id, &new)?;
        let Some(id) = stored.condition_id else { return Ok(()) };
        let condition = writing.require::<Condition>(id)?;
        if condition.from_on == stored.from_on && condition.from_on != new.from_on {
            writing.update(id, &Condition { from_on: new.from_on, ..condition.value })?;
        }
        Ok(())
    })
}

fn filled(person_id: PersonId, way: MobilityWay, values: &mut Values) -> Mobility {
    let from_on = values.need_day("from_on", "日期");
    values.refuse_ahead("from_on", Some(from_on));
    Mobility {
        person_id,
        way: way.code().to_owned(),
        where_to: Some(values.need_text("where_to", "地点")),
        reason: values.text("reason"),
        other_organisation: values.text("other_organisation"),
        other_contact: values.text("other_contact"),
        card_number: values.text("card_number"),
        condition_id: None,
        from_on: Some(from_on),
        to_on: None,
        note: values.text("note"),
    }
}

/// Nobody is at two places.
fn require_single(reading: &Reading<'_>, name: &str, new: &Mobility) -> Result<()> {
    let new_span = Span { from: new.from_on, to: new.to_on };
    let known = mobilities_of(reading, new.person_id)?;
    let overlaps = |each: &&Stored<Mobility>| Span { from: each.from_on, to: each.to_on }.overlaps(new_span);
    let Some(held) = known.iter().find(overlaps) else { return Ok(()) };
    let place = held.where_to.clone().unwrap_or_default();
    let words = match held.to_on {
        None => format!("{name}已登记{}（{place}），请先登记返回。", way_of(held).label()),
        Some(_) => format!("{name}在这段时间已登记{}（{place}），请核对日期。", way_of(held).label()),
    };
    Err(DeskError::field("from_on", words))
}

/// The condition that says already that a member is mobile, if one does.
fn condition_to_link(reading: &Reading<'_>, name: &str, new: &Mobility) -> Result<Option<ConditionId>> {
    let from = new.from_on.unwrap_or(Day::MIN);
    if member_on(reading, new.person_id, from)?.is_none() {
        return Err(DeskError::field("person", format!("{name}在 {from} 不在册，请核对日期。")));
    }
    let span = Span::since(from);
    let known = conditions_of(reading, new.person_id)?.into_iter();
    let mobile = known.filter(|each| each.kind == ConditionKind::Mobile);
    let mut same = mobile.filter(|each| Span { from: each.from_on, to: each.to_on }.overlaps(span));
    match same.next() {
        Some(known) if known.to_on.is_some() => {
            Err(DeskError::field("from_on", format!("{name}在这段时间已登记过流动，请核对日期。")))
        }
        known => Ok(known.map(|known| known.id)),
    }
}

fn condition_of(mobility: &Mobility) -> Condition {
    Condition {
        person_id: mobility.person_id,
        kind: ConditionKind::Mobile,
        reason: mobility.reason.clone(),
        from_on: mobility.from_on,
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: mobility.where_to.clone(),
    }
}

fn end_condition(writing: &mut Writing<'_>, id: ConditionId, to: Day) -> Result<()> {
    let condition = writing.require::<Condition>(id)?;
    if condition.to_on.is_none_or(|known| known > to) {
        let to = condition.from_on.map_or(to, |from| from.max(to));
        writing.update(id, &Condition { to_on: Some(to), ..condition.value })?;
    }
    Ok(())
}

/// Whoever is on the register here has not come in from elsewhere.
fn require_guest(reading: &Reading<'_>, person: PersonId, new: &Mobility) -> Result<String> {
    let name = reading.require::<Person>(person)?.value.name;
    if member_on(reading, person, new.from_on.unwrap_or(Day::MIN))?.is_some() {
        let words = format!("{name}是名册上的党员，组织关系就在这里，不用登记流入。");
        return Err(DeskError::field("person", words));
    }
    require_single(reading, &name, new)?;
    Ok(name)
}
