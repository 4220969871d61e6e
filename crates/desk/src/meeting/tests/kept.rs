//! Drafts outlive the window, and a list by true days says which month counts a meeting.

use branchbook_contract::meeting::{
    MeetingDraftDrop, MeetingDraftList, MeetingDraftSave, MeetingDraftShow, MeetingSpan,
};
use branchbook_domain::gathering::RecordKind;
use serde_json::json;

use super::fixture::{Town, day, draft, record_of, town};

fn save(town: &mut Town, number: Option<u32>, place: &str) -> u32 {
    let form = json!({ "place": place });
    let title = "第一党支部 主题党日".to_owned();
    town.ask(&MeetingDraftSave { draft: number, title, form }).draft
}

#[test]
fn a_draft_is_kept_under_its_number_until_it_is_dropped() {
    let mut town = town("2026-10-20");
    let (first, second) = (save(&mut town, None, "一楼"), save(&mut town, None, "二楼"));
    assert_ne!(first, second);
    assert_eq!(save(&mut town, Some(first), "三楼"), first);
    let numbers: Vec<u32> = town.ask(&MeetingDraftList {}).into_iter().map(|row| row.draft).collect();
    assert_eq!(numbers, [first, second], "the newest comes first");
    assert_eq!(town.ask(&MeetingDraftShow { draft: first }), json!({ "place": "三楼" }));
    town.ask(&MeetingDraftDrop { draft: first });
    town.ask(&MeetingDraftDrop { draft: first });
    let gone = town.desk.call(&MeetingDraftShow { draft: first }).unwrap_err();
    assert!(gone.to_string().contains("草稿已经不在"), "{gone}");
}

#[test]
fn a_draft_without_a_name_and_one_too_many_are_refused() {
    let mut town = town("2026-10-20");
    let nameless = MeetingDraftSave { draft: None, title: " ".into(), form: json!({}) };
    assert!(town.desk.call(&nameless).is_err());
    for _ in 0..30 {
        save(&mut town, None, "一楼");
    }
    let more = MeetingDraftSave { draft: None, title: "再一份".into(), form: json!({}) };
    assert!(town.desk.call(&more).unwrap_err().to_string().contains("草稿已有 30 份"));
}

#[test]
fn meetings_are_listed_by_their_true_days_with_the_month_that_counts_them() {
    let mut town = town("2026-10-20");
    let records =
        vec![record_of(RecordKind::ThemeDay, town.branch), record_of(RecordKind::Lecture, town.branch)];
    town.record(draft("2026-10-17", records)).unwrap();
    let mut count = |first, last, branch| {
        let rows = town.ask(&MeetingSpan { first: day(first), last: day(last), branch });
        assert!(rows.iter().all(|row| row.booked_month.to_string() == "2026-10"));
        rows.len()
    };
    assert_eq!(count("2026-10-01", "2026-12-31", None), 2);
    assert_eq!(count("2026-10-18", "2026-12-31", None), 0);
    let too_long = MeetingSpan { first: day("2024-01-01"), last: day("2026-12-31"), branch: None };
    assert!(town.desk.call(&too_long).unwrap_err().to_string().contains("最多查看一年"));
}
