//! What an update changes, field by field: before and after in words, masked as everywhere. Decides nothing.

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::day::PartialDay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit};

use super::decide::{Decisions, KEEP, Place};
use super::question::Question;
use crate::member::word::text_in_words;

/// Places of a masked number that are told: what stays hidden must not be put together again.
const MOST_PLACES: usize = 2;

/// A field.
struct Field<T> {
    /// Its key in a decision.
    key: &'static str,
    /// What it is called.
    title: &'static str,
    /// The column whose words it takes.
    column: &'static str,
    /// Its text.
    text: fn(&T) -> Option<String>,
    /// Puts it back to what the other says.
    restore: fn(&mut T, &T),
}

/// A field of a table: key, title, column of its words, name in the table, and how its text is made.
macro_rules! field {
    ($key:literal, $title:literal, $column:literal, $name:ident, $text:expr) => {
        Field {
            key: $key,
            title: $title,
            column: $column,
            text: |row| $text(row.$name.clone()),
            restore: |row, other| row.$name.clone_from(&other.$name),
        }
    };
}

const PERSON: &[Field<Person>] = &[
    field!("sex", "性别", "sex", sex, same),
    field!("nation", "民族", "nation", nation, same),
    field!("birth", "出生年月", "birth_on", birth_on, day),
    field!("id_number", "身份证号", "id_number", id_number, same),
    field!("education", "文化程度", "education", education, same),
    field!("joined", "入党时间", "joined_on", joined_on, day),
    field!("became_full", "转正时间", "became_full_on", became_full_on, day),
    field!("phone", "联系电话", "phone", phone, same),
    field!("other_phone", "其他电话", "other_phone", other_phone, same),
    field!("address", "家庭住址", "address", address, same),
    field!("employer", "工作单位及职务", "employer", employer, same),
    field!("work_post", "工作岗位", "work_post", work_post, same),
    field!("new_stratum", "新社会阶层", "new_stratum", new_stratum, same),
    field!("note", "备注", "note", note, same),
];

const UNIT: &[Field<Unit>] = &[
    field!("kind", "单位性质", "", kind, same),
    field!("party_organisation", "党组织名称", "", party_organisation, same),
    field!("secretary", "党组织书记", "", secretary, same),
    field!("contact", "联系人", "", contact, same),
    field!("phone", "联系电话", "phone", phone, same),
    field!("members", "在职党员数", "", member_count, count),
];

const REPORT_IN: &[Field<ReportIn>] = &[
    field!("duty", "职务", "", duty, same),
    field!("residence", "居住小区", "address", residence, same),
    field!("skills", "特长", "", skills, same),
    field!("wanted_post", "意向服务岗位", "", wanted_post, same),
    field!("note", "备注", "", note, same),
];

/// What is different of a person.
pub(crate) fn of_person(before: &Person, after: &Person) -> Vec<FieldChange> {
    of(PERSON, before, after)
}

/// Puts back the fields of a unit that the book keeps.
pub(crate) fn keep_unit(unit: &mut Unit, before: &Unit, kept: &[String]) {
    keep(UNIT, unit, before, kept);
}

/// What is different of a unit.
pub(crate) fn of_unit(before: &Unit, after: &Unit) -> Vec<FieldChange> {
    of(UNIT, before, after)
}

/// What is different of a report-in.
pub(crate) fn of_report_in(before: &ReportIn, after: &ReportIn) -> Vec<FieldChange> {
    of(REPORT_IN, before, after)
}

/// A change of something that is no field of a row; without a key nothing can be decided about it.
pub(crate) fn plain(key: &str, field: &str, before: Option<String>, after: String) -> FieldChange {
    FieldChange { key: key.to_owned(), is_kept: false, field: field.to_owned(), before, after: Some(after) }
}

/// Puts back the fields of a report-in that the book keeps.
pub(crate) fn keep_report_in(report_in: &mut ReportIn, before: &ReportIn, kept: &[String]) {
    keep(REPORT_IN, report_in, before, kept);
}

/// Puts back the fields of a person that the book keeps.
pub(crate) fn keep_person(person: &mut Person, before: &Person, kept: &[String]) {
    keep(PERSON, person, before, kept);
}

/// Marks what the book keeps; the rest of the record takes what the file says.
pub(crate) fn mark_kept(changes: &mut [FieldChange], is_kept: impl Fn(&FieldChange) -> bool) {
    for change in changes.iter_mut().filter(|change| !change.key.is_empty()) {
        change.is_kept = is_kept(change);
    }
}

/// Whether an answer is one that rows of a state are asked for in [`decide`].
pub(crate) fn is_of_state(state: RowState, answer: &str) -> bool {
    (state, answer) == (RowState::Update, KEEP)
}

/// What a person decided about an update, as a whole or field by field: marks what the book keeps, and tells what is
/// asked about the row.
pub(crate) fn decide(changes: &mut [FieldChange], place: Place, decisions: &Decisions) -> Option<Question> {
    let is_open = |change: &FieldChange| !change.key.is_empty() && change.before.is_some();
    let choices = vec![RowChoice::new(KEEP, "以台账为准，只补空白")];
    let asks = changes.iter().any(is_open);
    let chosen = asks.then(|| decisions.answer(place, RowState::Update, &choices)).flatten();
    mark_kept(changes, |change| {
        (chosen.is_some() && change.before.is_some()) || decisions.keeps(place, &change.key)
    });
    let key = chosen.map(|chosen| chosen.key).unwrap_or_default();
    asks.then(|| Question::new(choices, key).under(RowState::Update))
}

/// Keys of the changes that the book does not take.
pub(crate) fn kept_keys(changes: &[FieldChange]) -> Vec<String> {
    changes.iter().filter(|change| change.is_kept).map(|change| change.key.clone()).collect()
}

/// 「更新：联系电话、备注。」
pub(crate) fn sentence(changes: &[FieldChange]) -> String {
    let taken = changes.iter().filter(|change| !change.is_kept);
    let mut fields: Vec<&str> = taken.map(|change| change.field.as_str()).collect();
    fields.dedup();
    if fields.is_empty() {
        "按台账的保留，没有改动。".to_owned()
    } else {
        format!("更新：{}。", fields.join("、"))
    }
}

fn of<T>(fields: &[Field<T>], before: &T, after: &T) -> Vec<FieldChange> {
    let change = |field: &Field<T>| {
        let (before, after) = ((field.text)(before), (field.text)(after));
        (before != after).then(|| {
            let words = |text: &str| text_in_words(field.column, text);
            let (before, after) = told_apart((before.as_deref(), after.as_deref()), words);
            let (key, title) = (field.key.to_owned(), field.title.to_owned());
            FieldChange { key, is_kept: false, field: title, before, after }
        })
    };
    fields.iter().filter_map(change).collect()
}

/// Two texts as they are shown. Where masks make them alike, what is different is said: a person decides between them.
pub(crate) fn told_apart(
    (before, after): (Option<&str>, Option<&str>),
    show: impl Fn(&str) -> String,
) -> (Option<String>, Option<String>) {
    let shown = (before.map(&show), after.map(&show));
    match (before, after, shown) {
        (Some(before), Some(after), (Some(one), Some(other))) if one == other && before != after => {
            let apart = difference(before, after);
            (Some(one), Some(format!("{other}（{apart}）")))
        }
        (_, _, shown) => shown,
    }
}

/// What is different between two texts: the places of a number where only few are, else no more than how many.
fn difference(before: &str, after: &str) -> String {
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-、".contains(c));
    let (one, other): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    if !is_number(before) || !is_number(after) || one.len() != other.len() {
        return "遮住的部分不同".to_owned();
    }
    let apart = one.iter().zip(&other).enumerate().filter(|(_, (own, its))| own != its);
    let places: Vec<String> = apart.map(|(at, (own, its))| format!("第 {} 位 {own}→{its}", at + 1)).collect();
    match places.len() {
        count if count > MOST_PLACES => format!("有 {count} 位不同"),
        _ => places.join("，"),
    }
}

fn keep<T>(fields: &[Field<T>], row: &mut T, before: &T, kept: &[String]) {
    for field in fields.iter().filter(|field| kept.iter().any(|key| key == field.key)) {
        (field.restore)(row, before);
    }
}

const fn same(text: Option<String>) -> Option<String> {
    text
}

fn day(day: Option<PartialDay>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn count(count: Option<i64>) -> Option<String> {
    count.map(|count| count.to_string())
}

#[cfg(test)]
mod tests {
    use branchbook_domain::mask::{mask_address, mask_phone};

    use super::*;

    #[test]
    fn texts_that_masks_make_alike_say_what_is_different() {
        let told = |before: &str, after: &str, show: fn(&str) -> String| {
            let (before, after) = told_apart((Some(before), Some(after)), show);
            format!("{} → {}", before.unwrap(), after.unwrap())
        };
        for (before, after, said) in [
            ("13912340001", "13912350001", "139****0001 → 139****0001（第 7 位 4→5）"),
            ("13912340001", "13921340001", "139****0001 → 139****0001（第 4 位 1→2，第 5 位 2→1）"),
            ("13912340001", "13998760001", "139****0001 → 139****0001（有 4 位不同）"),
            ("13912340001", "13912340002", "139****0001 → 139****0002"),
        ] {
            assert_eq!(told(before, after, mask_phone), said);
        }
        let moved = told("银河路252号", "银河路8号", mask_address);
        assert_eq!(moved, "银河路**** → 银河路****（遮住的部分不同）");
        let nothing = told_apart((None, Some("13912340001")), mask_phone);
        assert_eq!(nothing, (None, Some("139****0001".to_owned())), "a blank that is filled");
    }
}
