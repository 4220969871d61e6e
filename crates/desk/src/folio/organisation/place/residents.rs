//! The members who live in a place: one building, one list. Phones are masked, ID numbers are not shown.

use branchbook_domain::key::PlaceId;
use branchbook_domain::mask::mask_phone;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};

use super::{HEAD, Map};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, cell, linked};
use crate::organisation::Names;

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 8), ("住处", 14), ("所在党支部", 0), ("党小组", 14), ("党员类别", 8), ("联系电话", 13)];

/// The list of a place.
pub(super) fn sheet(reading: &Reading<'_>, map: &Map, place: PlaceId, asked: &Asked<'_>) -> Result<Sheet> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .chip("full", "正式党员")
        .chip("probationary", "预备党员")
        .empty("这里没有登记住处的党员。住处在党员的基本情况里选择。");
    let names = Names::of(reading)?;
    let living = map.living(place);
    sheet.fact("党员", format!("{} 人（{}）", living.len(), asked.on));
    if let Some(stored) = map.places.iter().find(|each| each.id == place) {
        let care = map.care(stored).map(|id| names.distinct(id));
        sheet.fact("负责的党组织", care.unwrap_or_else(|| "没有登记".to_owned()));
    }
    for (at, id) in living {
        let person = reading.require::<Person>(id)?;
        sheet.push(line(reading, &names, &person, &map.name(at), asked)?);
    }
    Ok(sheet)
}

fn line(
    reading: &Reading<'_>,
    names: &Names,
    person: &Stored<Person>,
    at: &str,
    asked: &Asked<'_>,
) -> Result<Line> {
    let member = member_on(reading, person.id, asked.on)?;
    let branch = member.as_ref().map(|member| names.distinct(member.branch_id)).unwrap_or_default();
    let group = member.as_ref().and_then(|member| member.group_id).map(|group| names.name(group));
    let class = member.and_then(|member| member.class());
    let (label, mark) = match class {
        Some(MemberClass::Full) => ("正式党员", "full"),
        Some(MemberClass::Probationary) => ("预备党员", "probationary"),
        None => ("", ""),
    };
    Ok(Line {
        row: person.id.0,
        cells: vec![
            linked(&person.name, person.id),
            cell(at),
            cell(branch.as_str()),
            cell(group.unwrap_or_default()),
            cell(label),
            cell(person.phone.as_deref().map(mask_phone).unwrap_or_default()),
        ],
        acts: Vec::new(),
        marks: vec![mark],
        words: format!("{} {} {at} {branch}", person.name, person.initials).to_lowercase(),
    })
}
