//! Tests of what an undo refuses, names and leaves.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, ChangeId, OfferId, OrganisationId, PersonId, ReportInId, UnitId};
use branchbook_domain::organisation::Level;

use super::*;
use crate::table::activity::{Activity, Participation};
use crate::table::membership::Membership;
use crate::table::offer::{Claim, Offer};
use crate::table::office;
use crate::table::organisation::Organisation;
use crate::table::unit::{ReportIn, Unit};

fn uid() -> uuid::Uuid {
    crate::book::new_uid(clock().as_ref())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(super) fn write<T>(
    book: &mut Book,
    kind: OperationKind,
    title: &str,
    act: impl FnOnce(&mut Writing<'_>) -> Result<T>,
) -> (T, ChangeId) {
    let written = book.write(&Operation::new(kind, title), act).unwrap();
    (written.value, written.change.unwrap())
}

pub(super) fn unit(book: &mut Book) -> UnitId {
    let unit = Unit {
        uid: uid(),
        name: "市税务局".to_owned(),
        kind: None,
        party_organisation: None,
        secretary: None,
        contact: None,
        phone: None,
        member_count: None,
        is_paired: false,
        from_on: None,
        to_on: None,
        note: None,
    };
    write(book, OperationKind::UnitSet, "登记单位", |writing| writing.insert(&unit)).0
}

pub(super) fn report_in(unit_id: UnitId, reported_on: &str) -> ReportIn {
    ReportIn {
        uid: uid(),
        person_id: PersonId(1),
        unit_id,
        reported_on: day(reported_on).into(),
        booked_month: Month::of(day(reported_on)),
        returned_on: None,
        returned_month: None,
        return_reason: None,
        duty: None,
        residence: None,
        skills: None,
        wanted_post: None,
        note: None,
    }
}

pub(super) fn returned(row: ReportIn, on: &str) -> ReportIn {
    ReportIn { returned_on: Some(day(on)), returned_month: Some(Month::of(day(on))), ..row }
}

pub(super) fn activity(on: &str) -> Activity {
    Activity {
        uid: uid(),
        kind: "service".to_owned(),
        title: "清扫楼道".to_owned(),
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        start_minute: None,
        end_minute: None,
        place: None,
        organiser: None,
        organisation_id: None,
        unit_id: None,
        beneficiary_count: None,
        cancelled_on: None,
        note: None,
    }
}

pub(super) fn part(activity_id: ActivityId, on: &str, booked: &str) -> Participation {
    Participation {
        activity_id,
        person_id: PersonId(1),
        minutes: 360,
        occurred_on: day(on),
        booked_month: month(booked),
        cancelled_on: None,
        note: None,
    }
}

fn serve(book: &mut Book, on: &str, title: &str) -> ChangeId {
    let act = |writing: &mut Writing<'_>| {
        let id = writing.insert(&activity(on))?;
        writing.insert(&part(id, on, &on[..7]))
    };
    write(book, OperationKind::ActivityRecord, title, act).1
}

fn refusal(book: &mut Book, change: ChangeId) -> String {
    let before = dump_of(book);
    let error = book.undo(change).unwrap_err();
    assert!(matches!(error, LedgerError::NotUndoable { .. }), "{error}");
    assert_eq!(dump_of(book), before, "a refused undo changes nothing");
    error.to_string()
}

struct Town {
    book: Book,
    unit: UnitId,
    _dir: tempfile::TempDir,
}

fn town() -> Town {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let unit = unit(&mut book);
    Town { book, unit, _dir: dir }
}

#[test]
fn the_undo_of_a_return_names_the_later_report_in() {
    let Town { mut book, unit, _dir } = town();
    let first = report_in(unit, "2026-09-01");
    let (id, _) =
        write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| writing.insert(&first));
    let (_, back) = write(&mut book, OperationKind::ReportInReturn, "登记返回", |writing| {
        writing.update(id, &returned(first.clone(), "2026-10-01"))
    });
    let again = report_in(unit, "2026-10-09");
    let (_, later) =
        write(&mut book, OperationKind::ReportInAdd, "再次报到 甲", |writing| writing.insert(&again));
    let sentence = refusal(&mut book, back);
    assert!(sentence.contains("再次报到 甲") && !sentence.contains("UNIQUE"), "{sentence}");
    book.undo(later).unwrap();
    book.undo(back).unwrap();
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_redo_names_the_row_that_was_made_again() {
    let Town { mut book, _dir, .. } = town();
    let set =
        |value: i64| move |writing: &mut Writing<'_>| office::set_setting(writing, "month.due_day", &value);
    let (_, first) = write(&mut book, OperationKind::SettingSet, "设置截止日 5", set(5));
    let undo = book.undo(first).unwrap().change.unwrap();
    write(&mut book, OperationKind::SettingSet, "设置截止日 7", set(7));
    let sentence = refusal(&mut book, undo);
    assert!(sentence.contains("设置截止日 7"), "{sentence}");
}

#[test]
fn a_participation_that_was_added_again_is_named() {
    let Town { mut book, _dir, .. } = town();
    let (id, _) = write(&mut book, OperationKind::ActivityRecord, "登记活动", |writing| {
        writing.insert(&activity("2026-10-09"))
    });
    let row = part(id, "2026-10-09", "2026-10");
    let (added, _) = write(&mut book, OperationKind::ActivityEdit, "补登", |writing| writing.insert(&row));
    let cancelled = Participation { cancelled_on: Some(day("2026-10-10")), ..row.clone() };
    let (_, cancel) =
        write(&mut book, OperationKind::ActivityEdit, "移除", |writing| writing.update(added, &cancelled));
    write(&mut book, OperationKind::ActivityEdit, "又补登 甲", |writing| writing.insert(&row));
    let sentence = refusal(&mut book, cancel);
    assert!(sentence.contains("又补登 甲"), "{sentence}");
}

fn post(book: &mut Book) -> OfferId {
    let offer = Offer {
        uid: uid(),
        kind: "service_post".to_owned(),
        title: "楼道长".to_owned(),
        category: None,
        content: None,
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: Some(day("2026-10-05")),
        to_on: None,
    };
    write(book, OperationKind::OfferSet, "登记岗位", |writing| writing.insert(&offer)).0
}

pub(super) fn claim(offer_id: OfferId, on: &str) -> Claim {
    Claim {
        offer_id,
        person_id: Some(PersonId(1)),
        unit_id: None,
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        ended_on: None,
        ended_month: None,
        state: "claimed".to_owned(),
        rating: None,
        note: None,
    }
}

#[test]
fn the_undo_of_an_ended_claim_does_not_double_it() {
    let Town { mut book, _dir, .. } = town();
    let offer = post(&mut book);
    let first = claim(offer, "2026-10-06");
    let (id, _) = write(&mut book, OperationKind::ClaimSet, "认领", |writing| writing.insert(&first));
    let ended = Claim { ended_on: Some(day("2026-10-07")), ended_month: Some(month("2026-10")), ..first };
    let (_, end) =
        write(&mut book, OperationKind::ClaimSet, "结束认领", |writing| writing.update(id, &ended));
    write(&mut book, OperationKind::ClaimSet, "又认领 甲", |writing| {
        writing.insert(&claim(offer, "2026-10-08"))
    });
    let sentence = refusal(&mut book, end);
    assert!(sentence.contains("又认领 甲"), "{sentence}");
}

#[test]
fn a_post_is_offered_from_its_first_day() {
    let Town { mut book, _dir, .. } = town();
    post(&mut book);
    let on =
        |text: &str| book.read(|reading| crate::table::offer::posts_on(reading, day(text))).unwrap().len();
    assert_eq!((on("2026-10-04"), on("2026-10-05")), (0, 1));
}

#[test]
fn a_kept_file_stays_for_those_who_share_it() {
    let Town { mut book, _dir, .. } = town();
    let sealed = book.seal_file("名册".as_bytes()).unwrap();
    let keep =
        |writing: &mut Writing<'_>| crate::kept::keep_file(writing, &sealed, "名册.csv", "imported_source");
    let (first, import) = write(&mut book, OperationKind::RosterImport, "导入", |writing| {
        writing.insert(&person("乙"))?;
        keep(writing)
    });
    let (second, _) = write(&mut book, OperationKind::UnitImport, "再导入", |writing| {
        writing.insert(&person("丙"))?;
        keep(writing)
    });
    assert_eq!(first, second, "the same bytes have one row");
    book.undo(import).unwrap();
    let kept = book.read(office::kept_files).unwrap();
    assert_eq!(kept.len(), 1, "the later import still names the file");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_report_in_is_not_undone_under_later_hours() {
    let Town { mut book, unit, _dir } = town();
    let (_, reported) = write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| {
        writing.insert(&report_in(unit, "2026-09-01"))
    });
    let served = serve(&mut book, "2026-10-09", "登记活动 清扫楼道");
    let sentence = refusal(&mut book, reported);
    assert!(sentence.contains("登记活动 清扫楼道"), "{sentence}");
    book.undo(served).unwrap();
    book.undo(reported).unwrap();
}

#[test]
fn hours_outside_the_span_of_a_report_in_do_not_hold_it() {
    let Town { mut book, unit, _dir } = town();
    let (_, reported) = write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| {
        writing.insert(&report_in(unit, "2026-10-10"))
    });
    serve(&mut book, "2026-10-09", "登记活动");
    book.undo(reported).unwrap();
}

#[test]
fn a_return_is_not_repeated_over_later_hours() {
    let Town { mut book, unit, _dir } = town();
    let row = report_in(unit, "2026-09-01");
    let (id, _): (ReportInId, _) =
        write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| writing.insert(&row));
    let (_, back) = write(&mut book, OperationKind::ReportInReturn, "登记返回", |writing| {
        writing.update(id, &returned(row.clone(), "2026-10-01"))
    });
    let undo = book.undo(back).unwrap().change.unwrap();
    serve(&mut book, "2026-10-09", "登记活动 十月");
    assert!(refusal(&mut book, undo).contains("登记活动 十月"));
}

#[test]
fn a_membership_is_not_undone_under_later_attendance() {
    let Town { mut book, _dir, .. } = town();
    let branch = Organisation {
        uid: uid(),
        parent_id: None,
        level: Level::Branch,
        name: "第一党支部".to_owned(),
        position: 1,
        from_on: None,
        to_on: None,
        note: None,
    };
    let (branch_id, _): (OrganisationId, _) =
        write(&mut book, OperationKind::OrganisationAdd, "新增组织", |writing| writing.insert(&branch));
    let (_, joined) = write(&mut book, OperationKind::MemberMove, "转入 甲", |writing| {
        let person_id = PersonId(1);
        writing.insert(&Membership {
            person_id,
            branch_id,
            group_id: None,
            from_on: Some(day("2026-10-01")),
            to_on: None,
        })
    });
    write(&mut book, OperationKind::MeetingRecord, "登记会议 主题党日", |writing| {
        gathering(writing, PersonId(1), "2026-10")
    });
    assert!(refusal(&mut book, joined).contains("登记会议 主题党日"));
}

#[test]
fn records_of_what_was_looked_at_take_no_place_in_the_undo_list() {
    let Town { mut book, _dir, .. } = town();
    let import = add(&mut book, ["乙".to_owned()]);
    for _ in 0..120 {
        let reveal = Operation::new(OperationKind::Reveal, "查看证件号");
        book.write(&reveal, |_| Ok::<_, LedgerError>(())).unwrap();
    }
    let list = book.undo_list().unwrap();
    let line = list.iter().find(|line| line.change == import).unwrap();
    assert_eq!(line.refusal, None);
    let reveals = list.iter().filter(|line| line.kind == OperationKind::Reveal).count();
    assert_eq!(reveals, 100, "what cannot be undone is greyed among the newest only");
    book.undo(import).unwrap();
}

#[test]
fn only_the_newest_hundred_pieces_of_work_can_be_undone() {
    let Town { mut book, _dir, .. } = town();
    let old = add(&mut book, ["乙".to_owned()]);
    for n in 0..99 {
        add(&mut book, [format!("人{n}")]);
    }
    assert!(book.undo_list().unwrap().iter().any(|line| line.change == old));
    add(&mut book, ["再一人".to_owned()]);
    assert!(book.undo_list().unwrap().iter().all(|line| line.change != old));
    assert!(refusal(&mut book, old).contains("最近 100 次"));
}

#[test]
fn undo_and_redo_are_named_in_turn() {
    let Town { mut book, _dir, .. } = town();
    let mut change = add(&mut book, ["乙".to_owned()]);
    let mut titles = Vec::new();
    for _ in 0..4 {
        change = book.undo(change).unwrap().change.unwrap();
        titles.push(book.undo_list().unwrap()[0].title.clone());
    }
    assert_eq!(titles, ["撤销：导入 1 人", "恢复：导入 1 人", "撤销：导入 1 人", "恢复：导入 1 人"]);
}

#[test]
fn an_operation_in_a_closed_month_is_greyed_in_the_list() {
    let Town { mut book, unit, _dir } = town();
    let row = report_in(unit, "2026-10-01");
    let (id, reported) =
        write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| writing.insert(&row));
    let (_, back) = write(&mut book, OperationKind::ReportInReturn, "登记返回", |writing| {
        writing.update(id, &returned(row.clone(), "2026-11-02"))
    });
    close_month(&mut book, "2026-10");
    let reason = |book: &Book, change: ChangeId| {
        book.undo_list().unwrap().into_iter().find(|line| line.change == change).unwrap().refusal
    };
    assert!(reason(&book, reported).unwrap().contains("2026年10月"));
    assert_eq!(reason(&book, back), None, "a return in an open month can be taken back");
    book.undo(back).unwrap();
    assert!(matches!(book.undo(reported), Err(LedgerError::MonthClosed(_))));
}

#[test]
fn what_follows_from_an_undo_is_written_in_its_own_operation() {
    let Town { mut book, _dir, .. } = town();
    let import = add(&mut book, ["乙".to_owned()]);
    let written = book
        .undo_with(import, |writing, undid| {
            assert!(undid.years_of("points_entry").is_empty());
            writing.insert(&person("丙"))
        })
        .unwrap();
    assert_eq!(book.head().id, written.change.unwrap().0);
    book.undo(written.change.unwrap()).unwrap();
    let names: Vec<String> =
        book.read(|reading| reading.all::<Person>()).unwrap().into_iter().map(|row| row.value.name).collect();
    assert_eq!(names, ["甲", "乙"], "the redo takes away what followed");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_panic_in_an_operation_leaves_the_book_ready_for_the_next() {
    let Town { mut book, _dir, .. } = town();
    let before = dump_of(&book);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let edit = Operation::new(OperationKind::MemberAdd, "新增");
        let _ = book.write(&edit, |writing| -> Result<()> {
            writing.insert(&person("丁"))?;
            panic!("in the middle of an operation");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(dump_of(&book), before);
    add(&mut book, ["戊".to_owned()]);
    assert_eq!(damages(&book), Vec::<String>::new());
}
