//! A Rust file in three views: as written, its code without comments and texts, its texts alone.
//! A small reader, not a compiler: it knows strings, comments, characters and where `#[cfg(test)]` items end.

/// One Rust file. All three views have the same number of lines.
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    /// As written.
    pub text: String,
    /// Comments and the inside of texts blanked.
    pub code: String,
    /// Everything but the inside of texts blanked.
    pub strings: String,
    /// Whether the whole file is test code: by its place, or because another file says `#[cfg(test)] mod …;`.
    pub is_test: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Code,
    Comment,
    Text,
}

impl Source {
    /// Reads a file.
    pub fn new(path: &str, text: &str) -> Self {
        let parts = classify(text);
        let view = |wanted| {
            let pick = |(c, part): (char, &Part)| if *part == wanted || c == '\n' { c } else { ' ' };
            text.chars().zip(&parts).map(pick).collect::<String>()
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: view(Part::Code),
            strings: view(Part::Text),
            is_test: path.split('/').any(|part| matches!(part, "tests" | "benches" | "tests.rs")),
        }
    }

    /// The code without items under `#[cfg(test)]`; empty for a test file.
    pub fn product_code(&self) -> String {
        if self.is_test { String::new() } else { without_tests(&self.code, &self.code) }
    }

    /// The texts without those of items under `#[cfg(test)]`; empty for a test file.
    pub fn product_strings(&self) -> String {
        if self.is_test { String::new() } else { without_tests(&self.code, &self.strings) }
    }
}

/// Marks the files of modules that are declared under `#[cfg(test)]`.
pub fn mark_test_modules(sources: &mut [Source]) {
    let modules: Vec<String> = sources.iter().flat_map(test_modules).collect();
    let is_in =
        |path: &str| modules.iter().any(|m| path == format!("{m}.rs") || path.starts_with(&format!("{m}/")));
    sources.iter_mut().filter(|source| is_in(&source.path)).for_each(|source| source.is_test = true);
}

/// Paths, without ending, of the modules that this file declares for tests only.
fn test_modules(source: &Source) -> Vec<String> {
    let (folder, file) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let below = match file {
        "mod.rs" | "lib.rs" | "main.rs" => folder,
        _ => source.path.trim_end_matches(".rs"),
    };
    let lines = source.code.lines().zip(source.text.lines());
    let lines: Vec<(&str, &str)> = lines.collect();
    let marked = (0..lines.len()).filter(|at| lines[*at].0.contains("#[cfg(test)]"));
    let declared = marked.filter_map(|at| declared_module(&lines[at..]));
    declared
        .map(|(name, path)| path.map_or(format!("{below}/{name}"), |path| format!("{folder}/{path}")))
        .collect()
}

/// The name, and the `#[path]` without its ending, when the item that begins here is `mod name;`.
fn declared_module(lines: &[(&str, &str)]) -> Option<(String, Option<String>)> {
    let end = lines.iter().position(|(code, _)| code.contains([';', '{']))?;
    let code: String = lines[..=end].iter().map(|(code, _)| *code).collect();
    let text: String = lines[..=end].iter().map(|(_, text)| *text).collect();
    let declaration = code.split([';', '{']).next()?.rsplit(']').next()?.trim();
    let visibilities = ["pub(crate) ", "pub(super) ", "pub "];
    let seen = visibilities.iter().find_map(|visibility| declaration.strip_prefix(visibility));
    let name = seen.unwrap_or(declaration).strip_prefix("mod ")?;
    if code.find('{').is_some_and(|brace| code.find(';').is_none_or(|semicolon| brace < semicolon)) {
        return None;
    }
    let path = text.split_once("#[path").and_then(|(_, rest)| rest.split('"').nth(1));
    Some((name.trim().to_owned(), path.map(|path| path.trim_end_matches(".rs").to_owned())))
}

/// Findings `path:line: what` for every line of a view that the rule objects to.
pub fn findings(path: &str, view: &str, objects: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let lines = view.lines().enumerate();
    lines.filter_map(|(at, line)| Some(format!("{path}:{}: {}", at + 1, objects(line)?))).collect()
}

/// The words of a line: runs of letters, digits and underscores.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn classify(text: &str) -> Vec<Part> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts = vec![Part::Code; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let (part, end) = span(&chars, at);
        let end = end.min(chars.len());
        parts[at..end].fill(part);
        at = end;
    }
    parts
}

/// What begins here, and where it ends. Quotes belong to the text, the prefix of a raw string to the code.
fn span(chars: &[char], at: usize) -> (Part, usize) {
    let next = |offset: usize| chars.get(at + offset).copied().unwrap_or('\n');
    match chars[at] {
        '/' if next(1) == '/' => (Part::Comment, line_end(chars, at)),
        '/' if next(1) == '*' => (Part::Comment, block_end(chars, at)),
        '"' => (Part::Text, text_end(chars, at + 1)),
        'r' if is_raw_string(chars, at) => (Part::Text, raw_end(chars, at)),
        '\'' if next(1) == '\\' => (Part::Text, character_end(chars, at + 3)),
        '\'' if next(2) == '\'' => (Part::Text, at + 3),
        _ => (Part::Code, at + 1),
    }
}

fn line_end(chars: &[char], at: usize) -> usize {
    (at..chars.len()).find(|i| chars[*i] == '\n').unwrap_or(chars.len())
}

fn block_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut i = at;
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                i += 1;
                continue;
            }
        }
        i += 2;
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn text_end(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

fn character_end(chars: &[char], from: usize) -> usize {
    (from..chars.len()).find(|i| chars[*i] == '\'').map_or(chars.len(), |i| i + 1)
}

fn is_raw_string(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(' ', |i| chars[i]);
    let is_own_word = !(before.is_alphanumeric() || before == '_') || before == 'b' || before == 'c';
    is_own_word && chars[at + 1..].iter().find(|c| **c != '#') == Some(&'"')
}

fn raw_end(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let closes = |i: usize| {
        chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    let begin = at + hashes + 2;
    (begin..chars.len()).find(|i| closes(*i)).map_or(chars.len(), |i| i + 1 + hashes)
}

/// Blanks in `view` every item that `code` puts under `#[cfg(test)]`.
fn without_tests(code: &str, view: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let code: Vec<char> = code.chars().collect();
    let mut view: Vec<char> = view.chars().collect();
    let mark: Vec<char> = MARK.chars().collect();
    let mut at = 0;
    while at + mark.len() <= code.len() {
        if code[at..at + mark.len()] != mark[..] {
            at += 1;
            continue;
        }
        let end = item_end(&code, at + mark.len());
        view[at..end].iter_mut().filter(|c| **c != '\n').for_each(|c| *c = ' ');
        at = end;
    }
    view.into_iter().collect()
}

/// The end of an item: its closing brace, or a semicolon before any brace.
fn item_end(code: &[char], from: usize) -> usize {
    let mut depth = 0;
    for (i, c) in code.iter().enumerate().skip(from) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return i + 1,
            _ => continue,
        }
        if depth == 0 {
            return i + 1;
        }
    }
    code.len()
}

/// Rule: every file says at its head what it is for.
fn lacks_purpose(text: &str) -> bool {
    !text.starts_with("//! ")
}

/// Rule: no `unwrap()` or `expect(` in product code.
fn forced(line: &str) -> Option<String> {
    let line: String = line.split_whitespace().collect();
    [".unwrap()", ".expect(", ".unwrap_err()", ".expect_err("]
        .iter()
        .find(|call| line.contains(**call))
        .map(|call| format!("{call} outside tests; return the error with its reason"))
}

#[test]
fn every_source_file_says_at_its_head_what_it_is_for() {
    let silent: Vec<String> =
        crate::tree::sources().iter().filter(|s| lacks_purpose(&s.text)).map(|s| s.path.clone()).collect();
    crate::tree::assert_none("these files do not begin with `//! ` and their purpose", &silent);
}

#[test]
fn no_result_is_forced_outside_tests() {
    let found: Vec<String> =
        crate::tree::sources().iter().flat_map(|s| findings(&s.path, &s.product_code(), forced)).collect();
    crate::tree::assert_none("forced results", &found);
}

#[test]
fn a_file_without_a_head_is_noticed() {
    assert!(lacks_purpose("use std::fs;\n//! late\n"));
    assert!(!lacks_purpose("//! What it is for.\n"));
}

#[test]
fn a_forced_result_is_noticed_in_code_and_nowhere_else() {
    let bad = Source::new("crates/desk/src/a.rs", "fn a() { b().unwrap(); }\n");
    assert_eq!(findings(&bad.path, &bad.product_code(), forced).len(), 1);
    for good in [
        "// b().unwrap()\n",
        "const TEXT: &str = \"b().unwrap()\";\n",
        "const TEXT: &str = r#\"say \"b().unwrap()\"\"#;\n",
        "#[cfg(test)]\nmod tests { fn a() { b().unwrap(); } }\n",
        "fn a() { b().unwrap_or_default(); }\n",
    ] {
        let source = Source::new("crates/desk/src/a.rs", good);
        assert!(findings("", &source.product_code(), forced).is_empty(), "{good}");
    }
}

#[test]
fn code_after_a_test_module_is_product_code_again() {
    let text = "#[cfg(test)]\nmod tests { fn a() { let q = '{'; \"}\"; } }\nfn b() { c().unwrap(); }\n";
    let source = Source::new("crates/desk/src/a.rs", text);
    let found = findings("a.rs", &source.product_code(), forced);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.rs:3:"), "the line number is that of the file: {found:?}");
}

#[test]
fn a_lifetime_is_not_taken_for_a_character() {
    let source =
        Source::new("a.rs", "fn a<'v>(x: &'v str) -> &'v str { x /* 'z */ }\nconst C: char = '\\'';\n");
    assert!(source.code.contains("fn a<'v>(x: &'v str) -> &'v str { x"), "{}", source.code);
    assert!(!source.code.contains("'z") && source.code.ends_with(";\n"), "{}", source.code);
}

#[test]
fn a_test_file_is_known_by_its_place() {
    for path in ["tests/tests/house/main.rs", "crates/desk/tests/month.rs", "crates/desk/src/points/tests.rs"]
    {
        assert!(Source::new(path, "").is_test, "{path}");
    }
    assert!(!Source::new("crates/desk/src/points/award.rs", "").is_test);
}

#[test]
fn a_test_file_is_known_by_the_file_that_declares_it() {
    let declares = "#[cfg(test)]\nmod sample;\nmod award;\n#[cfg(test)]\n#[path = \"points_tests.rs\"]\nmod tests;\n\
                    #[cfg(test)]\nmod here { mod inner; }\n";
    let file = |path: &str, text| Source::new(&format!("crates/desk/src/{path}"), text);
    let mut sources = vec![file("points.rs", declares)];
    let (tests, product) = (
        ["points/sample.rs", "points/sample/year.rs", "points_tests.rs"],
        ["points/award.rs", "points/here.rs", "points/inner.rs", "sample.rs"],
    );
    sources.extend(tests.iter().chain(&product).map(|path| file(path, "")));
    mark_test_modules(&mut sources);
    let marked: Vec<&str> =
        sources.iter().filter(|s| s.is_test).map(|s| &s.path["crates/desk/src/".len()..]).collect();
    assert_eq!(marked, tests);
}
