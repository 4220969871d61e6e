//! One try to reach somebody: its form and how it is saved. Used by every folio that offers 登记联系.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::care::ContactWay;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{ContactMadeId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_ledger::table::care::ContactMade;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::office::operators;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, OperationKind, Reading, Writing};

use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::{Filled as _, Values, coded_choices, field, operate_saying};
use crate::happened;

/// What stands in the form at first.
pub(in crate::folio) struct Try {
    occurred_on: PartialDay,
    way: Option<ContactWay>,
    is_reached: bool,
    by_whom: Option<String>,
    said: Option<String>,
    note: Option<String>,
}

impl Try {
    /// A new one, made today by telephone.
    pub fn on(today: Day) -> Self {
        Self {
            occurred_on: today.into(),
            way: Some(ContactWay::Phone),
            is_reached: true,
            by_whom: None,
            said: None,
            note: None,
        }
    }

    /// A new visit.
    pub fn visit(today: Day) -> Self {
        Self { way: Some(ContactWay::Visit), ..Self::on(today) }
    }

    /// A search for somebody who cannot be found.
    pub fn search(today: Day) -> Self {
        Self { is_reached: false, ..Self::on(today) }
    }

    /// As it stands in the book.
    pub fn of(made: &ContactMade) -> Self {
        Self {
            occurred_on: made.occurred_on,
            way: made.way.as_deref().and_then(ContactWay::from_code),
            is_reached: made.is_reached,
            by_whom: made.by_whom.clone(),
            said: made.said.clone(),
            note: made.note.clone(),
        }
    }
}

/// The form of a try, below a title and the fields that ask whom it is about.
pub(in crate::folio) fn try_form(
    reading: &Reading<'_>,
    (title, mut fields): (&str, Vec<FolioField>),
    at_first: &Try,
) -> Result<FolioEntry> {
    fields.extend(try_fields(reading, at_first)?);
    Ok(FolioEntry {
        title: title.to_owned(),
        about: "联系上的，下一次从这一天起算；没有联系上的也请登记，作为查找的记录。".to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn try_fields(reading: &Reading<'_>, at_first: &Try) -> Result<Vec<FolioField>, LedgerError> {
    let ways = coded_choices(ContactWay::ALL.iter().copied(), ContactWay::code, ContactWay::label);
    let results = FolioControl::Pick(vec![choice("yes", "已联系上"), choice("no", "未联系上")]);
    let callers: Vec<String> = operators(reading)?.into_iter().map(|each| each.value.name).collect();
    let result = if at_first.is_reached { "yes" } else { "no" };
    Ok(vec![
        field("occurred_on", "日期", FolioControl::PartialDay, 1).holding(at_first.occurred_on).required(),
        field("way", "方式", ways, 1).holding_some(at_first.way.map(ContactWay::code)).required(),
        field("is_reached", "结果", results, 1).holding(result).required(),
        field("by_whom", "联系人", FolioControl::Text(callers), 1)
            .holding_some(at_first.by_whom.as_ref())
            .hinted("谁打的电话、谁上的门"),
        field("said", "了解的情况", FolioControl::Lines, 4)
            .holding_some(at_first.said.as_ref())
            .hinted("近况、困难、需要、带去的慰问"),
        field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(at_first.note.as_ref()),
    ])
}

/// The try as the form says it.
pub(super) fn filled(person_id: PersonId, values: &mut Values) -> ContactMade {
    let occurred_on = values.need_partial_day("occurred_on", "日期");
    values.refuse_ahead("occurred_on", Some(occurred_on));
    // Of the person it is judged where the person is known.
    values.refuse_absurd("occurred_on", Some(occurred_on), None);
    let way = values.pick("way", ContactWay::read);
    if way.is_none() && values.text("way").is_none() {
        values.refuse("way", "请选择联系方式。");
    }
    let is_reached = values.pick("is_reached", |text| match text {
        "yes" | "1" | "已联系上" => Some(true),
        "no" | "未联系上" => Some(false),
        _ => None,
    });
    if is_reached.is_none() && values.text("is_reached").is_none() {
        values.refuse("is_reached", "请选择是否联系上。");
    }
    ContactMade {
        person_id,
        occurred_on,
        is_reached: is_reached.unwrap_or(false),
        way: way.map(|way| way.code().to_owned()),
        by_whom: values.text("by_whom"),
        said: values.lines("said"),
        note: values.text("note"),
    }
}

/// Saves a try, new or changed.
pub(in crate::folio) fn save(
    desk: &mut Desk,
    (id, person): (Option<ContactMadeId>, PersonId),
    mut values: Values,
    today: Day,
) -> Result<Outcome<FolioDone>> {
    let made = filled(person, &mut values);
    values.finish()?;
    let (name, is_lost) = desk.book()?.read(|reading| {
        let known = reading.require::<Person>(person)?.value;
        happened::refuse("occurred_on", happened::absurd(made.occurred_on, known.birth_on))?;
        let member = member_on(reading, person, today)?;
        Ok::<_, DeskError>((known.name, member.is_some_and(|member| member.has(ConditionKind::Lost))))
    })?;
    let what = if id.is_some() { "修改联系记录" } else { label(&made) };
    let title = format!("{what}：{name}");
    let write = |writing: &mut Writing<'_>| match id {
        Some(id) => Ok(writing.update(id, &made).map(|_| ())?),
        None => Ok(writing.insert(&made).map(|_| ())?),
    };
    let is_found = is_lost && made.is_reached;
    let more = if is_found { "已取得联系的，请登记“已找到”，结束失联。" } else { "" };
    operate_saying(desk, OperationKind::ContactSet, &title, write, |()| more.to_owned())
}

fn label(made: &ContactMade) -> &'static str {
    if made.way.as_deref() == Some(ContactWay::Visit.code()) { "登记走访" } else { "登记联系" }
}
