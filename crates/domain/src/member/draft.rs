//! The draft of a member as a form edits it, and the check that form and desk share: what is wrong is refused
//! field by field, what only looks wrong is a warning. Must not correct a date or rebuild a number.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::code::{Education, Nation, NewStratum, Sex, WorkPost};
use crate::day::{Day, PartialDay};
use crate::id_number::{IdNumber, read_id};
use crate::key::PlaceId;
use crate::name::clean_name;
use crate::phone::read_phones;
use crate::standing::check_standing;
use crate::text::{is_blank_mark, tidy_words};

/// Longest name and longest text that a field takes, in characters.
const LONGEST_NAME: usize = 60;
const LONGEST_TEXT: usize = 2000;
/// Nobody on a register was born before this year.
const EARLIEST_BIRTH: i32 = 1880;

macro_rules! member_fields {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)+) => {
        /// What a form edits of a member. Texts are as typed until [`check_draft`] has cleaned them.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        pub struct MemberDraft {
            /// Name; required.
            pub name: String,
            $($(#[$doc])*
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$type>,)+
            /// What stands in the office's own fields, by the key of the field.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub extra: BTreeMap<String, String>,
        }

        /// Changes of a draft: a field that is absent stays, `null` clears it.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        pub struct MemberPatch {
            /// Name.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub name: Option<String>,
            $($(#[$doc])*
            #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
            pub $field: Option<Option<$type>>,)+
            /// The office's own fields that change; an empty text clears one.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            pub extra: BTreeMap<String, String>,
        }

        impl MemberPatch {
            /// Writes what it gives over the draft.
            pub fn apply(self, draft: &mut MemberDraft) {
                if let Some(name) = self.name {
                    draft.name = name;
                }
                $(if let Some(value) = self.$field {
                    draft.$field = value;
                })+
                draft.extra.extend(self.extra);
            }
        }
    };
}

member_fields! {
    /// Sex.
    sex: Sex,
    /// Nation (民族).
    nation: Nation,
    /// Birth, perhaps in part.
    birth_on: PartialDay,
    /// ID number.
    id_number: String,
    /// Education.
    education: Education,
    /// Work post (工作岗位).
    work_post: WorkPost,
    /// New stratum (新社会阶层).
    new_stratum: NewStratum,
    /// Mobile phone.
    phone: String,
    /// Other phones.
    other_phone: String,
    /// Home address.
    address: String,
    /// Work unit and duty in the office's own words.
    employer: String,
    /// Place in the community.
    place_id: PlaceId,
    /// Admitted to the Party.
    joined_on: PartialDay,
    /// End of probation.
    became_full_on: PartialDay,
    /// Remark.
    note: String,
}

/// A field of the draft and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    /// Name of the field.
    pub field: &'static str,
    /// The sentence.
    pub message: String,
}

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftCheck {
    /// The draft, cleaned: what will be stored.
    pub draft: MemberDraft,
    /// What stands in the way of saving.
    pub faults: Vec<DraftFault>,
    /// Sentences that a person should read; they do not hinder.
    pub warnings: Vec<DraftWarning>,
}

/// A sentence on fields that a person should read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWarning {
    /// Names of the fields that it speaks of: who changes none of them has been told before.
    pub fields: &'static [&'static str],
    /// The sentence.
    pub message: String,
}

impl DraftFault {
    fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

impl DraftCheck {
    fn refuse(&mut self, field: &'static str, message: impl Into<String>) {
        self.faults.push(DraftFault::new(field, message));
    }

    fn warn(&mut self, fields: &'static [&'static str], message: String) {
        self.warnings.push(DraftWarning { fields, message });
    }

    /// The sentences of the warnings.
    pub fn sentences(self) -> Vec<String> {
        self.warnings.into_iter().map(|warning| warning.message).collect()
    }
}

/// Cleans a draft and checks it as of `today`: each field by itself, then the fields against each other.
pub fn check_draft(draft: &MemberDraft, today: Day) -> DraftCheck {
    let mut check = DraftCheck { draft: draft.clone(), faults: Vec::new(), warnings: Vec::new() };
    check_name(&mut check);
    check_texts(&mut check);
    check_phones(&mut check);
    check_id(&mut check);
    check_birth(&mut check, today);
    check_party_days(&mut check, today);
    check
}

fn check_name(check: &mut DraftCheck) {
    let name = clean_name(&check.draft.name);
    if name.is_empty() {
        check.refuse("name", "请填写姓名。");
    } else if name.chars().count() > LONGEST_NAME {
        check.refuse("name", format!("姓名超过 {LONGEST_NAME} 个字，请核对。"));
    } else if name.chars().any(|c| c.is_ascii_digit()) {
        check.refuse("name", "姓名里有数字，请核对。");
    }
    check.draft.name = name;
}

fn check_texts(check: &mut DraftCheck) {
    let draft = &mut check.draft;
    let mut long = Vec::new();
    let texts =
        [("address", &mut draft.address), ("employer", &mut draft.employer), ("note", &mut draft.note)];
    for (field, text) in texts {
        *text = text.take().map(|text| tidy_words(&text)).filter(|text| !is_blank_mark(text));
        if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
            long.push(field);
        }
    }
    for field in long {
        check.refuse(field, format!("内容超过 {LONGEST_TEXT} 个字，请缩短。"));
    }
}

/// What is no number is refused: written over a number that the book has, it would take that away.
fn check_phones(check: &mut DraftCheck) {
    const NAMES: [&[&str]; 2] = [&["phone"], &["other_phone"]];
    for (is_other, names) in [false, true].into_iter().zip(NAMES) {
        let field = if is_other { &mut check.draft.other_phone } else { &mut check.draft.phone };
        let reading = read_phones(field.as_deref().unwrap_or_default());
        *field = Some(reading.text()).filter(|text| !text.is_empty());
        for finding in reading.findings {
            match finding.refusal() {
                Some(message) => names.iter().for_each(|name| check.refuse(name, message.clone())),
                None => check.warn(names, finding.sentence()),
            }
        }
    }
}

/// A number that cannot be read is refused; a wrong checksum is kept with a warning.
fn check_id(check: &mut DraftCheck) {
    let reading = read_id(check.draft.id_number.as_deref().unwrap_or_default());
    for finding in reading.findings {
        if finding.is_refusal() {
            check.refuse("id_number", "身份证号应为 18 位（旧证 15 位），请按证件重新填写，不知道就先留空。");
        } else {
            check.warn(&["id_number"], finding.sentence());
        }
    }
    let Some(number) = reading.number else { return check.draft.id_number = None };
    fill_from_id(check, &number);
    check.draft.id_number = Some(number.as_str().to_owned());
}

/// Sex and birth that were not given follow from a number whose checksum is right.
fn fill_from_id(check: &mut DraftCheck, number: &IdNumber) {
    for finding in number.contradicts(check.draft.birth_on, check.draft.sex) {
        check.warn(&["id_number", "birth_on", "sex"], finding.sentence());
    }
    let draft = &mut check.draft;
    if number.has_right_checksum() {
        draft.sex = draft.sex.or_else(|| Some(number.sex()));
        draft.birth_on = draft.birth_on.or_else(|| number.birth().map(PartialDay::Day));
    }
}

fn check_birth(check: &mut DraftCheck, today: Day) {
    let days = check.draft.days();
    match days.fault_of_birth(today) {
        Some(fault) => check.faults.push(fault),
        None => {
            if let Some(words) = days.doubt_of_age() {
                check.warn(&["joined_on", "birth_on"], words);
            }
        }
    }
}

fn check_party_days(check: &mut DraftCheck, today: Day) {
    let days = check.draft.days();
    let Some(joined) = days.joined_on else { return };
    if let Some(fault) = days.fault_in_party(today) {
        return check.faults.push(fault);
    }
    for finding in check_standing(&check.draft.name, today, joined, days.became_full_on) {
        check.warn(&["joined_on", "became_full_on"], format!("{}{}", finding.gap, finding.advice));
    }
}

/// The days of a member, as forms and imports hold them against each other and against today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeDays {
    /// Birth.
    pub birth_on: Option<PartialDay>,
    /// Admitted to the Party.
    pub joined_on: Option<PartialDay>,
    /// End of probation.
    pub became_full_on: Option<PartialDay>,
}

impl MemberDraft {
    fn days(&self) -> LifeDays {
        LifeDays { birth_on: self.birth_on, joined_on: self.joined_on, became_full_on: self.became_full_on }
    }
}

impl LifeDays {
    /// The first thing that no register takes, by the field of [`MemberDraft`].
    pub fn fault(&self, today: Day) -> Option<DraftFault> {
        self.fault_of_birth(today).or_else(|| self.fault_in_party(today))
    }

    fn fault_of_birth(&self, today: Day) -> Option<DraftFault> {
        let birth = self.birth_on?;
        if birth.earliest() > today {
            return Some(DraftFault::new("birth_on", "出生日期在今天之后，请核对。"));
        }
        if birth.year() < EARLIEST_BIRTH {
            return Some(DraftFault::new("birth_on", format!("出生年份 {} 过早，请核对。", birth.year())));
        }
        let is_before_birth = self.joined_on.is_some_and(|joined| joined.latest() < birth.earliest());
        is_before_birth.then(|| DraftFault::new("joined_on", "入党日期早于出生日期，请核对。"))
    }

    fn fault_in_party(&self, today: Day) -> Option<DraftFault> {
        let joined = self.joined_on?;
        if joined.earliest() > today {
            return Some(DraftFault::new("joined_on", "入党日期在今天之后，请核对。"));
        }
        let is_before = self.became_full_on.is_some_and(|full| full.latest() < joined.earliest());
        is_before.then(|| DraftFault::new("became_full_on", "转正日期早于入党日期，请对照档案核对。"))
    }

    /// A sentence if somebody would have joined under age, which only looks wrong.
    pub fn doubt_of_age(&self) -> Option<String> {
        let age = self.joined_on?.year() - self.birth_on?.year();
        (age < 18).then(|| format!("按登记的日期，入党时约 {age} 岁，不满 18 岁，请对照档案核对。"))
    }
}

/// A field that is present, even as `null`.
#[allow(clippy::option_option, reason = "absent, null and a value are three answers")]
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(change: impl FnOnce(&mut MemberDraft)) -> DraftCheck {
        let mut draft = MemberDraft { name: "单　冠松".into(), ..MemberDraft::default() };
        change(&mut draft);
        check_draft(&draft, "2026-10-31".parse().unwrap())
    }

    fn fields(check: &DraftCheck) -> Vec<&'static str> {
        check.faults.iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn what_is_wrong_is_refused_field_by_field() {
        type Change = fn(&mut MemberDraft);
        let cases: [(Change, Vec<&str>); 11] = [
            (|_| (), vec![]),
            (|draft| draft.name = " ".into(), vec!["name"]),
            (|draft| draft.name = "张3".into(), vec!["name"]),
            (|draft| draft.id_number = Some("4.4E+17".into()), vec!["id_number"]),
            (|draft| draft.birth_on = Some("2027".parse().unwrap()), vec!["birth_on"]),
            (|draft| draft.joined_on = Some("2026-11-01".parse().unwrap()), vec!["joined_on"]),
            (
                |draft| {
                    draft.joined_on = Some("2001-07-01".parse().unwrap());
                    draft.became_full_on = Some("2000-07-01".parse().unwrap());
                },
                vec!["became_full_on"],
            ),
            (|draft| draft.note = Some("好".repeat(2001)), vec!["note"]),
            (|draft| draft.phone = Some("12".into()), vec!["phone"]),
            (|draft| draft.phone = Some("13800001234、abcdefg".into()), vec!["phone"]),
            (|draft| draft.other_phone = Some("1.38E+10".into()), vec!["other_phone"]),
        ];
        for (change, expected) in cases {
            assert_eq!(fields(&checked(change)), expected);
        }
    }

    #[test]
    fn a_blank_or_a_mark_for_nothing_empties_a_phone_and_an_odd_number_is_kept_with_a_warning() {
        for (said, kept, warned) in [
            ("", None, 0),
            ("—", None, 0),
            ("12345", Some("12345"), 1),
            ("138 0000 1234", Some("13800001234"), 0),
        ] {
            let check = checked(|draft| draft.phone = Some(said.into()));
            assert!(check.faults.is_empty(), "{said}: {:?}", check.faults);
            assert_eq!((check.draft.phone.as_deref(), check.warnings.len()), (kept, warned), "{said}");
        }
    }

    #[test]
    fn a_wrong_checksum_is_kept_with_a_warning_and_fills_nothing_in() {
        let check = checked(|draft| draft.id_number = Some("532599199201240210".into()));
        assert!(check.faults.is_empty(), "{:?}", check.faults);
        assert_eq!(check.draft.id_number.as_deref(), Some("532599199201240210"));
        assert!(
            check.warnings.iter().any(|warning| warning.message.contains("校验位")),
            "{:?}",
            check.warnings
        );
        assert_eq!(check.draft.birth_on, None);
    }

    #[test]
    fn birth_and_sex_follow_from_a_right_number() {
        let check = checked(|draft| draft.id_number = Some("53259919920124021x".into()));
        let number = check.draft.id_number.clone().unwrap();
        let is_right = IdNumber::from_plain(&number).unwrap().has_right_checksum();
        assert_eq!(check.draft.birth_on.is_some(), is_right);
        assert_eq!(check.draft.sex.is_some(), is_right);
    }

    #[test]
    fn a_day_of_becoming_full_in_the_future_is_kept_with_a_warning() {
        let check = checked(|draft| {
            draft.joined_on = Some("2025-12-01".parse().unwrap());
            draft.became_full_on = Some("2026-12-01".parse().unwrap());
        });
        assert!(check.faults.is_empty());
        assert!(
            check.warnings.iter().any(|warning| warning.message.contains("还没有到")),
            "{:?}",
            check.warnings
        );
    }

    #[test]
    fn a_patch_changes_clears_or_leaves() {
        let mut draft = MemberDraft {
            name: "解子涵".into(),
            phone: Some("13800001234".into()),
            note: Some("备注".into()),
            ..MemberDraft::default()
        };
        let patch: MemberPatch = serde_json::from_str(r#"{"phone":null,"employer":"银河小学"}"#).unwrap();
        patch.apply(&mut draft);
        assert_eq!((draft.phone, draft.employer.as_deref()), (None, Some("银河小学")));
        assert_eq!(draft.note.as_deref(), Some("备注"), "a field that is absent stays");
    }
}
