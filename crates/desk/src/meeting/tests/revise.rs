//! Cancelling and correcting: nothing is edited, points go back and come anew, closed months stay as they are.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::meeting::{
    Away, MeetingCancel, MeetingCorrect, MeetingList, MeetingShow, NamedRoll, PersonRef, Roll,
};
use branchbook_domain::day::Month;
use branchbook_domain::gathering::{GatheringMark, RecordKind};

use super::fixture::{Town, draft, record_of, town};
use crate::unit::office::close_month;

pub(super) fn october() -> Month {
    "2026-10".parse().unwrap()
}

fn list(town: &mut Town, with_cancelled: bool) -> usize {
    town.ask(&MeetingList { month: october(), branch: None, kind: None, with_cancelled }).len()
}

pub(super) fn close(town: &mut Town, month: Month) {
    close_month(town.desk.book_mut().unwrap(), month);
}

#[test]
fn a_cancelled_meeting_stays_in_the_book_and_its_points_go_back() {
    let mut town = town("2026-10-20");
    let recorded =
        town.record(draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)])).unwrap();
    assert!(recorded.points_awarded > 0);
    let gathering = recorded.gathering;
    let no_reason = town.desk.call(&MeetingCancel { gathering, reason: " ".into() }).unwrap_err();
    assert!(no_reason.to_string().contains("请写明取消会议的原因"), "{no_reason}");
    let cancelled = town.ask(&MeetingCancel { gathering, reason: "登记错了支部".into() });
    assert_eq!(cancelled.points_taken_back, recorded.points_awarded);
    assert_eq!(town.sums().1, 0, "counter-entries balance the awards");
    assert_eq!((list(&mut town, false), list(&mut town, true)), (0, 1));
    let shown = town.ask(&MeetingShow { gathering });
    assert_eq!(shown.marks, [GatheringMark::Cancelled]);
    assert_eq!(shown.note.as_deref(), Some("取消原因：登记错了支部"));
    let again = town.desk.call(&MeetingCancel { gathering, reason: "再取消".into() }).unwrap_err();
    assert!(again.to_string().contains("已经取消"), "{again}");
}

#[test]
fn a_correction_replaces_the_meeting_in_one_operation_that_one_undo_takes_back() {
    let mut town = town("2026-10-20");
    let theme_day = vec![record_of(RecordKind::ThemeDay, town.branch)];
    let first = town.record(draft("2026-10-17", theme_day.clone())).unwrap();
    let before = town.sums();
    let mut right = draft("2026-10-17", theme_day);
    let leave = vec![Away { person: PersonRef::Name("甲三".into()), reason: "病假".into() }];
    right.roll = Roll::Names(NamedRoll { leave, ..NamedRoll::default() });
    let correct =
        MeetingCorrect { replaces: first.gathering, reason: "甲三请假".into(), gathering: right };
    let corrected = town.ask(&correct);
    assert_eq!(corrected.points_taken_back, first.points_awarded);
    assert!(town.sums().1 < before.1, "one person less is awarded");
    assert_eq!(list(&mut town, false), 1);
    let shown = town.ask(&MeetingShow { gathering: corrected.gathering });
    assert_eq!(shown.replaces, Some(first.gathering));
    let old = town.ask(&MeetingShow { gathering: first.gathering });
    assert_eq!(old.replaced_by, Some(corrected.gathering));
    town.ask(&HistoryUndo::default());
    assert_eq!(town.sums(), before, "one undo restores meeting and points");
    assert_eq!(list(&mut town, true), 1);
}

#[test]
fn a_meeting_of_a_closed_month_is_neither_cancelled_nor_corrected_but_a_forgotten_one_goes_to_the_next() {
    let mut town = town("2026-11-03");
    let theme_day = vec![record_of(RecordKind::ThemeDay, town.branch)];
    let recorded = town.record(draft("2026-10-17", theme_day.clone())).unwrap();
    close(&mut town, october());
    let cancel = MeetingCancel { gathering: recorded.gathering, reason: "错".into() };
    let error = town.desk.call(&cancel).unwrap_err();
    assert!(
        error.to_string().contains("该月已结账，不能取消") && error.to_string().contains("2026年11月"),
        "{error}"
    );
    let correct = MeetingCorrect {
        replaces: recorded.gathering,
        reason: "错".into(),
        gathering: draft("2026-10-17", theme_day.clone()),
    };
    let error = town.desk.call(&correct).unwrap_err();
    assert!(error.to_string().contains("不能更正"), "{error}");
    let forgotten = town.record(draft("2026-10-24", theme_day)).unwrap();
    assert_eq!(forgotten.booked_month, "2026-11".parse().unwrap());
    assert!(forgotten.warnings[0].contains("2026年10月已结账"), "{:?}", forgotten.warnings);
}
