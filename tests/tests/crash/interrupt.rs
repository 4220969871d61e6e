//! kill -9 at random points of what touches whole files: a new book, a backup, a restore, a change of password.

use std::path::Path;
use std::time::{Duration, Instant};

use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind};
use branchbook_tests::office::{new_desk, open_desk, person};
use branchbook_tests::program::{answer, branchbook, killed};
use branchbook_tests::random::Random;

const DAY: &str = "2026-10-20";

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// How long `act` takes when nobody kills it: the kills fall into that time and a little beyond.
fn duration_of(act: impl FnOnce()) -> u64 {
    let begin = Instant::now();
    act();
    u64::try_from(begin.elapsed().as_micros()).unwrap() * 11 / 10
}

fn moment(random: &mut Random, within: u64) -> Duration {
    Duration::from_micros(random.below(within))
}

fn assert_sound(book: &str) {
    let proof = answer(DAY, &["--book", book, "verify"]);
    assert_eq!(proof["is_sound"], true, "{proof}");
}

fn add(dir: &Path, name: &str) {
    let mut desk = open_desk(dir, DAY);
    let operation = Operation::new(OperationKind::MemberAdd, "新增党员");
    let written = desk.book_mut().unwrap().write(&operation, |writing| writing.insert(&person(name)));
    written.unwrap_or_else(|error: LedgerError| panic!("{error}"));
    desk.close().unwrap();
}

fn people(dir: &Path) -> usize {
    let mut desk = open_desk(dir, DAY);
    let people = desk.book().unwrap().read(|reading| reading.entities::<Person>("ORDER BY id", &[]));
    let count = people.unwrap_or_else(|error: LedgerError| panic!("{error}")).len();
    desk.close().unwrap();
    count
}

#[test]
fn a_killed_creation_leaves_a_book_or_a_folder_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(71);
    let first = text(&folder.path().join("first"));
    let within = duration_of(|| {
        answer(DAY, &["init", &first, "--office", "community", "--name", "晨光社区", "--no-password"]);
    });
    for round in 0..20 {
        let dir = text(&folder.path().join(format!("{round}")));
        let init = ["init", &dir, "--office", "community", "--name", "晨光社区", "--no-password"];
        let was_done = killed(DAY, &init, moment(&mut random, within));
        let again = branchbook(DAY, &init);
        let said = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(again.status.success() || said.contains("已经有一本台账"), "round {round}: {said}");
        assert!(!was_done || !again.status.success(), "round {round}: a finished book was made anew");
        assert_sound(&dir);
    }
}

#[test]
fn a_killed_backup_is_whole_or_not_there_and_never_recorded_in_vain() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    new_desk(&dir, DAY).close().unwrap();
    add(&dir, "甲");
    let (book, first) = (text(&dir), text(&folder.path().join("first.zbk")));
    let within = duration_of(|| {
        answer(DAY, &["--book", &book, "backup", "--to", &first]);
    });
    let mut random = Random::new(72);
    for round in 0..15 {
        let name = format!("{round}.zbk");
        let target = folder.path().join(&name);
        killed(DAY, &["--book", &book, "backup", "--to", &text(&target)], moment(&mut random, within));
        if target.exists() {
            let fresh = folder.path().join(format!("fresh{round}"));
            answer(DAY, &["--book", &text(&fresh), "restore", &text(&target)]);
            assert_eq!(people(&fresh), 1, "round {round}");
        }
        let history = answer(DAY, &["--book", &book, "undo", "--list"]).to_string();
        assert!(target.exists() || !history.contains(&format!("备份到 {name}")), "round {round}");
        assert_sound(&book);
    }
}

#[test]
fn a_killed_restore_leaves_the_old_book_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    new_desk(&dir, DAY).close().unwrap();
    add(&dir, "甲");
    let (book, backup) = (text(&dir), text(&folder.path().join("one.zbk")));
    answer(DAY, &["--book", &book, "backup", "--to", &backup]);
    add(&dir, "乙");
    let within = duration_of(|| {
        answer(DAY, &["--book", &book, "restore", &backup]);
    });
    let mut random = Random::new(73);
    for round in 0..20 {
        if people(&dir) == 1 {
            add(&dir, "乙");
        }
        let was_done = killed(DAY, &["--book", &book, "restore", &backup], moment(&mut random, within));
        let found = people(&dir);
        assert!(found == 1 || (found == 2 && !was_done), "round {round}: {found} people");
        assert_sound(&book);
    }
}

#[test]
fn a_killed_change_of_password_leaves_the_old_one_or_the_new_one_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let book = text(&folder.path().join("book"));
    let secrets = ["old", "new"].map(|name| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("海棠依旧{name}")).unwrap();
        text(&path)
    });
    let [mut now, mut next] = secrets;
    let init = ["init", &book, "--office", "community", "--name", "晨光社区", "--password-file", &now];
    answer(DAY, &init);
    let change = |now: &str, next: &str| -> Vec<String> {
        ["--book", &book, "--password-file", now, "password", "--new-password-file", next]
            .map(str::to_owned)
            .to_vec()
    };
    let opens = |secret: &str| {
        branchbook(DAY, &["--book", &book, "--password-file", secret, "status"]).status.success()
    };
    let within = duration_of(|| {
        let words = change(&now, &next);
        answer(DAY, &words.iter().map(String::as_str).collect::<Vec<_>>());
    });
    std::mem::swap(&mut now, &mut next);
    let mut random = Random::new(74);
    for round in 0..8 {
        let words = change(&now, &next);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let was_done = killed(DAY, &words, moment(&mut random, within));
        let (old_opens, new_opens) = (opens(&now), opens(&next));
        assert!(old_opens != new_opens, "round {round}: old {old_opens}, new {new_opens}");
        assert!(new_opens || !was_done, "round {round}: a finished change is not in force");
        if new_opens {
            std::mem::swap(&mut now, &mut next);
        }
    }
}
