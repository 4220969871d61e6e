//! Backups of a book. A file is only called one after it has been read back and the book in it has stood the same proof
//! that a restore asks for. The way back is in `restore`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use uuid::Uuid;

use crate::book::{Book, open_keyed};
use crate::change;
use crate::change::operation::{Operation, OperationKind};
use crate::error::{LedgerError, Result};
use crate::kept;
use crate::reading::Reading;
use crate::table::office::{self, key};
use crate::vault::backup_file::{self, Parts, Statement};
use crate::vault::digest::hex;
use crate::vault::sealed_file::FILES;
use crate::vault::temporary::TEMPORARY;
use crate::vault::{KeyFile, VaultError};
use crate::verify::Severity;

/// Folder inside a book where backups made before risky acts lie.
pub const BACKUPS: &str = "backups";
/// Ending of a backup.
pub const ENDING: &str = "zbk";

/// A backup that was written, opened and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it lies.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Number of the newest change in it.
    pub head: i64,
    /// Kept files that are lost or damaged and so are not in it, and what else should be told, in sentences.
    pub warnings: Vec<String>,
}

impl Book {
    /// Writes a verified backup to `to`, which must not exist, or into `to` if that is a folder.
    ///
    /// It is recorded only once it lies there: a history that speaks of backups which failed would be believed on the
    /// one day that counts. So the record is not in the backup that it names; it says up to which operation that
    /// backup reaches, and a restored book goes on from there.
    pub fn backup(&mut self, to: &Path) -> Result<Backup> {
        let target = self.target(to)?;
        let mut made = self.write_backup(&target)?;
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let title = format!("备份到 {name}（到第 {} 号操作）", made.head);
        let recorded =
            self.write(&Operation::new(OperationKind::Backup, title), |_| Ok::<(), LedgerError>(()));
        if let Err(error) = recorded {
            made.warnings.push(format!("备份已写好并通过检查，但没有能够记入历史：{error}"));
        }
        Ok(made)
    }

    /// A backup inside the book's own folder before a risky act; `why` stands in its name.
    pub(crate) fn backup_before(&mut self, why: &str) -> Result<Backup> {
        let folder = self.dir().join(BACKUPS);
        std::fs::create_dir_all(&folder)?;
        let made = self.write_backup(&free_name(&folder, &self.backup_name(why)?))?;
        self.warn(made.warnings.iter().cloned());
        Ok(made)
    }

    /// Where the backup goes: a free name, and no place inside the book that a restore would move.
    fn target(&self, to: &Path) -> Result<PathBuf> {
        if to.is_dir() {
            self.require_place(to)?;
            return Ok(free_name(to, &self.backup_name("")?));
        }
        self.require_place(
            to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        )?;
        if to.symlink_metadata().is_ok() {
            let sentence = format!("“{}”已经存在，没有备份。请换一个文件名，或只指明目录。", to.display());
            return Err(LedgerError::Refused(sentence));
        }
        Ok(to.to_owned())
    }

    fn require_place(&self, folder: &Path) -> Result<()> {
        let Ok(folder) = folder.canonicalize() else {
            let sentence =
                format!("目录“{}”不存在，没有备份。请先建好目录，确认U盘已插好。", folder.display());
            return Err(LedgerError::Refused(sentence));
        };
        let own = self.dir().canonicalize()?;
        if folder.starts_with(&own) && !folder.starts_with(own.join(BACKUPS)) {
            let sentence =
                "备份不能写在台账目录里面（它自己的 backups 除外），没有备份。请另选目录，最好在U盘上。";
            return Err(LedgerError::Refused(sentence.to_owned()));
        }
        Ok(())
    }

    fn write_backup(&mut self, target: &Path) -> Result<Backup> {
        self.checkpoint()?;
        let copy = self.dir().join(TEMPORARY).join(format!("backup-{}.db", self.new_uid()));
        let copied =
            self.writer().execute("VACUUM INTO ?", [copy.to_string_lossy()]).map_err(LedgerError::from);
        let outcome =
            copied.and_then(|_| self.check_copy(&copy)).and_then(|()| self.pack_copy(&copy, target));
        // What cannot be removed now goes at the next opening, with all of that folder.
        let _ = std::fs::remove_file(&copy);
        outcome
    }

    /// The copy must stand the proof that a restore will ask of it, to the last row of the history.
    fn check_copy(&self, copy: &Path) -> Result<()> {
        let connection = open_keyed(copy, self.key(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let reading = Reading::new(&connection);
        let findings = kept::prove(&reading)?.findings;
        if let Some(damage) = findings.into_iter().find(|finding| finding.severity == Severity::Damage) {
            return Err(LedgerError::BackupUnsound(damage.sentence.trim_end_matches('。').to_owned()));
        }
        if change::head(&reading)? != self.head() {
            return Err(LedgerError::BackupUnsound("历史与原台账不一致".to_owned()));
        }
        Ok(())
    }

    fn pack_copy(&self, copy: &Path, target: &Path) -> Result<Backup> {
        let (mut files, book_id) =
            self.read(|reading| Ok::<_, LedgerError>((kept_names(reading)?, book_id(reading)?)))?;
        let lost = self.lost_files(&files)?;
        files.retain(|name| !lost.contains_key(name));
        let head = self.head();
        let statement = Statement {
            book_id,
            created_at: self.clock().now().0,
            chain_head: hex(&head.hash),
            chain_count: head.id.to_string(),
            left_out: lost.keys().cloned().collect(),
        };
        let key_file = KeyFile::whole_copy(self.dir(), self.key())?;
        let files_dir = self.dir().join(FILES);
        let parts =
            Parts { database: copy, key_file: &key_file, files_dir: &files_dir, files: &files, statement };
        backup_file::pack(&parts, target).map_err(unsound)?;
        let warnings = lost.into_values().map(|sentence| format!("{sentence}备份里没有它。")).collect();
        Ok(Backup {
            path: target.to_owned(),
            size: std::fs::metadata(target)?.len(),
            head: head.id,
            warnings,
        })
    }

    fn backup_name(&self, why: &str) -> Result<String> {
        let name =
            self.read(|reading| office::setting::<String>(reading, key::OFFICE_NAME))?.unwrap_or_default();
        let at = self.clock().now().to_string().replace([':', ' '], "-");
        let middle = if why.is_empty() { String::new() } else { format!("-{why}前") };
        Ok(format!("{name}-{at}{middle}-{}.{ENDING}", self.head().id))
    }
}

/// The name, or the name with the first number that makes it free.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let stem = name.trim_end_matches(ENDING).trim_end_matches('.');
    let numbered = (2..1000).map(|number| folder.join(format!("{stem}-{number}.{ENDING}")));
    let mut names = std::iter::once(folder.join(name)).chain(numbered);
    names.find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| folder.join(name))
}

fn unsound(error: VaultError) -> LedgerError {
    match error {
        VaultError::BackupRefused(fault) => LedgerError::BackupUnsound(fault.to_string()),
        other => other.into(),
    }
}

fn book_id(reading: &Reading<'_>) -> Result<Uuid> {
    let text: Option<String> = office::setting(reading, key::BOOK_ID)?;
    let corrupt = LedgerError::Corrupt { table: "setting", id: 0, column: "value" };
    text.and_then(|text| text.parse().ok()).ok_or(corrupt)
}

/// Names of the sealed files that the book names.
pub(crate) fn kept_names(reading: &Reading<'_>) -> Result<BTreeSet<String>> {
    Ok(office::kept_hashes(reading)?.iter().map(|sha256| hex(sha256)).collect())
}
