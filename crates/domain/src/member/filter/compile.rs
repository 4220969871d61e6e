//! Compiles a condition: what it asks of values, and how a sentence says it.

use super::{Comparable, FieldChoice, FieldOperator, FilterClause, Test, folded};
use crate::day::add_days;
use crate::member::FieldKind;
use crate::office_day::{DayContext, read_day};
use crate::text::squeeze;

/// What a person types without looking at the kind: `=` of a text, `:` of a word.
pub(super) fn fitting(operator: FieldOperator, kind: FieldKind) -> FieldOperator {
    match (operator, kind) {
        (FieldOperator::Under, FieldKind::Text | FieldKind::Several) => FieldOperator::Contains,
        (FieldOperator::NotUnder, FieldKind::Text | FieldKind::Several) => FieldOperator::Lacks,
        _ => operator,
    }
}

pub(super) fn operators(kind: FieldKind) -> String {
    let all: Vec<&str> = FieldOperator::of_kind(kind).iter().map(|one| one.label_for(kind)).collect();
    all.join("、")
}

pub(super) fn compiled(
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
