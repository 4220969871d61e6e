//! Making a book, all or nothing: it is made whole in a folder inside the folder and then moved into its place, the
//! database last. Whoever is killed before that leaves a folder in which a book can be made again.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use branchbook_domain::day::Clock;
use uuid::Uuid;

use super::connection::{assert_sqlite, open_writer};
use super::folder::{self, CREATING, remove_folder};
use super::{Book, DATABASE, NewBook, new_uid};
use crate::change::Head;
use crate::change::operation::{Operation, OperationKind};
use crate::error::Result;
use crate::gate::Writing;
use crate::migrate;
use crate::table::office::{self, Operator};
use crate::vault::error::io_error;
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY, KeyStatement};
use crate::vault::lock::BookLock;
use crate::vault::{KeyFile, RecoveryCode, Unlocked, VaultError, atomic, fault};

impl Book {
    /// Makes a book in an empty or missing folder. `fill` writes what the office begins with, in the first change.
    /// The recovery code is shown once and kept nowhere.
    pub fn create(
        dir: &Path,
        new: &NewBook<'_>,
        clock: Arc<dyn Clock>,
        fill: impl FnOnce(&mut Writing<'_>) -> Result<()>,
    ) -> Result<(Self, RecoveryCode)> {
        assert_sqlite()?;
        folder::require_free(dir)?;
        fs::create_dir_all(dir)?;
        let lock = Arc::new(BookLock::take(dir, &clock.now().to_string())?);
        // Again under the lock: somebody else may have been quicker.
        folder::require_free(dir)?;
        clear(dir)?;
        require_no_key(dir)?;
        let made = build(&dir.join(CREATING), new, &clock, fill).and_then(|(unlocked, code)| {
            move_in(dir)?;
            Ok((Self::open_held(dir, unlocked, clock, lock.clone())?, code))
        });
        match &made {
            // What is left of the making is swept at the next opening if not now.
            Ok(_) => drop(remove_folder(&dir.join(CREATING))),
            // What cannot be cleared now is cleared by the next creation; the first error says more.
            Err(_) => drop(take_back(dir)),
        }
        made
    }
}

fn require_no_key(dir: &Path) -> Result<()> {
    match [KEY_FILE, KEY_FILE_COPY].iter().any(|name| dir.join(name).exists()) {
        true => Err(VaultError::KeyFileExists(dir.to_owned()).into()),
        false => Ok(()),
    }
}

/// After an error nothing may look like a book: its recovery code has been shown to nobody.
fn take_back(dir: &Path) -> Result<()> {
    fault::point()?;
    let (placed, made) = (dir.join(DATABASE), dir.join(CREATING).join(DATABASE));
    if placed.exists() && !made.exists() {
        fs::rename(placed, made)?;
    }
    clear(dir)
}

/// Takes away what a creation that was cut short has left; the caller holds the lock. Key files in the place of the
/// book go only where no database ever followed them and the same bytes lie in the unfinished folder: nobody has
/// seen their recovery code.
pub(super) fn clear(dir: &Path) -> Result<()> {
    let unfinished = dir.join(CREATING);
    if !unfinished.exists() {
        return Ok(());
    }
    if !folder::holds_book(dir) {
        for name in [KEY_FILE, KEY_FILE_COPY] {
            let (ours, placed) = (fs::read(unfinished.join(KEY_FILE)), fs::read(dir.join(name)));
            if placed.is_ok_and(|placed| ours.is_ok_and(|ours| ours == placed)) {
                fs::remove_file(dir.join(name))?;
            }
        }
    }
    remove_folder(&unfinished)
}

fn build(
    dir: &Path,
    new: &NewBook<'_>,
    clock: &Arc<dyn Clock>,
    fill: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> Result<(Unlocked, RecoveryCode)> {
    fs::create_dir_all(dir)?;
    fault::point()?;
    let lock = Arc::new(BookLock::take(dir, &clock.now().to_string())?);
    let (book_id, created_at) = (new_uid(clock.as_ref()), clock.now().0);
    let (key, code) = KeyFile::create(dir, new.password, book_id, created_at)?;
    let writer = open_writer(&dir.join(DATABASE), &key)?;
    migrate::run(&writer, 0, migrate::steps())?;
    let mut book = Book {
        dir: dir.to_owned(),
        writer,
        reader: Mutex::new(None),
        key: key.same(),
        clock: clock.clone(),
        operator: (1, new.operator.to_owned()),
        head: Head::default(),
        began: (Head::default().id, 0),
        warnings: Vec::new(),
        has_password: new.password.is_some(),
        _lock: lock,
    };
    book.write(&Operation::new(OperationKind::Init, format!("新建台账：{}", new.name)), |writing| {
        begin_office(writing, new, book_id)?;
        fill(writing)
    })?;
    book.close()?;
    let statement = KeyStatement { book_id, created_at, has_password: new.password.is_some() };
    Ok((Unlocked { key, warnings: Vec::new(), statement }, code))
}

fn begin_office(writing: &mut Writing<'_>, new: &NewBook<'_>, book_id: Uuid) -> Result<()> {
    let today = writing.at().beijing_day();
    writing.insert(&Operator { name: new.operator.to_owned(), from_on: Some(today), to_on: None })?;
    office::set_setting(writing, office::key::BOOK_ID, &book_id.to_string())?;
    office::set_setting(writing, office::key::EPOCH, &1)?;
    office::set_setting(writing, office::key::OFFICE, &new.office)?;
    office::set_setting(writing, office::key::OFFICE_NAME, &new.name)
}

/// The keys are copied, so that the next creation can tell them from those of a book that lost its database; with
/// the name of the database the book is there.
fn move_in(dir: &Path) -> Result<()> {
    let made = dir.join(CREATING);
    let key = zeroize::Zeroizing::new(fs::read(made.join(KEY_FILE))?);
    for name in [KEY_FILE, KEY_FILE_COPY] {
        fault::point()?;
        let path = dir.join(name);
        atomic::write_atomically(&path, |file| file.write_all(&key).map_err(io_error("写入", &path)))?;
    }
    fault::point()?;
    fs::rename(made.join(DATABASE), dir.join(DATABASE))?;
    fault::point()?;
    atomic::sync_folder_of(&dir.join(DATABASE))?;
    Ok(())
}
