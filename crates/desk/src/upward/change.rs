//! What a publication changes in the community's book, known before anything is written: the preview shows it, and the
//! taking does just this. What the street gave the time before and gives no more is taken back; what the community
//! made itself stays.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::parcel::TakenItem;
use branchbook_domain::day::{Day, Month, add_days, day_label};
use branchbook_ledger::table::month::calendar;
use branchbook_ledger::table::{office as book_office, points};
use branchbook_ledger::{LedgerError, Reading, Writing};

use super::post_change::PostChange;
use super::take::Content;
use crate::error::Result;
use crate::exchange::policy::Policy;
use crate::exchange::publication::{SchemeRow, ThemeRow};
use crate::points::scheme::Schemes;
use crate::points::scheme_set;
use crate::setting::preference::THEMES;

/// Setting: the communities of the street, by name.
const COMMUNITIES: &str = "street.communities";

/// What is to be written.
pub(super) struct Change {
    content: Content,
    /// From when the scheme holds, if it is another.
    scheme_from: Option<Day>,
    posts: PostChange,
    /// Themes that the street has not given before.
    new_themes: Vec<ThemeRow>,
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
        let posts = PostChange::of(reading, &content, before)?;
        let new_themes = new_themes(reading, &content, before)?;
        let ended_themes = match before {
            Some(before) => ended_themes(reading, &content, before)?,
            None => Vec::new(),
        };
        Ok(Self { content, scheme_from, posts, new_themes, ended_themes, today })
    }

    /// What each thing changes.
    pub fn items(&self, reading: &Reading<'_>) -> Result<Vec<TakenItem>> {
        let mut items = Vec::new();
        if let Some(policy) = &self.content.policy {
            let detail = format!("{}；身份证号只带校验标记", policy.in_words());
            items.push(item("上报携带的个人信息", Policy::of(reading)? != *policy, detail));
        }
        items.extend(self.content.scheme.as_ref().map(|row| self.scheme_item(row)));
        if !self.content.posts.is_empty() || !self.posts.ended.is_empty() {
            items.extend(self.posts.items(self.content.posts.len()));
        }
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

    fn theme_items(&self, reading: &Reading<'_>) -> Result<Vec<TakenItem>, LedgerError> {
        let known = THEMES.get(reading)?;
        let fresh = self.new_themes.iter().map(|row| {
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
        self.posts.apply(writing, self.today)?;
        let mut themes: BTreeMap<String, String> = THEMES.get(writing)?;
        themes.extend(self.new_themes.iter().map(|row| (row.month.to_string(), row.theme.clone())));
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

/// Themes that the street has not given before, of months that are still open: what it gave once and the community
/// changed stays changed.
fn new_themes(
    reading: &Reading<'_>,
    content: &Content,
    before: Option<&Content>,
) -> Result<Vec<ThemeRow>, LedgerError> {
    let closed = calendar::last_closed(reading)?;
    let is_new = |row: &&ThemeRow| {
        let was_given = before.is_some_and(|before| before.themes.contains(row));
        !was_given && closed.is_none_or(|closed| row.month > closed)
    };
    Ok(content.themes.iter().filter(is_new).cloned().collect())
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

pub(super) fn item(label: &str, is_new: bool, detail: String) -> TakenItem {
    TakenItem { label: label.to_owned(), is_new, detail }
}
