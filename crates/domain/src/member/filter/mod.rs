//! Conditions of a list: a field, an operator, a value, joined by 且 or 或. What a condition says is compiled once and then
//! asked of the value of every member. Must not know a book.

mod compile;
mod operator;

pub use compile::hundredths;
pub use operator::FieldOperator;

use serde::{Deserialize, Serialize};

use self::compile::{compiled, fitting, operators};
use super::field::FieldKind;
use super::post::read_elsewhere;
use crate::day::{Day, PartialDay};
use crate::text::squeeze;

/// A condition as a person says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterClause {
    /// Key or name of the field.
    pub field: String,
    /// Code, word or sign of the operator.
    pub operator: String,
    /// What it is compared with; several codes with 、 between.
    #[serde(default)]
    pub value: String,
    /// The other end of 介于.
    #[serde(default)]
    pub to: String,
}

impl FilterClause {
    /// A condition as it is typed: `学历=大专`, `年龄>=60`, `岗位:01`, `姓名~王`, `入党时间=1990..2000`, `住址为空`.
    pub fn of_text(text: &str) -> Option<Self> {
        const SIGNS: [&str; 14] =
            ["!=", "<>", "!~", "!:", ">=", "<=", "≠", "≥", "≤", "=", "~", ":", ">", "<"];
        let text = text.trim();
        if let Some((field, operator)) = ["不为空", "为空"].into_iter().find_map(|word| {
            let operator = if word == "为空" { FieldOperator::Empty } else { FieldOperator::Filled };
            Some((text.strip_suffix(word)?, operator))
        }) {
            return Some(Self {
                field: field.trim().into(),
                operator: operator.code().into(),
                ..Self::default()
            });
        }
        let found = SIGNS.into_iter().filter_map(|sign| Some((text.find(sign)?, sign)));
        let (at, sign) = found.min_by_key(|(at, sign)| (*at, std::cmp::Reverse(sign.len())))?;
        let (field, value) = (text.get(..at)?.trim(), text.get(at + sign.len()..)?.trim());
        Some(Self::typed(field, FieldOperator::of_word(sign)?, value))
    }

    fn typed(field: &str, operator: FieldOperator, value: &str) -> Self {
        let of = |operator: FieldOperator, value: &str, to: &str| Self {
            field: field.to_owned(),
            operator: operator.code().to_owned(),
            value: value.trim().to_owned(),
            to: to.trim().to_owned(),
        };
        match (operator, value.split_once("..")) {
            (FieldOperator::Is, Some((from, to))) => of(FieldOperator::Between, from, to),
            (FieldOperator::Is, None) if value.is_empty() => of(FieldOperator::Empty, "", ""),
            (FieldOperator::IsNot, None) if value.is_empty() => of(FieldOperator::Filled, "", ""),
            _ => of(operator, value, ""),
        }
    }
}

/// What stands in a field of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Words.
    Text(String),
    /// A code of a table, or the key of an organisation or a place.
    Code(String),
    /// Several words.
    Several(Vec<String>),
    /// A day as far as it is known.
    Day(PartialDay),
    /// A number, in hundredths.
    Number(i64),
    /// Yes or no.
    Yes(bool),
}

/// One of those that a field can hold, with what it lies in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldChoice {
    /// Code or key.
    pub code: String,
    /// What a person calls it.
    pub label: String,
    /// The code of what it lies in; codes of tables lie in those that they begin with.
    pub parent: Option<String>,
}

/// A field as far as a condition needs it.
#[derive(Debug, Clone, Copy)]
pub struct Comparable<'a> {
    /// What a person calls it.
    pub label: &'a str,
    /// What stands in it.
    pub kind: FieldKind,
    /// What it can hold, if that is limited.
    pub choices: &'a [FieldChoice],
    /// Names for several codes, each with everything below it.
    pub levels: &'a [super::field::CodeLevel],
    /// Today: bare years are read from it.
    pub today: Day,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Empty,
    Text(String),
    Part(String),
    Among(Vec<String>),
    Days(Option<Day>, Option<Day>),
    Numbers(Option<i64>, Option<i64>),
    /// Of whom nothing is said it is not so.
    Yes(bool),
}

/// A condition that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldTest {
    test: Test,
    is_opposite: bool,
    words: String,
}

impl FieldTest {
    /// What a condition asks of a field.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn of(field: &Comparable<'_>, clause: &FilterClause) -> Result<Self, String> {
        let operator = FieldOperator::of_word(clause.operator.trim())
            .ok_or_else(|| format!("没有“{}”这种比较，可用：{}。", clause.operator, operators(field.kind)))?;
        let operator = fitting(operator, field.kind);
        if !FieldOperator::of_kind(field.kind).contains(&operator) {
            let (label, word) = (field.label, operator.label_for(field.kind));
            return Err(format!("“{label}”不能用“{word}”比较，可用：{}。", operators(field.kind)));
        }
        if !operator.is_bare() && clause.value.trim().is_empty() {
            return Err(format!("“{}{}”后面没有内容，请填写。", field.label, operator.label_for(field.kind)));
        }
        let (test, value) = compiled(field, operator, clause)?;
        let words = format!("{}{}{value}", field.label, operator.label_for(field.kind));
        Ok(Self { test, is_opposite: operator.is_opposite(), words })
    }

    /// Whether it holds of a value; what is not filled in is only 为空, and not this and not that.
    /// A day known in part is before another only if it surely is.
    pub fn holds(&self, value: Option<&FieldValue>) -> bool {
        self.test.holds(value) != self.is_opposite
    }

    /// The condition as a sentence says it: 学历是大专.
    pub fn words(&self) -> &str {
        &self.words
    }
}

/// Texts are equal as people read them: width, spaces and capitals do not count.
fn folded(text: &str) -> String {
    squeeze(text).to_lowercase()
}

impl Test {
    fn holds(&self, value: Option<&FieldValue>) -> bool {
        let Some(value) = value else { return matches!(self, Self::Empty | Self::Yes(false)) };
        match (self, value) {
            (Self::Text(wanted), FieldValue::Text(text)) => folded(text) == *wanted,
            (Self::Part(wanted), FieldValue::Text(text)) => folded(text).contains(wanted),
            (Self::Text(wanted), FieldValue::Several(all)) => all.iter().any(|one| {
                // The title of a post is meant wherever it is held.
                let title = read_elsewhere(one).map(|(_, title)| title);
                folded(one) == *wanted || title.is_some_and(|title| folded(title) == *wanted)
            }),
            (Self::Part(wanted), FieldValue::Several(all)) => {
                all.iter().any(|one| folded(one).contains(wanted))
            }
            (Self::Among(codes), FieldValue::Code(code)) => codes.contains(code),
            (Self::Days(from, to), FieldValue::Day(day)) => {
                from.is_none_or(|from| from <= day.earliest()) && to.is_none_or(|to| day.latest() <= to)
            }
            (Self::Numbers(from, to), FieldValue::Number(number)) => {
                from.is_none_or(|from| from <= *number) && to.is_none_or(|to| *number <= to)
            }
            (Self::Yes(wanted), FieldValue::Yes(is_so)) => is_so == wanted,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Education;
    use crate::member::code_levels;

    fn test(kind: FieldKind, text: &str) -> Result<FieldTest, String> {
        let choices: Vec<FieldChoice> = match kind {
            FieldKind::Code => Education::all()
                .map(|each| FieldChoice {
                    code: each.code().into(),
                    label: each.label().into(),
                    parent: None,
                })
                .collect(),
            _ => [("1", "第一党支部", None), ("2", "第二党支部", None), ("3", "第一党小组", Some("1"))]
                .map(|(code, label, parent)| FieldChoice {
                    code: code.into(),
                    label: label.into(),
                    parent: parent.map(str::to_owned),
                })
                .to_vec(),
        };
        let levels = code_levels("education");
        let levels = if kind == FieldKind::Code { &levels[..] } else { &[] };
        let today = "2026-10-31".parse().unwrap();
        let field = Comparable { label: "栏", kind, choices: &choices, levels, today };
        FieldTest::of(&field, &FilterClause::of_text(text).unwrap())
    }

    fn holds(kind: FieldKind, text: &str, value: Option<FieldValue>) -> bool {
        let test = test(kind, text).unwrap();
        value.map_or_else(|| test.holds(None), |value| test.holds(Some(&value)))
    }

    #[test]
    fn a_condition_is_typed_as_a_person_writes_it() {
        for (text, operator, value, to) in [
            ("学历=大专", "is", "大专", ""),
            ("学历 != 大专", "is_not", "大专", ""),
            ("年龄>=60", "from", "60", ""),
            ("年龄>60", "after", "60", ""),
            ("入党时间<2000", "before", "2000", ""),
            ("岗位:01", "under", "01", ""),
            ("姓名~王", "contains", "王", ""),
            ("入党时间=1990..2000", "between", "1990", "2000"),
            ("住址=", "empty", "", ""),
            ("住址!=", "filled", "", ""),
            ("住址为空", "empty", "", ""),
            ("住址不为空", "filled", "", ""),
        ] {
            let clause = FilterClause::of_text(text).unwrap();
            assert_eq!((clause.operator.as_str(), clause.value.as_str()), (operator, value), "{text}");
            assert_eq!(clause.to, to, "{text}");
        }
        assert_eq!(FilterClause::of_text("没有比较"), None);
    }

    #[test]
    fn texts_are_equal_as_people_read_them() {
        let text = |text: &str| Some(FieldValue::Text(text.into()));
        assert!(holds(FieldKind::Text, "栏=银河小学 ", text("银河　小学")));
        assert!(holds(FieldKind::Text, "栏~小学", text("银河小学教师")));
        assert!(!holds(FieldKind::Text, "栏!~小学", text("银河小学教师")));
        assert!(holds(FieldKind::Text, "栏!~小学", None), "who has none has none with it");
        assert!(holds(FieldKind::Text, "栏为空", None) && !holds(FieldKind::Text, "栏不为空", None));
        let several = Some(FieldValue::Several(vec!["独居".into(), "志愿者".into()]));
        assert!(holds(FieldKind::Several, "栏=独居", several.clone()));
        assert!(!holds(FieldKind::Several, "栏=独", several));
    }

    #[test]
    fn a_code_is_meant_by_name_by_code_by_prefix_or_by_level() {
        let code = |code: &str| Some(FieldValue::Code(code.into()));
        for (text, held, expected) in [
            ("栏=大专", "22", true),
            ("栏=22、21", "21", true),
            ("栏!=大专", "21", true),
            ("栏:1", "1A", true),
            ("栏:大专及以上", "2C", true),
            ("栏:大专及以上", "41", false),
            ("栏~党校", "2B", true),
            ("栏=研究生", "11", false),
            ("栏:研究生", "11", true),
        ] {
            assert_eq!(holds(FieldKind::Code, text, code(held)), expected, "{text} {held}");
        }
        let wrong = test(FieldKind::Code, "栏=高小").unwrap_err();
        assert!(wrong.contains("没有“高小”") && wrong.ends_with('。'), "{wrong}");
    }

    #[test]
    fn what_lies_in_an_organisation_belongs_to_it() {
        let code = |code: &str| Some(FieldValue::Code(code.into()));
        assert!(holds(FieldKind::Organisation, "栏:第一党支部", code("3")));
        assert!(!holds(FieldKind::Organisation, "栏=第一党支部", code("3")));
        assert!(!holds(FieldKind::Organisation, "栏:第二党支部", code("3")));
    }

    #[test]
    fn a_day_known_in_part_is_compared_only_where_it_is_sure() {
        let day = |text: &str| Some(FieldValue::Day(text.parse().unwrap()));
        for (text, held, expected) in [
            ("栏<2000-05", "2000-04-30", true),
            ("栏<2000-05", "2000", false),
            ("栏>2000", "2001-01-01", true),
            ("栏>2000-03", "2000", false),
            ("栏=2000", "2000-07-01", true),
            ("栏=2000-07-01", "2000", false),
            ("栏<=2000", "2000-12-31", true),
            ("栏>=2000", "2000", true),
            ("栏=1990..2000", "2000-12-31", true),
            ("栏=1990..2000", "2001", false),
            ("栏!=2000", "1999", true),
        ] {
            assert_eq!(holds(FieldKind::Day, text, day(held)), expected, "{text} {held}");
        }
        assert!(test(FieldKind::Day, "栏<昨天").unwrap_err().contains("不是日期"));
        assert!(test(FieldKind::Day, "栏=2000..1990").unwrap_err().contains("对调"));
    }

    #[test]
    fn numbers_are_compared_with_their_decimals() {
        let number = |number: i64| Some(FieldValue::Number(number));
        assert!(holds(FieldKind::Number, "栏>60", number(60_01)));
        assert!(!holds(FieldKind::Number, "栏>60", number(60_00)));
        assert!(holds(FieldKind::Number, "栏=60.5", number(60_50)));
        assert!(test(FieldKind::Number, "栏>很大").unwrap_err().contains("不是数字"));
        assert_eq!((hundredths("-1.5"), hundredths("1.234"), hundredths("")), (Some(-150), None, None));
    }

    #[test]
    fn yes_and_no_are_said_of_everybody() {
        assert!(holds(FieldKind::Yes, "栏=是", Some(FieldValue::Yes(true))));
        assert!(
            holds(FieldKind::Yes, "栏=否", None)
                && holds(FieldKind::Yes, "栏=否", Some(FieldValue::Yes(false)))
        );
        assert!(holds(FieldKind::Yes, "栏!=是", None));
    }

    #[test]
    fn an_operator_that_a_field_does_not_have_is_told_with_those_it_has() {
        let wrong = test(FieldKind::Text, "栏>3").unwrap_err();
        assert_eq!(wrong, "“栏”不能用“晚于”比较，可用：包含、不包含、是、不是、为空、不为空。");
    }
}
