//! Names the later operation that stands in the way of an undo: one that changed a row, one that points at it, or
//! one that made again what may stand only once.

use branchbook_domain::key::ChangeId;
use rusqlite::ToSql;
use rusqlite::types::Value;

use super::refused;
use crate::change::operation::Undoability;
use crate::change::{self, Change, Summary};
use crate::entity::Table;
use crate::error::{LedgerError, Result};
use crate::image;
use crate::reading::Reading;
use crate::table::table_by_name;

/// The refusal where rows `[first, end)` are no longer what the change left.
pub(super) fn changed(
    reading: &Reading<'_>,
    change: &Change,
    table: &Table,
    first: i64,
    end: i64,
) -> Result<LedgerError> {
    let later = reading.one(
        "SELECT max(change_id) FROM change_row WHERE table_number = ? AND row_id >= ? AND row_id < ? AND change_id > ?",
        &[&table.number, &first, &end, &change.id.0],
        |row| Ok(row.get::<_, Option<i64>>(0)?),
    )?;
    let later = later.flatten().map(|id| change::summary(reading, ChangeId(id))).transpose()?.flatten();
    let reason = match later {
        Some(later) => in_the_way(&later, "改动了其中的记录"),
        None => "其中的记录已与当时不同，请先运行“校验台账”。".to_owned(),
    };
    Ok(refused(change, reason))
}

/// The refusal of a later change by what it did with the rows.
pub(super) fn in_the_way(later: &Summary, did: &str) -> String {
    match later.kind.undoability() {
        Undoability::Undoable => format!("后来的“{}”{did}，请先撤销它。", later.title),
        Undoability::Final(_) => format!("后来的“{}”{did}，而它不能撤销。请用更正代替。", later.title),
    }
}

/// Why the commit of an undo failed on a foreign key: a row still points at one that is gone, and its maker
/// stands in the way. Asked in the transaction that could not commit, since it reads the whole file.
pub(crate) fn unreferenced(reading: &Reading<'_>, change: ChangeId) -> Result<LedgerError> {
    let change = change::get(reading, change)?.ok_or(LedgerError::NoSuchChange(change))?;
    let reason = dependent(reading)?.unwrap_or_else(|| "后来的操作用到了其中的记录。".to_owned());
    Ok(refused(&change, reason))
}

fn dependent(reading: &Reading<'_>) -> Result<Option<String>> {
    let found = reading.one("PRAGMA foreign_key_check", &[], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
    })?;
    let Some((table, Some(id))) = found else { return Ok(None) };
    let Some(table) = table_by_name(&table) else { return Ok(None) };
    Ok(newest_of(reading, &table, id)?.map(|later| in_the_way(&later, "用到了其中的记录")))
}

fn newest_of(reading: &Reading<'_>, table: &Table, id: i64) -> Result<Option<Summary>> {
    let newest = change::newest_of_row(reading, *table, id)?;
    Ok(newest.map(|id| change::summary(reading, id)).transpose()?.flatten())
}

/// What to say of an error of writing a row back: a row that may stand only once stands there again, and whoever
/// made it is named. Any other error stays what it is.
pub(super) fn doubled(
    reading: &Reading<'_>,
    change: &Change,
    table: &Table,
    id: i64,
    row: &[u8],
    error: LedgerError,
) -> LedgerError {
    let is_doubled = matches!(
        &error,
        LedgerError::Sqlite(rusqlite::Error::SqliteFailure(code, _))
            if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
    );
    if !is_doubled {
        return error;
    }
    let values = image::values(row).unwrap_or_default();
    let later = holder(reading, table, id, &values)
        .and_then(|holder| Ok(holder.map(|id| newest_of(reading, table, id)).transpose()?.flatten()));
    match later {
        Ok(Some(later)) => refused(change, in_the_way(&later, "又登记了同样的内容，两者不能并存")),
        Ok(None) => refused(change, "后来又登记了同样的内容，两者不能并存，请先撤销后来的登记。".to_owned()),
        Err(other) => other,
    }
}

/// The row that stands where this one would: the same values in the columns of a unique index.
fn holder(reading: &Reading<'_>, table: &Table, id: i64, row: &[Value]) -> Result<Option<i64>> {
    let indexes = reading.rows(
        "SELECT l.name, s.sql FROM pragma_index_list(?) l LEFT JOIN sqlite_schema s ON s.name = l.name \
         WHERE l.\"unique\" = 1",
        &[&table.name],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    for (index, sql) in indexes {
        let condition =
            sql.as_deref().and_then(|sql| sql.split_once(" WHERE ")).map_or("1", |(_, rest)| rest);
        let columns =
            reading.rows("SELECT name FROM pragma_index_info(?) ORDER BY seqno", &[&index], |row| {
                Ok(row.get::<_, Option<String>>(0)?.unwrap_or_default())
            })?;
        if let Some(found) = same_in(reading, table, id, row, &columns, condition)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn same_in(
    reading: &Reading<'_>,
    table: &Table,
    id: i64,
    row: &[Value],
    columns: &[String],
    condition: &str,
) -> Result<Option<i64>> {
    // The values of an image begin with the maker.
    let value = |column: &String| row.get(table.columns.iter().position(|known| known == column)? + 1);
    let Some(values) = columns.iter().map(value).collect::<Option<Vec<&Value>>>() else { return Ok(None) };
    let same: String = columns.iter().map(|column| format!("{column} = ? AND ")).collect();
    let sql = format!("SELECT id FROM {} WHERE {same} id <> ? AND ({condition})", table.name);
    let mut parameters: Vec<&dyn ToSql> = values.into_iter().map(|value| value as &dyn ToSql).collect();
    parameters.push(&id);
    reading.one(&sql, &parameters, |row| Ok(row.get(0)?))
}
