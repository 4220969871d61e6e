//! Lists, filters, papers.

use branchbook_contract::folio::{FolioList, Paper, PaperPart};

use super::*;
use crate::folio::tests::texts;

fn filled() -> (Office, [i64; 2]) {
    let (mut office, members) = office_on("2026-06-01");
    let first = opened(&mut office, "李某", "2026-06-01");
    let steps = [
        (Step::Talk, "2026-06-20"),
        (Step::ActivistChosen, "2026-08-10"),
        (Step::ContactsNamed, "2026-08-10"),
        (Step::ActivistFiled, "2026-08-20"),
    ];
    let review = ["2027-02-01"];
    walk(&mut office, first, members, &events(&steps, &review, &[]));
    let branch = office.first.to_string();
    let values = [
        ("name", "欧阳某"),
        ("id_number", "532599199511258982"),
        ("phone", "13800001234"),
        ("branch", branch.as_str()),
        ("applied_on", "2027-01-01"),
    ];
    let second = case_of(&office.call(&act(CASES, "open", None, &values)));
    office.on("2027-03-01");
    (office, [first, second])
}

#[test]
fn the_list_counts_by_stage_and_by_state_and_finds_by_initials() {
    let (mut office, _) = filled();
    let page = show(&mut office, CASES, None);
    let count = |chip: &str| page.chips.iter().find(|each| each.chip == chip).unwrap().count;
    assert_eq!((count("applicant"), count("activist"), count("overdue"), count("open")), (1, 1, 1, 1));
    assert_eq!(texts(&page, 0)[0], "欧阳某", "what is overdue stands first");
    assert_eq!(texts(&page, 0)[4], "派人谈话应在2027年2月1日以前办理，已经超过。");
    assert_eq!(texts(&page, 1)[3], "半年考察");
    let found = |office: &mut Office, words: &str, chip: Option<&str>| {
        let ask = FolioShow {
            folio: CASES.into(),
            words: words.into(),
            chip: chip.map(str::to_owned),
            ..FolioShow::default()
        };
        office.call(&ask).total
    };
    assert_eq!((found(&mut office, "OY", None), found(&mut office, "lm", Some("overdue"))), (1, 0));
    let names = office.call(&FolioList::default());
    assert_eq!(names.iter().find(|name| name.folio == CASES).unwrap().count, 1);
}

#[test]
fn the_agenda_tells_what_is_next_in_all_cases() {
    let (mut office, [_, second]) = filled();
    let agenda = show(&mut office, CASE, None);
    assert_eq!(texts(&agenda, 0)[0], "欧阳某");
    assert_eq!(agenda.rows[0].cells[0].opens, Some(FolioLink::Folio(CASE.into(), Some(second))));
    assert_eq!(texts(&agenda, 0)[5], "逾期");
    assert!(agenda.rows.iter().any(|row| row.cells[5].text == "未到时间"));
}

#[test]
fn a_list_of_one_person_offers_no_case_to_who_needs_none() {
    let (mut office, [full, _]) = office_on("2026-06-01");
    let page = show(&mut office, CASES, Some(full.0));
    assert_eq!(page.empty, "没有此人的发展党员档案。");
    assert!(page.acts.iter().all(|act| act.act != "open"), "{:?}", page.acts);
    let whole = show(&mut office, CASES, None);
    assert!(whole.empty.contains("新建档案") && whole.acts[0].act == "open", "{}", whole.empty);
}

fn words(paper: &Paper) -> String {
    format!("{paper:?}")
}

#[test]
fn papers_carry_dates_and_articles_and_neither_number_nor_phone() {
    let (mut office, [first, second]) = filled();
    let sheet = office.call(&on_case(first, "print", None, &[])).paper.unwrap();
    assert_eq!(sheet.title, "发展党员工作进度表");
    let said = words(&sheet);
    assert!(said.contains("2026年8月10日") && said.contains("第十三条") && said.contains("待与官方文本核对"));
    assert!(said.contains("半年考察") && said.contains("仇艳"));
    let other = words(&office.call(&on_case(second, "print", None, &[])).paper.unwrap());
    assert!(!other.contains("5325") && !other.contains("1380"), "{other}");
    let list = office.call(&act(CASES, "print", None, &[("on", "2027-03-01")])).paper.unwrap();
    let PaperPart::Table(titles, rows) = &list.parts[1] else { panic!("{list:?}") };
    assert_eq!((titles.len(), rows.len()), (9, 1));
    assert_eq!(rows[0][1..4], ["李某", "女", "1995年3月"]);
    assert_eq!(rows[0][6..], ["2026年8月10日", "仇艳", "2027年2月1日"]);
    assert!(!words(&list).contains("1380"));
    let ahead = office.refused(&act(CASES, "print", None, &[("on", "2028-01-01")]));
    assert!(ahead.contains("还没有到"), "{ahead}");
    let none = office.refused(&act(CASES, "print", None, &[("on", "2026-07-01")]));
    assert!(none.contains("没有在册的入党积极分子"), "{none}");
}
