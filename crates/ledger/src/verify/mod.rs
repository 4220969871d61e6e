//! Proving the book: the history is replayed backwards from the tables as they stand, and every row must be
//! accounted for. What the program did not write, it finds; what it wrote and somebody altered, it names.

mod replay;
mod schema;
mod spans;

use branchbook_domain::key::ChangeId;

use crate::change::{self, Hash};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::label;
use replay::Replay;

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
        Finding::damage(format!(
            "编号为 {} 的{}引用了不存在的记录。请从备份恢复。",
            id.unwrap_or(0),
            label(&table)
        ))
    }));
    Ok(findings)
}

/// The schema against the migrations, and the history: hashes, order, keys given out, and every row of every table
/// against what the changes say.
pub(crate) fn history(reading: &Reading<'_>) -> Result<Vec<Finding>> {
    let mut findings = schema::differences(reading)?;
    // Rows are read by today's columns. Before a migration, where a backup is made of the file as it was, they are
    // proven by whoever opens that backup: it is migrated first.
    if !schema::is_older(reading)? {
        findings.extend(replayed(reading)?);
    }
    Ok(findings)
}

fn replayed(reading: &Reading<'_>) -> Result<Vec<Finding>> {
    let mut replay = Replay::new();
    let mut expected: Option<(i64, Hash)> = None;
    change::backwards(reading, |row| {
        let id: i64 = row.get(0)?;
        match change::read(row) {
            Ok(change) => replay.step(reading, &change, expected.take()).map(|()| {
                expected = Some((change.id.0 - 1, change.previous));
            }),
            Err(error) => {
                replay.damage(&format!("第 {id} 号操作的记录无法识别（{error}）"));
                Ok(())
            }
        }
    })?;
    if let Some((left, hash)) = expected
        && (left != 0 || hash != [0; 32])
    {
        replay.damage(&format!("历史缺少第 {left} 号及更早的操作"));
    }
    replay.finish(reading)
}

/// Head and length of the chain, which manifests and receipts carry.
pub fn chain(reading: &Reading<'_>) -> Result<(ChangeId, Hash)> {
    let head = change::head(reading)?;
    Ok((ChangeId(head.id), head.hash))
}
