//! Recording: the roll, the arithmetic, votes, marks, warnings, what is due.

use branchbook_contract::meeting::{
    Away, MeetingDue, MeetingList, MeetingRoll, MeetingShow, NamedRoll, PersonRef, Roll, StatedNumbers,
    TopicDraft, VoteDraft,
};
use branchbook_contract::setting::SettingSet;
use branchbook_domain::frequency::{FrequencySetting, Per, default_frequencies};
use branchbook_domain::gathering::{AttendanceState, GatheringMark, RecordKind};
use branchbook_domain::quorum::VoteKind;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::gathering::figures::meeting_month_figures;
use branchbook_ledger::table::gathering::presence::attendance_of;

use super::fixture::{Town, day, draft, record_of, town};

fn away(name: &str, reason: &str) -> Away {
    Away { person: PersonRef::Name(name.into()), reason: reason.into() }
}

fn leave(names: &[&str]) -> Roll {
    let leave = names.iter().map(|name| away(name, "公差")).collect();
    Roll::Names(NamedRoll { leave, ..NamedRoll::default() })
}

#[test]
fn the_roll_counts_neither_the_exempt_as_due_nor_the_probationary_as_voting() {
    let mut town = town("2026-10-20");
    for (kind, organisation, due, voting) in [
        (RecordKind::MemberAssembly, town.branch, 9, 8),
        (RecordKind::GroupMeeting, town.groups[0], 5, 4),
        (RecordKind::GroupMeeting, town.groups[1], 4, 4),
        (RecordKind::CommitteeMeeting, town.branch, 3, 3),
        (RecordKind::CommitteeMeeting, town.second, 0, 0),
        (RecordKind::Lecture, town.second, 3, 3),
    ] {
        let sheet = town.ask(&MeetingRoll { day: day("2026-10-17"), kind, organisation });
        assert_eq!((sheet.due.len(), sheet.due_voting), (due, voting), "{}", kind.label());
        assert_eq!(sheet.notice.is_some(), due == 0);
    }
}

#[test]
fn a_gathering_is_typed_once_and_counted_by_each_of_its_records() {
    let mut town = town("2026-10-20");
    let records =
        vec![record_of(RecordKind::ThemeDay, town.branch), record_of(RecordKind::Lecture, town.branch)];
    let recorded = town
        .record(branchbook_contract::meeting::GatheringDraft {
            roll: leave(&["甲三", "乙二"]),
            ..draft("2026-10-17", records)
        })
        .unwrap();
    let numbers: Vec<_> = recorded.records.iter().map(|r| (r.due, r.present, r.leave, r.exempt)).collect();
    assert_eq!(numbers, [(9, 7, 2, 1), (9, 7, 2, 1)]);
    assert_eq!(recorded.mark, None);
    assert!(recorded.points_awarded >= 7, "those present are awarded: {recorded:?}");
    let rows = town.ask(&MeetingList {
        month: "2026-10".parse().unwrap(),
        branch: Some(town.branch),
        kind: None,
        with_cancelled: false,
    });
    assert_eq!(rows.len(), 2);
    let shown = town.ask(&MeetingShow { gathering: recorded.gathering });
    let on_leave = shown.attendance.iter().filter(|row| row.state == AttendanceState::Leave).count();
    assert_eq!((shown.attendance.len(), on_leave), (9, 2));
}

#[test]
fn whoever_was_away_needs_a_reason_and_a_place_on_the_roll() {
    let mut town = town("2026-10-20");
    for (roll, sentence) in [
        (NamedRoll { absent: vec![away("甲三", " ")], ..NamedRoll::default() }, "甲三缺席须写明原因。"),
        (NamedRoll { leave: vec![away("丙一", "病假")], ..NamedRoll::default() }, "不在本次会议的应到名单里"),
        (NamedRoll { leave: vec![away("乙五", "病假")], ..NamedRoll::default() }, "已批准不计入应到会"),
        (
            NamedRoll {
                leave: vec![away("甲三", "病假"), away("甲三", "事假")], ..NamedRoll::default()
            },
            "登记了两次",
        ),
        (
            NamedRoll { observers: vec![PersonRef::Name("甲三".into())], ..NamedRoll::default() },
            "是应到会人员",
        ),
        (NamedRoll { observers: vec![PersonRef::Name("丁同".into())], ..NamedRoll::default() }, "2 人叫"),
    ] {
        let mut draft = draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)]);
        draft.roll = Roll::Names(roll);
        let error = town.record(draft).unwrap_err();
        assert!(error.to_string().contains(sentence), "{error}");
    }
}

#[test]
fn a_meeting_of_tomorrow_or_of_the_wrong_organisation_is_refused() {
    let mut town = town("2026-10-20");
    let cases = [
        (draft("2026-10-21", vec![record_of(RecordKind::ThemeDay, town.branch)]), "还没有到"),
        (draft("2026-10-17", vec![record_of(RecordKind::GroupMeeting, town.branch)]), "不是党小组"),
        (draft("2026-10-17", vec![record_of(RecordKind::MemberAssembly, town.groups[0])]), "由党支部召开"),
        (draft("2026-10-17", Vec::new()), "至少选择一种"),
        (
            draft("2026-10-17", vec![record_of(RecordKind::CommitteeMeeting, town.second)]),
            "没有登记支部委员的任职",
        ),
    ];
    for (draft, sentence) in cases {
        let error = town.record(draft).unwrap_err();
        assert!(error.to_string().contains(sentence), "{error}");
    }
    assert_eq!(town.sums().0, 0, "nothing was written");
}

#[test]
fn numbers_alone_are_marked_and_must_add_up() {
    let mut town = town("2026-10-20");
    let mut committee = draft("2026-10-13", vec![record_of(RecordKind::CommitteeMeeting, town.second)]);
    committee.roll = Roll::Numbers;
    let numbers = |present, leave| StatedNumbers {
        due: 5,
        present,
        leave,
        absent: None,
        due_voting: None,
        present_voting: None,
    };
    committee.records[0].stated = Some(numbers(4, Some(2)));
    assert!(town.record(committee.clone()).unwrap_err().to_string().contains("与应到 5 人不符"));
    committee.records[0].stated = Some(numbers(2, None));
    let recorded = town.record(committee).unwrap();
    let opening = recorded.records[0].opening.clone().unwrap();
    assert!(!opening.holds && opening.sentence.contains("还差 1 人"), "{}", opening.sentence);
    assert!(recorded.warnings.iter().any(|warning| warning.contains("不能开会")), "{:?}", recorded.warnings);
    let shown = town.ask(&MeetingShow { gathering: recorded.gathering });
    assert_eq!(shown.marks, [GatheringMark::NumbersOnly]);
    assert_eq!((shown.records[0].leave, shown.records[0].absent), (0, 3), "nobody has excused the three");
    assert!(recorded.warnings.iter().any(|warning| warning.contains("少 3 人，没有写明")));
    assert!(shown.attendance.is_empty());
}

#[test]
fn a_vote_is_decided_by_the_rule_of_its_kind_and_keeps_its_article() {
    let mut town = town("2026-10-20");
    let vote = |yes| VoteDraft {
        kind: VoteKind::AdmitMember,
        written: 0,
        ballots_issued: Some(7),
        ballots_returned: Some(7),
        yes,
        no: 7 - yes,
        abstain: 0,
    };
    let mut assembly = draft("2026-10-17", vec![record_of(RecordKind::MemberAssembly, town.branch)]);
    assembly.roll = leave(&["甲三"]);
    let topic =
        |yes| TopicDraft {
            title: "接收预备党员".into(), votes: vec![vote(yes)], ..TopicDraft::default()
        };
    assembly.records[0].topics = vec![topic(5), topic(4)];
    let recorded = town.record(assembly.clone()).unwrap();
    let votes: Vec<_> = recorded.records[0].topics.iter().map(|topic| &topic.votes[0]).collect();
    assert_eq!((votes[0].due_voting, votes[0].present_voting), (8, 7));
    assert_eq!((votes[0].is_passed, votes[1].is_passed), (true, false), "8 voters: 5 yes pass, 4 do not");
    assert!(votes[0].rule_text.contains("《发展党员工作细则》"), "{}", votes[0].rule_text);
    assembly.records[0].topics = vec![topic(7)];
    assembly.records[0].topics[0].votes[0].no = 1;
    let error = town.record(assembly).unwrap_err();
    assert!(error.to_string().contains("多于可计票的 7 人"), "{error}");
}

#[test]
fn a_late_entry_says_so_and_one_from_a_register_says_that() {
    let mut town = town("2026-11-21");
    let theme_day = vec![record_of(RecordKind::ThemeDay, town.branch)];
    let late = town.record(draft("2026-10-17", theme_day.clone())).unwrap();
    assert_eq!(late.mark.as_deref(), Some("补录"));
    let mut taken_over = draft("2026-10-18", theme_day.clone());
    taken_over.register_on = Some(day("2026-10-31"));
    assert_eq!(town.record(taken_over).unwrap().mark.as_deref(), Some("按登记表补入"));
    assert_eq!(town.record(draft("2026-11-07", theme_day)).unwrap().mark, None);
    let figures = town
        .desk
        .book()
        .unwrap()
        .read(|reading| meeting_month_figures(reading, "2026-10".parse().unwrap()))
        .unwrap();
    assert_eq!((figures[0].held, figures[0].late, figures[0].due, figures[0].present), (2, 1, 18, 18));
}

#[test]
fn what_cannot_be_at_the_same_time_is_a_warning() {
    let mut town = town("2026-10-20");
    let mut first = draft("2026-10-06", vec![record_of(RecordKind::GroupMeeting, town.groups[0])]);
    (first.start, first.end) = ("14:30".parse().ok(), "16:00".parse().ok());
    first.host = Some(PersonRef::Name("甲一".into()));
    first.roll = leave(&["甲三"]);
    let warnings = town.record(first.clone()).unwrap().warnings;
    assert_eq!(warnings, ["2026年10月6日是国庆节放假日，请核对日期。"]);
    let mut second = draft("2026-10-06", vec![record_of(RecordKind::ThemeDay, town.branch)]);
    (second.start, second.host) = ("15:00".parse().ok(), first.host.clone());
    let warnings = town.record(second).unwrap().warnings.join("\n");
    assert!(warnings.contains("主持人甲一在同一时间也是"), "{warnings}");
    assert!(
        warnings.contains("甲三本次登记为到会，在同一时间的另一次会议（14:30，党群服务中心）登记为请假"),
        "{warnings}"
    );
    assert!(warnings.contains("甲一、甲二、甲四等 4 人"), "{warnings}");
    assert!(!warnings.contains("乙一"), "{warnings}");
}

#[test]
fn attendance_is_found_by_person_and_day_with_what_it_counts_as() {
    let mut town = town("2026-10-20");
    let mut gathering = draft(
        "2026-10-17",
        vec![
            record_of(ThemeDay, town.branch),
            record_of(GroupMeeting, town.groups[0]),
            record_of(CommitteeMeeting, town.branch),
        ],
    );
    gathering.roll = leave(&["甲三"]);
    let recorded = town.record(gathering).unwrap();
    let people = town.ask(&MeetingShow { gathering: recorded.gathering }).attendance;
    let kinds_of = |name: &str| {
        let person = people.iter().find(|row| row.name == name).unwrap().person;
        let found =
            town.desk.book().unwrap().read(|reading| attendance_of(reading, person, day("2026-10-17"), None));
        let found = found.unwrap();
        assert_eq!(found.len(), 1);
        (found[0].state, found[0].kinds.clone())
    };
    use RecordKind::{CommitteeMeeting, GroupMeeting, ThemeDay};
    assert_eq!(kinds_of("甲一"), (AttendanceState::Present, vec![ThemeDay, GroupMeeting, CommitteeMeeting]));
    assert_eq!(kinds_of("甲三"), (AttendanceState::Leave, vec![ThemeDay, GroupMeeting]));
    assert_eq!(kinds_of("乙二"), (AttendanceState::Present, vec![ThemeDay]));
    let person = people[0].person;
    let other = town
        .desk
        .book()
        .unwrap()
        .read(|reading| attendance_of(reading, person, day("2026-10-17"), Some(RecordKind::Lecture)));
    assert_eq!(other.unwrap(), [], "no lecture was held");
}

#[test]
fn what_is_due_is_open_until_its_window_ends_and_missing_after() {
    let mut town = town("2026-11-02");
    town.record(draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)])).unwrap();
    let month = "2026-10".parse().unwrap();
    let duties = town.ask(&MeetingDue { month, branch: Some(town.branch) }).remove(0).duties;
    let state = |kind: RecordKind| {
        let of_kind = duties.iter().filter(|row| row.duty.kind == kind);
        of_kind.map(|row| row.state_label.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(state(RecordKind::ThemeDay), ["已完成"]);
    assert_eq!(state(RecordKind::CommitteeMeeting), ["缺"]);
    assert_eq!(state(RecordKind::GroupMeeting), ["缺", "缺"]);
    assert_eq!(state(RecordKind::MemberAssembly), ["未到期"]);
    let second = town.ask(&MeetingDue { month, branch: Some(town.second) }).remove(0).duties;
    assert!(second.iter().all(|row| row.duty.kind != RecordKind::CommitteeMeeting), "no committee, no duty");
}

#[test]
fn duties_go_by_the_days_of_the_months_statistics() {
    let mut town = town("2026-11-02");
    town.ask(&SettingSet { key: "month.cut_off_day".into(), value: 25.into() });
    let recorded = town.record(draft("2026-10-28", vec![record_of(RecordKind::ThemeDay, town.branch)]));
    assert_eq!(recorded.unwrap().booked_month, "2026-11".parse().unwrap());
    let branch = Some(town.branch);
    let mut state = |month: &str| {
        let duties = town.ask(&MeetingDue { month: month.parse().unwrap(), branch }).remove(0).duties;
        duties.into_iter().find(|row| row.duty.kind == RecordKind::ThemeDay).unwrap().state_label
    };
    assert_eq!((state("2026-10").as_str(), state("2026-11").as_str()), ("缺", "已完成"));
}

/// The form says it of what is being entered: as the duties count it, by the office's own days and numbers.
#[test]
fn the_roll_says_in_which_window_the_meeting_counts() {
    let mut town = town("2026-11-02");
    let organisation = town.branch;
    let windows = |town: &mut Town, on: &str| {
        use RecordKind::{Lecture, MemberAssembly, ThemeDay};
        [MemberAssembly, Lecture, ThemeDay].map(|kind| {
            let roll = MeetingRoll { day: day(on), kind, organisation };
            town.ask(&roll).window.unwrap()
        })
    };
    assert_eq!(windows(&mut town, "2026-09-28"), ["第三季度", "第三季度", "九月"]);
    town.ask(&SettingSet { key: "month.cut_off_day".into(), value: 25.into() });
    assert_eq!(windows(&mut town, "2026-09-28"), ["第四季度", "第四季度", "十月"]);
    assert_eq!(windows(&mut town, "2026-09-25"), ["第三季度", "第三季度", "九月"]);
    let monthly = |setting: FrequencySetting| match setting.kind {
        RecordKind::Lecture => setting.changed_to(Per::Month, 1),
        _ => setting,
    };
    let frequencies: Vec<FrequencySetting> = default_frequencies().into_iter().map(monthly).collect();
    let value = serde_json::to_value(frequencies).unwrap();
    town.ask(&SettingSet { key: "meeting.frequencies".into(), value });
    assert_eq!(windows(&mut town, "2026-09-28"), ["第四季度", "十月", "十月"]);
}

#[test]
fn the_cost_of_a_month_does_not_grow_with_the_months_before() {
    let mut town = town("2026-10-20");
    let cost = |town: &Town| {
        let read = |reading: &branchbook_ledger::Reading<'_>| {
            let (figures, cost) =
                reading.measured(|reading| meeting_month_figures(reading, "2026-10".parse().unwrap()));
            assert_eq!(figures.unwrap().len(), 1);
            Ok::<_, LedgerError>(cost)
        };
        town.desk.book().unwrap().read(read).unwrap()
    };
    town.record(draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)])).unwrap();
    let before = cost(&town);
    for month in 1..=9 {
        for date in ["03", "13", "23"] {
            let on = format!("2026-{month:02}-{date}");
            town.record(draft(&on, vec![record_of(RecordKind::ThemeDay, town.branch)])).unwrap();
        }
    }
    let after = cost(&town);
    assert_eq!((after.steps, after.scanned), (before.steps, before.scanned), "driven by the month alone");
}
