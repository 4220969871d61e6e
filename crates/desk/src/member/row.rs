//! A person as a row of a list. ID numbers and phones are masked unless they are revealed.

use branchbook_contract::member::MemberRow;
use branchbook_domain::code::{Education, Nation, Sex};
use branchbook_domain::day::Day;
use branchbook_domain::member::FieldMask;
use branchbook_domain::standing::party_years;
use branchbook_ledger::table::membership::{Listed, standing_of};
use branchbook_ledger::table::person::Person;

use crate::organisation::Names;

/// The row of a member on a day.
pub(super) fn row(listed: &Listed, person: &Person, names: &Names, day: Day, is_revealed: bool) -> MemberRow {
    let standing = standing_of(day, person.joined_on, person.became_full_on);
    let label =
        |text: Option<&'static str>, own: &Option<String>| text.map(str::to_owned).or_else(|| own.clone());
    let nation = person.nation.as_deref().and_then(Nation::of_code).map(Nation::label);
    let education = person.education.as_deref().and_then(Education::of_code).map(Education::label);
    MemberRow {
        member: listed.person,
        name: person.name.clone(),
        sex: person.sex.as_deref().and_then(Sex::read),
        nation: label(nation, &person.nation),
        birth_on: person.birth_on,
        id_number: shown("id_number", person.id_number.as_deref(), is_revealed),
        phone: shown("phone", person.phone.as_deref(), is_revealed),
        education: label(education, &person.education),
        employer: shown("employer", person.employer.as_deref(), is_revealed),
        branch: listed.branch_id,
        branch_name: names.name(listed.branch_id),
        group: listed.group_id,
        group_name: listed.group_id.map(|group| names.name(group)),
        class: standing.class,
        is_class_about: standing.is_about,
        joined_on: person.joined_on,
        became_full_on: person.became_full_on,
        party_years: person.joined_on.and_then(|joined| party_years(day, joined, person.became_full_on)),
        conditions: listed.conditions.clone(),
        posts: None,
        score: None,
        extra: Vec::new(),
    }
}

/// The text of a field in full or masked.
fn shown(key: &str, text: Option<&str>, is_revealed: bool) -> Option<String> {
    text.map(|text| if is_revealed { text.to_owned() } else { FieldMask::of_key(key).masked(text) })
}
