//! The schema as numbered, frozen migrations. Each runs in one transaction and leaves a file whose foreign keys
//! hold; a file of a newer program is refused before anything is read from it.

use rusqlite::Connection;

use crate::error::{LedgerError, Result};

/// Marks our files among SQLite databases: `BrBk`.
pub const APPLICATION_ID: i32 = 0x4272_426B;

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Version that the file has afterwards; consecutive from 1.
    pub version: i64,
    /// What to execute.
    pub sql: &'static str,
}

/// All migrations, oldest first. The hashes of the files are in a test: a released one is never edited.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, sql: include_str!("../migrations/0001_first.sql") },
    Migration { version: 2, sql: include_str!("../migrations/0002_branch_end.sql") },
];

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
    let outcome = apply_inside(connection, step);
    if outcome.is_err() {
        connection.execute_batch("ROLLBACK")?;
    }
    outcome
}

fn apply_inside(connection: &Connection, step: &Migration) -> Result<()> {
    connection.execute_batch(step.sql)?;
    let broken: Option<String> = connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| row.get(0))?
        .next()
        .transpose()?;
    if let Some(table) = broken {
        return Err(LedgerError::Migration(format!("“{table}”引用了不存在的记录")));
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", step.version)?;
    connection.execute_batch("COMMIT")?;
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

    const ONE: Migration = Migration { version: 1, sql: "CREATE TABLE a (id INTEGER PRIMARY KEY);" };
    const TWO: Migration = Migration {
        version: 2,
        sql: "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a(id)); INSERT INTO b VALUES (1, 7);",
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
