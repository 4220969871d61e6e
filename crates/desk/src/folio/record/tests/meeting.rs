//! The paper of a meeting with quorum and votes, and its history over corrections, cancelling and undo.

use branchbook_contract::folio::FolioLink;
use branchbook_contract::meeting::{
    Away, GatheringDraft, MeetingAttach, MeetingCancel, MeetingCorrect, MeetingDetach, MeetingRecord,
    NamedRoll, PersonRef, RecordDraft, Roll, TopicDraft, VoteDraft,
};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::GatheringId;
use branchbook_domain::quorum::VoteKind;

use super::{act, assert_says, history, offered, paper, refused, said, steps};
use crate::member::tests::Office;

const FOLIO: &str = "meeting_history";

/// A branch of five, one of them away.
pub(super) fn office() -> Office {
    let mut office = Office::new();
    for name in ["单冠松", "贾雅琴", "解子涵", "方娟", "陈爱民"] {
        office.member(name, |_| ());
    }
    office
}

fn draft(office: &Office, note: &str) -> GatheringDraft {
    let leave =
        Away { person: PersonRef::Name("方娟".into()), reason: "公差，电话13812345678".into() };
    let vote = VoteDraft {
        kind: VoteKind::Ordinary,
        written: 0,
        ballots_issued: None,
        ballots_returned: None,
        yes: 3,
        no: 1,
        abstain: 0,
    };
    let topic = TopicDraft {
        title: "讨论年度学习计划".into(),
        discussion: Some("与会党员逐项讨论。".into()),
        resolution: Some("通过学习计划。".into()),
        owner: Some("贾雅琴".into()),
        due_on: Some("2026-12-31".parse().unwrap()),
        votes: vec![vote],
    };
    GatheringDraft {
        day: "2026-10-17".parse().unwrap(),
        start: Some("14:30".parse().unwrap()),
        end: Some("16:00".parse().unwrap()),
        place: Some("党群服务中心".into()),
        host: Some(PersonRef::Name("单冠松".into())),
        recorder: Some(PersonRef::Name("解子涵".into())),
        roll: Roll::Names(NamedRoll { leave: vec![leave], ..NamedRoll::default() }),
        records: vec![RecordDraft {
            kind: RecordKind::MemberAssembly,
            organisation: office.first,
            theme: Some("学习计划".into()),
            lecturer: None,
            stated: None,
            topics: vec![topic],
            note: None,
        }],
        late_reason: None,
        register_on: None,
        note: Some(note.into()),
    }
}

/// A meeting of the branch.
pub(super) fn held(office: &mut Office) -> GatheringId {
    let gathering = draft(office, "第一次登记");
    office.call(&MeetingRecord { gathering }).gathering
}

#[test]
fn the_paper_of_a_meeting_says_who_was_there_whether_enough_were_and_what_was_decided() {
    let mut office = office();
    let key = held(&mut office).0;
    let paper = paper(&mut office.desk, FOLIO, key);
    assert_says(
        &paper,
        &[
            "会议记录",
            "会议类型=支部党员大会",
            "党组织=第一党支部",
            "时间=2026年10月17日 14:30–16:00",
            "地点=党群服务中心",
            "主持人=单冠松",
            "记录人=解子涵",
            "计入月份=2026年10月",
            "支部党员大会（第一党支部）",
            "应到=5 人",
            "实到=4 人",
            "请假=1 人",
            "缺席=0 人",
            "有表决权=应到 5 人，实到 4 人",
            "议题 1　讨论年度学习计划",
            "讨论：与会党员逐项讨论。",
            "决议：通过学习计划。",
            "责任人：贾雅琴，2026年12月31日前完成",
            "到会人员（4 人）",
            "单冠松、贾雅琴、解子涵、陈爱民",
            "方娟|请假|公差，电话138****5678",
            "主持人签字",
        ],
    );
    let said = said(&paper);
    let quorum = said.iter().find(|line| line.starts_with("到会人数够：")).unwrap();
    assert!(
        quorum.contains('5') && quorum.contains('4') && quorum.contains("依据：") && quorum.contains('条'),
        "{quorum}"
    );
    let vote = said.iter().find(|line| line.starts_with("表决（")).unwrap();
    assert!(vote.contains("通过。赞成 3，反对 1，弃权 0。") && vote.contains("依据："), "{vote}");
    assert!(said.iter().all(|line| !line.contains("13812345678")), "numbers are masked: {said:?}");
}

#[test]
fn a_cancelled_meeting_says_so_on_its_paper_and_its_history_takes_it_back() {
    let mut office = office();
    let gathering = held(&mut office);
    office.call(&MeetingCancel { gathering, reason: "改期".into() });
    assert_says(
        &paper(&mut office.desk, FOLIO, gathering.0),
        &["这次会议已取消，记录留底备查。", "标记=已取消"],
    );
    let page = history(&mut office.desk, FOLIO, gathering.0);
    assert_eq!(page.subject.as_ref().unwrap().label, "2026年10月17日 第一党支部支部党员大会");
    let steps = steps(&page);
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(steps[0][0].contains("取消") && steps[0][1].contains("取消日期：— → 2026-10-31"), "{steps:?}");
    assert!(steps[1][0].contains("支部党员大会") && steps[1][1].contains("主持人：单冠松"), "{steps:?}");
    assert!(steps[1][1].contains("计入月份：2026年10月"), "a month is written as a month: {steps:?}");
    assert_eq!((steps[0][2], steps[0][3], steps[1][3]), ("周经办", "有效", "有效"));
    let done = office.call(&act(FOLIO, "undo", gathering.0, Some(page.rows[0].row)));
    assert!(done.sentence.starts_with("已撤销：") && done.opens.is_none(), "{done:?}");
    let page = history(&mut office.desk, FOLIO, gathering.0);
    let steps = super::steps(&page);
    assert_eq!([steps[0][3], steps[1][3], steps[2][3]], ["有效", "已撤销", "有效"], "{steps:?}");
    assert!(
        steps[0][0].starts_with("撤销：") && steps[0][1].contains("取消日期：2026-10-31 → —"),
        "{steps:?}"
    );
    assert_eq!(
        (offered(&page, 0), offered(&page, 1), offered(&page, 2)),
        (vec!["恢复"], vec![], vec!["撤销"])
    );
}

#[test]
fn a_corrected_meeting_has_the_history_of_what_it_stands_for() {
    let mut office = office();
    let replaces = held(&mut office);
    let file = office.desk.book().unwrap().dir().join("签到表.txt");
    std::fs::write(&file, "签到").unwrap();
    let attached =
        office.call(&MeetingAttach { gathering: replaces, paths: vec![file.display().to_string()] });
    let gathering = draft(&office, "更正后");
    let corrected = office.call(&MeetingCorrect { replaces, reason: "记错了".into(), gathering }).gathering;
    assert_says(
        &paper(&mut office.desk, FOLIO, corrected.0),
        &["这份记录是更正后的记录，更正前的留底备查。", "附件（1 个）", "签到表.txt"],
    );
    assert_says(&paper(&mut office.desk, FOLIO, replaces.0), &["这份记录已经更正，以更正后的记录为准。"]);
    let page = history(&mut office.desk, FOLIO, corrected.0);
    let steps = steps(&page);
    assert_eq!(steps.len(), 3, "recorded, attached, corrected: {steps:?}");
    assert!(steps[0][0].contains("更正") && steps[1][1].contains("附件：签到表.txt"), "{steps:?}");
    let old = history(&mut office.desk, FOLIO, replaces.0);
    assert_eq!(old.rows.len(), 3, "the old one was cancelled by the correction");
    let attachment = attached.attachments[0].attachment;
    assert!(office.desk.call(&MeetingDetach { attachment }).is_err(), "it went with the correction");
}

#[test]
fn the_first_step_taken_back_leads_to_the_list_and_a_step_of_another_record_is_refused() {
    let mut office = office();
    let (one, other) = (held(&mut office), {
        let gathering = GatheringDraft { day: "2026-10-18".parse().unwrap(), ..draft(&office, "另一次") };
        office.call(&MeetingRecord { gathering }).gathering
    });
    let step = history(&mut office.desk, FOLIO, other.0).rows[0].row;
    let why = refused(&mut office.desk, &act(FOLIO, "undo", one.0, Some(step)));
    assert_eq!(why.message, "这一步不在这条记录的历史里，请刷新后再试。");
    let done = office.call(&act(FOLIO, "undo", other.0, Some(step)));
    assert_eq!(done.opens, Some(FolioLink::Page("meetings".into())));
    assert_eq!(history(&mut office.desk, FOLIO, one.0).rows.len(), 1, "the other record is as it was");
}
