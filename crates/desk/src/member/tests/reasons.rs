//! Movements with their reasons and letters; conditions that end.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::FolioShow;
use branchbook_contract::home::HomeShow;
use branchbook_contract::meeting::MeetingRoll;
use branchbook_contract::member::{
    ConditionKind, LetterReach, MemberConditionSet, MemberEntry, MemberHistory, MemberMove, MemberShow,
    MoveLetter, MovementKind,
};
use branchbook_contract::month::MonthCheck;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::PersonId;

use super::Office;
use super::acts::movement;

fn letters(office: &mut Office) -> Vec<Vec<String>> {
    let page = office.call(&FolioShow { folio: "letters".into(), ..FolioShow::default() });
    page.rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect()).collect()
}

fn out(member: PersonId) -> MemberMove {
    MemberMove {
        counterpart: Some("滨河社区党委".into()),
        letter_number: Some("12号".into()),
        reason: Some("省外转出".into()),
        letter: Some(MoveLetter {
            reach: Some(LetterReach::OutOfCity),
            issued_on: None,
            valid_until: Some("2026-11-09".parse().unwrap()),
            dues_paid_to: Some("2026-10".parse().unwrap()),
        }),
        ..movement(member, MovementKind::TransferOut, "2026-10-10")
    }
}

#[test]
fn a_transfer_out_writes_its_reason_and_its_letter_and_undo_takes_both() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let moved = office.call(&out(member));
    assert!(moved.warnings.is_empty(), "{:?}", moved.warnings);
    assert_eq!(
        letters(&mut office),
        [["单冠松", "转出", "12号", "滨河社区党委", "2026-10-10", "2026-11-09", "2026-10", "途中"]]
    );
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.movements[1].reason.as_deref(), Some("转往外省"));
    let history = office.call(&MemberHistory { member });
    let words: Vec<&str> = history[0].lines.iter().filter_map(|line| line.after.as_deref()).collect();
    assert!(words.contains(&"转往外省"), "{words:?}");
    assert_eq!(office.list(|_| ()).total, 0, "the transfer counts with its letter");
    office.call(&HistoryUndo { change: None });
    assert_eq!((letters(&mut office).len(), office.list(|_| ()).total), (0, 1));
}

#[test]
fn who_comes_with_a_letter_has_been_received() {
    let mut office = Office::new();
    office.member("仇艳", |add| {
        add.entry = Some(MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-10-12".parse().unwrap(),
            counterpart: Some("滨河社区党委".into()),
            letter_number: Some("7号".into()),
            note: None,
            reason: Some("144".into()),
            letter: None,
        });
    });
    assert_eq!(letters(&mut office)[0][7], "已接收");
    let plain = office.member("查立", |add| {
        add.entry = Some(MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-10-12".parse().unwrap(),
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
    });
    assert_eq!(letters(&mut office).len(), 1, "who came without a letter has none");
    assert_eq!(office.call(&MemberShow { member: plain, on: None, reveal: false }).movements[0].reason, None);
}

#[test]
fn a_reason_must_be_known_suit_the_kind_and_the_person_and_nothing_is_written_else() {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| {
        add.draft.joined_on = Some("2026-03-01".parse().unwrap());
        add.draft.became_full_on = None;
    });
    let with = |kind, reason: &str| MemberMove {
        reason: Some(reason.into()),
        ..movement(member, kind, "2026-10-10")
    };
    for (command, said) in [
        (with(MovementKind::Expelled, "不知道"), "没有“不知道”这个原因"),
        (with(MovementKind::Death, "自行脱党"), "“自行脱党除名”不是死亡的原因"),
        (with(MovementKind::Expelled, "劝退"), "“劝其退党”不适用于预备党员"),
    ] {
        let refused = office.desk.call(&command).unwrap_err();
        assert_eq!(refused.fields[0].field, "reason");
        assert!(refused.fields[0].message.contains(said), "{}", refused.fields[0].message);
    }
    let letter = MemberMove {
        letter: Some(MoveLetter::default()),
        ..movement(member, MovementKind::Death, "2026-10-10")
    };
    assert_eq!(office.desk.call(&letter).unwrap_err().fields[0].field, "letter");
    let mut late = out(member);
    late.letter.as_mut().unwrap().valid_until = Some("2026-10-01".parse().unwrap());
    assert_eq!(office.desk.call(&late).unwrap_err().fields[0].field, "letter.valid_until");
    assert_eq!((office.list(|_| ()).total, letters(&mut office).len()), (1, 0));
    let moved = office.call(&with(MovementKind::Expelled, "取消预备党员资格"));
    assert!(moved.warnings.is_empty(), "{:?}", moved.warnings);
}

/// An import, or an old list, does not know why; a form asks.
#[test]
fn a_loss_by_decision_without_a_reason_is_taken_with_a_warning() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let moved = office.call(&movement(member, MovementKind::Expelled, "2026-10-10"));
    assert_eq!(moved.warnings, ["没有写明出党的原因，请补填后再上报。"]);
}

pub(super) fn condition(
    member: PersonId,
    kind: ConditionKind,
    span: (&str, Option<&str>),
) -> MemberConditionSet {
    MemberConditionSet {
        member,
        kind,
        reason: None,
        from_on: Some(span.0.parse().unwrap()),
        to_on: span.1.map(|to| to.parse().unwrap()),
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    }
}

pub(super) fn due(office: &mut Office, label: &str) -> Vec<(String, String)> {
    let home = office.call(&HomeShow { month: "2026-10".parse().unwrap() });
    let of_label = home.falls_due.into_iter().filter(|due| due.label == label);
    of_label.map(|due| (due.on.to_string(), due.sentence)).collect()
}

#[test]
fn an_extended_probation_moves_what_falls_due_and_its_finding() {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| {
        add.draft.joined_on = Some("2025-05-10".parse().unwrap());
        add.draft.became_full_on = None;
    });
    assert_eq!(due(&mut office, "转正")[0].1, "单冠松预备期已满，还没有登记转正");
    let open = condition(member, ConditionKind::ProbationExtended, ("2026-05-10", None));
    assert_eq!(office.desk.call(&open).unwrap_err().fields[0].field, "to_on");
    let saved =
        office.call(&condition(member, ConditionKind::ProbationExtended, ("2026-05-10", Some("2026-12-01"))));
    assert!(saved.warnings.is_empty(), "{:?}", saved.warnings);
    assert_eq!(
        due(&mut office, "转正"),
        [("2026-12-01".to_owned(), "单冠松延长的预备期满，支部大会应讨论转正".to_owned())]
    );
    let check = MonthCheck { month: "2026-10".parse().unwrap(), limit: None };
    assert!(office.call(&check).findings.iter().all(|each| each.finding.rule.id != "P05"));
    let again = condition(member, ConditionKind::ProbationExtended, ("2026-12-01", Some("2027-06-01")));
    let twice = office.desk.call(&again).unwrap_err();
    assert!(twice.fields[0].message.contains("只能延长一次"), "{:?}", twice.fields);
    office.call(&HistoryUndo { change: None });
    assert!(office.call(&check).findings.iter().any(|each| each.finding.rule.id == "P05"));
}

#[test]
fn only_a_probation_can_be_extended_and_not_for_any_length() {
    let mut office = Office::new();
    let full = office.member("单冠松", |_| ());
    let refused = office
        .desk
        .call(&condition(full, ConditionKind::ProbationExtended, ("2026-05-10", Some("2026-12-01"))))
        .unwrap_err();
    assert!(refused.fields[0].message.contains("不是预备党员"), "{:?}", refused.fields);
    let new = office.member("仇艳", |add| {
        add.draft.joined_on = Some("2025-09-10".parse().unwrap());
        add.draft.became_full_on = None;
    });
    let short =
        office.call(&condition(new, ConditionKind::ProbationExtended, ("2026-09-10", Some("2026-11-10"))));
    assert!(short.warnings[0].contains("不能少于半年"), "{:?}", short.warnings);
}

#[test]
fn whose_rights_are_suspended_has_no_vote_while_it_holds() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&condition(member, ConditionKind::RightsSuspended, ("2026-05-10", Some("2026-10-20"))));
    let roll = |day: &str| MeetingRoll {
        day: day.parse().unwrap(),
        kind: RecordKind::MemberAssembly,
        organisation: office.first,
    };
    let (during, after) = (roll("2026-10-19"), roll("2026-10-20"));
    let row = office.call(&during).due.remove(0);
    assert_eq!((row.has_vote, row.remark.as_deref()), (false, Some("被依法留置、逮捕，已中止党员权利")));
    assert!(office.call(&after).due[0].has_vote);
}

#[test]
fn an_exemption_that_runs_out_within_a_month_falls_due() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let exempt = |to: &str| MemberConditionSet {
        reason: Some("bedridden_or_long_ill".into()),
        approved_by: Some("街道党工委".into()),
        approved_on: Some("2026-01-05".parse().unwrap()),
        ..condition(member, ConditionKind::QuorumExempt, ("2026-01-10", Some(to)))
    };
    office.call(&exempt("2026-12-31"));
    assert!(due(&mut office, "不计应到会").is_empty());
    office.call(&HistoryUndo { change: None });
    office.call(&exempt("2026-11-20"));
    assert_eq!(due(&mut office, "不计应到会")[0].0, "2026-11-20");
}
