//! Between the draft of a form and the person of the book, and the question whether somebody is known already.

use std::collections::BTreeMap;

use branchbook_contract::FieldError;
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::Day;
use branchbook_domain::key::{PersonId, PlaceId};
use branchbook_domain::member::{MemberDraft, check_draft};
use branchbook_domain::name::NameKeys;
use branchbook_ledger::table::membership::people_named;
use branchbook_ledger::table::merge;
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::person::{Person, list_by_id_number};
use branchbook_ledger::{Reading, Stored};
use uuid::Uuid;

use crate::error::{DeskError, Result};
use crate::person::find::{Clue, Found, find, is_near, may_be, phones_of};

/// The draft that a stored person makes.
pub(super) fn draft_of(person: &Person) -> MemberDraft {
    let code = |text: &Option<String>| text.clone().unwrap_or_default();
    MemberDraft {
        name: person.name.clone(),
        sex: Sex::read(&code(&person.sex)),
        nation: Nation::of_code(&code(&person.nation)),
        birth_on: person.birth_on,
        id_number: person.id_number.clone(),
        education: Education::of_code(&code(&person.education)),
        work_post: WorkPost::of_code(&code(&person.work_post)),
        new_stratum: NewStratum::of_code(&code(&person.new_stratum)),
        phone: person.phone.clone(),
        other_phone: person.other_phone.clone(),
        address: person.address.clone(),
        employer: person.employer.clone(),
        place_id: person.place_id,
        joined_on: person.joined_on,
        became_full_on: person.became_full_on,
        note: person.note.clone(),
        extra: BTreeMap::new(),
    }
}

/// The person that a checked draft makes.
pub(super) fn person_of(draft: MemberDraft, uid: Uuid) -> Person {
    let keys = NameKeys::of(&draft.name);
    Person {
        uid,
        name: draft.name,
        pinyin: keys.pinyin,
        initials: keys.initials,
        sex: draft.sex.map(|sex| sex.code().to_owned()),
        nation: draft.nation.map(|nation| nation.code().to_owned()),
        birth_on: draft.birth_on,
        id_number: draft.id_number,
        education: draft.education.map(|education| education.code().to_owned()),
        work_post: draft.work_post.map(|post| post.code().to_owned()),
        new_stratum: draft.new_stratum.map(|stratum| stratum.code().to_owned()),
        phone: draft.phone,
        other_phone: draft.other_phone,
        address: draft.address,
        employer: draft.employer,
        place_id: draft.place_id,
        joined_on: draft.joined_on,
        became_full_on: draft.became_full_on,
        note: draft.note,
    }
}

/// The cleaned draft with its warnings, or its faults as fields of the form.
pub(super) fn checked(draft: &MemberDraft, today: Day) -> Result<(MemberDraft, Vec<String>)> {
    let check = check_draft(draft, today);
    if check.faults.is_empty() {
        return Ok((check.draft.clone(), check.sentences()));
    }
    let fault = |fault: branchbook_domain::member::DraftFault| FieldError {
        field: format!("draft.{}", fault.field),
        message: fault.message,
    };
    Err(DeskError::Invalid(check.faults.into_iter().map(fault).collect()))
}

/// Whom a draft means among the people of the book other than `own`. One of the same name who may be the same and is
/// not surely so needs a confirmation; confirmed, only the ID number means somebody.
pub(super) fn meant(
    reading: &Reading<'_>,
    draft: &MemberDraft,
    own: Option<PersonId>,
    is_confirmed: bool,
) -> Result<Option<Stored<Person>>> {
    let phones = phones_of([draft.phone.as_deref(), draft.other_phone.as_deref()]);
    let number = draft.id_number.as_deref();
    let clue = Clue { name: &draft.name, id_number: number, birth: draft.birth_on, phones: &phones };
    match find(reading, &clue, own)? {
        Found::OtherName(id) => Err(known_number(&reading.require::<Person>(id)?.name)),
        Found::One(id) => {
            let known = reading.require::<Person>(id)?;
            let is_numbered = number.is_some() && has_number(reading, id, number)?;
            Ok((is_numbered || !is_confirmed).then_some(known))
        }
        Found::Several(count) if !is_confirmed => Err(DeskError::field(
            "confirm_duplicate",
            format!(
                "台账里有 {count} 名“{}”与填写的相符。请补填身份证号，或在“疑似重复”里核对；如果确实是另一个人，请确认后再保存。",
                draft.name
            ),
        )),
        Found::Several(_) => Ok(None),
        Found::Nobody if is_confirmed => Ok(None),
        Found::Nobody => match perhaps(reading, &clue, own)? {
            Some(Perhaps::Same) => Err(known_name(&draft.name)),
            Some(Perhaps::NearNumber) => Err(near_number(&draft.name)),
            None => Ok(None),
        },
    }
}

/// Whether the record, or one that gave way to it, has the number.
fn has_number(reading: &Reading<'_>, id: PersonId, number: Option<&str>) -> Result<bool> {
    let Some(number) = number else { return Ok(false) };
    for known in list_by_id_number(reading, number)? {
        if merge::standing(reading, known.id)? == id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Why somebody of the name may be the same person.
enum Perhaps {
    /// Nothing is known that tells the two apart.
    Same,
    /// One of the two ID numbers seems mistyped.
    NearNumber,
}

/// Somebody else of the name who may be the same. A slip of the pen in the number may be one in the birth, too.
fn perhaps(reading: &Reading<'_>, clue: &Clue<'_>, own: Option<PersonId>) -> Result<Option<Perhaps>> {
    let is_other =
        |known: &Stored<Person>| -> Result<bool> { Ok(own != Some(merge::standing(reading, known.id)?)) };
    for known in people_named(reading, clue.name, clue.birth)? {
        if may_be(&known.value, clue) && is_other(&known)? {
            return Ok(Some(Perhaps::Same));
        }
    }
    for known in people_named(reading, clue.name, None)? {
        if is_near(&known.value, clue) && is_other(&known)? {
            return Ok(Some(Perhaps::NearNumber));
        }
    }
    Ok(None)
}

/// The number belongs to somebody.
pub(super) fn known_number(name: &str) -> DeskError {
    let words = format!(
        "这个身份证号已登记在“{name}”名下。请打开该人的记录修改；如果是转入或恢复，请在该人的记录上登记增减。"
    );
    DeskError::field("draft.id_number", words)
}

/// Somebody of the name may be the same.
pub(super) fn known_name(name: &str) -> DeskError {
    let words = format!("已有同名且出生日期相符的“{name}”。如果确实是两个人，请确认后再保存。");
    DeskError::field("confirm_duplicate", words)
}

/// Somebody of the name has nearly the number.
fn near_number(name: &str) -> DeskError {
    let words = format!(
        "已有同名的“{name}”，身份证号只有一两位不同，或者出生、电话都相同而身份证号不同，可能是写错了。请对照证件核对；如果确实是两个人，请确认后再保存。"
    );
    DeskError::field("confirm_duplicate", words)
}

/// Refuses a second person with the same ID number; one of the same name who may be the same needs a confirmation.
pub(super) fn refuse_known(
    reading: &Reading<'_>,
    draft: &MemberDraft,
    own: PersonId,
    is_confirmed: bool,
) -> Result<()> {
    match meant(reading, draft, Some(own), is_confirmed)? {
        None => Ok(()),
        Some(known) if known.id_number.is_some() && known.id_number == draft.id_number => {
            Err(known_number(&known.name))
        }
        Some(_) => Err(known_name(&draft.name)),
    }
}

/// The place that a draft names must exist.
pub(super) fn require_place(reading: &Reading<'_>, place: Option<PlaceId>) -> Result<()> {
    match place {
        Some(place) if reading.get::<Place>(place)?.is_none() => {
            Err(DeskError::field("draft.place_id", "所在地点不存在，请重新选择。"))
        }
        _ => Ok(()),
    }
}
