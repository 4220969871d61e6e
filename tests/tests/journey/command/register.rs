//! The register on the command line: printing, the whole record, the register as sent.

use std::process::{Command, Stdio};

use branchbook_tests::program::path_of;
use serde_json::Value;

use super::office::{BRANCH, DAY, Office, draft};

#[test]
fn a_reader_that_has_seen_enough_ends_the_run_quietly() {
    let office = Office::with_member();
    for words in [vec!["member", "list"], vec!["--json", "member", "list"], vec!["--help"]] {
        let mut command = Command::new(path_of("branchbook"));
        command.env("BRANCHBOOK_CLOCK", DAY).args(["--book", &office.dir]).args(&words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The reader is gone before the first line.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {complaint}");
        assert!(!complaint.contains("panicked"), "{words:?}: {complaint}");
    }
}

#[test]
fn the_tree_is_shown_as_of_a_day_and_says_which() {
    let office = Office::with_member();
    let younger = serde_json::json!({"level": "branch", "name": "第二党支部", "from_on": "2026-10-01"});
    office.call("organisation_add", &younger);
    let shown = office.said(&["organisation", "--on", "2026-09-30"]);
    assert!(shown.starts_with("2026年9月30日的组织树\n") && shown.contains(BRANCH), "{shown}");
    assert!(!shown.contains("第二党支部") && office.said(&["organisation"]).contains("第二党支部"));
    let rows = office.answer(DAY, &["organisation", "--on", "2026-09-30"]);
    assert_eq!(rows[0]["counted_on"], "2026-09-30");
}

#[test]
fn a_record_is_shown_whole_masked_or_revealed() {
    let office = Office::with_member();
    let masked = office.said(&["member", "show", "田丽华"]);
    for field in [
        "性别：女",
        "民族：汉族",
        "出生日期：1992-01-24",
        "手机：138****1234",
        "入党日期：2015-07-01",
        "转正日期：2016-07-01",
        "工作单位及职务：银河小学教师",
        "备注：楼栋长",
        "身份证号：—",
        "学历：—",
        "隶属：第一党支部",
        "党龄 10 年",
    ] {
        assert!(masked.contains(field), "{field} is missing in\n{masked}");
    }
    assert!(!masked.contains("银河路 8 号 2 单元 301"), "the address is masked\n{masked}");
    let before = office.head();
    let revealed = office.said(&["member", "show", "田丽华", "--reveal"]);
    for field in ["手机：13800001234", "其他电话：13911112222", "住址：银河路 8 号 2 单元 301"]
    {
        assert!(revealed.contains(field), "{field} is missing in\n{revealed}");
    }
    assert_eq!(office.head(), before + 1, "what was shown is recorded");
}

#[test]
fn a_day_of_entry_is_not_dropped_for_want_of_its_kind() {
    let office = Office::with_member();
    let file = office.file("new.json", &draft("周明"));
    let add = ["member", "add", "--draft", &file, "--branch", BRANCH, "--on", "2026-10-02"];
    let before = office.head();
    let (code, refused) = office.refusal(DAY, &add);
    assert_eq!(code, 2, "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("--entry"), "{refused}");
    assert_eq!(office.head(), before);
    let added = office.answer(DAY, &[&add[..], &["--entry", "转入"]].concat());
    let shown = office.answer(DAY, &["member", "show", &added["member"].to_string()]);
    assert_eq!(shown["movements"][0]["occurred_on"], "2026-10-02", "{shown}");
}

#[test]
fn a_death_learnt_late_stays_in_the_register_as_sent() {
    let office = Office::with_member();
    office.add_member("周明");
    office.answer("2026-11-01", &["month", "close", "2026-10", "--confirm-findings"]);
    let day = "2026-11-15";
    let moved = office.answer(day, &["member", "move", "周明", "--kind", "死亡", "--on", "2026-10-20"]);
    assert_eq!(moved["booked_month"], "2026-11", "October is closed");
    let names = |ask: &[&str]| names(&office.answer(day, &[&["member", "list"], ask].concat()));
    assert_eq!(names(&["--on", "2026-10-31"]), ["田丽华"], "by true day");
    assert_eq!(
        names(&["--as-sent", "2026-10"]),
        ["田丽华", "周明"],
        "by booking, as October's report said it"
    );
    assert_eq!(names(&["--as-sent", "2026-11"]), ["田丽华"], "November's report knows it");
    assert!(names(&["--as-sent", "2026-09"]).is_empty(), "the book begins in October");
    let (code, refused) =
        office.refusal(day, &["member", "list", "--on", "2026-10-31", "--as-sent", "2026-10"]);
    assert_eq!(code, 2, "{refused}");
}

fn names(list: &Value) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}
