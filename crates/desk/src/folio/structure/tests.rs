//! The counts of a day against the lists that they lead to.

use branchbook_contract::folio::{FolioDone, FolioLink, FolioShow, PaperPart};
use branchbook_domain::code::{Education, Nation, Sex, WorkPost};

use crate::folio::tests::{act, show};
use crate::member::tests::Office;

fn office() -> Office {
    let mut office = Office::new();
    for (name, education, post, birth) in [
        ("单冠松", Some("22"), Some("0164"), Some("1950-05-01")),
        ("仇艳", Some("1A"), Some("011"), Some("1992-01-24")),
        ("丁一", Some("71"), None, Some("1961")),
        ("乔敏", None, Some("4"), None),
    ] {
        office.member(name, |command| {
            let draft = &mut command.draft;
            draft.sex = Some(Sex::Female);
            draft.nation = Nation::of_code("01");
            draft.education = education.and_then(Education::of_code);
            draft.work_post = post.and_then(WorkPost::of_code);
            draft.birth_on = birth.map(|birth| birth.parse().unwrap());
        });
    }
    office
}

#[test]
fn codes_are_counted_with_what_lies_below_them() {
    let mut office = office();
    let page = show(&mut office, "structure", None);
    let counts: Vec<(String, String)> = page
        .rows
        .iter()
        .filter(|row| row.cells[0].text == "工作岗位")
        .map(|row| (row.cells[1].text.trim().to_owned(), row.cells[2].text.clone()))
        .collect();
    let expected = [
        ("在岗职工", "2"),
        ("公有制单位在岗职工", "2"),
        ("党政机关工作人员", "1"),
        ("公有制单位工勤技能人员", "1"),
        ("公有制单位农民工", "1"),
        ("离退休人员", "1"),
        ("未填", "1"),
    ];
    let expected: Vec<_> = expected.map(|(label, count)| (label.to_owned(), count.to_owned())).to_vec();
    assert_eq!(counts, expected);
    assert_eq!(page.facts[1].text, "4 人");
}

#[test]
fn every_count_leads_to_just_as_many_members() {
    let mut office = office();
    let page = show(&mut office, "structure", None);
    assert!(page.rows.len() > 20, "{}", page.rows.len());
    for row in page.rows {
        let Some(FolioLink::Members(view)) = row.cells[1].opens.clone() else { panic!("{row:?}") };
        let total = office.list(|list| list.view = Some(view)).total;
        assert_eq!(total.to_string(), row.cells[2].text, "{:?}", row.cells[1].text);
    }
}

#[test]
fn any_past_day_is_counted_and_the_print_says_its_day() {
    let mut office = office();
    let on = Some("2026-10-01".parse().unwrap());
    let page = office.call(&FolioShow { folio: "structure".into(), on, ..FolioShow::default() });
    assert_eq!(page.facts[0].text, "2026-10-01");
    let done: FolioDone = office.call(&act("structure", "print", None, &[]));
    let paper = done.paper.unwrap();
    assert_eq!(paper.parts[0], PaperPart::Text("截至 2026-10-31，在册党员 4 人。".to_owned()));
}
