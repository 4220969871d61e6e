//! Organisations in time through the desk: terms, posts and vacancies.

mod amid;
mod past;
mod place;
mod post;
mod tree;

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::folio::{FolioAct, FolioDone, FolioForm, FolioPage, FolioShow};
use branchbook_contract::home::HomeShow;
use branchbook_contract::month::{MonthCheck, MonthFinding};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::Level;

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

/// A folio as of a day.
fn show_on(office: &mut Office, folio: &str, subject: Option<i64>, on: &str) -> FolioPage {
    let on = Some(on.parse().unwrap());
    office.call(&FolioShow { folio: folio.into(), subject, on, ..FolioShow::default() })
}

/// The texts of the row of a name, whatever its indentation.
fn row_of<'p>(page: &'p FolioPage, name: &str) -> Vec<&'p str> {
    let at = page.rows.iter().position(|row| row.cells[0].text.trim_start_matches('　') == name);
    texts(page, at.unwrap_or_else(|| panic!("{name} is not among {:?}", names(page))))
}

fn names(page: &FolioPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.cells[0].text.trim_start_matches('　')).collect()
}

/// Whether an act is offered with the row of a name.
fn offers(page: &FolioPage, name: &str, act: &str) -> bool {
    let row = page.rows.iter().find(|row| row.cells[0].text.trim_start_matches('　') == name).unwrap();
    row.acts.iter().any(|button| button.act == act)
}

fn chip(page: &FolioPage, chip: &str) -> u32 {
    page.chips.iter().find(|each| each.chip == chip).unwrap().count
}

fn undo(office: &mut Office) {
    office.call(&HistoryUndo { change: None });
}

/// The field that is refused and why.
fn refusal(office: &mut Office, command: &FolioAct) -> Vec<(String, String)> {
    let refused = office.desk.call(command).unwrap_err();
    match refused.fields.is_empty() {
        true => vec![(String::new(), refused.message)],
        false => refused.fields.into_iter().map(|field| (field.field, field.message)).collect(),
    }
}

fn monthly(office: &mut Office) -> Vec<MonthFinding> {
    let check = MonthCheck { month: "2026-10".parse().unwrap(), limit: None };
    office.call(&check).findings
}

fn term(office: &mut Office, branch: OrganisationId, values: &[(&str, &str)]) -> FolioDone {
    office.call(&act("terms", "add", Some(branch.0), values))
}

#[test]
fn a_term_is_reckoned_from_its_election_and_ends_the_one_before() {
    let mut office = Office::new();
    let first = office.first;
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[7], "没有登记届期");
    term(&mut office, first, &[("number", "3"), ("elected_on", "2016年6月15日"), ("years", "5")]);
    let done = term(&mut office, first, &[("number", "4"), ("elected_on", "2021.6.15"), ("years", "5")]);
    assert_eq!(done.sentence, "已登记届期：第一党支部，任期到2026年6月15日届满。");
    let page = show(&mut office, "terms", None);
    let row = row_of(&page, "第一党支部");
    assert_eq!((row[1], row[5], row[7]), ("第4届", "2026-06-15", "已届满"));
    assert_eq!((chip(&page, "over"), chip(&page, "none")), (1, 2));
    let past = show_on(&mut office, "terms", None, "2021-06-14");
    assert_eq!((row_of(&past, "第一党支部")[1], row_of(&past, "第一党支部")[7]), ("第3届", "1个月内届满"));
    let history = show(&mut office, "terms", Some(first.0));
    assert_eq!((texts(&history, 0)[7], texts(&history, 1)[7]), ("已届满", "已换届"));
    assert_eq!(history.rows[1].cells[7].note, "到 2021-06-15");
    undo(&mut office);
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[1], "第3届");
}

#[test]
fn a_term_over_its_day_is_said_at_home_and_in_the_check_of_the_month_with_the_branch() {
    let mut office = Office::new();
    let first = office.first;
    term(&mut office, first, &[("elected_on", "2021-06"), ("years", "5")]);
    let found = monthly(&mut office);
    let said = found.iter().find(|each| each.finding.rule.id == "M01").unwrap();
    assert_eq!(said.record.map(|record| record.id), Some(first.0));
    assert!(said.basis.contains("基层组织选举工作条例") && said.finding.gap.contains("约2026年6月30日"));
    let home = office.call(&HomeShow { month: "2026-10".parse().unwrap() });
    let due = home.falls_due.iter().find(|due| due.label == "换届").unwrap();
    assert!(due.is_late && due.is_about, "{due:?}");
}

#[test]
fn only_an_approved_extension_moves_the_end_and_not_before_it_was_approved() {
    let mut office = Office::new();
    let first = office.first;
    term(&mut office, first, &[("elected_on", "2021-06-15"), ("years", "5")]);
    let extend = |values: &[(&str, &str)]| act("terms", "extend", Some(first.0), values);
    let refused = refusal(&mut office, &extend(&[("extended_to", "2026-06-15")]));
    assert_eq!(refused[0].0, "extended_to");
    let done: FolioDone = office.call(&extend(&[("extended_to", "2026-12-31")]));
    assert_eq!(
        done.sentence,
        "已登记延期换届：第一党支部。还没有登记批准的党组织和批准日期，延期不算数，仍按2026年6月15日届满提醒；批准后请补登。"
    );
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[7], "已届满");
    let values =
        [("extended_to", "2026-12-31"), ("approved_by", "街道党工委"), ("approved_on", "2026-05-20")];
    office.call(&extend(&values));
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[7], "3个月内届满");
    let form =
        FolioForm { folio: "terms".into(), act: "extend".into(), row: Some(first.0), ..FolioForm::default() };
    let begun = office.call(&form).fields;
    assert!(
        begun.iter().all(|field| field.value.is_empty()),
        "another extension has another approval: {begun:?}"
    );
    let refused = refusal(&mut office, &extend(&[("extended_to", "2027-05-31")]));
    assert!(
        refused[0].0 == "approved_by" && refused[0].1.contains("街道党工委已批准延期到2026年12月31日"),
        "{refused:?}"
    );
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[6], "到 2026-12-31");
    let before = show_on(&mut office, "terms", None, "2026-05-19");
    assert_eq!((row_of(&before, "第一党支部")[6], row_of(&before, "第一党支部")[7]), ("", "1个月内届满"));
}

#[test]
fn a_term_that_is_wrong_is_refused_field_by_field() {
    let mut office = Office::new();
    let first = office.first;
    term(&mut office, first, &[("number", "1"), ("elected_on", "2021-06-15"), ("years", "5")]);
    let again = [("number", "1"), ("elected_on", "2021-06"), ("years", "0")];
    let refused = refusal(&mut office, &act("terms", "add", Some(first.0), &again));
    let fields: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["years", "elected_on", "number"]);
    let ahead = [("elected_on", "2027-01-01"), ("years", "5")];
    assert_eq!(refusal(&mut office, &act("terms", "add", Some(first.0), &ahead))[0].0, "elected_on");
    assert_eq!(refusal(&mut office, &act("terms", "add", None, &ahead))[0].0, "organisation");
    assert_eq!(show(&mut office, "terms", Some(first.0)).total, 1);
    let edit = act("terms", "edit", Some(first.0), &[("elected_on", "2022-06-15"), ("years", "5")]);
    office.call(&edit);
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[5], "2027-06-15");
    let form =
        FolioForm { folio: "terms".into(), act: "add".into(), row: Some(first.0), ..FolioForm::default() };
    assert!(office.call(&form).about.contains("《支部工作条例（试行）》（2018年）第二十一条"));
}

#[test]
fn terms_are_counted_in_the_order_of_their_elections() {
    let mut office = Office::new();
    let first = office.first;
    term(&mut office, first, &[("number", "4"), ("elected_on", "2021-06-15"), ("years", "5")]);
    for (number, on, words) in [
        ("5", "2020-06-15", "第4届在2021年6月15日选举产生，第5届的选举日期不能早于它"),
        ("3", "2026-06-15", "第4届在2021年6月15日选举产生，第3届的选举日期不能晚于它"),
        ("4", "2026-06-15", "第4届已经登记"),
    ] {
        let values = [("number", number), ("elected_on", on), ("years", "5")];
        let refused = refusal(&mut office, &act("terms", "add", Some(first.0), &values));
        assert!(refused[0].0 == "number" && refused[0].1.contains(words), "{refused:?}");
    }
    term(&mut office, first, &[("number", "3"), ("elected_on", "2016"), ("years", "5")]);
    term(&mut office, first, &[("number", "5"), ("elected_on", "2026-06-15"), ("years", "5")]);
    assert_eq!(row_of(&show(&mut office, "terms", None), "第一党支部")[1], "第5届");
}

#[test]
fn a_name_too_long_for_a_report_is_refused_wherever_it_is_given() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    office.member("仇艳", |_| ());
    let first = Some(office.first.0);
    let long = "党".repeat(61);
    let add = [("parent", "1"), ("level", "branch"), ("name", long.as_str())];
    let split = [("day", "2026-10-10"), ("name1", long.as_str()), ("people1", "仇艳")];
    for (act, field) in [
        (act("organisations", "add", None, &add), "name"),
        (act("organisations", "edit", first, &[("name", long.as_str())]), "name"),
        (act("organisations", "split", first, &split), "name1"),
    ] {
        let refused = refusal(&mut office, &act);
        assert!(refused[0].0 == field && refused[0].1.contains("超过 60 个字"), "{refused:?}");
    }
    let fits = "党".repeat(60);
    office.call(&act("organisations", "edit", first, &[("name", fits.as_str())]));
}

#[test]
fn posts_due_follow_the_size_and_vacancies_are_named() {
    let mut office = Office::new();
    let people: Vec<_> =
        "甲乙丙丁戊己庚".chars().map(|c| office.member(&format!("党员{c}"), |_| ())).collect();
    let page = show(&mut office, "vacancies", None);
    let row = row_of(&page, "第一党支部");
    assert_eq!((row[2], row[4]), ("7", "书记、组织委员、宣传委员、纪检委员"));
    assert_eq!(row[5], "空缺、没有支委会");
    assert_eq!((chip(&page, "no_committee"), chip(&page, "too_small")), (1, 1));
    assert!(page.findings.iter().any(|finding| finding.gap.contains("没有支部委员会")));
    let first = office.first.0;
    for (at, title) in ["书记", "组织委员", "宣传委员", "纪检委员"].iter().enumerate() {
        let person = people[at].to_string();
        let values = [("title", *title), ("person", person.as_str()), ("from_on", "2026-09-01")];
        let done: FolioDone = office.call(&act("vacancies", "assign", Some(first), &values));
        assert!(done.sentence.starts_with("已登记任职：党员"), "{}", done.sentence);
    }
    let page = show(&mut office, "vacancies", None);
    let row = row_of(&page, "第一党支部");
    assert_eq!((row[4], row[5]), ("", "齐全"));
    assert!(row[3].starts_with("书记 党员甲（2026-09-01 起）、组织委员 党员乙"), "{}", row[3]);
    let past = show_on(&mut office, "vacancies", None, "2026-08-31");
    assert_eq!(row_of(&past, "第一党支部")[4], "书记、组织委员、宣传委员、纪检委员");
    undo(&mut office);
    assert_eq!(row_of(&show(&mut office, "vacancies", None), "第一党支部")[4], "纪检委员");
    let found = monthly(&mut office);
    let posts: Vec<_> = found.iter().filter(|each| each.finding.gap == "没有登记纪检委员。").collect();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].record.map(|record| record.id), Some(first));
}

#[test]
fn a_secretary_follows_another_and_the_past_keeps_the_first() {
    let mut office = Office::new();
    let (old, new) = (office.member("单冠松", |_| ()), office.member("仇艳", |_| ()));
    let first = Some(office.first.0);
    let assign = |who: String, from: &str, replaces: &str| {
        let values = [("title", "书记"), ("person", who.as_str()), ("from_on", from), ("replaces", replaces)];
        act("vacancies", "assign", first, &values)
    };
    office.call(&assign(old.to_string(), "2025-01-01", ""));
    let doubled: FolioDone = office.call(&assign(new.to_string(), "2026-10-01", ""));
    assert!(doubled.sentence.contains("已有书记在任"), "{}", doubled.sentence);
    undo(&mut office);
    let done: FolioDone = office.call(&assign(new.to_string(), "2026-10-01", "1"));
    assert_eq!(done.sentence, "已登记任职：仇艳 第一党支部书记。");
    let page = show(&mut office, "vacancies", first);
    assert_eq!((texts(&page, 0)[1], texts(&page, 0)[6]), ("仇艳", "在任"));
    assert_eq!(
        (texts(&page, 1)[1], texts(&page, 1)[3], texts(&page, 1)[6]),
        ("单冠松", "2026-10-01", "已免职")
    );
    let past = show_on(&mut office, "vacancies", first, "2026-09-30");
    assert_eq!((past.total, texts(&past, 0)[1], texts(&past, 0)[6]), (1, "单冠松", "在任"));
    let refused = refusal(&mut office, &assign(new.to_string(), "2026-10-02", ""));
    assert!(refused[0].1.contains("仇艳已是第一党支部书记"), "{refused:?}");
    let refused = refusal(&mut office, &assign(old.to_string(), "2026-12-01", ""));
    assert_eq!(refused[0].0, "from_on");
}

#[test]
fn a_post_is_ended_from_the_list_or_from_its_own_row() {
    let mut office = Office::new();
    let leader = office.member("单冠松", |_| ()).to_string();
    let first = office.first;
    let group = office.group(first);
    let values = [("title", "党小组组长"), ("person", leader.as_str()), ("from_on", "2026-01-01")];
    office.call(&act("vacancies", "assign", Some(group.0), &values));
    assert_eq!(row_of(&show(&mut office, "vacancies", None), "第一党小组")[5], "齐全");
    let refused = refusal(&mut office, &act("vacancies", "end", Some(group.0), &[("to_on", "2026-10-01")]));
    assert_eq!(refused[0].0, "post");
    let post = show(&mut office, "vacancies", Some(group.0)).rows[0].row;
    let mut end = act("vacancies", "end", Some(post), &[("to_on", "2025-12-31"), ("note", "任期届满")]);
    end.subject = Some(group.0);
    assert_eq!(refusal(&mut office, &end)[0].0, "to_on");
    end.values.insert("to_on".into(), "2026-10-01".into());
    office.call(&end);
    assert_eq!(row_of(&show(&mut office, "vacancies", None), "第一党小组")[4], "党小组组长");
    let page = show(&mut office, "vacancies", Some(group.0));
    assert_eq!((texts(&page, 0)[5], texts(&page, 0)[6]), ("任期届满", "已免职"));
    assert!(page.rows[0].acts.iter().all(|act| act.act != "end"), "what has ended is not ended again");
    assert_eq!(Level::Group.label(), row_of(&show(&mut office, "vacancies", None), "第一党小组")[1]);
}
