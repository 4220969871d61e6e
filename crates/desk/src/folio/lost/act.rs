//! What is done with the lost: registered, found again. That a membership is stopped or restored is a movement.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::care::{ContactWay, LostReason};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::ConditionKind;
use branchbook_ledger::table::care::ContactMade;
use branchbook_ledger::table::membership::{Condition, conditions_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{OperationKind, Reading, Stored};

use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::whose::{asked_person, person_of};
use crate::folio::{Deed, Filled as _, Values, coded_choices, field, operate};
use crate::member::require_free;

pub(super) fn lost_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (whose, mut fields) = asked_person(reading, deed.subject)?;
    let reasons = coded_choices(LostReason::ALL.iter().copied(), LostReason::code, LostReason::label);
    fields.extend([
        field("from_on", "失联日期", FolioControl::Day, 1)
            .holding(deed.today)
            .hinted("最后一次联系上的日期")
            .required(),
        field("reason", "原因", reasons, 1).required(),
        field("note", "说明", FolioControl::Text(Vec::new()), 4).hinted("最后一次联系的情况、可能的去向"),
    ]);
    Ok(FolioEntry {
        title: format!("登记失联{whose}"),
        about: "失联满六个月、通过各种方式查找仍没有取得联系的，按《党员教育管理工作条例》第二十四条予以停止党籍；查找的过程请逐次登记。"
            .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn register(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let person_id = person_of(deed, &mut values);
    let from = values.need_day("from_on", "失联日期");
    values.refuse_ahead("from_on", Some(from));
    let reason = values.pick("reason", LostReason::read);
    if reason.is_none() && values.text("reason").is_none() {
        values.refuse("reason", "请选择失联原因。");
    }
    let condition = Condition {
        person_id,
        kind: ConditionKind::Lost,
        reason: reason.map(|reason| reason.code().to_owned()),
        from_on: Some(from),
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: values.text("note"),
    };
    values.finish()?;
    let book = desk.book_mut()?;
    let name = book.read(|reading| require_free(reading, &condition, from))?;
    let title = format!("登记失联：{name}");
    operate(desk, OperationKind::ConditionSet, &title, |writing| {
        Ok(writing.insert(&condition).map(|_| ())?)
    })
}

pub(super) fn found_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let person = PersonId(deed.need_row()?);
    let name = reading.require::<Person>(person)?.value.name;
    open_spell(reading, person, &name)?;
    let ways = coded_choices(ContactWay::ALL.iter().copied(), ContactWay::code, ContactWay::label);
    Ok(FolioEntry {
        title: format!("登记找到：{name}"),
        about: "从这一天起不再失联，并记一次已联系上。是否恢复组织生活、转移组织关系，由党支部决定。"
            .to_owned(),
        fields: vec![
            field("to_on", "联系上的日期", FolioControl::Day, 1).holding(deed.today).required(),
            field("way", "方式", ways, 1).holding(ContactWay::Phone.code()).required(),
            field("by_whom", "联系人", FolioControl::Text(Vec::new()), 2),
            field("said", "了解的情况", FolioControl::Lines, 4)
                .hinted("现在何处、为何失去联系、今后怎样联系"),
        ],
        button: "登记找到".to_owned(),
        is_danger: false,
    })
}

/// Ends the condition and writes down how the person was reached, in one operation.
pub(super) fn found(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let person_id = PersonId(deed.need_row()?);
    let to = values.need_day("to_on", "联系上的日期");
    let way = values.pick("way", ContactWay::read);
    let book = desk.book_mut()?;
    let (name, spell) = book.read(|reading| {
        let name = reading.require::<Person>(person_id)?.value.name;
        let spell = open_spell(reading, person_id, &name)?;
        Ok::<_, DeskError>((name, spell))
    })?;
    if spell.from_on.is_some_and(|from| to < from) {
        values.refuse("to_on", "日期早于失联日期，请核对。");
    }
    values.refuse_ahead("to_on", Some(to));
    let contact = ContactMade {
        person_id,
        occurred_on: to.into(),
        is_reached: true,
        way: way.map(|way| way.code().to_owned()),
        by_whom: values.text("by_whom"),
        said: values.lines("said"),
        note: None,
    };
    values.finish()?;
    let title = format!("登记找到：{name}");
    operate(desk, OperationKind::ConditionSet, &title, |writing| {
        writing.update(spell.id, &Condition { to_on: Some(to), ..spell.value.clone() })?;
        Ok(writing.insert(&contact).map(|_| ())?)
    })
}

/// The condition that still says that somebody is lost.
fn open_spell(reading: &Reading<'_>, person: PersonId, name: &str) -> Result<Stored<Condition>> {
    let known = conditions_of(reading, person)?.into_iter();
    let mut open = known.filter(|each| each.kind == ConditionKind::Lost && each.to_on.is_none());
    open.next().ok_or_else(|| DeskError::refused(format!("{name}没有登记失联，或者已经登记找到。")))
}
