//! As much of style sheets as tells what a cell is and whether it is seen: `mso-number-format` and `display`. Rules
//! count for an element, a class, or an element with a class; others are passed over.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::token::Tag;
use crate::number_format::NumberFormat;
use crate::read::format_name::named_format;

/// Rules that are kept; a page of Excel has one for each look of a cell.
const MOST_RULES: usize = 16_384;
/// Looks of elements that are remembered: the cells of a page have few, each of them many times.
const REMEMBERED: usize = 512;
/// The longest selector that is kept, and the longest name, class and style that is remembered, in bytes.
const LONGEST_KEY: usize = 512;

/// What a rule or a style attribute says.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// How numbers are shown.
    pub(super) format: Option<Rc<NumberFormat>>,
    /// Whether it is not shown at all.
    pub(super) is_hidden: Option<bool>,
    /// Whether its extent over columns only stands for missing cells, as Excel writes it.
    pub(super) is_filler: bool,
}

/// The rules of a page.
#[derive(Debug, Default)]
pub(super) struct Looks {
    rules: HashMap<String, Look>,
    /// By name, class and style of the element.
    known: RefCell<HashMap<String, Look>>,
}

impl Looks {
    /// Takes the rules of a style sheet.
    pub(super) fn take_sheet(&mut self, css: &str) {
        self.known.borrow_mut().clear();
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some(open) = rest.find('{') {
            let (selectors, behind) = (rest[..open].trim(), &rest[open + 1..]);
            // What counts for paper or a narrow window only must not be taken for what a person sees.
            let end = if is_conditional(selectors) { end_of_group(behind) } else { end_of_rule(behind) };
            if !selectors.starts_with('@') {
                self.take_rule(selectors, &behind[..end]);
            }
            rest = behind.get(end + 1..).unwrap_or("");
        }
    }

    /// The look of an element: its own style before its class before its name.
    pub(super) fn of(&self, tag: &Tag) -> Look {
        let (style, class) = (tag.attribute("style"), tag.attribute("class"));
        if style.is_none() && self.rules.is_empty() {
            return Look::default();
        }
        let (style, class) = (style.unwrap_or_default(), class.unwrap_or_default());
        let key = [tag.name(), class, style].join("\u{0}");
        if let Some(look) = self.known.borrow().get(&key) {
            return look.clone();
        }
        let look = self.reckoned(tag.name(), class, style);
        if key.len() > LONGEST_KEY {
            return look;
        }
        let mut known = self.known.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(key, look.clone());
        look
    }

    fn reckoned(&self, name: &str, classes: &str, style: &str) -> Look {
        let mut look = declared(style);
        for class in classes.split_ascii_whitespace() {
            let class = class.to_ascii_lowercase();
            for selector in [format!("{name}.{class}"), format!(".{class}")] {
                self.rules.get(&selector).into_iter().for_each(|rule| look.fill_from(rule));
            }
        }
        self.rules.get(name).into_iter().for_each(|rule| look.fill_from(rule));
        look
    }

    fn take_rule(&mut self, selectors: &str, declarations: &str) {
        let said = declared(declarations);
        if said.format.is_none() && said.is_hidden.is_none() {
            return;
        }
        for selector in selectors.split(',').map(|s| s.trim().to_ascii_lowercase()) {
            let is_simple =
                !selector.is_empty() && !selector.contains([' ', '>', ':', '#', '[', '*', '+', '~']);
            if is_simple && self.rules.len() < MOST_RULES {
                let mut rule = said.clone();
                rule.fill_from(self.rules.get(&selector).unwrap_or(&Look::default()));
                self.rules.insert(selector, rule);
            }
        }
    }
}

impl Look {
    fn fill_from(&mut self, weaker: &Self) {
        if self.format.is_none() {
            self.format.clone_from(&weaker.format);
        }
        self.is_hidden = self.is_hidden.or(weaker.is_hidden);
        self.is_filler |= weaker.is_filler;
    }
}

/// What the declarations of a rule or a style attribute say.
fn declared(declarations: &str) -> Look {
    let mut look = Look::default();
    for declaration in split_outside_quotes(declarations) {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "mso-number-format" | "vnd.ms-excel.numberformat" => {
                let code = unescaped(unquoted(value));
                look.format = (!code.is_empty()).then(|| Rc::new(named_format(&code)));
            }
            "display" => look.is_hidden = Some(value.to_ascii_lowercase().starts_with("none")),
            "visibility" if value.eq_ignore_ascii_case("collapse") => look.is_hidden = Some(true),
            "mso-ignore" => look.is_filler = value.to_ascii_lowercase().contains("colspan"),
            _ => {}
        }
    }
    look
}

fn split_outside_quotes(declarations: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    let mut escaped = false;
    for (at, c) in declarations.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', _) => escaped = true,
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            (';', None) => {
                parts.push(&declarations[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&declarations[start..]);
    parts
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix(['"', '\'']).unwrap_or(value);
    inner.strip_suffix(['"', '\'']).unwrap_or(inner)
}

/// `\0022` is a character by number, `\.` the character itself.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
        // Excel writes four digits and lets the next character follow at once.
        let digits = digits.min(4);
        let number = u32::from_str_radix(&behind[..digits], 16).ok().and_then(char::from_u32);
        rest = match number.filter(|_| digits == 4) {
            Some(c) => {
                plain.push(c);
                &behind[digits..]
            }
            None => {
                let next = behind.chars().next();
                plain.extend(next);
                &behind[next.map_or(0, char::len_utf8)..]
            }
        };
    }
    plain + rest
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, behind)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("<!--", " ").replace("-->", " ")
}

fn is_conditional(selectors: &str) -> bool {
    ["@media", "@supports", "@layer", "@container"].iter().any(|word| selectors.starts_with(word))
}

fn end_of_rule(behind: &str) -> usize {
    behind.find('}').unwrap_or(behind.len())
}

fn end_of_group(behind: &str) -> usize {
    let mut depth = 1_u32;
    for (at, c) in behind.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    behind.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Shape;

    fn shape(style: &str) -> Option<Shape> {
        declared(style).format.map(|format| format.shape)
    }

    #[test]
    fn a_number_format_reads_in_every_writing() {
        let cases = [
            ("mso-number-format:\"\\@\"", Some(Shape::Text)),
            ("vnd.ms-excel.numberformat:@", Some(Shape::Text)),
            ("color:red;mso-number-format:'\\@';", Some(Shape::Text)),
            ("mso-number-format:\\@", Some(Shape::Text)),
            ("mso-number-format:\"yyyy\\0022年\\0022m\\0022月\\0022d\\0022日\\0022\"", Some(Shape::Day)),
            ("mso-number-format:\"yyyy\\.mm\"", Some(Shape::Month)),
            ("mso-number-format:\"\\#\\,\\#\\#0\\.00\"", Some(Shape::Number)),
            ("mso-number-format:\"Short Date\"", Some(Shape::Day)),
            ("mso-number-format:0", Some(Shape::Number)),
            ("color:red", None),
        ];
        for (style, expected) in cases {
            assert_eq!(shape(style), expected, "{style}");
        }
    }

    #[test]
    fn rules_are_found_by_class_and_name() {
        let mut looks = Looks::default();
        looks.take_sheet(
            "<!-- /* .a{display:none} */ td{mso-number-format:General;} .xl65, td.Xl66\n{mso-number-format:\"\\@\";}\
             .off{display:none} @page{margin:1cm} @media print{.b{display:none}.c{display:none}} .d .e{display:none}\
             tr{display:table-row} -->",
        );
        let mut known: Vec<_> = looks.rules.keys().map(String::as_str).collect();
        known.sort_unstable();
        assert_eq!(known, [".off", ".xl65", "td", "td.xl66", "tr"]);
        assert_eq!(looks.rules[".off"].is_hidden, Some(true));
    }

    #[test]
    fn broken_style_sheets_never_panic() {
        for css in [
            "{",
            "}",
            "a{",
            "@media{",
            "@media a{b{}",
            "/*",
            "\\",
            "a{mso-number-format:\\",
            "a{b:'\\'}",
            "年{月:日",
        ] {
            Looks::default().take_sheet(css);
            let _ = declared(css);
        }
    }
}
