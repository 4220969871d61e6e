//! The schema of the file against what the migrations make: a dropped index lets doubles in, an added trigger writes
//! behind the gate.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Finding;
use crate::error::Result;
use crate::migrate;
use crate::reading::Reading;

const SCHEMA: &str = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

/// Kind and name of a part of the schema, with its text.
type Parts = BTreeMap<(String, String), String>;

/// What is missing, altered or foreign.
pub(super) fn differences(reading: &Reading<'_>) -> Result<Vec<Finding>> {
    // The backup before a migration proves a file of an older version: it has the schema of its own steps.
    let version = version(reading)?;
    let steps = migrate::steps().iter().filter(|step| step.version <= version);
    let wanted = Connection::open_in_memory()?;
    migrate::run(&wanted, 0, &steps.copied().collect::<Vec<_>>())?;
    let (wanted, found) = (parts(&Reading::new(&wanted))?, parts(reading)?);
    let absent = wanted.keys().filter(|part| !found.contains_key(*part)).map(|part| (part, "缺失"));
    let altered = wanted
        .iter()
        .filter(|(part, sql)| found.get(*part).is_some_and(|found| found != *sql))
        .map(|(part, _)| (part, "被改动"));
    let foreign =
        found.keys().filter(|part| !wanted.contains_key(*part)).map(|part| (part, "不是本程序建立的"));
    Ok(absent.chain(altered).chain(foreign).take(20).map(|(part, how)| finding(part, how)).collect())
}

/// Whether the file waits for a migration.
pub(super) fn is_older(reading: &Reading<'_>) -> Result<bool> {
    Ok(version(reading)? < migrate::newest(migrate::steps()))
}

fn version(reading: &Reading<'_>) -> Result<i64> {
    Ok(reading.one("PRAGMA user_version", &[], |row| Ok(row.get(0)?))?.unwrap_or(0))
}

fn parts(reading: &Reading<'_>) -> Result<Parts> {
    let rows = reading.rows(SCHEMA, &[], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.into_iter().collect())
}

fn finding((kind, name): &(String, String), how: &str) -> Finding {
    let kind = match kind.as_str() {
        "table" => "表",
        "index" => "索引",
        "trigger" => "触发器",
        "view" => "视图",
        other => other,
    };
    Finding::damage(format!("台账结构中的{kind}“{name}”{how}。台账可能被程序以外的手段改动，请从备份恢复。"))
}
