//! What the street publishes: looked at first, then taken as one operation.

use std::path::Path;

use branchbook_contract::parcel::{ParcelTake, PublicationTaken, TakenItem};
use branchbook_domain::day::Day;
use branchbook_domain::text::squeeze;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, Partner};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{OfficeKeys, Parcel};
use serde::de::DeserializeOwned;

use super::accept::from_street;
use super::change::Change;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{COMMUNITY, POLICY, POST, PUBLICATION, SCHEME, THEME};
use crate::exchange::policy::{self, Policy};
use crate::exchange::publication::{CommunityRow, PostRow, SchemeRow, ThemeRow};
use crate::exchange::received::{file_name, kept_row, reopen};
use crate::exchange::refused::{self, Proof};
use crate::exchange::{inbox, office};
use crate::progress::Progress;

impl Handle<ParcelTake> for Desk {
    fn handle(&mut self, command: ParcelTake, _progress: &dyn Progress) -> Result<Outcome<PublicationTaken>> {
        let (today, now) = (self.clock().today(), self.clock().now());
        let book = self.book_mut()?;
        let street = book.read(office::require_street)?;
        let keys = office::keys(book)?;
        let path = Path::new(&command.path);
        let opened = from_street(&command.path, &keys, &street, PUBLICATION);
        let (parcel, bytes) = match command.is_preview {
            true => opened?,
            false => inbox::kept_aside(book.dir(), path, now, opened)?,
        };
        let looked = Looked::of(book, &keys, &street, &parcel, today);
        let looked = match command.is_preview {
            true => looked?,
            false => {
                let (partner, kind) = (street.id, ParcelKind::Publication);
                let proof = Proof { parcel: &parcel, bytes: &bytes, path, partner, kind };
                refused::noted(book, &proof, looked)?
            }
        };
        let taken = looked.reply(&street, &parcel, command.is_preview);
        if command.is_preview || looked.is_same {
            return Ok(Outcome::unchanged(taken));
        }
        let title = format!("接收{}第 {} 次下发", street.name, parcel.manifest().sequence);
        let operation = Operation::new(OperationKind::PublicationTake, title);
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&bytes)?),
            &operation,
            |writing, kept| {
                looked.change.apply(writing)?;
                record(writing, &parcel, &street, (&kept, &file_name(path))).map_err(DeskError::from)
            },
        )?;
        Ok(outcome_of(written, |()| taken))
    }
}

/// A publication that may be taken, and what it would change.
struct Looked {
    change: Change,
    items: Vec<TakenItem>,
    is_same: bool,
    notes: Vec<String>,
}

impl Looked {
    fn of(
        book: &Book,
        keys: &OfficeKeys,
        street: &Stored<Partner>,
        parcel: &Parcel,
        today: Day,
    ) -> Result<Self> {
        let sha256 = parcel.sha256().0;
        let is_same = book.read(|reading| exchange::received_by_hash(reading, &sha256))?.is_some();
        if !is_same {
            book.read(|reading| require_newer(reading, street, parcel))?;
        }
        let content = Content::of(parcel)?;
        let (before, lost) = before(book, keys, street)?;
        let change = book.read(|reading| Change::of(reading, content, before.as_ref(), today))?;
        let items = book.read(|reading| change.items(reading))?;
        let gap = book.read(|reading| office::gap_in_history(reading, street, parcel.manifest()))?;
        let same = is_same.then(|| "这份下发文件已经接收过，没有改动。".to_owned());
        Ok(Self { change, items, is_same, notes: gap.into_iter().chain(lost).chain(same).collect() })
    }

    fn reply(&self, street: &Partner, parcel: &Parcel, is_preview: bool) -> PublicationTaken {
        PublicationTaken {
            is_preview,
            from: street.name.clone(),
            sequence: parcel.manifest().sequence,
            is_same: self.is_same,
            items: self.items.clone(),
            notes: self.notes.clone(),
        }
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
        "这是{}第 {} 次下发，本社区已经接收过第 {} 次，没有改动。请使用最新的下发文件。",
        street.name, manifest.sequence, newest.sequence
    )))
}

fn record(
    writing: &mut Writing<'_>,
    parcel: &Parcel,
    street: &Stored<Partner>,
    file: (&SealedFile, &str),
) -> Result<(), LedgerError> {
    let manifest = parcel.manifest();
    let row = kept_row(writing, parcel, (street.id, ParcelKind::Publication, None), file)?;
    writing.insert(&row)?;
    writing.update(street.id, &office::seen(street, manifest)).map(|_| ())
}

/// What the street published the time before. If the kept file is lost nothing is taken back, and the person is told.
fn before(
    book: &Book,
    keys: &OfficeKeys,
    street: &Stored<Partner>,
) -> Result<(Option<Content>, Option<String>)> {
    let held =
        book.read(|reading| exchange::received_of(reading, street.id, ParcelKind::Publication, None))?;
    let Some(held) = held.first() else { return Ok((None, None)) };
    match reopen(book, keys, held, &[PUBLICATION]).and_then(|parcel| Content::of(&parcel)) {
        Ok(content) => Ok((Some(content), None)),
        Err(error) => {
            tracing::warn!(?error, "the publication before does not open");
            let lost = "上次接收的下发文件打不开，街道取消了哪些岗位和主题无法比较，请自行核对。";
            Ok((None, Some(lost.to_owned())))
        }
    }
}

/// What a publication says.
pub(super) struct Content {
    pub policy: Option<Policy>,
    pub communities: Vec<CommunityRow>,
    pub scheme: Option<SchemeRow>,
    pub posts: Vec<PostRow>,
    pub themes: Vec<ThemeRow>,
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

    pub fn community_names(&self) -> Vec<String> {
        self.communities.iter().map(|row| row.name.clone()).collect()
    }

    /// The post of a title.
    pub fn post(&self, title: &str) -> Option<&PostRow> {
        self.posts.iter().find(|post| squeeze(&post.title) == squeeze(title))
    }
}

/// The rows of a part; none where the file has no such part.
fn rows<T: DeserializeOwned>(parcel: &Parcel, part: &str) -> Result<Vec<T>> {
    if parcel.manifest().part(part).is_none() {
        return Ok(Vec::new());
    }
    let refused = |error| office::refused(&error);
    parcel.rows::<T>(part).map_err(refused)?.collect::<Result<_, _>>().map_err(refused)
}
