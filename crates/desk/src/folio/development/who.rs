//! Whose case is opened: found by ID number, then by name and birth, then by name and phone. Must not guess between
//! two, and must not make a second person of one.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::Step;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MemberDraft;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::development::cases_of;
use branchbook_ledger::table::membership::{MemberOnDay, member_on};
use branchbook_ledger::table::person::{Person, list_by_id_number, list_by_name};
use branchbook_ledger::table::role::merged;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::file::CaseFile;
use crate::error::{DeskError, Result};

/// The person of the book whom a form describes; nobody if it is somebody new.
pub(super) fn known_person(
    reading: &Reading<'_>,
    draft: &MemberDraft,
    is_other: bool,
) -> Result<Option<Stored<Person>>> {
    if let Some(found) = by_number(reading, draft)? {
        return Ok(Some(found));
    }
    let namesakes = namesakes(reading, draft)?;
    let of_birth: Vec<_> = namesakes.iter().filter(|known| is_born_so(known, draft)).collect();
    let of_phone: Vec<_> = namesakes.iter().filter(|known| has_phone(known, draft)).collect();
    for found in [of_birth, of_phone] {
        match found.as_slice() {
            [] => {}
            [one] => return Ok(Some((*one).clone())),
            _ => return Err(several(&draft.name)),
        }
    }
    match namesakes.first() {
        Some(known) if !is_other => Err(unsure(known)),
        _ => Ok(None),
    }
}

fn by_number(reading: &Reading<'_>, draft: &MemberDraft) -> Result<Option<Stored<Person>>> {
    let Some(number) = &draft.id_number else { return Ok(None) };
    let Some(found) = list_by_id_number(reading, number)?.into_iter().next() else { return Ok(None) };
    let found = standing(reading, found)?;
    if found.name == draft.name {
        return Ok(Some(found));
    }
    let words = format!("这个身份证号已登记在“{}”名下，请核对姓名和身份证号。", found.name);
    Err(DeskError::field("id_number", words))
}

/// People of the name who may be meant: neither their number nor their birth says otherwise.
fn namesakes(reading: &Reading<'_>, draft: &MemberDraft) -> Result<Vec<Stored<Person>>, LedgerError> {
    let mut found: Vec<Stored<Person>> = Vec::new();
    for known in list_by_name(reading, &draft.name)? {
        let known = standing(reading, known)?;
        let differs = known.id_number.is_some() && draft.id_number.is_some();
        let is_born_otherwise =
            known.birth_on.zip(draft.birth_on).is_some_and(|(known, given)| !known.agrees_with(given));
        if !differs && !is_born_otherwise && found.iter().all(|other| other.id != known.id) {
            found.push(known);
        }
    }
    Ok(found)
}

/// The record that stands for a person, if theirs gave way to another.
fn standing(reading: &Reading<'_>, person: Stored<Person>) -> Result<Stored<Person>, LedgerError> {
    let into = merged(reading)?.into_iter().find(|row| row.person_id == person.id);
    match into {
        Some(row) => reading.require(row.into_id),
        None => Ok(person),
    }
}

/// The same birth, known on both sides at least to the month.
fn is_born_so(known: &Person, draft: &MemberDraft) -> bool {
    let is_known = |birth: PartialDay| birth.month().is_some();
    known
        .birth_on
        .zip(draft.birth_on)
        .is_some_and(|(known, given)| is_known(known) && is_known(given) && known.agrees_with(given))
}

fn has_phone(known: &Person, draft: &MemberDraft) -> bool {
    let given = draft.phone.as_deref().unwrap_or_default();
    let own = [known.phone.as_deref(), known.other_phone.as_deref()].into_iter().flatten();
    let mut own = own.flat_map(|phones| phones.split('、')).filter(|phone| !phone.is_empty());
    own.any(|phone| given.split('、').any(|other| other == phone))
}

fn several(name: &str) -> DeskError {
    let words = format!("台账里有不止一位“{name}”与填写的内容相符，请在“台账里的人”中选定一位。");
    DeskError::field("person", words)
}

fn unsure(known: &Person) -> DeskError {
    let words = format!(
        "台账里已有“{}”，填写的内容不足以分辨。是同一人请在“台账里的人”中选择；确实是另一个人请勾选后再保存。",
        known.name
    );
    DeskError::field("is_other", words)
}

/// Refuses whoever needs no case: somebody with an open one, or a full member. Gives the membership of somebody who is
/// on probation already.
pub(super) fn require_fit(
    reading: &Reading<'_>,
    person: &Stored<Person>,
    today: Day,
) -> Result<Option<MemberOnDay>> {
    let name = &person.name;
    for case in cases_of(reading, person.id)? {
        let file = CaseFile::get(reading, case.id, today)?;
        if file.is_running() {
            let is_complete = file.case.day_of(Step::FullApproved).is_some();
            let words = if is_complete { "已经办完转正" } else { "正在办理" };
            return Err(DeskError::refused(format!(
                "{name}已有一份发展党员档案（{}，{words}），请打开它继续登记，不用新建。",
                file.branch
            )));
        }
    }
    let member = member_on(reading, person.id, today)?;
    if member.as_ref().is_some_and(|member| member.class() == Some(MemberClass::Full)) {
        return Err(DeskError::refused(format!("{name}在名册里是正式党员，不用建立发展党员档案。")));
    }
    Ok(member)
}

/// The person whom a form chose, with the record that stands for them.
pub(super) fn chosen(reading: &Reading<'_>, id: PersonId) -> Result<Stored<Person>> {
    let found = reading.get::<Person>(id)?;
    let found = found.ok_or_else(|| DeskError::field("person", "台账里没有这个人，请重新选择。"))?;
    Ok(standing(reading, found)?)
}
