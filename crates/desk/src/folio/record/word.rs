//! What a step changed, in words: field by field for what was changed, in one line for what was entered. Codes and keys
//! become what a person calls them, ID numbers, phones and addresses are masked; what no person needs to see is left out.

use std::collections::{BTreeMap, HashMap};

use branchbook_contract::meeting::TimeOfDay;
use branchbook_contract::offer::ClaimState;
use branchbook_contract::parcel::RowReason;
use branchbook_domain::care::{ContactWay, MobilityWay};
use branchbook_domain::day::{Month, PartialDay};
use branchbook_domain::development::{CaseEndReason, Recurring, Role, Step};
use branchbook_domain::duty::DutyResult;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{CustomFieldId, OrganisationId, PersonId, PlaceId, UnitId};
use branchbook_domain::letter::{LetterReach, LetterWay};
use branchbook_domain::mask::{mask_phone, masked_text};
use branchbook_domain::member::CustomKind;
use branchbook_domain::organisation::{Level, PlaceKind};
use branchbook_ledger::change::{RecordChange, RecordStep, RowImage, RowValue};
use branchbook_ledger::table::custom::{self, CustomField};
use branchbook_ledger::table::development::EXTENSION;
use branchbook_ledger::table::exchange::{ParcelKind, SentState, Verdict};
use branchbook_ledger::table::membership::people;
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::unit::Unit;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::word_of_column::column_label;
use crate::exchange::{kind, list};
use crate::folio::parcel::said;
use crate::member::extra;
use crate::member::word::{number_in_words, text_in_words};
use crate::offer::category::category;
use crate::organisation::Names;
use crate::person::role::RoleKind;
use crate::person::tag::Tags;

/// Rows of one step that are told; of more the number is.
const MOST: usize = 12;

/// Everything that keys and codes in a history stand for.
pub(super) struct Words {
    names: Names,
    people: HashMap<PersonId, String>,
    units: BTreeMap<i64, String>,
    places: BTreeMap<i64, String>,
    own: BTreeMap<CustomFieldId, Stored<CustomField>>,
    tags: Tags,
}

impl Words {
    /// Reads what the steps speak of: people at once, units and places one by one, since a record has few.
    pub fn of(reading: &Reading<'_>, changes: &[RecordChange]) -> Result<Self, LedgerError> {
        let mut keys: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        let steps = changes.iter().flat_map(|told| &told.steps);
        let values = steps.flat_map(|step| {
            let images = step.before.iter().chain(&step.after);
            images.flatten().map(move |value| (step.table.name, value))
        });
        for (table, (column, value)) in values {
            if let (Some(noun), RowValue::Integer(key)) = (noun_of(table, column), value) {
                keys.entry(noun).or_default().push(*key);
            }
        }
        let mut of = |noun: &str| {
            let mut all = keys.remove(noun).unwrap_or_default();
            all.sort_unstable();
            all.dedup();
            all
        };
        let ids: Vec<PersonId> = of("person").into_iter().map(PersonId).collect();
        let mut units = BTreeMap::new();
        for key in of("unit") {
            units.extend(reading.get::<Unit>(UnitId(key))?.map(|unit| (key, unit.value.name)));
        }
        let mut places = BTreeMap::new();
        for key in of("place") {
            places.extend(reading.get::<Place>(PlaceId(key))?.map(|place| (key, place.value.name)));
        }
        Ok(Self {
            names: Names::of(reading)?,
            people: people(reading, &ids)?.into_iter().map(|(id, stored)| (id, stored.value.name)).collect(),
            units,
            places,
            own: custom::fields(reading)?.into_iter().map(|own| (own.id, own)).collect(),
            tags: Tags::of(reading)?,
        })
    }

    /// What a change did to the record.
    pub fn of_change(&self, told: &RecordChange) -> String {
        let mut said: Vec<String> = told.steps.iter().filter_map(|step| self.of_step(step)).collect();
        said.dedup();
        let more = said.len().saturating_sub(MOST);
        said.truncate(MOST);
        let more = if more > 0 { format!("；另有 {more} 处") } else { String::new() };
        masked_text(format!("{}{more}", said.join("；")))
    }

    fn of_step(&self, step: &RecordStep) -> Option<String> {
        let fields: Vec<String> = match (&step.before, &step.after) {
            (None, None) => return None,
            (None, Some(image)) => self.entered(step, image),
            (Some(image), None) => vec![format!("恢复到没有：{}", self.entered(step, image).join("，"))],
            (Some(before), Some(after)) => self.changed(step, before, after),
        };
        Some(fields.join("，")).filter(|text| !text.is_empty())
    }

    /// All that a new row says.
    fn entered(&self, step: &RecordStep, image: &RowImage) -> Vec<String> {
        let said = |(column, value): &(&'static str, RowValue)| {
            let label = self.label(step.table.name, column, image)?;
            Some(format!("{label}：{}", self.value(step.table.name, column, value, image)?))
        };
        image.iter().filter_map(said).collect()
    }

    /// The fields that say something else now.
    fn changed(&self, step: &RecordStep, before: &RowImage, after: &RowImage) -> Vec<String> {
        let table = step.table.name;
        let said = |((column, old), (_, new)): (&(&'static str, RowValue), &(&'static str, RowValue))| {
            let label = self.label(table, column, after).filter(|_| old != new)?;
            let words = |value, image| self.value(table, column, value, image);
            match (words(old, before), words(new, after)) {
                (None, None) => None,
                (Some(old), Some(new)) if old == new => Some(format!("{label}有改动")),
                (old, new) => {
                    let dash = || "—".to_owned();
                    Some(format!("{label}：{} → {}", old.unwrap_or_else(dash), new.unwrap_or_else(dash)))
                }
            }
        };
        before.iter().zip(after).filter_map(said).collect()
    }

    /// What a column is called; a field of the office's own by the name that it has now.
    fn label(&self, table: &str, column: &str, image: &RowImage) -> Option<String> {
        if (table, column) == ("person_field", "value") {
            return self.own_field(image).map(|own| own.label.clone());
        }
        column_label(table, column).map(str::to_owned)
    }

    fn own_field(&self, image: &RowImage) -> Option<&Stored<CustomField>> {
        let field = image.iter().find(|(column, _)| *column == "field_id").map(|(_, value)| value)?;
        let RowValue::Integer(key) = field else { return None };
        self.own.get(&CustomFieldId(*key))
    }

    fn value(&self, table: &str, column: &str, value: &RowValue, image: &RowImage) -> Option<String> {
        match value {
            RowValue::Integer(number) => self.number(table, column, *number),
            RowValue::Text(text) if (table, column) == ("person_field", "value") => {
                Some(self.own_field(image).map_or_else(|| text.clone(), |own| extra::in_words(own, text)))
            }
            RowValue::Text(text) => Some(self.text(table, column, text)).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn number(&self, table: &str, column: &str, number: i64) -> Option<String> {
        let yes_or_no = |is_so: bool| Some(if is_so { "是" } else { "否" }.to_owned());
        match noun_of(table, column) {
            Some("organisation") => Some(self.names.name(OrganisationId(number))),
            Some("person") => self.people.get(&PersonId(number)).cloned(),
            Some("unit") => self.units.get(&number).cloned(),
            Some("place") => self.places.get(&number).cloned(),
            _ if column.ends_with("_minute") => TimeOfDay::from_minutes(number).map(|time| time.to_string()),
            _ if column == "minutes" => Some(format!("{number} 分钟")),
            _ if column == "removed_at" => yes_or_no(true),
            _ if column.starts_with("is_") => yes_or_no(number != 0),
            _ => Some(number_in_words(column, number, &self.names)),
        }
    }

    fn text(&self, table: &str, column: &str, text: &str) -> String {
        let known: Option<&'static str> = match (table, column) {
            ("meeting_record", "kind") => RecordKind::from_code(text).map(RecordKind::label),
            ("claim", "state") => ClaimState::from_code(text).map(ClaimState::label),
            ("offer", "category") => category(text).map(|known| known.label),
            ("transfer_letter", "way") => LetterWay::from_code(text).map(LetterWay::label),
            ("transfer_letter", "reach") => LetterReach::from_code(text).map(LetterReach::label),
            ("contact", "way") => ContactWay::from_code(text).map(ContactWay::label),
            ("mobility", "way") => MobilityWay::from_code(text).map(MobilityWay::label),
            ("role", "kind") => Some(RoleKind::label_of(text)),
            ("organisation", "level") => Level::from_code(text).map(Level::label),
            ("place", "kind") => PlaceKind::from_code(text).map(PlaceKind::label),
            ("custom_field", "kind") => CustomKind::from_code(text).map(CustomKind::label),
            ("post_result", "result") => DutyResult::from_code(text).map(DutyResult::label),
            ("case_supporter", "role") => Role::from_code(text).map(Role::label),
            ("development_case", "end_reason") => CaseEndReason::from_code(text).map(CaseEndReason::label),
            ("development_step", "step") => step_label(text),
            ("parcel_sent" | "parcel_received" | "parcel_refused", "kind") => {
                ParcelKind::from_code(text).map(kind::label)
            }
            ("parcel_sent", "state") => SentState::from_code(text).map(list::sent_label),
            ("parcel_received", "verdict") => Verdict::from_code(text).map(list::verdict_label),
            _ => None,
        };
        match (known, table, column) {
            (Some(label), ..) => label.to_owned(),
            (None, "tag_held", "tag") => self.tags.label(text),
            (None, "mobility", "other_contact") => mask_phone(text),
            (None, "custom_field", "choices") => choices(text),
            _ if is_month(column) => text.parse::<Month>().map_or_else(|_| text.to_owned(), Month::label),
            (None, "parcel_sent" | "parcel_received", "reasons") => {
                serde_json::from_str::<Vec<RowReason>>(text).map_or_else(|_| text.to_owned(), said)
            }
            (None, "parcel_received", "findings") => sentences(text),
            _ if is_day(column) => {
                text.parse::<PartialDay>().map_or_else(|_| text.to_owned(), |day| day.to_string())
            }
            _ => text_in_words(column, text),
        }
    }
}

/// Columns that hold a month: of closing, and of a report.
fn is_month(column: &str) -> bool {
    matches!(column, "month" | "closed_to") || column.ends_with("_month")
}

fn is_day(column: &str) -> bool {
    column.ends_with("_on") || column.ends_with("_until")
}

/// What a key in this column of a table names.
fn noun_of(table: &str, column: &str) -> Option<&'static str> {
    match (table, column) {
        ("organisation" | "organisation_past", "parent_id") => Some("organisation"),
        (_, "person_id") => Some("person"),
        (_, "unit_id" | "offered_by_unit_id") => Some("unit"),
        (_, "place_id") | ("place", "parent_id") => Some("place"),
        _ => None,
    }
}

/// Sentences as they are stored.
fn sentences(text: &str) -> String {
    serde_json::from_str::<Vec<String>>(text).map_or_else(|_| text.to_owned(), |all| all.join(""))
}

/// The choices of a field of the office's own in the order in which they are offered.
fn choices(text: &str) -> String {
    serde_json::from_str::<Vec<String>>(text).map_or_else(|_| text.to_owned(), |choices| choices.join("、"))
}

fn step_label(code: &str) -> Option<&'static str> {
    let step = Step::from_code(code).map(Step::label);
    let other = || Recurring::from_code(code).map(Recurring::label);
    step.or_else(other).or_else(|| (code == EXTENSION).then_some("延长预备期"))
}
