//! Invented people of the demo community. The ID numbers carry a county code (532699) that does not exist.

use branchbook_domain::day::{Day, add_days};
use chrono::Datelike as _;

/// A community of the demo.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Where its people come from.
    pub seed: u64,
    /// Its branches with their sizes; those over 30 have groups.
    pub branches: &'static [(&'static str, u64)],
    /// How much of the numbers of the units it is owed, in hundredths.
    pub share: u64,
    /// Whether all of its folios are filled; of others only who holds office until when.
    pub is_lived_in: bool,
    /// Whether one of its people was entered twice.
    pub has_twin: bool,
    /// Whether it is the one that is opened first: its clerk makes backups.
    pub is_looked_at: bool,
}

/// The community to look around in.
pub const FIRST: Profile = Profile {
    name: "晨光社区",
    seed: 20_261_001,
    branches: &[("望湖苑党支部", 48), ("晨光里党支部", 41), ("老粮站党支部", 23), ("柳岸党支部", 12)],
    share: 100,
    is_lived_in: true,
    has_twin: true,
    is_looked_at: true,
};

/// The others of its street.
pub const OTHERS: [Profile; 4] = [
    Profile {
        name: "银河社区",
        seed: 77_310_417,
        branches: &[("银河湾党支部", 36), ("机床厂党支部", 19), ("双桥党支部", 8)],
        share: 60,
        is_lived_in: true,
        has_twin: false,
        is_looked_at: false,
    },
    Profile {
        name: "锦华社区",
        seed: 41_209_835,
        branches: &[("锦华苑党支部", 27), ("东风巷党支部", 14)],
        share: 40,
        is_lived_in: false,
        has_twin: false,
        is_looked_at: false,
    },
    Profile {
        name: "望江社区",
        seed: 93_551_129,
        branches: &[("望江楼党支部", 22), ("渡口党支部", 9)],
        share: 30,
        is_lived_in: false,
        has_twin: false,
        is_looked_at: false,
    },
    Profile {
        name: "清泉社区",
        seed: 58_870_243,
        branches: &[("清泉党支部", 6)],
        share: 10,
        is_lived_in: false,
        has_twin: false,
        is_looked_at: false,
    },
];

/// Units of the demo with the numbers they owe.
pub const UNITS: &[(&str, &str, u64)] = &[
    ("区财政局", "机关", 24),
    ("区人民医院", "事业单位", 31),
    ("明湖供电所", "国有企业", 18),
    ("师范附小", "学校", 22),
    ("水务公司", "国有企业", 16),
    ("市场监管所", "机关", 14),
    ("区图书馆", "事业单位", 9),
    ("农商行东门支行", "国有企业", 12),
];
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单仇解区查盖";
const GIVEN: &[&str] = &[
    "秀兰", "桂芳", "建平", "国庆", "志强", "海英", "小红", "文静", "子墨", "雨晨", "浩然", "明辉", "淑芬",
    "玉珍", "永福", "家齐", "春燕", "冬梅", "立新", "卫国", "丽娟", "晓明", "思齐", "俊杰", "婷", "磊", "洋",
    "勇", "艳", "敏", "静", "涛", "军", "霞",
];

/// A stream of repeatable numbers (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// A stream from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// The next number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) % limit.max(1)
    }

    /// One of a list that is not empty.
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let at = self.below(list.len() as u64);
        &list[usize::try_from(at).unwrap_or(0)]
    }

    /// A day from `first` on, less than `days` later.
    pub fn day(&mut self, first: Day, days: u64) -> Day {
        add_days(first, i64::try_from(self.below(days)).unwrap_or(0))
    }
}

/// An invented person.
#[derive(Debug, Clone)]
pub struct Invented {
    pub name: String,
    pub is_woman: bool,
    pub birth: Day,
    pub id_number: String,
    pub phone: String,
}

/// Invents people whose names, numbers and phones do not repeat.
pub struct Inventor {
    pub dice: Dice,
    serial: u64,
    names: std::collections::BTreeSet<String>,
}

impl Inventor {
    /// An inventor; the same seed invents the same people.
    pub fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), serial: 0, names: std::collections::BTreeSet::new() }
    }

    /// A person born in one of `span` years from `first_year` on.
    pub fn person(&mut self, first_year: i32, span: u64) -> Invented {
        self.serial += 1;
        let is_woman = self.dice.below(100) < 44;
        let birth = self.dice.day(Day::from_ymd_opt(first_year, 1, 1).unwrap_or_default(), span * 365);
        let order = (self.serial % 498) * 2 + u64::from(!is_woman);
        Invented {
            name: self.name(),
            is_woman,
            birth,
            id_number: id_number(birth, order.max(1)),
            phone: format!("1990{:07}", 1_000 + self.serial * 13),
        }
    }

    fn name(&mut self) -> String {
        let surnames: Vec<char> = SURNAMES.chars().collect();
        loop {
            let name = format!("{}{}", self.dice.of(&surnames), self.dice.of(GIVEN));
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

fn id_number(birth: Day, order: u64) -> String {
    let body = format!("532699{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day());
    // GB 11643: weights are 2^(17−i) mod 11.
    let sum: u32 = body
        .chars()
        .rev()
        .fold((0, 2), |(sum, weight), digit| {
            (sum + digit.to_digit(10).unwrap_or(0) * weight, weight * 2 % 11)
        })
        .0;
    let check = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0)).unwrap_or('0');
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use branchbook_domain::id_number::read_id;

    #[test]
    fn invented_numbers_are_right_and_differ() {
        let mut inventor = Inventor::new(7);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..400 {
            let person = inventor.person(1940, 50);
            let number = read_id(&person.id_number).number.expect("a number");
            assert!(number.has_right_checksum(), "{}", person.id_number);
            assert_eq!(number.birth(), Some(person.birth));
            assert!(seen.insert(person.id_number));
        }
    }
}
