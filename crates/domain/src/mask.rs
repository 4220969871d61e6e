//! How ID numbers, phones and names are shown on screen and in anything to be posted.
//! Must not be undone by length tricks: a text too short to keep ends is masked whole.

/// `5325**********021X`: the first and last four characters stay. Up to eight characters: all masked.
pub fn mask_id(number: &str) -> String {
    keep_ends(number, 4, 4)
}

/// `138****1234` for a mobile; a landline keeps its area code and its last two digits (`0873-*****42`).
/// Several numbers separated by 、 are masked one by one.
pub fn mask_phone(phone: &str) -> String {
    phone.split('、').map(mask_one_phone).collect::<Vec<_>>().join("、")
}

/// `张*`: only the first character stays, whatever the length (a second star would tell the length).
pub fn mask_name(name: &str) -> String {
    name.trim().chars().next().map_or_else(String::new, |first| format!("{first}*"))
}

/// `银河路****`: the street stays as far as the first figure, at most six characters of it.
pub fn mask_address(address: &str) -> String {
    let is_figure = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let street: String = address.trim().chars().take_while(|c| !is_figure(*c)).take(6).collect();
    if address.trim().is_empty() { String::new() } else { format!("{street}****") }
}

/// Free text for posting: what looks like an ID number (fifteen or eighteen places) or a mobile number in it is masked;
/// everything else stays. Full-width figures and figures with blanks or dashes between count as well.
pub fn mask_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let groups = groups_at(&chars, at);
        let found = GROUPS.iter().find_map(|lengths| secret_of(&groups, lengths));
        match (found, groups.first()) {
            (Some((shown, length)), _) => {
                masked.push_str(&shown);
                at += length;
            }
            // A number of another length stays whole: no part of it is anybody's phone.
            (None, Some(group)) => {
                masked.extend(chars.get(at..at + group.len()).unwrap_or_default());
                at += group.len();
            }
            (None, None) => {
                masked.push(first);
                at += 1;
            }
        }
    }
    masked
}

/// How people write such numbers: in one, or in groups with a blank or a dash between.
const GROUPS: [&[usize]; 11] = [
    &[6, 4, 4, 4],
    &[6, 8, 4],
    &[6, 6, 3],
    &[2, 3, 4, 4],
    &[2, 11],
    &[3, 4, 4],
    &[3, 8],
    &[18],
    &[15],
    &[13],
    &[11],
];

/// Groups of figures from here on, in their plain writing; empty if no figure stands here.
fn groups_at(chars: &[char], from: usize) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut rest = chars.get(from..).unwrap_or_default();
    loop {
        let group: String = rest.iter().map_while(|&c| plain_place(c)).collect();
        if !group.starts_with(|c: char| c.is_ascii_digit()) {
            return groups;
        }
        rest = rest.get(group.len()..).unwrap_or_default();
        groups.push(group);
        match rest.split_first() {
            Some((' ' | '-' | '\u{3000}' | '－', more)) => rest = more,
            _ => return groups,
        }
    }
}

/// What the first groups are shown as, and how many characters they took, if they are a number of somebody.
fn secret_of(groups: &[String], lengths: &[usize]) -> Option<(String, usize)> {
    let taken = groups.get(..lengths.len())?;
    if !taken.iter().zip(lengths).all(|(group, length)| group.len() == *length) {
        return None;
    }
    Some((secret(&taken.concat())?, lengths.iter().sum::<usize>() + lengths.len() - 1))
}

/// A figure or the X at the end of an ID number in its plain writing.
fn plain_place(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'x' | 'X' | 'ｘ' | 'Ｘ' => Some('X'),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// How a run of figures is shown that is an ID number or a mobile number; `None` if it is neither.
fn secret(plain: &str) -> Option<String> {
    let digits = plain.trim_end_matches('X').len();
    let is_mobile = |number: &str| number.len() == 11 && number.starts_with('1');
    match (plain.len(), digits) {
        (18, 17 | 18) | (15, 15) => Some(mask_id(plain)),
        (11, 11) if is_mobile(plain) => Some(mask_phone(plain)),
        (13, 13) if plain.starts_with("86") && is_mobile(plain.get(2..)?) => {
            Some(mask_phone(plain.get(2..)?))
        }
        _ => None,
    }
}

fn mask_one_phone(phone: &str) -> String {
    match phone.split_once('-') {
        Some((area, local)) => format!("{area}-{}", keep_ends(local, 0, 2)),
        None if phone.chars().count() >= 11 => keep_ends(phone, 3, 4),
        None => keep_ends(phone, 0, 2),
    }
}

fn keep_ends(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let tail_from = count.saturating_sub(tail);
    let too_short = count <= head + tail;
    let shown = |i: usize| !too_short && (i < head || i >= tail_from);
    text.chars().enumerate().map(|(i, c)| if shown(i) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_four_characters_at_each_end() {
        assert_eq!(mask_id("53259919920124021X"), "5325**********021X");
        assert_eq!(mask_id("53259919"), "********");
        assert_eq!(mask_id(""), "");
    }

    #[test]
    fn phones_keep_what_does_not_reach_the_person() {
        for (phone, masked) in [
            ("13800001234", "138****1234"),
            ("0873-3722442", "0873-*****42"),
            ("3722442", "*****42"),
            ("13800001234、0873-3722442", "138****1234、0873-*****42"),
            ("12", "**"),
            ("", ""),
        ] {
            assert_eq!(mask_phone(phone), masked);
        }
    }

    #[test]
    fn an_address_keeps_its_street_only() {
        for (address, masked) in [
            ("银河路252号锦华苑3栋", "银河路****"),
            ("3栋2单元", "****"),
            ("锦华苑", "锦华苑****"),
            (" ", ""),
        ] {
            assert_eq!(mask_address(address), masked);
        }
    }

    #[test]
    fn free_text_for_posting_keeps_neither_id_nor_mobile() {
        for (text, masked) in [
            ("联系13800001234，每周二", "联系138****1234，每周二"),
            ("电话 138 0000 1234 或 138-0000-1234", "电话 138****1234 或 138****1234"),
            ("+8613800001234", "+138****1234"),
            ("证件53259919920124021x。", "证件5325**********021X。"),
            ("证件５３２５９９１９９２０１２４０２１Ｘ", "证件5325**********021X"),
            ("旧证532599920124021", "旧证5325*******4021"),
            ("2026-10-01 至 2027-09-30", "2026-10-01 至 2027-09-30"),
            ("2026年10月1日 12:30，共 12345 人", "2026年10月1日 12:30，共 12345 人"),
            ("座机0873-3722442，介字第2026100112号", "座机0873-3722442，介字第2026100112号"),
            ("2026-10-01 13800001234", "2026-10-01 138****1234"),
            ("532599 19920124 021X、13800001234", "5325**********021X、138****1234"),
            ("卡号6222001234567890123", "卡号6222001234567890123"),
            ("", ""),
        ] {
            assert_eq!(mask_numbers(text), masked);
        }
    }

    #[test]
    fn names_keep_only_the_first_character() {
        for (name, masked) in [("张三", "张*"), ("欧阳修远", "欧*"), (" 单 ", "单*"), ("", "")] {
            assert_eq!(mask_name(name), masked);
        }
    }
}
