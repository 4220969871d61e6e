//! Refusals: in Chinese, with exit code 1 and a body for scripts; wrong usage is 2. Nothing is changed by either.

use branchbook_tests::program::{branchbook, refusal};
use serde_json::json;

use super::office::{BRANCH, DAY, Office, draft, exists};
use crate::office::{MEETINGS, POINTS, REPORT_INS, ROSTER, UNITS, fixture};

/// A word of two or more Latin letters that is neither a name of the program nor of a form of file.
fn english(text: &str) -> Option<&str> {
    const KNOWN: [&str; 14] = [
        "branchbook",
        "member",
        "organisation",
        "list",
        "help",
        "xlsx",
        "xls",
        "ods",
        "csv",
        "WPS",
        "Excel",
        "day",
        "roll",
        "records",
    ];
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.find(|word| word.len() > 1 && !KNOWN.contains(word))
}

#[test]
fn a_refusal_is_one_and_says_why_in_chinese() {
    let office = Office::with_member();
    office.add_member("周明");
    office.add_member("周明");
    let broken = office.path("坏.xlsx");
    std::fs::write(&broken, b"PK\x03\x04 not an archive").unwrap();
    let points = fixture(POINTS);
    let before = office.head();
    for (words, said) in [
        (vec!["member", "show", "查无此人"], "名册里没有“查无此人”"),
        (vec!["member", "show", "周明"], "有 2 名“周明”"),
        (vec!["member", "show", "99999"], "没有编号为 99999 的人员"),
        (vec!["meeting", "show", "2"], "没有编号为 2 的会议"),
        (vec!["points", "account", "查无此人"], "名册里没有“查无此人”"),
        (vec!["member", "list", "--branch", "没有的支部"], "没有叫“没有的支部”的组织"),
        (vec!["undo", "--change", "99"], "没有第 99 号操作"),
        (vec!["import", "points", &broken], "文件已损坏"),
        (vec!["import", "roster", "没有的文件.xlsx"], "找不到这个文件"),
        (vec!["import", "points", &points, "--refused", "/没有的目录/退回.xlsx"], "找不到这个文件或目录"),
        (
            vec!["report", "monthly", "--month", "2026-10", "--out", "/没有的目录/月报.xlsx"],
            "找不到这个文件或目录",
        ),
    ] {
        let (code, refused) = office.refusal(DAY, &words);
        let message = refused["message"].as_str().unwrap();
        assert_eq!((code, &refused["code"]), (1, &json!("refused")), "{words:?}: {refused}");
        assert!(message.contains(said), "{words:?}: {message}");
        assert_eq!(english(&message.replace(&broken, "")), None, "{words:?}: {message}");
    }
    assert_eq!(office.head(), before, "nothing was changed");
}

#[test]
fn wrong_usage_is_two_and_says_why_in_chinese() {
    let office = Office::with_member();
    let empty = office.file("empty.json", &json!({}));
    for (words, said) in [
        (vec!["call", "meeting_record", "{}"], "缺少“day”"),
        (vec!["call", "meeting_record", r#"{"day":"十月"}"#], "写法不对"),
        (vec!["call", "没有的命令"], "没有“没有的命令”这个命令"),
        (vec!["meeting", "record", "--draft", &empty], "缺少“day”"),
        (vec!["meeting", "record", "--draft", "没有的文件"], "找不到这个文件"),
        (vec!["member", "list", "--on", "昨天"], "「昨天」不是日期"),
        (vec!["member", "list", "--页", "3"], "没有“--页”这个选项"),
        (vec!["import", "rooster", "a.xlsx"], "可以写：roster"),
        (vec!["member", "move", "田丽华", "--kind", "升职", "--on", "2026-10"], "可以写：建账时在册、发展"),
    ] {
        let (code, refused) = office.refusal(DAY, &words);
        let message = refused["message"].as_str().unwrap();
        assert_eq!((code, &refused["code"]), (2, &json!("malformed")), "{words:?}: {refused}");
        assert!(message.contains(said), "{words:?}: {message}");
        let plain = branchbook(DAY, &[&["--book", &office.dir], &words[..]].concat());
        let complaint = String::from_utf8(plain.stderr).unwrap();
        assert_eq!(plain.status.code(), Some(2), "{complaint}");
        assert!(plain.stdout.is_empty() && complaint.contains(said), "{words:?}: {complaint}");
        for english in ["error", "invalid", "missing", "try", "expected"] {
            assert!(!complaint.contains(english), "{words:?}: {complaint}");
        }
    }
}

#[test]
fn a_street_keeps_no_ledger_of_a_community() {
    let office = Office::new("street");
    let before = office.head();
    let out = office.path("月报.xlsx");
    let draft = office.file("member.json", &draft("周明"));
    let files = [
        ("units", UNITS),
        ("roster", ROSTER),
        ("report-ins", REPORT_INS),
        ("meetings", MEETINGS),
        ("points", POINTS),
    ];
    let paths: Vec<(&str, String)> = files.iter().map(|(kind, name)| (*kind, fixture(name))).collect();
    let mut asked: Vec<Vec<&str>> =
        paths.iter().map(|(kind, path)| vec!["import", kind, path.as_str()]).collect();
    asked.push(vec!["report", "monthly", "--month", "2026-10", "--out", &out]);
    asked.push(vec!["member", "add", "--draft", &draft, "--branch", BRANCH]);
    asked.push(vec!["call", "unit_set", r#"{"draft":{"name":"银河小学"}}"#]);
    asked.push(vec!["month", "close", "2026-10", "--confirm-findings"]);
    asked.push(vec!["check", "--month", "2026-10"]);
    for words in asked {
        let (code, refused) = office.refusal(DAY, &words);
        let message = refused["message"].as_str().unwrap();
        assert_eq!(code, 1, "{words:?}: {refused}");
        // A branch is looked for before a member is added, and a street has none.
        let is_said = message.contains("街道的台账") || message.contains("没有叫");
        assert!(is_said, "{words:?}: {message}");
    }
    assert_eq!(office.head(), before, "nothing was written");
    assert!(!exists(&out), "no empty workbook was made");
    office.answer(DAY, &["backup", "--to", &office.path("street.zbk")]);
}

#[test]
fn a_run_without_a_book_says_how_to_name_one() {
    let (code, refused) = refusal(DAY, &["status"]);
    assert_eq!(code, 2, "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("--book"), "{refused}");
}
