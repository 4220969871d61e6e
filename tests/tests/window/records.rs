//! What every record has, in the real window: a meeting is opened and printed with its quorum, its history names the step
//! that recorded it, and the step is taken back from there.

use std::path::{Path, PathBuf};

use branchbook_tests::program::branchbook;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::demo::{COMMUNITY, DAY, town, window};

/// The demo town with a meeting that was typed in, and the meeting's key.
fn with_meeting() -> (TempDir, PathBuf, i64) {
    let (folder, book) = town(COMMUNITY);
    let gathering = held(&book);
    (folder, book, gathering)
}

/// An assembly of the first branch on 20 November with one topic.
fn held(book: &Path) -> i64 {
    let tree = read(book, &["organisation"]);
    let branches = tree.as_array().unwrap();
    let branch = branches.iter().find(|row| row["level"] == "branch").unwrap();
    let gathering = json!({
        "day": "2026-11-20",
        "start": "14:30",
        "end": "16:00",
        "place": "社区二楼会议室",
        "roll": { "names": {} },
        "records": [{
            "kind": "member_assembly",
            "organisation": branch["organisation"],
            "theme": "年度学习计划",
            "topics": [{ "title": "讨论学习计划", "resolution": "同意" }],
        }],
    });
    let recorded = read(book, &["call", "meeting_record", &gathering.to_string()]);
    let body = recorded.get("body").unwrap_or(&recorded);
    body["gathering"].as_i64().unwrap_or_else(|| panic!("{recorded}"))
}

fn read(book: &Path, words: &[&str]) -> Value {
    let all = [&["--json", "--book", book.to_str().unwrap(), "--as", "周经办"], words].concat();
    let done = branchbook(DAY, &all);
    let why = String::from_utf8_lossy(&done.stderr).into_owned();
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{words:?}: {error} {why}"))
}

#[test]
fn a_meeting_is_printed_with_its_quorum_and_its_history_takes_it_back() {
    let (_folder, book, gathering) = with_meeting();
    let window = window(&book);
    window.go(&format!("#/meetings?open={gathering}"));
    window.wait_for("年度学习计划");
    window.click("button", "打印");
    window.wait_for("到会人数够：");
    let text = window.text();
    for line in ["会议记录", "议题 1　讨论学习计划", "决议：同意", "依据：", "到会人员（", "主持人签字"]
    {
        assert!(text.contains(line), "{line} stands on the paper: {text}");
    }
    window.picture("records-paper");
    window.press("Escape");
    window.wait_until_gone("主持人签字");
    window.click("link", "历史");
    window.wait_for("登记会议");
    assert!(window.address().contains("#/folio/meeting_history"), "{}", window.address());
    let rows = window.names("row");
    let step = rows.iter().find(|row| row.contains("登记会议")).unwrap();
    assert!(
        step.contains("周经办") && step.contains("有效") && step.contains("主题：年度学习计划"),
        "{step}"
    );
    window.picture("records-history");
    window.click("button", "撤销");
    window.wait_for("将撤销“登记会议");
    window.press("Ctrl+S");
    window.wait_for("已撤销：登记会议");
    window.wait_for("组织生活");
    assert!(
        window.address().contains("#/meetings"),
        "a meeting that is gone has no history: {}",
        window.address()
    );
}

#[test]
fn a_row_of_a_folio_leads_to_its_history_and_back() {
    let (_folder, book) = town(COMMUNITY);
    let units = read(&book, &["folio", "show", "units", "--limit", "1"]);
    let unit = units["rows"][0]["cells"][0]["text"].as_str().unwrap();
    let window = window(&book);
    window.go("#/folio/units");
    window.click("button", "历史");
    window.wait_for("单位历史");
    window.wait_for("单位名称：");
    window.picture("records-row-history");
    window.click("link", unit);
    assert!(window.address().contains("#/report-in?"), "the record itself: {}", window.address());
    window.wait_for("应报到数");
}
