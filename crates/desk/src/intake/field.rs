//! The fields of a form and the writings of their titles. Must not look at rows.

use branchbook_domain::text::squeeze;

/// A field that a form reads from a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Key in the code of the form.
    pub key: &'static str,
    /// What the program calls it.
    pub title: &'static str,
    /// Other writings of the title, without spaces and in half width; `title` itself need not be repeated.
    pub titles: &'static [&'static str],
    /// The file must have the column and every row must fill it: a row that does not is refused before the form
    /// sees it.
    pub is_required: bool,
    /// Tells one person from another of the same name: a sheet of a form that has such fields must have one of them.
    pub tells_apart: bool,
    /// Every row has its own: 同上 means nothing there.
    pub is_own: bool,
    /// Words of the title to the left that make a vague title this field: 日期 to the right of 转正.
    pub right_of: &'static [&'static str],
}

impl FieldSpec {
    /// An optional field.
    pub const fn new(key: &'static str, title: &'static str, titles: &'static [&'static str]) -> Self {
        Self { key, title, titles, is_required: false, tells_apart: false, is_own: false, right_of: &[] }
    }

    /// A field that every row must fill.
    pub const fn required(key: &'static str, title: &'static str, titles: &'static [&'static str]) -> Self {
        Self { key, title, titles, is_required: true, tells_apart: false, is_own: false, right_of: &[] }
    }

    /// An optional field that tells one person from another of the same name.
    pub const fn telling(key: &'static str, title: &'static str, titles: &'static [&'static str]) -> Self {
        Self { key, title, titles, is_required: false, tells_apart: true, is_own: false, right_of: &[] }
    }

    /// The same as a field of which every row has its own.
    #[must_use]
    pub const fn own(self) -> Self {
        Self { is_own: true, ..self }
    }

    /// The same as a field that a vague title means to the right of such words.
    #[must_use]
    pub const fn right_of(self, words: &'static [&'static str]) -> Self {
        Self { right_of: words, ..self }
    }

    /// All writings of its title.
    pub(crate) fn writings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.title).chain(self.titles.iter().copied())
    }

    /// Whether a folded title means this field.
    pub fn is_titled(&self, folded: &str) -> bool {
        self.title == folded || self.titles.contains(&folded)
    }
}

/// Titles of a running number, which no form reads.
const NUMBERS: [&str; 5] = ["序号", "编号", "序", "NO", "NO."];

/// Whether a folded title heads the running numbers.
pub(crate) fn is_number_title(folded: &str) -> bool {
    NUMBERS.contains(&folded)
}

/// Title of the column with the reasons in the workbook of rows handed back; no form reads it.
pub(crate) const REASON: &str = "原因";

/// A title as it is compared: half width, no spaces, capital letters, no marks at its ends.
pub(crate) fn fold_title(text: &str) -> String {
    squeeze(text).to_ascii_uppercase().trim_matches(|c| "*:;,、。".contains(c)).to_owned()
}

/// A folded title without what stands in brackets: `联系电话(手机)` is `联系电话`.
pub(crate) fn without_brackets(folded: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '<' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_compared_without_width_spaces_and_marks() {
        for (text, folded) in [
            ("姓　 名", "姓名"),
            ("*身份证号码：", "身份证号码"),
            ("Ｎｏ.", "NO."),
            ("出生\n年月", "出生年月"),
        ] {
            assert_eq!(fold_title(text), folded, "{text:?}");
        }
        assert_eq!(without_brackets("联系电话(手机)"), "联系电话");
        assert_eq!(without_brackets("入党时间[年月日]"), "入党时间");
    }
}
