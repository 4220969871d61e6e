//! Titles that mean something only beside another one: 日期 to the right of 转正, 电话 to the right of 联系人. Must not look at
//! what stands below the titles.

use super::content::Content;
use super::field::FieldSpec;

/// Titles of days that do not say of what.
pub(super) const DAYS: [&str; 7] = ["日期", "时间", "年月", "年月日", "起始日期", "起止时间", "具体时间"];
/// Titles of phones that do not say whose.
const PHONES: [&str; 8] =
    ["电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "联系手机"];
/// Titles with these words speak of somebody else than the person of the row.
const OTHERS: [&str; 13] =
    ["介绍人", "配偶", "父", "母", "子女", "紧急", "家属", "户主", "推荐", "培养", "监护", "爱人", "原"];
/// What leads up to joining and to becoming full: a day that stands with one of these is that of the step and not of what
/// it leads to.
const STEPS: [&str; 9] = ["申请", "积极分子", "发展对象", "考察", "谈话", "政审", "培训", "公示", "志愿书"];
/// Phones to the right of these are first of all those of the people named there.
const CONTACTS: [&str; 4] = ["联系人", "联络员", "负责人", "书记"];

/// What the neighbour to the left says of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing: the title is not vague, or the neighbour says nothing of it.
    Nothing,
    /// It is the field at this position.
    Field(usize),
    /// It is the day of a step towards something, which no field holds.
    Step,
    /// It belongs to whoever is named there: the person's own is looked for elsewhere first.
    Contact,
    /// It belongs to somebody else.
    Others,
}

/// What a folded title means to the right of another.
pub(super) fn beside(title: &str, left: &str, fields: &[FieldSpec]) -> Beside {
    let Some(content) = vague(title) else { return Beside::Nothing };
    let step = step_in(left).filter(|_| content == Content::Day);
    let is_meant = |field: &FieldSpec| {
        Content::of(field) == Some(content)
            && field
                .right_of
                .iter()
                .any(|word| left.contains(word) && step.is_none_or(|it| word.contains(it)))
    };
    let is_written_out = |field: &FieldSpec| step.is_some() && field.is_titled(&format!("{left}{title}"));
    if speaks_of_others(left) {
        return if content == Content::Phone { Beside::Others } else { Beside::Nothing };
    }
    if let Some(at) = fields.iter().position(|field| is_meant(field) || is_written_out(field)) {
        return Beside::Field(at);
    }
    if step.is_some() {
        return Beside::Step;
    }
    let is_of_contact = content == Content::Phone && CONTACTS.iter().any(|word| left.ends_with(word));
    if is_of_contact { Beside::Contact } else { Beside::Nothing }
}

/// Whether a title says too little to name a field by itself.
pub(super) fn is_vague(title: &str) -> bool {
    vague(title).is_some()
}

/// The step towards something of which a title speaks: 申请 in 申请入党时间.
pub(super) fn step_in(folded: &str) -> Option<&'static str> {
    STEPS.into_iter().find(|step| folded.contains(step))
}

/// Whether a title says only that a day stands below it.
pub(super) fn is_bare_day(title: &str) -> bool {
    vague(title) == Some(Content::Day)
}

/// Whether a title speaks of somebody else than the person of the row.
pub(super) fn speaks_of_others(folded: &str) -> bool {
    OTHERS.iter().any(|word| folded.contains(word))
}

/// What a title that says too little is about.
fn vague(title: &str) -> Option<Content> {
    if DAYS.contains(&title) {
        return Some(Content::Day);
    }
    PHONES.contains(&title).then_some(Content::Phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[FieldSpec] = &[
        FieldSpec::new("became_full", "转正时间", &[]).right_of(&["转正"]),
        FieldSpec::new("phone", "联系电话", &["电话"]),
    ];
    const JOINING: &[FieldSpec] = &[FieldSpec::new("joined", "入党时间", &[]).right_of(&["入党"])];
    const OWN: &[FieldSpec] = &[
        FieldSpec::new("joined", "入党时间", &[]).right_of(&["入党"]),
        FieldSpec::new("own:7", "申请入党时间", &[]),
    ];
    const UNIT: &[FieldSpec] = &[FieldSpec::new("phone", "联系电话", &["电话"]).right_of(&["联系人"])];

    #[test]
    fn a_vague_title_means_what_stands_to_its_left() {
        assert_eq!(beside("日期", "转正情况", FIELDS), Beside::Field(0));
        assert_eq!(beside("日期", "姓名", FIELDS), Beside::Nothing);
        assert_eq!(beside("电话", "转正情况", FIELDS), Beside::Nothing, "a day stands there, no phone");
        assert_eq!(beside("日期", "转正介绍人", FIELDS), Beside::Nothing);
        assert_eq!(beside("时间", "入党", JOINING), Beside::Field(0));
        for step in ["申请入党", "入党申请", "入党积极分子", "递交入党申请书", "入党政审"]
        {
            assert_eq!(beside("时间", step, JOINING), Beside::Step, "{step}");
        }
        assert_eq!(
            beside("时间", "申请入党", OWN),
            Beside::Field(1),
            "the office has a field of its own for it"
        );
        assert_eq!(beside("时间", "转正申请", FIELDS), Beside::Step);
        assert_eq!(beside("电话", "联系人", FIELDS), Beside::Contact);
        assert_eq!(beside("电话", "配偶姓名", FIELDS), Beside::Others);
        assert_eq!(beside("电话", "联系人", UNIT), Beside::Field(0));
        assert_eq!(beside("电话", "书记", UNIT), Beside::Contact);
        assert_eq!(beside("本人电话", "联系人", FIELDS), Beside::Nothing, "that title says whose it is");
    }
}
