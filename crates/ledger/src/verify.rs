//! Proving the book: the history is replayed backwards from the tables as they stand, and every row must be
//! accounted for. What the program did not write, it finds; what it wrote and somebody altered, it names.

use std::collections::BTreeMap;

use branchbook_domain::key::ChangeId;

use crate::change::body::{Entry, RunHash, entries};
use crate::change::{self, Change, Hash};
use crate::entity::Table;
use crate::error::Result;
use crate::gate::read_image;
use crate::image;
use crate::reading::Reading;
use crate::table::{TABLES, table_by_number};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the book.
    Note,
    /// The book or a file beside it is damaged or was altered.
    Damage,
}

/// Something that `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What was found and what to do, as a sentence.
    pub sentence: String,
}

impl Finding {
    /// A damage.
    pub fn damage(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Damage, sentence: sentence.into() }
    }

    /// A note.
    pub fn note(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Note, sentence: sentence.into() }
    }
}

/// The file as SQLite and SQLCipher see it: page authentication, structure, foreign keys.
pub(crate) fn file(reading: &Reading<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (pragma, what) in
        [("PRAGMA cipher_integrity_check", "加密页校验"), ("PRAGMA integrity_check", "数据库结构校验")]
    {
        let lines = reading.rows(pragma, &[], |row| Ok(row.get::<_, String>(0)?))?;
        let bad = lines.into_iter().filter(|line| line != "ok");
        findings.extend(
            bad.take(20).map(|line| Finding::damage(format!("{what}发现损坏：{line}。请从备份恢复。"))),
        );
    }
    let broken = reading.rows("PRAGMA foreign_key_check", &[], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
    })?;
    findings.extend(broken.into_iter().take(20).map(|(table, id)| {
        Finding::damage(format!("“{table}”第 {} 行引用了不存在的记录。请从备份恢复。", id.unwrap_or(0)))
    }));
    Ok(findings)
}

/// The history: hashes, order, and every row of every table against what the changes say.
pub(crate) fn history(reading: &Reading<'_>) -> Result<Vec<Finding>> {
    let mut replay = Replay::new();
    let mut expected: Option<(i64, Hash)> = None;
    change::backwards(reading, |row| {
        let id: i64 = row.get(0)?;
        match change::read(row) {
            Ok(change) => replay.step(reading, &change, expected.take()).map(|()| {
                expected = Some((change.id.0 - 1, change.previous));
            }),
            Err(error) => {
                replay.damage(format!("第 {id} 号操作的记录无法识别（{error}）"));
                Ok(())
            }
        }
    })?;
    if let Some((left, hash)) = expected
        && (left != 0 || hash != [0; 32])
    {
        replay.damage(format!("历史缺少第 {left} 号及更早的操作"));
    }
    replay.finish(reading)
}

/// The state of the tables at the point that the replay has reached, as differences from what stands there now.
struct Replay {
    overlay: BTreeMap<u16, BTreeMap<i64, Option<Vec<u8>>>>,
    gone: BTreeMap<u16, Vec<(i64, i64)>>,
    touched: u64,
    findings: Vec<Finding>,
}

impl Replay {
    fn new() -> Self {
        Self { overlay: BTreeMap::new(), gone: BTreeMap::new(), touched: 0, findings: Vec::new() }
    }

    fn damage(&mut self, what: String) {
        self.findings.push(Finding::damage(format!("{what}。台账可能被程序以外的手段改动，请与备份核对。")));
    }

    fn step(&mut self, reading: &Reading<'_>, change: &Change, expected: Option<(i64, Hash)>) -> Result<()> {
        let id = change.id.0;
        if change.computed_hash() != change.hash {
            self.damage(format!("第 {id} 号操作“{}”的记录与其校验值不符", change.title));
        }
        if let Some((wanted, hash)) = expected
            && (wanted != id || hash != change.hash)
        {
            self.damage(format!("第 {} 号操作之前的历史不衔接", wanted + 1));
        }
        let Ok(list) = entries(id, &change.body) else {
            self.damage(format!("第 {id} 号操作“{}”的内容无法识别", change.title));
            return Ok(());
        };
        self.check_touched(reading, change, &list)?;
        list.iter().rev().try_for_each(|entry| self.rewind(reading, change, entry))
    }

    /// Every changed or removed row is listed in `change_row`, and no other.
    fn check_touched(&mut self, reading: &Reading<'_>, change: &Change, list: &[Entry]) -> Result<()> {
        let mut rows: Vec<(u16, i64)> = list
            .iter()
            .filter_map(|entry| match entry {
                Entry::Updated { table, id, .. } | Entry::Deleted { table, id, .. } => Some((*table, *id)),
                _ => None,
            })
            .collect();
        rows.sort_unstable();
        rows.dedup();
        self.touched += rows.len() as u64;
        for (table, id) in rows {
            let listed = reading.count(
                "SELECT count(*) FROM change_row WHERE table_number = ? AND row_id = ? AND change_id = ?",
                &[&table, &id, &change.id.0],
            )?;
            if listed != 1 {
                self.damage(format!("第 {} 号操作的改动索引不完整", change.id));
            }
        }
        Ok(())
    }

    fn rewind(&mut self, reading: &Reading<'_>, change: &Change, entry: &Entry) -> Result<()> {
        match entry {
            Entry::Inserted { table, first, images } => {
                let table = table_by_number(*table)?;
                for (offset, wanted) in images.iter().enumerate() {
                    let id = first + offset as i64;
                    let found = self.row(reading, &table, id)?;
                    self.compare(change, &table, id, found.as_deref(), Some(wanted));
                }
                self.remove(table.number, *first, first + images.len() as i64);
            }
            Entry::InsertedMany { table, first, count, width, hash } => {
                let table = table_by_number(*table)?;
                let end = first + count.cast_signed();
                if self.run_hash(reading, &table, *first, end, *width)? != *hash {
                    self.damage(format!(
                        "“{}”第 {first} 至 {} 行（“{}”写入）中有内容被改动、删除或损坏",
                        table.name,
                        end - 1,
                        change.title
                    ));
                }
                self.remove(table.number, *first, end);
            }
            Entry::Updated { table, id, before, after } => {
                let table = table_by_number(*table)?;
                let found = self.row(reading, &table, *id)?;
                self.compare(change, &table, *id, found.as_deref(), Some(after));
                self.set(table.number, *id, Some(widened(before, found.as_deref())));
            }
            Entry::Deleted { table, id, before } => {
                let table = table_by_number(*table)?;
                let found = self.row(reading, &table, *id)?;
                self.compare(change, &table, *id, found.as_deref(), None);
                self.set(table.number, *id, Some(before.clone()));
            }
        }
        Ok(())
    }

    fn compare(
        &mut self,
        change: &Change,
        table: &Table,
        id: i64,
        found: Option<&[u8]>,
        wanted: Option<&[u8]>,
    ) {
        let fits = match (found, wanted) {
            (None, None) => true,
            (Some(found), Some(wanted)) => found == wanted || narrowed(found, wanted),
            _ => false,
        };
        if !fits {
            self.damage(format!("“{}”第 {id} 行与“{}”之后的内容不符", table.name, change.title));
        }
    }

    fn row(&self, reading: &Reading<'_>, table: &Table, id: i64) -> Result<Option<Vec<u8>>> {
        if let Some(known) = self.overlay.get(&table.number).and_then(|rows| rows.get(&id)) {
            return Ok(known.clone());
        }
        if self.is_gone(table.number, id) {
            return Ok(None);
        }
        crate::gate::row_image(reading, table, id)
    }

    fn run_hash(
        &self,
        reading: &Reading<'_>,
        table: &Table,
        first: i64,
        end: i64,
        width: u64,
    ) -> Result<Hash> {
        let mut rows: BTreeMap<i64, Option<Vec<u8>>> = self
            .overlay
            .get(&table.number)
            .map(|rows| rows.range(first..end).map(clone_pair).collect())
            .unwrap_or_default();
        let mut hash = RunHash::default();
        let width = usize::try_from(width).unwrap_or(0);
        let sql =
            format!("SELECT {} FROM {} WHERE id >= ? AND id < ? ORDER BY id", table.selection(), table.name);
        reading.for_each(&sql, &[&first, &end], |row| {
            let id: i64 = row.get(0)?;
            flush_below(&mut rows, id, width, &mut hash);
            match rows.remove(&id) {
                Some(Some(image)) => hash.add(id, &cut_to(&image, width)),
                Some(None) => {}
                None if self.is_gone(table.number, id) => {}
                None => hash.add(id, &read_image(row, width.min(table.columns.len() + 1))?),
            }
            Ok::<(), crate::error::LedgerError>(())
        })?;
        flush_below(&mut rows, i64::MAX, width, &mut hash);
        Ok(hash.finish())
    }

    fn set(&mut self, table: u16, id: i64, image: Option<Vec<u8>>) {
        self.overlay.entry(table).or_default().insert(id, image);
    }

    fn remove(&mut self, table: u16, first: i64, end: i64) {
        if let Some(rows) = self.overlay.get_mut(&table) {
            let inside: Vec<i64> = rows.range(first..end).map(|(id, _)| *id).collect();
            for id in inside {
                rows.remove(&id);
            }
        }
        let spans = self.gone.entry(table).or_default();
        match spans.last_mut() {
            // History runs backwards, so a run usually ends where the one after it began.
            Some(last) if last.0 == end => last.0 = first,
            _ => spans.push((first, end)),
        }
    }

    fn is_gone(&self, table: u16, id: i64) -> bool {
        self.gone
            .get(&table)
            .is_some_and(|spans| spans.iter().any(|(first, end)| (*first..*end).contains(&id)))
    }

    /// Before the first change nothing may be left.
    fn finish(mut self, reading: &Reading<'_>) -> Result<Vec<Finding>> {
        for table in TABLES {
            let sql = format!("SELECT id FROM {}", table.name);
            let spans = joined(self.gone.get(&table.number).cloned().unwrap_or_default());
            let strangers = reading
                .rows(&sql, &[], |row| Ok(row.get::<_, i64>(0)?))?
                .into_iter()
                .filter(|id| !covers(&spans, *id))
                .take(20)
                .collect::<Vec<_>>();
            for id in strangers {
                self.damage(format!("“{}”第 {id} 行不是由任何操作写入的", table.name));
            }
            let left =
                self.overlay.get(&table.number).into_iter().flatten().filter(|(_, image)| image.is_some());
            let left: Vec<i64> = left.map(|(id, _)| *id).collect();
            for id in left {
                self.damage(format!("“{}”第 {id} 行没有写入它的操作", table.name));
            }
        }
        let listed = reading.count("SELECT count(*) FROM change_row", &[])?;
        if listed.cast_unsigned() != self.touched {
            self.damage("改动索引的行数与历史不符".to_owned());
        }
        Ok(self.findings)
    }
}

fn clone_pair((id, image): (&i64, &Option<Vec<u8>>)) -> (i64, Option<Vec<u8>>) {
    (*id, image.clone())
}

fn flush_below(rows: &mut BTreeMap<i64, Option<Vec<u8>>>, id: i64, width: usize, hash: &mut RunHash) {
    while let Some(entry) = rows.first_entry().filter(|entry| *entry.key() < id) {
        if let (id, Some(image)) = entry.remove_entry() {
            hash.add(id, &cut_to(&image, width));
        }
    }
}

/// Sorted spans with overlapping ones joined: a run that was undone and put back covers its keys twice.
fn joined(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut list: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (first, end) in spans {
        match list.last_mut() {
            Some(last) if first <= last.1 => last.1 = last.1.max(end),
            _ => list.push((first, end)),
        }
    }
    list
}

fn covers(spans: &[(i64, i64)], id: i64) -> bool {
    let after = spans.partition_point(|(first, _)| *first <= id);
    spans[..after].last().is_some_and(|(_, end)| id < *end)
}

/// An older schema had fewer columns: its images are the beginning of today's.
fn narrowed(found: &[u8], wanted: &[u8]) -> bool {
    match (image::values(found), image::values(wanted)) {
        (Some(found), Some(wanted)) => wanted.len() < found.len() && found[..wanted.len()] == wanted[..],
        _ => false,
    }
}

fn widened(before: &[u8], found: Option<&[u8]>) -> Vec<u8> {
    let (Some(values), Some(found)) = (image::values(before), found.and_then(image::values)) else {
        return before.to_vec();
    };
    if found.len() <= values.len() {
        return before.to_vec();
    }
    encode(values.iter().chain(&found[values.len()..]), found.len())
}

fn cut_to(row: &[u8], width: usize) -> Vec<u8> {
    match image::values(row) {
        Some(values) if values.len() > width => encode(values[..width].iter(), width),
        _ => row.to_vec(),
    }
}

fn encode<'a>(values: impl Iterator<Item = &'a rusqlite::types::Value>, width: usize) -> Vec<u8> {
    let mut row = Vec::new();
    image::begin(width, &mut row);
    for value in values {
        image::put_value(value.into(), &mut row);
    }
    row
}

/// Head and length of the chain, which manifests and receipts carry.
pub fn chain(reading: &Reading<'_>) -> Result<(ChangeId, Hash)> {
    let head = change::head(reading)?;
    Ok((ChangeId(head.id), head.hash))
}
