//! Bulk insert: 200,000 points entries through the gate, with references, keys, the record of change and the hash
//! of every row, beside prepared inserts into a table with the same two indexes.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use branchbook_desk::Desk;
use branchbook_domain::key::{PointsAccountId, PointsItemId};
use branchbook_ledger::table::points::{self, PointsAccount, PointsEntry};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind};

use super::{Goal, Pair, print_growth, time};
use crate::floor::Floor;
use crate::large::{self, invented};
use crate::office::new_desk;
use crate::random::Random;

const ROWS: usize = 200_000;
const ROUNDS: usize = 7;
/// Decisions 41: at least 0.62 of the rate of the floor, 0.8 aimed for.
const GOAL: Goal = Goal { hold: 1.0 / 0.62, aim: 1.0 / 0.8 };

/// Accounts and items that entries may name.
#[derive(Debug)]
pub struct Fields {
    accounts: Vec<PointsAccountId>,
    items: Vec<PointsItemId>,
}

impl Fields {
    /// Entries of the open month for the accounts in turn.
    pub fn entries(&self, count: usize, seed: u64) -> Vec<PointsEntry> {
        let (mut random, month) = (Random::new(seed), large::OPEN_MONTH.parse().unwrap());
        let account = |at: usize| self.accounts[at % self.accounts.len()];
        (0..count).map(|at| large::entry(account(at), &self.items, month, &mut random)).collect()
    }
}

/// A new book with this many people and their accounts.
pub fn office(dir: &Path, people: usize) -> (Desk, Fields) {
    let mut desk = new_desk(dir, large::TODAY);
    let book = desk.book_mut().unwrap();
    let written = book.write(&Operation::new(OperationKind::RosterImport, "建账"), |writing| {
        let scheme_id = points::newest_scheme(writing, points::PERSON)?.unwrap().id;
        let items = points::items_of(writing, scheme_id)?.iter().map(|item| item.id).collect();
        let account = |at: usize| {
            let person = writing.insert(&invented(at))?;
            writing.insert(&PointsAccount {
                scheme_id,
                subject_kind: points::PERSON.to_owned(),
                subject_id: person.0,
                opened_on: None,
            })
        };
        Ok::<_, LedgerError>(Fields { items, accounts: (0..people).map(account).collect::<Result<_, _>>()? })
    });
    let fields = written.unwrap().value;
    (desk, fields)
}

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, fields) = office(&folder.path().join("book"), 3_000);
    let floor = Floor::new(folder.path(), "floor.db");
    let book = desk.book_mut().unwrap();
    let pair = Pair::run(
        ROUNDS,
        |round| {
            let entries = fields.entries(ROWS, round as u64 + 1);
            floor.fold();
            time(|| floor.many(&entries)).1
        },
        |round| ours(book, &fields.entries(ROWS, round as u64 + 1)),
    );
    pair.print("bulk insert of 200,000 entries", Some(GOAL));
    let rate = |time: Duration| ROWS as f64 / time.as_secs_f64() / 1e6;
    println!("    rows/s: floor {:.2} M, ours {:.2} M", rate(pair.floor()), rate(pair.ours()));
    growth(folder.path());
}

/// Both sizes go into one book in turn, so that they find books of the same size.
fn growth(dir: &Path) {
    let (desk, fields) = office(&dir.join("both"), 3_000);
    let desk = RefCell::new(desk);
    let (one, four) = (fields.entries(ROWS / 4, 5), fields.entries(ROWS, 6));
    let insert = |entries: &[PointsEntry]| ours(desk.borrow_mut().book_mut().unwrap(), entries);
    let pair = Pair::run(ROUNDS, |_| insert(&one), |_| insert(&four));
    print_growth("bulk insert", pair.floor(), pair.ours());
}

fn ours(book: &mut Book, entries: &[PointsEntry]) -> Duration {
    book.checkpoint().unwrap();
    let insert = || {
        let operation = Operation::new(OperationKind::PointsImport, "导入积分");
        book.write(&operation, |writing| {
            entries.iter().try_for_each(|entry| writing.insert(entry).map(|_| ()))
        })
    };
    let (written, took) = time(insert);
    written.map_err(|error: LedgerError| error).unwrap();
    took
}
