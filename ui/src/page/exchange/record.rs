//! From a row that is spoken of to its record: the address that opens it. Knows the pages only by their addresses.

use branchbook_contract::Kind;
use branchbook_contract::month::RecordRef;
use branchbook_contract::parcel::RowReason;

use crate::address;

/// Where the record of a finding is opened.
pub fn of_finding(record: RecordRef) -> Option<String> {
    let id = record.id.to_string();
    Some(match record.kind {
        Kind::Member => opened("members", &id),
        Kind::Meeting => opened("meetings", &id),
        Kind::Unit => address::link("report-in", &[("tab", "units".to_owned()), ("open", id)]),
        Kind::ReportIn => address::link("report-in", &[("tab", "people".to_owned()), ("open", id)]),
        Kind::Activity => address::link("report-in", &[("tab", "activities".to_owned()), ("open", id)]),
        Kind::Organisation => address::link("members", &[("branch", id)]),
        _ => return None,
    })
}

/// Where the row of a returned report is found. People travel under a name of their own outside the book, so that
/// they are searched for.
pub fn of_reason(reason: &RowReason) -> Option<String> {
    let (part, key) = (reason.part.as_deref()?, reason.key.clone()?);
    Some(match part {
        "member" | "movement" => address::link("members", &[("q", name(&reason.who))]),
        "meeting" => opened("meetings", &key),
        "unit" => address::link("report-in", &[("tab", "units".to_owned()), ("q", key)]),
        "service" => address::link("report-in", &[("tab", "activities".to_owned())]),
        "branch" | "roll-up" => address::link("members", &[]),
        _ => return None,
    })
}

fn opened(page: &str, id: &str) -> String {
    address::link(page, &[("open", id.to_owned())])
}

/// `周军（银河湾党支部）` → `周军`.
fn name(who: &str) -> String {
    who.split(['（', ' ']).next().unwrap_or(who).to_owned()
}
