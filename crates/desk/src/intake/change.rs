//! What an update changes, field by field: before and after in words, masked as everywhere. Decides nothing.

use branchbook_contract::intake::FieldChange;
use branchbook_domain::day::PartialDay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit};

use crate::member::word::text_in_words;

/// A field: what it is called, the column whose words it takes, and its text.
type Field<T> = (&'static str, &'static str, fn(&T) -> Option<String>);

const PERSON: &[Field<Person>] = &[
    ("性别", "sex", |person| person.sex.clone()),
    ("民族", "nation", |person| person.nation.clone()),
    ("出生年月", "birth_on", |person| day(person.birth_on)),
    ("身份证号", "id_number", |person| person.id_number.clone()),
    ("文化程度", "education", |person| person.education.clone()),
    ("入党时间", "joined_on", |person| day(person.joined_on)),
    ("转正时间", "became_full_on", |person| day(person.became_full_on)),
    ("联系电话", "phone", |person| person.phone.clone()),
    ("其他电话", "other_phone", |person| person.other_phone.clone()),
    ("家庭住址", "address", |person| person.address.clone()),
    ("工作单位及职务", "employer", |person| person.employer.clone()),
    ("工作岗位", "work_post", |person| person.work_post.clone()),
    ("新社会阶层", "new_stratum", |person| person.new_stratum.clone()),
    ("备注", "note", |person| person.note.clone()),
];

const UNIT: &[Field<Unit>] = &[
    ("单位性质", "", |unit| unit.kind.clone()),
    ("党组织名称", "", |unit| unit.party_organisation.clone()),
    ("党组织书记", "", |unit| unit.secretary.clone()),
    ("联系人", "", |unit| unit.contact.clone()),
    ("联系电话", "phone", |unit| unit.phone.clone()),
    ("在职党员数", "", |unit| unit.member_count.map(|count| count.to_string())),
];

const REPORT_IN: &[Field<ReportIn>] = &[
    ("职务", "", |report_in| report_in.duty.clone()),
    ("居住小区", "address", |report_in| report_in.residence.clone()),
    ("特长", "", |report_in| report_in.skills.clone()),
    ("意向服务岗位", "", |report_in| report_in.wanted_post.clone()),
    ("备注", "", |report_in| report_in.note.clone()),
];

/// What is different of a person.
pub(crate) fn of_person(before: &Person, after: &Person) -> Vec<FieldChange> {
    of(PERSON, before, after)
}

/// What is different of a unit.
pub(crate) fn of_unit(before: &Unit, after: &Unit) -> Vec<FieldChange> {
    of(UNIT, before, after)
}

/// What is different of a report-in.
pub(crate) fn of_report_in(before: &ReportIn, after: &ReportIn) -> Vec<FieldChange> {
    of(REPORT_IN, before, after)
}

/// A change of something that is no field of a row.
pub(crate) fn plain(field: &str, before: Option<String>, after: String) -> FieldChange {
    FieldChange { field: field.to_owned(), before, after: Some(after) }
}

/// 「更新：联系电话、备注。」
pub(crate) fn sentence(changes: &[FieldChange]) -> String {
    let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
    format!("更新：{}。", fields.join("、"))
}

fn of<T>(fields: &[Field<T>], before: &T, after: &T) -> Vec<FieldChange> {
    let change = |(field, column, text): &Field<T>| {
        let (before, after) = (text(before), text(after));
        let words = |text: String| text_in_words(column, &text);
        (before != after).then(|| FieldChange {
            field: (*field).to_owned(),
            before: before.map(words),
            after: after.map(words),
        })
    };
    fields.iter().filter_map(change).collect()
}

fn day(day: Option<PartialDay>) -> Option<String> {
    day.map(|day| day.to_string())
}
