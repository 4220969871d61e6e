//! One durable entry: a raw flush, the bare insert, the gate.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use branchbook_ledger::{LedgerError, Operation, OperationKind};

use super::{Goal, Pair, time};
use crate::bench::bulk::office;
use crate::floor::Floor;

const ROUNDS: usize = 400;

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    against_a_flush(folder.path());
    against_a_bare_insert(folder.path());
}

fn against_a_bare_insert(dir: &Path) {
    let (mut desk, fields) = office(&dir.join("beside"), 300);
    let floor = Floor::new(dir, "floor.db");
    let entries = fields.entries(ROUNDS, 3);
    let book = desk.book_mut().unwrap();
    let pair = Pair::run(
        ROUNDS,
        |at| time(|| floor.one(&entries[at])).1,
        |at| time(|| write_one(book, &entries[at])).1,
    );
    pair.print("one durable entry, beside a bare insert and commit", None);
}

/// The hold of performance.md: two and a half times a raw flush.
fn against_a_flush(dir: &Path) {
    let (mut desk, fields) = office(&dir.join("book"), 300);
    let entries = fields.entries(ROUNDS, 4);
    let mut raw = File::create(dir.join("raw")).unwrap();
    let page = [7u8; 4_096];
    let book = desk.book_mut().unwrap();
    let mut flush = || {
        raw.write_all(&page).unwrap();
        raw.sync_data().unwrap();
    };
    let pair = Pair::run(
        ROUNDS,
        |_| time(&mut flush).1,
        |at| -> Duration { time(|| write_one(book, &entries[at])).1 },
    );
    pair.print("one durable entry, beside a raw write and flush", Some(Goal { hold: 2.5, aim: 1.6 }));
}

fn write_one(book: &mut branchbook_ledger::Book, entry: &branchbook_ledger::table::points::PointsEntry) {
    let operation = Operation::new(OperationKind::PointsAward, "记分");
    book.write(&operation, |writing| writing.insert(entry)).map_err(|error: LedgerError| error).unwrap();
}
