//! Logs of real encrypted books, flipped and cut.

use std::fs;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::vault::DataKey;

/// Frames of the test logs: SQLCipher's page of 4096 bytes and 24 bytes of header.
const FRAME: usize = 4096 + FRAME_HEADER;

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    let key = DataKey::from_bytes(&[5; 32]).sqlcipher_hex();
    let set_up = format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_log_level = NONE; PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_spill = OFF;",
        *key
    );
    connection.execute_batch(&set_up).unwrap();
    connection
}

/// A book with `commits` transactions in its log, copied away as a crash would leave it.
fn crashed(commits: u32) -> (TempDir, PathBuf) {
    let (live, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let connection = open(&live.path().join("ledger.db"));
    connection.execute_batch("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT").unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    for number in 0..commits {
        connection
            .execute("INSERT INTO entry (text) VALUES (?1)", [format!("{number}").repeat(900)])
            .unwrap();
    }
    for name in ["ledger.db", "ledger.db-wal"] {
        fs::copy(live.path().join(name), left.path().join(name)).unwrap();
    }
    let wal = left.path().join("ledger.db-wal");
    (left, wal)
}

fn scanned(bytes: &[u8]) -> WalState {
    scan_bytes(bytes).unwrap()
}

fn rows(book: &Path) -> i64 {
    open(book).query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_left_log_is_whole_and_sqlite_recovers_each_commit() {
    let (left, wal) = crashed(12);
    let WalState::Whole { frames, commits, unended } = scan(&wal).unwrap() else { panic!("not whole") };
    assert_eq!((commits, unended), (12, 0));
    assert_eq!(fs::metadata(&wal).unwrap().len(), HEADER as u64 + frames * FRAME as u64);
    assert_eq!(rows(&left.path().join("ledger.db")), 12);
}

#[test]
fn no_log_and_an_empty_log_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let wal = dir.path().join("ledger.db-wal");
    assert_eq!(scan(&wal).unwrap(), WalState::None);
    fs::write(&wal, b"").unwrap();
    assert_eq!(scan(&wal).unwrap(), WalState::Empty);
}

#[test]
fn a_flipped_byte_anywhere_is_damage_at_its_frame() {
    let (_left, wal) = crashed(8);
    let whole = fs::read(&wal).unwrap();
    let heads = (HEADER..whole.len()).step_by(FRAME).flat_map(|at| at..at + FRAME_HEADER);
    let last_bytes = whole.len() - 80..whole.len();
    let sampled = (0..HEADER).chain(heads).chain(last_bytes).chain((0..whole.len()).step_by(211));
    for (turn, at) in sampled.enumerate() {
        let mut flipped = whole.clone();
        flipped[at] ^= [1, 0x80, 0xff][turn % 3];
        let expected = if at < HEADER { 0 } else { (at - HEADER) / FRAME + 1 };
        match scanned(&flipped) {
            WalState::Damaged { frame, .. } => assert_eq!(frame, expected as u64, "byte {at}"),
            other => panic!("byte {at}: {other:?}"),
        }
    }
}

#[test]
fn every_bit_of_the_last_frames_commit_mark_is_guarded() {
    let (_left, wal) = crashed(3);
    let whole = fs::read(&wal).unwrap();
    let head = whole.len() - FRAME;
    for bit in 0..FRAME_HEADER * 8 {
        let mut flipped = whole.clone();
        flipped[head + bit / 8] ^= 1 << (bit % 8);
        assert!(matches!(scanned(&flipped), WalState::Damaged { frames_behind: 1, .. }), "bit {bit}");
    }
}

#[test]
fn sqlite_alone_drops_rows_behind_a_flipped_bit_without_a_word() {
    let (left, wal) = crashed(12);
    let mut bytes = fs::read(&wal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&wal, &bytes).unwrap();
    let WalState::Damaged { commits, frames_behind, .. } = scan(&wal).unwrap() else { panic!("not found") };
    assert!(commits < 12 && frames_behind > 1);
    assert_eq!(rows(&left.path().join("ledger.db")), commits as i64, "this is why we look first");
}

#[test]
fn a_log_cut_at_any_length_is_never_damage() {
    let (_left, wal) = crashed(6);
    let whole = fs::read(&wal).unwrap();
    let near_frames = (HEADER..whole.len()).step_by(FRAME).flat_map(|at| at - 2..at + 30);
    for length in (1..whole.len()).step_by(173).chain(1..HEADER).chain(near_frames) {
        match scanned(&whole[..length]) {
            WalState::TornTail { good_frames, tail_bytes, .. } => {
                let good = if good_frames == 0 && length < HEADER { 0 } else { HEADER as u64 };
                assert_eq!(good + good_frames * FRAME as u64 + tail_bytes, length as u64);
            }
            WalState::Whole { frames, .. } => {
                assert_eq!(HEADER as u64 + frames * FRAME as u64, length as u64)
            }
            other => panic!("length {length}: {other:?}"),
        }
    }
}

#[test]
fn a_tail_of_zeros_is_a_power_cut_and_zeros_before_other_bytes_are_a_hole() {
    let (_left, wal) = crashed(6);
    let whole = fs::read(&wal).unwrap();
    let frames = ((whole.len() - HEADER) / FRAME) as u64;
    for from in
        [HEADER, HEADER + FRAME, HEADER + 2 * FRAME + 512, whole.len() - UNWRITTEN, whole.len() - 3000]
    {
        let mut cut = whole.clone();
        cut[from..].fill(0);
        let good = ((from - HEADER) / FRAME) as u64;
        assert!(
            matches!(scanned(&cut), WalState::TornTail { good_frames, .. } if good_frames == good),
            "{from}"
        );
    }
    let grown = [&whole[..], &vec![0; 3 * FRAME + 100]].concat();
    assert!(matches!(scanned(&grown), WalState::TornTail { good_frames, .. } if good_frames == frames));
    let mut hole = whole.clone();
    hole[HEADER + FRAME..HEADER + 2 * FRAME].fill(0);
    assert!(matches!(scanned(&hole), WalState::Damaged { frame: 2, why: WalFault::Hole, .. }));
    assert!(matches!(scanned(&vec![0; 9000]), WalState::TornTail { good_frames: 0, tail_bytes: 9000, .. }));
}

#[test]
fn a_frame_of_another_log_is_damage() {
    let ((_a, wal), (_b, other)) = (crashed(4), crashed(4));
    let (whole, other) = (fs::read(&wal).unwrap(), fs::read(&other).unwrap());
    let foreign = [&whole[..], &other[HEADER..HEADER + FRAME]].concat();
    assert!(matches!(scanned(&foreign), WalState::Damaged { why: WalFault::Salts, frames_behind: 1, .. }));
    let swapped = [&whole[..HEADER], &whole[HEADER + FRAME..], &whole[HEADER..HEADER + FRAME]].concat();
    assert!(matches!(scanned(&swapped), WalState::Damaged { frame: 1, why: WalFault::Checksum, .. }));
}

/// The log before and in a transaction larger than the page cache, and after it was rolled back and a row
/// was added.
fn rolled_back(cache_spill: &str) -> [WalState; 3] {
    let dir = tempfile::tempdir().unwrap();
    let connection = open(&dir.path().join("ledger.db"));
    connection.execute_batch("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT").unwrap();
    connection.execute_batch(&format!("PRAGMA cache_spill = {cache_spill}")).unwrap();
    let wal = dir.path().join("ledger.db-wal");
    let before = scan(&wal).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..4000 {
        connection.execute("INSERT INTO entry (text) VALUES (?1)", ["内容".repeat(300)]).unwrap();
    }
    let within = scan(&wal).unwrap();
    connection.execute_batch("ROLLBACK; INSERT INTO entry (text) VALUES ('x')").unwrap();
    [before, within, scan(&wal).unwrap()]
}

#[test]
fn a_big_transaction_rolled_back_leaves_no_frames() {
    let [before, within, after] = rolled_back("OFF");
    assert_eq!(within, before, "frames are written at commit only");
    assert!(matches!(after, WalState::Whole { unended: 0, .. }), "{after:?}");
}

#[test]
fn a_writer_that_spills_its_cache_would_look_damaged_and_so_must_not() {
    let [before, within, after] = rolled_back("ON");
    assert_ne!(within, before, "frames of an unfinished transaction lie in the log");
    assert!(matches!(after, WalState::Damaged { why: WalFault::Checksum, .. }), "{after:?}");
}

#[test]
fn a_checkpoint_that_a_reader_kept_from_truncating_must_be_repeated() {
    let dir = tempfile::tempdir().unwrap();
    let (book, wal) = (dir.path().join("ledger.db"), dir.path().join("ledger.db-wal"));
    let (connection, reader) = (open(&book), open(&book));
    let insert =
        || connection.execute_batch("INSERT INTO entry (text) VALUES (hex(zeroblob(9000)))").unwrap();
    let truncate =
        || -> i64 { connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap() };
    connection.execute_batch("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT").unwrap();
    insert();
    connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    assert_eq!(truncate(), 1, "the first column says busy");
    reader.execute_batch("COMMIT").unwrap();
    connection.execute_batch("INSERT INTO entry (text) VALUES ('x')").unwrap();
    let state = scan(&wal).unwrap();
    assert!(matches!(state, WalState::Damaged { why: WalFault::Salts, .. }), "{state:?}");
    assert_eq!(truncate(), 0);
    insert();
    assert!(matches!(scan(&wal).unwrap(), WalState::Whole { .. }));
}

#[test]
fn a_checkpoint_that_truncates_leaves_an_empty_log_and_new_salts() {
    let dir = tempfile::tempdir().unwrap();
    let connection = open(&dir.path().join("ledger.db"));
    let wal = dir.path().join("ledger.db-wal");
    connection.execute_batch("CREATE TABLE entry (id INTEGER PRIMARY KEY) STRICT").unwrap();
    let salts = |path| fs::read(path).unwrap()[16..24].to_vec();
    let first = salts(&wal);
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    assert_eq!(scan(&wal).unwrap(), WalState::Empty);
    connection.execute_batch("INSERT INTO entry DEFAULT VALUES").unwrap();
    assert!(matches!(scan(&wal).unwrap(), WalState::Whole { commits: 1, .. }));
    assert_ne!(salts(&wal), first);
}

#[test]
fn both_byte_orders_of_the_checksum_are_read() {
    // Words 1, 2, 3, 4 as little-endian: first 1, second 3, first 7, second 14 (worked by hand).
    let words: Vec<u8> = [1u32, 2, 3, 4].iter().flat_map(|word| word.to_le_bytes()).collect();
    let mut little = Checksum { words: [0; 2], is_big_endian: false };
    little.add(&words);
    assert_eq!(little.words, [7, 14]);
    let mut big = Checksum { words: [0; 2], is_big_endian: true };
    big.add(&words);
    assert_ne!(big.words, [7, 14]);
    big.words = [0; 2];
    big.add(&words.chunks(4).flat_map(|word| word.iter().rev().copied()).collect::<Vec<_>>());
    assert_eq!(big.words, [7, 14]);
}

#[test]
fn a_damaged_log_is_kept_once_byte_for_byte() {
    let (left, wal) = crashed(2);
    let kept = left.path().join("kept/wal");
    let first = keep_copy(&wal, &kept).unwrap();
    assert_eq!(keep_copy(&wal, &kept).unwrap(), first);
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 1);
    assert_eq!(fs::read(first).unwrap(), fs::read(wal).unwrap());
}
