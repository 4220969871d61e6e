//! The columns of all tables that records are made of: each is called something in a history, or is left out on purpose.

use std::collections::BTreeSet;

use branchbook_contract::folio::FolioAct;
use branchbook_contract::report_in::ReportInAdd;
use branchbook_contract::unit::{UnitDraft, UnitSet};
use branchbook_ledger::table::{TABLES, table_by_name};
use branchbook_ledger::{LedgerError, Reading};

use super::{meeting, member};
use crate::folio::record::RECORDS;
use crate::folio::record::word_of_column::column_label;
use crate::folio::tests::{act, show};
use crate::unit::office::draft;

/// Tables that no record is made of.
const OF_NO_RECORD: &[&str] = &[
    "operator",
    "setting",
    "code_value",
    "file",
    "topic",
    "vote",
    "attendance",
    "points_scheme",
    "points_item",
    "points_account",
    "points_entry",
    "month",
    "month_figure",
    "points_closing",
    "import_batch",
    "import_mapping",
    "office_key",
    "roll_up",
    "held_member",
    "merged_person",
    "distinct_person",
    "revealed",
];

/// What a history leaves out: keys of the record that the history is of, keys and codes that mean nothing to a person, the
/// order of lists, and what another column says already.
const SILENT: &[(&str, &[&str])] = &[
    ("organisation", &["uid", "position"]),
    ("organisation_past", &["organisation_id", "position"]),
    ("place_care", &["place_id"]),
    ("term", &["organisation_id"]),
    ("person", &["uid", "pinyin", "initials"]),
    ("membership", &["person_id"]),
    ("movement", &["person_id", "corrects_id"]),
    ("condition", &["person_id"]),
    ("post_held", &["person_id"]),
    ("earlier_period", &["person_id"]),
    ("person_field", &["field_id"]),
    ("unit", &["uid"]),
    ("unit_expectation", &["unit_id", "booked_month"]),
    ("report_in", &["uid", "returned_month"]),
    ("offer", &["uid", "kind"]),
    ("claim", &["offer_id", "booked_month", "ended_month"]),
    ("post_duty", &["claim_id"]),
    ("post_result", &["claim_id"]),
    ("activity", &["uid"]),
    ("participation", &["activity_id", "occurred_on", "booked_month"]),
    (
        "gathering",
        &["uid", "host_id", "recorder_id", "entered_at", "origin", "is_numbers_only", "replaces_id"],
    ),
    (
        "meeting_record",
        &[
            "uid",
            "gathering_id",
            "occurred_on",
            "booked_month",
            "due_voting_count",
            "present_voting_count",
            "exempt_count",
            "cancelled_on",
        ],
    ),
    ("attachment", &["gathering_id", "file_id", "added_at"]),
    ("transfer_letter", &["movement_id"]),
    ("mobility", &["condition_id"]),
    ("development_step", &["case_id"]),
    ("case_supporter", &["case_id"]),
    ("custom_field", &["position"]),
    ("saved_view", &["page", "query"]),
    (
        "partner",
        &[
            "uid",
            "kind",
            "public",
            "trusted_at",
            "position",
            "seen_epoch",
            "seen_count",
            "register_month",
            "last_received_id",
        ],
    ),
    (
        "parcel_sent",
        &[
            "partner_id",
            "epoch",
            "sha256",
            "content",
            "file_id",
            "sealed_at",
            "replaces",
            "chain_count",
            "chain_head",
            "answered_at",
        ],
    ),
    (
        "parcel_received",
        &[
            "partner_id",
            "epoch",
            "sha256",
            "file_id",
            "sender",
            "received_at",
            "chain_count",
            "chain_head",
            "receipt_id",
        ],
    ),
    ("parcel_refused", &["partner_id", "epoch", "sha256", "file_id", "sender", "received_at"]),
];

/// It is called by the name of the field.
const OF_OWN_FIELD: (&str, &str) = ("person_field", "value");

/// The columns of a table that are left out.
fn left_out(table: &str) -> &'static [&'static str] {
    SILENT.iter().find(|(name, _)| *name == table).map(|(_, columns)| *columns).unwrap_or_default()
}

/// A new column must get a name, or its changes would be steps that say nothing.
#[test]
fn every_column_of_a_record_is_called_something_or_left_out_on_purpose() {
    let mut wrong = Vec::new();
    for table in TABLES.iter().filter(|table| !OF_NO_RECORD.contains(&table.name)) {
        for column in table.columns {
            let is_own = (table.name, *column) == OF_OWN_FIELD;
            let is_told = is_own || column_label(table.name, column).is_some();
            if is_told == left_out(table.name).contains(column) {
                wrong.push(format!("{}.{column}", table.name));
            }
        }
    }
    assert!(wrong.is_empty(), "neither called something nor left out, or both: {wrong:?}");
    for (table, columns) in SILENT {
        let known = table_by_name(table).unwrap().columns;
        assert!(columns.iter().all(|column| known.contains(column)), "{table} has other columns");
    }
}

/// A book with a row of whatever a record has to find first.
#[test]
fn what_records_are_made_of_is_known() {
    let mut office = meeting::office();
    meeting::held(&mut office);
    let member = member::admitted_anew(&mut office);
    let unit = UnitDraft { name: "市税务局".into(), ..UnitDraft::default() };
    let unit = office.call(&UnitSet { unit: None, draft: unit }).unit;
    office.call(&ReportInAdd { draft: draft(unit, "尹蓉", "2026-10-09") });
    office.call(&act("fields", "add", None, &[("label", "血型"), ("kind", "text")]));
    let field = format!("x{}", show(&mut office, "fields", None).rows[0].row);
    let fill = act("fields", "fill", None, &[(field.as_str(), "O型")]);
    office.call(&FolioAct { subject: Some(member.0), ..fill });
    let made_of = |reading: &Reading<'_>| {
        let mut tables = BTreeSet::new();
        for record in RECORDS {
            for key in 1..=20 {
                let rows = (record.made_of)(reading, key).unwrap_or_default();
                tables.extend(rows.into_iter().map(|(table, _)| table.name));
            }
        }
        Ok::<_, LedgerError>(tables)
    };
    let found = office.desk.book().unwrap().read(made_of).unwrap();
    let others = |name: &&str| !OF_NO_RECORD.contains(name);
    let known: BTreeSet<&str> = TABLES.iter().map(|table| table.name).filter(others).collect();
    assert_eq!(found, known);
}
