//! Posts: who is 书记, 委员, 党小组组长, since when.

use branchbook_contract::member::{PostAssign, PostEnd, PostSaved};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{PostTitle, post_label};
use branchbook_domain::rule::Source;
use branchbook_domain::standing::MemberClass;
use branchbook_domain::term::titles_of;
use branchbook_ledger::table::membership::{PostHeld, member_on, posts_in};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored};

use super::period::class_on;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::happened;
use crate::progress::Progress;

/// What a probationary member has not.
const VOTE: Source = Source::regulation("中国共产党章程", "2022年", "第七条");

impl Handle<PostAssign> for Desk {
    fn handle(&mut self, command: PostAssign, _: &dyn Progress) -> Result<Outcome<PostSaved>> {
        let today = self.clock().today();
        let from = command.from_on.unwrap_or(today);
        happened::refuse_ahead("from_on", from, today)?;
        let post = PostHeld {
            person_id: command.member,
            organisation_id: command.organisation,
            title: title_of(&command.title)?,
            is_full_time: command.is_full_time,
            from_on: Some(from),
            to_on: None,
            note: command.note,
        };
        let book = self.book_mut()?;
        let (words, warnings) = book.read(|reading| judged(reading, &post, from))?;
        let operation = Operation::new(OperationKind::PostAssign, words);
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&post)?))?;
        Ok(outcome_of(written, |post| PostSaved { post, warnings }))
    }
}

impl Handle<PostEnd> for Desk {
    fn handle(&mut self, command: PostEnd, _: &dyn Progress) -> Result<Outcome<PostSaved>> {
        let today = self.clock().today();
        let (id, to) = (command.post, command.to_on.unwrap_or(today));
        happened::refuse_ahead("to_on", to, today)?;
        let book = self.book_mut()?;
        let (stored, name) = book.read(|reading| {
            let stored = reading.require::<PostHeld>(id)?;
            let person = reading.require::<Person>(stored.person_id)?;
            Ok::<_, DeskError>((stored, person.value.name))
        })?;
        if stored.from_on.is_some_and(|from| to < from) {
            return Err(DeskError::field("to_on", "免职日期早于任职日期，请核对。"));
        }
        let title = format!("结束任职：{name} {}", post_label(&stored.title));
        let ended = PostHeld { to_on: Some(to), ..stored.value };
        let operation = Operation::new(OperationKind::PostAssign, title);
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.update(id, &ended)?))?;
        Ok(outcome_of(written, |_| PostSaved { post: id, warnings: Vec::new() }))
    }
}

/// The code of a known title, else the office's own words.
pub(crate) fn title_of(text: &str) -> Result<String> {
    let own = text.trim();
    if own.is_empty() {
        return Err(DeskError::field("title", "请填写职务。"));
    }
    let known = PostTitle::read(own).or_else(|| PostTitle::read_office(own));
    Ok(known.map_or_else(|| own.to_owned(), |title| title.code().to_owned()))
}

/// Why no organisation of this level has such a post.
pub(crate) fn misplaced(level: Level, title: PostTitle) -> Option<String> {
    titles_of(level).refusal(level, title)
}

/// Where somebody is a member: branch and group, as far as they have a key. What is yet to be made has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Belonging {
    pub branch: Option<OrganisationId>,
    pub group: Option<OrganisationId>,
}

/// Where the book has somebody on a day; nothing where they are no member then.
pub(crate) fn belonging_on(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
) -> Result<Option<Belonging>, LedgerError> {
    let held = member_on(reading, person, day)?;
    Ok(held.map(|held| Belonging { branch: Some(held.branch_id), group: held.group_id }))
}

/// The appointment in words and what should be read of it, or why it is none.
pub(crate) fn judged(reading: &Reading<'_>, post: &PostHeld, from: Day) -> Result<(String, Vec<String>)> {
    let person = reading.require::<Person>(post.person_id)?;
    judged_of(reading, post, (&person, from), belonging_on(reading, person.id, from)?)
}

/// The same of a member as they will be, and where they will be on the day, where a greater operation changes the record
/// or the membership as well.
pub(crate) fn judged_of(
    reading: &Reading<'_>,
    post: &PostHeld,
    (person, from): (&Stored<Person>, Day),
    belonging: Option<Belonging>,
) -> Result<(String, Vec<String>)> {
    happened::refuse_before_joining_of(reading, "from_on", from, person)?;
    let organisation = reading.require::<Organisation>(post.organisation_id)?;
    let known = PostTitle::from_code(&post.title);
    if let Some(words) = known.and_then(|title| misplaced(organisation.level, title)) {
        return Err(DeskError::field("title", words));
    }
    let holders = posts_in(reading, organisation.id, from)?;
    let mut same = holders.iter().filter(|held| held.title == post.title);
    if same.any(|held| held.person_id == person.id) {
        let label = post_label(&post.title);
        return Err(DeskError::refused(format!("{}已是{}{label}。", person.name, organisation.name)));
    }
    let mut warnings = Vec::new();
    if known.is_some_and(PostTitle::is_single) && holders.iter().any(|held| held.title == post.title) {
        let words =
            format!("{}已有{}在任，请核对是否应先结束原任职。", organisation.name, post_label(&post.title));
        warnings.push(words);
    }
    let is_probationary = belonging.is_some()
        && known.is_some()
        && class_on(reading, person, from)? == Some(MemberClass::Probationary);
    if is_probationary {
        warnings.push(format!(
            "{}在 {from} 是预备党员，没有表决权、选举权和被选举权（{VOTE}），请核对能否担任{}。",
            person.name,
            post_label(&post.title)
        ));
    }
    let is_inside = belonging.is_some_and(|held| {
        let below = matches!(organisation.level, Level::Branch | Level::Group);
        !below || [held.branch, held.group].contains(&Some(organisation.id))
    });
    if !is_inside {
        warnings.push(format!("{}在 {from} 不是{}的党员，请核对。", person.name, organisation.name));
    }
    Ok((format!("任职：{} {}{}", person.name, organisation.name, post_label(&post.title)), warnings))
}
