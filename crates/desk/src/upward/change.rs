//! What a publication changes in the community's book, known before anything is written: the preview shows it, and the
//! taking does just this. What the street gave the time before and gives no more is taken back; what the community
//! made itself stays.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::parcel::TakenItem;
use branchbook_domain::day::{Day, Month, add_days, day_label};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::offer::{self, Offer};
use branchbook_ledger::table::{office as book_office, points};
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::take::Content;
use crate::error::Result;
use crate::exchange::policy::Policy;
use crate::exchange::publication::{PostRow, SchemeRow};
use crate::offer::post::blank;
use crate::points::scheme::Schemes;
use crate::points::scheme_set;
use crate::setting::preference::THEMES;
use crate::unit::entry::fresh_uid;

/// Setting: the communities of the street, by name.
const COMMUNITIES: &str = "street.communities";

/// What is to be written.
pub(super) struct Change {
    content: Content,
    /// From when the scheme holds, if it is another.
    scheme_from: Option<Day>,
    /// Posts that the book does not have.
    new_posts: Vec<PostRow>,
    /// Open posts that the street gives no more, with their last day over.
    ended_posts: Vec<Stored<Offer>>,
    /// Months whose theme the street gives no more.
    ended_themes: Vec<Month>,
    today: Day,
}

impl Change {
    /// Sets a publication beside the book and beside the publication before.
    pub fn of(reading: &Reading<'_>, content: Content, before: Option<&Content>, today: Day) -> Result<Self> {
        let scheme_from = match &content.scheme {
            Some(row) => new_scheme(reading, row, today)?,
            None => None,
        };
        let new_posts = new_posts(reading, &content)?;
        let ended_posts = match before {
            Some(before) => ended_posts(reading, &content, before)?,
            None => Vec::new(),
        };
        let ended_themes = match before {
            Some(before) => ended_themes(reading, &content, before)?,
            None => Vec::new(),
        };
        Ok(Self { content, scheme_from, new_posts, ended_posts, ended_themes, today })
    }

    /// What each thing changes.
    pub fn items(&self, reading: &Reading<'_>) -> Result<Vec<TakenItem>> {
        let mut items = Vec::new();
        if let Some(policy) = &self.content.policy {
            let detail = format!("{}；身份证号只带校验标记", policy.in_words());
            items.push(item("上报携带的个人信息", Policy::of(reading)? != *policy, detail));
        }
        items.extend(self.content.scheme.as_ref().map(|row| self.scheme_item(row)));
        items.extend(self.post_items());
        items.extend(self.theme_items(reading)?);
        if !self.content.communities.is_empty() {
            let names = self.content.community_names();
            let is_new = book_office::setting::<Vec<String>>(reading, COMMUNITIES)?.as_ref() != Some(&names);
            items.push(item("社区名单", is_new, names.join("、")));
        }
        Ok(items)
    }

    fn scheme_item(&self, row: &SchemeRow) -> TakenItem {
        match self.scheme_from {
            Some(from) => {
                item("积分方案", true, format!("{}，自 {} 起执行", row.scheme.name, day_label(from)))
            }
            None => item("积分方案", false, row.scheme.name.clone()),
        }
    }

    fn post_items(&self) -> Vec<TakenItem> {
        let titles = |posts: &mut dyn Iterator<Item = &str>| posts.collect::<Vec<_>>().join("、");
        let fresh = titles(&mut self.new_posts.iter().map(|post| post.title.as_str()));
        let ended = titles(&mut self.ended_posts.iter().map(|post| post.title.as_str()));
        let known = format!("{} 个岗位都已有", self.content.posts.len());
        let mut items = Vec::new();
        if !self.content.posts.is_empty() {
            let is_new = !fresh.is_empty();
            items.push(item("岗位目录", is_new, if is_new { fresh } else { known }));
        }
        if !ended.is_empty() {
            items.push(item("停用的岗位", true, format!("{ended}；已有的认领不变，不再接受新的认领")));
        }
        items
    }

    fn theme_items(&self, reading: &Reading<'_>) -> Result<Vec<TakenItem>, LedgerError> {
        let known = THEMES.get(reading)?;
        let fresh = self.content.themes.iter().map(|row| {
            let is_new = known.get(&row.month.to_string()) != Some(&row.theme);
            item(&format!("{}主题", row.month.label()), is_new, row.theme.clone())
        });
        let gone = self
            .ended_themes
            .iter()
            .map(|month| item(&format!("{}主题", month.label()), true, "街道已取消".to_owned()));
        Ok(fresh.chain(gone).collect())
    }

    /// Writes it.
    pub fn apply(&self, writing: &mut Writing<'_>) -> Result<()> {
        if let Some(policy) = &self.content.policy {
            policy.keep(writing)?;
        }
        if let (Some(row), Some(from)) = (&self.content.scheme, self.scheme_from) {
            scheme_set::set(writing, from, &row.scheme)?;
        }
        for post in &self.new_posts {
            let fresh = Offer { uid: fresh_uid(writing), ..blank(&post.title) };
            let category = post.category.clone().or(fresh.category);
            writing.insert(&Offer { category, content: post.content.clone(), ..fresh })?;
        }
        for post in &self.ended_posts {
            writing.update(post.id, &Offer { to_on: Some(self.today), ..post.value.clone() })?;
        }
        let mut themes: BTreeMap<String, String> = THEMES.get(writing)?;
        themes.extend(self.content.themes.iter().map(|row| (row.month.to_string(), row.theme.clone())));
        themes.retain(|month, _| !self.ended_themes.iter().any(|ended| ended.to_string() == *month));
        book_office::set_setting(writing, THEMES.key, &themes)?;
        book_office::set_setting(writing, COMMUNITIES, &self.content.community_names())?;
        Ok(())
    }
}

/// From when a scheme that differs would hold: never in the past, where points are booked by the old one.
fn new_scheme(reading: &Reading<'_>, row: &SchemeRow, today: Day) -> Result<Option<Day>> {
    let next_month = Month::of(today).next().first_day();
    let mut from = row.from_on.filter(|from| *from > today).unwrap_or(next_month);
    // One that has not begun yet goes before it.
    if let Some(begins) = points::newest_scheme(reading, points::PERSON)?.and_then(|newest| newest.from_on) {
        from = from.max(add_days(begins, 1));
    }
    let known = Schemes::of(reading)?.on(reading, from)?;
    if known.is_some_and(|known| known.scheme == row.scheme) {
        return Ok(None);
    }
    scheme_set::may_set(reading, from)?;
    Ok(Some(from))
}

fn open_posts(reading: &Reading<'_>) -> Result<Vec<Stored<Offer>>, LedgerError> {
    Ok(offer::service_posts(reading)?.into_iter().filter(|post| post.to_on.is_none()).collect())
}

fn new_posts(reading: &Reading<'_>, content: &Content) -> Result<Vec<PostRow>, LedgerError> {
    let mut known: BTreeSet<String> = open_posts(reading)?.iter().map(|post| squeeze(&post.title)).collect();
    Ok(content.posts.iter().filter(|post| known.insert(squeeze(&post.title))).cloned().collect())
}

fn ended_posts(
    reading: &Reading<'_>,
    content: &Content,
    before: &Content,
) -> Result<Vec<Stored<Offer>>, LedgerError> {
    let gone: BTreeSet<String> = before.titles().difference(&content.titles()).cloned().collect();
    let mut posts = open_posts(reading)?;
    posts.retain(|post| gone.contains(&squeeze(&post.title)));
    Ok(posts)
}

/// Only a theme that still stands as the street gave it: another word is the community's own.
fn ended_themes(
    reading: &Reading<'_>,
    content: &Content,
    before: &Content,
) -> Result<Vec<Month>, LedgerError> {
    let known = THEMES.get(reading)?;
    let given: BTreeSet<Month> = content.themes.iter().map(|row| row.month).collect();
    let gone = before.themes.iter().filter(|row| !given.contains(&row.month));
    Ok(gone
        .filter(|row| known.get(&row.month.to_string()) == Some(&row.theme))
        .map(|row| row.month)
        .collect())
}

fn item(label: &str, is_new: bool, detail: String) -> TakenItem {
    TakenItem { label: label.to_owned(), is_new, detail }
}
