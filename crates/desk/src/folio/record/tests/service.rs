//! Units, posts, report-ins and activities: papers with their figures, histories with before and after.

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, ActivityRemoveParticipant, Participant};
use branchbook_contract::folio::FolioLink;
use branchbook_contract::offer::{ClaimSet, ClaimState, OfferDraft, OfferSet};
use branchbook_contract::report_in::{ReportInAdd, ReportInDraft};
use branchbook_contract::unit::{UnitDraft, UnitSet};

use super::{assert_says, history, paper, said, steps};
use crate::unit::office::{Office, day, draft};

const NUMBER: &str = "532599199511258982";

fn unit(contact: &str, phone: &str) -> UnitDraft {
    UnitDraft {
        name: "市税务局".into(),
        kind: Some("机关".into()),
        contact: Some(contact.into()),
        phone: Some(phone.into()),
        member_count: Some(47),
        is_paired: true,
        ..UnitDraft::default()
    }
}

#[test]
fn a_unit_prints_what_it_stated_and_who_came_and_tells_who_was_its_contact_before() {
    let mut office = Office::on("2026-10-31");
    let key = office.unit("市税务局", Some(47));
    office.ask(&UnitSet { unit: Some(key), draft: unit("王芳", "13812345678") });
    office.ask(&UnitSet { unit: Some(key), draft: unit("李敏", "13987654321") });
    office.report_in(key, "方娟", "2026-09-09");
    let gone = office.report_in(key, "陈爱民", "2026-09-10").report_in;
    office.returns(gone, "2026-10-20");
    let sheet = paper(&mut office.desk, "unit_history", key.0);
    assert_says(
        &sheet,
        &[
            "单位情况",
            "单位名称=市税务局",
            "联系人=李敏",
            "联系电话=139****4321",
            "在职党员=47 人",
            "包保单位=是",
            "2026-09-30|47 人|名册",
            "报到党员（现有 1 人）",
            "方娟||2026-09-09|",
            "陈爱民||2026-09-10|2026-10-20",
        ],
    );
    let page = history(&mut office.desk, "unit_history", key.0);
    let opens = FolioLink::Page(format!("report-in?tab=units&open={key}"));
    assert_eq!(page.subject.as_ref().unwrap().opens, Some(opens));
    let steps = steps(&page);
    assert_eq!(steps.len(), 4, "set, stated, two edits: {steps:?}");
    assert_eq!(steps[0][1], "联系人：王芳 → 李敏，联系电话：138****5678 → 139****4321");
    assert!(steps[2][1].contains("应报到数：47") && steps[2][1].contains("来源：名册"), "{steps:?}");
    assert!(steps.iter().flatten().all(|text| !text.contains("12345678")), "masked: {steps:?}");
}

#[test]
fn a_report_in_prints_masked_with_posts_and_service_and_tells_its_return() {
    let mut office = Office::on("2026-10-31");
    let tax = office.unit("市税务局", None);
    let slip = ReportInDraft {
        id_number: Some(NUMBER.into()),
        phone: Some("19900006538".into()),
        duty: Some("科长".into()),
        wanted_post: Some("政策宣传".into()),
        ..draft(tax, "方娟", "2026-09-09")
    };
    let added = office.ask(&ReportInAdd { draft: slip });
    let participants = vec![Participant { person: added.person, minutes: Some(90) }];
    office.ask(&ActivityRecord { draft: activity(), participants });
    let sheet = paper(&mut office.desk, "report_in_history", added.report_in.0);
    assert_says(
        &sheet,
        &[
            "在职党员报到记录",
            "姓名=方娟",
            "身份证号=5325**********8982",
            "电话=199****6538",
            "单位=市税务局",
            "职务=科长",
            "报到日期=2026-09-09",
            "政策宣传|2026-09-09||",
            "2026 年服务（1 次，1.5 小时）",
            "2026-10-10|清理楼道|志愿服务|1.5",
        ],
    );
    assert!(said(&sheet).iter().all(|line| !line.contains(NUMBER) && !line.contains("19900006538")));
    office.returns(added.report_in, "2026-10-20");
    let page = history(&mut office.desk, "report_in_history", added.report_in.0);
    assert_eq!(page.subject.as_ref().unwrap().label, "方娟（市税务局）");
    let steps = steps(&page);
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(
        steps[0][1].contains("返回日期：— → 2026-10-20") && steps[0][1].contains("返回原因：— → 迁居"),
        "{steps:?}"
    );
    assert!(steps[0][1].contains("状态：已认领 → 已退出"), "the post that went with it: {steps:?}");
    assert!(steps[1][1].contains("身份证号：5325**********8982"), "{steps:?}");
}

#[test]
fn a_post_prints_who_holds_it_and_tells_each_claim() {
    let mut office = Office::on("2026-10-31");
    let tax = office.unit("市税务局", None);
    let person = office.report_in(tax, "方娟", "2026-09-09").person;
    let post = OfferDraft { title: "政策宣传".into(), needed_count: Some(2), ..OfferDraft::default() };
    let offer = office.ask(&OfferSet { offer: None, draft: post.clone() }).offer;
    office.ask(&OfferSet { offer: Some(offer), draft: OfferDraft { needed_count: Some(3), ..post } });
    let claim = ClaimSet {
        offer,
        person: Some(person),
        unit: None,
        state: ClaimState::Claimed,
        on: day("2026-10-01"),
        rating: None,
    };
    office.ask(&claim);
    let sheet = paper(&mut office.desk, "post_history", offer.0);
    assert_says(
        &sheet,
        &[
            "服务岗位",
            "岗位名称=政策宣传",
            "所需人数=3 人",
            "认领情况（现有 1 个）",
            "方娟|2026-10-01||已认领|",
        ],
    );
    let page = history(&mut office.desk, "post_history", offer.0);
    let steps = steps(&page);
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(steps[0][1].contains("认领人：方娟") && steps[0][1].contains("状态：已认领"), "{steps:?}");
    assert_eq!(steps[1][1], "所需人数：2 → 3");
}

fn activity() -> ActivityDraft {
    ActivityDraft {
        kind: "志愿服务".into(),
        title: "清理楼道".into(),
        on: day("2026-10-10"),
        start_minute: Some(9 * 60),
        end_minute: Some(11 * 60),
        place: Some("锦华苑".into()),
        organiser: Some("贾雅琴".into()),
        organisation: None,
        unit: None,
        beneficiary_count: Some(40),
        note: Some("联系 13812345678".into()),
    }
}

#[test]
fn an_activity_prints_who_took_part_for_how_long_and_tells_who_was_taken_out() {
    let mut office = Office::on("2026-10-31");
    let tax = office.unit("市税务局", None);
    let (one, two) = (
        office.report_in(tax, "方娟", "2026-09-09").person,
        office.report_in(tax, "陈爱民", "2026-09-09").person,
    );
    let participants = [one, two].map(|person| Participant { person, minutes: None }).to_vec();
    let key = office.ask(&ActivityRecord { draft: activity(), participants }).activity;
    let sheet = paper(&mut office.desk, "activity_history", key.0);
    assert_says(
        &sheet,
        &[
            "活动记录",
            "活动=清理楼道",
            "时间=2026年10月10日 09:00–11:00",
            "受益人次=40",
            "内容=联系 138****5678",
            "参加人员（2 人，4 小时）",
            "1|方娟|市税务局|2",
            "2|陈爱民|市税务局|2",
        ],
    );
    office.ask(&ActivityRemoveParticipant { activity: key, person: two });
    let page = history(&mut office.desk, "activity_history", key.0);
    let steps = steps(&page);
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(steps[0][1].contains("移除日期：— → 2026-10-31"), "{steps:?}");
    let first = steps[1][1];
    assert!(first.contains("开始：09:00") && first.contains("参加人：方娟，时长：120 分钟"), "{first}");
}
