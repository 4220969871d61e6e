//! The tables kept as text: nation, education, work post, new stratum.
//! Must not hold a code twice or let one writing mean two codes (tested).

use std::collections::HashMap;

use crate::text::squeeze;

struct Row {
    code: &'static str,
    label: &'static str,
}

/// A table: its rows, and every writing that leads to one.
pub(crate) struct CodeTable {
    rows: Vec<Row>,
    by_writing: HashMap<String, u8>,
}

impl CodeTable {
    /// Lines `code, label, writing|writing…`, tab-separated; `#` begins a remark. At most 255 rows.
    pub fn parse(text: &'static str) -> Self {
        let mut table = Self { rows: Vec::new(), by_writing: HashMap::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            if let (Some(code), Some(label)) = (columns.next(), columns.next()) {
                table.add(Row { code, label }, columns.next().unwrap_or_default());
            }
        }
        table
    }

    fn add(&mut self, row: Row, writings: &str) {
        let Ok(index) = u8::try_from(self.rows.len()) else { return };
        let coded = format!("{}_{}", row.code, row.label);
        let all = writings.split('|').chain([row.label, row.code, &coded]);
        for writing in all.filter(|writing| !writing.is_empty()) {
            self.by_writing.entry(normal(writing)).or_insert(index);
        }
        self.rows.push(row);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The code of a row.
    pub fn code(&self, index: u8) -> &'static str {
        self.rows.get(usize::from(index)).map_or("", |row| row.code)
    }

    /// The name of a row.
    pub fn label(&self, index: u8) -> &'static str {
        self.rows.get(usize::from(index)).map_or("", |row| row.label)
    }

    /// Nations are also written without 族: 汉 is 汉族.
    pub fn read(&self, text: &str) -> Option<u8> {
        let said = normal(text);
        let found = self.by_writing.get(&said);
        found.or_else(|| self.by_writing.get(&format!("{said}族"))).copied()
    }

    /// The row with exactly this code.
    pub fn of_code(&self, code: &str) -> Option<u8> {
        let index = self.rows.iter().position(|row| row.code == code)?;
        u8::try_from(index).ok()
    }
}

/// Width, spaces and the case of letters do not matter in a writing.
fn normal(text: &str) -> String {
    squeeze(text).to_ascii_uppercase()
}

/// Declares a type over a table: `code_type!(/// doc Name, STATIC, "folder/file.tsv")`, the file below `assets`. Its place
/// is reckoned from a module two folders below the crate's.
macro_rules! code_type {
    ($(#[$doc:meta])* $name:ident, $table:ident, $file:literal) => {
        static $table: std::sync::LazyLock<$crate::code::CodeTable> = std::sync::LazyLock::new(|| {
            $crate::code::CodeTable::parse(include_str!(concat!("../../../../assets/", $file)))
        });

        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// All rows, in the order of the table.
            pub fn all() -> impl Iterator<Item = Self> {
                (0..$table.len()).filter_map(|index| u8::try_from(index).ok().map(Self))
            }

            /// The code as it is stored and reported.
            pub fn code(self) -> &'static str {
                $table.code(self.0)
            }

            /// The Chinese name as it is printed.
            pub fn label(self) -> &'static str {
                $table.label(self.0)
            }

            /// The row with exactly this code.
            pub fn of_code(code: &str) -> Option<Self> {
                $table.of_code(code).map(Self)
            }

            /// What an office wrote: name, code, `code_name`, or another known writing. Nothing if unknown.
            pub fn read(text: &str) -> Option<Self> {
                $table.read(text).map(Self)
            }

            /// Whether the code begins with `prefix`: totals go by prefix.
            pub fn is_under(self, prefix: &str) -> bool {
                self.code().starts_with(prefix)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({} {})", stringify!($name), self.code(), self.label())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = String::deserialize(from)?;
                let unknown = || serde::de::Error::custom(format!("代码「{code}」不在代码表中"));
                Self::of_code(&code).ok_or_else(unknown)
            }
        }
    };
}

code_type!(
    /// 民族, GB/T 3304 with 97 其他 and 98 外国血统. Serialised as its code.
    Nation, NATIONS, "codes/nation.tsv"
);
code_type!(
    /// 学历, codes of the member collection form. Serialised as its code.
    Education, EDUCATIONS, "codes/education.tsv"
);
code_type!(
    /// 工作岗位, a tree of prefixes as in the Party statistics. Serialised as its code.
    WorkPost, WORK_POSTS, "codes/work_post.tsv"
);
code_type!(
    /// 新社会阶层. Serialised as its code.
    NewStratum, NEW_STRATA, "codes/new_stratum.tsv"
);

pub(crate) use code_type;

impl Nation {
    /// 少数民族: one of the 55 other than 汉族. 其他 and 外国血统 do not count.
    pub fn is_minority(self) -> bool {
        !matches!(self.code(), "01" | "97" | "98")
    }
}

impl Education {
    /// 大专及以上: every code that begins with 1 or 2.
    pub fn is_college_or_above(self) -> bool {
        self.is_under("1") || self.is_under("2")
    }
}

impl WorkPost {
    /// The next shorter code of the tree; nothing at the top.
    pub fn parent(self) -> Option<Self> {
        let code = self.code();
        (1..code.len()).rev().find_map(|length| Self::of_code(code.get(..length)?))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn check_table(text: &str) {
        let (mut codes, mut writings) = (HashSet::new(), HashMap::new());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(codes.insert(columns[0]), "code twice: {line}");
            let others = columns.get(2).copied().unwrap_or_default();
            for writing in others.split('|').chain([columns[1]]).filter(|w| !w.is_empty()) {
                let before = writings.insert(normal(writing), columns[0]);
                assert_eq!(before, None, "writing twice: {writing}");
            }
        }
    }

    #[test]
    fn no_code_and_no_writing_occurs_twice() {
        check_table(include_str!("../../../../assets/codes/nation.tsv"));
        check_table(include_str!("../../../../assets/codes/education.tsv"));
        check_table(include_str!("../../../../assets/codes/work_post.tsv"));
        check_table(include_str!("../../../../assets/codes/new_stratum.tsv"));
    }

    #[test]
    fn there_are_fifty_six_nations_and_two_more() {
        assert_eq!(Nation::all().count(), 58);
        assert_eq!(Nation::all().filter(|nation| nation.is_minority()).count(), 55);
    }

    #[test]
    fn a_nation_may_be_written_without_its_suffix() {
        for (text, label) in
            [("汉", "汉族"), (" 汉族", "汉族"), ("哈尼", "哈尼族"), ("苗", "苗族"), ("01", "汉族")]
        {
            assert_eq!(Nation::read(text).map(Nation::label), Some(label), "{text}");
        }
        assert_eq!(Nation::read("地球"), None);
    }

    #[test]
    fn education_is_read_as_offices_write_it() {
        for (text, code) in [
            ("大学", "21"),
            ("大学本科", "21"),
            ("本 科", "21"),
            ("大专", "22"),
            ("大学专科", "22"),
            ("硕士研究生", "12"),
            ("研究生", "1"),
            ("省（区、市）委党校大学", "2B"),
            ("1a", "1A"),
            ("21_大学", "21"),
            ("文盲", "9"),
        ] {
            assert_eq!(Education::read(text).map(Education::code), Some(code), "{text}");
        }
        assert_eq!(Education::read("高小").map(Education::code), None);
        assert!(Education::read("大专").is_some_and(Education::is_college_or_above));
        assert!(!Education::read("中专").is_some_and(Education::is_college_or_above));
    }

    #[test]
    fn posts_form_a_tree_of_prefixes() {
        let migrant = WorkPost::of_code("0164").unwrap();
        let way: Vec<&str> =
            std::iter::successors(Some(migrant), |post| post.parent()).map(WorkPost::code).collect();
        assert_eq!(way, ["0164", "016", "01", "0"]);
        assert!(WorkPost::read("公务员").is_some_and(|post| post.is_under("01")));
        assert_eq!(WorkPost::read("退休人员").map(WorkPost::code), Some("4"));
        assert_eq!(NewStratum::read("个体户").map(NewStratum::code), Some("3"));
    }

    #[test]
    fn every_row_is_read_back_from_label_and_code() {
        for row in Education::all() {
            assert_eq!(Education::read(row.label()), Some(row));
            assert_eq!(Education::of_code(row.code()), Some(row));
        }
    }
}
