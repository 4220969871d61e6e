//! The floor that our work is measured against: SQLite with the same cipher and the same pragmas, and nothing else.
//! The one file outside the ledger that may name the database; nothing but measurements may use it.

use std::path::Path;

use branchbook_domain::roll_up::Figures;
use branchbook_ledger::field::day_text;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::PointsEntry;
use rusqlite::{Connection, params};

use crate::large::invented;

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
CREATE INDEX membership_end ON membership(ifnull(to_on, '9999-12-31'));
CREATE TABLE movement (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, person_id INTEGER NOT NULL, kind TEXT NOT NULL,
  occurred_on TEXT, booked_month TEXT NOT NULL, branch_id INTEGER NOT NULL) STRICT;
CREATE INDEX movement_person ON movement(person_id);
CREATE INDEX movement_month ON movement(booked_month);
CREATE INDEX movement_branch ON movement(branch_id);
CREATE TABLE points_account (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, scheme_id INTEGER NOT NULL, subject_kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL, UNIQUE (subject_kind, subject_id, scheme_id)) STRICT;
CREATE INDEX points_account_person ON points_account(subject_id);
CREATE INDEX points_account_scheme ON points_account(scheme_id);
";
/// A large transaction needs room for its pages: without it the floor would decipher the inner pages of its indexes
/// for every row, and be no floor.
const WIDE: &str = "PRAGMA cache_size = -1048576; BEGIN IMMEDIATE";
const NARROW: &str = "COMMIT; PRAGMA cache_size = -2000; PRAGMA shrink_memory";
const INSERT_ENTRY: &str = "INSERT INTO points_entry (made_by, account_id, item_id, kind, occurred_on, booked_month, \
     raw, counted, reverses_id, source_kind, source_id, note) VALUES (1, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, NULL)";
const INSERT_PERSON: &str = "INSERT INTO person (made_by, uid, name, pinyin, initials, sex, birth_on, id_number, \
     phone, address, joined_on, became_full_on) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INSERT_MEMBERSHIP: &str = "INSERT INTO membership (made_by, person_id, branch_id) VALUES (1, ?, ?)";
const INSERT_MOVEMENT: &str = "INSERT INTO movement (made_by, person_id, kind, booked_month, branch_id) \
     VALUES (1, ?, 'opening', '2026-10', ?)";
const INSERT_ACCOUNT: &str =
    "INSERT INTO points_account (made_by, scheme_id, subject_kind, subject_id) VALUES (1, 1, 'person', ?)";
const BESIDE: &str = "
CREATE TABLE condition (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, person_id INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT,
  from_on TEXT, to_on TEXT, approved_by TEXT, approved_on TEXT, reference TEXT, note TEXT) STRICT;
CREATE INDEX condition_person ON condition(person_id);
CREATE TABLE contact (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL, person_id INTEGER NOT NULL, occurred_on TEXT NOT NULL,
  is_reached INTEGER NOT NULL, way TEXT, by_whom TEXT, said TEXT, note TEXT) STRICT;
CREATE INDEX contact_person ON contact(person_id, occurred_on);
";
const INSERT_MOVED: &str = "INSERT INTO movement (made_by, person_id, kind, occurred_on, booked_month, branch_id) \
     VALUES (1, ?1, 'became_full', ?2, '2026-10', 1)";
const INSERT_CONDITION: &str =
    "INSERT INTO condition (made_by, person_id, kind, from_on) VALUES (1, ?1, 'mobile', ?2)";
const INSERT_CONTACT: &str = "INSERT INTO contact (made_by, person_id, occurred_on, is_reached, way, by_whom, said) \
     VALUES (1, ?1, ?2, 1, 'phone', '周经办', '一切都好')";
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

    /// Figures of communities by month, in a table of bare numbers.
    pub fn roll_ups(&self, communities: usize, months: usize) {
        let columns: Vec<String> =
            Figures::CODES.iter().map(|code| format!("{code} INTEGER NOT NULL")).collect();
        let table = format!(
            "CREATE TABLE roll_up (id INTEGER PRIMARY KEY, partner_id INTEGER NOT NULL, month INTEGER NOT NULL, {}, \
             UNIQUE (month, partner_id)) STRICT; BEGIN",
            columns.join(", ")
        );
        self.0.execute_batch(&table).unwrap();
        let marks = ", ?3".repeat(Figures::CODES.len());
        let insert = format!(
            "INSERT INTO roll_up (partner_id, month, {}) VALUES (?1, ?2{marks})",
            Figures::CODES.join(", ")
        );
        for at in 0..communities * months {
            let mut statement = self.0.prepare_cached(&insert).unwrap();
            statement
                .execute(params![number(at % communities), number(at / communities), number(at)])
                .unwrap();
        }
        self.0.execute_batch("COMMIT").unwrap();
    }

    /// Reads every number of the last months; answers how many rows that were.
    pub fn roll_up_rows(&self, months: usize) -> usize {
        let sql = "SELECT * FROM roll_up WHERE month > (SELECT max(month) FROM roll_up) - ? ORDER BY month, partner_id";
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let mut rows = statement.query([number(months)]).unwrap();
        let (mut count, mut sum) = (0, 0_i64);
        while let Some(row) = rows.next().unwrap() {
            count += 1;
            sum += (3..3 + Figures::CODES.len()).map(|at| row.get::<_, i64>(at).unwrap()).sum::<i64>();
        }
        std::hint::black_box(sum);
        count
    }

    /// One durable entry: begin, insert, commit.
    pub fn one(&self, entry: &PointsEntry) {
        self.0.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
        self.insert(entry);
        self.0.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
    }

    /// Many entries in one transaction.
    pub fn many(&self, entries: &[PointsEntry]) {
        self.0.execute_batch(WIDE).unwrap();
        entries.iter().for_each(|entry| self.insert(entry));
        self.0.execute_batch(NARROW).unwrap();
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

    /// People with the rows that a roster brings for each (membership, opening of the register, points account), in
    /// one transaction.
    pub fn people(&self, people: &[Person]) {
        self.0.execute_batch(WIDE).unwrap();
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
            let branch = (at % 50) as i64;
            self.0.prepare_cached(INSERT_MEMBERSHIP).unwrap().execute((id, branch)).unwrap();
            self.0.prepare_cached(INSERT_MOVEMENT).unwrap().execute((id, branch)).unwrap();
            self.0.prepare_cached(INSERT_ACCOUNT).unwrap().execute([id]).unwrap();
        }
        self.0.execute_batch(NARROW).unwrap();
    }

    /// A register of so many members with the records of folios beside it, in the shares of [`crate::register`].
    pub fn register(&self, members: usize) {
        self.people(&(0..members).map(invented).collect::<Vec<_>>());
        self.0.execute_batch(&format!("{BESIDE} BEGIN;")).unwrap();
        let insert = |sql: &str, at: usize| {
            let day = format!("2026-{:02}-{:02}", 3 + at % 7, 1 + at % 28);
            self.0.prepare_cached(sql).unwrap().execute(params![number(at + 1), day]).unwrap();
        };
        for at in 0..members {
            if at.is_multiple_of(5) {
                insert(INSERT_MOVED, at);
            }
            if at % 10 == 1 || at % 40 == 2 {
                insert(INSERT_CONDITION, at);
            }
            if at % 5 == 1 {
                insert(INSERT_CONTACT, at);
            }
        }
        self.0.execute_batch("COMMIT").unwrap();
        self.fold();
    }

    /// Reads every column of every row that a query answers; how many rows that were.
    pub fn rows(&self, sql: &str) -> usize {
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut count = 0;
        while let Some(row) = rows.next().unwrap() {
            count += 1;
            for at in 0..columns {
                std::hint::black_box(row.get_ref(at).unwrap());
            }
        }
        count
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

    /// The most memory that SQLite itself has held since the last question, in bytes: its page caches above all.
    #[allow(unsafe_code)] // a counter of the C library
    pub fn sqlite_memory_peak() -> u64 {
        // SAFETY: takes a flag, answers a number, may be called at any time from any thread.
        let peak = unsafe { rusqlite::ffi::sqlite3_memory_highwater(1) };
        u64::try_from(peak).unwrap_or(0)
    }

    /// Folds the log into the file, so that the next measurement begins with an empty one.
    pub fn fold(&self) {
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}
