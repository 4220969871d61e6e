//! What the street publishes: looked at first, then taken as one operation.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use branchbook_contract::parcel::{ParcelTake, PublicationTaken, TakenItem};
use branchbook_domain::day::{Day, Month, add_days, day_label};
use branchbook_domain::text::squeeze;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, Partner};
use branchbook_ledger::table::offer::{self, Offer};
use branchbook_ledger::table::office as book_office;
use branchbook_ledger::table::points;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{Limits, Opener, Parcel, open};
use serde::de::DeserializeOwned;

use super::accept::read_file;

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{COMMUNITY, POLICY, POST, PUBLICATION, SCHEME, THEME};
use crate::exchange::office;
use crate::exchange::policy::{self, Policy};
use crate::exchange::publication::{CommunityRow, PostRow, SchemeRow, ThemeRow};
use crate::exchange::received::kept_row;
use crate::offer::post::blank;
use crate::points::scheme::Schemes;
use crate::points::scheme_set;
use crate::progress::Progress;
use crate::setting::preference::THEMES;
use crate::unit::entry::fresh_uid;

/// Setting: the communities of the street, by name.
const COMMUNITIES: &str = "street.communities";

impl Handle<ParcelTake> for Desk {
    fn handle(&mut self, command: ParcelTake, _progress: &dyn Progress) -> Result<Outcome<PublicationTaken>> {
        let today = self.clock().today();
        let book = self.book_mut()?;
        let street = book.read(office::require_street)?;
        let keys = office::keys(book)?;
        let senders = [office::public_of(&street)?];
        let bytes = read_file(&command.path)?;
        let opener =
            Opener { keys: &keys, senders: &senders, kinds: &[PUBLICATION], limits: Limits::default() };
        let parcel = open(&bytes, &opener).map_err(|error| office::refused(&error))?;
        let content = Content::of(&parcel)?;
        let sha256 = parcel.sha256().0;
        let is_same = book.read(|reading| exchange::received_by_hash(reading, &sha256))?.is_some();
        if !is_same {
            book.read(|reading| require_newer(reading, &street, &parcel))?;
        }
        let items = book.read(|reading| content.items(reading, today))?;
        let gap = book.read(|reading| office::gap_in_history(reading, &street, parcel.manifest()))?;
        let taken = PublicationTaken {
            is_preview: command.is_preview,
            from: street.name.clone(),
            sequence: parcel.manifest().sequence,
            is_same,
            items,
            notes: gap
                .into_iter()
                .chain(is_same.then(|| "这份下发文件已经接收过，没有改动。".to_owned()))
                .collect(),
        };
        if command.is_preview || is_same {
            return Ok(Outcome::unchanged(taken));
        }
        let kept = book.seal_file(&bytes)?;
        let title = format!("接收{}第{}次下发", street.name, parcel.manifest().sequence);
        let name = Path::new(&command.path).file_name().map(|name| name.to_string_lossy().into_owned());
        let written = book.write(&Operation::new(OperationKind::PublicationTake, title), |writing| {
            content.apply(writing, today)?;
            record(writing, &parcel, &street, &kept, &name.unwrap_or_default()).map_err(DeskError::from)
        })?;
        Ok(outcome_of(written, |()| taken))
    }
}

fn require_newer(reading: &Reading<'_>, street: &Stored<Partner>, parcel: &Parcel) -> Result<()> {
    let held = exchange::received_of(reading, street.id, ParcelKind::Publication, None)?;
    let Some(newest) = held.first() else { return Ok(()) };
    let manifest = parcel.manifest();
    if (i64::from(manifest.epoch), i64::from(manifest.sequence)) > (newest.epoch, newest.sequence) {
        return Ok(());
    }
    Err(DeskError::refused(format!(
        "这是{}第{}次下发，本社区已经接收过第{}次，没有改动。请使用最新的下发文件。",
        street.name, manifest.sequence, newest.sequence
    )))
}

fn record(
    writing: &mut Writing<'_>,
    parcel: &Parcel,
    street: &Stored<Partner>,
    kept: &SealedFile,
    name: &str,
) -> Result<(), LedgerError> {
    let manifest = parcel.manifest();
    let row = kept_row(writing, parcel, (street.id, ParcelKind::Publication, None), (kept, name))?;
    writing.insert(&row)?;
    writing.update(street.id, &office::seen(street, manifest)).map(|_| ())
}

/// What the publication brings.
struct Content {
    policy: Option<Policy>,
    communities: Vec<CommunityRow>,
    scheme: Option<SchemeRow>,
    posts: Vec<PostRow>,
    themes: Vec<ThemeRow>,
}

impl Content {
    fn of(parcel: &Parcel) -> Result<Self> {
        let content = Self {
            policy: rows::<Policy>(parcel, POLICY)?.into_iter().next(),
            communities: rows(parcel, COMMUNITY)?,
            scheme: rows::<SchemeRow>(parcel, SCHEME)?.into_iter().next(),
            posts: rows(parcel, POST)?,
            themes: rows(parcel, THEME)?,
        };
        let unknown =
            |policy: &Policy| policy.fields.iter().find(|field| policy::label(field).is_none()).cloned();
        match content.policy.as_ref().and_then(unknown) {
            Some(field) => Err(DeskError::refused(format!(
                "街道要求的个人信息“{field}”本程序不认识，没有接收。请升级本程序后再接收。"
            ))),
            None => Ok(content),
        }
    }

    /// What each thing changes.
    fn items(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<TakenItem>> {
        let mut items = Vec::new();
        if let Some(policy) = &self.policy {
            let is_new = Policy::of(reading)? != *policy;
            items.push(item(
                "上报携带的个人信息",
                is_new,
                format!("{}；身份证号只带校验标记", policy.in_words()),
            ));
        }
        if let Some(row) = &self.scheme {
            items.push(match self.new_scheme(reading, row, today)? {
                Some(from) => {
                    item("积分方案", true, format!("{}，自 {} 起执行", row.scheme.name, day_label(from)))
                }
                None => item("积分方案", false, row.scheme.name.clone()),
            });
        }
        let posts = self.new_posts(reading)?;
        let titles: Vec<&str> = posts.iter().map(|post| post.title.as_str()).collect();
        if !self.posts.is_empty() {
            let detail = if titles.is_empty() {
                format!("{} 个岗位都已有", self.posts.len())
            } else {
                titles.join("、")
            };
            items.push(item("岗位目录", !titles.is_empty(), detail));
        }
        let known = THEMES.get(reading)?;
        for row in &self.themes {
            let is_new = known.get(&row.month.to_string()) != Some(&row.theme);
            items.push(item(&format!("{}主题", row.month.label()), is_new, row.theme.clone()));
        }
        if !self.communities.is_empty() {
            let is_new =
                book_office::setting::<Vec<String>>(reading, COMMUNITIES)? != Some(self.community_names());
            items.push(item("社区名单", is_new, self.community_names().join("、")));
        }
        Ok(items)
    }

    fn community_names(&self) -> Vec<String> {
        self.communities.iter().map(|row| row.name.clone()).collect()
    }

    /// From when a scheme that differs would hold: never in the past, where points are booked by the old one.
    fn new_scheme(&self, reading: &Reading<'_>, row: &SchemeRow, today: Day) -> Result<Option<Day>> {
        let next_month = Month::of(today).next().first_day();
        let mut from = row.from_on.filter(|from| *from > today).unwrap_or(next_month);
        // One that has not begun yet goes before it.
        if let Some(begins) =
            points::newest_scheme(reading, points::PERSON)?.and_then(|newest| newest.from_on)
        {
            from = from.max(add_days(begins, 1));
        }
        let known = Schemes::of(reading)?.on(reading, from)?;
        if known.is_some_and(|known| known.scheme == row.scheme) {
            return Ok(None);
        }
        scheme_set::may_set(reading, from)?;
        Ok(Some(from))
    }

    fn new_posts(&self, reading: &Reading<'_>) -> Result<Vec<&PostRow>> {
        let known: Vec<String> = offer::service_posts(reading)?
            .iter()
            .filter(|post| post.to_on.is_none())
            .map(|post| squeeze(&post.title))
            .collect();
        let mut met = BTreeSet::new();
        let is_new = |post: &&PostRow| {
            let title = squeeze(&post.title);
            !known.contains(&title) && met.insert(title)
        };
        Ok(self.posts.iter().filter(is_new).collect())
    }

    fn apply(&self, writing: &mut Writing<'_>, today: Day) -> Result<()> {
        if let Some(policy) = &self.policy {
            policy.keep(writing)?;
        }
        if let Some(row) = &self.scheme
            && let Some(from) = self.new_scheme(writing, row, today)?
        {
            scheme_set::set(writing, from, &row.scheme)?;
        }
        for post in self.new_posts(writing)? {
            let fresh = Offer { uid: fresh_uid(writing), ..blank(&post.title) };
            let category = post.category.clone().or(fresh.category);
            writing.insert(&Offer { category, content: post.content.clone(), ..fresh })?;
        }
        let mut themes: BTreeMap<String, String> = THEMES.get(writing)?;
        themes.extend(self.themes.iter().map(|row| (row.month.to_string(), row.theme.clone())));
        book_office::set_setting(writing, THEMES.key, &themes)?;
        book_office::set_setting(writing, COMMUNITIES, &self.community_names())?;
        Ok(())
    }
}

fn item(label: &str, is_new: bool, detail: String) -> TakenItem {
    TakenItem { label: label.to_owned(), is_new, detail }
}

/// The rows of a part; none where the file has no such part.
fn rows<T: DeserializeOwned>(parcel: &Parcel, part: &str) -> Result<Vec<T>> {
    if parcel.manifest().part(part).is_none() {
        return Ok(Vec::new());
    }
    let refused = |error| office::refused(&error);
    parcel.rows::<T>(part).map_err(refused)?.collect::<Result<_, _>>().map_err(refused)
}
