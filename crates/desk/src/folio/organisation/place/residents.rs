//! The members who live in a place: one building, one list. Phones are masked, ID numbers are not shown.

use branchbook_contract::folio::FolioPage;
use branchbook_domain::key::{PersonId, PlaceId};
use branchbook_domain::mask::mask_phone;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::MemberOnDay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{HEAD, Map};
use crate::error::Result;
use crate::folio::{Asked, Known, Line, Sheet, cell, linked};
use crate::organisation::Names;

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 8), ("住处", 14), ("所在党支部", 0), ("党小组", 14), ("党员类别", 8), ("联系电话", 13)];

/// The list of a place.
pub(super) fn page(reading: &Reading<'_>, map: &Map, place: PlaceId, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .chip("full", "正式党员")
        .chip("probationary", "预备党员")
        .empty("这里没有登记住处的党员。住处在党员的基本情况里选择。");
    let living = map.living(reading, place, asked.on)?;
    sheet.fact("党员", format!("{} 人（{}）", living.len(), asked.on));
    if let Some(stored) = map.places.iter().find(|each| each.id == place) {
        let care =
            map.care(stored).map(|id| Ok::<_, LedgerError>(Names::on(reading, asked.on)?.distinct(id)));
        sheet.fact("负责的党组织", care.transpose()?.unwrap_or_else(|| "没有登记".to_owned()));
    }
    sheet.subject = Some(map.subject(reading, place)?);
    let ids: Vec<PersonId> = living.iter().map(|(_, person)| *person).collect();
    // Where somebody lives and what they are filters the list: all who live in a place are read, and nobody else.
    let known = Known::of(reading, &ids, asked.on)?;
    for (at, person) in living.iter().filter_map(|(at, id)| Some((*at, known.get(*id)?))) {
        sheet.push(line(&known, person, &map.name(at)));
    }
    Ok(sheet.finish(asked))
}

fn line(known: &Known, person: &Stored<Person>, at: &str) -> Line {
    let member = known.member(person.id);
    let branch = member.map(|member| known.names.distinct(member.branch_id)).unwrap_or_default();
    let group = member.and_then(|member| member.group_id).map(|group| known.names.name(group));
    let class = member.and_then(MemberOnDay::class);
    let (label, mark) = match class {
        Some(MemberClass::Full) => ("正式党员", "full"),
        Some(MemberClass::Probationary) => ("预备党员", "probationary"),
        None => ("", ""),
    };
    Line {
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
    }
}
