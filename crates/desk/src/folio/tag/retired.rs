//! Proposes the tag 离退休 for those whose work post says so. A person confirms it; nothing is tagged by itself.

use std::collections::HashSet;

use branchbook_contract::folio::{FolioDone, FolioEntry};
use branchbook_domain::care::PersonTag;
use branchbook_domain::code::WorkPost;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::care::{TagHeld, tags_on};
use branchbook_ledger::table::membership::{people, work_posts_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::entry::give;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};

/// The work posts of the retired begin with this code.
const RETIRED: &str = "4";
/// Names that the question gives.
const NAMED: usize = 12;

/// Members whose work post is of the retired and who do not bear the tag.
fn candidates(reading: &Reading<'_>, today: Day) -> Result<Vec<Stored<Person>>, LedgerError> {
    let mut people: Vec<_> = people(reading, &untagged(reading, today)?)?.into_values().collect();
    people.sort_by_key(|person| person.id);
    Ok(people)
}

/// Whether there is anybody to be asked about. Of everybody only the work post is read.
pub(super) fn is_proposed(reading: &Reading<'_>, today: Day) -> Result<bool, LedgerError> {
    Ok(!untagged(reading, today)?.is_empty())
}

fn untagged(reading: &Reading<'_>, today: Day) -> Result<Vec<PersonId>, LedgerError> {
    let held = tags_on(reading, today)?.into_iter();
    let tagged: HashSet<PersonId> =
        held.filter(|each| each.tag == PersonTag::Retired.code()).map(|each| each.person_id).collect();
    let is_retired = |post: &str| WorkPost::of_code(post).is_some_and(|post| post.is_under(RETIRED));
    let posts = work_posts_on(reading, today)?.into_iter();
    let retired = posts.filter(|(person, post)| is_retired(post) && !tagged.contains(person));
    Ok(retired.map(|(person, _)| person).collect())
}

pub(super) fn form(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let people = candidates(reading, today)?;
    if people.is_empty() {
        return Err(DeskError::refused("名册上工作岗位是离退休的党员都已有这个标签。"));
    }
    let names: Vec<&str> = people.iter().take(NAMED).map(|person| person.name.as_str()).collect();
    let more = if people.len() > names.len() { "等" } else { "" };
    Ok(FolioEntry {
        title: "按工作岗位登记离退休".to_owned(),
        about: format!(
            "名册上工作岗位是离退休、还没有标签的有 {} 人：{}{more}。确认后全部登记“离退休”标签，从今天起。",
            people.len(),
            names.join("、")
        ),
        fields: Vec::new(),
        button: "全部登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn act(desk: &mut Desk, today: Day) -> Result<Outcome<FolioDone>> {
    let people = desk.book()?.read(|reading| candidates(reading, today))?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let held = TagHeld {
        person_id: PersonId(0),
        tag: PersonTag::Retired.code().to_owned(),
        from_on: Some(today),
        to_on: None,
        note: Some("按工作岗位登记".to_owned()),
    };
    give(desk, &ids, &held)
}
