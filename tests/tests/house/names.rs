//! Names say what a thing is. Words that fit everything are not used, neither for types nor for files.

use crate::source::{Source, words};
use crate::tree;

/// Not at the end of a type's name, nor alone.
const EMPTY_WORDS: [&str; 9] =
    ["Manager", "Service", "Helper", "Util", "Utils", "Common", "Processor", "Data", "Info"];

/// 服务, what a person did for others, is a noun of the domain: alone it stands for that.
const NOUN: &str = "Service";

fn empty_types(source: &Source) -> Vec<String> {
    let words: Vec<&str> = words(&source.code).collect();
    let declared =
        words.windows(2).filter(|pair| matches!(pair[0], "struct" | "enum" | "trait" | "type" | "union"));
    let is_empty = |name: &str| name != NOUN && EMPTY_WORDS.iter().any(|word| name.ends_with(word));
    let empty = declared.filter(|pair| is_empty(pair[1]));
    empty.map(|pair| format!("{}: {} {}", source.path, pair[0], pair[1])).collect()
}

fn is_empty_path(path: &str) -> bool {
    path.split('/').map(|part| part.trim_end_matches(".rs").to_lowercase()).any(|part| is_empty_part(&part))
}

fn is_empty_part(part: &str) -> bool {
    let fits = |word: &str| part == word || part == format!("{word}s") || part.ends_with(&format!("_{word}"));
    part != NOUN.to_lowercase() && EMPTY_WORDS.iter().any(|word| fits(&word.to_lowercase()))
}

#[test]
fn no_type_has_a_name_that_fits_everything() {
    let found: Vec<String> = tree::sources().iter().flat_map(empty_types).collect();
    tree::assert_none("names that say nothing (say what it is instead)", &found);
}

#[test]
fn no_file_has_a_name_that_fits_everything() {
    let found: Vec<String> =
        tree::sources().into_iter().map(|s| s.path).filter(|path| is_empty_path(path)).collect();
    tree::assert_none("files whose names say nothing", &found);
}

#[test]
fn an_empty_name_is_noticed() {
    let bad = Source::new(
        "a.rs",
        "pub struct PointsManager;\nenum MemberInfo {}\ntrait Helper {}\ntype RowData = u8;\n",
    );
    assert_eq!(empty_types(&bad).len(), 4, "{:?}", empty_types(&bad));
    let good = Source::new(
        "a.rs",
        "struct ServicePost;\nstruct Service;\nstruct Informant; // struct DateUtil\nuse tauri::Manager;\n",
    );
    assert!(empty_types(&good).is_empty(), "{:?}", empty_types(&good));
}

#[test]
fn an_empty_file_name_is_noticed() {
    for bad in ["crates/desk/src/utils.rs", "crates/desk/src/common/a.rs", "crates/domain/src/date_helper.rs"]
    {
        assert!(is_empty_path(bad), "{bad}");
    }
    for good in [
        "crates/desk/src/service_post.rs",
        "crates/domain/src/database.rs",
        "crates/desk/src/points/award.rs",
    ] {
        assert!(!is_empty_path(good), "{good}");
    }
}
