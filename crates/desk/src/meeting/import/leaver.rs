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
        let mut group = by_words(names);
        if let (Some(reason), Some(last)) = (reason, group.last_mut()) {
            last.reason = Some(match last.reason.take() {
                Some(said) => format!("{said}，{reason}"),
                None => reason,
            });
        }
        found.extend(group);
        left = rest.trim();
    }
    for leaver in &mut found {
        leaver.reason = leaver.reason.take().or_else(|| heading.map(str::to_owned));
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

/// 「王建平 病假 张三丰 李四光 事假」: a reason stands behind those whom it concerns.
fn by_words(text: &str) -> Vec<Leaver> {
    let mut found: Vec<Leaver> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut explained = 0;
    for word in text.split_whitespace() {
        if !is_reason(word) || (names.is_empty() && found.len() == explained) {
            names.push(word);
            continue;
        }
        found.extend(named(&std::mem::take(&mut names)));
        for leaver in found.iter_mut().skip(explained) {
            leaver.reason.get_or_insert_with(|| word.to_owned());
        }
        explained = found.len();
    }
    found.extend(named(&names));
    found
}

/// A space inside a name of two characters joins it; between longer words it separates names.
fn named(words: &[&str]) -> Vec<Leaver> {
    if words.iter().all(|word| word.chars().count() > 1) {
        return words.iter().map(|word| with_reason(word)).collect();
    }
    let joined = words.concat();
    if joined.is_empty() { Vec::new() } else { vec![with_reason(&joined)] }
}

/// 「刘家豪:公差」, 「刘家豪-公差」 and 「周永福因病请假」.
fn with_reason(text: &str) -> Leaver {
    let marked = text.split_once([':', '-', '—']);
    let (name, reason) = marked.or_else(|| run_together(text)).unwrap_or((text, ""));
    let reason = squeeze(reason.trim_matches(['-', '—']));
    Leaver { name: squeeze(name), reason: (!reason.is_empty()).then_some(reason) }
}

/// A name and the reason written behind it without any mark; no name has fewer than two characters.
fn run_together(text: &str) -> Option<(&str, &str)> {
    let places = text.char_indices().skip(LEAST_NAME).map(|(at, _)| at);
    places.filter_map(|at| text.split_at_checked(at)).find(|(_, rest)| is_reason(rest))
}

/// Characters of the shortest name.
const LEAST_NAME: usize = 2;

/// Whether a word says why somebody is away: 病假, 因病请假, 外出务工, 产假.
fn is_reason(word: &str) -> bool {
    let said = word.strip_prefix('请').unwrap_or(word);
    let is_kind = |said: &str| REASONS.iter().any(|reason| said.starts_with(reason));
    is_kind(word)
        || is_kind(said)
        || LEAVES.contains(&said)
        || BECAUSE.iter().any(|because| said.starts_with(because))
}

/// Kinds of leave beside those in [`REASONS`].
const LEAVES: [&str; 8] = ["产假", "婚假", "丧假", "年假", "年休假", "病事假", "陪护假", "长假"];
/// How a reason begins.
const BECAUSE: [&str; 4] = ["因私", "因故", "在外", "生病"];

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
            ("王建平 病假；", "王建平=病假"),
            ("张三丰 病假 李四光 王五 事假", "张三丰=病假 李四光=事假 王五=事假"),
            ("谭 敏 病假", "谭敏=病假"),
            ("周永福因病请假，司徒不在（外出）", "周永福=因病请假 司徒不在=外出"),
            ("周永福请病假、欧阳修远外出务工", "周永福=请病假 欧阳修远=外出务工"),
            ("王建平 病假（住院）", "王建平=病假，住院"),
            ("病假 王建平", "病假= 王建平="),
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
