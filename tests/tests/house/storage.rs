//! Where the outside world may be touched: SQL only in the ledger, the machine's clock only in the desk's clock file,
//! Tauri only in the shell. The tests of the whole program play the outside world: they may do all of it, but only the
//! floor of the measurements may name the database.

use crate::source::{Source, findings, words};
use crate::tree;

/// The only file that may ask the machine for the time.
const SYSTEM_CLOCK: &str = "crates/desk/src/clock.rs";
const SQL_HOME: &str = "crates/ledger/";
/// The floor of the measurements speaks to the database itself: that is what it measures.
const FLOOR: &str = "tests/src/floor.rs";

/// A statement is known by two words that follow each other in this order on a line.
const STATEMENTS: [(&str, &str); 12] = [
    ("SELECT", "FROM"),
    ("INSERT", "INTO"),
    ("INSERT", "OR"),
    ("REPLACE", "INTO"),
    ("UPDATE", "SET"),
    ("DELETE", "FROM"),
    ("CREATE", "TABLE"),
    ("CREATE", "INDEX"),
    ("ALTER", "TABLE"),
    ("DROP", "TABLE"),
    ("BEGIN", "IMMEDIATE"),
    ("ORDER", "BY"),
];

fn sql(line: &str) -> Option<String> {
    let words: Vec<String> = words(line).map(str::to_owned).collect();
    let has = |(first, second): &(&str, &str)| {
        let from = words.iter().position(|word| word == first)?;
        words[from..].iter().any(|word| word == second).then(|| format!("{first} … {second}"))
    };
    if words.iter().any(|word| word == "PRAGMA") {
        return Some("PRAGMA".to_owned());
    }
    STATEMENTS.iter().find_map(has)
}

/// SQL in the texts of a file, in capitals as the house writes it and in small letters.
fn sql_in(source: &Source) -> Vec<String> {
    let statement = |line: &str| {
        sql(line).or_else(|| is_lower_statement(line).then(|| sql(&line.to_uppercase())).flatten())
    };
    findings(&source.path, &source.strings, |line| {
        Some(format!("{}: SQL belongs into the ledger", statement(line)?))
    })
}

/// In small letters only a text that begins like a statement counts: "select one from the list" is a sentence, too.
fn is_lower_statement(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['"', 'r', '#']);
    ["select ", "insert ", "update ", "delete ", "create ", "alter ", "drop ", "pragma "]
        .iter()
        .any(|verb| line.starts_with(verb))
}

fn asks_the_clock(line: &str) -> Option<String> {
    let line: String = line.split_whitespace().collect();
    ["Utc::now", "Local::now", "SystemTime::now"]
        .iter()
        .find(|call| line.contains(**call))
        .map(|call| format!("{call}: take a domain::Clock"))
}

fn names_crate(name: &'static str) -> impl Fn(&str) -> Option<String> {
    move |line| {
        words(line)
            .any(|word| word == name || word.starts_with(&format!("{name}_")))
            .then(|| format!("{name} is named here"))
    }
}

fn is_product(source: &Source) -> bool {
    !source.path.starts_with("tests/")
}

#[test]
fn sql_stands_only_in_the_ledger() {
    let outside = |path: &str| !path.starts_with(SQL_HOME);
    let mut found: Vec<String> =
        tree::sources().iter().filter(|s| is_product(s) && outside(&s.path)).flat_map(sql_in).collect();
    let files = tree::files(&["sql"]).into_iter().map(|(path, _)| path);
    found.extend(files.filter(|path| outside(path) && !path.starts_with("tests/")));
    tree::assert_none("SQL outside the ledger", &found);
}

/// Whoever may not name the database: everybody but the ledger and the floor.
fn is_without_database(path: &str) -> bool {
    !path.starts_with(SQL_HOME) && path != FLOOR
}

#[test]
fn the_database_is_named_only_in_the_ledger_and_the_floor() {
    let sources = tree::sources();
    let others = sources.iter().filter(|s| is_without_database(&s.path));
    let found: Vec<String> =
        others.flat_map(|s| findings(&s.path, &s.code, names_crate("rusqlite"))).collect();
    tree::assert_none("rusqlite outside the ledger", &found);
}

#[test]
fn tauri_is_named_only_in_the_shell() {
    let sources = tree::sources();
    let others = sources.iter().filter(|s| is_product(s) && !s.path.starts_with("src-tauri/"));
    let found: Vec<String> = others.flat_map(|s| findings(&s.path, &s.code, names_crate("tauri"))).collect();
    tree::assert_none("Tauri outside src-tauri", &found);
}

#[test]
fn only_the_system_clock_asks_the_machine_for_the_time() {
    let sources = tree::sources();
    let others = sources.iter().filter(|s| s.path != SYSTEM_CLOCK);
    let found: Vec<String> =
        others.flat_map(|s| findings(&s.path, &s.product_code(), asks_the_clock)).collect();
    tree::assert_none("the machine's clock", &found);
}

#[test]
fn sql_in_a_text_is_noticed() {
    for bad in [
        "const Q: &str = \"SELECT id FROM member\";\n",
        "const Q: &str = \"\n    UPDATE member\n    SET name = ?1 WHERE id = ?2\n  ORDER BY id\";\n",
        "run(\"PRAGMA journal_mode = WAL\");\n",
        "run(r#\"insert into member values (1)\"#);\n",
        "run(\"delete from member\");\n",
    ] {
        assert!(!sql_in(&Source::new("crates/desk/src/a.rs", bad)).is_empty(), "{bad}");
    }
}

#[test]
fn sentences_and_comments_are_not_sql() {
    for good in [
        "// SELECT id FROM member\n",
        "const HELP: &str = \"choose one: select a month from the list\";\n",
        "enum Verb { SELECT, FROM }\n",
    ] {
        let found = sql_in(&Source::new("crates/desk/src/a.rs", good));
        assert!(found.is_empty(), "{good}: {found:?}");
    }
}

#[test]
fn asking_the_clock_is_noticed() {
    for bad in ["let t = Utc::now();", "chrono::Local :: now()", "std::time::SystemTime::now()"] {
        assert!(asks_the_clock(bad).is_some(), "{bad}");
    }
    assert_eq!(asks_the_clock("let t = clock.now(); Instant::now();"), None);
}

#[test]
fn only_one_file_of_the_tests_may_name_the_database() {
    assert!(!is_without_database("crates/ledger/src/gate.rs") && !is_without_database(FLOOR));
    for path in ["tests/src/large.rs", "tests/src/floor/more.rs", "crates/desk/src/floor.rs"] {
        assert!(is_without_database(path), "{path}");
    }
}

#[test]
fn a_reserved_crate_is_noticed_by_its_name_alone() {
    let names_tauri = names_crate("tauri");
    assert!(names_tauri("use tauri::Manager;").is_some() && names_tauri("tauri_build::build()").is_some());
    assert_eq!(names_tauri("let centauri = 1;"), None);
}
