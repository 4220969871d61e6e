//! The same month by the command line, as a technician's script would do it.

use branchbook_tests::office::{dump_of, open_desk};
use branchbook_tests::program::{answer, branchbook, refusal};
use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::office::{self, BEGIN, END, fixture};

struct Script {
    folder: TempDir,
    dir: String,
}

impl Script {
    /// A new book.
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("book").display().to_string();
        let init = ["init", &dir, "--office", "community", "--name", "晨光社区", "--no-password"];
        let made = branchbook(BEGIN, &init);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { folder, dir }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn answer(&self, day: &str, words: &[&str]) -> Value {
        answer(day, &[&["--book", &self.dir], words].concat())
    }

    fn refusal(&self, day: &str, words: &[&str]) -> (i32, Value) {
        refusal(day, &[&["--book", &self.dir], words].concat())
    }

    fn import(&self, day: &str, kind: &str, name: &str) -> Value {
        self.answer(day, &["import", kind, &fixture(name), "--month", "2026-10"])
    }

    fn dump(&self) -> String {
        dump_of(&open_desk(self.dir.as_ref(), END))
    }
}

#[test]
fn the_month_goes_through_the_command_line() {
    let script = Script::begin();
    let roster = script.import(BEGIN, "roster", office::ROSTER);
    assert_eq!(roster["counts"]["new"], 312, "{roster}");
    script.import(BEGIN, "units", office::UNITS);
    assert_eq!(script.import(BEGIN, "report-ins", office::REPORT_INS)["counts"]["new"], 847);
    script.import(END, "meetings", office::MEETINGS);
    points_come_back_as_a_workbook(&script);
    let members = script.answer(END, &["member", "list"]);
    assert_eq!(members.as_array().map(Vec::len), Some(312), "one array with every row");
    let out = script.path("month.xlsx");
    script.answer(END, &["check", "--month", "2026-10"]);
    script.answer(END, &["report", "monthly", "--month", "2026-10", "--out", &out]);
    assert!(std::fs::metadata(&out).unwrap().len() > 10_000);
    the_month_is_closed_and_corrected_in_the_next(&script);
    the_last_operation_is_taken_back(&script);
    let proof = script.answer(END, &["verify"]);
    assert_eq!(proof["is_sound"], true, "{proof}");
}

/// Rows are handed back: that is code 0, with the count, and the rows with their reasons in a workbook.
fn points_come_back_as_a_workbook(script: &Script) {
    let back = script.path("退回.xlsx");
    let words = ["import", "points", &fixture(office::POINTS), "--month", "2026-10", "--refused", &back];
    let points = script.answer(END, &words);
    assert_eq!((&points["counts"]["new"], &points["counts"]["same"]), (&614.into(), &12.into()), "{points}");
    let mut book = open_workbook::<Xlsx<_>, _>(&back).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let rows: Vec<_> = range.rows().collect();
    assert_eq!(rows.len(), 15, "a header and 14 rows");
    assert_eq!(rows[0].last().unwrap().to_string(), "原因");
    assert!(rows[1..].iter().all(|row| !row.last().unwrap().to_string().is_empty()), "each with its reason");
}

fn the_month_is_closed_and_corrected_in_the_next(script: &Script) {
    let before = script.dump();
    let (code, refused) = script.refusal(END, &["month", "close", "2026-11"]);
    assert_eq!((code, &refused["code"]), (1, &"refused".into()), "October comes first: {refused}");
    assert!(script.dump() == before, "a refusal changes nothing");
    let closed = script.answer(END, &["month", "close", "2026-10", "--confirm-findings"]);
    assert_eq!(closed["account_count"], 312, "{closed}");
    let member = script.answer(END, &["member", "list"])[0]["member"].to_string();
    let award = ["points", "award", &member, "--item", "参加宣讲", "--on", "2026-10-20"];
    assert_eq!(script.answer(END, &award)["booked_month"], "2026-11", "October is closed");
    let meeting = script.answer(END, &["meeting", "list", "--month", "2026-10"])[0]["gathering"].to_string();
    let (code, refused) = script.refusal(END, &["meeting", "cancel", &meeting, "--reason", "登记有误"]);
    assert_eq!(code, 1, "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("已结账"), "{refused}");
    let (code, refused) = script.refusal(END, &["meeting", "cancel", &meeting]);
    assert_eq!(code, 2, "a reason is not given: {refused}");
}

fn the_last_operation_is_taken_back(script: &Script) {
    let before = script.dump();
    let members = script.answer(END, &["member", "list"]);
    let member = members[0]["member"].to_string();
    let award = ["points", "award", &member, "--item", "参加宣讲", "--on", "2026-10-21"];
    script.answer(END, &award);
    let list = script.answer(END, &["undo", "--list"]);
    let title = list[0]["title"].as_str().unwrap().to_owned();
    let undone = script.answer(END, &["undo"]);
    assert_eq!(undone["title"], title, "what is undone is named");
    assert!(script.dump() == before, "the undo leaves no trace in the tables");
    let closing = list.as_array().unwrap().iter().find(|row| row["title"].as_str().unwrap().contains("结账"));
    let closing = closing.unwrap()["change"].to_string();
    let (code, refused) = script.refusal(END, &["undo", "--change", &closing]);
    assert_eq!(code, 1, "a closed month stays closed: {refused}");
}

#[test]
fn undoing_the_roster_by_the_command_line_leaves_the_book_as_it_was() {
    let script = Script::begin();
    let before = script.dump();
    script.import(BEGIN, "roster", office::ROSTER);
    assert!(script.dump() != before, "the import wrote something");
    let undone = script.answer(BEGIN, &["undo"]);
    assert!(undone["title"].as_str().unwrap().contains("312"), "{undone}");
    assert!(script.dump() == before, "the undo leaves no trace in the tables");
}
