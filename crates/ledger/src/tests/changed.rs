//! Tests of 上报后有改动: whatever the report of a month says, and nothing else.

use super::fixture::{activity, claim, month, part, report_in, returned, unit, write};
use super::*;
use crate::table::month::changed::has_changed_since;
use crate::table::offer::{Claim, Offer};
use crate::table::unit::{ReportIn, UnitExpectation};

fn changed(book: &Book, of: &str, since: ChangeId) -> bool {
    book.read(|reading| has_changed_since(reading, month(of), since)).unwrap()
}

fn head(book: &Book) -> ChangeId {
    ChangeId(book.head().id)
}

/// Writes and says which of September, October and November were changed by it.
fn months_changed(
    book: &mut Book,
    act: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> (ChangeId, [bool; 3]) {
    let since = head(book);
    let (_, change) = write(book, OperationKind::ReportInEdit, "后来的改动", act);
    (change, ["2026-09", "2026-10", "2026-11"].map(|month| changed(book, month, since)))
}

#[test]
fn every_table_of_a_month_counts_and_only_its_month() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let unit_id = unit(&mut book);
    let row = report_in(unit_id, "2026-09-01");
    let (report, _) = write(&mut book, OperationKind::ReportInAdd, "报到", |writing| writing.insert(&row));
    let (event, _) = write(&mut book, OperationKind::ActivityRecord, "活动", |writing| {
        writing.insert(&activity("2026-09-09"))
    });
    let offer = Offer {
        uid: crate::book::new_uid(clock().as_ref()),
        kind: "service_post".to_owned(),
        title: "楼道长".to_owned(),
        category: None,
        content: None,
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: None,
        to_on: None,
    };
    let (offer, _) = write(&mut book, OperationKind::OfferSet, "岗位", |writing| writing.insert(&offer));

    let (_, found) = months_changed(&mut book, |writing| {
        writing.insert(&part(event, "2026-09-09", "2026-10")).map(|_| ())
    });
    assert_eq!(found, [false, true, false], "hours booked in October for an activity of September");
    let (_, found) = months_changed(&mut book, |writing| {
        let expectation = UnitExpectation {
            unit_id,
            expected_count: 5,
            stated_on: "2026-10-02".parse().unwrap(),
            booked_month: month("2026-10"),
            source: "来函".to_owned(),
        };
        writing.insert(&expectation).map(|_| ())
    });
    assert_eq!(found, [false, true, false], "a stated number");
    let (_, found) = months_changed(&mut book, |writing| {
        writing.update(report, &ReportIn { skills: Some("电工".to_owned()), ..row.clone() }).map(|_| ())
    });
    assert_eq!(found, [false; 3], "skills belong to no month");
    let (back, found) = months_changed(&mut book, |writing| {
        writing.update(report, &returned(row.clone(), "2026-11-02")).map(|_| ())
    });
    assert_eq!(found, [false, false, true], "a return belongs to its own month");
    let since = head(&book);
    book.undo(back).unwrap();
    assert!(changed(&book, "2026-11", since) && !changed(&book, "2026-09", since), "a return taken back");

    let open = claim(offer, "2026-09-03");
    let (held, found) = {
        let since = head(&book);
        let (held, _) = write(&mut book, OperationKind::ClaimSet, "认领", |writing| writing.insert(&open));
        (held, changed(&book, "2026-09", since))
    };
    assert!(found, "a claim");
    let (_, found) = months_changed(&mut book, |writing| {
        let ended = Claim {
            ended_on: Some("2026-10-03".parse().unwrap()),
            ended_month: Some(month("2026-10")),
            ..open.clone()
        };
        writing.update(held, &ended).map(|_| ())
    });
    assert_eq!(found, [false, true, false], "an ended claim");
}

#[test]
fn a_row_that_an_undo_removed_is_a_change_and_one_that_came_and_went_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let meeting = Operation::new(OperationKind::MeetingRecord, "登记会议");
    let record = |book: &mut Book| {
        book.write(&meeting, |writing| gathering(writing, PersonId(1), "2026-10")).unwrap().change.unwrap()
    };
    let first = record(&mut book);
    let sent = head(&book);
    assert!(!changed(&book, "2026-10", sent));
    let second = record(&mut book);
    assert!(changed(&book, "2026-10", sent));
    book.undo(second).unwrap();
    assert!(!changed(&book, "2026-10", sent), "it came and went");
    let undo = book.undo(first).unwrap().change.unwrap();
    assert!(changed(&book, "2026-10", sent), "what was sent is gone");
    book.undo(undo).unwrap();
    assert!(!changed(&book, "2026-10", sent), "and back again");
}
