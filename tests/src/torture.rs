//! Killing a writer at random points: a child process writes through the gate and tells what was acknowledged; the
//! parent kills it and looks whether all of that is there.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use branchbook_desk::Desk;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind};

use crate::office::{open_desk, person, verification};
use crate::random::Random;

/// Rows of one import in the campaign.
const IMPORT_ROWS: u64 = 300;
/// The day of the campaign's clock.
const DAY: &str = "2026-10-20";

/// The child: writes single entries and now and then an import, and prints the name of each after its commit.
/// Runs until it is killed.
pub fn write_until_killed(dir: &Path, round: u64) -> ! {
    let mut desk = open_desk(dir, DAY);
    let mut out = std::io::stdout().lock();
    for turn in 0u64.. {
        let is_import = turn % 5 == 3;
        let kind = if is_import { OperationKind::RosterImport } else { OperationKind::MemberAdd };
        let count = if is_import { IMPORT_ROWS } else { 1 };
        let book = desk.book_mut().unwrap();
        book.write(&Operation::new(kind, "写入"), |writing| {
            (0..count).try_for_each(|at| writing.insert(&person(&name(round, turn, at))).map(|_| ()))
        })
        .unwrap_or_else(|error: LedgerError| panic!("{error}"));
        writeln!(out, "{turn} {count}").and_then(|()| out.flush()).unwrap();
    }
    unreachable!("the loop has no end")
}

/// One round: starts `program` as the child, kills it after a random time, and checks the book.
/// Answers how many acknowledged operations it had written.
pub fn round(program: &Path, dir: &Path, round: u64, random: &mut Random) -> u64 {
    let mut child = start(program, dir, round);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // Every third kill may fall into the opening, where the log that the last kill left is folded; the others wait
    // for the first acknowledgement, which says that the book is open and being written.
    let first = if round.is_multiple_of(3) { None } else { lines.next() };
    std::thread::sleep(Duration::from_micros(random.below(25_000)));
    child.kill().unwrap();
    child.wait().unwrap();
    let acknowledged: Vec<String> = first.into_iter().chain(lines).map_while(Result::ok).collect();
    check(dir, round, &acknowledged);
    acknowledged.len() as u64
}

fn start(program: &Path, dir: &Path, round: u64) -> Child {
    let mut command = Command::new(program);
    command.arg("--child").arg(dir).arg(round.to_string()).stdout(Stdio::piped());
    command.spawn().unwrap()
}

/// Every acknowledged operation is there whole; one more may be, if the kill fell between commit and word.
///
/// Every second time only a copy is looked at, and the book is left as the crash left it: whoever opens and closes it
/// folds its log, and the log of the next crash would never come to lie upon this one.
fn check(dir: &Path, round: u64, acknowledged: &[String]) {
    if round % 2 == 1 {
        let copy = tempfile::tempdir().unwrap();
        copy_files(dir, copy.path());
        compare(&mut open_desk(copy.path(), DAY), round, acknowledged);
        return;
    }
    let mut desk = open_desk(dir, DAY);
    compare(&mut desk, round, acknowledged);
    let proof = verification(&mut desk);
    assert!(proof.is_sound, "round {round}: {:?}", proof.damages);
    desk.close().unwrap();
}

fn compare(desk: &mut Desk, round: u64, acknowledged: &[String]) {
    let pattern = format!("轮{round}次%");
    let people = desk.book().unwrap().read(|reading| {
        let stored = reading.entities::<Person>("WHERE name LIKE ? ORDER BY id", &[&pattern])?;
        Ok::<_, LedgerError>(stored.into_iter().map(|person| person.value.name).collect::<Vec<_>>())
    });
    let expected: Vec<String> = acknowledged.iter().flat_map(|line| names_of(round, line)).collect();
    let found = people.unwrap();
    assert!(found.starts_with(&expected), "round {round}: an acknowledged entry is missing");
    let more = (found.len() - expected.len()) as u64;
    let next = acknowledged.len() as u64;
    let allowed = if next % 5 == 3 { IMPORT_ROWS } else { 1 };
    assert!(
        more == 0 || more == allowed,
        "round {round}: {more} rows of an operation of {allowed} are there"
    );
}

/// The files of a book as they lie, without its lock.
fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() && entry.file_name() != "book.lock" {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn names_of(round: u64, line: &str) -> Vec<String> {
    let (turn, count) = line.split_once(' ').unwrap();
    let (turn, count): (u64, u64) = (turn.parse().unwrap(), count.parse().unwrap());
    (0..count).map(|at| name(round, turn, at)).collect()
}

fn name(round: u64, turn: u64, at: u64) -> String {
    format!("轮{round}次{turn:05}行{at:03}")
}
