//! How a name is read: surnames by their own table, the rest by the character.
//! Must not drop a reading of a given name: each occurs in at least one alternative.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::{ToPinyin, ToPinyinMulti};

use super::clean_name;

/// Combinations beyond this are not all written out; each reading of each character still occurs once.
const MOST_COMBINATIONS: usize = 32;

/// Surname to its readings, the usual one first; syllables with tone marks, those of one reading separated by spaces.
static SURNAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| parse(include_str!("../../../../assets/names/surnames.tsv")));

/// What these characters are in given names, where the everyday reading is another one.
const IN_GIVEN_NAMES: [(char, &str); 5] =
    [('长', "cháng"), ('晟', "shèng"), ('都', "dū"), ('曾', "zēng"), ('子', "zǐ")];

/// `shan guan song`: the usual reading in small letters without tones, ü as v. Other writings are kept.
pub fn pinyin(name: &str) -> String {
    usual(name).iter().map(|syllable| plain(syllable)).collect::<Vec<_>>().join(" ")
}

/// `shàn guān sōng`: the usual reading with tone marks.
pub fn pinyin_with_tones(name: &str) -> String {
    usual(name).join(" ")
}

/// `sgs`: the first letters of the usual reading.
pub fn initials(name: &str) -> String {
    usual(name).iter().filter_map(|syllable| first_letter(&plain(syllable))).collect()
}

/// All alternatives of a clean name: whole readings, and their first letters. Each once, the usual one first.
pub(super) fn alternatives(name: &str) -> (Vec<String>, Vec<String>) {
    let syllables = readings(name);
    let ways = combine(&syllables);
    let letters = |way: &Vec<&str>| way.iter().filter_map(|s| first_letter(s)).collect::<String>();
    (unique(ways.iter().map(|way| way.concat())), unique(ways.iter().map(letters)))
}

fn usual(name: &str) -> Vec<String> {
    let name = clean_name(name);
    let (surname, given) = split(&name);
    let of_surname = SURNAMES.get(surname).and_then(|readings| readings.first());
    let head = of_surname.map_or_else(|| words(surname), |reading| syllables_of(reading));
    head.into_iter().chain(words(given)).collect()
}

/// For each place of the name the plain syllables it may have.
fn readings(name: &str) -> Vec<Vec<String>> {
    let (surname, given) = split(name);
    let mut places: Vec<Vec<String>> = words(surname).iter().map(|word| vec![plain(word)]).collect();
    for reading in SURNAMES.get(surname).into_iter().flatten().rev() {
        for (place, syllable) in places.iter_mut().zip(reading.split(' ')) {
            put_first(place, plain(syllable));
        }
    }
    places.extend(pieces(given).map(|piece| every_reading(&piece)));
    places
}

/// A known surname, or else the first character; names in letters have none.
fn split(name: &str) -> (&str, &str) {
    let ends: Vec<usize> = name.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let two = ends.get(1).and_then(|end| name.split_at_checked(*end));
    let four = ends.get(3).and_then(|end| name.split_at_checked(*end));
    let known = [four, two].into_iter().flatten().find(|(head, _)| SURNAMES.contains_key(head));
    let first = ends.first().and_then(|end| name.split_at_checked(*end));
    let single = first.filter(|(head, _)| head.chars().all(|c| c.to_pinyin().is_some()));
    known.or(single).unwrap_or(("", name))
}

fn words(text: &str) -> Vec<String> {
    pieces(text).map(|piece| one_reading(&piece)).collect()
}

/// Each Chinese character by itself, each run of other letters as one piece; spaces and dots divide.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        let is_letter = c.is_alphanumeric() && c.to_pinyin().is_none();
        match pieces.last_mut() {
            Some(last) if joins && is_letter => last.push(c),
            _ if c.is_whitespace() || c == '·' => {}
            _ => pieces.push(c.to_string()),
        }
        joins = is_letter;
    }
    pieces.into_iter()
}

fn one_reading(piece: &str) -> String {
    let Some(c) = piece.chars().next() else { return String::new() };
    let in_names = IN_GIVEN_NAMES.iter().find(|(known, _)| *known == c).map(|(_, reading)| *reading);
    let reading = in_names.or_else(|| c.to_pinyin().map(pinyin::Pinyin::with_tone));
    reading.map_or_else(|| piece.to_lowercase(), str::to_owned)
}

/// The usual reading first.
fn every_reading(piece: &str) -> Vec<String> {
    let heteronym = piece.chars().next().and_then(|c| c.to_pinyin_multi());
    let others = heteronym.into_iter().flatten().map(|reading| plain(reading.plain()));
    unique(std::iter::once(plain(&one_reading(piece))).chain(others))
}

/// Every combination if they are few; else the usual way, and each other reading once within it.
fn combine(places: &[Vec<String>]) -> Vec<Vec<&str>> {
    let count = places.iter().map(Vec::len).try_fold(1usize, |all, n| all.checked_mul(n));
    if count.is_some_and(|count| count <= MOST_COMBINATIONS) {
        return every_combination(places);
    }
    let usual: Vec<&str> = places.iter().filter_map(|place| place.first()).map(String::as_str).collect();
    let mut ways = vec![usual.clone()];
    for (at, place) in places.iter().enumerate() {
        for other in place.iter().skip(1) {
            let changed =
                usual.iter().enumerate().map(|(i, syllable)| if i == at { other } else { *syllable });
            ways.push(changed.collect());
        }
    }
    ways
}

fn every_combination(places: &[Vec<String>]) -> Vec<Vec<&str>> {
    let mut ways: Vec<Vec<&str>> = vec![Vec::new()];
    for place in places {
        let longer = |way: &Vec<_>| place.iter().map(|next| extended(way, next)).collect::<Vec<_>>();
        ways = ways.iter().flat_map(longer).collect();
    }
    ways
}

fn extended<'a>(way: &[&'a str], next: &'a str) -> Vec<&'a str> {
    way.iter().copied().chain([next]).collect()
}

fn put_first(place: &mut Vec<String>, syllable: String) {
    place.retain(|known| *known != syllable);
    place.insert(0, syllable);
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

fn syllables_of(reading: &str) -> Vec<String> {
    reading.split(' ').map(str::to_owned).collect()
}

fn first_letter(syllable: &str) -> Option<char> {
    syllable.chars().next()
}

/// Small letters without tone marks, ü as v.
fn plain(syllable: &str) -> String {
    syllable.to_lowercase().chars().filter_map(plain_letter).collect()
}

fn plain_letter(letter: char) -> Option<char> {
    const MARKED: [(&str, char); 8] = [
        ("āáǎà", 'a'),
        ("ēéěèê", 'e'),
        ("īíǐì", 'i'),
        ("ōóǒò", 'o'),
        ("ūúǔù", 'u'),
        ("üǖǘǚǜ", 'v'),
        ("ńňǹ", 'n'),
        ("ḿ", 'm'),
    ];
    let is_combining = ('\u{300}'..='\u{36f}').contains(&letter);
    let bare = MARKED.iter().find(|(marked, _)| marked.contains(letter)).map(|(_, bare)| *bare);
    (!is_combining).then(|| bare.unwrap_or(letter))
}

fn parse(text: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once('\t'));
    rows.map(|(surname, readings)| (surname, readings.split(',').collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_have_readings_of_their_own() {
        for (name, reading, letters) in [
            ("单冠松", "shàn guān sōng", "sgs"),
            ("仇艳", "qiú yàn", "qy"),
            ("解子涵", "xiè zǐ hán", "xzh"),
            ("区小明", "ōu xiǎo míng", "oxm"),
            ("查良", "zhā liáng", "zl"),
            ("盖叫", "gě jiào", "gj"),
            ("曾国", "zēng guó", "zg"),
            ("任凤英", "rén fèng yīng", "rfy"),
            ("华强", "huà qiáng", "hq"),
            ("朴成", "piáo chéng", "pc"),
            ("尉迟恭", "yù chí gōng", "ycg"),
            ("长孙无忌", "zhǎng sūn wú jì", "zswj"),
            ("令狐冲", "líng hú chōng", "lhc"),
            ("万俟卨", "mò qí xiè", "mqx"),
            ("单于明", "chán yú míng", "cym"),
            ("覃涛", "qín tāo", "qt"),
            ("缪丽", "miào lì", "ml"),
            ("燕青", "yān qīng", "yq"),
            ("翟勇", "zhái yǒng", "zy"),
            ("乐平", "yuè píng", "yp"),
            ("员军", "yùn jūn", "yj"),
            ("宓超", "fú chāo", "fc"),
            ("牟其", "mù qí", "mq"),
            ("冼星", "xiǎn xīng", "xx"),
            ("张长晟", "zhāng cháng shèng", "zcs"),
        ] {
            assert_eq!(pinyin_with_tones(name), reading, "{name}");
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn a_reading_without_tones_writes_v() {
        assert_eq!(pinyin("吕　绿"), "lv lv");
        assert_eq!(pinyin("闾丘明"), "lv qiu ming");
        assert_eq!(pinyin("Ann Lee"), "ann lee");
        assert_eq!(pinyin("买买提·热合曼"), "mai mai ti re he man");
        assert_eq!(pinyin(""), "");
    }

    #[test]
    fn every_surname_of_the_table_has_one_syllable_for_each_character() {
        for (surname, readings) in SURNAMES.iter() {
            for reading in readings {
                assert_eq!(reading.split(' ').count(), surname.chars().count(), "{surname}");
                assert!(plain(reading).chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{surname}");
            }
        }
    }
}
