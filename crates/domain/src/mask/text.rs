//! Free text that may say somebody's ID number, mobile number or door: a remark, a duty, what somebody said. One mask for
//! everything that is shown, posted or exported; and the way back, so that a masked text which is edited loses nothing.
//! Must not guess what a landline, a letter number or a building is: those stay.

use std::borrow::Cow;

use super::{mask_id, mask_phone};

mod door;

/// Free text as it may be shown: what looks like an ID number (fifteen or eighteen places), a mobile number or the door
/// of a home in it is masked; everything else stays. Full-width figures and figures with blanks or dashes between count
/// as well. A text without any of them, which most are, is told by one look at its bytes and handed back as it is.
pub fn mask_text(text: &str) -> Cow<'_, str> {
    let secrets = secrets(text);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut masked, mut at) = (String::with_capacity(text.len()), 0);
    for Secret { from, to, shown } in secrets {
        masked.push_str(text.get(at..from).unwrap_or_default());
        masked.push_str(&shown);
        at = to;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(masked)
}

/// The same of a text that is at hand.
pub fn masked_text(text: String) -> String {
    match mask_text(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(masked) => masked,
    }
}

/// Whether a text says something that is masked.
pub fn is_telling(text: &str) -> bool {
    !secrets(text).is_empty()
}

/// A text that was edited where it was masked: each mask in it stands again for what `stored` says there. Stars that
/// stand for nothing of it stay as they were typed.
pub fn unmask_text(given: &str, stored: &str) -> String {
    let mut text = given.to_owned();
    if !given.contains('*') {
        return text;
    }
    let (doors, numbers): (Vec<Secret>, Vec<Secret>) =
        secrets(stored).into_iter().partition(|secret| secret.shown == door::SHOWN);
    // The mask of a door is part of that of a number: those are put back first.
    for number in numbers {
        text = text.replacen(&number.shown, number.of(stored), 1);
    }
    for door in doors {
        text = door::put_back(&text, door.of(stored));
    }
    text
}

/// Something that is masked: where it stands in the text, in bytes, and what is shown in its place.
struct Secret {
    from: usize,
    to: usize,
    shown: String,
}

impl Secret {
    /// What it says.
    fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.from..self.to).unwrap_or_default()
    }
}

/// Figures of the shortest number that is masked.
const FEWEST: usize = 11;

/// Whether anything in the text can be masked at all: as many figures as a mobile number has, or the word of a door.
/// Full-width figures begin with the byte 0xEF, as do some other signs; those are looked at in vain.
fn may_tell(text: &str) -> bool {
    let figures = || text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == 0xEF).count();
    text.len() >= door::SHORTEST && (figures() >= FEWEST || door::may_stand(text))
}

fn secrets(text: &str) -> Vec<Secret> {
    if !may_tell(text) {
        return Vec::new();
    }
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let chars: Vec<char> = places.iter().map(|(_, c)| *c).collect();
    let byte = |at: usize| places.get(at).map_or(text.len(), |(byte, _)| *byte);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let groups = groups_at(&chars, at);
        let number = GROUPS.iter().find_map(|lengths| secret_of(&groups, lengths));
        let secret = number.or_else(|| door::at(&chars, at).map(|length| (door::SHOWN.to_owned(), length)));
        match secret {
            Some((shown, length)) => {
                found.push(Secret { from: byte(at), to: byte(at + length), shown });
                at += length;
            }
            // A number of another length stays whole: no part of it is anybody's phone.
            None => at += groups.first().map_or(1, String::len),
        }
    }
    found
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

/// Groups of the longest of them.
const MOST_GROUPS: usize = 4;

/// Groups of figures from here on, in their plain writing, as many as a number can have; empty if no figure stands here.
/// What stands behind them is looked at when its turn comes: a text of nothing but figures is long.
fn groups_at(chars: &[char], from: usize) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut rest = chars.get(from..).unwrap_or_default();
    while groups.len() < MOST_GROUPS && rest.first().is_some_and(|&c| is_figure(c)) {
        let group: String = rest.iter().map_while(|&c| plain_place(c)).collect();
        rest = rest.get(group.len()..).unwrap_or_default();
        groups.push(group);
        match rest.split_first() {
            Some((' ' | '-' | '\u{3000}' | '－', more)) => rest = more,
            _ => break,
        }
    }
    groups
}

/// Whether a number can begin with it; the X of an ID number begins none.
fn is_figure(c: char) -> bool {
    plain_place(c).is_some_and(|place| place.is_ascii_digit())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_keeps_neither_id_nor_mobile() {
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
            assert_eq!(mask_text(text), masked);
        }
    }

    #[test]
    fn of_a_long_run_of_groups_no_more_are_taken_than_a_number_has() {
        assert_eq!(GROUPS.iter().map(|lengths| lengths.len()).max(), Some(MOST_GROUPS));
        let figures: Vec<char> = "1 ".repeat(100).chars().collect();
        assert_eq!(groups_at(&figures, 0).len(), MOST_GROUPS);
        assert_eq!(groups_at(&['X'; 100], 0), Vec::<String>::new());
        let long = "1 ".repeat(16_000) + "13800001234";
        assert!(mask_text(&long).ends_with(" 1 138****1234"), "a number behind them is found all the same");
    }

    #[test]
    fn the_door_of_a_home_is_masked_and_a_building_or_a_room_to_meet_in_stays() {
        for (text, masked) in [
            ("住明湖路10号1幢101室，腿脚不便", "住明湖路****，腿脚不便"),
            ("明湖路10号１幢１０１室", "明湖路****"),
            ("明湖路10号101室", "明湖路****"),
            ("锦华苑三栋二单元五〇一室", "锦华苑****"),
            ("锦华苑3栋2单元501", "锦华苑****"),
            ("锦华苑 3 栋 2 单元 501 室", "锦华苑 ****"),
            ("负责3栋、4栋和5栋2单元楼道", "负责3栋、4栋和5栋2单元楼道"),
            ("3栋12户困难家庭", "3栋12户困难家庭"),
            ("社区办公楼三楼301室", "社区办公楼三楼301室"),
            ("10月10号301室开会", "10月10号301室开会"),
            ("明湖路10号门前", "明湖路10号门前"),
            ("党员活动室", "党员活动室"),
        ] {
            assert_eq!(mask_text(text), masked);
        }
    }

    #[test]
    fn what_was_edited_masked_says_again_what_it_said() {
        let stored = "儿子13800001234，女儿13900005678，证件53259919920124021X，住明湖路10号1幢101室";
        let shown = mask_text(stored).into_owned();
        assert!(is_telling(stored) && !is_telling(&shown));
        assert_eq!(unmask_text(&shown, stored), stored);
        let edited = shown.replace("女儿", "小女儿").replace("儿子138****1234，", "");
        let meant = "小女儿13900005678，证件53259919920124021X，住明湖路10号1幢101室";
        assert_eq!(unmask_text(&edited, stored), meant);
        assert_eq!(
            unmask_text("138****1234、138****1234", "13800001234 13877771234"),
            "13800001234、13877771234"
        );
        let typed = "139****0000，住明湖路****";
        assert_eq!(unmask_text(typed, stored), "139****0000，住明湖路10号1幢101室");
        assert_eq!(unmask_text("***重要***", stored), "***重要***", "stars of one's own stay");
        assert_eq!(unmask_text("改为13500009999", stored), "改为13500009999");
    }
}
