//! What a list says of its few rows besides the person: posts and points. Asked for the rows of a page only.

use std::collections::{HashMap, HashSet};

use branchbook_contract::member::MemberRow;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::post_label;
use branchbook_ledger::table::gathering::presence::posts_held_on;
use branchbook_ledger::table::offer;
use branchbook_ledger::{Reading, Result as LedgerResult};

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
        let (titles, title) = (posts.entry(held.person).or_default(), post_label(&held.title));
        // 书记 of the committee and of a branch is said once.
        if titles.split('、').any(|known| known == title) {
            continue;
        }
        if !titles.is_empty() {
            titles.push('、');
        }
        titles.push_str(title);
    }
    posts.extend(offer::posts_of_people(reading, day, people)?);
    Ok(posts)
}
