//! Months through the desk: made, changed, closed, corrected.

use std::sync::Arc;

use branchbook_contract::Command;
use branchbook_contract::book::HistoryUndo;
use branchbook_contract::home::HomeShow;
use branchbook_contract::meeting::{GatheringDraft, MeetingRecord, RecordDraft, Roll, StatedNumbers};
use branchbook_contract::member::{MemberAdd, MemberDraft, MemberMove};
use branchbook_contract::month::{MonthCheck, MonthClose, MonthFindings, MonthList, MonthShow};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_contract::points::{PointsAward, PointsList};
use branchbook_contract::report::{ReportList, ReportMade, ReportMonthly, ReportSave};
use branchbook_contract::setting::{SettingGet, SettingSet};
use branchbook_domain::day::Month;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::MovementKind;
use branchbook_domain::month_state::MonthState;
use branchbook_domain::organisation::Level;
use branchbook_domain::rule;

use crate::Desk;
use crate::fresh::{Fresh, SetClock, fresh};
use crate::report::facts::monthly_facts;
use crate::report::register::{Figure, total};

struct Office {
    desk: Desk,
    clock: Arc<SetClock>,
    people: Vec<PersonId>,
    branch: OrganisationId,
    dir: tempfile::TempDir,
}

impl Office {
    /// Four members in one branch, on 31 October 2026.
    fn new() -> Self {
        let Fresh { mut desk, clock, dir } = fresh("2026-10-31", None);
        let add = OrganisationAdd {
            parent: None,
            level: Level::Branch,
            name: "第一党支部".into(),
            position: None,
            from_on: None,
            note: None,
        };
        let branch = desk.call(&add).unwrap().body.organisation;
        let mut office = Self { desk, clock, people: Vec::new(), branch, dir };
        for name in ["赵一", "钱二", "孙三", "李四"] {
            let draft = MemberDraft {
                name: name.into(),
                joined_on: Some("2001-07-01".parse().unwrap()),
                became_full_on: Some("2002-07-01".parse().unwrap()),
                ..MemberDraft::default()
            };
            let add = MemberAdd {
                draft,
                branch,
                group: None,
                entry: None,
                values: Default::default(),
                confirm_duplicate: false,
            };
            let person = office.call(&add).member;
            office.people.push(person);
        }
        office
    }

    fn call<C: Command>(&mut self, command: &C) -> C::Reply {
        self.desk.call(command).unwrap().body
    }

    fn refused<C: Command>(&mut self, command: &C) -> String
    where
        C::Reply: std::fmt::Debug,
    {
        self.desk.call(command).unwrap_err().to_string()
    }

    fn report(&mut self, month: &str, file: &str) -> (ReportMade, Vec<u8>) {
        let path = self.dir.path().join(file);
        let command = ReportMonthly { month: self::month(month), out: path.display().to_string(), on: None };
        let made = self.call(&command);
        (made, std::fs::read(path).unwrap())
    }

    fn close(&mut self, month: &str) {
        self.call(&MonthClose { month: self::month(month), confirm_findings: true });
    }

    /// An assembly of which one of four came.
    fn assembly(&mut self, on: &str) {
        let stated = StatedNumbers {
            due: 4,
            present: 1,
            leave: Some(3),
            absent: None,
            due_voting: Some(4),
            present_voting: Some(1),
        };
        let record = RecordDraft {
            kind: RecordKind::MemberAssembly,
            organisation: self.branch,
            theme: None,
            lecturer: None,
            stated: Some(stated),
            topics: Vec::new(),
            note: None,
        };
        let gathering = serde_json::json!({ "day": on, "roll": Roll::Numbers, "records": [record] });
        let gathering: GatheringDraft = serde_json::from_value(gathering).unwrap();
        self.call(&MeetingRecord { gathering });
    }

    fn death(&mut self, person: usize, on: &str) {
        let command = serde_json::json!({
            "member": self.people[person], "kind": MovementKind::Death, "occurred_on": on,
        });
        let command: MemberMove = serde_json::from_value(command).unwrap();
        self.call(&command);
    }

    fn numbers(&mut self, month: &str) -> [i64; 4] {
        let month = self::month(month);
        let facts = self.desk.book().unwrap().read(|reading| {
            let (_, last_on) = super::row::days(reading, month)?;
            monthly_facts(reading, month, last_on, last_on)
        });
        let whole = total(&facts.unwrap().branches);
        [Figure::Previous, Figure::Death, Figure::End, Figure::Full].map(|figure| whole.get(figure))
    }
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn a_workbook_made_again_a_day_later_has_the_same_bytes() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    let (first, bytes) = office.report("2026-10", "一.xlsx");
    office.clock.set("2026-11-04");
    let (again, same) = office.report("2026-10", "二.xlsx");
    assert!(!first.is_same_as_before && again.is_same_as_before);
    assert_eq!(first.filled_on, again.filled_on, "the day is data, not the clock");
    assert_eq!(first.sha256, again.sha256);
    assert!(bytes == same, "the bytes differ");
}

#[test]
fn a_closed_month_keeps_its_numbers_and_its_workbook_whatever_is_learnt_later() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    assert_eq!(office.numbers("2026-10"), [4, 0, 4, 4]);
    let (_, before) = office.report("2026-10", "十月.xlsx");
    office.close("2026-10");
    office.clock.set("2026-11-15");
    office.death(0, "2026-10-20");
    assert_eq!(office.numbers("2026-11"), [4, 1, 3, 3], "learnt after the close, booked in November");
    let (again, after) = office.report("2026-10", "十月再次.xlsx");
    assert!(again.is_same_as_before && before == after, "a closed month hands out what it was closed with");
}

#[test]
fn a_death_learnt_while_its_month_is_open_is_booked_there() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    office.death(1, "2026-10-30");
    assert_eq!(office.numbers("2026-10"), [4, 1, 3, 3]);
    assert_eq!(office.numbers("2026-11"), [3, 0, 3, 3]);
}

#[test]
fn months_close_in_order_once_and_for_ever() {
    let mut office = Office::new();
    let close = |month: &str| MonthClose { month: self::month(month), confirm_findings: true };
    assert!(office.refused(&close("2026-10")).contains("还没有结束"));
    office.clock.set("2026-12-02");
    assert!(office.refused(&close("2026-11")).contains("现在应当结账的是2026年10月"));
    office.close("2026-10");
    assert!(office.refused(&close("2026-10")).contains("已经结账"));
    let states: Vec<MonthState> = office.call(&MonthList {}).iter().map(|row| row.state).collect();
    assert_eq!(states, [MonthState::Open, MonthState::Open, MonthState::Closed], "newest first");
    let status = office.call(&MonthShow { month: month("2026-11") });
    assert_eq!(status.next_to_close, Some(month("2026-11")));
    assert_eq!(status.last_closed, Some(month("2026-10")));
    let ahead = office.call(&MonthShow { month: month("2026-12") });
    assert_eq!(ahead.next_to_close, Some(month("2026-11")), "December waits for it");
    let refused = office.refused(&HistoryUndo { change: None });
    assert!(
        refused.contains("2026年10月 已结账"),
        "neither the close nor what it closed is undone: {refused}"
    );
}

#[test]
fn findings_that_must_be_answered_are_named_before_a_month_closes() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    office.death(0, "2026-10-30");
    office.death(1, "2026-10-30");
    let refusal = office.refused(&MonthClose { month: month("2026-10"), confirm_findings: false });
    assert!(refusal.contains("第一党支部") && refusal.contains("不足成立党支部所需的 3 人"), "{refusal}");
    let found = office.call(&MonthCheck { month: month("2026-10"), limit: None });
    assert!(
        found.must_count >= 1
            && found.findings.is_sorted_by_key(|each| std::cmp::Reverse(each.finding.level))
    );
    let fields = found.findings.iter().find(|each| each.finding.rule.id == "P01").unwrap();
    assert!(fields.record.is_some() && fields.finding.gap.contains("身份证号"), "{}", fields.finding);
}

#[test]
fn a_setting_is_typed_and_moves_the_days_of_a_month() {
    let mut office = Office::new();
    let set = |key: &str, value: serde_json::Value| SettingSet { key: key.into(), value };
    assert!(office.refused(&set("month.due_day", 40.into())).contains("1 至 28"));
    assert!(office.refused(&set("month.nonsense", 4.into())).contains("没有“month.nonsense”这个设置"));
    office.call(&set("month.cut_off_day", "25".into()));
    let shown = office.call(&MonthShow { month: month("2026-10") }).row;
    assert_eq!(
        (shown.first_on.to_string(), shown.last_on.to_string()),
        ("2026-09-26".into(), "2026-10-25".into())
    );
    let row = &office.call(&SettingGet { key: Some("month.cut_off_day".into()) })[0];
    assert!(!row.is_default && row.value == 25 && row.default == 0);
}

#[test]
fn points_and_people_go_by_the_days_of_the_settings() {
    let mut office = Office::new();
    office.call(&SettingSet { key: "month.cut_off_day".into(), value: 25.into() });
    let award = PointsAward {
        person: office.people[1],
        item: "帮办微心愿".into(),
        occurred_on: "2026-10-26".parse().unwrap(),
        times: None,
        minutes: None,
        note: None,
    };
    assert_eq!(
        office.call(&award).booked_month,
        month("2026-11"),
        "26 October lies in November's statistics"
    );
    office.death(0, "2026-10-28");
    assert_eq!(office.numbers("2026-10"), [4, 0, 4, 4], "on 25 October all four lived");
    assert_eq!(office.numbers("2026-11"), [4, 1, 3, 3]);
    let scored = |office: &mut Office, of| {
        office.call(&PointsList { branch: None, month: Some(month(of)) }).people.len()
    };
    assert_eq!((scored(&mut office, "2026-10"), scored(&mut office, "2026-11")), (4, 3));
}

fn newcomer(office: &Office, name: &str, joined: &str) -> MemberAdd {
    let draft =
        MemberDraft { name: name.into(), joined_on: Some(joined.parse().unwrap()), ..MemberDraft::default() };
    MemberAdd {
        draft,
        branch: office.branch,
        group: None,
        entry: None,
        values: Default::default(),
        confirm_duplicate: false,
    }
}

#[test]
fn what_happened_before_the_book_began_is_learnt_in_its_first_month() {
    let mut office = Office::new();
    office.death(0, "2026-09-28");
    assert_eq!(office.numbers("2026-10"), [4, 1, 3, 3], "booked in October, with its true day");
    let early =
        ReportMonthly { month: month("2026-09"), out: office.dir.path().display().to_string(), on: None };
    assert!(office.refused(&early).contains("台账从2026年10月开始"));
}

#[test]
fn whoever_comes_after_a_close_must_have_come_some_way() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    let late = newcomer(&office, "周五", "2001-07-01");
    office.call(&late);
    assert_eq!(office.numbers("2026-10")[0], 5, "the opening register of October, not a gain of November");
    office.close("2026-10");
    let refusal = office.refused(&newcomer(&office, "吴六", "2001-07-01"));
    assert!(refusal.contains("请写明进入方式"), "{refusal}");
}

#[test]
fn months_meet_without_gap_or_overlap_when_the_cut_off_changes() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    office.report("2026-10", "made.xlsx");
    let cut_off = |day: i64| SettingSet { key: "month.cut_off_day".into(), value: day.into() };
    let days = |office: &mut Office, of| {
        let row = office.call(&MonthShow { month: month(of) }).row;
        (row.first_on.to_string(), row.last_on.to_string())
    };
    office.call(&cut_off(25));
    assert_eq!(
        days(&mut office, "2026-10"),
        ("2026-09-26".into(), "2026-10-25".into()),
        "an open month follows"
    );
    assert_eq!(days(&mut office, "2026-11"), ("2026-10-26".into(), "2026-11-25".into()));
    office.call(&cut_off(0));
    office.close("2026-10");
    office.call(&cut_off(25));
    assert_eq!(
        days(&mut office, "2026-10"),
        ("2026-10-01".into(), "2026-10-31".into()),
        "a closed one does not"
    );
    assert_eq!(days(&mut office, "2026-11"), ("2026-11-01".into(), "2026-11-25".into()));
}

#[test]
fn a_closed_month_says_how_many_cross_checks_did_not_agree() {
    let mut office = Office::new();
    office.clock.set("2026-11-03");
    let ahead = newcomer(&office, "周五", "2026-11-02");
    office.call(&ahead);
    let (before, bytes) = office.report("2026-10", "before.xlsx");
    assert!(before.disagreement_count > 0, "on 31 October 周五 had not joined");
    office.close("2026-10");
    let (after, again) = office.report("2026-10", "after.xlsx");
    assert_eq!((after.disagreement_count, again == bytes), (before.disagreement_count, true));
}

#[test]
fn a_meeting_that_too_few_voters_attended_is_a_finding() {
    let mut office = Office::new();
    office.assembly("2026-10-20");
    let found = office.call(&MonthCheck { month: month("2026-10"), limit: None });
    let quorum = found.findings.iter().find(|each| each.finding.rule.id == "V01").unwrap();
    assert!(quorum.finding.gap.contains("须 2 人到会") && quorum.record.is_some(), "{}", quorum.finding);
    let few = office.call(&MonthCheck { month: month("2026-10"), limit: Some(1) });
    let first = |level| found.findings.iter().find(|each| each.finding.level == level).cloned();
    let levels = [rule::Level::Must, rule::Level::Should, rule::Level::Note];
    assert_eq!(few.findings, levels.into_iter().filter_map(first).collect::<Vec<_>>());
    assert!(few.findings.len() < found.findings.len(), "or nothing was left out");
    let counts = |found: &MonthFindings| (found.must_count, found.should_count, found.note_count);
    assert_eq!(counts(&few), counts(&found), "the counts tell of all");
}

#[test]
fn the_first_page_counts_who_came_by_the_days_of_the_settings() {
    let mut office = Office::new();
    office.call(&SettingSet { key: "month.cut_off_day".into(), value: 25.into() });
    office.assembly("2026-10-28");
    office.clock.set("2026-11-10");
    for (of, came) in [("2026-10", (0, 0)), ("2026-11", (4, 1))] {
        let home = office.call(&HomeShow { month: month(of) });
        assert_eq!((home.branches[0].due, home.branches[0].present), came, "{of}");
    }
}

#[test]
fn every_workbook_of_a_month_is_kept_and_handed_out_again_as_it_was() {
    let mut office = Office::new();
    assert!(office.call(&ReportList::default()).is_empty());
    office.clock.set("2026-11-03");
    let (first, bytes) = office.report("2026-10", "一.xlsx");
    office.death(0, "2026-10-20");
    office.clock.set("2026-11-04");
    let (second, _) = office.report("2026-10", "二.xlsx");
    office.report("2026-11", "十一月.xlsx");
    let kept = office.call(&ReportList { month: Some(month("2026-10")) });
    let said: Vec<_> = kept.iter().map(|each| (each.sha256.as_str(), each.is_latest)).collect();
    assert_eq!(said, [(second.sha256.as_str(), true), (first.sha256.as_str(), false)], "the newest first");
    assert_eq!(kept[1].made_at.beijing_day().to_string(), "2026-11-03");
    assert_eq!(
        (kept[1].filled_on, kept[1].name.as_str()),
        (Some(first.filled_on), "银河社区党建月报（2026年10月）.xlsx")
    );

    let folder = office.dir.path().join("U盘");
    std::fs::create_dir(&folder).unwrap();
    let save = ReportSave { file: kept[1].file, out: folder.display().to_string() };
    let (saved, again) = (office.call(&save), office.call(&save));
    assert_eq!(std::fs::read(&saved.path).unwrap(), bytes, "the very bytes");
    assert!(again.path.ends_with("（2026年10月） (2).xlsx"), "{}", again.path);

    office.close("2026-10");
    let kept = office.call(&ReportList::default());
    let months: Vec<String> = kept.iter().map(|each| each.month.to_string()).collect();
    assert_eq!(months, ["2026-11", "2026-10", "2026-10"]);
    assert_eq!(kept.iter().filter(|each| each.is_latest).count(), 2);
    let inside = office.dir.path().join("book").display().to_string();
    assert!(office.refused(&ReportSave { out: inside, ..save.clone() }).contains("不能存到台账目录里面"));
    let strange = branchbook_domain::key::FileId(99);
    assert!(office.refused(&ReportSave { file: strange, ..save }).contains("没有这份月报"));
}
