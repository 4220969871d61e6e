//! 姓氏笔画 order (decisions 28): stroke count, then stroke sequence 横竖撇点折, then code point, character by character.
//! Must not invent strokes: a character that the table lacks sorts last and is listed.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::text::is_han;

/// One line per stroke sequence: the sequence in digits 1 to 5, a space, its characters.
/// Source and licence: `assets/strokes/README.md`.
static TABLE: LazyLock<HashMap<char, &'static str>> =
    LazyLock::new(|| parse(include_str!("../../../assets/strokes/strokes.txt")));

/// The place of a name in 姓氏笔画 order. A name that begins another comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StrokeKey(Vec<CharKey>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct CharKey {
    is_unknown: bool,
    count: usize,
    strokes: &'static str,
    character: char,
}

/// The sort key of a name. Dots and spaces inside a name do not count.
pub fn stroke_key(name: &str) -> StrokeKey {
    StrokeKey(name.chars().filter(|c| counts(*c)).map(char_key).collect())
}

/// The number of strokes of a character, if the table holds it.
pub fn stroke_count(character: char) -> Option<usize> {
    TABLE.get(&character).map(|strokes| strokes.len())
}

/// The characters of these names that the table lacks, each once, by code point.
pub fn unknown_characters<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<char> {
    let characters = names.into_iter().flat_map(str::chars);
    let unknown: BTreeSet<char> = characters.filter(|c| counts(*c) && !TABLE.contains_key(c)).collect();
    unknown.into_iter().collect()
}

fn char_key(character: char) -> CharKey {
    let strokes = TABLE.get(&character).copied();
    CharKey {
        is_unknown: strokes.is_none(),
        count: strokes.map_or(0, str::len),
        strokes: strokes.unwrap_or_default(),
        character,
    }
}

fn counts(character: char) -> bool {
    is_han(character) || character.is_alphanumeric()
}

fn parse(text: &'static str) -> HashMap<char, &'static str> {
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(strokes, characters)| characters.chars().map(move |c| (c, strokes))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(TABLE.len(), 6993);
        let only_classes = |strokes: &str| strokes.bytes().all(|b| (b'1'..=b'5').contains(&b));
        assert!(TABLE.values().all(|strokes| !strokes.is_empty() && only_classes(strokes)));
    }

    #[test]
    fn counts_agree_with_the_dictionary() {
        for (character, count) in [
            ('丁', 2),
            ('马', 3),
            ('王', 4),
            ('尹', 4),
            ('张', 7),
            ('单', 8),
            ('赵', 9),
            ('谢', 12),
            ('喆', 12),
            ('皙', 13),
            ('戴', 17),
        ] {
            assert_eq!(stroke_count(character), Some(count), "{character}");
        }
        assert_eq!(stroke_count('龖'), None);
    }

    #[test]
    fn names_stand_in_surname_stroke_order() {
        let mut names = vec![
            "戴安",
            "张　强",
            "张强",
            "王伟",
            "丁一",
            "王二",
            "王",
            "于洋",
            "马超",
            "李四",
            "刘洋",
            "陈晨",
        ];
        names.sort_by_key(|name| (stroke_key(name), name.len()));
        let order =
            ["丁一", "于洋", "马超", "王", "王二", "王伟", "刘洋", "李四", "张强", "张　强", "陈晨", "戴安"];
        assert_eq!(names, order);
    }

    #[test]
    fn an_unknown_character_sorts_last_and_is_listed() {
        let mut names = vec!["\u{e123}明", "戴安", "王\u{2070e}", "王龖"];
        names.sort_by_key(|name| stroke_key(name));
        assert_eq!(names, ["王龖", "王\u{2070e}", "戴安", "\u{e123}明"]);
        assert_eq!(unknown_characters(["王伟", "\u{e123}明", "阿里·\u{2070e}"]), ['\u{e123}', '\u{2070e}']);
    }
}
