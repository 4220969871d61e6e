//! Fields that an office adds to its register: their kinds, what may stand in them, and those that are often wanted.
//! Must not know who has what.

use super::field::FieldKind;
use super::filter::{FieldValue, hundredths};
use crate::code::coded;
use crate::day::Day;
use crate::office_day::{DayContext, read_day};
use crate::text::{is_blank_mark, tidy, tidy_words};

coded! {
    /// What stands in a field of the office's own.
    CustomKind {
        Text "text" "文字",
        Number "number" "数字",
        Day "day" "日期",
        Choice "choice" "选择",
        Yes "yes" "是否",
    }
}

impl CustomKind {
    /// How it is compared.
    pub const fn field_kind(self) -> FieldKind {
        match self {
            Self::Text => FieldKind::Text,
            Self::Number => FieldKind::Number,
            Self::Day => FieldKind::Day,
            Self::Choice => FieldKind::Code,
            Self::Yes => FieldKind::Yes,
        }
    }

    /// What a person wrote, as it is stored; nothing if nothing was said.
    ///
    /// # Errors
    /// A sentence that says what may stand here.
    pub fn stored(self, text: &str, choices: &[String], today: Day) -> Result<Option<String>, String> {
        let said = tidy(text);
        let is_word = choices.contains(&said) || self == Self::Yes;
        if said.is_empty() || (is_blank_mark(&said) && !is_word) {
            return Ok(None);
        }
        if said.chars().count() > LONGEST {
            return Err(format!("内容超过 {LONGEST} 个字，请缩短。"));
        }
        match self {
            Self::Text => Ok(Some(tidy_words(text))),
            Self::Number => match hundredths(&said) {
                Some(_) => Ok(Some(said)),
                None => Err(format!("“{said}”不是数字，请只填数字，最多两位小数。")),
            },
            Self::Day => match read_day(&said, &DayContext::on(today)) {
                Ok(read) => Ok(Some(read.day.to_string())),
                Err(_) => Err(format!("“{said}”不是日期，请写成 2026-11-21、2026-11 或 2026。")),
            },
            Self::Choice if choices.contains(&said) => Ok(Some(said)),
            Self::Choice => Err(format!("没有“{said}”这一项，可选：{}。", choices.join("、"))),
            Self::Yes => match said.as_str() {
                "是" | "1" | "有" | "√" | "Y" | "y" => Ok(Some("1".to_owned())),
                "否" | "0" | "无" | "×" | "N" | "n" | "-" => Ok(None),
                _ => Err(format!("这里只能填“是”或“否”，不能填“{said}”。")),
            },
        }
    }

    /// What is stored, as it is compared.
    pub fn value(self, stored: &str) -> Option<FieldValue> {
        match self {
            Self::Text => Some(FieldValue::Text(stored.to_owned())),
            Self::Number => hundredths(stored).map(FieldValue::Number),
            Self::Day => stored.parse().ok().map(FieldValue::Day),
            Self::Choice => Some(FieldValue::Code(stored.to_owned())),
            Self::Yes => Some(FieldValue::Yes(stored == "1")),
        }
    }

    /// What is stored, as a person reads it.
    pub fn words(self, stored: &str) -> String {
        match (self, stored) {
            (Self::Yes, "1") => "是".to_owned(),
            _ => stored.to_owned(),
        }
    }
}

/// Longest text, in characters.
const LONGEST: usize = 500;

/// A field that many offices want, ready to be added: name, kind, what can be chosen.
pub type ReadyField = (&'static str, CustomKind, &'static [&'static str]);

/// Local extras of the provinces (domain.md 5.3). Codes of a product are left to it; the words are those of its lists.
pub const READY_FIELDS: &[ReadyField] = &[
    ("籍贯", CustomKind::Text, &[]),
    ("学位", CustomKind::Choice, &["博士", "硕士", "学士", "无"]),
    ("毕业院校及专业", CustomKind::Text, &[]),
    ("参加工作时间", CustomKind::Day, &[]),
    ("技术职务", CustomKind::Choice, &["高级", "副高级", "中级", "初级", "无"]),
    ("健康状况", CustomKind::Choice, &["健康或良好", "一般或较弱", "有慢性病", "残疾"]),
    ("婚姻状况", CustomKind::Choice, &["未婚", "已婚", "丧偶", "离婚"]),
    ("一线情况", CustomKind::Choice, &["生产、工作一线", "科研一线", "教学一线", "医疗卫生一线", "其他一线"]),
    ("困难类型", CustomKind::Choice, &["低保", "特困", "残疾", "重病", "失独", "其他困难"]),
    ("是否党务工作者", CustomKind::Yes, &[]),
    ("是否党代表", CustomKind::Yes, &[]),
    ("志愿服务特长", CustomKind::Text, &[]),
    ("服兵役经历", CustomKind::Yes, &[]),
    ("档案管理单位", CustomKind::Text, &[]),
    ("户籍所在地", CustomKind::Text, &[]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_stored_in_one_way_or_refused_in_a_sentence() {
        let choices = ["高级".to_owned(), "中级".to_owned()];
        let today = "2026-10-31".parse().unwrap();
        let read = |kind: CustomKind, text: &str| kind.stored(text, &choices, today);
        for (kind, text, stored) in [
            (CustomKind::Text, " 云南　个旧 ", Some("云南 个旧")),
            (CustomKind::Text, "—", None),
            (CustomKind::Number, "１２.5", Some("12.5")),
            (CustomKind::Day, "1998年7月", Some("1998-07")),
            (CustomKind::Choice, "中级", Some("中级")),
            (CustomKind::Yes, "是", Some("1")),
            (CustomKind::Yes, "无", None),
        ] {
            assert_eq!(read(kind, text).unwrap().as_deref(), stored, "{text}");
        }
        for (kind, text) in [
            (CustomKind::Number, "很多"),
            (CustomKind::Day, "1998-13-40"),
            (CustomKind::Choice, "特级"),
            (CustomKind::Yes, "也许"),
        ] {
            assert!(read(kind, text).unwrap_err().ends_with('。'), "{text}");
        }
    }

    #[test]
    fn a_ready_field_has_choices_if_it_is_to_be_chosen_from() {
        for (label, kind, choices) in READY_FIELDS {
            assert_eq!(*kind == CustomKind::Choice, !choices.is_empty(), "{label}");
        }
    }
}
