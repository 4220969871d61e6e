//! What the street publishes: looked at first, then taken as one operation.

use std::collections::BTreeSet;
use std::path::Path;

use branchbook_contract::parcel::{ParcelTake, PublicationTaken};
use branchbook_domain::text::squeeze;
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, Partner};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{Limits, OfficeKeys, Opener, Parcel, open};
use serde::de::DeserializeOwned;

use super::accept::read_file;
use super::change::Change;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{COMMUNITY, POLICY, POST, PUBLICATION, SCHEME, THEME};
use crate::exchange::office;
use crate::exchange::policy::{self, Policy};
use crate::exchange::publication::{CommunityRow, PostRow, SchemeRow, ThemeRow};
use crate::exchange::received::{kept_row, reopen};
use crate::exchange::refused::{self, Proof};
use crate::progress::Progress;

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
        let path = Path::new(&command.path);
        let proof =
            Proof { parcel: &parcel, bytes: &bytes, path, partner: street.id, kind: ParcelKind::Publication };
        let sha256 = parcel.sha256().0;
        let is_same = book.read(|reading| exchange::received_by_hash(reading, &sha256))?.is_some();
        let newer = match is_same {
            true => Ok(()),
            false => book.read(|reading| require_newer(reading, &street, &parcel)),
        };
        let content = newer.and_then(|()| Content::of(&parcel));
        let content = match command.is_preview {
            true => content?,
            false => refused::noted(book, &proof, content)?,
        };
        let before = before(book, &keys, &street)?;
        let change = book.read(|reading| Change::of(reading, content, before.as_ref(), today))?;
        let items = book.read(|reading| change.items(reading))?;
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
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let written = book.write(&Operation::new(OperationKind::PublicationTake, title), |writing| {
            change.apply(writing)?;
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

/// What the street published the time before; nothing if that was never, or if the kept file does not open any more.
fn before(book: &Book, keys: &OfficeKeys, street: &Stored<Partner>) -> Result<Option<Content>> {
    let held =
        book.read(|reading| exchange::received_of(reading, street.id, ParcelKind::Publication, None))?;
    let Some(held) = held.first() else { return Ok(None) };
    match reopen(book, keys, held, &[PUBLICATION]).and_then(|parcel| Content::of(&parcel)) {
        Ok(content) => Ok(Some(content)),
        Err(DeskError::Refused(why)) => {
            tracing::warn!(why, "the publication before does not open: nothing of it is taken back");
            Ok(None)
        }
        Err(error) => Err(error),
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

    pub fn titles(&self) -> BTreeSet<String> {
        self.posts.iter().map(|post| squeeze(&post.title)).collect()
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
