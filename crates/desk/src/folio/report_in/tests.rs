//! The lists of 双报到: what each filter counts, in which order rows stand, and where their figures lead.

use branchbook_contract::activity::{ActivityCancel, ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::folio::{FolioGroup, FolioLink, FolioPage, FolioShow};
use branchbook_contract::offer::{OfferDraft, OfferSet};
use branchbook_contract::report_in::{ReportInAdd, ReportInDraft, ReportInList};
use branchbook_domain::key::UnitId;

use crate::unit::office::{Office, day, draft};

/// 市税务局 owes 2 and has 1, 市图书馆 has stated nothing; 贾雅琴 has returned.
fn town() -> (Office, UnitId, UnitId) {
    let mut office = Office::on("2026-11-21");
    let (tax, library) = (office.unit("市税务局", Some(2)), office.unit("市图书馆", None));
    let slip = ReportInDraft {
        phone: Some("19900006538".into()),
        wanted_post: Some("楼栋长".into()),
        residence: Some("锦华苑".into()),
        ..draft(tax, "方娟", "2026-10-09")
    };
    office.ask(&ReportInAdd { draft: slip });
    office.report_in(library, "解子涵", "2026-10-12");
    let gone = office.report_in(tax, "贾雅琴", "2026-09-01");
    office.returns(gone.report_in, "2026-11-01");
    (office, tax, library)
}

fn show(office: &mut Office, folio: &str, change: impl FnOnce(&mut FolioShow)) -> FolioPage {
    let mut list = FolioShow { folio: folio.to_owned(), ..FolioShow::default() };
    change(&mut list);
    office.ask(&list)
}

fn column(page: &FolioPage, title: &str) -> Vec<String> {
    let at = page.columns.iter().position(|column| column.title == title).expect(title);
    page.rows.iter().map(|row| row.cells[at].text.clone()).collect()
}

fn counts(page: &FolioPage) -> Vec<(&str, u32)> {
    page.chips.iter().map(|chip| (chip.label.as_str(), chip.count)).collect()
}

fn group<'a>(page: &'a FolioPage, name: &str) -> &'a FolioGroup {
    page.groups.iter().find(|group| group.name == name).expect(name)
}

#[test]
fn people_begin_with_those_who_are_here_and_are_filtered_sorted_and_masked() {
    let (mut office, tax, _) = town();
    let page = show(&mut office, "report_ins", |_| ());
    assert_eq!(column(&page, "姓名"), ["解子涵", "方娟"], "newest first");
    assert_eq!(counts(&page), [("全部", 3), ("已报到", 2), ("未认领岗位", 1), ("已返回", 1)]);
    assert_eq!((page.chip.as_str(), page.total), ("open", 2));
    assert_eq!(column(&page, "电话"), ["", "199****6538"]);
    let sorted = show(&mut office, "report_ins", |list| {
        (list.chip, list.sort) = (Some("all".to_owned()), Some("姓名".to_owned()));
    });
    assert_eq!(column(&sorted, "姓名"), ["方娟", "贾雅琴", "解子涵"], "by pinyin");
    let of_tax = show(&mut office, "report_ins", |list| list.subject = Some(tax.0));
    assert_eq!((column(&of_tax, "姓名"), of_tax.narrowed()[0]), (vec!["方娟".to_owned()], "市税务局"));
    let units: Vec<u32> = group(&page, "subject").chips.iter().map(|chip| chip.count).collect();
    assert_eq!(units, [1, 1], "who has returned is not counted");
    let by_home = show(&mut office, "report_ins", |list| list.words = "锦华".to_owned());
    assert_eq!(column(&by_home, "姓名"), ["方娟"]);
}

#[test]
fn units_count_their_filters_and_their_figures_lead_to_the_people() {
    let (mut office, tax, _) = town();
    let page = show(&mut office, "unit_figures", |list| list.sort = Some("-已报到".to_owned()));
    assert_eq!(
        counts(&page),
        [("全部", 2), ("未报齐", 1), ("超报", 0), ("未登记应报到数", 1), ("包保单位", 0)]
    );
    let short = show(&mut office, "unit_figures", |list| list.chip = Some("short".to_owned()));
    assert_eq!(column(&short, "单位"), ["市税务局"]);
    assert_eq!(column(&short, "状态"), ["差 1 人"]);
    assert_eq!(column(&short, "报到率"), ["50.0%"]);
    office.report_in(tax, "陈爱民", "2026-10-20");
    office.report_in(tax, "邓雨桐", "2026-10-20");
    for (chip, names) in [("over", vec!["市税务局"]), ("unstated", vec!["市图书馆"]), ("short", vec![])]
    {
        let found = show(&mut office, "unit_figures", |list| list.chip = Some(chip.to_owned()));
        assert_eq!(column(&found, "单位"), names, "{chip}: once three of two have reported in");
    }
    let people = FolioLink::Page(format!("report-in?tab=people&subject={}", tax.0));
    assert_eq!(short.rows[0].cells[3].opens, Some(people));
    let found = show(&mut office, "unit_figures", |list| list.words = "stsg".to_owned());
    assert_eq!(column(&found, "单位"), ["市图书馆"]);
}

#[test]
fn columns_give_way_beside_a_record_unless_few_are_chosen() {
    let (mut office, ..) = town();
    let extra = |page: &FolioPage| {
        let extra = page.columns.iter().filter(|column| column.is_extra);
        extra.map(|column| column.title.clone()).collect::<Vec<_>>()
    };
    let whole = show(&mut office, "unit_figures", |_| ());
    assert_eq!(extra(&whole), ["本月新增", "本月活动", "人次"]);
    let few = show(&mut office, "unit_figures", |list| {
        list.columns = Some("单位,状态,本月新增".to_owned());
    });
    assert!(extra(&few).is_empty(), "{:?}", few.columns);
    let most = show(&mut office, "unit_figures", |list| {
        list.columns = Some("单位,状态,应报到,已报到,报到率,本月新增,认领岗位,本月活动,时长".to_owned());
    });
    assert_eq!(extra(&most), ["本月新增", "本月活动"]);
}

#[test]
fn posts_say_who_is_missing_and_ended_ones_are_asked_for() {
    let (mut office, ..) = town();
    let post = OfferDraft { title: "义务巡防".into(), needed_count: Some(3), ..OfferDraft::default() };
    office.ask(&OfferSet { offer: None, draft: post });
    let over =
        OfferDraft { title: "核酸采样".into(), to_on: Some(day("2026-11-01")), ..OfferDraft::default() };
    office.ask(&OfferSet { offer: None, draft: over });
    let page = show(&mut office, "service_posts", |list| list.sort = Some("岗位".to_owned()));
    assert_eq!(column(&page, "岗位"), ["楼栋长", "义务巡防"]);
    assert_eq!(column(&page, "状态"), ["有人认领", "还差 3 人"]);
    assert_eq!(counts(&page)[..3], [("全部", 3), ("在设", 2), ("已结束", 1)]);
    let found = show(&mut office, "service_posts", |list| list.words = "ywxf".to_owned());
    assert_eq!(column(&found, "岗位"), ["义务巡防"], "found by letters");
}

#[test]
fn activities_begin_with_the_month_and_keep_the_cancelled_apart() {
    let (mut office, ..) = town();
    let person = office.ask(&ReportInList::default()).rows[0].person;
    let mut record = |title: &str, on: &str| {
        let draft = ActivityDraft {
            kind: "志愿服务".into(),
            title: title.into(),
            on: day(on),
            start_minute: None,
            end_minute: None,
            place: None,
            organiser: None,
            organisation: None,
            unit: None,
            beneficiary_count: None,
            note: None,
        };
        let participants = vec![Participant { person, minutes: Some(90) }];
        office.ask(&ActivityRecord { draft, participants }).activity
    };
    record("清理楼道", "2026-10-20");
    record("看望老人", "2026-11-08");
    let cancelled = record("植树", "2026-11-09");
    office.ask(&ActivityCancel { activity: cancelled, reason: None });
    let page = show(&mut office, "activities", |_| ());
    assert_eq!(column(&page, "活动"), ["看望老人"]);
    assert_eq!(
        (column(&page, "小时"), column(&page, "人次")),
        (vec!["1.5".to_owned()], vec!["1".to_owned()])
    );
    assert_eq!(counts(&page), [("全部", 3), ("本月", 1), ("已取消", 1)]);
    let all = show(&mut office, "activities", |list| {
        (list.chip, list.sort) = (Some("all".to_owned()), Some("日期".to_owned()));
    });
    assert_eq!(column(&all, "活动"), ["清理楼道", "看望老人", "植树"]);
}

/// The drawer of a report-in asks for it alone, whatever its state.
#[test]
fn one_report_in_is_told_alone() {
    let (mut office, ..) = town();
    let all = show(&mut office, "report_ins", |list| list.chip = Some("returned".to_owned()));
    let key = branchbook_domain::key::ReportInId(all.rows[0].row);
    let page = office.ask(&ReportInList { report_in: Some(key), ..ReportInList::default() });
    assert_eq!((page.total, page.rows[0].name.as_str()), (1, "贾雅琴"));
}
