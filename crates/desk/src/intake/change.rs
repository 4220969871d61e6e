//! What an update changes, field by field: before and after in words, masked as everywhere. Decides nothing.

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::day::PartialDay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit};

use super::decide::{Decisions, KEEP, Place};
use super::question::Question;
use crate::member::word::text_in_words;

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
        let words = |text: String| text_in_words(field.column, &text);
        (before != after).then(|| FieldChange {
            key: field.key.to_owned(),
            is_kept: false,
            field: field.title.to_owned(),
            before: before.map(words),
            after: after.map(words),
        })
    };
    fields.iter().filter_map(change).collect()
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
