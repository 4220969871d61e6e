//! The fields of a member as one list: what each is called, of which kind it is, whether it is masked. Columns of a list,
//! conditions, orders, exports and batch edits all choose from it. Must not know where a value is stored.

use crate::code::{Nation, coded};
use crate::mask::{mask_address, mask_id, mask_phone, mask_text};

coded! {
    /// What stands in a field.
    FieldKind {
        Text "text" "文字",
        Code "code" "选择",
        Day "day" "日期",
        Number "number" "数字",
        Yes "yes" "是否",
        Several "several" "多项",
        Organisation "organisation" "组织",
        Place "place" "地点",
    }
}

/// How a field is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldMask {
    /// Not as a whole: only what such a text may say of numbers and doors.
    None,
    /// As an ID number.
    IdNumber,
    /// As phones.
    Phone,
    /// As an address.
    Address,
}

impl FieldMask {
    /// How what stands under a key is masked, in a record, a history, a file or a parcel: as the list of fields says.
    pub fn of_key(key: &str) -> Self {
        MemberField::of_key(key).map_or(Self::None, |field| field.mask)
    }

    /// The text as it may be shown.
    pub fn masked(self, text: &str) -> String {
        match self {
            Self::None => mask_text(text).into_owned(),
            Self::IdNumber => mask_id(text),
            Self::Phone => mask_phone(text),
            Self::Address => mask_address(text),
        }
    }
}

/// A field of every member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberField {
    /// Its name in requests.
    pub key: &'static str,
    /// What a person calls it; the title of its column.
    pub label: &'static str,
    /// Other names that a person may use for it.
    pub names: &'static [&'static str],
    /// What stands in it.
    pub kind: FieldKind,
    /// How it is masked.
    pub mask: FieldMask,
    /// Width of its column, in half-width characters.
    pub width: u16,
    /// Whether it stands in the record of the person and can be filled in for many at once.
    pub can_batch: bool,
    /// Whether it stands in an exported register for which no columns were chosen.
    pub is_usual: bool,
}

const fn field(key: &'static str, label: &'static str, kind: FieldKind, width: u16) -> MemberField {
    MemberField {
        key,
        label,
        names: &[],
        kind,
        mask: FieldMask::None,
        width,
        can_batch: false,
        is_usual: true,
    }
}

impl MemberField {
    /// The field of a key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        MEMBER_FIELDS.iter().find(|field| field.key == key)
    }

    /// Whether a person means it: by its key, its label or another name.
    pub fn is_called(&self, name: &str) -> bool {
        self.key == name || self.label == name || self.names.contains(&name)
    }

    /// Whether it is masked.
    pub fn is_sensitive(&self) -> bool {
        self.mask != FieldMask::None
    }

    const fn called(self, names: &'static [&'static str]) -> Self {
        Self { names, ..self }
    }

    const fn masked(self, mask: FieldMask) -> Self {
        Self { mask, ..self }
    }

    const fn batched(self) -> Self {
        Self { can_batch: true, ..self }
    }

    const fn unusual(self) -> Self {
        Self { is_usual: false, ..self }
    }
}

/// All of them, in the order of an exported register. With the sixteen of the national collection (domain.md 5.3).
pub const MEMBER_FIELDS: &[MemberField] = &[
    field("name", "姓名", FieldKind::Text, 10),
    field("sex", "性别", FieldKind::Code, 6).batched(),
    field("nation", "民族", FieldKind::Code, 8).batched(),
    field("birth_on", "出生日期", FieldKind::Day, 12).called(&["出生年月", "生日"]),
    field("age", "年龄", FieldKind::Number, 6).unusual(),
    field("id_number", "身份证号", FieldKind::Text, 21)
        .called(&["公民身份号码", "身份证"])
        .masked(FieldMask::IdNumber),
    field("education", "学历", FieldKind::Code, 12).called(&["文化程度"]).batched(),
    field("class", "类别", FieldKind::Code, 10).called(&["人员类别", "党员类别"]),
    field("branch", "党支部", FieldKind::Organisation, 22).called(&["支部", "所在党支部"]),
    field("group", "党小组", FieldKind::Organisation, 14).called(&["小组"]).batched(),
    field("joined_on", "入党时间", FieldKind::Day, 12).called(&["入党日期", "加入党组织日期"]).batched(),
    field("became_full_on", "转正时间", FieldKind::Day, 12)
        .called(&["转正日期", "转为正式党员日期"])
        .batched(),
    field("party_years", "党龄", FieldKind::Number, 6).unusual(),
    field("phone", "手机", FieldKind::Text, 14).called(&["联系电话", "电话"]).masked(FieldMask::Phone),
    field("other_phone", "其他电话", FieldKind::Text, 16).masked(FieldMask::Phone),
    field("address", "住址", FieldKind::Text, 26)
        .called(&["家庭住址", "地址"])
        .masked(FieldMask::Address)
        .batched(),
    field("place", "地点", FieldKind::Place, 18).called(&["网格或小区", "网格", "小区"]).batched(),
    field("employer", "工作单位及职务", FieldKind::Text, 26).called(&["单位", "工作单位"]).batched(),
    field("work_post", "工作岗位", FieldKind::Code, 16).called(&["岗位"]).batched(),
    field("new_stratum", "新社会阶层", FieldKind::Code, 16).batched(),
    field("state", "党籍状态", FieldKind::Code, 10).unusual(),
    field("lost", "是否失联", FieldKind::Yes, 8).called(&["失联"]).unusual(),
    field("lost_since", "失联日期", FieldKind::Day, 12).unusual(),
    field("mobile", "是否流动", FieldKind::Yes, 8).called(&["流动"]).unusual(),
    field("mobile_to", "流向", FieldKind::Text, 16).unusual(),
    field("posts", "服务岗位", FieldKind::Several, 20),
    field("party_posts", "党内职务", FieldKind::Several, 16).called(&["职务"]),
    field("conditions", "特殊情况", FieldKind::Several, 12),
    field("tags", "标签", FieldKind::Several, 14).unusual(),
    field("roles", "身份", FieldKind::Several, 16).unusual(),
    field("note", "备注", FieldKind::Text, 24).batched(),
];

/// A name for several codes of a table, as 大专及以上; each code stands for everything below it.
pub type CodeLevel = (&'static str, Vec<&'static str>);

/// The names for several codes of the table of a field.
pub fn code_levels(key: &str) -> Vec<CodeLevel> {
    match key {
        "education" => vec![
            ("大学本科", vec!["21", "23", "24", "2A", "2B"]),
            ("大学及以上", vec!["1", "21", "23", "24", "2A", "2B"]),
            ("大专及以上", vec!["1", "2"]),
            ("高中、中专", vec!["4", "6"]),
            ("高中及以下", vec!["4", "6", "7", "8", "9"]),
            ("初中及以下", vec!["7", "8", "9"]),
        ],
        "nation" => vec![(
            "少数民族",
            Nation::all().filter(|nation| nation.is_minority()).map(Nation::code).collect(),
        )],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::code::Education;

    #[test]
    fn no_name_means_two_fields() {
        let mut seen = BTreeSet::new();
        for field in MEMBER_FIELDS {
            for name in [field.key, field.label].iter().chain(field.names) {
                assert!(seen.insert(*name), "{name} means two fields");
            }
        }
    }

    #[test]
    fn the_sixteen_items_of_the_national_collection_are_there() {
        for name in [
            "姓名",
            "公民身份号码",
            "性别",
            "民族",
            "出生日期",
            "学历",
            "人员类别",
            "所在党支部",
            "加入党组织日期",
            "转为正式党员日期",
            "工作岗位",
            "联系电话",
            "家庭住址",
            "党籍状态",
            "是否失联",
            "是否流动",
        ] {
            assert!(MEMBER_FIELDS.iter().any(|field| field.is_called(name)), "{name}");
        }
    }

    #[test]
    fn numbers_phones_and_addresses_are_masked() {
        let sensitive: Vec<&str> =
            MEMBER_FIELDS.iter().filter(|field| field.is_sensitive()).map(|field| field.key).collect();
        assert_eq!(sensitive, ["id_number", "phone", "other_phone", "address"]);
    }

    #[test]
    fn the_level_of_college_says_what_the_table_says() {
        let levels = code_levels("education");
        let (_, codes) = levels.iter().find(|(label, _)| *label == "大专及以上").unwrap();
        for education in Education::all() {
            let is_level = codes.iter().any(|code| education.is_under(code));
            assert_eq!(is_level, education.is_college_or_above(), "{education:?}");
        }
    }
}
