//! How ID numbers, phones and names are shown on screen and in anything to be posted.
//! Must not be undone by length tricks: a text too short to keep ends is masked whole.

mod text;

pub use text::{is_telling, mask_text, masked_text, unmask_text};

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
    fn names_keep_only_the_first_character() {
        for (name, masked) in [("张三", "张*"), ("欧阳修远", "欧*"), (" 单 ", "单*"), ("", "")] {
            assert_eq!(mask_name(name), masked);
        }
    }
}
