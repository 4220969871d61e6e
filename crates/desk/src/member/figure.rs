//! What a list says of its few rows besides the person: posts and points, and what a record says of posts. Asked for the
//! rows of a page only.

use std::collections::{HashMap, HashSet};

use branchbook_contract::member::MemberRow;
use branchbook_domain::day::{Day, Month, Span};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::post_label;
use branchbook_ledger::table::gathering::presence::posts_held_on;
use branchbook_ledger::table::membership::PostHeld;
use branchbook_ledger::table::offer;
use branchbook_ledger::{Reading, Result as LedgerResult, Stored};

use crate::error::Result;
use crate::points::score::scores_on;

/// Everybody who holds a service post or a post of the Party on a day.
pub(super) fn people_with_posts(reading: &Reading<'_>, day: Day) -> LedgerResult<HashSet<PersonId>> {
    let mut people = offer::people_with_posts(reading, day)?;
    people.extend(posts_held_on(reading, day)?.into_iter().map(|held| held.person));
    Ok(people)
}

/// Writes posts and points into the rows.
pub(super) fn attach(reading: &Reading<'_>, day: Day, rows: &mut [MemberRow]) -> Result<()> {
    let keys: Vec<PersonId> = rows.iter().map(|row| row.member).collect();
    let mut posts = posts_of(reading, day, &keys)?;
    let people: Vec<_> = rows.iter().map(|row| (row.member, row.class)).collect();
    let mut scores = scores_on(reading, day, &people)?;
    for row in rows {
        row.posts = posts.remove(&row.member);
        row.score = scores.remove(&row.member).map(|(score, _)| score);
    }
    Ok(())
}

/// The service posts of people; of those without any, the posts of the Party, each title once.
fn posts_of(reading: &Reading<'_>, day: Day, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let mut posts: HashMap<PersonId, String> = HashMap::new();
    for held in posts_held_on(reading, day)? {
        add_title(posts.entry(held.person).or_default(), &held.title);
    }
    posts.extend(offer::posts_of_people(reading, day, people)?);
    Ok(posts)
}

/// The same of one person whose posts are read already, as the record says it: the service posts, the newest first, with
/// the month since which each is held.
pub(super) fn posts_in_words(
    reading: &Reading<'_>,
    (person, day): (PersonId, Day),
    posts: &[Stored<PostHeld>],
) -> LedgerResult<Option<String>> {
    let holds = |from: Option<Day>, to: Option<Day>| Span { from, to }.contains(day);
    let claims = offer::claims(reading, None, Some(person))?.into_iter();
    let claims = claims.filter(|line| holds(Some(line.claim.occurred_on), line.claim.ended_on));
    let service: Vec<String> =
        claims.map(|line| format!("{} · 自 {}", line.title, Month::of(line.claim.occurred_on))).collect();
    if !service.is_empty() {
        return Ok(Some(service.join("；")));
    }
    let mut held: Vec<_> = posts.iter().filter(|post| holds(post.from_on, post.to_on)).collect();
    held.sort_by_key(|post| post.id);
    let mut titles = String::new();
    held.iter().for_each(|post| add_title(&mut titles, &post.title));
    Ok(Some(titles).filter(|titles| !titles.is_empty()))
}

/// 书记 of the committee and of a branch is said once.
fn add_title(titles: &mut String, title: &str) {
    let title = post_label(title);
    if titles.split('、').any(|known| known == title) {
        return;
    }
    if !titles.is_empty() {
        titles.push('、');
    }
    titles.push_str(title);
}
