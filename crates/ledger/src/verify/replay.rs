//! The replay: goes through the changes from the newest to the first and holds what the tables must have been in
//! between, as differences from what stands there now. What it finds becomes a finding, never an end of the proof.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::spans::{covers, joined};
use crate::change::body::{Entry, RunHash, entries};
use crate::change::{Change, Hash};
use crate::entity::Table;
use crate::error::Result;
use crate::gate::row::{read_image, row_image};
use crate::image::{begins_with, cut_to, widened};
use crate::reading::Reading;
use crate::table::{TABLES, label, table_by_number};

/// The state of the tables at the point that the replay has reached, as differences from what stands there now.
pub(super) struct Replay {
    overlay: BTreeMap<u16, BTreeMap<i64, Option<Vec<u8>>>>,
    gone: BTreeMap<u16, Vec<(i64, i64)>>,
    next_ids: BTreeMap<u16, i64>,
    touched: u64,
    findings: Vec<Finding>,
}

impl Replay {
    pub(super) fn new() -> Self {
        Self {
            overlay: BTreeMap::new(),
            gone: BTreeMap::new(),
            next_ids: BTreeMap::new(),
            touched: 0,
            findings: Vec::new(),
        }
    }

    pub(super) fn damage(&mut self, what: &str) {
        self.findings.push(Finding::damage(format!("{what}。台账可能被程序以外的手段改动，请与备份核对。")));
    }

    /// Goes back behind a change; `expected` is what the change after it says of it.
    pub(super) fn step(
        &mut self,
        reading: &Reading<'_>,
        change: &Change,
        expected: Option<(i64, Hash)>,
    ) -> Result<()> {
        let id = change.id.0;
        if change.computed_hash() != change.hash {
            self.damage(&format!("第 {id} 号操作“{}”的记录与其校验值不符", change.title));
        }
        if let Some((wanted, hash)) = expected
            && (wanted != id || hash != change.hash)
        {
            self.damage(&format!("第 {} 号操作之前的历史不衔接", wanted + 1));
        }
        let Ok(list) = entries(id, &change.body) else {
            self.damage(&format!("第 {id} 号操作“{}”的内容无法识别", change.title));
            return Ok(());
        };
        self.check_touched(reading, change, &list)?;
        for entry in list.iter().rev() {
            match table_by_number(entry.table()) {
                Ok(table) => self.rewind(reading, change, &table, entry)?,
                Err(_) => self.damage(&format!(
                    "第 {id} 号操作“{}”写的是没有的表（编号 {}）",
                    change.title,
                    entry.table()
                )),
            }
        }
        Ok(())
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
                self.damage(&format!("第 {} 号操作的改动索引不完整", change.id));
            }
        }
        Ok(())
    }

    fn rewind(&mut self, reading: &Reading<'_>, change: &Change, table: &Table, entry: &Entry) -> Result<()> {
        match entry {
            Entry::Inserted { first, images, .. } => {
                for (offset, wanted) in images.iter().enumerate() {
                    let id = first + offset as i64;
                    let found = self.row(reading, table, id)?;
                    self.compare(change, table, id, found.as_deref(), Some(wanted));
                }
                self.remove(table.number, *first, first + images.len() as i64);
            }
            Entry::InsertedMany { first, count, width, hash, .. } => {
                let end = first + count.cast_signed();
                if self.run_hash(reading, table, *first, end, *width)? != *hash {
                    self.damage(&format!(
                        "“{}”第 {first} 至 {} 行（“{}”写入）中有内容被改动、删除或损坏",
                        table.name,
                        end - 1,
                        change.title
                    ));
                }
                self.remove(table.number, *first, end);
            }
            Entry::Updated { id, before, after, .. } => {
                let found = self.row(reading, table, *id)?;
                self.compare(change, table, *id, found.as_deref(), Some(after));
                self.set(table.number, *id, Some(widened(before, found.as_deref())));
            }
            Entry::Deleted { id, before, .. } => {
                let found = self.row(reading, table, *id)?;
                self.compare(change, table, *id, found.as_deref(), None);
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
            (Some(found), Some(wanted)) => begins_with(found, wanted),
            _ => false,
        };
        if !fits {
            self.damage(&format!("编号为 {id} 的{}与“{}”之后的内容不符", label(table.name), change.title));
        }
    }

    fn row(&self, reading: &Reading<'_>, table: &Table, id: i64) -> Result<Option<Vec<u8>>> {
        if let Some(known) = self.overlay.get(&table.number).and_then(|rows| rows.get(&id)) {
            return Ok(known.clone());
        }
        if self.is_gone(table.number, id) {
            return Ok(None);
        }
        row_image(reading, table, id)
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
        let next = self.next_ids.entry(table).or_insert(1);
        *next = end.max(*next);
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
    pub(super) fn finish(mut self, reading: &Reading<'_>) -> Result<Vec<Finding>> {
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
                self.damage(&format!("编号为 {id} 的{}不是由任何操作写入的", label(table.name)));
            }
            let left =
                self.overlay.get(&table.number).into_iter().flatten().filter(|(_, image)| image.is_some());
            let left: Vec<i64> = left.map(|(id, _)| *id).collect();
            for id in left {
                self.damage(&format!("编号为 {id} 的{}没有写入它的操作", label(table.name)));
            }
        }
        let listed = reading.count("SELECT count(*) FROM change_row", &[])?;
        if listed.cast_unsigned() != self.touched {
            self.damage("改动索引的行数与历史不符");
        }
        self.check_counters(reading)?;
        Ok(self.findings)
    }

    /// A counter that went back would give a key a second time, and with it the history of another row.
    fn check_counters(&mut self, reading: &Reading<'_>) -> Result<()> {
        let wanted: BTreeMap<String, i64> = TABLES
            .iter()
            .filter_map(|table| Some((table.name.to_owned(), *self.next_ids.get(&table.number)?)))
            .collect();
        let stored = reading.rows("SELECT table_name, next_id FROM counter", &[], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?;
        let stored: BTreeMap<String, i64> = stored.into_iter().collect();
        for name in stored.keys().chain(wanted.keys()).collect::<BTreeSet<_>>() {
            if stored.get(name) != wanted.get(name) {
                self.damage(&format!("“{name}”的编号计数与历史不符"));
            }
        }
        Ok(())
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
