//! Search by part of a name, pinyin, initials or phone, beside a bare LIKE over the covering index. What counts is
//! the slow end: the 95th of a hundred queries, each at its median, so that the slowest query counts and not the
//! moment at which the machine was busy.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::path::Path;
use std::time::Duration;

use branchbook_contract::member::MemberList;
use branchbook_contract::setting::SettingSet;
use branchbook_desk::Desk;
use branchbook_ledger::table::membership::Membership;
use branchbook_ledger::table::organisation::{self, Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind};

use super::{Goal, Pair, median, time, verdict};
use crate::floor::Floor;
use crate::large::{TODAY, invented};
use crate::office::{clock, new_desk};

const ROUNDS: usize = 7;
const GOAL: Goal = Goal { hold: 4.0, aim: 2.0 };
/// What people type: one character to twenty, found often, seldom, never.
const TERMS: [&str; 20] = [
    "王",
    "建",
    "华",
    "王建",
    "建华",
    "王建华",
    "孙海伟",
    "不在",
    "诸葛亮",
    "w",
    "wj",
    "wjh",
    "zzz",
    "wang",
    "wangjian",
    "wangjianhua",
    "1390",
    "13900",
    "13900000370",
    "wangjianhuawangjianh",
];

/// Something small, so that nothing is remembered that was reckoned before.
fn write(desk: &mut Desk, round: usize) {
    let value = round.is_multiple_of(2).into();
    desk.call(&SettingSet { key: "window.large_type".to_owned(), value }).unwrap();
}

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    for count in [3_000, 11_000, 100_000] {
        let people: Vec<Person> = (0..count).map(invented).collect();
        let floor = Floor::new(folder.path(), &format!("floor{count}.db"));
        floor.people(&people);
        let mut desk = book(&folder.path().join(count.to_string()), &people);
        let term = |round: usize| TERMS[round % TERMS.len()];
        let pair = Pair::run(
            TERMS.len() * ROUNDS,
            |round| time(|| floor.like(term(round))).1,
            |round| search(&mut desk, term(round)),
        );
        print(count, &pair);
        let after = (0..TERMS.len()).map(|round| {
            write(&mut desk, round);
            search(&mut desk, term(round))
        });
        let mut after: Vec<Duration> = after.collect();
        after.sort_unstable();
        let (median, slowest) = (after[TERMS.len() / 2], after[TERMS.len() - 1]);
        println!("  the first question after a write: median {median:.2?}, slowest {slowest:.2?}");
    }
}

fn print(count: usize, pair: &Pair) {
    let (floor, ours) = (p95(&pair.floor), p95(&pair.ours));
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    let goal = if count == 100_000 { verdict(ratio, GOAL) } else { String::new() };
    println!(
        "search among {count} people, p95: floor {floor:.2?} · ours {ours:.2?} · ratio {ratio:.2} {goal}"
    );
}

fn p95(times: &[Duration]) -> Duration {
    let of_term = |term: usize| times.iter().skip(term).step_by(TERMS.len()).map(Duration::as_secs_f64);
    let mut times: Vec<f64> = (0..TERMS.len()).map(|term| median(of_term(term).collect())).collect();
    times.sort_by(f64::total_cmp);
    Duration::from_secs_f64(times[times.len() * 95 / 100])
}

fn search(desk: &mut Desk, term: &str) -> Duration {
    let list = MemberList { query: Some(term.to_owned()), limit: Some(50), ..MemberList::default() };
    let (reply, took) = time(|| desk.call(&list));
    reply.unwrap();
    took
}

fn book(dir: &Path, people: &[Person]) -> Desk {
    let mut desk = new_desk(dir, TODAY);
    let book = desk.book_mut().unwrap();
    let written = book.write(&Operation::new(OperationKind::RosterImport, "建账"), |writing| {
        let root = organisation::root(writing)?.unwrap().id;
        let branch = |at: i64| Organisation {
            uid: branchbook_ledger::book::new_uid(clock(TODAY).as_ref()),
            parent_id: Some(root),
            level: Level::Branch,
            name: format!("第{at}党支部"),
            position: at,
            from_on: None,
            to_on: None,
            note: None,
            project: None,
            planned_end_on: None,
        };
        let branches = (1..=50).map(|at| writing.insert(&branch(at))).collect::<Result<Vec<_>, _>>()?;
        for (at, person) in people.iter().enumerate() {
            let (person_id, branch_id) = (writing.insert(person)?, branches[at % 50]);
            writing.insert(&Membership {
                person_id,
                branch_id,
                group_id: None,
                from_on: None,
                to_on: None,
            })?;
        }
        Ok::<_, LedgerError>(())
    });
    written.unwrap();
    desk
}
