//! Which texts may stand in a manifest, a header or an invitation. It must not know what they mean.

/// Characters of a name at most.
const LONGEST_LINE: usize = 100;
/// Characters of a token at most.
const LONGEST_TOKEN: usize = 64;

/// A name that a person reads: one line, not empty, not blank at its ends, nothing that cannot be seen.
pub(crate) fn is_line(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().nth(LONGEST_LINE).is_none()
        && text.chars().all(is_plain)
}

/// A name that a program reads, such as a UUID: letters, digits and `-`.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_TOKEN
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The name of a part or a kind: a lower-case letter, then letters, digits, `_` or `-`; 32 at most.
pub(crate) fn is_name(text: &str) -> bool {
    const LONGEST: usize = 32;
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    text.len() <= LONGEST
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(is_inner)
}

/// `YYYY-MM`.
pub(crate) fn is_month(text: &str) -> bool {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month))
}

/// Neither steers a terminal nor turns the direction of writing nor stands there unseen.
pub(crate) fn is_plain(c: char) -> bool {
    let is_unseen = matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
    !c.is_control() && !is_unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_plain_tokens() {
        for good in ["member", "points_entry", "a-1", "m2"] {
            assert!(is_name(good), "{good}");
        }
        let long = "a".repeat(33);
        for bad in ["", "../a", "a/b", "a.b", "A", "1a", "名", "a b", "_a", "a\0", "-a", &long] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn names_of_offices_are_one_visible_line() {
        assert!(is_line("幸福社区党委（东区）"));
        for bad in ["", " a", "a\n", "a\u{202e}b", "a\u{200b}", "a\tb", &"长".repeat(101)] {
            assert!(!is_line(bad), "{bad:?}");
        }
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        assert!(is_month("2026-01") && is_month("2026-12"));
        for bad in ["2026-00", "2026-13", "2026-1", "26-01", "2026-011", "2026年1月", "", "２０26-01"] {
            assert!(!is_month(bad), "{bad}");
        }
    }

    #[test]
    fn tokens_hold_a_uuid() {
        assert!(is_token("0192f3c4-7a5b-7c1d-8e2f-1234567890ab"));
        assert!(!is_token("") && !is_token("a b") && !is_token("编号") && !is_token(&"a".repeat(65)));
    }
}
