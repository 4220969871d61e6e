//! The schema as numbered, frozen migrations. Each runs in one transaction and leaves a file whose foreign keys
//! hold; a file of a newer program is refused before anything is read from it.

use rusqlite::Connection;

use crate::error::{LedgerError, Result};
use crate::gate::Writing;
use crate::table::{label, table_by_name};

/// Marks our files among SQLite databases: `BrBk`.
pub const APPLICATION_ID: i32 = 0x4272_426B;

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Version that the file has afterwards; ascending from 1, the number of the file.
    pub version: i64,
    /// What to execute. It adds columns only at the end of a table and writes no rows of those that the gate writes.
    pub sql: &'static str,
    /// Rows to fill after this step: recorded in the change of the migration, so that the proof accounts for them.
    pub fills: &'static [Fill],
}

/// Rows that a migration writes.
#[derive(Debug, Clone, Copy)]
pub struct Fill {
    /// Their table.
    pub table: &'static str,
    /// Selects their keys.
    pub rows: &'static str,
    /// Writes the row of one key: `UPDATE … WHERE id = ?`.
    pub update: &'static str,
}

/// All migrations, oldest first. The hashes of the files are in a test: a released one is never edited.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, sql: include_str!("../migrations/0001_first.sql"), fills: &[] },
    Migration { version: 2, sql: include_str!("../migrations/0002_borders.sql"), fills: &[DOUBLE_CLAIMS] },
    Migration { version: 3, sql: include_str!("../migrations/0003_open_claims.sql"), fills: &[] },
    Migration { version: 4, sql: include_str!("../migrations/0004_parcels.sql"), fills: &[] },
    Migration { version: 5, sql: include_str!("../migrations/0005_refused.sql"), fills: &[] },
    Migration { version: 6, sql: include_str!("../migrations/0006_attachments.sql"), fills: &[] },
    Migration { version: 7, sql: include_str!("../migrations/0007_register.sql"), fills: &[] },
    Migration { version: 8, sql: include_str!("../migrations/0008_periods.sql"), fills: &[] },
    Migration { version: 9, sql: include_str!("../migrations/0009_organisation_past.sql"), fills: &[] },
    Migration { version: 10, sql: include_str!("../migrations/0010_register_day.sql"), fills: &[] },
];

/// Before version 3 an undo could leave two open claims of the same post: all but the newest end as they began.
const DOUBLE_CLAIMS: Fill = Fill {
    table: "claim",
    rows: "SELECT c.id FROM claim c WHERE c.ended_on IS NULL AND EXISTS (SELECT 1 FROM claim d \
           WHERE d.offer_id = c.offer_id AND d.person_id IS c.person_id AND d.unit_id IS c.unit_id \
           AND d.ended_on IS NULL AND d.id > c.id)",
    update: "UPDATE claim SET ended_on = occurred_on, ended_month = booked_month, state = 'withdrawn' WHERE id = ?",
};

/// The migrations that a book goes by.
pub(crate) fn steps() -> &'static [Migration] {
    #[cfg(test)]
    if let Some(steps) = STEPS.get() {
        return steps;
    }
    MIGRATIONS
}

#[cfg(test)]
thread_local! {
    /// Migrations of a test, in place of the real ones.
    pub(crate) static STEPS: std::cell::Cell<Option<&'static [Migration]>> = const { std::cell::Cell::new(None) };
}

/// The version that these migrations lead to.
pub fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |last| last.version)
}

/// The version of a file; refuses files that are not ours and files that are newer.
pub fn version_of(connection: &Connection, migrations: &[Migration]) -> Result<i64> {
    let application: i32 =
        connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(not_ours)?;
    if application != APPLICATION_ID {
        return Err(LedgerError::NotOurs);
    }
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = newest(migrations);
    if found > known {
        return Err(LedgerError::Newer { found, known });
    }
    Ok(found)
}

/// Brings a file from its version to the newest, each step all or nothing.
pub fn run(connection: &Connection, from: i64, migrations: &[Migration]) -> Result<()> {
    // It cannot be switched inside a transaction, and a migration may rebuild a parent table.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let outcome =
        migrations.iter().filter(|step| step.version > from).try_for_each(|step| apply(connection, step));
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    outcome
}

fn apply(connection: &Connection, step: &Migration) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = apply_inside(connection, step).and_then(|()| Ok(connection.execute_batch("COMMIT")?));
    if !connection.is_autocommit() {
        // The error that brought us here says more than a failing rollback could.
        let _ = connection.execute_batch("ROLLBACK");
    }
    outcome
}

/// Brings a file from its version to the newest inside an open operation: schema, filled rows and the change that
/// records them are there together or not at all. Foreign keys must be switched off before.
pub(crate) fn run_within(writing: &mut Writing<'_>, from: i64, migrations: &[Migration]) -> Result<()> {
    for step in migrations.iter().filter(|step| step.version > from) {
        apply_inside(writing.connection(), step)?;
        for fill in step.fills {
            let table = table_by_name(fill.table)
                .ok_or_else(|| LedgerError::Migration(format!("没有“{}”这个表", fill.table)))?;
            writing.fill(&table, fill.rows, fill.update)?;
        }
    }
    require_references(writing.connection())
}

fn apply_inside(connection: &Connection, step: &Migration) -> Result<()> {
    connection.execute_batch(step.sql)?;
    require_references(connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", step.version)?;
    Ok(())
}

fn require_references(connection: &Connection) -> Result<()> {
    let broken: Option<String> = connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| row.get(0))?
        .next()
        .transpose()?;
    if let Some(table) = broken {
        return Err(LedgerError::Migration(format!("{}引用了不存在的记录", label(&table))));
    }
    Ok(())
}

fn not_ours(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => LedgerError::NotOurs,
        _ => LedgerError::Sqlite(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migration =
        Migration { version: 1, sql: "CREATE TABLE a (id INTEGER PRIMARY KEY);", fills: &[] };
    const TWO: Migration = Migration {
        version: 2,
        sql: "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a(id)); INSERT INTO b VALUES (1, 7);",
        fills: &[],
    };

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_migration_that_breaks_a_reference_leaves_the_file_as_it_was() {
        let connection = Connection::open_in_memory().unwrap();
        run(&connection, 0, &[ONE]).unwrap();
        assert!(matches!(run(&connection, 1, &[ONE, TWO]), Err(LedgerError::Migration(_))));
        assert_eq!(version_of(&connection, &[ONE, TWO]).unwrap(), 1);
        assert_eq!(tables(&connection), 1, "the new table is gone with its transaction");
    }

    #[test]
    fn a_step_that_ends_its_own_transaction_tells_its_real_error() {
        let connection = Connection::open_in_memory().unwrap();
        let broken = Migration { version: 1, sql: "ROLLBACK; SELECT nonsense;", fills: &[] };
        let error = run(&connection, 0, &[broken]).unwrap_err().to_string();
        assert!(error.contains("nonsense"), "the failing rollback must not hide it: {error}");
    }

    #[test]
    fn a_newer_file_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        run(&connection, 0, &[ONE]).unwrap();
        connection.pragma_update(None, "user_version", 9).unwrap();
        assert!(matches!(version_of(&connection, &[ONE]), Err(LedgerError::Newer { found: 9, known: 1 })));
    }

    #[test]
    fn a_strange_database_is_not_ours() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE x (y)").unwrap();
        assert!(matches!(version_of(&connection, MIGRATIONS), Err(LedgerError::NotOurs)));
    }

    #[test]
    fn the_entities_are_the_tables_of_the_schema() {
        let connection = Connection::open_in_memory().unwrap();
        run(&connection, 0, MIGRATIONS).unwrap();
        for table in crate::table::TABLES {
            let mut statement = connection.prepare(&format!("PRAGMA table_info({})", table.name)).unwrap();
            let columns: Vec<String> =
                statement.query_map([], |row| row.get(1)).unwrap().map(Result::unwrap).collect();
            let ours: Vec<&str> =
                ["id", "made_by"].into_iter().chain(table.columns.iter().copied()).collect();
            assert_eq!(columns, ours, "{}", table.name);
        }
        let others = ["change", "change_row", "counter"];
        let named: i64 = connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(named as usize, crate::table::TABLES.len() + others.len(), "every table has an entity");
    }
}
