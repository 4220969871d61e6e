//! The fields of members with what a book adds to them: fields of the office's own, and what each can hold on a day.
//! Conditions, orders, columns, exports and batch edits all ask here. Must not write.

mod ask;
mod filter;
mod load;
mod sort;
mod view;

use std::collections::HashMap;

use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::Day;
use branchbook_domain::key::CustomFieldId;
use branchbook_domain::mask::masked_text;
use branchbook_domain::member::{
    CodeLevel, Comparable, ConditionKind, CustomKind, FieldChoice, FieldKind, FieldMask, FieldValue,
    MEMBER_FIELDS, MovementKind, code_levels,
};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::custom::{self, CustomField};
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::{Reading, Stored};

use crate::error::{DeskError, Result};
use crate::organisation::Names;

pub(crate) use filter::Filter;
pub(crate) use load::{Scope, Who, load};
pub(crate) use sort::sort_by;
pub(crate) use view::{View, resolved};

/// A field of the register.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Its name in requests.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// What stands in it.
    pub kind: FieldKind,
    /// How it is masked.
    pub mask: FieldMask,
    /// Width of its column, in half-width characters.
    pub width: u16,
    /// Whether it can be filled in for many at once.
    pub can_batch: bool,
    /// Whether it stands in an exported register for which no columns were chosen.
    pub is_usual: bool,
    /// Of the office's own: its row and its kind.
    pub custom: Option<(CustomFieldId, CustomKind)>,
    /// What it can hold, if that is limited.
    pub choices: Vec<FieldChoice>,
    names: &'static [&'static str],
    levels: Vec<CodeLevel>,
    /// Code to what is shown.
    shown: HashMap<String, String>,
    today: Day,
}

/// All fields of the register.
pub(crate) struct Fields {
    /// In the order of lists.
    pub list: Vec<Field>,
    /// Fields of the office's own that are out of use, by key and title: a list that was saved may still name them.
    ended: Vec<(String, String)>,
}

impl Fields {
    /// The fields as the book has them.
    pub fn of(reading: &Reading<'_>, names: &Names, today: Day) -> Result<Self> {
        let places = reading.all::<Place>()?;
        let mut list: Vec<Field> =
            MEMBER_FIELDS.iter().map(|field| standard(field, names, &places, today)).collect();
        let (own, ended): (Vec<_>, Vec<_>) =
            custom::fields(reading)?.into_iter().partition(|own| is_open(own, today));
        // 备注 stays the last.
        let last = list.pop();
        list.extend(own.iter().filter_map(|own| own_field(own, today)));
        list.extend(last);
        let ended = ended.into_iter().map(|own| (own_key(own.id), own.value.label)).collect();
        Ok(Self { list, ended })
    }

    /// The field that a person means.
    pub fn need(&self, name: &str) -> Result<&Field> {
        let name = name.trim();
        let found = self.list.iter().find(|field| field.is_called(name));
        found.ok_or_else(|| {
            DeskError::refused(match self.ended_called(name) {
                Some(label) => format!(
                    "“{label}”这一栏已经停用，请从条件、栏目或次序里去掉，或者在“自定义栏目”里恢复使用。"
                ),
                None => format!("名册里没有“{name}”这一栏，请从栏目清单里选。"),
            })
        })
    }

    /// The title of a field that is out of use.
    pub fn ended_called(&self, name: &str) -> Option<&str> {
        self.ended.iter().find(|(key, label)| key == name || label == name).map(|(_, label)| label.as_str())
    }

    /// The field of a key.
    pub fn of_key(&self, key: &str) -> Option<&Field> {
        self.list.iter().find(|field| field.key == key)
    }

    /// The fields of the office's own.
    pub fn own(&self) -> impl Iterator<Item = &Field> {
        self.list.iter().filter(|field| field.custom.is_some())
    }
}

/// Whether a field of the office's own is in use on a day.
pub(crate) fn is_open(own: &CustomField, day: Day) -> bool {
    own.from_on.is_none_or(|from| from <= day) && own.to_on.is_none_or(|to| day < to)
}

/// The key of a field of the office's own.
pub(crate) fn own_key(id: CustomFieldId) -> String {
    format!("x{id}")
}

/// The choices of a field of the office's own.
pub(crate) fn own_choices(own: &CustomField) -> Vec<String> {
    own.choices.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

impl Field {
    fn is_called(&self, name: &str) -> bool {
        self.key == name || self.label == name || self.names.contains(&name)
    }

    /// What a condition needs of it.
    pub fn comparable(&self) -> Comparable<'_> {
        Comparable {
            label: &self.label,
            kind: self.kind,
            choices: &self.choices,
            levels: &self.levels,
            today: self.today,
        }
    }

    /// The names for several codes at once.
    pub fn level_names(&self) -> impl Iterator<Item = &'static str> {
        self.levels.iter().map(|(label, _)| *label)
    }

    /// A value as a person reads it.
    pub fn text(&self, value: Option<&FieldValue>, is_revealed: bool) -> String {
        match value {
            None => String::new(),
            Some(FieldValue::Text(text)) if is_revealed => text.clone(),
            Some(FieldValue::Text(text)) => self.mask.masked(text),
            Some(FieldValue::Code(code)) => self.shown.get(code).unwrap_or(code).clone(),
            Some(FieldValue::Several(all)) => self.own(all.join("、"), is_revealed),
            Some(FieldValue::Day(day)) => day.to_string(),
            Some(FieldValue::Number(number)) => self.own(decimal(*number), is_revealed),
            Some(FieldValue::Yes(is_so)) => if *is_so { "是" } else { "否" }.to_owned(),
        }
    }

    /// What stands in a field of the office's own may be a telephone number, whatever the kind of the field.
    fn own(&self, text: String, is_revealed: bool) -> String {
        if is_revealed || self.custom.is_none() { text } else { masked_text(text) }
    }

    /// The place of a code among the choices, for sorting.
    fn position(&self, code: &str) -> usize {
        self.choices.iter().position(|choice| choice.code == code).unwrap_or(usize::MAX)
    }
}

/// Hundredths as they are written: 60, 60.5.
pub(crate) fn decimal(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, (hundredths % 100).abs());
    let sign = if hundredths < 0 && whole == 0 { "-" } else { "" };
    match part {
        0 => format!("{whole}"),
        _ if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

fn standard(
    field: &branchbook_domain::member::MemberField,
    names: &Names,
    places: &[Stored<Place>],
    today: Day,
) -> Field {
    let choices = choices_of(field.key, names, places);
    let shown = match field.kind {
        FieldKind::Place => {
            places.iter().map(|place| (place.id.to_string(), place_path(places, place))).collect()
        }
        _ => choices.iter().map(|choice| (choice.code.clone(), choice.label.clone())).collect(),
    };
    Field {
        key: field.key.to_owned(),
        label: field.label.to_owned(),
        kind: field.kind,
        mask: field.mask,
        width: field.width,
        can_batch: field.can_batch,
        is_usual: field.is_usual,
        custom: None,
        choices,
        names: field.names,
        levels: code_levels(field.key),
        shown,
        today,
    }
}

fn own_field(own: &Stored<CustomField>, today: Day) -> Option<Field> {
    let kind = CustomKind::from_code(&own.kind)?;
    let label = own.label.clone();
    let choices = own_choices(own).into_iter().map(|text| FieldChoice {
        code: text.clone(),
        label: text,
        parent: None,
    });
    Some(Field {
        key: own_key(own.id),
        width: u16::try_from(label.chars().count() * 2 + 2).unwrap_or(24).clamp(8, 24),
        label,
        kind: kind.field_kind(),
        mask: FieldMask::None,
        can_batch: true,
        is_usual: true,
        custom: Some((own.id, kind)),
        choices: choices.collect(),
        names: &[],
        levels: Vec::new(),
        shown: HashMap::new(),
        today,
    })
}

fn choices_of(key: &str, names: &Names, places: &[Stored<Place>]) -> Vec<FieldChoice> {
    let plain =
        |code: &str, label: &str| FieldChoice { code: code.into(), label: label.into(), parent: None };
    match key {
        "sex" => Sex::ALL.iter().map(|sex| plain(sex.code(), sex.label())).collect(),
        "nation" => Nation::all().map(|each| plain(each.code(), each.label())).collect(),
        "education" => Education::all().map(|each| plain(each.code(), each.label())).collect(),
        "work_post" => WorkPost::all().map(|each| plain(each.code(), each.label())).collect(),
        "new_stratum" => NewStratum::all().map(|each| plain(each.code(), each.label())).collect(),
        "class" => MemberClass::ALL.iter().map(|class| plain(class.code(), class.label())).collect(),
        "state" => states(),
        "conditions" => ConditionKind::ALL.iter().map(|kind| plain(kind.label(), kind.label())).collect(),
        "branch" => names.choices(|level| level != branchbook_domain::organisation::Level::Group),
        "group" => names.choices(|_| true),
        "place" => places.iter().map(place_choice).collect(),
        _ => Vec::new(),
    }
}

/// 党籍状态: in order, or how somebody left.
fn states() -> Vec<FieldChoice> {
    let left = MovementKind::ALL.iter().filter(|kind| kind.direction() < 0);
    let choice =
        |code: &str, label: &str| FieldChoice { code: code.into(), label: label.into(), parent: None };
    std::iter::once(choice(IN_ORDER, "正常"))
        .chain(left.map(|kind| choice(kind.code(), kind.label())))
        .collect()
}

/// Code of the 党籍状态 of whoever stands on the register.
const IN_ORDER: &str = "in_order";

fn place_choice(place: &Stored<Place>) -> FieldChoice {
    FieldChoice {
        code: place.id.to_string(),
        label: place.name.clone(),
        parent: place.parent_id.map(|parent| parent.to_string()),
    }
}

/// 「银河里 · 3栋」: a place with those it lies in.
fn place_path(places: &[Stored<Place>], place: &Stored<Place>) -> String {
    let mut names = vec![place.name.as_str()];
    let mut at = place.parent_id;
    // A tree has no circle; the bound holds should one be written by mistake.
    while let Some(parent) = places.iter().find(|one| Some(one.id) == at).filter(|_| names.len() < 8) {
        names.push(parent.name.as_str());
        at = parent.parent_id;
    }
    names.reverse();
    names.join(" · ")
}
