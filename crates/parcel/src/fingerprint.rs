//! Eight characters that a person can read out over the telephone in place of two public keys (decision 32).
//! It must not decide whom to trust.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use crate::digest::{hex, unhex};

/// One character for each value of a byte, in the order of the alphabet. Each has one reading only, and no
/// two share a syllable, tones aside. FORMAT.md shows the same table; it can never change.
const TABLE: &str = concat!(
    "爱安八摆班宝北本笔边表别宾布彩苍",
    "层茶产常潮晨城绸初川春词翠村带丹",
    "党道德笛电雕顶东豆渡端队朵鹅恩法",
    "帆飞风福改钢高歌根耕工沟瓜关光贵",
    "国海汉航好河黑恒厚湖花欢黄慧火吉",
    "佳坚江郊金京九菊娟军开刊康考科肯",
    "孔口库快宽葵阔来兰浪老雷李莲良辽",
    "林铃柳龙楼轮罗旅马麦满毛梅门梦米",
    "棉苗民木纳你凝牛农努诺欧盘陪朋皮",
    "篇票品坡普旗千墙桥琴琼秋泉鹊群然",
    "绕热人日荣柔如瑞润赛三桑森山上绍",
    "社神生诗手书双水顺硕丝松苏算岁孙",
    "锁塘特藤题天条铁亭同图瓦外湾望微",
    "文翁我舞贤香小谢新星雄秀宣雪芽燕",
    "阳窑衣音永油雨源云在赞早泽摘展章",
    "照哲真郑志钟洲竹砖准桌字宗走尊左",
);

/// The first 64 bits of the SHA-256 over both public keys. Shown as eight characters, in JSON as 16 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 8]);

/// The text is not eight characters of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("指纹应是八个字，请对照原件逐字核对后重新输入。")]
pub struct NotAFingerprint;

impl Fingerprint {
    /// Of the signing key, then the sealing key.
    pub(crate) fn of(signing: &[u8; 32], sealing: &[u8; 32]) -> Self {
        let digest = Sha256::new().chain_update(signing).chain_update(sealing).finalize();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&digest[..8]);
        Self(bytes)
    }

    /// The eight characters in two halves, as they are read out.
    #[must_use]
    pub fn in_halves(self) -> String {
        let mut text = self.to_string();
        let middle = text.char_indices().nth(4).map(|(at, _)| at);
        if let Some(middle) = middle {
            text.insert(middle, ' ');
        }
        text
    }

    /// The 16 hex digits that stand in JSON.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }
}

/// The character of a byte.
fn character(byte: u8) -> char {
    TABLE.chars().nth(usize::from(byte)).unwrap_or('\u{fffd}')
}

/// The byte of a character.
fn byte(character: char) -> Option<u8> {
    TABLE.chars().position(|c| c == character).and_then(|at| u8::try_from(at).ok())
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| fmt::Write::write_char(out, character(*byte)))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Takes the eight characters, with or without blanks between them.
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let spoken = text.chars().filter(|c| !c.is_whitespace());
        let bytes: Option<Vec<u8>> = spoken.take(9).map(byte).collect();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NotAFingerprint)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        unhex(&text).map(Self).ok_or_else(|| de::Error::custom("a fingerprint has 16 hex digits"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pinyin::{ToPinyin, ToPinyinMulti};

    use super::*;

    #[test]
    fn no_two_characters_share_a_syllable() {
        let syllables: BTreeSet<&str> = TABLE.chars().map(|c| c.to_pinyin().unwrap().plain()).collect();
        assert_eq!((TABLE.chars().count(), syllables.len()), (256, 256));
    }

    #[test]
    fn every_character_is_read_in_one_way_only() {
        for c in TABLE.chars() {
            let readings: BTreeSet<&str> =
                c.to_pinyin_multi().unwrap().into_iter().map(|reading| reading.plain()).collect();
            assert_eq!(readings.len(), 1, "{c} would be misheard: {readings:?}");
        }
    }

    #[test]
    fn the_table_follows_the_alphabet() {
        let spelt: Vec<&str> = TABLE.chars().map(|c| c.to_pinyin().unwrap().plain()).collect();
        assert!(spelt.is_sorted(), "so that a person finds a character in the printed table");
    }

    #[test]
    fn the_table_of_the_format_is_that_of_the_code() {
        let format = include_str!("../FORMAT.md");
        let rows = format.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(" │ "));
        let (starts, printed): (Vec<&str>, Vec<&str>) = rows.unzip();
        assert_eq!(printed.concat().replace(' ', ""), TABLE);
        let expected: Vec<String> = (0..16).map(|row| format!("{row:x}0")).collect();
        assert_eq!(starts, expected, "each row begins with the value of its first character");
    }

    #[test]
    fn what_is_shown_can_be_typed_back() {
        let fingerprint = Fingerprint([0, 1, 127, 128, 254, 255, 16, 42]);
        let shown = fingerprint.to_string();
        assert_eq!(shown.chars().count(), 8);
        assert_eq!(shown.parse(), Ok(fingerprint));
        let spaced: String = shown.chars().flat_map(|c| [c, ' ']).collect();
        assert_eq!(spaced.parse(), Ok(fingerprint), "people group characters");
        assert_eq!(fingerprint.in_halves().parse(), Ok(fingerprint));
        let halves: Vec<usize> =
            fingerprint.in_halves().split(' ').map(|half| half.chars().count()).collect();
        assert_eq!(halves, [4, 4]);
        for bad in ["", "爱", &format!("{shown}爱"), &shown.replace('爱', "艾")] {
            assert_eq!(bad.parse::<Fingerprint>(), Err(NotAFingerprint), "{bad}");
        }
    }

    #[test]
    fn json_carries_hex() {
        let fingerprint = Fingerprint([0xab; 8]);
        assert_eq!(serde_json::to_string(&fingerprint).unwrap(), "\"abababababababab\"");
        assert!(serde_json::from_str::<Fingerprint>("\"ABABABABABABABAB\"").is_err());
    }
}
