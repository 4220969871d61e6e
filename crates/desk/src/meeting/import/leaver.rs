//! Reads the cell 请假人员及原因: 「刘家豪（公差）、王五（病假）」, with the separators that offices use.
//! Splits and keeps the words; must not decide who is meant.

use branchbook_domain::text::{fold_width, is_blank_mark, squeeze};

/// A name in the cell, with the reason if one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaver {
    pub name: String,
    pub reason: Option<String>,
}

/// Words that stand before a colon as the reason of the names that follow.
const REASONS: [&str; 12] =
    ["病假", "事假", "公差", "公假", "外出", "出差", "请假", "因病", "因事", "因公", "探亲", "住院"];
/// Words that say that nobody was away.
const NOBODY: [&str; 6] = ["全勤", "全到", "全部到会", "无请假", "无人请假", "全员到会"];

/// The people in the cell, in its order.
pub(crate) fn read_leavers(cell: &str) -> Vec<Leaver> {
    let text = fold_width(cell).replace(['【', '[', '〔'], "(").replace(['】', ']', '〕'], ")");
    if is_blank_mark(&text) || NOBODY.contains(&squeeze(&text).as_str()) {
        return Vec::new();
    }
    let mut leavers = Vec::new();
    let mut heading: Option<String> = None;
    for piece in pieces(&text) {
        let (before, rest) = piece.split_once(':').unwrap_or(("", piece.as_str()));
        let rest = if REASONS.contains(&squeeze(before).as_str()) {
            heading = Some(squeeze(before));
            rest
        } else {
            piece.as_str()
        };
        leavers.extend(people(rest, heading.as_deref()));
    }
    leavers
}

/// Cuts at separators that stand outside brackets.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth <= 0 && "、,;。\n\r\t/|".contains(c) {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

/// The people of one piece: usually one; several if only spaces stand between them.
fn people(piece: &str, heading: Option<&str>) -> Vec<Leaver> {
    let mut found = Vec::new();
    let mut left = piece.trim();
    while !left.is_empty() {
        let (names, reason, rest) = up_to_bracket(left);
        let reason = reason.or_else(|| heading.map(str::to_owned));
        let mut names = split_names(names);
        if let Some(last) = names.pop() {
            found.extend(names.into_iter().map(|name| with_colon(&name, heading)));
            found.push(match reason {
                Some(reason) => Leaver { name: last, reason: Some(reason) },
                None => with_colon(&last, None),
            });
        }
        left = rest.trim();
    }
    found
}

/// Names, the reason in the brackets behind them, and what follows.
fn up_to_bracket(text: &str) -> (&str, Option<String>, &str) {
    let Some((names, after)) = text.split_once('(') else { return (text, None, "") };
    let (reason, rest) = after.split_once(')').unwrap_or((after, ""));
    let reason = squeeze(reason);
    (names, (!reason.is_empty()).then_some(reason), rest)
}

/// A space inside a name of two characters joins it; between longer words it separates names.
fn split_names(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.iter().all(|word| word.chars().count() > 1) {
        return words.into_iter().map(str::to_owned).collect();
    }
    let joined = squeeze(text);
    if joined.is_empty() { Vec::new() } else { vec![joined] }
}

/// 「刘家豪:公差」 and 「刘家豪-公差」.
fn with_colon(text: &str, heading: Option<&str>) -> Leaver {
    let (name, reason) = text.split_once([':', '-', '—']).unwrap_or((text, ""));
    let reason = squeeze(reason.trim_matches(['-', '—']));
    let reason = (!reason.is_empty()).then_some(reason).or_else(|| heading.map(str::to_owned));
    Leaver { name: squeeze(name), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> String {
        let shown = |leaver: Leaver| format!("{}={}", leaver.name, leaver.reason.unwrap_or_default());
        read_leavers(cell).into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_and_reasons_are_read_as_offices_write_them() {
        for (cell, expected) in [
            ("刘家豪（公差）", "刘家豪=公差"),
            ("单伟（外出）、陈雪梅（公差）、潘建国（事假）", "单伟=外出 陈雪梅=公差 潘建国=事假"),
            ("刘家豪(公差)，王五（病假）；赵六", "刘家豪=公差 王五=病假 赵六="),
            ("谭　敏（病假）", "谭敏=病假"),
            ("张三丰 李四光 王五", "张三丰= 李四光= 王五="),
            ("张三丰（病假）李四光（事假）", "张三丰=病假 李四光=事假"),
            ("病假：张三丰、李四光；外出：王五", "张三丰=病假 李四光=病假 王五=外出"),
            ("张三丰：住院\n李四光－出差", "张三丰=住院 李四光=出差"),
            ("王五（住院，在州医院）", "王五=住院,在州医院"),
            ("无", ""),
            ("", ""),
            ("——", ""),
            ("全勤", ""),
        ] {
            assert_eq!(read(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_bracket_that_is_never_closed_loses_no_word() {
        assert_eq!(read("王五（病假"), "王五=病假");
        assert_eq!(read("王五）、李四光"), "王五）= 李四光=".replace('）', ")"));
    }
}
