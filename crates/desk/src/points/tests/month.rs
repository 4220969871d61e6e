//! The month: figures from closings, at the same cost whatever the age of the ledger.

use branchbook_contract::folio::{FolioPage, FolioShow};
use branchbook_contract::points::{PointsAward, PointsList, PointsReverse};
use branchbook_domain::day::Month;
use branchbook_domain::key::PersonId;
use branchbook_domain::points::Points;

use super::office::{Office, day, month, office, office_on};
use crate::points::figures::{CAPS, points_month_figures};

fn award(
    office: &mut Office,
    person: PersonId,
    item: &str,
    on: &str,
) -> branchbook_domain::key::PointsEntryId {
    let command = PointsAward {
        person,
        item: item.to_owned(),
        occurred_on: day(on),
        times: None,
        minutes: None,
        note: None,
    };
    office.call(&command).entry
}

#[test]
fn a_branch_has_its_members_their_mean_and_their_grades() {
    let mut office = office(&["甲", "乙", "丙", "丁"]);
    let people = office.people.clone();
    for on in ["2026-03-01", "2026-04-01", "2026-05-01"] {
        award(&mut office, people[0], "帮办微心愿", on);
    }
    award(&mut office, people[1], "参加宣讲", "2026-05-02");
    award(&mut office, people[1], "会议迟到", "2026-05-03");
    let list = office.call(&PointsList { branch: None, month: Some(month("2026-05")) });
    assert_eq!(list.branches.len(), 2);
    let branch = &list.branches[0];
    assert_eq!((branch.members, branch.average), (2, Some(Points::from_hundredths(6_850))));
    assert_eq!((branch.by_grade.get("合格"), branch.by_grade.get("基本合格")), (Some(&1), Some(&1)));
    assert_eq!(branch.counted, Points::whole(7));
    let first = &list.people[0];
    assert_eq!((first.score, first.counted), (Some(Points::whole(75)), Points::whole(5)));
    assert_eq!(list.people[1].by_category.get("conduct"), Some(&Points::whole(-1)));
    assert_eq!(list.categories.last().unwrap().code, CAPS);
    let only = office.branches[1];
    let list = office.call(&PointsList { branch: Some(only), month: Some(month("2026-05")) });
    assert_eq!(list.people.len(), 2);
    assert!(list.people.iter().all(|person| person.score == Some(Points::whole(60))));
}

fn ranking(office: &mut Office, change: impl FnOnce(&mut FolioShow)) -> FolioPage {
    let on = Some(day("2026-05-31"));
    let mut list = FolioShow { folio: "ranking".to_owned(), on, ..FolioShow::default() };
    change(&mut list);
    office.call(&list)
}

/// Place, name and score of each row.
fn said(page: &FolioPage) -> Vec<[&str; 3]> {
    page.rows.iter().map(|row| [0, 1, 6].map(|at| row.cells[at].text.as_str())).collect()
}

#[test]
fn a_ranking_has_places_with_ties_counts_its_grades_and_stands_in_any_order() {
    let mut office = office(&["甲一", "乙二", "丙三", "丁四"]);
    let people = office.people.clone();
    for on in ["2026-03-01", "2026-04-01", "2026-05-01"] {
        award(&mut office, people[2], "帮办微心愿", on);
    }
    let page = ranking(&mut office, |_| ());
    assert_eq!(
        said(&page),
        [["1", "丙三", "75"], ["2 并列", "甲一", "60"], ["2 并列", "乙二", "60"], ["2 并列", "丁四", "60"]]
    );
    let counts: Vec<(&str, u32)> = page
        .chips
        .iter()
        .map(|chip| (chip.label.as_str(), chip.count))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(counts, [("全部", 4), ("合格", 1), ("基本合格", 3)]);
    let first = office.branches[0].0;
    let of_branch = ranking(&mut office, |list| list.subject = Some(first));
    assert_eq!(
        said(&of_branch),
        [["1 并列", "甲一", "60"], ["1 并列", "乙二", "60"]],
        "places of the branch"
    );
    let sorted = ranking(&mut office, |list| list.sort = Some("姓名".to_owned()));
    let names: Vec<&str> = said(&sorted).iter().map(|[_, name, _]| *name).collect();
    assert_eq!(names, ["丙三", "丁四", "甲一", "乙二"], "by pinyin");
    let found = ranking(&mut office, |list| list.words = "dingsi".to_owned());
    assert_eq!(said(&found), [["2 并列", "丁四", "60"]], "the place is that among all");
    let graded = ranking(&mut office, |list| list.chip = Some("合格".to_owned()));
    assert_eq!(said(&graded), [["1", "丙三", "75"]]);
}

#[test]
fn closing_a_month_changes_no_figure_of_the_next_and_a_new_year_begins_at_the_base() {
    let mut office = office_on("2027-02-01", &["甲", "乙"]);
    let person = office.people[0];
    award(&mut office, person, "帮办微心愿", "2026-10-05");
    award(&mut office, person, "帮办微心愿", "2026-11-05");
    let before = office.read(|reading| Ok(points_month_figures(reading, month("2026-11"), None)?));
    office.close(month("2026-10"));
    let after = office.read(|reading| Ok(points_month_figures(reading, month("2026-11"), None)?));
    assert_eq!(before, after);
    assert_eq!(after.people[0].score, Some(Points::whole(70)));
    office.close(month("2026-11"));
    office.close(month("2026-12"));
    award(&mut office, person, "参加宣讲", "2027-01-05");
    award(&mut office, person, "参加宣讲", "2026-12-05");
    let january = office.read(|reading| Ok(points_month_figures(reading, month("2027-01"), None)?));
    let row = &january.people[0];
    assert_eq!((row.score, row.counted), (Some(Points::whole(63)), Points::whole(3)));
    assert_eq!(row.earlier_years, Points::whole(3), "what is booked late for last year stands apart");
}

#[test]
fn a_veto_in_a_closed_month_holds_until_its_reversal() {
    let mut office = office(&["甲"]);
    let person = office.people[0];
    let entry = award(&mut office, person, "违法犯罪", "2026-09-05");
    office.close(month("2026-09"));
    let score = |office: &Office, of: &str| {
        office.read(|reading| Ok(points_month_figures(reading, month(of), None)?)).people[0].clone()
    };
    assert_eq!(score(&office, "2026-10").score, Some(Points::ZERO));
    office.call(&PointsReverse { entry, reason: "撤销处罚".to_owned() });
    assert_eq!(score(&office, "2026-10").score, Some(Points::whole(60)));
    assert!(score(&office, "2026-09").is_vetoed, "the closed month stays as it was");
}

#[test]
fn the_figures_of_a_month_cost_the_same_whatever_the_age_of_the_ledger() {
    let names: Vec<String> = (0..20).map(|at| format!("党员{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut office = office_on("2028-12-31", &names);
    let people = office.people.clone();
    let mut steps = Vec::new();
    let mut now = month("2026-01");
    while now <= month("2027-11") {
        let on = now.first_day().to_string();
        for person in people.iter().take(10) {
            award(&mut office, *person, "按月交纳党费", &on);
            award(&mut office, *person, "参加宣讲", &on);
        }
        if now.month() == 11 {
            steps.push(cost(&office, now));
        }
        office.close(now);
        now = now.next();
    }
    let (young, old) = (steps[0], steps[1]);
    assert!(old * 100 <= young * 102, "{young} steps after one year, {old} after two");
}

fn cost(office: &Office, month: Month) -> i64 {
    let cost = office.read(|reading| {
        let (figures, cost) = reading.measured(|reading| points_month_figures(reading, month, None));
        figures?;
        Ok(cost)
    });
    cost.steps
}
