//! Conditions of a list: a field, an operator, a value, joined by 且 or 或. What a condition says is compiled once and then
//! asked of the value of every member. Must not know a book.

use serde::{Deserialize, Serialize};

use super::field::FieldKind;
use crate::code::coded;
use crate::day::{Day, PartialDay, add_days};
use crate::office_day::{DayContext, read_day};
use crate::text::squeeze;

coded! {
    /// How a field is compared.
    FieldOperator {
        Is "is" "是",
        IsNot "is_not" "不是",
        Contains "contains" "包含",
        Lacks "lacks" "不包含",
        Under "under" "属于",
        NotUnder "not_under" "不属于",
        Before "before" "早于",
        After "after" "晚于",
        Until "until" "不晚于",
        From "from" "不早于",
        Between "between" "介于",
        Empty "empty" "为空",
        Filled "filled" "不为空",
    }
}

impl FieldOperator {
    /// What a person calls it: numbers are not earlier but smaller.
    pub const fn label_for(self, kind: FieldKind) -> &'static str {
        match (kind, self) {
            (FieldKind::Number, Self::Before) => "小于",
            (FieldKind::Number, Self::After) => "大于",
            (FieldKind::Number, Self::Until) => "不大于",
            (FieldKind::Number, Self::From) => "不小于",
            _ => self.label(),
        }
    }

    /// The operators of a kind, in the order of lists.
    pub const fn of_kind(kind: FieldKind) -> &'static [Self] {
        use FieldOperator::{
            After, Before, Between, Contains, Empty, Filled, From, Is, IsNot, Lacks, NotUnder, Under, Until,
        };
        match kind {
            FieldKind::Text | FieldKind::Several => &[Contains, Lacks, Is, IsNot, Empty, Filled],
            FieldKind::Code | FieldKind::Organisation | FieldKind::Place => {
                &[Is, IsNot, Under, NotUnder, Contains, Empty, Filled]
            }
            FieldKind::Day | FieldKind::Number => {
                &[Is, IsNot, Before, After, Until, From, Between, Empty, Filled]
            }
            FieldKind::Yes => &[Is, IsNot],
        }
    }

    /// Whether it asks for nothing but the field.
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Empty | Self::Filled)
    }

    /// Whether it says the opposite of another operator.
    const fn is_opposite(self) -> bool {
        matches!(self, Self::IsNot | Self::Lacks | Self::NotUnder | Self::Filled)
    }

    /// The operator that a person writes as a word or as a sign.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "=" | "为" | "等于" => Self::Is,
            "!=" | "≠" | "<>" | "不等于" => Self::IsNot,
            "~" | "含" => Self::Contains,
            "!~" => Self::Lacks,
            ":" => Self::Under,
            "!:" => Self::NotUnder,
            "<" | "小于" => Self::Before,
            ">" | "大于" => Self::After,
            "<=" | "≤" | "不大于" => Self::Until,
            ">=" | "≥" | "不小于" => Self::From,
            _ => return Self::read(word),
        })
    }
}

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
            (Self::Text(wanted), FieldValue::Several(all)) => all.iter().any(|one| folded(one) == *wanted),
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

/// What a person types without looking at the kind: `=` of a text, `:` of a word.
fn fitting(operator: FieldOperator, kind: FieldKind) -> FieldOperator {
    match (operator, kind) {
        (FieldOperator::Under, FieldKind::Text | FieldKind::Several) => FieldOperator::Contains,
        (FieldOperator::NotUnder, FieldKind::Text | FieldKind::Several) => FieldOperator::Lacks,
        _ => operator,
    }
}

fn operators(kind: FieldKind) -> String {
    let all: Vec<&str> = FieldOperator::of_kind(kind).iter().map(|one| one.label_for(kind)).collect();
    all.join("、")
}

fn compiled(
    field: &Comparable<'_>,
    operator: FieldOperator,
    clause: &FilterClause,
) -> Result<(Test, String), String> {
    let value = clause.value.trim();
    if operator.is_bare() {
        return Ok((Test::Empty, String::new()));
    }
    match field.kind {
        FieldKind::Text | FieldKind::Several => {
            let is_whole = matches!(operator, FieldOperator::Is | FieldOperator::IsNot);
            let test = if is_whole { Test::Text(folded(value)) } else { Test::Part(folded(value)) };
            Ok((test, format!("“{value}”")))
        }
        FieldKind::Code | FieldKind::Organisation | FieldKind::Place => among(field, operator, value),
        FieldKind::Day => days(field, operator, clause),
        FieldKind::Number => numbers(field, operator, clause),
        FieldKind::Yes => yes(field, value),
    }
}

fn yes(field: &Comparable<'_>, value: &str) -> Result<(Test, String), String> {
    match value {
        "是" | "1" | "有" => Ok((Test::Yes(true), "是".to_owned())),
        "否" | "0" | "无" => Ok((Test::Yes(false), "否".to_owned())),
        _ => Err(format!("“{}”只能是“是”或“否”，不能是“{value}”。", field.label)),
    }
}

fn among(field: &Comparable<'_>, operator: FieldOperator, value: &str) -> Result<(Test, String), String> {
    let is_under = matches!(operator, FieldOperator::Under | FieldOperator::NotUnder);
    let is_part = operator == FieldOperator::Contains;
    let (mut codes, mut labels) = (Vec::new(), Vec::new());
    // A name may hold the sign that stands between two: the whole is tried first.
    let whole = [value];
    let parts: Vec<&str> =
        value.split(['、', ',', '，', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_whole = is_part || known(field, value, is_under).is_some();
    for part in if is_whole { &whole[..] } else { &parts[..] } {
        if is_part {
            codes.extend(containing(field, part));
            labels.push(format!("“{part}”"));
            continue;
        }
        let (more, label) = known(field, part, is_under).ok_or_else(|| unknown(field, part))?;
        codes.extend(more);
        labels.push(label);
    }
    Ok((Test::Among(codes), labels.join("或")))
}

fn unknown(field: &Comparable<'_>, part: &str) -> String {
    let some: Vec<&str> = field.choices.iter().take(6).map(|choice| choice.label.as_str()).collect();
    let more = if field.choices.len() > some.len() { "……" } else { "" };
    format!("“{}”里没有“{part}”，可选：{}{more}。", field.label, some.join("、"))
}

fn containing(field: &Comparable<'_>, part: &str) -> Vec<String> {
    let wanted = folded(part);
    let fits = field.choices.iter().filter(|choice| folded(&choice.label).contains(&wanted));
    fits.map(|choice| choice.code.clone()).collect()
}

/// The codes that a word means, and what it is called.
fn known(field: &Comparable<'_>, part: &str, is_under: bool) -> Option<(Vec<String>, String)> {
    if let Some((label, tops)) = field.levels.iter().find(|(label, _)| *label == part) {
        let is_in = |choice: &&FieldChoice| tops.iter().any(|top| choice.code.starts_with(top));
        return Some((codes_of(field.choices.iter().filter(is_in)), (*label).to_owned()));
    }
    // Several organisations may share a name: all of them are meant.
    let wanted = folded(part);
    let by_code = field.choices.iter().filter(|choice| choice.code.eq_ignore_ascii_case(part));
    let mut met: Vec<&FieldChoice> = by_code.collect();
    if met.is_empty() {
        met = field.choices.iter().filter(|choice| folded(&choice.label) == wanted).collect();
    }
    let label = met.first()?.label.clone();
    if !is_under {
        return Some((codes_of(met.into_iter()), label));
    }
    let below = field.choices.iter().filter(|choice| met.iter().any(|top| lies_in(field, choice, top)));
    Some((codes_of(below), label))
}

fn codes_of<'a>(choices: impl Iterator<Item = &'a FieldChoice>) -> Vec<String> {
    choices.map(|choice| choice.code.clone()).collect()
}

fn lies_in(field: &Comparable<'_>, choice: &FieldChoice, top: &FieldChoice) -> bool {
    if field.kind == FieldKind::Code {
        return choice.code.starts_with(&top.code);
    }
    let mut at = Some(choice);
    // A tree has no circle; the bound holds should one be written by mistake.
    for _ in 0..16 {
        match at {
            Some(one) if one.code == top.code => return true,
            Some(FieldChoice { parent: Some(parent), .. }) => {
                at = field.choices.iter().find(|choice| choice.code == *parent);
            }
            _ => return false,
        }
    }
    false
}

fn days(
    field: &Comparable<'_>,
    operator: FieldOperator,
    clause: &FilterClause,
) -> Result<(Test, String), String> {
    let read = |text: &str| {
        let read = read_day(text, &DayContext::on(field.today)).map(|read| read.day);
        read.map_err(|_| {
            format!("“{}”要和日期比较，“{text}”不是日期，请写成 2026-11-21、2026-11 或 2026。", field.label)
        })
    };
    let day = read(clause.value.trim())?;
    let (from, to) = match operator {
        FieldOperator::Before => (None, Some(add_days(day.earliest(), -1))),
        FieldOperator::After => (Some(add_days(day.latest(), 1)), None),
        FieldOperator::Until => (None, Some(day.latest())),
        FieldOperator::From => (Some(day.earliest()), None),
        FieldOperator::Between => {
            let last = read(need_to(field, clause)?)?;
            refuse_turned(field, day.earliest() > last.latest())?;
            return Ok((
                Test::Days(Some(day.earliest()), Some(last.latest())),
                format!("{day} 到 {last} 之间"),
            ));
        }
        _ => (Some(day.earliest()), Some(day.latest())),
    };
    Ok((Test::Days(from, to), day.to_string()))
}

fn numbers(
    field: &Comparable<'_>,
    operator: FieldOperator,
    clause: &FilterClause,
) -> Result<(Test, String), String> {
    let read = |text: &str| {
        hundredths(text).ok_or_else(|| format!("“{}”要和数字比较，“{text}”不是数字。", field.label))
    };
    let value = clause.value.trim();
    let number = read(value)?;
    let (from, to) = match operator {
        FieldOperator::Before => (None, Some(number - 1)),
        FieldOperator::After => (Some(number + 1), None),
        FieldOperator::Until => (None, Some(number)),
        FieldOperator::From => (Some(number), None),
        FieldOperator::Between => {
            let end = need_to(field, clause)?;
            let last = read(end)?;
            refuse_turned(field, number > last)?;
            return Ok((Test::Numbers(Some(number), Some(last)), format!("{value} 到 {end} 之间")));
        }
        _ => (Some(number), Some(number)),
    };
    Ok((Test::Numbers(from, to), value.to_owned()))
}

fn need_to<'a>(field: &Comparable<'_>, clause: &'a FilterClause) -> Result<&'a str, String> {
    let to = Some(clause.to.trim()).filter(|to| !to.is_empty());
    to.ok_or_else(|| format!("“{}介于”要填写两头，请补上到哪里为止。", field.label))
}

fn refuse_turned(field: &Comparable<'_>, is_turned: bool) -> Result<(), String> {
    if is_turned {
        return Err(format!("“{}介于”的开头在结尾之后，请对调。", field.label));
    }
    Ok(())
}

/// A number with up to two decimals, in hundredths.
pub fn hundredths(text: &str) -> Option<i64> {
    let said = squeeze(text);
    let (sign, digits) = said.strip_prefix('-').map_or((1, said.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !is_plain(whole) || !is_plain(part) {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 100 + part))
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
        test(kind, text).unwrap().holds(value.as_ref())
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
