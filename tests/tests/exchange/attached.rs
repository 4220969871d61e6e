//! What is attached to a meeting stays in its own book: the month that was sent is not changed by it.

use branchbook_contract::meeting::{MeetingAttach, MeetingRecord};
use branchbook_contract::month::{MonthClose, MonthShow};
use branchbook_contract::organisation::OrganisationList;
use branchbook_contract::report::ReportMonthly;
use serde_json::json;

use crate::community::{OfficeBook, Town, month};

/// A theme day of September, to be recorded.
fn meet(office: &mut OfficeBook) -> MeetingRecord {
    let rows = office.desk.call(&OrganisationList::default()).unwrap().body;
    let branch = rows.into_iter().find(|row| row.name == "第一党支部").unwrap().organisation;
    let draft = json!({
        "day": "2026-09-17", "roll": {"names": {}},
        "records": [{"kind": "theme_day", "organisation": branch, "theme": "清洁家园"}],
    });
    serde_json::from_value(draft).unwrap()
}

#[test]
fn an_attachment_after_the_sealing_changes_nothing_of_the_month() {
    let mut town = Town::of(&[5], "2026-09-20");
    let september = month("2026-09");
    let stick = town.stick.clone();
    let office = &mut town.communities[0];
    let meeting = meet(office);
    let gathering = office.desk.call(&meeting).unwrap().body.gathering;
    town.on("2026-10-02");
    let report = |town: &mut Town, name: &str| {
        let out = stick.join(name).display().to_string();
        town.communities[0].desk.call(&ReportMonthly { month: september, out, on: None }).unwrap().body.sha256
    };
    let workbook = report(&mut town, "一.xlsx");
    let sent = town.seal(0, september);
    let attach = |town: &mut Town, name: &str| {
        let path = stick.join(name);
        std::fs::write(&path, name).unwrap();
        let paths = vec![path.display().to_string()];
        town.communities[0].desk.call(&MeetingAttach { gathering, paths }).unwrap();
        let status = town.communities[0].desk.call(&MonthShow { month: september }).unwrap().body;
        assert!(!status.row.has_changed_since_sent, "{status:?}");
    };
    attach(&mut town, "签到表.jpg");
    assert_eq!(report(&mut town, "二.xlsx"), workbook);
    let again = town.seal(0, september);
    assert!(again.is_same, "the very same file goes out: {again:?}");
    assert_eq!(again.sequence, sent.sequence);

    town.open(&sent.path).unwrap();
    town.answer();
    town.communities[0].desk.call(&MonthClose { month: september, confirm_findings: true }).unwrap();
    attach(&mut town, "会议记录.pdf");
    assert_eq!(report(&mut town, "三.xlsx"), workbook);
}
