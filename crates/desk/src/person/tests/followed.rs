//! Acts on the key of a record that gave way speak of the record that stands, whatever the act.

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::folio::{FolioForm, FolioList};
use branchbook_contract::meeting::{
    Away, GatheringDraft, MeetingRecord, MeetingRoll, MeetingShow, NamedRoll, PersonRef, RecordDraft, Roll,
};
use branchbook_contract::member::{
    MemberConditionSet, MemberEdit, MemberExport, MemberHistory, MemberList, MemberMove, MemberPatch,
    MembersEdit, MovementKind, PostAssign,
};
use branchbook_contract::offer::{ClaimList, ClaimSet, ClaimState, OfferDraft, OfferSet};
use branchbook_contract::points::{PointsAccount, PointsAward};
use branchbook_contract::report_in::ReportInAdd;
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_ledger::table::membership::ConditionKind;
use branchbook_ledger::table::merge::carried;

use super::known::slip;
use super::*;

/// A member, and a record of the same person that gave way to it.
fn merged() -> (Office, PersonId, PersonId) {
    let mut office = Office::new();
    let stands = office.member("方娟", |_| ());
    let gave = person(&mut office, "方娟", |_| ());
    office.call(&merging(stands, gave, &[("stands", "left")]));
    (office, stands, gave)
}

fn count_of(office: &Office, person: PersonId) -> usize {
    office.desk.book().unwrap().read(|reading| carried(reading, person)).unwrap().len()
}

#[test]
fn who_saw_the_record_that_gave_way_saw_the_person() {
    let mut office = Office::new();
    let stands = office.member("方娟", |_| ());
    let gave = office.member("方娟", |add| add.confirm_duplicate = true);
    let seen = |office: &mut Office, person: PersonId| {
        let show = branchbook_contract::folio::FolioShow {
            folio: "own_data".to_owned(),
            subject: Some(person.0),
            ..Default::default()
        };
        office.call(&show).total
    };
    office.call(&branchbook_contract::member::MemberShow { member: gave, on: None, reveal: true });
    assert_eq!(seen(&mut office, gave), 1);
    office.call(&merging(stands, gave, &[("stands", "left")]));
    assert_eq!((seen(&mut office, stands), seen(&mut office, gave)), (1, 1));
}

#[test]
fn what_is_registered_of_the_old_key_belongs_to_the_person() {
    let (mut office, stands, gave) = merged();
    let before = count_of(&office, stands);
    office.call(&MemberConditionSet {
        member: gave,
        kind: ConditionKind::Hardship,
        reason: None,
        from_on: None,
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    });
    let organisation = office.first;
    let title = "组织委员".to_owned();
    office.call(&PostAssign {
        member: gave,
        organisation,
        title,
        is_full_time: false,
        from_on: None,
        note: None,
    });
    let award = |person| PointsAward {
        person,
        item: "建言献策被采纳".to_owned(),
        occurred_on: day("2026-10-10"),
        times: None,
        minutes: None,
        note: None,
    };
    office.call(&award(gave));
    let draft = OfferDraft { title: "楼道巡查岗".to_owned(), ..OfferDraft::default() };
    let offer = office.call(&OfferSet { offer: None, draft }).offer;
    let (state, on) = (ClaimState::Claimed, day("2026-10-11"));
    office.call(&ClaimSet { offer, person: Some(gave), unit: None, state, on, rating: None });
    let draft = ActivityDraft {
        kind: "志愿服务".to_owned(),
        title: "清理楼道".to_owned(),
        on: day("2026-10-12"),
        start_minute: None,
        end_minute: None,
        place: None,
        organiser: None,
        organisation: None,
        unit: None,
        beneficiary_count: None,
        note: None,
    };
    let participants = vec![Participant { person: gave, minutes: Some(60) }];
    office.call(&ActivityRecord { draft: draft.clone(), participants });
    let unit = put(&mut office, |writing| unit(writing, "市税务局"));
    let mut reported = slip(unit, "");
    reported.person = Some(gave);
    assert_eq!(office.call(&ReportInAdd { draft: reported }).person, stands);
    let key = gave.to_string();
    let contact =
        [("person", key.as_str()), ("occurred_on", "2026-10-13"), ("way", "phone"), ("is_reached", "yes")];
    let tried = office.call(&act("contacts", "add", None, &contact));
    assert!(tried.is_undoable, "{tried:?}");
    let kinds = |office: &Office| count_of(office, stands) - before;
    assert!(kinds(&office) >= 6, "condition, post, claim, hours, report-in, contact: {}", kinds(&office));
    assert_eq!(count_of(&office, gave), 0, "nothing is left with the record that gave way");
    assert_sound(&mut office);

    let twice = [gave, stands].map(|person| Participant { person, minutes: Some(60) }).to_vec();
    let words = office.refused(&ActivityRecord { draft, participants: twice });
    assert!(words.contains("同一个人只能登记一次"), "{words}");
    let account = office.call(&PointsAccount { person: gave, year: None });
    assert_eq!((account.person, account.lines.is_empty()), (stands, false));
    assert_eq!(office.call(&ClaimList { offer: None, person: Some(gave) }).len(), 1);
    assert!(office.call(&MemberHistory { member: gave }).len() > 3);
}

#[test]
fn the_record_and_the_home_of_the_old_key_are_those_of_the_person() {
    let (mut office, stands, gave) = merged();
    let patch: MemberPatch = serde_json::from_str(r#"{"employer":"银河小学"}"#).unwrap();
    let edited = office.call(&MemberEdit { member: gave, patch, confirm_duplicate: false });
    assert_eq!((edited.member, edited.is_changed), (stands, true));
    let patch: MemberPatch = serde_json::from_str(r#"{"note":"核对过"}"#).unwrap();
    let all =
        office.call(&MembersEdit { members: vec![gave, stands], patch, group: None, is_preview: false });
    assert_eq!((all.changed, all.refused.len()), (1, 0), "two keys are one person");
    let batch =
        [("members", gave.to_string()), ("field", "note".to_owned()), ("to_note", "走访过".to_owned())];
    let batch: Vec<(&str, &str)> = batch.iter().map(|(key, text)| (*key, text.as_str())).collect();
    office.call(&act("lists", "batch_do", None, &batch));
    office.call(&MemberMove {
        branch: Some(office.second),
        ..MemberMove::of(gave, MovementKind::BranchMove, "2026-10-20".parse().unwrap())
    });
    let page = office.list(|list| list.columns = ["备注", "工作单位及职务"].map(str::to_owned).to_vec());
    assert_eq!((page.total, page.rows[0].branch_name.as_str()), (1, "第二党支部"));
    assert_eq!(page.rows[0].extra, ["走访过", "银河小学"]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("名册.xlsx").display().to_string();
    let export = MemberExport { list: MemberList::default(), members: vec![gave], out };
    assert_eq!(office.call(&export).rows, 1);
}

#[test]
fn a_roll_and_a_folio_know_the_person_by_the_old_key() {
    let (mut office, stands, gave) = merged();
    let roll = office.call(&MeetingRoll {
        day: day("2026-10-15"),
        kind: RecordKind::ThemeDay,
        organisation: office.first,
    });
    assert_eq!(roll.due.iter().map(|row| row.person).collect::<Vec<_>>(), [stands]);
    let leave = vec![Away { person: PersonRef::Key(gave), reason: "出差".to_owned() }];
    let record = RecordDraft {
        kind: RecordKind::ThemeDay,
        organisation: office.first,
        theme: None,
        lecturer: None,
        stated: None,
        topics: Vec::new(),
        note: None,
    };
    let gathering = GatheringDraft {
        day: day("2026-10-15"),
        start: None,
        end: None,
        place: None,
        host: Some(PersonRef::Key(gave)),
        recorder: None,
        roll: Roll::Names(NamedRoll { leave, ..NamedRoll::default() }),
        records: vec![record],
        late_reason: None,
        register_on: None,
        note: None,
    };
    let held = office.call(&MeetingRecord { gathering });
    let shown = office.call(&MeetingShow { gathering: held.gathering });
    let away: Vec<_> = shown.attendance.iter().map(|row| (row.person, row.state)).collect();
    assert_eq!(away, [(stands, AttendanceState::Leave)]);

    let page = show(&mut office, "movements", Some(gave.0));
    assert_eq!(page.subject.unwrap().opens, Some(branchbook_contract::folio::FolioLink::Member(stands.0)));
    let form = FolioForm {
        folio: "movements".into(),
        act: MovementKind::BranchMove.code().into(),
        subject: Some(gave.0),
        ..FolioForm::default()
    };
    let home = office.call(&form).fields.into_iter().find(|field| field.key == "home").unwrap();
    assert_eq!(home.value, office.first.to_string(), "the home of who stands is filled in");
    let counts = |office: &mut Office, person: PersonId| {
        let names = office.call(&FolioList { person: Some(person.0) });
        names.into_iter().map(|name| (name.folio, name.count)).collect::<Vec<_>>()
    };
    assert_eq!(counts(&mut office, gave), counts(&mut office, stands));
}
