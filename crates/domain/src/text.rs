//! What every reader of office cells does first: fold widths, trim, and see whether a cell says nothing.
//! Must not decide what a text means.

/// Full-width letters, digits, signs and spaces become half-width; every other character is kept.
pub fn fold_width(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(text.chars().map(fold_char));
    folded
}

/// `fold_width`, with line breaks and tabs as spaces, runs of spaces as one, nothing invisible, trimmed.
pub fn tidy(text: &str) -> String {
    spaced(text.chars().map(fold_char), text.len())
}

/// `tidy` of words that somebody wrote to be read: Chinese punctuation stays as it was written.
pub fn tidy_words(text: &str) -> String {
    let folded = text.chars().map(|c| if PUNCTUATION.contains(c) { c } else { fold_char(c) });
    spaced(folded, text.len())
}

/// Signs in full width that a Chinese text is written with.
const PUNCTUATION: &str = "！（），．：；？［］｛｝～＂＇";

fn spaced(folded: impl Iterator<Item = char>, length: usize) -> String {
    let mut tidied = String::with_capacity(length);
    let mut is_apart = false;
    for c in folded.filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            is_apart = !tidied.is_empty();
            continue;
        }
        if std::mem::take(&mut is_apart) {
            tidied.push(' ');
        }
        tidied.push(c);
    }
    tidied
}

/// `fold_width` without any space and without anything invisible.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    squeezed.extend(visible(text));
    squeezed
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(fold_char).filter(|c| !c.is_whitespace() && !is_invisible(*c))
}

/// Whether a cell says 「nothing here」: empty, a dash, a slash, 无 in one of its writings, or what a spreadsheet shows of a
/// formula that came to nothing.
pub fn is_blank_mark(text: &str) -> bool {
    // Most cells say something longer: they are not copied to find that out.
    let is_long = visible(text).nth(LONGEST_MARK).is_some();
    visible(text).all(is_stroke) || (!is_long && is_word_for_nothing(&squeeze(text)))
}

/// Dashes and other signs that stand where nothing is to be said.
fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '―' | '─' | '－' | '_' | '/' | '\\' | '、' | '.' | '·' | '*')
}

/// Whether a cell says that what stands above stands here, too: 同上, 〃.
pub fn is_ditto_mark(text: &str) -> bool {
    let may_be = visible(text).next().is_some_and(|first| "同如〃″〞々\"'".contains(first));
    may_be
        && matches!(
            squeeze(text).as_str(),
            "同上" | "同上行" | "如上" | "同前" | "〃" | "〃〃" | "″" | "〞" | "々" | "\"" | "\"\"" | "''"
        )
}

/// Characters of the longest word for nothing.
const LONGEST_MARK: usize = 7;

fn is_word_for_nothing(said: &str) -> bool {
    matches!(said, "无" | "没有" | "暂无" | "空" | "(空)" | "(无)" | "NULL" | "null" | "N/A")
        || matches!(said, "#N/A" | "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NUM!" | "#NULL!")
}

/// Whether `c` is a Chinese character: the unified ideographs with their extensions and compatibility blocks, 〇,
/// and the private-use area in which office fonts keep rare name characters.
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xE000..=0xF8FF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

fn fold_char(c: char) -> char {
    match u32::from(c) {
        0x3000 | 0xA0 => ' ',
        point @ 0xFF01..=0xFF5E => char::from_u32(point - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Zero-width marks, byte-order marks, direction marks and control characters other than white space.
fn is_invisible(c: char) -> bool {
    let mark = matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFEFF);
    mark || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_become_half_width_and_chinese_stays() {
        assert_eq!(fold_width("１９７８．５（Ｘ）　张"), "1978.5(X) 张");
        assert_eq!(tidy("\u{feff} 银河路\t２５２号 \n 锦华苑 "), "银河路 252号 锦华苑");
        assert_eq!(squeeze("1 9\u{200b}9 "), "199");
        assert_eq!(tidy_words(" 因病，住院（州医院）；　１２ 天？"), "因病，住院（州医院）； 12 天？");
    }

    #[test]
    fn dashes_and_the_word_none_say_nothing() {
        for text in
            ["", "  ", "　", "-", "—", "——", "/", "无", " 无 ", "暂无", "N/A", "（无）", "#N/A", "#DIV/0!"]
        {
            assert!(is_blank_mark(text), "{text:?}");
        }
        for text in ["0", "预备", "无锡", "1-2"] {
            assert!(!is_blank_mark(text), "{text:?}");
        }
    }

    #[test]
    fn the_same_as_above_is_a_mark_and_not_a_word_of_something_longer() {
        for text in ["同上", " 同　上 ", "〃", "″", "＂", "如上"] {
            assert!(is_ditto_mark(text), "{text:?}");
        }
        for text in ["", "同上级", "上", "5″", "望湖苑党支部"] {
            assert!(!is_ditto_mark(text), "{text:?}");
        }
    }

    #[test]
    fn rare_and_private_use_characters_are_chinese() {
        assert!(['张', '㛃', '𠅤', '\u{e000}', '〇'].into_iter().all(is_han));
        assert!(!['A', '·', '，', '1'].into_iter().any(is_han));
    }
}
