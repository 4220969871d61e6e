//! A colour is named in `assets/styles/tokens.css` and nowhere else; the screens take it from there by name.

use crate::source::{Source, findings, words};
use crate::tree;

const TOKENS: &str = "assets/styles/tokens.css";
const FUNCTIONS: [&str; 9] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch("];
/// Names that a person is tempted to write; `transparent` and `currentColor` name no colour of their own.
const NAMES: [&str; 20] = [
    "white",
    "black",
    "red",
    "green",
    "blue",
    "yellow",
    "orange",
    "purple",
    "pink",
    "brown",
    "gray",
    "grey",
    "silver",
    "gold",
    "crimson",
    "navy",
    "teal",
    "maroon",
    "darkred",
    "whitesmoke",
];

/// The rule on a line of a style sheet or page.
fn colour(line: &str) -> Option<String> {
    let found = hex(line).or_else(|| function(line)).or_else(|| name(line))?;
    Some(format!("{found}: name it in {TOKENS} and use var(--…)"))
}

fn hex(line: &str) -> Option<String> {
    line.split('#').skip(1).find_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_colour =
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
        is_colour.then(|| format!("#{digits}"))
    })
}

fn function(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let is_own_word = |at: usize| !lower[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
    FUNCTIONS
        .iter()
        .find(|f| lower.match_indices(**f).any(|(at, _)| is_own_word(at)))
        .map(|f| format!("{f}…)"))
}

/// A colour by its name, in the value of a declaration only: `.red` may be a class, `--white` a token.
fn name(line: &str) -> Option<String> {
    let values =
        line.split(';').filter_map(|declaration| declaration.split_once(':')).map(|(_, value)| value);
    let plain = |value: &str| value.replace("--", "token_").replace('-', "_");
    values.map(plain).find_map(|value| {
        words(&value).find(|word| NAMES.contains(&word.to_lowercase().as_str())).map(str::to_owned)
    })
}

fn without_css_comments(text: &str) -> String {
    let mut pieces = text.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| {
        let (comment, rest) = piece.split_once("*/").unwrap_or((piece, ""));
        kept + &"\n".repeat(comment.matches('\n').count()) + rest
    })
}

#[test]
fn no_colour_is_named_outside_the_tokens() {
    let styles = tree::files(&["css", "html", "svg"]).into_iter().filter(|(path, _)| path != TOKENS);
    let mut found: Vec<String> =
        styles.flat_map(|(path, text)| findings(&path, &without_css_comments(&text), colour)).collect();
    let screens = tree::sources();
    let screens = screens.iter().filter(|s| s.path.starts_with("ui/") || s.path.starts_with("src-tauri/"));
    found.extend(
        screens.flat_map(|s| {
            findings(&s.path, &s.product_strings(), |line| hex(line).or_else(|| function(line)))
        }),
    );
    tree::assert_none("colours outside tokens.css", &found);
}

#[test]
fn the_tokens_name_colours() {
    let tokens = findings(TOKENS, &without_css_comments(&tree::read(TOKENS)), colour);
    assert!(tokens.len() > 10, "or the rule sees nothing: {tokens:?}");
}

#[test]
fn every_way_to_name_a_colour_is_noticed() {
    for bad in [
        "color: #b3242b",
        "a{color:#FFF;}",
        "rgb(1, 2, 3)",
        "RGBA(0,0,0,.5)",
        "border: 1px solid white;",
        "oklch(1 0 0)",
    ] {
        assert!(colour(bad).is_some(), "{bad}");
    }
    let view = Source::new("ui/src/a.rs", "let s = view! { <i style=\"color: #b3242b\"/> };\n");
    assert!(hex(&view.product_strings()).is_some(), "in the text of a view");
}

#[test]
fn what_is_no_colour_is_left_alone() {
    for good in [
        "color: var(--accent);",
        "background: var(--white-paper);",
        "a.red { margin: 0; }",
        "white-space: nowrap;",
        "href=\"#members\"",
        "#[component]",
        "color: currentColor; background: transparent;",
        "transform: translate(1px)",
    ] {
        assert_eq!(colour(good), None, "{good}");
    }
    assert_eq!(without_css_comments("a /* #fff */ b"), "a  b");
}
