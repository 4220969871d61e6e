//! The floor that our work is measured against: SQLite with the same cipher and the same pragmas, and nothing else.
//! The one file outside the ledger that may name the database; nothing but measurements may use it.

use std::path::Path;

use branchbook_ledger::field::day_text;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::PointsEntry;
use rusqlite::{Connection, params};

/// A database with the tables that the measurements fill: bare, without references or records of change.
#[derive(Debug)]
pub struct Floor(Connection);

const SET_UP: &str = "
PRAGMA cipher_log_level = NONE;
PRAGMA key = \"x'5f0c7a11d2e94b3688a1c0de57f2906b5f0c7a11d2e94b3688a1c0de57f2906b'\";
PRAGMA temp_store = MEMORY;
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
PRAGMA wal_autocheckpoint = 0; PRAGMA cache_spill = OFF;
CREATE TABLE points_entry (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, account_id INTEGER NOT NULL, item_id INTEGER,
  kind TEXT NOT NULL, occurred_on TEXT NOT NULL, booked_month TEXT NOT NULL, raw INTEGER NOT NULL,
  counted INTEGER NOT NULL, reverses_id INTEGER, source_kind TEXT NOT NULL, source_id INTEGER, note TEXT) STRICT;
CREATE INDEX points_entry_account ON points_entry(account_id, occurred_on);
CREATE INDEX points_entry_month ON points_entry(booked_month, account_id);
CREATE TABLE person (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
  pinyin TEXT NOT NULL, initials TEXT NOT NULL, sex TEXT, birth_on TEXT, id_number TEXT, phone TEXT, address TEXT,
  joined_on TEXT, became_full_on TEXT) STRICT;
CREATE INDEX person_id_number ON person(id_number) WHERE id_number IS NOT NULL;
CREATE INDEX person_search ON person(name, pinyin, initials, phone, id);
CREATE TABLE membership (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, person_id INTEGER NOT NULL, branch_id INTEGER NOT NULL,
  from_on TEXT, to_on TEXT) STRICT;
CREATE INDEX membership_person ON membership(person_id);
CREATE INDEX membership_branch ON membership(branch_id, to_on);
";
const INSERT_ENTRY: &str = "INSERT INTO points_entry (made_by, account_id, item_id, kind, occurred_on, booked_month, \
     raw, counted, reverses_id, source_kind, source_id, note) VALUES (1, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, NULL)";
const INSERT_PERSON: &str = "INSERT INTO person (made_by, uid, name, pinyin, initials, sex, birth_on, id_number, \
     phone, address, joined_on, became_full_on) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INSERT_MEMBERSHIP: &str = "INSERT INTO membership (made_by, person_id, branch_id) VALUES (1, ?, ?)";
const LIKE: &str =
    "SELECT id FROM person WHERE name LIKE ?1 OR pinyin LIKE ?1 OR initials LIKE ?1 OR phone LIKE ?1";

impl Floor {
    /// An empty database in a folder.
    pub fn new(dir: &Path, name: &str) -> Self {
        let connection = Connection::open(dir.join(name)).unwrap();
        connection.execute_batch(SET_UP).unwrap();
        connection.set_prepared_statement_cache_capacity(16);
        Self(connection)
    }

    /// One durable entry: begin, insert, commit.
    pub fn one(&self, entry: &PointsEntry) {
        self.0.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
        self.insert(entry);
        self.0.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
    }

    /// Many entries in one transaction.
    pub fn many(&self, entries: &[PointsEntry]) {
        self.0.execute_batch("BEGIN IMMEDIATE").unwrap();
        entries.iter().for_each(|entry| self.insert(entry));
        self.0.execute_batch("COMMIT").unwrap();
    }

    fn insert(&self, entry: &PointsEntry) {
        let (item, account) = (entry.item_id.map(|id| id.0), entry.account_id.0);
        let (day, month) = (day_text(entry.occurred_on), entry.booked_month.to_string());
        let mut statement = self.0.prepare_cached(INSERT_ENTRY).unwrap();
        let values = params![
            account,
            item,
            entry.kind.code(),
            day,
            month,
            entry.raw,
            entry.counted,
            entry.source_kind.code()
        ];
        statement.execute(values).unwrap();
    }

    /// People with a membership each, in one transaction.
    pub fn people(&self, people: &[Person]) {
        self.0.execute_batch("BEGIN IMMEDIATE").unwrap();
        for (at, person) in people.iter().enumerate() {
            let mut statement = self.0.prepare_cached(INSERT_PERSON).unwrap();
            let day = |day: &Option<branchbook_domain::day::PartialDay>| day.map(|day| day.to_string());
            let id = statement
                .insert(params![
                    person.uid.as_bytes().as_slice(),
                    person.name,
                    person.pinyin,
                    person.initials,
                    person.sex,
                    day(&person.birth_on),
                    person.id_number,
                    person.phone,
                    person.address,
                    day(&person.joined_on),
                    day(&person.became_full_on)
                ])
                .unwrap();
            self.0.prepare_cached(INSERT_MEMBERSHIP).unwrap().execute((id, (at % 50) as i64)).unwrap();
        }
        self.0.execute_batch("COMMIT").unwrap();
    }

    /// The bare search: how many people have a text in one of the four columns.
    pub fn like(&self, text: &str) -> usize {
        let mut statement = self.0.prepare_cached(LIKE).unwrap();
        let mut rows = statement.query([format!("%{text}%")]).unwrap();
        let mut count = 0;
        while rows.next().unwrap().is_some() {
            count += 1;
        }
        count
    }

    /// Folds the log into the file, so that the next measurement begins with an empty one.
    pub fn fold(&self) {
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
}
