//! 设岗定责 through the desk: several people at once, the states of a row on any day, results of quarters, what falls
//! due, the papers.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioForm, FolioList, FolioPage, FolioShow, Paper, PaperPart};
use branchbook_contract::home::HomeShow;
use branchbook_contract::member::{MemberMove, PostAssign};
use branchbook_contract::offer::{ClaimSet, ClaimState, OfferDraft, OfferSet};
use branchbook_contract::report_in::{ReportInAdd, ReportInList, ReportInReturn};
use branchbook_contract::unit::{UnitDraft, UnitList, UnitSet};
use branchbook_domain::day::Day;

use super::Row;
use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

const NEW: [(&str, &str); 3] = [("offer", "new"), ("title", "楼栋管家岗"), ("duty", "每周看一次楼道。")];

/// Three members of two branches; the secretary of the first holds an office.
fn office() -> Office {
    let mut office = Office::begun_on("2026-10-20");
    let secretary = office.member("仇英", |_| ());
    office.member("单冠松", |_| ());
    let second = office.second;
    office.member("曹珂", |add| add.branch = second);
    let organisation = office.first;
    office.call(&PostAssign {
        member: secretary,
        organisation,
        title: "书记".into(),
        is_full_time: false,
        from_on: Some("2026-01-01".parse().unwrap()),
        note: None,
    });
    office
}

fn assign(office: &mut Office, names: &str, more: &[(&str, &str)]) -> String {
    let mut values = NEW.to_vec();
    values.push(("names", names));
    values.extend_from_slice(more);
    office.call(&act("duties", "assign", None, &values)).sentence
}

fn on(office: &mut Office, day: &str) -> FolioPage {
    let on = Some(day.parse::<Day>().unwrap());
    office.call(&FolioShow { folio: "duties".into(), on, ..FolioShow::default() })
}

fn states(page: &FolioPage) -> Vec<(&str, &str)> {
    page.rows.iter().map(|row| (row.cells[0].text.as_str(), row.cells[6].text.as_str())).collect()
}

fn row_of(page: &FolioPage, name: &str) -> Option<i64> {
    Some(page.rows.iter().find(|row| row.cells[0].text == name).expect(name).row)
}

fn chip(page: &FolioPage, chip: &str) -> u32 {
    page.chips.iter().find(|known| known.chip == chip).expect(chip).count
}

fn table(paper: &Paper) -> &[Vec<String>] {
    let found = paper.parts.iter().find_map(|part| match part {
        PaperPart::Table(_, rows) => Some(rows.as_slice()),
        _ => None,
    });
    found.expect("a table")
}

#[test]
fn a_row_says_whether_it_is_a_post_or_a_person() {
    for row in [Row::Post(7.into()), Row::Person(7.into())] {
        assert_eq!(Row::of(row.key()), row);
    }
}

#[test]
fn several_people_get_a_new_post_in_one_operation_that_is_undone_as_one() {
    let mut office = office();
    assert_eq!(
        states(&show(&mut office, "duties", None)),
        [("仇英", "任职党员"), ("单冠松", "未定岗"), ("曹珂", "未定岗")]
    );
    let said = assign(&mut office, "单冠松\n曹 珂", &[("from", "2026-01-05"), ("until", "2026-12-31")]);
    assert!(said.starts_with("已登记定岗：单冠松、曹珂「楼栋管家岗」。"), "{said}");
    let page = show(&mut office, "duties", None);
    assert_eq!(states(&page), [("仇英", "任职党员"), ("单冠松", "上季未评"), ("曹珂", "上季未评")]);
    assert_eq!(texts(&page, 1)[2..5], ["楼栋管家岗", "每周看一次楼道。", "2026-01-05 起"]);
    assert_eq!((chip(&page, "assigned"), chip(&page, "without"), chip(&page, "office")), (2, 0, 1));
    assert_eq!(page.facts[0].text, "在册 3 人，任职 1 人，已定岗 2 人，未定岗 0 人");
    assert_eq!(page.facts[1].text, "在册 2 人，任职 1 人，已定岗 1 人，未定岗 0 人");
    assert_eq!(show(&mut office, "catalogue", None).total, 1, "the new post stands in the catalogue");
    assert_eq!(chip(&on(&mut office, "2026-01-04"), "without"), 2, "before it began");
    let found = FolioShow { folio: "duties".into(), words: "sgs".into(), ..FolioShow::default() };
    assert_eq!(office.call(&found).total, 1, "initials find a member");
    office.call(&HistoryUndo { change: None });
    let page = show(&mut office, "duties", None);
    assert_eq!((chip(&page, "without"), show(&mut office, "catalogue", None).total), (2, 0));
}

#[test]
fn what_cannot_be_told_for_sure_is_asked_back_and_changes_nothing() {
    let mut office = office();
    let second = office.second;
    office.member("单冠松", |add| {
        add.branch = second;
        add.confirm_duplicate = true;
    });
    for (values, field, words) in [
        (vec![("names", "单冠松"), ("from", "2026-10-01")], "names", "单冠松（第二党支部）"),
        (vec![("names", "解放、曹珂"), ("from", "2026-10-01")], "names", "在册党员里没有“解放”"),
        (vec![("names", "曹珂"), ("from", "2026-10-21")], "from", "不能晚于今天"),
        (vec![("names", "曹珂"), ("from", "2026-10-01"), ("until", "2026-09-30")], "until", "早于"),
        (vec![("from", "2026-10-01")], "names", "请填写党员姓名"),
        (vec![("names", "、"), ("from", "2026-10-01")], "names", "请填写党员姓名"),
    ] {
        let values: Vec<_> = NEW.iter().copied().chain(values).collect();
        let refused = office.desk.call(&act("duties", "assign", None, &values)).unwrap_err();
        assert_eq!(refused.fields[0].field, field);
        assert!(refused.fields[0].message.contains(words), "{:?}", refused.fields);
    }
    let none = office.desk.call(&act("duties", "assign", None, &[("names", "曹珂")])).unwrap_err();
    let fields: Vec<&str> = none.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["from", "offer"]);
    assert_eq!(chip(&show(&mut office, "duties", None), "assigned"), 0);
    assign(&mut office, "单冠松（第二党支部）", &[("from", "2026-10-01")]);
    let page = show(&mut office, "duties", None);
    assert_eq!(chip(&page, "assigned"), 1);
    let post = show(&mut office, "catalogue", None).rows[0].row.to_string();
    let again = [("offer", post.as_str()), ("from", "2026-10-05"), ("names", "单冠松（第二党支部）")];
    assert!(office.refused(&act("duties", "assign", None, &again)).contains("已经在这个岗位"));
}

#[test]
fn the_form_brings_the_duty_of_every_post_and_the_group_of_the_person() {
    let mut office = office();
    let group = office.group(office.first);
    let member = office.member("解放", |add| add.group = Some(group));
    office.call(&act("catalogue", "usual", None, &[]));
    let row = row_of(&show(&mut office, "duties", None), "解放");
    let form = office.call(&FolioForm {
        folio: "duties".into(),
        act: "assign".into(),
        row,
        subject: None,
        ..Default::default()
    });
    assert_eq!(form.title, "定岗：解放");
    let value =
        |key: &str| form.fields.iter().find(|field| field.key == key).map(|field| field.value.clone());
    assert_eq!(value("group"), Some(group.to_string()));
    assert_eq!(value("until").as_deref(), Some("2027-10-19"));
    let post = show(&mut office, "catalogue", None).rows[0].row;
    let duty = value(&format!("duty_{post}")).unwrap();
    let offer = post.to_string();
    office.call(&act("duties", "assign", row, &[("offer", &offer), ("from", "2026-10-20")]));
    let page = show(&mut office, "duties", Some(member.0));
    assert_eq!((page.total, texts(&page, 0)[3]), (1, duty.as_str()), "an empty duty takes that of the post");
    assert_eq!(page.rows[0].cells[1].note, "第一党小组");
    let names = office.call(&FolioList { person: Some(member.0) });
    assert_eq!(names.iter().find(|name| name.folio == "duties").map(|name| name.count), Some(1));
}

#[test]
fn a_duty_is_changed_runs_out_is_prolonged_and_ends() {
    let mut office = office();
    assign(&mut office, "曹珂", &[("from", "2026-10-01"), ("until", "2026-10-31")]);
    office.on("2026-11-02");
    let page = show(&mut office, "duties", None);
    let row = row_of(&page, "曹珂");
    assert_eq!((states(&page)[2], chip(&page, "over")), (("曹珂", "期满"), 1));
    assert!(page.findings.iter().any(|found| found.rule.id == "G01" && found.gap.contains("曹珂")));
    let wrong = office.refused(&act("duties", "change", row, &[("until", "2026-09-01")]));
    assert!(wrong.contains("请填写职责") && wrong.contains("早于开始日期"), "{wrong}");
    office.call(&act("duties", "change", row, &[("duty", "每天看。"), ("until", "2027-10-31")]));
    assert_eq!(states(&show(&mut office, "duties", None))[2], ("曹珂", "已定岗"));
    for (day, words) in [("2026-09-30", "不能在这之前结束"), ("2026-11-03", "不能晚于今天")] {
        let refused = office.refused(&act("duties", "end", row, &[("on", day), ("state", "finished")]));
        assert!(refused.contains(words), "{refused}");
    }
    office.call(&act("duties", "end", row, &[("on", "2026-11-01"), ("state", "withdrawn")]));
    assert_eq!(states(&show(&mut office, "duties", None))[2], ("曹珂", "未定岗"));
    assert_eq!(states(&on(&mut office, "2026-10-31"))[2], ("曹珂", "已定岗"), "the day before");
    let refused = office.refused(&act("duties", "end", row, &[("on", "2026-11-02"), ("state", "finished")]));
    assert!(refused.contains("已经结束"), "{refused}");
    let Row::Person(person) = Row::of(row_of(&show(&mut office, "duties", None), "曹珂").unwrap()) else {
        panic!("without a post the row stands for the person")
    };
    let own = show(&mut office, "duties", Some(person.0));
    assert_eq!(chip(&own, "ended"), 1, "what is over is shown with the person");
    office.call(&HistoryUndo { change: None });
    assert_eq!(states(&show(&mut office, "duties", None))[2], ("曹珂", "已定岗"));
}

#[test]
fn a_quarter_is_rated_once_for_each_post_and_corrected_by_saying_it_again() {
    let mut office = office();
    assign(&mut office, "单冠松、曹珂", &[("from", "2026-07-01")]);
    let page = show(&mut office, "duties", None);
    assert_eq!((chip(&page, "late"), chip(&page, "unrated")), (2, 2));
    let late: Vec<&str> = page.findings.iter().map(|found| found.rule.id.as_ref()).collect();
    assert_eq!(late, ["G02", "G02"], "one for each branch");
    let row = row_of(&page, "曹珂");
    for (quarter, words) in [("2027-Q1", "还没有开始"), ("2026-Q2", "不满 30 天"), ("今年", "没有“今年”")]
    {
        let values = [("quarter", quarter), ("result", "good")];
        let refused = office.refused(&act("duties", "rate", row, &values));
        assert!(refused.contains(words), "{refused}");
    }
    office.call(&act("duties", "rate", row, &[("quarter", "2026-Q3"), ("result", "poor"), ("note", "没到")]));
    let page = show(&mut office, "duties", None);
    assert_eq!((texts(&page, 2)[5], page.rows[2].cells[5].note.as_str()), ("差", "2026年第三季度：没到"));
    office.call(&act("duties", "rate", row, &[("quarter", "2026-Q3"), ("result", "fair")]));
    let page = show(&mut office, "duties", None);
    assert_eq!((texts(&page, 2)[5], chip(&page, "late")), ("一般", 1));
    assert_eq!(texts(&on(&mut office, "2026-07-02"), 2)[5], "一般", "the quarter had begun");
    assert_eq!(texts(&on(&mut office, "2026-06-30"), 2)[5], "", "before it began");
    office.call(&HistoryUndo { change: None });
    assert_eq!(texts(&show(&mut office, "duties", None), 2)[5], "差");
}

#[test]
fn a_whole_branch_is_rated_at_once_and_those_rated_before_stay() {
    let mut office = office();
    office.member("解放", |_| ());
    office.member("盖明", |_| ());
    assign(&mut office, "单冠松、解放、盖明、曹珂", &[("from", "2026-07-01")]);
    let first = office.first.to_string();
    let all = [("quarter", "2026-Q3"), ("where", first.as_str()), ("result", "good")];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<_> {
        all.into_iter().chain(more.iter().copied()).collect()
    };
    for (more, words) in [
        ([("poor", "曹珂"), ("fair", "")], "这个范围里在岗的党员里没有“曹珂”"),
        ([("poor", "解放"), ("fair", "解放")], "两处"),
    ] {
        let refused = office.refused(&act("duties", "rate_all", None, &with(&more)));
        assert!(refused.contains(words), "{refused}");
    }
    let done = office.call(&act("duties", "rate_all", None, &with(&[("fair", "解放")])));
    assert!(done.sentence.contains("第一党支部 3 个岗位。好 2、一般 1、差 0。"), "{}", done.sentence);
    let everybody = [("quarter", "2026-Q3"), ("where", "all"), ("result", "poor")];
    let done = office.call(&act("duties", "rate_all", None, &everybody));
    assert!(done.sentence.ends_with("已评过的 3 个没有改。"), "{}", done.sentence);
    assert!(office.refused(&act("duties", "rate_all", None, &everybody)).contains("都评过了"));
    let again: Vec<_> = everybody.into_iter().chain([("again", "1")]).collect();
    let done = office.call(&act("duties", "rate_all", None, &again));
    assert!(done.sentence.contains("差 4。"), "{}", done.sentence);
    office.call(&HistoryUndo { change: None });
    let page = show(&mut office, "duties", None);
    let results: Vec<&str> = page.rows.iter().map(|row| row.cells[5].text.as_str()).collect();
    assert_eq!(results, ["", "好", "一般", "好", "差"]);
    let none = [("quarter", "2026-Q1"), ("where", "all"), ("result", "good")];
    assert!(office.refused(&act("duties", "rate_all", None, &none)).contains("没有在岗"));
}

#[test]
fn what_is_over_or_unrated_falls_due_and_asks_for_attention() {
    let mut office = office();
    let attention = |office: &mut Office| {
        let names = office.call(&FolioList::default());
        names.iter().find(|name| name.folio == "duties").unwrap().count
    };
    let due = |office: &mut Office| -> Vec<String> {
        let home = office.call(&HomeShow { month: "2026-10".parse().unwrap() });
        let mine = home.falls_due.into_iter().filter(|due| due.label.starts_with("岗位"));
        mine.map(|due| format!("{} {}", due.on, due.sentence)).collect()
    };
    assert_eq!((attention(&mut office), due(&mut office).len()), (0, 0));
    assign(&mut office, "单冠松、曹珂", &[("from", "2026-07-01"), ("until", "2026-11-30")]);
    assert_eq!(attention(&mut office), 2, "the third quarter was due by 14 October");
    assert_eq!(
        due(&mut office),
        [
            "2026-10-14 单冠松等 2 人还没有评价2026年第三季度",
            "2026-11-30 单冠松等 2 人的岗位期满，请续期或结束"
        ]
    );
    office.call(&act(
        "duties",
        "rate_all",
        None,
        &[("quarter", "2026-Q3"), ("where", "all"), ("result", "good")],
    ));
    assert_eq!(attention(&mut office), 0);
    office.on("2026-12-01");
    assert_eq!(attention(&mut office), 2, "they are over now");
}

#[test]
fn somebody_who_left_and_still_holds_a_post_is_shown() {
    let mut office = office();
    assign(&mut office, "曹珂", &[("from", "2026-10-01")]);
    let page = office.list(|_| ());
    let member = page.rows.iter().find(|row| row.name == "曹珂").unwrap().member;
    let moved = serde_json::json!({ "member": member, "kind": "death", "occurred_on": "2026-10-15" });
    office.call(&serde_json::from_value::<MemberMove>(moved).unwrap());
    let page = show(&mut office, "duties", None);
    let acts: Vec<&str> = page.rows[2].acts.iter().map(|act| act.act.as_str()).collect();
    assert_eq!((chip(&page, "gone"), acts), (1, vec!["end", "history"]));
    let row = row_of(&page, "曹珂");
    office.call(&act("duties", "end", row, &[("on", "2026-10-15"), ("state", "finished")]));
    assert_eq!(show(&mut office, "duties", None).total, 2);
}

#[test]
fn the_papers_say_post_and_duty_and_who_has_none() {
    let mut office = office();
    let notice = [("branch", "all"), ("from", "2026-10-21"), ("days", "7")];
    assert!(office.refused(&act("duties", "notice", None, &notice)).contains("没有可公示的"));
    assign(&mut office, "单冠松", &[("from", "2026-10-01"), ("until", "2027-09-30")]);
    let row = row_of(&show(&mut office, "duties", None), "单冠松");
    let letter = office.call(&act("duties", "letter", row, &[])).paper.unwrap();
    let facts = [
        ("姓名", "单冠松"),
        ("党支部", "第一党支部"),
        ("编入小组", ""),
        ("岗位", "楼栋管家岗"),
        ("期限", "2026年10月1日起至2027年9月30日"),
    ];
    let facts = facts.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    assert_eq!((letter.title.as_str(), &letter.parts[0]), ("岗位责任书", &PaperPart::Facts(facts)));
    assert_eq!(letter.parts[2], PaperPart::Text("每周看一次楼道。".into()));
    let paper = office.call(&act("duties", "notice", None, &notice)).paper.unwrap();
    assert_eq!(paper.title, "银河社区党委设岗定责公示");
    assert_eq!(table(&paper)[0][..3], ["1", "单冠松", "第一党支部"]);
    let PaperPart::Text(opening) = &paper.parts[0] else { panic!("{:?}", paper.parts[0]) };
    assert!(opening.contains("2026年10月21日至2026年10月27日"), "{opening}");
    for (days, words) in [("0", "1 到 60"), ("", "请填写公示天数")] {
        let values = [notice[0], notice[1], ("days", days)];
        assert!(office.refused(&act("duties", "notice", None, &values)).contains(words));
    }
    let list = [("branch", "all"), ("on", "2026-10-20")];
    let paper = office.call(&act("duties", "without", None, &list)).paper.unwrap();
    assert_eq!(table(&paper), [["1", "第二党支部", "", "曹珂"].map(str::to_owned).to_vec()]);
}

/// Who holds a post of the register and reports in from a unit, too, has one post here and another there.
#[test]
fn a_post_of_a_member_is_no_post_of_reporting_in() {
    let mut office = office();
    let member = office.list(|list| list.query = Some("单冠松".into())).rows[0].member;
    let draft = UnitDraft { name: "市税务局".into(), ..UnitDraft::default() };
    let unit = office.call(&UnitSet { unit: None, draft }).unit;
    let mut slip = crate::unit::office::draft(unit, "", "2026-10-09");
    slip.person = Some(member);
    let report_in = office.call(&ReportInAdd { draft: slip }).report_in;
    assign(&mut office, "单冠松", &[("from", "2026-10-12")]);
    let figures = |office: &mut Office| {
        let by_day =
            office.call(&UnitList { on: Some("2026-10-20".parse().unwrap()), ..UnitList::default() });
        let by_month =
            office.call(&UnitList { month: Some("2026-10".parse().unwrap()), ..UnitList::default() });
        [by_day, by_month].map(|page| (page.rows[0].claims, page.rows[0].new_claims))
    };
    assert_eq!(figures(&mut office), [(0, 0); 2], "a duty of a member is no claim of the unit");
    let listed = office.call(&ReportInList::default());
    assert_eq!(
        (listed.total, &listed.rows[0].posts),
        (1, &None),
        "and no service post of whoever reports in"
    );

    let draft = OfferDraft { title: "法律服务岗".into(), ..OfferDraft::default() };
    let offer = office.call(&OfferSet { offer: None, draft }).offer;
    let claim = |offer| ClaimSet {
        offer,
        person: Some(member),
        unit: None,
        state: ClaimState::Claimed,
        on: "2026-10-13".parse().unwrap(),
        rating: None,
    };
    office.call(&claim(offer));
    assert_eq!(figures(&mut office), [(1, 1); 2]);
    let held = office.call(&ReportInList::default()).rows.swap_remove(0).posts;
    assert_eq!(held.as_deref(), Some("法律服务岗"));
    let duty = show(&mut office, "catalogue", None).rows[0].row;
    let refused = office.refused(&claim(branchbook_domain::key::OfferId(duty)));
    assert!(refused.contains("设岗定责"), "{refused}");

    let returned = "2026-10-18".parse().unwrap();
    let back = office.call(&ReportInReturn { report_in, on: returned, reason: "退休".into() });
    assert_eq!(back.withdrawn_posts, 1, "the service post ends with the report-in");
    let page = on(&mut office, "2026-10-20");
    let held = states(&page).into_iter().find(|(name, _)| *name == "单冠松").unwrap().1;
    assert_ne!(held, "未定岗", "the duty of the member stays");
    office.call(&HistoryUndo { change: None });
    assert_eq!(figures(&mut office), [(1, 1); 2]);
}
