//! Tests of what an undo refuses and names, and what it leaves to others.

use branchbook_domain::key::{ChangeId, OfferId, OrganisationId, PersonId, ReportInId};
use branchbook_domain::organisation::Level;

use super::fixture::{
    Town, activity, claim, day, month, part, refusal, report_in, returned, town, uid, write,
};
use super::*;
use crate::table::activity::Participation;
use crate::table::membership::Membership;
use crate::table::offer::{Claim, Offer};
use crate::table::office;
use crate::table::organisation::Organisation;

fn serve(book: &mut Book, on: &str, title: &str) -> ChangeId {
    let act = |writing: &mut Writing<'_>| {
        let id = writing.insert(&activity(on))?;
        writing.insert(&part(id, on, &on[..7]))
    };
    write(book, OperationKind::ActivityRecord, title, act).1
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
        project: None,
        planned_end_on: None,
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
