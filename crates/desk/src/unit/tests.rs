//! Units through the desk: what they owe, what was reported, by day and by month.

use branchbook_contract::Code;
use branchbook_contract::unit::{UnitDraft, UnitExpect, UnitList, UnitSet, UnitShow};

use super::office::{Office, day, month};

#[test]
fn the_number_owed_is_the_last_stated_by_that_day() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", Some(47));
    office
        .ask(&UnitExpect { unit, count: 50, stated_on: day("2026-11-01"), source: "单位报到单".into() });
    for (on, expected) in [("2026-09-29", None), ("2026-10-31", Some(47)), ("2026-11-21", Some(50))] {
        assert_eq!(office.units_on(on).rows[0].expected, expected, "{on}");
    }
    let shown = office.ask(&UnitShow { unit, on: None });
    let stated: Vec<i64> = shown.expectations.iter().map(|one| one.count).collect();
    assert_eq!((stated, shown.figures.source.as_deref()), (vec![50, 47], Some("单位报到单")));
}

#[test]
fn more_reported_than_owed_is_a_finding_and_so_is_a_missing_number() {
    let mut office = Office::on("2026-10-31");
    let over = office.unit("市税务局", Some(1));
    let unstated = office.unit("市图书馆", None);
    for (unit, name) in [(over, "方娟"), (over, "陈爱民"), (unstated, "邓雨桐")] {
        office.report_in(unit, name, "2026-10-09");
    }
    let page = office.units_on("2026-10-31");
    assert!(
        page.findings[0].contains("市税务局") && page.findings[0].contains("多 1 人"),
        "{:?}",
        page.findings
    );
    assert!(page.findings[1].contains("市图书馆") && page.findings[1].contains("未登记应报到数"));
    assert_eq!((page.totals.expected, page.totals.reported, page.rows[0].rate), (1, 3, Some(2000)));
    let found = office.ask(&UnitList { text: "图书".into(), ..UnitList::default() });
    assert_eq!((found.rows.len(), found.totals.units, found.findings.len()), (1, 2, 2), "of all units");
}

#[test]
fn a_return_learnt_after_the_close_leaves_the_closed_month_as_it_was_sent() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", Some(2));
    let early = office.report_in(unit, "方娟", "2026-10-09");
    office.report_in(unit, "陈爱民", "2026-10-20");
    let sent = office.units_of("2026-10");
    office.close("2026-10");

    office.returns(early.report_in, "2026-10-25");
    let late = office.report_in(unit, "贾丹", "2026-10-28");
    assert!(late.warnings.iter().any(|warning| warning.contains("2026年10月已结账")), "{:?}", late.warnings);

    assert_eq!(office.units_of("2026-10"), sent, "the sent month does not move");
    let november = &office.units_of("2026-11").rows[0];
    assert_eq!((november.reported, november.new, november.returned), (2, 1, 1));
    let by_true_day = &office.units_on("2026-10-31").rows[0];
    assert_eq!((by_true_day.reported, by_true_day.new, by_true_day.returned), (2, 3, 1));
    office.assert_sound();
}

#[test]
fn the_end_of_a_month_is_its_beginning_with_what_came_and_went() {
    let mut office = Office::on("2026-12-20");
    let unit = office.unit("市税务局", None);
    let people = ["方娟", "陈爱民", "贾丹", "罗艳"];
    let days = ["2026-09-03", "2026-10-09", "2026-11-11", "2026-11-30"];
    let made: Vec<_> = people.iter().zip(days).map(|(name, on)| office.report_in(unit, name, on)).collect();
    office.returns(made[0].report_in, "2026-10-15");
    office.returns(made[2].report_in, "2026-11-20");
    let mut before = 0;
    for text in ["2026-09", "2026-10", "2026-11", "2026-12"] {
        let row = office.units_of(text).rows[0].clone();
        assert_eq!(row.reported, before + row.new - row.returned, "{text}");
        assert_eq!(
            office.units_on(&month(text).last_day().to_string()).rows[0].reported,
            row.reported,
            "{text}"
        );
        before = row.reported;
    }
    assert_eq!(before, 2);
}

#[test]
fn a_unit_is_registered_once_and_every_wrong_field_is_named() {
    let mut office = Office::on("2026-10-31");
    office.unit("市税务局", None);
    let again =
        UnitSet { unit: None, draft: UnitDraft { name: "市 税务局".into(), ..UnitDraft::default() } };
    assert_eq!(office.refused(&again).fields[0].field, "name");
    let draft = UnitDraft { member_count: Some(-1), ..UnitDraft::default() };
    let wrong = office.refused(&UnitSet { unit: None, draft });
    let fields: Vec<&str> = wrong.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!((wrong.code, fields), (Code::Invalid, vec!["name", "member_count"]));
}

#[test]
fn an_edited_unit_keeps_its_history_and_can_be_taken_back() {
    let mut office = Office::on("2026-10-31");
    let unit = office.unit("市税务局", None);
    let draft = UnitDraft {
        name: "市税务局".into(),
        phone: Some("0873 3722442".into()),
        is_paired: true,
        ..UnitDraft::default()
    };
    office.ask(&UnitSet { unit: Some(unit), draft });
    let shown = office.ask(&UnitShow { unit, on: None });
    assert_eq!((shown.draft.phone.as_deref(), shown.draft.is_paired), (Some("0873-*****42"), true));
    assert!(office.undo().contains("市税务局"));
    assert!(!office.ask(&UnitShow { unit, on: None }).draft.is_paired);
    office.assert_sound();
}

#[test]
fn a_number_of_the_future_or_without_a_source_is_not_taken() {
    let mut office = Office::on("2026-10-31");
    let unit = office.unit("市税务局", None);
    let wrong =
        office.refused(&UnitExpect { unit, count: -3, stated_on: day("2026-11-01"), source: " ".into() });
    let fields: Vec<&str> = wrong.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["count", "stated_on", "source"]);
    let right = UnitExpect { unit, count: 3, stated_on: day("2026-10-30"), source: "名册".into() };
    office.ask(&right);
    assert!(office.ask(&right).warnings[0].contains("未改动"));
    assert_eq!(office.ask(&UnitShow { unit, on: None }).expectations.len(), 1);
}
