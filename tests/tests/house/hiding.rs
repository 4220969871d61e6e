//! A style hides a part only by a selector that says where: another part may bear the same word, and what a person cannot
//! see they can neither check nor mend.

use crate::source::findings;
use crate::tree;

/// What is left out on paper is listed by class in one place.
const PAPER: &str = "assets/styles/print.css";

/// A rule that hides everything of one class or one kind. A line may hold several, and the condition that they stand
/// under.
fn hides(line: &str) -> Option<String> {
    line.split('}').find_map(hides_everywhere)
}

/// The same of what ends with the declarations of a rule.
fn hides_everywhere(rule: &str) -> Option<String> {
    let (before, declarations) = rule.rsplit_once('{')?;
    let selectors = before.rsplit('{').next()?;
    let is_hidden = declarations.replace(' ', "").contains("display:none");
    let bare = selectors.split(',').map(str::trim).find(|one| is_bare(one))?;
    is_hidden.then(|| format!("{bare} is hidden wherever it stands: say of what it is a part"))
}

fn is_bare(selector: &str) -> bool {
    let name = selector.strip_prefix('.').unwrap_or(selector);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[test]
fn no_style_hides_a_class_wherever_it_stands() {
    let styles = tree::files(&["css"]).into_iter().filter(|(path, _)| path != PAPER);
    let found: Vec<String> = styles.flat_map(|(path, text)| findings(&path, &text, hides)).collect();
    tree::assert_none("classes hidden everywhere", &found);
}

#[test]
fn a_class_that_is_hidden_everywhere_is_noticed() {
    for bad in [
        ".away { display: none; }",
        "p.a, .b{display:none}",
        "ul { margin: 0; display: none; }",
        "@media (max-width: 1199px) { .x { display: none } }",
        "@media print { .a { margin: 0; } .x { display: none; } }",
        ".x { display: none; } .a { margin: 0; }",
    ] {
        assert!(hides(bad).is_some(), "{bad}");
    }
    for good in [
        ".face.away { display: none; }",
        ".a .b { display: none; }",
        ".a { display: grid; }",
        ".a:empty { display: none; }",
        "@media (max-width: 1199px) { .a .b { display: none; } }",
        "@media print { .a { margin: 0; } .a .b { display: none; } }",
    ] {
        assert_eq!(hides(good), None, "{good}");
    }
}
