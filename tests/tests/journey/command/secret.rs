//! The recovery code opens the live book, so that a forgotten password can be replaced (decisions 22).

use branchbook_tests::program::{answer, branchbook_with, refusal};

use super::office::DAY;

#[test]
fn a_forgotten_password_is_replaced_with_the_recovery_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (dir, old, new) = (path("book"), path("old"), path("new"));
    std::fs::write(&old, "旧密码1\n").unwrap();
    std::fs::write(&new, "新密码2\n").unwrap();
    let init = ["--password-file", &old, "init", &dir, "--office", "community", "--name", "晨光社区"];
    let code = answer(DAY, &init)["recovery_code"].as_str().unwrap().to_owned();
    let (exit, refused) = refusal(DAY, &["--book", &dir, "--password-file", &new, "status"]);
    assert_eq!((exit, &refused["code"]), (1, &"wrong_secret".into()), "{refused}");
    let (exit, refused) = refusal(DAY, &["--book", &dir, "--recovery-code", "ABC", "status"]);
    assert_eq!((exit, &refused["code"]), (1, &"wrong_secret".into()), "{refused}");
    answer(DAY, &["--book", &dir, "--recovery-code", &code, "password", "--new-password-file", &new]);
    let status = answer(DAY, &["--book", &dir, "--password-file", &new, "status"]);
    assert_eq!(status["has_password"], true);
    let by_variable =
        branchbook_with(DAY, &[("BRANCHBOOK_RECOVERY_CODE", &code)], &["--book", &dir, "status"]);
    assert!(by_variable.status.success(), "{}", String::from_utf8_lossy(&by_variable.stderr));
}

#[test]
fn a_book_without_a_password_ignores_the_recovery_code() {
    let office = super::office::Office::new("community");
    office.answer(DAY, &["--recovery-code", "ABC", "status"]);
}
