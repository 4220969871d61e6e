//! The real command line on a real book: locks, passwords, recovery, backup on an empty machine.

use std::path::Path;

use branchbook_tests::program::{answer, branchbook};

const DAY: &str = "2026-10-20";

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn a_backup_opens_on_an_empty_machine_with_the_password_or_the_recovery_code() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, secret) = (text(&folder.path().join("book")), text(&folder.path().join("secret")));
    std::fs::write(&secret, "海棠依旧\n").unwrap();
    let made = answer(
        DAY,
        &["init", &dir, "--office", "community", "--name", "晨光社区", "--password-file", &secret],
    );
    let code = made["recovery_code"].as_str().unwrap().to_owned();
    let backup = answer(DAY, &["--book", &dir, "--password-file", &secret, "backup"]);
    let file = backup["path"].as_str().unwrap().to_owned();

    let (by_password, by_code) = (text(&folder.path().join("p")), text(&folder.path().join("c")));
    answer(DAY, &["--book", &by_password, "--password-file", &secret, "restore", &file]);
    answer(DAY, &["--book", &by_code, "restore", &file, "--recovery-code", &code.to_lowercase()]);
    for restored in [&by_password, &by_code] {
        let proof = answer(DAY, &["--book", restored, "--password-file", &secret, "verify"]);
        assert_eq!(proof["is_sound"], true, "{proof}");
    }
}

#[test]
fn a_wrong_password_changes_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, right, wrong) = (
        text(&folder.path().join("book")),
        text(&folder.path().join("right")),
        text(&folder.path().join("wrong")),
    );
    std::fs::write(&right, "海棠依旧").unwrap();
    std::fs::write(&wrong, "海棠不依旧").unwrap();
    answer(DAY, &["init", &dir, "--office", "community", "--name", "晨光社区", "--password-file", &right]);
    let refused = branchbook(DAY, &["--book", &dir, "--password-file", &wrong, "status"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("密码"), "{said}");
    let none = branchbook(DAY, &["--book", &dir, "status"]);
    assert_eq!(none.status.code(), Some(2), "a missing password is wrong usage");
}

#[test]
fn wrong_words_are_exit_code_two_and_refusals_one() {
    let folder = tempfile::tempdir().unwrap();
    let dir = text(&folder.path().join("book"));
    assert_eq!(branchbook(DAY, &["nonsense"]).status.code(), Some(2));
    assert_eq!(branchbook(DAY, &["--book", &dir, "status"]).status.code(), Some(1), "there is no book");
    answer(DAY, &["init", &dir, "--office", "street", "--name", "明湖街道", "--no-password"]);
    let again = branchbook(DAY, &["init", &dir, "--office", "street", "--name", "明湖街道", "--no-password"]);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("已经有一本台账"), "{said}");
    assert_eq!(branchbook(DAY, &["--book", &dir, "undo"]).status.code(), Some(1), "nothing to undo");
    assert_eq!(branchbook(DAY, &["--book", &dir, "call", "no_such"]).status.code(), Some(2));
}

#[test]
fn the_plain_export_holds_every_table_and_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, out) = (text(&folder.path().join("book")), folder.path().join("plain"));
    answer(DAY, &["init", &dir, "--office", "community", "--name", "晨光社区", "--no-password"]);
    answer(DAY, &["--book", &dir, "export", "--plain", &text(&out)]);
    let organisations = std::fs::read_to_string(out.join("organisation.csv")).unwrap();
    assert!(organisations.contains("晨光社区党委"), "{organisations}");
    assert!(!out.join("office_key.csv").exists(), "the keys of the office stay in the book");
    let again = branchbook(DAY, &["--book", &dir, "export", "--plain", &text(&out)]);
    assert_eq!(again.status.code(), Some(1), "a folder that holds something is left alone");
    let history = answer(DAY, &["--book", &dir, "undo", "--list"]);
    assert!(history[0]["title"].as_str().unwrap().starts_with("明文导出"), "{history}");
}

#[test]
fn a_backup_of_another_day_opens_with_the_password_of_that_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| text(&folder.path().join(name));
    let (dir, old, new) = (path("book"), path("old"), path("new"));
    std::fs::write(&old, "海棠依旧").unwrap();
    std::fs::write(&new, "换过的密码").unwrap();
    answer(DAY, &["init", &dir, "--office", "community", "--name", "晨光社区", "--password-file", &old]);
    let backup = answer(DAY, &["--book", &dir, "--password-file", &old, "backup"]);
    let file = backup["path"].as_str().unwrap().to_owned();
    answer(DAY, &["--book", &dir, "--password-file", &old, "password", "--new-password-file", &new]);

    let refused = branchbook(DAY, &["--book", &dir, "--password-file", &new, "restore", &file]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && said.contains("备份当日的密码"), "{said}");
    let both = ["--book", &dir, "--password-file", &new, "restore", &file, "--backup-password-file", &old];
    answer(DAY, &both);
    let proof = answer(DAY, &["--book", &dir, "--password-file", &old, "verify"]);
    assert_eq!(proof["is_sound"], true, "the password of its day is in force again: {proof}");
}

#[test]
fn a_book_that_lost_its_keys_is_restored_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, secret) = (text(&folder.path().join("book")), text(&folder.path().join("secret")));
    std::fs::write(&secret, "海棠依旧").unwrap();
    answer(DAY, &["init", &dir, "--office", "community", "--name", "晨光社区", "--password-file", &secret]);
    let backup = answer(DAY, &["--book", &dir, "--password-file", &secret, "backup"]);
    for name in ["book.key", "book.key.2"] {
        std::fs::remove_file(folder.path().join("book").join(name)).unwrap();
    }
    let file = backup["path"].as_str().unwrap();
    answer(DAY, &["--book", &dir, "--password-file", &secret, "restore", file]);
    let proof = answer(DAY, &["--book", &dir, "--password-file", &secret, "verify"]);
    assert_eq!(proof["is_sound"], true, "{proof}");
}
