//! A sheet for each branch: the name on the tab says which.

use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::organisation::Level;
use branchbook_workbook::{Body, Book, Column, Creation, Out, Sheet, header, write};

use super::*;

/// A workbook with a person on each sheet and no column for the branch.
fn workbook(office: &Desktop, tabs: &[&str]) -> PathBuf {
    let path = office.dir.path().join("各支部.xlsx");
    let sheet = |(at, tab): (usize, &&str)| Sheet {
        name: (*tab).to_owned(),
        columns: vec![Column::new(10); 3],
        heads: header(&[vec!["姓名", "出生年月", "入党时间"]]),
        body: Body::Held(vec![vec![
            Out::text(format!("丁{}", "一二三四五六七八九".chars().nth(at).unwrap())),
            Out::text("1980-01-01"),
            Out::text("2001-01-01"),
        ]]),
        ..Sheet::default()
    };
    let sheets = tabs.iter().enumerate().map(sheet).collect();
    let creation = Creation {
        at: "2026-11-01".parse::<branchbook_domain::day::Day>().unwrap().and_hms_opt(0, 0, 0).unwrap(),
        title: String::new(),
        author: String::new(),
    };
    write(&path, &Book { sheets }, &creation, office.dir.path()).unwrap();
    path
}

#[test]
fn a_tab_means_a_branch_of_the_book_by_its_full_or_short_name() {
    let mut office = Desktop::new();
    for name in ["银河社区锦华苑党支部", "第二党支部", "南湖里党支部", "南湖里第二党支部"]
    {
        let command = OrganisationAdd {
            parent: None,
            level: Level::Branch,
            name: name.into(),
            position: None,
            from_on: None,
            note: None,
        };
        office.desk.call(&command).unwrap();
    }
    let tabs = ["锦华苑", "二支部(86人)", "南湖里", "2", "第五支部", "流动党员", "Sheet1"];
    let path = workbook(&office, &tabs);
    let preview = office.preview(&path);
    let states: Vec<RowState> = preview.first.iter().map(|row| row.state).collect();
    use RowState::{New, Refused};
    assert_eq!(states, [New, New, New, New, New, Refused, Refused], "{preview:#?}");
    assert_eq!(preview.new_organisations, ["第五支部"], "only a tab that calls itself a branch makes one");
    let said = &preview.attention.iter().find(|row| row.sheet == "流动党员").unwrap().notes;
    assert!(said.iter().any(|note| note.contains("工作表的名称“流动党员”也不是台账里的支部")), "{said:?}");
    office.apply(&path);
    for (name, branch) in [
        ("丁一", "银河社区锦华苑党支部"),
        ("丁二", "第二党支部"),
        ("丁三", "南湖里党支部"),
        ("丁四", "第二党支部"),
        ("丁五", "第五支部"),
    ] {
        assert_eq!(office.branch_of(name), branch, "{name}");
    }
}
