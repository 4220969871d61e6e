//! Files of communities at the street: each is looked at, and counted or refused, by itself.

use std::fs;
use std::path::{Path, PathBuf};

use branchbook_contract::Kind;
use branchbook_contract::parcel::{OpenOutcome, OpenedFile, ParcelOpen, ParcelsOpened};
use branchbook_domain::day::Month;
use branchbook_ledger::table::exchange::ParcelKind;
use branchbook_ledger::{Book, Operation, OperationKind};
use branchbook_parcel::{OfficeKeys, OpenError};

use super::apply::apply;
use super::incoming::{Contents, Incoming, Proven, Standing, prove, read, senders, standing};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::received::file_name;
use crate::exchange::refused::{self, Proof};
use crate::exchange::{inbox, office};
use crate::progress::Progress;
use crate::upward::read_file;

/// Ending of parcels.
const ENDING: &str = "zbt";
/// Files of one call: a whole stick of all communities, not a whole disk.
const MOST_FILES: usize = 1_000;

impl Handle<ParcelOpen> for Desk {
    fn handle(&mut self, command: ParcelOpen, progress: &dyn Progress) -> Result<Outcome<ParcelsOpened>> {
        let paths = files_of(&command.paths)?;
        let keys = office::keys(self.book_mut()?)?;
        let mut opened = ParcelsOpened { is_preview: command.is_preview, files: Vec::new() };
        let mut changed: Vec<Kind> = Vec::new();
        for (done, path) in paths.iter().enumerate() {
            if !progress.report("接收上报", done as u64, paths.len() as u64) {
                // What is done stays done and is told.
                if opened.files.is_empty() {
                    return Err(DeskError::Cancelled);
                }
                break;
            }
            let outcome = open_one(self, path, &keys, command.is_preview)?;
            changed.extend(outcome.changed);
            opened.files.push(outcome.body);
        }
        changed.sort_unstable();
        changed.dedup();
        if opened.files.iter().all(|file| file.outcome == OpenOutcome::Refused) {
            return Err(all_refused(&opened.files));
        }
        Ok(Outcome { body: opened, changed })
    }
}

/// Nothing was done: each file with its reason.
fn all_refused(files: &[OpenedFile]) -> DeskError {
    match files {
        [one] => DeskError::refused(one.sentence.clone()),
        many => {
            let lines: Vec<String> =
                many.iter().map(|file| format!("{}：{}", file.path, file.sentence)).collect();
            DeskError::refused(format!("{} 个文件都没有接收。\n{}", many.len(), lines.join("\n")))
        }
    }
}

/// The files that are meant: those named, and the parcels in the folders named, in the order of their names.
fn files_of(paths: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths.iter().map(PathBuf::from) {
        if !path.is_dir() {
            files.push(path);
            continue;
        }
        let entries: std::io::Result<Vec<_>> = fs::read_dir(&path)?.collect();
        let mut inside: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
        inside.retain(|path| is_parcel(path));
        inside.sort();
        files.extend(inside);
    }
    match files.len() {
        0 => Err(DeskError::field("paths", format!("没有找到上报文件（.{ENDING}），请核对U盘或文件夹。"))),
        count if count > MOST_FILES => {
            Err(DeskError::field("paths", format!("一次最多接收 {MOST_FILES} 个文件，这里有 {count} 个。")))
        }
        _ => Ok(files),
    }
}

fn is_parcel(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    path.is_file() && !is_hidden && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// One file. What speaks against it is said of it alone; only a broken book or disk ends the whole call.
fn open_one(
    desk: &mut Desk,
    path: &Path,
    keys: &OfficeKeys,
    is_preview: bool,
) -> Result<Outcome<OpenedFile>> {
    let mut answer = examined(desk, path, keys);
    if !is_preview {
        answer = inbox::kept_aside(desk.book()?.dir(), path, desk.clock().now(), answer);
    }
    match answer {
        Ok(Examined::Same(file)) => Ok(Outcome::unchanged(file)),
        Ok(Examined::Newer(incoming)) if is_preview => Ok(Outcome::unchanged(told(path, &incoming, true))),
        Ok(Examined::Newer(incoming)) => take_in(desk, path, &incoming),
        Ok(Examined::Refused(proven, sentence)) => {
            let is_noted = !is_preview && note_refused(desk.book_mut()?, path, &proven, &sentence);
            let changed = if is_noted { vec![Kind::Exchange] } else { Vec::new() };
            Ok(Outcome { body: untaken(path, sentence), changed })
        }
        Err(DeskError::Refused(sentence)) => Ok(Outcome::unchanged(untaken(path, sentence))),
        Err(error) => Err(error),
    }
}

enum Examined {
    Same(OpenedFile),
    Newer(Box<Incoming>),
    /// Its signature holds, and yet it is not taken.
    Refused(Box<Proven>, String),
}

fn note_refused(book: &mut Book, path: &Path, proven: &Proven, sentence: &str) -> bool {
    let Proven { parcel, bytes, community } = proven;
    let proof = Proof { parcel, bytes, path, partner: community.id, kind: ParcelKind::Month };
    refused::note(book, &proof, sentence)
}

fn examined(desk: &Desk, path: &Path, keys: &OfficeKeys) -> Result<Examined> {
    let book = desk.book()?;
    let bytes = read_file(&path.to_string_lossy())?;
    let known = book.read(senders)?;
    let parcel = match prove(&bytes, keys, &known) {
        Err(OpenError::UnknownSender(sender)) if sender == keys.public().fingerprint() => {
            return Ok(Examined::Same(OpenedFile {
                outcome: OpenOutcome::Same,
                ..untaken(path, "这是本街道自己发出的文件，跳过。".to_owned())
            }));
        }
        other => other.map_err(|error| unproven(book, &error))?,
    };
    let proven = Proven::of(book, parcel, bytes)?;
    match judged(book, keys, &proven) {
        Ok((month, None)) => Ok(Examined::Same(OpenedFile {
            from: Some(proven.community.name.clone()),
            month: Some(month),
            sequence: Some(proven.parcel.manifest().sequence),
            outcome: OpenOutcome::Same,
            ..untaken(path, "相同，未改动：这份文件已经接收过。".to_owned())
        })),
        Ok((month, Some(contents))) => Ok(Examined::Newer(Box::new(Incoming { proven, month, contents }))),
        Err(DeskError::Refused(sentence)) => Ok(Examined::Refused(Box::new(proven), sentence)),
        Err(error) => Err(error),
    }
}

/// Why a file is not taken; an office that was ended is named.
fn unproven(book: &Book, error: &OpenError) -> DeskError {
    let OpenError::UnknownSender(sender) = error else { return office::refused(error) };
    match book.read(|reading| office::ended_with(reading, *sender)) {
        Ok(Some(ended)) => DeskError::refused(format!(
            "与{}的往来已经停止，没有接收。要恢复往来，请重新登记它的邀请文件。",
            ended.name
        )),
        Ok(None) => office::refused(error),
        Err(failed) => failed.into(),
    }
}

/// The month and what is new in it; nothing if the file was here before.
fn judged(book: &Book, keys: &OfficeKeys, proven: &Proven) -> Result<(Month, Option<Contents>)> {
    let month = proven.month()?;
    Ok(match book.read(|reading| standing(reading, proven, month))? {
        Standing::Same => (month, None),
        Standing::Newer => (month, Some(read(book, keys, proven, month)?)),
    })
}

fn take_in(desk: &mut Desk, path: &Path, incoming: &Incoming) -> Result<Outcome<OpenedFile>> {
    let book = desk.book_mut()?;
    let proven = &incoming.proven;
    let name = file_name(path);
    let title = format!(
        "接收{}{}上报（第 {} 次）",
        proven.community.name,
        incoming.month.label(),
        proven.parcel.manifest().sequence
    );
    let operation = Operation::new(OperationKind::ParcelOpen, title);
    let written = book.write_sealing(
        |sealing| Ok(sealing.seal(&proven.bytes)?),
        &operation,
        |writing, kept| apply(writing, incoming, &kept, &name).map_err(DeskError::from),
    )?;
    Ok(outcome_of(written, |_| told(path, incoming, false)))
}

fn told(path: &Path, incoming: &Incoming, is_preview: bool) -> OpenedFile {
    let Incoming { proven, contents, month } = incoming;
    let manifest = proven.parcel.manifest();
    let word = if is_preview { "可以接收" } else { "已接收" };
    let mut sentence =
        format!("{word}：{}{}第 {} 次上报", proven.community.name, month.label(), manifest.sequence);
    if let Some(replaced) = manifest.replaces {
        sentence.push_str(&format!("，代替第 {replaced} 次"));
    }
    if !contents.refused.is_empty() {
        sentence.push_str(&format!("，{} 行没有采用", contents.refused.len()));
    }
    OpenedFile {
        path: path.display().to_string(),
        outcome: OpenOutcome::Applied,
        sentence: format!("{sentence}。"),
        from: Some(proven.community.name.clone()),
        month: Some(*month),
        sequence: Some(manifest.sequence),
        parts: contents.parts.clone(),
        refused_rows: contents.refused.clone(),
        findings: contents.findings.clone(),
    }
}

fn untaken(path: &Path, sentence: String) -> OpenedFile {
    OpenedFile {
        path: path.display().to_string(),
        outcome: OpenOutcome::Refused,
        sentence,
        from: None,
        month: None,
        sequence: None,
        parts: Vec::new(),
        refused_rows: Vec::new(),
        findings: Vec::new(),
    }
}
