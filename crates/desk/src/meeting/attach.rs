//! Attaches files to a gathering: all of them or none. Every file is looked at before the first one is sealed; what is
//! kept is sealed beside the book, one at a time, and nothing of it is read as anything but bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use branchbook_contract::FieldError;
use branchbook_contract::meeting::{MeetingAttach, MeetingAttached};
use branchbook_domain::attachment::{KINDS_LABEL, MOST, MOST_BYTES, MOST_OF_A_BOOK, fitting, is_taken};
use branchbook_domain::day::day_label;
use branchbook_domain::key::GatheringId;
use branchbook_ledger::kept::{SealedFile, Sealing, keep_file};
use branchbook_ledger::table::gathering::attached::{attached_bytes, attachments_of};
use branchbook_ledger::table::gathering::{Attachment, Gathering};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use sha2::{Digest as _, Sha256};

use super::shown;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result, io_words};
use crate::progress::Progress;

/// Purpose of files kept for a gathering.
const ATTACHMENT: &str = "attachment";

/// A file that can be taken.
struct Examined {
    path: PathBuf,
    name: String,
    sha256: [u8; 32],
    size: u64,
}

/// Names of the files of a gathering by what they say.
type Known = BTreeMap<[u8; 32], String>;

impl Handle<MeetingAttach> for Desk {
    fn handle(
        &mut self,
        command: MeetingAttach,
        progress: &dyn Progress,
    ) -> Result<Outcome<MeetingAttached>> {
        let MeetingAttach { gathering, paths } = command;
        let book = self.book_mut()?;
        let (held, known) = book.read(|reading| known(reading, gathering))?;
        require_room(paths.len(), known.len())?;
        let examined = examined(&paths, known, progress)?;
        let title = book.read(|reading| {
            require_space(attached_bytes(reading)?, &examined)?;
            title(reading, &held, &examined).map_err(DeskError::from)
        })?;
        let operation = Operation::new(OperationKind::MeetingAttach, title);
        let written = book.write_sealing(
            |sealing| examined.iter().map(|file| seal(sealing, file)).collect::<Result<Vec<SealedFile>>>(),
            &operation,
            |writing, sealed| {
                for (file, sealed) in examined.iter().zip(&sealed) {
                    keep(writing, gathering, &file.name, sealed)?;
                }
                shown::attachments(writing, gathering).map_err(DeskError::from)
            },
        )?;
        let added = u32::try_from(examined.len()).unwrap_or(u32::MAX);
        Ok(outcome_of(written, |attachments| MeetingAttached { gathering, added, attachments }))
    }
}

/// What is attached to one gathering stands at the one that replaces it, too.
pub(super) fn carry_over(writing: &mut Writing<'_>, from: GatheringId, to: GatheringId) -> Result<()> {
    for attached in attachments_of(writing, from)? {
        writing.insert(&Attachment { gathering_id: to, ..attached.attachment.value })?;
    }
    Ok(())
}

/// A gathering that can still be given or deprived of attachments: one that was cancelled stays as it was.
pub(super) fn require_held(reading: &Reading<'_>, id: GatheringId) -> Result<Stored<Gathering>> {
    let held = reading.require::<Gathering>(id)?;
    if held.cancelled_on.is_some() {
        let day = day_label(held.occurred_on);
        return Err(DeskError::refused(format!(
            "{day}的这次会议已经取消，附件随它留底，不再改动。请在更正后的会议里添加或移除。"
        )));
    }
    Ok(held)
}

fn known(reading: &Reading<'_>, id: GatheringId) -> Result<(Stored<Gathering>, Known)> {
    let held = require_held(reading, id)?;
    let attached = attachments_of(reading, id)?.into_iter();
    let named = attached.filter_map(|attached| {
        Some((attached.file.sha256.as_slice().try_into().ok()?, attached.attachment.value.name))
    });
    Ok((held, named.collect()))
}

fn require_room(asked: usize, there: usize) -> Result<()> {
    if asked == 0 {
        return Err(DeskError::field("paths", "请选择要添加的文件。"));
    }
    if asked + there > MOST {
        return Err(DeskError::refused(format!(
            "一次会议最多 {MOST} 个附件，已有 {there} 个，又选了 {asked} 个，没有添加。请少选几个，或把几张图片合成一个文件。"
        )));
    }
    Ok(())
}

fn require_space(there: i64, more: &[Examined]) -> Result<()> {
    let there = u64::try_from(there).unwrap_or_default();
    let all = more.iter().fold(there, |sum, file| sum.saturating_add(file.size));
    if all > MOST_OF_A_BOOK {
        let (has, most) = (there >> 20, MOST_OF_A_BOOK >> 30);
        return Err(DeskError::refused(format!(
            "本台账的附件已有 {has} MB，加上这次就超过 {most} GB，没有添加。备份会太大；请把大文件另外存放，只附必要的扫描件。"
        )));
    }
    Ok(())
}

/// Looks at every file; those that cannot be taken are told all at once, each at its place.
fn examined(paths: &[String], mut known: Known, progress: &dyn Progress) -> Result<Vec<Examined>> {
    let (mut taken, mut wrong) = (Vec::new(), Vec::new());
    for (at, path) in paths.iter().enumerate() {
        if !progress.report("收存附件", at as u64, paths.len() as u64) {
            return Err(DeskError::Cancelled);
        }
        match examine(Path::new(path), &known) {
            Ok(file) => {
                known.insert(file.sha256, file.name.clone());
                taken.push(file);
            }
            Err(message) => wrong.push(FieldError { field: format!("paths[{at}]"), message }),
        }
    }
    if wrong.is_empty() { Ok(taken) } else { Err(DeskError::Invalid(wrong)) }
}

/// A file that can be taken, or the sentence why it cannot.
fn examine(path: &Path, known: &Known) -> Result<Examined, String> {
    let name = name_of(path);
    if !is_taken(&name) {
        return Err(format!("“{name}”不是能收的文件。能收：{KINDS_LABEL}。"));
    }
    let bytes = read(path, &name)?;
    let sha256 = Sha256::digest(&bytes).into();
    match known.get(&sha256) {
        Some(other) => Err(format!("“{name}”与附件“{other}”内容相同，不用再添加。")),
        None => Ok(Examined { path: path.to_owned(), name, sha256, size: bytes.len() as u64 }),
    }
}

/// The bytes of a file that is neither empty nor too large.
fn read(path: &Path, name: &str) -> Result<Vec<u8>, String> {
    let unread = |error: std::io::Error| format!("“{name}”读不了：{}。", io_words(&error));
    let size = match std::fs::metadata(path).map_err(unread)? {
        found if found.is_file() => found.len(),
        found if found.is_dir() => return Err(format!("“{name}”是文件夹，不是文件，请选择里面的文件。")),
        _ => return Err(format!("“{name}”不是普通文件，不能作附件。")),
    };
    let mut bytes = Vec::new();
    if size <= MOST_BYTES {
        let file = File::open(path).map_err(unread)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unread)?;
    }
    if bytes.is_empty() && size <= MOST_BYTES {
        return Err(format!("“{name}”是空文件，里面没有内容。请确认已经拷贝完整。"));
    }
    if size.max(bytes.len() as u64) > MOST_BYTES {
        let (has, most) = (size.max(MOST_BYTES + 1).div_ceil(1 << 20), MOST_BYTES >> 20);
        return Err(format!("“{name}”有 {has} MB，超过 {most} MB。请压缩或拆分后再添加。"));
    }
    Ok(bytes)
}

/// Seals a file as it was looked at: one that is being written at the same time is refused.
fn seal(sealing: &mut Sealing<'_>, file: &Examined) -> Result<SealedFile> {
    let bytes = read(&file.path, &file.name).map_err(DeskError::refused)?;
    let is_same = Sha256::digest(&bytes)[..] == file.sha256;
    match is_same {
        true => Ok(sealing.seal(&bytes)?),
        false => Err(DeskError::refused(format!(
            "“{}”正在被别的程序改动，没有添加附件。请等它写完再试。",
            file.name
        ))),
    }
}

fn keep(
    writing: &mut Writing<'_>,
    gathering_id: GatheringId,
    name: &str,
    sealed: &SealedFile,
) -> Result<(), LedgerError> {
    let file_id = keep_file(writing, sealed, name, ATTACHMENT)?;
    let (name, added_at) = (name.to_owned(), writing.at());
    writing.insert(&Attachment { gathering_id, file_id, name, added_at, removed_at: None }).map(|_| ())
}

/// 「添加附件：10月17日 第一党支部主题党日，签到表.jpg 等 3 个」
fn title(reading: &Reading<'_>, held: &Stored<Gathering>, files: &[Examined]) -> Result<String, LedgerError> {
    let first = files.first().map(|file| file.name.as_str()).unwrap_or_default();
    let more = if files.len() > 1 { format!(" 等 {} 个", files.len()) } else { String::new() };
    Ok(format!("添加附件：{}，{first}{more}", shown::words(reading, held)?))
}

/// The name without what would disturb a line.
fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    fitting(&name.chars().filter(|c| !c.is_control()).collect::<String>())
}
