//! Sealing a month for the street. A month that says nothing new hands out the very same file; one that does takes the
//! place of what was sent before.

use std::path::{Path, PathBuf};

use branchbook_contract::parcel::{MonthSealed, ParcelSeal, PartCount};
use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::key::MonthId;
use branchbook_domain::month_state::{MonthState, MonthStep};
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelSent, Partner, SentState};
use branchbook_ledger::table::month::{MonthRow, calendar};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{OfficeKeys, OfficePublic, ParcelWriter, Sealed};
use serde_json::{Map, Value, json};

use super::snapshot::Snapshot;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{MONTH, Part};
use crate::exchange::mark::hex;
use crate::exchange::office;
use crate::exchange::outbox::{self, Letter, Stated};
use crate::month::row;
use crate::progress::Progress;
use crate::report::publish::{self, Draft as FileDraft};
use crate::setting::preference::{PHONE, PREPARER};

impl Handle<ParcelSeal> for Desk {
    fn handle(&mut self, command: ParcelSeal, progress: &dyn Progress) -> Result<Outcome<MonthSealed>> {
        let today = self.clock().today();
        let out = folder(&command.out)?;
        let book = self.book_mut()?;
        let keys = office::keys(book)?;
        step(progress, "汇总数据", 0)?;
        let prepared = book.read(|reading| Prepared::of(reading, command.month, today, &keys))?;
        if let Some(held) = &prepared.same {
            return hand_out_again(book, &prepared, held, &out);
        }
        prepared.next_state()?;
        step(progress, "签名加密", 1)?;
        let sealed = seal(book, &prepared, &keys)?;
        step(progress, "保存", 2)?;
        let target = publish::target(&out.to_string_lossy(), &sealed.file_name())?;
        let draft = FileDraft::write(&target, &sealed.bytes)?;
        let title = format!("封装{}上报（第 {} 次）", command.month.label(), prepared.sequence);
        let operation = Operation::new(OperationKind::Seal, title);
        let written = book.write_sealing(
            |sealing| Ok(sealing.seal(&sealed.bytes)?),
            &operation,
            |writing, kept| record(writing, &prepared, &sealed, &kept).map_err(DeskError::from),
        )?;
        draft.publish()?;
        Ok(outcome_of(written, |()| prepared.reply(&target, &sealed.sha256.0, false)))
    }
}

/// A folder that exists: what is sealed has a name of its own.
pub(crate) fn folder(out: &str) -> Result<PathBuf> {
    let path = PathBuf::from(out);
    if out.trim().is_empty() || !path.is_dir() {
        return Err(DeskError::field(
            "out",
            format!("“{out}”不是已有的文件夹，请指定保存到哪个文件夹（如U盘）。"),
        ));
    }
    Ok(path)
}

fn step(progress: &dyn Progress, label: &str, done: u64) -> Result<()> {
    if progress.report(label, done, 3) { Ok(()) } else { Err(DeskError::Cancelled) }
}

/// Everything that is known before the file is sealed.
struct Prepared {
    month: Month,
    id: Option<MonthId>,
    row: MonthRow,
    state: MonthState,
    filled_on: Day,
    street: Stored<Partner>,
    public: OfficePublic,
    snapshot: Snapshot,
    content: [u8; 32],
    about: Map<String, Value>,
    sequence: i64,
    /// What went out last of this month.
    before: Option<Stored<ParcelSent>>,
    /// What went out last of any month.
    previous: Option<Stored<ParcelSent>>,
    /// The file that says the same and still stands.
    same: Option<Stored<ParcelSent>>,
}

impl Prepared {
    fn of(reading: &Reading<'_>, month: Month, today: Day, keys: &OfficeKeys) -> Result<Self> {
        let (id, found) = row::find(reading, month)?;
        let state = row::state_of(&found, id)?;
        refuse(reading, month, &found, today)?;
        let street = office::require_street(reading)?;
        let public = office::public_of(&street)?;
        let filled_on = found.filled_on.unwrap_or(today);
        let snapshot = Snapshot::of(reading, month, add_days(found.to_on, -1), filled_on)?;
        let about = about(reading)?;
        let content = snapshot.content(&[&keys.public().to_bytes(), &public.to_bytes()]);
        let sent = exchange::sent_of_month(reading, ParcelKind::Month, Some(month))?;
        let epoch = i64::from(office::epoch(reading)?);
        let stands = |sent: &&Stored<ParcelSent>| {
            let is_waiting = sent.state == SentState::Waiting && state == MonthState::Submitted;
            let is_taken = sent.state == SentState::Received && state == MonthState::Received;
            sent.content == content && (is_taken || (is_waiting && sent.epoch == epoch))
        };
        // A closed month says what it said when the street took it.
        let same = match state {
            MonthState::Closed => sent.iter().find(|sent| sent.state == SentState::Received).cloned(),
            _ => sent.first().filter(stands).cloned(),
        };
        if state == MonthState::Closed && same.is_none() {
            return Err(closed(month));
        }
        let sequence = sent.iter().map(|sent| sent.sequence).max().unwrap_or(0) + 1;
        Ok(Self {
            month,
            id,
            row: found,
            state,
            filled_on,
            street,
            public,
            snapshot,
            content,
            about,
            sequence,
            before: sent.into_iter().next(),
            previous: exchange::last_sent(reading, ParcelKind::Month)?,
            same,
        })
    }

    fn next_state(&self) -> Result<MonthState> {
        self.state.after(MonthStep::Seal, true).map_err(|refusal| DeskError::refused(refusal.to_string()))
    }

    fn reply(&self, target: &Path, sha256: &[u8], is_same: bool) -> MonthSealed {
        let sent = self.same.as_ref().or(self.before.as_ref());
        let sequence = self.same.as_ref().map_or(self.sequence, |same| same.sequence);
        let replaces = match &self.same {
            Some(same) => same.replaces,
            None => sent.map(|sent| sent.sequence),
        };
        let mut notes = vec![format!("请把文件拷到U盘，交给{}。", self.street.name)];
        if is_same {
            notes.push("内容与上次封装的相同，文件也与上次完全一样。".to_owned());
        } else if let Some(before) = replaces {
            notes.push(format!("这是更正，代替第 {before} 次；街道只认最后一次。"));
        }
        let Snapshot { must_count, should_count, .. } = self.snapshot;
        if must_count + should_count > 0 {
            notes.push(format!("必须处理 {must_count} 处，应当处理 {should_count} 处，随文件告诉街道。"));
        }
        MonthSealed {
            path: target.display().to_string(),
            month: self.month,
            sequence,
            replaces,
            is_same,
            sha256: hex(sha256),
            addressee: self.street.name.clone(),
            parts: self.snapshot.parts.iter().map(|(part, rows)| part_count(*part, rows.len())).collect(),
            must_count,
            should_count,
            notes,
        }
    }
}

fn part_count(part: Part, rows: usize) -> PartCount {
    PartCount { part: part.code().to_owned(), label: part.label().to_owned(), rows: rows as u64 }
}

fn closed(month: Month) -> DeskError {
    DeskError::refused(format!(
        "{}已结账，不能再上报；更正请记在第一个未结账的月份，并注明所更正的记录。",
        month.label()
    ))
}

fn refuse(reading: &Reading<'_>, month: Month, found: &MonthRow, today: Day) -> Result<()> {
    if today < found.from_on {
        return Err(DeskError::field("month", format!("{}还没有开始，不能上报。", month.label())));
    }
    match calendar::opening_month(reading)? {
        Some(opening) if month < opening => Err(DeskError::field(
            "month",
            format!("台账从{}开始，没有{}可以上报。", opening.label(), month.label()),
        )),
        None => Err(DeskError::refused("台账里还没有任何登记，没有可以上报的内容。")),
        Some(_) => Ok(()),
    }
}

/// What the file says beside its rows.
fn about(reading: &Reading<'_>) -> Result<Map<String, Value>> {
    let contact = format!("{} {}", PREPARER.get(reading)?, PHONE.get(reading)?);
    let closed_to = calendar::last_closed(reading)?.map(|month| month.to_string());
    let mut about = Map::new();
    about.insert("closed_to".to_owned(), json!(closed_to));
    about.insert("contact".to_owned(), json!(contact.trim()));
    Ok(about)
}

fn seal(book: &Book, prepared: &Prepared, keys: &OfficeKeys) -> Result<Sealed> {
    let mut writer = ParcelWriter::new(MONTH);
    for (part, rows) in &prepared.snapshot.parts {
        writer.add(part.code(), rows).map_err(|error| outbox::unsealed(&error))?;
    }
    let mut about = prepared.about.clone();
    about.extend(prepared.snapshot.beside.clone());
    about.insert("chain_at_previous".to_owned(), book.read(|reading| chain_at_previous(reading, prepared))?);
    let stated = Stated {
        month: Some(prepared.month),
        sequence: prepared.sequence,
        previous: prepared.previous.as_deref(),
        replaces: prepared.before.as_ref().map(|before| before.sequence),
        about,
    };
    let draft = outbox::draft(book, office::name_of(&prepared.street), stated)?;
    writer.seal(draft, keys, &prepared.public).map_err(|error| outbox::unsealed(&error))
}

/// Our history as it stood when the parcel before was sealed, read from the history of today: the street compares it
/// with what that parcel stated, and so sees a history that was written anew.
fn chain_at_previous(reading: &Reading<'_>, prepared: &Prepared) -> Result<Value, LedgerError> {
    let Some(previous) = &prepared.previous else { return Ok(Value::Null) };
    let hash = exchange::chain_hash(reading, previous.chain_count)?;
    Ok(hash.map_or(Value::Null, |hash| json!({ "count": previous.chain_count, "head": hex(&hash) })))
}

fn record(
    writing: &mut Writing<'_>,
    prepared: &Prepared,
    sealed: &Sealed,
    kept: &SealedFile,
) -> Result<(), LedgerError> {
    for waiting in exchange::sent_of_month(writing, ParcelKind::Month, Some(prepared.month))? {
        if waiting.state == SentState::Waiting {
            let replaced = ParcelSent { state: SentState::Replaced, ..waiting.value.clone() };
            writing.update(waiting.id, &replaced)?;
        }
    }
    let letter = Letter {
        partner: Some(prepared.street.id),
        kind: ParcelKind::Month,
        month: Some(prepared.month),
        content: prepared.content,
        state: SentState::Waiting,
        file_name: &sealed.file_name(),
    };
    outbox::record(writing, &letter, sealed, kept)?;
    let row = MonthRow {
        state: MonthState::Submitted.code().to_owned(),
        filled_on: Some(prepared.filled_on),
        submitted_change_id: Some(writing.change().0),
        ..prepared.row.clone()
    };
    row::save(writing, prepared.id, &row)
}

/// The very bytes that were sealed before.
fn hand_out_again(
    book: &mut Book,
    prepared: &Prepared,
    held: &Stored<ParcelSent>,
    out: &Path,
) -> Result<Outcome<MonthSealed>> {
    let target = publish::target(&out.to_string_lossy(), &held.file_name)?;
    let title =
        format!("再次导出{}上报（第 {} 次）到 {}", prepared.month.label(), held.sequence, target.display());
    outbox::hand_out_again(book, held, &target, title)?;
    Ok(Outcome::unchanged(prepared.reply(&target, &held.sha256, true)))
}
