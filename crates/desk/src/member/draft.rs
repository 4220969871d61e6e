//! Between the draft of a form and the person of the book, and the question whether somebody is known already.

use std::collections::BTreeMap;

use branchbook_contract::FieldError;
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MemberDraft, check_draft};
use branchbook_domain::name::NameKeys;
use branchbook_ledger::table::membership::{people_named, person_with_id_number};
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};
use uuid::Uuid;

use crate::error::{DeskError, Result};

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
        return Ok((check.draft, check.warnings));
    }
    let fault = |fault: branchbook_domain::member::DraftFault| FieldError {
        field: format!("draft.{}", fault.field),
        message: fault.message,
    };
    Err(DeskError::Invalid(check.faults.into_iter().map(fault).collect()))
}

/// Refuses a second person with the same ID number; one of the same name and birth needs a confirmation.
pub(super) fn refuse_known(
    reading: &Reading<'_>,
    draft: &MemberDraft,
    own: Option<PersonId>,
    is_confirmed: bool,
) -> Result<()> {
    let is_other = |known: &Stored<Person>| own != Some(known.id);
    if let Some(number) = &draft.id_number
        && let Some(known) = person_with_id_number(reading, number)?.filter(|known| is_other(known))
    {
        let words = format!(
            "这个身份证号已登记在“{}”名下。请打开该人的记录修改；如果是转入或恢复，请在该人的记录上登记增减。",
            known.name
        );
        return Err(DeskError::field("draft.id_number", words));
    }
    let namesakes = people_named(reading, &draft.name, draft.birth_on)?;
    // Two different numbers are two different people.
    let may_be_same = |known: &Stored<Person>| match (&known.id_number, &draft.id_number) {
        (Some(known), Some(given)) => known == given,
        _ => true,
    };
    if !is_confirmed && namesakes.iter().any(|known| is_other(known) && may_be_same(known)) {
        let words = format!("已有同名且出生日期相符的“{}”。如果确实是两个人，请确认后再保存。", draft.name);
        return Err(DeskError::field("confirm_duplicate", words));
    }
    Ok(())
}

/// The place that a draft names must exist.
pub(super) fn require_place(reading: &Reading<'_>, draft: &MemberDraft) -> Result<()> {
    match draft.place_id {
        Some(place) if reading.get::<Place>(place)?.is_none() => {
            Err(DeskError::field("draft.place_id", "所在地点不存在，请重新选择。"))
        }
        _ => Ok(()),
    }
}
