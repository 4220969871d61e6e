//! The text of a cell as a browser shows it: runs of blanks as one, breaks as new lines.

/// A space that holds two words together.
const HARD_SPACE: char = '\u{a0}';

/// A text while its pieces come.
#[derive(Debug, Default)]
pub(super) struct Shown {
    text: String,
    is_space_due: bool,
    is_line_due: bool,
}

impl Shown {
    /// Adds text of the page.
    pub(super) fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            if c.is_ascii_whitespace() {
                self.is_space_due = true;
                continue;
            }
            if self.is_line_due && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\n');
            } else if self.is_space_due && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            (self.is_line_due, self.is_space_due) = (false, false);
            self.text.push(c);
        }
    }

    /// A break: what follows stands on a new line.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
        (self.is_line_due, self.is_space_due) = (false, false);
    }

    /// The border of a block: what follows stands on a new line if something stands before it.
    pub(super) fn end_block(&mut self) {
        self.is_line_due = true;
    }

    /// Its size so far, in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text without blanks around it; hard spaces are blanks.
    pub(super) fn finish(self) -> String {
        let is_blank = |c: char| c.is_ascii_whitespace() || c == HARD_SPACE;
        self.text.trim_matches(is_blank).replace(HARD_SPACE, " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_joined_and_breaks_kept() {
        let mut shown = Shown::default();
        for piece in ["\n  \u{a0}李\n\t 明", "\u{a0}\u{a0}二 "] {
            shown.push(piece);
        }
        shown.end_block();
        shown.end_block();
        shown.push(" 三");
        shown.break_line();
        shown.push("\n　四\u{a0}");
        shown.end_block();
        assert_eq!(shown.finish(), "李 明  二\n三\n　四");
        let mut blank = Shown::default();
        blank.push(" \u{a0}\n");
        assert_eq!(blank.finish(), "");
    }
}
