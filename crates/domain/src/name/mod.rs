//! Names of people: cleaning, pinyin for showing and sorting, and the keys that a search runs on.
//! Must not change a character of a name, however rare, and must not guess where a long name is divided.

mod reading;

pub use reading::{initials, pinyin, pinyin_with_tones};

use serde::{Deserialize, Serialize};

use crate::text::{is_han, tidy};

/// A name without the spaces that offices put into it and with every middle dot as `·`.
///
/// `谭　敏` becomes `谭敏`. Between Chinese characters spaces go if the name has at most four of them (they only
/// widen it); in a longer name one space stays, because it may divide it. Letters keep single spaces.
pub fn clean_name(text: &str) -> String {
    let tidied = tidy(text);
    let dotted = unify_dots(&tidied);
    if dotted.chars().filter(|c| is_han(*c)).count() > 4 {
        return dotted;
    }
    without_spaces_beside_han(&dotted)
}

/// A name and what an office wrote behind it: 赵春燕(预备), 陈国庆【困难】, 张敏*; what tells namesakes apart stays: 邱俊(大). The name is cleaned; of several notes one
/// comes after the other. Without a name nothing is taken apart.
pub fn name_and_note(text: &str) -> (String, Option<String>) {
    let tidied = tidy(text);
    let mut name = tidied.as_str();
    let mut notes: Vec<String> = Vec::new();
    loop {
        let bare = name.trim_matches(|c: char| c == ' ' || MARKS.contains(c));
        let marks = name.replacen(bare, "", 1);
        notes.extend(Some(marks.trim().to_owned()).filter(|marks| !marks.is_empty()));
        let Some((rest, note)) = cut_at_bracket(bare).filter(|(_, note)| !is_telling_apart(note)) else {
            name = bare;
            break;
        };
        notes.extend(Some(note.to_owned()).filter(|note| !note.is_empty()));
        name = rest;
    }
    if name.is_empty() {
        return (clean_name(text), None);
    }
    notes.reverse();
    (clean_name(name), Some(notes.join("、")).filter(|note| !note.is_empty()))
}

/// 邱俊(大) and 邱俊(小) are two people: what tells namesakes apart is part of the name.
fn is_telling_apart(note: &str) -> bool {
    const TELLS: &str = "大小老甲乙丙丁一二三四";
    let mut chars = note.chars();
    let (Some(only), None) = (chars.next(), chars.next()) else { return false };
    only.is_ascii_alphanumeric() || TELLS.contains(only)
}

/// Marks that offices put beside names.
const MARKS: &str = "*#※★☆▲△◆◇√";
/// Brackets that open a note behind a name, each with the one that closes it.
const BRACKETS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('〈', '〉')];

/// A text without the note in brackets that it ends or begins with, and that note. A bracket that is never closed
/// reaches to the end.
fn cut_at_bracket(text: &str) -> Option<(&str, &str)> {
    let last =
        BRACKETS.iter().filter_map(|(opening, closing)| Some((text.rfind(*opening)?, *opening, *closing)));
    let (at, opening, closing) = last.max_by_key(|(at, ..)| *at)?;
    let inside = text.get(at + opening.len_utf8()..)?;
    let before = text.get(..at)?;
    match inside.split_once(closing) {
        None => Some((before, inside.trim())),
        Some((note, "")) => Some((before, note.trim())),
        Some((note, after)) if before.is_empty() => Some((after, note.trim())),
        Some(_) => None,
    }
}

/// What a search by letters runs on: alternatives separated by spaces, in small letters, ü as v.
/// Fit for `LIKE '%query%'`: no alternative contains a space, no query does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameKeys {
    /// `shanguansong danguansong`: every way to read the name, the usual one first.
    pub pinyin: String,
    /// `sgs dgs`: the first letters of each way.
    pub initials: String,
}

impl NameKeys {
    /// The keys of a name. The surname is read as a surname, or in its everyday reading;
    /// every reading of each character of the given name is among the alternatives.
    pub fn of(name: &str) -> Self {
        let (pinyin, initials) = reading::alternatives(&clean_name(name));
        Self { pinyin: pinyin.join(" "), initials: initials.join(" ") }
    }

    /// Whether a query of letters, whole or in part, is found in a reading or in the first letters.
    /// Spaces, apostrophes and capitals in the query do not matter; an empty query matches all.
    pub fn matches(&self, query: &str) -> bool {
        let query = query_key(query);
        self.pinyin.contains(&query) || self.initials.contains(&query)
    }
}

/// A query in the writing of `NameKeys`: small letters without spaces and apostrophes, ü as v.
pub fn query_key(query: &str) -> String {
    let folded = tidy(query).to_lowercase();
    let letters = folded.chars().filter(|c| !c.is_whitespace() && !"'’`-".contains(*c));
    letters.map(|c| if c == 'ü' { 'v' } else { c }).collect()
}

fn unify_dots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (i, c) in characters.iter().enumerate() {
        let before = characters.get(..i).and_then(|head| head.iter().rev().find(|c| **c != ' '));
        let after = characters.get(i + 1..).and_then(|tail| tail.iter().find(|c| **c != ' '));
        let between = before.is_some_and(|c| is_han(*c)) && after.is_some_and(|c| is_han(*c));
        if between && is_dot(*c) {
            out.truncate(out.trim_end().len());
            out.push('·');
        } else if !(*c == ' ' && out.ends_with('·')) {
            out.push(*c);
        }
    }
    out
}

fn is_dot(c: char) -> bool {
    "·•・‧∙⋅･.﹒●．。▪".contains(c)
}

fn without_spaces_beside_han(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let beside_han = |i: usize| {
        let neighbours = [i.checked_sub(1), Some(i + 1)];
        let mut known = neighbours.into_iter().flatten().filter_map(|at| characters.get(at));
        known.any(|c| is_han(*c))
    };
    let kept = characters.iter().enumerate().filter(|(i, c)| **c != ' ' || !beside_han(*i));
    kept.map(|(_, c)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_only_widen_a_name_go() {
        for (text, name) in [
            ("谭　敏", "谭敏"),
            (" 邱 俊 ", "邱俊"),
            ("张\u{200b}三", "张三"),
            ("欧阳　修　远", "欧阳修远"),
            ("阿依古丽 买买提", "阿依古丽 买买提"),
            ("Ｊｏｈｎ  Smith", "John Smith"),
            ("\u{e123}　明", "\u{e123}明"),
            ("㛃𠅤", "㛃𠅤"),
            ("", ""),
        ] {
            assert_eq!(clean_name(text), name, "{text:?}");
        }
    }

    #[test]
    fn a_note_behind_a_name_is_no_part_of_it() {
        for (text, name, note) in [
            ("李秀兰（书记）", "李秀兰", Some("书记")),
            ("王建平(流动)", "王建平", Some("流动")),
            ("陈国庆【困难】", "陈国庆", Some("困难")),
            ("张　敏*", "张敏", Some("*")),
            ("*张敏", "张敏", Some("*")),
            ("赵春燕（预备", "赵春燕", Some("预备")),
            ("邱俊（大）（困难）", "邱俊(大)", Some("困难")),
            ("邱俊(小)", "邱俊(小)", None),
            ("李敏（女）", "李敏", Some("女")),
            ("买买提·艾力", "买买提·艾力", None),
            ("(预备)赵春燕", "赵春燕", Some("预备")),
            ("（预备）", "(预备)", None),
            ("", "", None),
        ] {
            let (read, said) = name_and_note(text);
            assert_eq!((read.as_str(), said.as_deref()), (name, note), "{text:?}");
        }
    }

    #[test]
    fn every_middle_dot_becomes_one_kind() {
        for dot in ["·", "•", "・", "‧", "．", ".", " · ", "　•　"] {
            assert_eq!(clean_name(&format!("买买提{dot}阿不都")), "买买提·阿不都", "{dot:?}");
        }
        assert_eq!(clean_name("J. Smith"), "J. Smith");
    }

    #[test]
    fn a_member_is_found_by_any_reading() {
        for (name, queries) in [
            ("单冠松", vec!["shan", "sgs", "shanguansong", "Shan Guan", "guansong", "gs"]),
            ("仇艳", vec!["qiu", "qy", "qiuyan", "qiu'yan"]),
            ("解子涵", vec!["xie", "xzh"]),
            ("张长乐", vec!["zhangchangle", "zhangzhangyue", "zcl", "zzy", "zhangchangyue"]),
            ("吕秀英", vec!["lv", "lvxiuying", "lü", "lxy"]),
            ("万俟长", vec!["moqi", "mq"]),
            ("买买提·阿不都", vec!["maimaitiabudu", "mmtabd"]),
            ("John Smith", vec!["john", "john smith", "js"]),
        ] {
            let keys = NameKeys::of(name);
            for query in queries {
                assert!(keys.matches(query), "{name} {query}: {keys:?}");
            }
            assert!(!keys.matches("zzzz"));
        }
    }

    #[test]
    fn a_surname_is_not_found_by_a_reading_that_no_surname_has() {
        assert!(!NameKeys::of("石磊").matches("dan"));
        assert!(!NameKeys::of("单冠松").matches("chan"));
    }

    #[test]
    fn alternatives_stay_within_bounds() {
        let keys = NameKeys::of("那和朴行长乐单解万石曾着大都");
        assert!(keys.pinyin.split(' ').count() <= 96, "{}", keys.pinyin.split(' ').count());
        assert!(keys.matches("nahe"));
    }
}
