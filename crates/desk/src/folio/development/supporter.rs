//! Contacts and introducers of a case: named, corrected, relieved, taken out. What they are is looked up in the book
//! for the day on which they were named.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::day::PartialDay;
use branchbook_domain::development::Role;
use branchbook_domain::key::PersonId;
use branchbook_ledger::Stored;
use branchbook_ledger::table::development::CaseSupporter;
use branchbook_ledger::table::person::Person;

use super::case::step_of;
use super::entry::{form, refuse_impossible, require_running, save};
use super::file::CaseFile;
use super::row::supporter;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::{Deed, Filled as _, Values, field};

/// The form of an act on a supporter.
pub(super) fn entry(file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    match role_named(deed.act) {
        Some(role) => {
            let title = format!("增加{}：{}", role.label(), file.person.name);
            Ok(form(title, about(role), name_fields(file, role, None), "增加"))
        }
        None => known_form(file, deed),
    }
}

fn role_named(act: &str) -> Option<Role> {
    Role::from_code(act)
}

fn about(role: Role) -> &'static str {
    match role {
        Role::Contact => "培养联系人应是一至两名正式党员。是不是正式党员按指定当天的名册核对。",
        Role::Introducer => {
            "入党介绍人应是两名正式党员，一般由培养联系人担任。是不是正式党员按确定当天的名册核对。"
        }
    }
}

fn name_fields(file: &CaseFile, role: Role, known: Option<&CaseSupporter>) -> Vec<FolioField> {
    let person = known.filter(|known| known.person_id.is_some());
    let shown = person.map(|known| known.name.clone()).unwrap_or_default();
    let other = known.filter(|known| known.person_id.is_none()).map(|known| known.name.clone());
    let named = file.case.day_of(step_of(role)).and_then(PartialDay::day);
    let from = known.map_or(named, |known| known.from_on);
    vec![
        field("person", "名册里的党员", FolioControl::Person(shown), 2)
            .holding_some(person.and_then(|known| known.person_id)),
        field("name", "不在台账里的，写姓名", FolioControl::Text(Vec::new()), 2).holding_some(other),
        field("from_on", "开始日期", FolioControl::Day, 2)
            .holding_some(from)
            .hinted("不填就按这一步的日期核对"),
    ]
}

fn known_form(file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    let known = supporter(file, deed)?;
    let who = format!("{}{}", known.role.label(), known.name);
    Ok(match deed.act {
        "change" => {
            form(format!("修改{who}"), about(known.role), name_fields(file, known.role, Some(known)), "保存")
        }
        "leave" => {
            let to = field("to_on", "从哪天起不再担任", FolioControl::Day, 2).holding(deed.today).required();
            form(format!("{who}不再担任"), "以前的日期仍按担任计算。", vec![to], "保存")
        }
        "take_off" => {
            let about = "登记错了的才撤去；换人请用“不再担任”。";
            FolioEntry { is_danger: true, ..form(format!("撤去{who}"), about, Vec::new(), "撤去") }
        }
        _ => return deed.unknown(),
    })
}

/// Does an act on a supporter.
pub(super) fn act(
    desk: &mut Desk,
    file: &CaseFile,
    deed: &Deed<'_>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let (known, role) = match role_named(deed.act) {
        Some(role) => {
            require_running(file)?;
            (None, role)
        }
        None => {
            let known = supporter(file, deed)?.clone();
            let role = known.role;
            (Some(known), role)
        }
    };
    let row = match (deed.act, &known) {
        ("leave", Some(known)) => left(file, known, &mut values, deed),
        ("take_off", Some(known)) => CaseSupporter { dropped_on: Some(deed.today), ..known.value.clone() },
        _ => named(desk, file, (role, known.as_ref()), &mut values, deed)?,
    };
    values.finish()?;
    let verb = match deed.act {
        "leave" => "登记不再担任",
        "take_off" => "撤去",
        "change" => "修改",
        _ => "登记",
    };
    let title = format!("{verb}{}{}", role.label(), row.name);
    save(desk, file, &title, deed.today, |writing| {
        match &known {
            Some(known) => writing.update(known.id, &row).map(|_| ())?,
            None => writing.insert(&row).map(|_| ())?,
        }
        Ok(())
    })
}

fn left(
    file: &CaseFile,
    known: &Stored<CaseSupporter>,
    values: &mut Values,
    deed: &Deed<'_>,
) -> CaseSupporter {
    let to = values.need_day("to_on", "不再担任的日期");
    refuse_impossible(values, "to_on", to.into(), (file.case.birth_on, deed.today));
    if known.from_on.is_some_and(|from| to < from) {
        values.refuse("to_on", "不再担任的日期早于开始日期，请核对。");
    }
    CaseSupporter { to_on: Some(to), ..known.value.clone() }
}

/// A supporter as a form names them: a person of the book, or a name.
fn named(
    desk: &Desk,
    file: &CaseFile,
    (role, known): (Role, Option<&Stored<CaseSupporter>>),
    values: &mut Values,
    deed: &Deed<'_>,
) -> Result<CaseSupporter> {
    let person_id = values.person("person");
    let written = values.text("name");
    let from_on = values.day("from_on");
    if let Some(from) = from_on {
        refuse_impossible(values, "from_on", from.into(), (None, deed.today));
    }
    let in_book = match person_id {
        Some(id) => desk.book()?.read(|reading| reading.get::<Person>(id))?,
        None => None,
    };
    let name = match (&in_book, person_id, written) {
        (Some(person), ..) => person.name.clone(),
        (None, None, Some(written)) => written,
        _ => {
            values.refuse("person", format!("请选择{}，或者写上姓名。", role.label()));
            String::new()
        }
    };
    refuse_same(file, (role, known), (person_id, &name), values);
    Ok(CaseSupporter {
        case_id: file.stored.id,
        role,
        person_id,
        name,
        from_on,
        to_on: known.and_then(|known| known.to_on),
        dropped_on: None,
    })
}

fn refuse_same(
    file: &CaseFile,
    (role, known): (Role, Option<&Stored<CaseSupporter>>),
    (person, name): (Option<PersonId>, &str),
    values: &mut Values,
) {
    if person == Some(file.person.id) {
        values.refuse("person", format!("本人不能作自己的{}。", role.label()));
    }
    let is_other = |row: &&Stored<CaseSupporter>| known.is_none_or(|known| known.id != row.id);
    let mut others = file.supporters.iter().filter(is_other).filter(|row| row.role == role);
    if others.any(|row| if person.is_some() { row.person_id == person } else { row.name == name }) {
        values.refuse("person", format!("{name}已经是{}。", role.label()));
    }
}
