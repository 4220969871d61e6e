//! What a publication changes among the service posts. A post is the street's as long as it came by a publication and
//! still says what the street said; one that the community made, changed or ended is its own.

use std::collections::BTreeSet;

use branchbook_contract::parcel::TakenItem;
use branchbook_domain::day::Day;
use branchbook_domain::key::ChangeId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::offer::{self, Offer};
use branchbook_ledger::{LedgerError, OperationKind, Reading, Stored, Writing, change};

use super::change::item;
use super::take::Content;
use crate::error::Result;
use crate::exchange::publication::PostRow;
use crate::offer::post::blank;

/// What is to be written.
#[derive(Default)]
pub(super) struct PostChange {
    /// Posts that the street has not given before and the book does not have.
    new: Vec<PostRow>,
    /// The street's posts that it describes otherwise now.
    changed: Vec<(Stored<Offer>, PostRow)>,
    /// The street's posts that it gives no more.
    pub ended: Vec<Stored<Offer>>,
}

impl PostChange {
    /// Sets the catalogue beside the open posts and beside the catalogue before.
    pub fn of(
        reading: &Reading<'_>,
        content: &Content,
        before: Option<&Content>,
    ) -> Result<Self, LedgerError> {
        let mut posts = offer::service_posts(reading)?;
        posts.retain(|post| post.to_on.is_none());
        let mut found = Self::default();
        let mut met = BTreeSet::new();
        for row in content.posts.iter().filter(|row| met.insert(squeeze(&row.title))) {
            let given = before.and_then(|before| before.post(&row.title));
            let own = posts.iter().find(|post| squeeze(&post.title) == squeeze(&row.title));
            match (own, given) {
                (None, None) => found.new.push(row.clone()),
                (Some(own), Some(given)) if given != row && is_the_streets(reading, own, given)? => {
                    found.changed.push((own.clone(), row.clone()));
                }
                _ => {}
            }
        }
        let gone = before.map_or(&[][..], |before| &before.posts);
        for given in gone.iter().filter(|given| content.post(&given.title).is_none()) {
            let own = posts.iter().find(|post| squeeze(&post.title) == squeeze(&given.title));
            if let Some(own) = own
                && is_the_streets(reading, own, given)?
            {
                found.ended.push(own.clone());
            }
        }
        Ok(found)
    }

    /// What changes, in words; the catalogue has `count` posts.
    pub fn items(&self, count: usize) -> Vec<TakenItem> {
        let join = |titles: Vec<&str>| titles.join("、");
        let new = join(self.new.iter().map(|post| post.title.as_str()).collect());
        let changed = join(self.changed.iter().map(|(_, post)| post.title.as_str()).collect());
        let ended = join(self.ended.iter().map(|post| post.title.as_str()).collect());
        let mut items = match new.is_empty() {
            true => vec![item("岗位目录", false, format!("{count} 个岗位，没有要新增的"))],
            false => vec![item("岗位目录", true, new)],
        };
        if !changed.is_empty() {
            items.push(item("说明有变的岗位", true, changed));
        }
        if !ended.is_empty() {
            items.push(item("停用的岗位", true, format!("{ended}；已有的认领不变，不再接受新的认领")));
        }
        items
    }

    /// Writes it.
    pub fn apply(&self, writing: &mut Writing<'_>, today: Day) -> Result<()> {
        for post in &self.new {
            let fresh = Offer { uid: writing.new_uid(), ..blank(&post.title) };
            let category = post.category.clone().or(fresh.category);
            writing.insert(&Offer { category, content: post.content.clone(), ..fresh })?;
        }
        for (own, post) in &self.changed {
            let category = post.category.clone().or(own.category.clone());
            let content = post.content.clone();
            writing.update(own.id, &Offer { category, content, ..own.value.clone() })?;
        }
        for own in &self.ended {
            writing.update(own.id, &Offer { to_on: Some(today), ..own.value.clone() })?;
        }
        Ok(())
    }
}

/// Whether a post came by a publication and still says what the street said then.
fn is_the_streets(reading: &Reading<'_>, own: &Stored<Offer>, given: &PostRow) -> Result<bool, LedgerError> {
    let says_so = own.content == given.content
        && given.category.as_ref().is_none_or(|category| own.category.as_ref() == Some(category));
    let made = change::summary(reading, ChangeId(own.made_by))?;
    Ok(says_so && made.is_some_and(|made| made.kind == OperationKind::PublicationTake))
}
