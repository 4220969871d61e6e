//! A small community for the command line: one branch, one group, one member with every field.

use std::path::Path;

use branchbook_tests::program::{answer, branchbook, refusal};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The day on which the tests of single commands begin.
pub const DAY: &str = "2026-10-08";
pub const BRANCH: &str = "第一党支部";
pub const GROUP: &str = "第一党小组";

/// The book in a folder of its own.
pub struct Office {
    pub folder: TempDir,
    pub dir: String,
}

impl Office {
    /// Without members.
    pub fn new(kind: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("book").display().to_string();
        answer(DAY, &["init", &dir, "--office", kind, "--name", "晨光社区", "--no-password"]);
        Self { folder, dir }
    }

    /// With a branch, a group and 田丽华.
    pub fn with_member() -> Self {
        let office = Self::new("community");
        let branch = office.call("organisation_add", &json!({"level": "branch", "name": BRANCH}));
        let group = json!({"level": "group", "name": GROUP, "parent": branch["organisation"]});
        office.call("organisation_add", &group);
        office.add_member("田丽华");
        office
    }

    /// A file beside the book.
    pub fn file(&self, name: &str, body: &Value) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, body.to_string()).unwrap();
        path.display().to_string()
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn add_member(&self, name: &str) -> Value {
        let draft = self.file("member.json", &draft(name));
        self.answer(DAY, &["member", "add", "--draft", &draft, "--branch", BRANCH, "--confirm-duplicate"])
    }

    pub fn call(&self, name: &str, request: &Value) -> Value {
        self.answer(DAY, &["call", name, &request.to_string()])
    }

    /// What the program answers as JSON.
    pub fn answer(&self, day: &str, words: &[&str]) -> Value {
        answer(day, &[&["--book", &self.dir], words].concat())
    }

    /// What the program prints for a person.
    pub fn said(&self, words: &[&str]) -> String {
        let output = branchbook(DAY, &[&["--book", &self.dir], words].concat());
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Exit code and body of a refusal.
    pub fn refusal(&self, day: &str, words: &[&str]) -> (i32, Value) {
        refusal(day, &[&["--book", &self.dir], words].concat())
    }

    /// The number of operations in the book.
    pub fn head(&self) -> i64 {
        self.answer(DAY, &["status"])["head"].as_i64().unwrap()
    }
}

/// A member with every field.
pub fn draft(name: &str) -> Value {
    json!({
        "name": name, "sex": "female", "nation": "01", "birth_on": "1992-01-24", "phone": "13800001234",
        "other_phone": "13911112222", "address": "银河路 8 号 2 单元 301", "employer": "银河小学教师",
        "joined_on": "2015-07-01", "became_full_on": "2016-07-01", "note": "楼栋长"
    })
}

/// A book that ends in a folder is what a path means.
pub fn exists(path: &str) -> bool {
    Path::new(path).exists()
}
